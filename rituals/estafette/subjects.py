"""How the relay, its legs and its stories are named in buttons, cards and timers. None of them belongs to a team."""

from __future__ import annotations

from typing import Final

from rituals.contract import id_in
from storage.estafette import Leg, Story

RELAY: Final = ":relay"
LEG: Final = "l"  # before the id of a leg
STORY: Final = "s"  # before the id of a story


def of_leg(row: Leg) -> str:
    return f":{LEG}{row.id}"


def of_story(row: Story) -> str:
    return f":{STORY}{row.id}"


def to(subject: str, person: str) -> str:
    """What one person reads of it."""
    return f"{subject}:{person}"


def leg_of(subject: str) -> int:
    """The id of a leg; -1, which no row has, where there is none."""
    return id_in(subject, LEG)


def story_of(subject: str) -> int:
    """The id of a story; -1, which no row has, where there is none."""
    return id_in(subject, STORY)
