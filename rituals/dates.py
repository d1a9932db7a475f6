"""The dates that people type, in Dutch and English; `today` is the date where the person is."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from rituals.grammar import normal

DAY: Final = timedelta(days=1)
LEAP_YEARS: Final = 8  # years within which every day of the year comes: 29 February skips 2100
LONGEST_GUESS: Final = timedelta(days=183)  # half a year: a range over New Year without years isn't longer
RECENT: Final = timedelta(days=60)  # who leaves the year out may mean what began, or was, so long ago

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
MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt march mar",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
DAY_AND_NAME: Final = re.compile(r"(?P<day>[0-9]{1,2}) (?P<month>[a-z]+)(?: (?P<year>[0-9]{4}))?")
NAME_AND_DAY: Final = re.compile(r"(?P<month>[a-z]+) (?P<day>[0-9]{1,2})(?:,? (?P<year>[0-9]{4}))?")
DAY_MONTH: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})")
DAY_MONTH_YEAR: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
YEAR_MONTH_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
WORDS_UNTIL: Final = "tot en met|tot|tm|up to and including|to|until|till"  # the last day is always part of it
UNTIL: Final = re.compile(rf"\s*[–—]\s*|\s+-\s+|\s*t/m\s*|\s+(?:{WORDS_UNTIL})\s+")
BEGINS_UNTIL: Final = re.compile(rf"t/m\s*|(?:{WORDS_UNTIL})\s+")
FROM: Final = re.compile(r"(?:van|vanaf|from)\s+")


class NotADate(ValueError):
    """No form of a date, or no day of the calendar."""


class EndBeforeStart(NotADate):
    """Both are dates, but the range runs backwards."""


class PastDate(ValueError):
    """The day, or the last day of the range, lies before today."""


def parse_day(text: str, today: date, *, allow_past: bool = True) -> date:
    """`24-12`, `24-12-2026`, `2026-12-24`, `24 december`, morgen, tomorrow, a weekday … A day without a year is the
    next one, today included; a weekday is the next one after today.

    Raises NotADate, and PastDate unless `allow_past`; of a day without a year that has just been too.
    """
    day = _day(_plain(text), today, today)
    if not allow_past and (day < today or _just_been(_plain(text), today)):
        raise PastDate(text)
    return day


def last_such(text: str, today: date) -> date | None:
    """The last time before today that a day without a year came, within a year or so; None for any other text."""
    if (found := DAY_MONTH.fullmatch(_plain(text))) is None:
        return None
    for year in (today.year, today.year - 1):
        try:
            day = date(year, int(found[3]), int(found[1]))
        except ValueError:
            continue
        if day < today:
            return day
    return None


def parse_range(text: str, today: date, *, allow_past: bool = True) -> tuple[date, date]:
    """First and last day of `24-12 t/m 02-01`, `24-12 - 02-01`, `monday to friday`, or twice the same for one day;
    `t/m vrijdag` begins today.

    A last day without a year is the first such day from the first day on, over New Year within half a year; a weekday
    may be the first day itself. A first day without a year that has just been is that one, where the last day allows
    it. Raises NotADate (EndBeforeStart is one), and PastDate unless `allow_past`.
    """
    first_text, last_text = _ends(text)
    first, last = _begun(first_text, last_text, today) or _span(_day(first_text, today, today), last_text, today)
    if last < today and not allow_past:
        raise PastDate(text)
    return first, last


def _plain(text: str) -> str:
    """As it is compared, with the name of a month as its number."""
    typed = normal(text)
    found = DAY_AND_NAME.fullmatch(typed) or NAME_AND_DAY.fullmatch(typed)
    if found is None or found["month"] not in MONTHS:
        return typed
    return "-".join(part for part in (found["day"], str(MONTHS[found["month"]]), found["year"]) if part)


def _ends(text: str) -> tuple[str, str | None]:
    """What is typed for the first and for the last day. Raises NotADate."""
    typed = normal(text)
    if begins := BEGINS_UNTIL.match(typed):
        return "today", _plain(typed[begins.end() :])
    first, *others = UNTIL.split(typed)
    if len(others) > 1:
        raise NotADate(text)
    return (_plain(FROM.sub("", first, count=1)), _plain(others[0])) if others else (_plain(first), None)


def _just_been(typed: str, today: date) -> date | None:
    day = last_such(typed, today)
    return day if day is not None and today - day <= RECENT else None


def _begun(first_text: str, last_text: str | None, today: date) -> tuple[date, date] | None:
    """The range of which the first day has just been, without its year; None where there can't be one."""
    if (first := _just_been(first_text, today)) is None:
        return None
    try:
        return _span(first, last_text, today)
    except EndBeforeStart:
        return None


def _span(first: date, last_text: str | None, today: date) -> tuple[date, date]:
    last = first if last_text is None else _last(last_text, today, first)
    if last < first:
        raise EndBeforeStart(last_text)
    return first, last


def _last(typed: str, today: date, first: date) -> date:
    if typed in WEEKDAYS:
        return _day(typed, today, max(first, today) - DAY)
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
