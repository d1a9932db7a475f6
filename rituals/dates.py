"""The dates that people type, in Dutch and English; `today` is the date where the person is."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from rituals.grammar import normal

DAY: Final = timedelta(days=1)
LEAP_YEARS: Final = 8  # years within which every day of the year comes: 29 February skips 2100
LONGEST_GUESS: Final = timedelta(days=183)  # half a year: a range over New Year without years isn't longer

RELATIVE: Final[Mapping[str, int]] = {
    "vandaag": 0,
    "today": 0,
    "morgen": 1,
    "tomorrow": 1,
    "overmorgen": 2,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}
WEEKDAYS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "maandag ma monday mon",
            "dinsdag di tuesday tue tues",
            "woensdag wo wednesday wed",
            "donderdag do thursday thu thur thurs",
            "vrijdag vr friday fri",
            "zaterdag za saturday sat",
            "zondag zo sunday sun",
        ),
        start=1,
    )
    for name in names.split()
}
DAY_MONTH: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})")
DAY_MONTH_YEAR: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
YEAR_MONTH_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
UNTIL: Final = re.compile(r"\s*[–—]\s*|\s+-\s+|\s*t/m\s*|\s+(?:tot en met|tm|up to and including|to)\s+")


class NotADate(ValueError):
    """No form of a date, or no day of the calendar."""


class EndBeforeStart(NotADate):
    """Both are dates, but the range runs backwards."""


class PastDate(ValueError):
    """The day, or the last day of the range, lies before today."""


def parse_day(text: str, today: date, *, allow_past: bool = True) -> date:
    """`24-12`, `24-12-2026`, `2026-12-24`, morgen, tomorrow, a weekday … A day without a year is the next one, today
    included; a weekday is the next one after today.

    Raises NotADate, and PastDate unless `allow_past`.
    """
    day = _day(normal(text), today, today)
    if day < today and not allow_past:
        raise PastDate(text)
    return day


def parse_range(text: str, today: date, *, allow_past: bool = True) -> tuple[date, date]:
    """First and last day of `24-12 t/m 02-01`, `24-12 - 02-01`, `monday to friday`, or twice the same for one day.

    A last day without a year is the first such day from the first day on, over New Year within half a year; a weekday
    may be the first day itself. Raises NotADate (EndBeforeStart is one), and PastDate unless `allow_past`.
    """
    typed = normal(text)
    first_text, *others = UNTIL.split(typed)
    if len(others) > 1:
        raise NotADate(text)
    first = _day(first_text, today, today)
    last = _last(others[0], today, first) if others else first
    if last < first:
        raise EndBeforeStart(text)
    if last < today and not allow_past:
        raise PastDate(text)
    return first, last


def _last(typed: str, today: date, first: date) -> date:
    if typed in WEEKDAYS:
        return _day(typed, today, first - DAY)
    last = _day(typed, today, first)
    if DAY_MONTH.fullmatch(typed) and last.year > first.year and last - first > LONGEST_GUESS:
        raise EndBeforeStart(typed)
    return last


def _day(typed: str, today: date, start: date) -> date:
    """`start` is where the search for a day without a year, and for a weekday, begins."""
    try:
        if typed in RELATIVE:
            return today + RELATIVE[typed] * DAY
        if typed in WEEKDAYS:
            return start + ((WEEKDAYS[typed] - start.isoweekday() - 1) % 7 + 1) * DAY
        if found := DAY_MONTH_YEAR.fullmatch(typed):
            return date(int(found[4]), int(found[3]), int(found[1]))
        if found := YEAR_MONTH_DAY.fullmatch(typed):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DAY_MONTH.fullmatch(typed):
            return _coming(int(found[1]), int(found[3]), start)
    except (ValueError, OverflowError) as error:
        raise NotADate(typed) from error
    raise NotADate(typed)


def _coming(day: int, month: int, start: date) -> date:
    for year in range(start.year, start.year + LEAP_YEARS + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= start:
            return found
    raise NotADate(f"{day}-{month}")
