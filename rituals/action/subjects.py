"""How an action, and what belongs to it, is named in buttons, cards and timers."""

from __future__ import annotations

from typing import Final

from rituals.contract import about, keys_of, number_of
from storage.action import ImprovementAction

ASK: Final = "action.ask"  # what a colleague is asked to take up
TOLD: Final = "action.told"  # what its proposer hears of that
DUE: Final = "action.due"  # the timer of each action, and the nudge of the day of its check
OWNERLESS: Final = "action.ownerless"  # the line to the leads
KIND: Final = "action"


def subject(row: ImprovementAction, *more: object) -> str:
    return about(row.team, KIND, row.id, *more)


def key(row: ImprovementAction) -> str:
    """By which it is known to all rituals."""
    return f"{KIND}:{row.id}"


def id_of(subject: str) -> int:
    """-1, which no row has, where there is none."""
    keys = keys_of(subject)
    found = number_of(keys[1]) if len(keys) > 1 and keys[0] == KIND else None
    return -1 if found is None else found


def more_of(subject: str) -> list[str]:
    """What stands behind the action."""
    return keys_of(subject)[2:]


def asked(row: ImprovementAction, person: str) -> str:
    """The message in which this person is asked; each question has one of its own."""
    return subject(row, row.asks, person)


def told(row: ImprovementAction) -> str:
    """The message in which the proposer hears what came of the newest question."""
    return subject(row, row.asks)


def question_of(subject: str) -> tuple[int, str]:
    """Which question it was, and to whom; to nobody where it is told to the proposer."""
    keys = (*more_of(subject), "", "")
    found = number_of(keys[0])
    return (-1 if found is None else found), keys[1]
