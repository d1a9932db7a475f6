"""A team's week: when it is asked, when it reads a selection, and of what. Values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Final

from rituals.calendar import DAY, Calendar, week_of
from rituals.compliment.rules import Kind

QUESTIONS: Final = 4  # that take turns
LEAST_WORKDAYS: Final = 3  # of a week with a question: in a shorter one there is other work
QUIET: Final = 4  # questions in a row without a compliment, after which one a month is asked
MONTH: Final = timedelta(days=28)  # four weeks, so that it stays on the team's own day
SELECTION: Final = (5, time(15, 0))  # ISO Friday, on the team's clock: the week is still in mind
WEEKS: Final = 60  # how far ahead a week with a day for it is looked for: longer than any closure
WEEK: Final = timedelta(days=7)
PICKED: Final = 3  # compliments in a week's selection: what is read in a minute

DayOf = Callable[[Calendar, date], date | None]  # in the week that begins on this Monday


# --- when -------------------------------------------------------------------------------------------------------------
def monday(day: date) -> date:
    return day - (day.isoweekday() - 1) * DAY


def key(day: date) -> str:
    """Of its ISO week: “2026-53”, also for the first days of 2027."""
    year, week = week_of(day)
    return f"{year}-{week:02}"


def asks_on(weekday: int) -> DayOf:
    """The chosen day, or the last working day before it: with a day off, the question comes early and not never."""

    def day_of(calendar: Calendar, first: date) -> date | None:
        if len(calendar.workdays_between(first, first + WEEK - DAY)) < LEAST_WORKDAYS:
            return None
        return _last(calendar, first, first + (weekday - 1) * DAY)

    return day_of


def selects_on(calendar: Calendar, first: date) -> date | None:
    """Friday, or the last working day before it; a team that only works later in the week has its last day."""
    friday = _last(calendar, first, first + (SELECTION[0] - 1) * DAY)
    return friday or _last(calendar, first, first + WEEK - DAY)


def _last(calendar: Calendar, first: date, last: date) -> date | None:
    return max(calendar.workdays_between(first, last), default=None)


def coming(day_of: DayOf, clock: time, calendar: Calendar, now: datetime) -> datetime | None:
    """The first moment after now; None when there is none in sight."""
    first = monday(calendar.day_of(now))
    for ahead in range(WEEKS):
        day = day_of(calendar, first + ahead * WEEK)
        if day is not None and (moment := calendar.at(day, clock)) > now:
            return moment
    return None


def next_week(calendar: Calendar, asked_on: date | None, now: datetime) -> datetime:
    """When the week after the one that had a question begins; now, where that is over."""
    if asked_on is None:
        return now
    return max(now, calendar.at(monday(asked_on) + WEEK, time.min))


def selected_before(calendar: Calendar, now: datetime) -> datetime:
    """The moment of the newest selection of an earlier week: what came to stand since then is in the next."""
    first = monday(calendar.day_of(now))
    for ago in range(1, WEEKS):
        if (day := selects_on(calendar, first - ago * WEEK)) is not None:
            return calendar.at(day, SELECTION[1])
    return now - WEEK


# --- whether ----------------------------------------------------------------------------------------------------------
def still_unanswered(unanswered: int, asked_on: date | None, read_on: date | None) -> int:
    """None once the team read a compliment since it was last asked."""
    answered = asked_on is not None and read_on is not None and read_on >= asked_on
    return 0 if answered else unanswered


def asks(unanswered: int, asked_on: date | None, read_on: date | None, today: date) -> bool:
    """Whether the team is asked today, given when it was last, and the day of its newest compliment."""
    if read_on is not None and read_on >= monday(today):
        return False
    if asked_on is None:
        return True
    if asked_on >= monday(today):
        return False
    quiet = still_unanswered(unanswered, asked_on, read_on) >= QUIET
    return not quiet or asked_on + MONTH <= today


# --- what -------------------------------------------------------------------------------------------------------------
Candidate = tuple[int, Kind, frozenset[str]]  # id, kind, whom everybody reads by name


def pick(candidates: Iterable[Candidate]) -> list[int]:
    """At most PICKED of these, given oldest first: nobody named twice, as many kinds, then as many, then as old as can.

    By the names that can be read: with those that can't, what is left out would tell whom it is for.
    """
    some = _useful(candidates)
    most = (len({kind for _id, kind, _names in some}), PICKED)
    best: Sequence[Candidate] = ()
    for chosen in _fitting(some):
        best = chosen if _worth(chosen) > _worth(best) else best
        if _worth(best) == most:
            break
    return [one[0] for one in best]


def _worth(some: Sequence[Candidate]) -> tuple[int, int]:
    """Of equals the first is kept: they come oldest first."""
    return len({kind for _id, kind, _names in some}), len(some)


def _fitting(some: Sequence[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    for size in range(PICKED, 0, -1):
        for chosen in combinations(some, size):
            names = [name for one in chosen for name in one[2]]
            if len(names) == len(set(names)):
                yield chosen


def _useful(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Without those in whose place an older one of the kind could always stand."""
    kept: list[Candidate] = []
    for one in candidates:
        older = [other for other in kept if other[1] is one[1] and other[2] <= one[2]]
        if len(older) < PICKED and not any(other[2] for other in older):
            kept.append(one)
    return kept
