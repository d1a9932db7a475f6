"""What becomes of one occurrence of a meeting and its cap. Values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum
from typing import Final

from rituals.calendar import Calendar, NoWorkday

ROLE: Final = "wearer"  # in the rotation
CALLS: Final = timedelta(minutes=10)  # before the start: what is still open then is everybody's to take
CHECKS_IN: Final = timedelta(minutes=2)  # before the start
ON_TABLE: Final = timedelta(minutes=10)  # after the start: then the cap lies on the table
LOOKS_BACK: Final = time(12, 0)  # local, the next working day: until then somebody can look back
LATE: Final = timedelta(minutes=15)  # after the start; somebody who reads it later reads of a meeting that is over
LATEST: Final = time(20, 0)  # local; a meeting isn't moved to the evening
DECLINES: Final = 2  # of one occurrence; then nobody is asked in private any more
EDITS: Final = timedelta(hours=24)  # in which whoever looked back can change it
SILENT: Final = 4  # occurrences in a row that nobody looked back on; then its owner is asked whether to go on
MEETINGS: Final = 10  # of one channel
ATTENDEES: Final = (2, 40)
MINUTES: Final = (10, 480)
NOW: Final = 60  # minutes, of a meeting that somebody starts on the spot
NAMED: Final = 3  # flags with a name of one person at one meeting
FLAGS: Final = 9  # at one meeting, of whomever
AHEAD: Final = 10  # working days in which a flag waits for a meeting
FORTNIGHT: Final = timedelta(days=14)  # as many, where the calendar has no working days left
FRESH: Final = 5  # working days: what a customer said may be that old
BANK: Final = 12  # questions
DECISIONS: Final = 5  # of a meeting, that are shown


class State(StrEnum):
    PLANNED = "PLANNED"
    INVITED = "INVITED"
    ACCEPTED = "ACCEPTED"
    CALLING = "CALLING"
    CHECKED_IN = "CHECKED_IN"  # with a wearer or, as yet, without
    NO_WEARER = "NO_WEARER"
    CHECKOUT = "CHECKOUT"
    DONE = "DONE"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    STOPPED = "STOPPED"  # the meeting is on, as far as we know, but the cap doesn't come along
    SKIPPED = "SKIPPED"
    MISSED = "MISSED"


AHEAD_OF: Final = frozenset({State.PLANNED, State.INVITED, State.ACCEPTED, State.CALLING})
UNDER_WAY: Final = frozenset({State.CHECKED_IN, State.NO_WEARER})
OVER: Final = frozenset({State.DONE, State.EXPIRED, State.CANCELLED, State.STOPPED, State.SKIPPED, State.MISSED})


class Happens(Enum):
    DRAWN = "somebody is drawn"
    ACCEPTED = "whoever is invited says yes"
    PASSED = "whoever has it passes it on"
    LOST = "whoever has it is away, left, or wasn't reached"
    CALLED = "ten minutes before the start"
    TAKEN = "somebody takes the cap"
    CHECKS_IN = "two minutes before the start"
    NOBODY = "ten minutes after the start"
    LOOKED_BACK = "somebody looked back"
    ENDED = "its time is over"
    CLOSED = "the look-back closes"
    CANCELLED = "it is off"
    FREE_DAY = "nobody works on its day"
    TOO_LATE = "the service was away until long after the start"
    GAVE_UP = "its message was never posted"


@dataclass(frozen=True, slots=True)
class Facts:
    """`next`: somebody can still be asked in private. `consents`: silence is a yes, as the invitation came in time.

    `begun`: the start has come. `calls`: less than ten minutes are left.
    """

    wearer: bool = False
    next: bool = False
    passed: int = 0
    consents: bool = False
    calls: bool = False
    begun: bool = False


def after(state: State, happens: Happens, facts: Facts) -> State | None:
    """The state that follows; None when nothing changes."""
    return _ahead(state, happens, facts) or _under_way(state, happens, facts) or _over(state, happens, facts)


def _ahead(state: State, happens: Happens, facts: Facts) -> State | None:
    match state, happens:
        case State.PLANNED, Happens.DRAWN:
            return State.INVITED
        case State.INVITED, Happens.ACCEPTED:
            return State.ACCEPTED
        case ((State.INVITED | State.ACCEPTED), (Happens.PASSED | Happens.LOST)):
            asks = facts.next and facts.passed < DECLINES and not facts.calls
            return State.INVITED if asks else State.CALLING if facts.calls else State.PLANNED
        case State.INVITED, Happens.CALLED:
            return State.ACCEPTED if facts.consents else State.CALLING
        case State.PLANNED, Happens.CALLED:
            return State.CALLING
        case State.CALLING, Happens.TAKEN:
            return State.ACCEPTED
        case ((State.ACCEPTED | State.CALLING), Happens.CHECKS_IN):
            return State.CHECKED_IN
    return None


def _under_way(state: State, happens: Happens, facts: Facts) -> State | None:
    match state, happens:
        case State.CHECKED_IN, (Happens.PASSED | Happens.LOST) if facts.wearer and not facts.begun:
            return State.CHECKED_IN
        case ((State.CHECKED_IN | State.NO_WEARER), Happens.TAKEN) if not facts.wearer:
            return State.CHECKED_IN
        case State.CHECKED_IN, Happens.NOBODY if not facts.wearer:
            return State.NO_WEARER
        case State.CHECKED_IN, Happens.LOOKED_BACK if facts.wearer:
            return State.DONE
        case ((State.CHECKED_IN | State.NO_WEARER), Happens.ENDED):
            return State.CHECKOUT
        case State.CHECKOUT, Happens.LOOKED_BACK:
            return State.DONE
        case State.CHECKOUT, Happens.CLOSED:
            return State.EXPIRED
    return None


def _over(state: State, happens: Happens, facts: Facts) -> State | None:
    match happens:
        case Happens.CANCELLED if state in AHEAD_OF or (state is State.CHECKED_IN and not facts.begun):
            return State.CANCELLED
        case Happens.FREE_DAY if state in AHEAD_OF:
            return State.SKIPPED
        case Happens.TOO_LATE if state in AHEAD_OF:
            return State.MISSED
        case Happens.GAVE_UP if state in AHEAD_OF | UNDER_WAY:
            return State.MISSED
    return None


def closes(ends: datetime, calendar: Calendar) -> datetime:
    """Of a look-back on a meeting that ended then. Raises NoWorkday when the calendar ends."""
    return calendar.at(calendar.add_workdays(calendar.day_of(ends), 1), LOOKS_BACK)


def waits_until(calendar: Calendar, today: date) -> date:
    """Until then a flag waits for a meeting; two weeks where the calendar ends."""
    try:
        return calendar.add_workdays(today, AHEAD)
    except NoWorkday:
        return today + FORTNIGHT


def question(asked: int) -> int:
    """Which of the bank, counted from nought: in turn, so none comes again within six."""
    return asked % BANK
