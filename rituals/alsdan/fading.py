"""How reminders of an agreement fade. Weeks are ISO weeks; that of its beginning is week 1. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from rituals.calendar import DAY, WorkingDays

WEEK: Final = timedelta(days=7)
DAYS: Final = 7  # of a week
EVERY_DAY: Final = 2  # the last week with a reminder on each day
TWICE: Final = 6  # the last week with two
FOURTH: Final = 3  # from 0: with the first of a week, so far apart that both are felt
TWO_WEEKS: Final = 2 * WEEK  # an agreement that is taken up again fades as one that began so long ago


def monday(day: date) -> date:
    return day - (day.isoweekday() - 1) * DAY


def week_number(began: date, day: date) -> int:
    """1 in the ISO week in which it began."""
    return (monday(day) - monday(began)) // WEEK + 1


def level(began: date, day: date, *, restarting: bool = False) -> int:
    """The week whose reminders hold; while an agreement is being reshaped it is as new."""
    return 1 if restarting else week_number(began, day)


def days_of(calendar: WorkingDays, day: date) -> list[date]:
    """The working days of the day's week, in order."""
    return calendar.workdays_between(monday(day), monday(day) + WEEK - DAY)


def days_due(week: int, days: Sequence[date]) -> list[date]:
    """Those with a reminder, of the days of one week on which one can come, in order.

    A week without a fourth such day has its second reminder on the last: twice is twice, in a short week too.
    """
    if week <= EVERY_DAY:
        return list(days)
    if week <= TWICE:
        return sorted({days[0], days[min(FOURTH, len(days) - 1)]}) if days else []
    return list(days[:1])


def is_due(week: int, day: date, days: Sequence[date]) -> bool:
    return day in days_due(week, days)


def comes_on(
    week: int, day: date, days: Sequence[date], newest: date | None, taken: Collection[date], since: date
) -> bool:
    """Whether a reminder comes on this day, or waits for its turn on it.

    `newest` is the day of its last one, `taken` the days on which another of the team had the one place that there is.
    What lost its turn since `since` comes on a later day of that week.
    """
    due = [each for each in days_due(week, days) if each <= day]
    if not due or (newest is not None and newest >= due[-1]):
        return False
    return due[-1] == day or (due[-1] in taken and due[-1] >= since)


def weekday_of(chosen: int, workdays: Collection[int]) -> int:
    """The chosen ISO weekday, or the next on which the team works: its days may have changed since."""
    return min(workdays, key=lambda each: (each - chosen) % DAYS, default=chosen)


def taken_up(day: date) -> date:
    """From when the reminders fade of an agreement that is taken up again on this day: twice a week at first."""
    return day - TWO_WEEKS
