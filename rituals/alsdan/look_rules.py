"""When a team looks back, and what follows from its answers. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Final

from rituals.alsdan.fading import WEEK, days_of, monday
from rituals.calendar import Calendar

CLOSES: Final = time(12, 0)  # local, on the next working day: who was away on the day itself can still answer
LEAST_WORKDAYS: Final = 3  # of a week with a look-back: in a shorter one there is little to look back on
WEEKS: Final = 60  # how far ahead a week with a day for it is looked for: longer than any closure
GOOD: Final = Fraction(60, 100)  # of the times that it occurred
MOSTLY_OLD: Final = Fraction(50, 100)
TWICE: Final = 2  # look-backs in a row, and people who notice a relapse
RARE: Final = 3  # look-backs in a row in which the moment never came
SILENT: Final = 4  # look-backs in a row without any answer

FIRST_CHECK, EARLY_CHECK, LAST_CHECK = 10, 8, 36  # weeks of an agreement
LONGER: Final = 12  # weeks that a team can add once
BETWEEN: Final = 4  # weeks
LOOKED_AT: Final = 5  # look-backs on which a check rests
OCCURRED: Final = 4  # of those
ANCHORED: Final = Fraction(80, 100)  # of the times that it occurred
BY_ITSELF: Final = 4  # median, on a scale from 1 to 5
SCALE: Final = (1, 2, 3, 4, 5)


class Choice(StrEnum):
    DID = "did"
    OLD = "old"
    NONE = "none"


class Line(StrEnum):
    FEW = "few"
    GOOD = "good"
    MIXED = "mixed"
    OLD = "old"
    NONE = "none"


# --- when -------------------------------------------------------------------------------------------------------------
def looks_on(weekday: int, calendar: Calendar, day: date) -> date | None:
    """In the day's week: on the chosen ISO weekday, else on the next working day of that week."""
    days = days_of(calendar, day)
    if len(days) < LEAST_WORKDAYS:
        return None
    return min((each for each in days if each.isoweekday() >= weekday), default=None)


def coming(weekday: int, clock: time, calendar: Calendar, now: datetime, since: date | None = None) -> datetime | None:
    """The first moment after now, in a week after that of `since`; None when there is none in sight."""
    first = monday(calendar.day_of(now))
    if since is not None:
        first = max(first, monday(since) + WEEK)
    for ahead in range(WEEKS):
        day = looks_on(weekday, calendar, first + ahead * WEEK)
        if day is not None and (moment := calendar.at(day, clock)) > now:
            return moment
    return None


def closes(calendar: Calendar, opened: datetime) -> datetime:
    """Raises NoWorkday when the calendar ends."""
    return calendar.at(calendar.next_workday(calendar.day_of(opened)), CLOSES)


def key(day: date) -> str:
    """Of its ISO week: “2026-53”, also for the first days of 2027."""
    year, week, _ = day.isocalendar()
    return f"{year}-{week:02}"


# --- one look-back ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Count:
    did: int = 0
    old: int = 0
    none: int = 0

    @property
    def answers(self) -> int:
        return self.did + self.old + self.none

    @property
    def occurred(self) -> int:
        return self.did + self.old

    def __add__(self, other: Count) -> Count:
        return Count(self.did + other.did, self.old + other.old, self.none + other.none)


def counted(choices: Iterable[str]) -> Count:
    some = list(choices)
    return Count(some.count(Choice.DID), some.count(Choice.OLD), some.count(Choice.NONE))


def line(count: Count, members: int, k: int) -> Line:
    if min(count.answers, members) < k:
        return Line.FEW
    if not count.occurred:
        return Line.NONE
    if count.did >= GOOD * count.occurred:
        return Line.GOOD
    return Line.OLD if count.old > MOSTLY_OLD * count.occurred else Line.MIXED


def halves(answers: Sequence[int], members: int, k: int) -> int | None:
    """Twice the median, which is a whole number; None where too few answered."""
    return round(2 * median(answers)) if min(len(answers), members) >= k else None


# --- several in a row -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Result:
    """`count` is None where fewer answered than may be counted; `halves` is twice the median of what goes by itself."""

    on: date
    line: Line
    count: Count | None = None
    halves: int | None = None
    slipped: bool = False


def relapsed(results: Sequence[Result], since: date) -> bool:
    """Oldest first; only those after this day, on which the agreement came into its state, count."""
    newer = [one for one in results if one.on > since]
    seen = [one for one in newer if one.count is not None and one.count.occurred]
    return _twice([one.line is Line.OLD for one in seen]) or _twice([one.slipped for one in newer])


def _twice(each: Sequence[bool]) -> bool:
    return len(each) >= TWICE and all(each[-TWICE:])


def rare(results: Sequence[Result]) -> bool:
    """Whether the last of them makes it RARE in a row, or as many again."""
    row = 0
    for one in reversed([each for each in results if each.count is not None]):
        if one.line is not Line.NONE:
            break
        row += 1
    return row > 0 and row % RARE == 0


# --- whether it goes by itself ----------------------------------------------------------------------------------------
class Check(StrEnum):
    PASSED = "passed"
    NOT_YET = "not yet"
    TALK = "talk"  # too few answered to count: the team says it by itself


def last_check(checks: str) -> int:
    """`checks`, as an agreement has it: on, longer or off. Its last week with a check; 0 where there is none."""
    return {"on": LAST_CHECK, "longer": LAST_CHECK + LONGER}.get(checks, 0)


def is_checked(week: int, checked: int | None, checks: str = "on", *, early: bool = False) -> bool:
    """In the agreement's week, given the one in which it was last checked; one without a look-back waits for the next.

    One that was taken up again counts its weeks anew, and was not checked in them.
    """
    last, before = last_check(checks), None if checked is None or checked > week else checked
    if before is not None and before >= last:
        return False
    if early and week >= EARLY_CHECK:
        return last > 0
    return last > 0 and week >= (FIRST_CHECK if before is None else min(before + BETWEEN, last))


def check(results: Sequence[Result]) -> Check:
    """Oldest first; the last is of the look-back that asked whether it goes by itself."""
    some = results[-LOOKED_AT:]
    counts = [one.count for one in some if one.count is not None]
    median_of = some[-1].halves if some else None
    if len(counts) < LOOKED_AT or median_of is None:
        return Check.TALK
    whole = sum(counts, Count())
    often = sum(one.occurred > 0 for one in counts) >= OCCURRED
    passed = often and whole.did >= ANCHORED * whole.occurred and median_of >= 2 * BY_ITSELF
    return Check.PASSED if passed else Check.NOT_YET
