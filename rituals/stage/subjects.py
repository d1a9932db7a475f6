"""How appearances on a stage are named in buttons, cards and timers. None of them belongs to a team."""

from __future__ import annotations

from typing import Final

from rituals.contract import id_in, number_of
from storage.stage import Appearance

BEGIN: Final = "a"  # before the id of one
STORY: Final = "stage.story"  # the story that somebody takes along, and the timer that brings it
KEY: Final = "story:"  # begins the key of one, among all rituals


def subject(row: Appearance) -> str:
    return f":{BEGIN}{row.id}"


def of(subject: str) -> int:
    """The id of an appearance; -1, which no row has, where there is none."""
    return id_in(subject, BEGIN)


def to(row: Appearance, person: str) -> str:
    """Of the message to this person, who speaks or did so before another was chosen."""
    return f"{subject(row)}:{person}"


def story_of(key: str) -> int:
    """The id of a story by its key; -1, which no row has, where there is none."""
    found = number_of(key.removeprefix(KEY)) if key.startswith(KEY) else None
    return -1 if found is None else found
