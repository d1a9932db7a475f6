"""What happens to one action that is held: each either changes it and says so, or leaves it as it is."""

from __future__ import annotations

from datetime import date, datetime

from rituals.action import rules
from rituals.action.rules import Happens, Result, State
from rituals.calendar import Calendar
from storage.action import ImprovementAction


def state(row: ImprovementAction) -> State:
    return State(row.state)


def is_back(row: ImprovementAction) -> bool:
    """Whether its proposer has to say what becomes of it."""
    return state(row) is State.PROPOSED and row.asked is None


def _moves(row: ImprovementAction, happens: Happens) -> bool:
    found = rules.after(state(row), happens, row.extensions)
    if found is None:
        return False
    row.state, row.still_asked_on = found.value, None
    return True


# --- whose it is ------------------------------------------------------------------------------------------------------
def ask(row: ImprovementAction, person: str, now: datetime, at: datetime) -> bool:
    """Only of what nobody has taken up; it goes out `at` that moment. They own nothing before they agree."""
    if state(row) is not State.PROPOSED:
        return False
    row.asked, row.put_at, row.asked_at, row.asks, row.still_asked_on = person, now, at, row.asks + 1, None
    return True


def _settled(row: ImprovementAction) -> None:
    row.asked, row.put_at, row.asked_at = None, None, None


def agree(row: ImprovementAction, person: str, today: date, calendar: Calendar) -> bool:
    """By whoever was asked, or by the proposer once it is back."""
    if person != (row.proposer if row.asked is None else row.asked) or not _moves(row, Happens.TAKEN):
        return False
    _settled(row)
    row.owner = person
    row.check_on = rules.to_come(row.check_on, today, calendar)
    return True


def send_back(row: ImprovementAction, today: date, calendar: Calendar) -> bool:
    """To the proposer; where that is nobody any more, it waits for somebody of the team."""
    if state(row) is not State.PROPOSED or row.asked is None:
        return False
    _settled(row)
    row.still_asked_on = today
    return row.proposer is not None or orphan(row, today, calendar)


def orphan(row: ImprovementAction, today: date, calendar: Calendar) -> bool:
    """A proposal that nobody answers for belongs to the team."""
    if not is_back(row) or not _moves(row, Happens.TAKEN):
        return False
    row.owner, row.ownerless_on = None, today
    row.check_on = rules.to_come(row.check_on, today, calendar)
    return True


def take(row: ImprovementAction, person: str) -> bool:
    """Of what nobody has."""
    if row.owner is not None or state(row) not in rules.RUNNING:
        return False
    row.owner = person
    return True


def leave(row: ImprovementAction, today: date) -> bool:
    """Its owner lets go of it."""
    if row.owner is None or state(row) in rules.FINAL:
        return False
    row.owner, row.ownerless_on = None, today
    return True


# --- its way ----------------------------------------------------------------------------------------------------------
def begin(row: ImprovementAction, now: datetime) -> bool:
    if not _moves(row, Happens.BEGUN):
        return False
    row.begun_at = now
    return True


def put_off(row: ImprovementAction, check_on: date, *, delayed: bool) -> None:
    row.check_on, row.delayed = check_on, delayed


def due(row: ImprovementAction, today: date) -> bool:
    """The day has come; where its owner was away it was put off to this one."""
    if not _moves(row, Happens.DUE):
        return False
    row.check_on = today
    return True


def looked(row: ImprovementAction, result: Result, today: date) -> bool:
    if not _moves(row, Happens.LOOKED):
        return False
    row.result, row.check_on = result.value, today
    return True


def extend(row: ImprovementAction, check_on: date) -> bool:
    if not _moves(row, Happens.EXTENDED):
        return False
    row.check_on, row.extensions, row.delayed = check_on, row.extensions + 1, False
    return True


def adjust(row: ImprovementAction, what: str, effect: str, evidence: str | None, check_on: date) -> bool:
    """A new cycle."""
    if not _moves(row, Happens.ADJUSTED):
        return False
    row.what, row.effect, row.evidence, row.check_on = what, effect, evidence, check_on
    row.cycle, row.extensions, row.result, row.begun_at, row.delayed = row.cycle + 1, 0, None, None, False
    return True


def ask_still(row: ImprovementAction, today: date) -> bool:
    """Whether it is still needed."""
    if state(row) not in rules.LOOKED or row.still_asked_on is not None:
        return False
    row.still_asked_on = today
    return True


def needed(row: ImprovementAction, today: date) -> bool:
    """It is: the team looks at it today, or chooses how to go on."""
    if state(row) not in rules.LOOKED or row.still_asked_on is None:
        return False
    row.still_asked_on, row.check_on = None, today
    return True


def complete(row: ImprovementAction, today: date, effect: str | None = None) -> bool:
    if not _moves(row, Happens.COMPLETED):
        return False
    row.effect, row.closed_on = effect or row.effect, today
    return True


def stop(row: ImprovementAction, today: date) -> bool:
    if not _moves(row, Happens.STOPPED):
        return False
    _settled(row)
    row.closed_on = today
    return True


def fade(row: ImprovementAction, today: date) -> bool:
    """Nobody said anything for long enough. A proposal keeps since when it was back: it lapsed."""
    happens, back = rules.silence(Result(row.result) if row.result else None), row.still_asked_on
    if state(row) is State.ACT and happens is Happens.COMPLETED:
        return complete(row, today)
    lapses = is_back(row)
    if not stop(row, today):
        return False
    row.still_asked_on = back if lapses else None
    return True


# --- how it ended -----------------------------------------------------------------------------------------------------
def lapsed(row: ImprovementAction) -> bool:
    """Its proposer said nothing more about it either."""
    return state(row) is State.DROPPED and row.still_asked_on is not None


def ran(row: ImprovementAction) -> bool:
    """Whether the team ever read of it."""
    dropped = state(row) is State.DROPPED
    return state(row) is not State.PROPOSED and not (dropped and row.owner is None and row.ownerless_on is None)
