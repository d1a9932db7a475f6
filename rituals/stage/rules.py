"""When somebody who will speak gets a story to take along. Values in, values out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from rituals.calendar import NoWorkday, WorkingDays

OCCASION: Final = (3, 80)  # characters
MINUTES: Final = (1, 240)
BEFORE: Final = 2  # working days before the day itself
BRINGS_AT: Final = time(10, 0)  # local
LOOKS: Final = timedelta(days=30)  # so long before, absences are known: what lies further ahead is looked at again then
LONG: Final = 10  # minutes, where nobody chose otherwise
AHEAD: Final = timedelta(days=731)  # two years: beyond that a year was mistyped
KEPT: Final = timedelta(days=365)  # after its day


def brings_at(day: date, days: WorkingDays) -> datetime:
    """In the morning of the second working day before it (UTC); where none is in sight, two days before."""
    try:
        earlier = days.add_workdays(day, -BEFORE)
    except NoWorkday:
        earlier = day - timedelta(days=BEFORE)
    return days.at(earlier, BRINGS_AT)


def looks_at(day: date, days: WorkingDays, now: datetime) -> datetime:
    """When it comes; while that is far ahead, when that is looked at again (UTC)."""
    again = days.at(day - LOOKS, BRINGS_AT)
    return again if again > now else brings_at(day, days)
