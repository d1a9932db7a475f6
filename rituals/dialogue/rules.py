"""What becomes of a dialogue with customers, and when it takes place. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum
from typing import Final

from rituals.calendar import Calendar, NoWorkday
from storage.dialogue import Dialogue

TITLE: Final = (3, 60)  # characters
PLACE: Final = 200  # characters
NOTE: Final = 600  # characters
MINUTES: Final = (30, 240)
AROUND: Final = (0, 15, 30, 45, 60)  # minutes that can be kept free before and after
LONG: Final = 60  # minutes, where nobody chose otherwise
FREE: Final = 30  # minutes before and after, where nobody chose otherwise
OFFICE: Final = (time(7, 0), time(20, 0))  # local: who plans beyond these is asked whether it is meant
ASKS_AT: Final = time(10, 0)  # local, the next working day
AHEAD: Final = timedelta(days=731)  # two years: beyond that a year was mistyped
KEPT: Final = timedelta(days=365)  # after its day


class State(StrEnum):
    PLANNED = "PLANNED"
    CHANGED = "CHANGED"
    HELD = "HELD"
    SHARED = "SHARED"
    CANCELLED = "CANCELLED"


AHEAD_OF: Final = frozenset({State.PLANNED, State.CHANGED})


class Happens(Enum):
    CHANGED = "it is planned otherwise"
    HELD = "its time is over"
    SHARED = "a story came of it"
    CANCELLED = "it is called off"


def after(state: State, happens: Happens) -> State | None:
    """The state that follows; None when nothing changes."""
    match state, happens:
        case ((State.PLANNED | State.CHANGED), Happens.CHANGED):
            return State.CHANGED
        case ((State.PLANNED | State.CHANGED), Happens.HELD):
            return State.HELD
        case ((State.PLANNED | State.CHANGED), Happens.CANCELLED):
            return State.CANCELLED
        case ((State.PLANNED | State.CHANGED | State.HELD), Happens.SHARED):
            return State.SHARED
    return None


class Kind(StrEnum):
    DIALOGUE = "dialogue"
    ARENA = "arena"
    VISIT = "visit"
    LISTENING = "listening"


# What the relay calls them.
CONTACT: Final = {Kind.DIALOGUE: "dialogue", Kind.ARENA: "dialogue", Kind.VISIT: "visit", Kind.LISTENING: "listened"}


@dataclass(frozen=True, slots=True)
class Span:
    """From the time kept free before to that after (UTC)."""

    first: datetime
    begins: datetime
    ends: datetime
    last: datetime

    def overlaps(self, other: Span) -> bool:
        return self.first < other.last and other.first < self.last


def span(starts_at: datetime, minutes: int, before: int, after: int) -> Span:
    ends = starts_at + timedelta(minutes=minutes)
    return Span(starts_at - timedelta(minutes=before), starts_at, ends, ends + timedelta(minutes=after))


def span_of(row: Dialogue) -> Span:
    return span(row.starts_at, row.minutes, row.before, row.after)


def outside(of: Span, calendar: Calendar) -> bool:
    """Whether any of it lies before seven in the morning, after eight in the evening, or on another day."""
    first, last = calendar.local(of.first), calendar.local(of.last)
    return first.date() != last.date() or first.time() < OFFICE[0] or last.time() > OFFICE[1]


def meets(of: Span, others: Iterable[Span]) -> bool:
    return any(of.overlaps(other) for other in others)


def asks_at(day: date, calendar: Calendar) -> datetime:
    """At ten on the next working day of the organisation (UTC); the day after where none is in sight."""
    try:
        following = calendar.next_workday(day)
    except NoWorkday:
        following = day + timedelta(days=1)
    return calendar.at(following, ASKS_AT)
