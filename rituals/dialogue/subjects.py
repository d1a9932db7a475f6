"""How dialogues are named in buttons, cards, lines and timers. None of them belongs to a team."""

from __future__ import annotations

from typing import Final

from rituals.contract import id_in, number_of
from storage.dialogue import Dialogue

DIALOGUE: Final = "d"  # before the id of one
KEY: Final = "dialogue:"  # before the id of one, among all rituals

NOTICE: Final = "dialogue.notice"  # what who goes, or planned it, reads of it; one for each of them
MORNING: Final = "dialogue.morning"  # on the day itself
AFTER: Final = "dialogue.after"  # the next working day, with the way to a story


def subject(row: Dialogue) -> str:
    return f":{DIALOGUE}{row.id}"


def of(subject: str) -> int:
    """The id of a dialogue; -1, which no row has, where there is none."""
    return id_in(subject, DIALOGUE)


def to(row: Dialogue, person: str) -> str:
    return f"{subject(row)}:{person}"


def key(row: Dialogue) -> str:
    return f"{KEY}{row.id}"


def id_of(key: str) -> int:
    """Of the name among all rituals; -1 where it is of another."""
    found = number_of(key.removeprefix(KEY)) if key.startswith(KEY) else None
    return -1 if found is None else found
