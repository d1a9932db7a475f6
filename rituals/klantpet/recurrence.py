"""When a meeting is held: by its rhythm, whatever the calendar says of that day."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

WEEK: Final = timedelta(weeks=1)
MONTHS: Final = 12


class Repeats(StrEnum):
    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


def nth_of_month(day: date) -> int:
    """How often its weekday came before it in its month; four, where it is a fifth, stands for the last."""
    return (day.day - 1) // 7


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`first` is the first day. Monthly: on its weekday, as often in the month as there; a fifth is the last."""

    repeats: Repeats
    first: date

    def days(self, first: date, last: date) -> Iterator[date]:
        """From `first` up to and including `last`, in order."""
        match self.repeats:
            case Repeats.ONCE:
                yield from (self.first for _once in (1,) if first <= self.first <= last)
            case Repeats.MONTHLY:
                yield from self._monthly(max(first, self.first), last)
            case _:
                yield from self._weekly(max(first, self.first), last)

    def _weekly(self, first: date, last: date) -> Iterator[date]:
        step = WEEK if self.repeats is Repeats.WEEKLY else 2 * WEEK
        day = self.first + -(-(first - self.first) // step) * step
        while day <= last:
            yield day
            day += step

    def _monthly(self, first: date, last: date) -> Iterator[date]:
        months = range(first.year * MONTHS + first.month - 1, last.year * MONTHS + last.month)
        days = (self._in_month(*divmod(month, MONTHS)) for month in months)
        yield from (day for day in days if first <= day <= last)

    def _in_month(self, year: int, month: int) -> date:
        length = calendar.monthrange(year, month + 1)[1]
        start = date(year, month + 1, 1)
        offset = (self.first.isoweekday() - start.isoweekday()) % 7
        nth = nth_of_month(self.first)
        return start + timedelta(days=min(offset + 7 * nth, offset + 7 * ((length - 1 - offset) // 7)))
