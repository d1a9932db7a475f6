"""When a day opens and closes, and what anything that happens makes of its state. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum
from typing import Final

from rituals.calendar import DAY, Calendar, WorkingDays

AHEAD: Final = 14  # days that are planned at any time
LATEST_CLOSE: Final = time(22, 0)  # closing comes before it, on the same day
LATE_STEP, LATE_MOST = 15, 480  # minutes of the late window
PROMPT: Final = timedelta(minutes=2)  # a busy minute is no outage: up to here the planned times hold
WEEK_START: Final = 15  # minutes more at the week's first dagstart, where the team chose that extra
STILL: Final = timedelta(minutes=60)  # how late after its start a day still opens
AT_MOST: Final = 5  # items of one person in one block on one day
QUIET_IN_A_ROW: Final = 3
QUIET_PAUSE: Final = 20  # working days in which the lead isn't asked again after quiet days
LEADERLESS: Final = 20  # working days without a lead, after which the dagstart pauses
LARGE: Final = 15  # members; with more, talking in a quarter of an hour gets hard
CATCH_UP: Final = 5  # working days
KEPT: Final = timedelta(days=180)  # how long a text is kept
FORMER: Final = timedelta(days=30)  # after an account was closed, until its author becomes “oud-collega”
HOSTS_KEPT: Final = timedelta(days=30)  # no rule looks further back than fourteen
ASKED: Final = timedelta(days=1)  # somewhere it is still the day on which somebody was asked
REST: Final = timedelta(days=14)  # the pause that quiet days offer


class State(StrEnum):
    SCHEDULED = "SCHEDULED"
    OPEN = "OPEN"
    SUMMARISED = "SUMMARISED"
    CLOSED = "CLOSED"
    QUIET = "QUIET"
    SKIPPED = "SKIPPED"
    MISSED = "MISSED"


LIVE: Final = frozenset({State.OPEN, State.SUMMARISED})
FINAL: Final = frozenset({State.CLOSED, State.QUIET, State.SKIPPED, State.MISSED})


class Happens(Enum):
    START = "T0, or at most an hour after it"
    TOO_LATE = "the service is back more than an hour after T0"
    CANCELLED = "the lead skips or cancels"
    CONTRIBUTED = "a contribution"
    FINISHED = "a member wraps up"
    LIVE_END = "T0 + D"
    CLOSING = "T0 + D + L"
    GAVE_UP = "the card was never posted"


@dataclass(frozen=True, slots=True)
class Facts:
    """`occurs`: a working day, nothing paused, a channel that can be reached. `live_over`: T0 + D has passed."""

    contributions: int = 0
    occurs: bool = True
    live_over: bool = False


def after(state: State, happens: Happens, facts: Facts) -> tuple[State, ...]:
    """The states that the day passes through, in order; none when nothing changes."""
    some = facts.contributions > 0
    match state, happens:
        case State.SCHEDULED, Happens.START:
            return (State.OPEN if facts.occurs else State.SKIPPED,)
        case State.SCHEDULED, Happens.TOO_LATE:
            return (State.MISSED if facts.occurs else State.SKIPPED,)
        case State.SCHEDULED, Happens.CANCELLED:
            return (State.SKIPPED,)
        case State.OPEN, Happens.GAVE_UP:
            return (State.MISSED,)
        case State.OPEN, Happens.CANCELLED if not some:
            return (State.SKIPPED,)
        case ((State.OPEN | State.SUMMARISED), Happens.CANCELLED):
            return (State.CLOSED if some else State.QUIET,)
        case State.OPEN, (Happens.LIVE_END | Happens.FINISHED) if some:
            return (State.SUMMARISED,)
        case State.OPEN, Happens.CONTRIBUTED if some and facts.live_over:
            return (State.SUMMARISED,)
        case State.OPEN, Happens.CLOSING:
            return (State.SUMMARISED, State.CLOSED) if some else (State.QUIET,)
        case State.SUMMARISED, Happens.CLOSING:
            return (State.CLOSED if some else State.QUIET,)
    return ()


class Lands(Enum):
    """Where a contribution goes, and so what its author reads."""

    BOARD = "on today's board"
    LATE = "on today's board, marked as late"
    NEXT = "on the next board, as today's is done"
    AHEAD = "on the next board, as today's is still to come, or there is none"


def lands(today: State | None) -> Lands:
    match today:
        case State.OPEN:
            return Lands.BOARD
        case State.SUMMARISED:
            return Lands.LATE
        case State.CLOSED | State.QUIET:
            return Lands.NEXT
        case _:
            return Lands.AHEAD


# --- times ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Course:
    """The moments of one day from its opening on. `late`: it opened after an outage and counts from then."""

    start: datetime
    minutes: int
    reminder: datetime
    end: datetime
    close: datetime
    late: bool


def course(planned: datetime, now: datetime, minutes: int, late_window: int) -> Course:
    late = now - planned >= PROMPT
    start = now if late else planned
    end = start + timedelta(minutes=minutes)
    reminder = start + timedelta(minutes=round(minutes * 2 / 3))
    return Course(start, minutes, reminder, end, end + timedelta(minutes=late_window), late)


def duration(minutes: int, extras: Sequence[str], calendar: Calendar, day: date, rhythm: Rhythm | None = None) -> int:
    return minutes + (WEEK_START if "week" in extras and opens_week(calendar, day, rhythm) else 0)


def opens_week(calendar: Calendar, day: date, rhythm: Rhythm | None = None) -> bool:
    """Whether this is the first dagstart of its ISO week; without a rhythm every working day has one."""
    if not calendar.is_workday(day):
        return False
    before = calendar.workdays_between(day - (day.isoweekday() - 1) * DAY, day - DAY)
    return not any(rhythm is None or rhythm.on(one) for one in before)


def closes_in_time(clock: time, minutes: int, late_window: int) -> bool:
    closing = timedelta(hours=clock.hour, minutes=clock.minute + minutes + late_window)
    return closing < timedelta(hours=LATEST_CLOSE.hour, minutes=LATEST_CLOSE.minute)


# --- which days -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Rhythm:
    """What decides on which days a team has a dagstart, and when."""

    days: frozenset[int]
    clock: time
    paused_until: date | None = None
    stopped: bool = False  # suspended, or without a lead for too long

    def planned(self, day: date) -> bool:
        """On the list of days to come: whether it takes place is seen at T0."""
        return day.isoweekday() in self.days

    def occurs(self, day: date, calendar: WorkingDays) -> bool:
        return self.on(day) and calendar.is_workday(day) and not self.stopped

    def on(self, day: date) -> bool:
        """One of the team's days, outside a pause."""
        return self.planned(day) and (self.paused_until is None or day >= self.paused_until)


def coming(rhythm: Rhythm, calendar: Calendar, after_day: date, skipped: frozenset[date] = frozenset()) -> date | None:
    """The first day after this one with a dagstart; None when there is none within a year."""
    start = max(after_day, rhythm.paused_until - DAY) if rhythm.paused_until else after_day
    for ahead in range(1, 367):
        day = start + ahead * DAY
        if rhythm.occurs(day, calendar) and day not in skipped:
            return day
    return None


def ahead(first: date) -> Iterator[date]:
    return (first + n * DAY for n in range(AHEAD))


def still_quiet(newest_first: Sequence[State], told_on: date | None, day: date, calendar: WorkingDays) -> bool:
    """Whether the leads are asked about the rhythm now: three quiet ones in a row, and not asked lately."""
    last = newest_first[:QUIET_IN_A_ROW]
    if len(last) < QUIET_IN_A_ROW or any(state is not State.QUIET for state in last):
        return False
    return told_on is None or calendar.add_workdays(told_on, QUIET_PAUSE) <= day


# --- what is shown ----------------------------------------------------------------------------------------------------
class Mark(Enum):
    EDITED = "edited"
    LATE = "late"
    ORIGIN = "origin"


def marks(at: datetime, origin: date, board: date, summarised_at: datetime | None, *, edited: bool) -> tuple[Mark, ...]:
    """What stands behind an item: carried over from an earlier day, or added after the summary; and edited."""
    carried = origin < board
    late = not carried and summarised_at is not None and at > summarised_at
    found = ((Mark.ORIGIN, carried), (Mark.LATE, late), (Mark.EDITED, edited))
    return tuple(mark for mark, holds in found if holds)
