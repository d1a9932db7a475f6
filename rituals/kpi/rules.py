"""What a figure may be, and how it compares. Values in, values out; values are whole tenths of the unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from rituals.calendar import Calendar
from rituals.grammar import normal
from rituals.words import Sentence, _

AT_MOST: Final = 7  # figures of a team: as many as the card shows
TENTHS: Final = 10  # in a unit
LATE: Final = 10  # working days, today's not among them, whose figures can be entered
LATELY: Final = timedelta(days=92)  # a number that is older than a quarter says nothing of yesterday's
IN_A_ROW: Final = 3  # numbers on the wrong side of the target, after which an action is advised
ADVISE_AGAIN: Final = 10  # working days
STANDS_OUT: Final = 20  # a change of one in so many is worth telling: five percent
IN_TIME: Final = timedelta(minutes=10)  # before the dagstart: later than this nobody is asked, as the card does it
KEPT: Final = timedelta(days=730)  # 24 months


class Unit(StrEnum):
    PERCENT = "percent"
    NUMBER = "number"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    GRADE = "grade"
    NPS = "nps"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class State(StrEnum):
    ACTIVE = "ACTIVE"
    OWNERLESS = "OWNERLESS"
    ARCHIVED = "ARCHIVED"


# The least and the most that each unit takes, in whole units. What has no bound of its own is bounded where a slip of
# the finger begins: a million customers, a year in minutes, hours or days.
RANGES: Final[Mapping[Unit, tuple[int, int]]] = {
    Unit.PERCENT: (0, 100),
    Unit.NUMBER: (0, 1_000_000),
    Unit.MINUTES: (0, 525_600),
    Unit.HOURS: (0, 8_760),
    Unit.DAYS: (0, 366),
    Unit.GRADE: (1, 10),
    Unit.NPS: (-100, 100),
}

# “1.250”, “1 250,5”, “92,5”, “92.5”, “-12”, “8,1 %”. A point or a space before exactly three digits parts thousands,
# if what stands before it isn't 0.
MINUS: Final = str.maketrans({"\u2212": "-", "\u2013": "-"})
THOUSANDS: Final = re.compile(r"(?<=\d)[. \u00a0\u202f'](?=\d{3}(?!\d))")
PARTED: Final = re.compile(r"-?([1-9][0-9]{0,2})([.,])([0-9]{3})\s*%?")
MEASURED: Final = frozenset({Unit.HOURS, Unit.DAYS})  # of which a sheet has parts, and hardly anybody thousands
NUMBER: Final = re.compile(r"(-?)([0-9]+)(?:[.,]([0-9]+))?\s*%?")


class Misread(ValueError):
    """What was typed can't be this figure; `why` says so to whoever typed it."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.msgid)
        self.why = why


def read(typed: str, unit: Unit, decimals: int) -> int:
    """Tenths, of what a person or a spreadsheet writes, in the Dutch or the English way. Raises Misread."""
    plain = typed.strip().translate(MINUS)
    if _either(plain, unit, decimals):
        raise Misread(_("Write thousands without a point or a comma: 1000."))
    found = NUMBER.fullmatch(plain if _is_part(plain, unit) else THOUSANDS.sub("", plain))
    if found is None:
        raise Misread(_("This isn't a number. Write for example 92.5."))
    if len(found[2]) > len(str(RANGES[Unit.NUMBER][1])):
        raise Misread(_range(unit))
    fraction = (found[3] or "").rstrip("0")
    tenths = (int(found[2]) * TENTHS + int(fraction[:1] or 0)) * (-1 if found[1] else 1)
    least, most = RANGES[unit]
    if not least * TENTHS <= tenths <= most * TENTHS:
        raise Misread(_range(unit))
    if len(fraction) > decimals:
        raise Misread(_("Enter at most one decimal.") if decimals else _("Enter a whole number."))
    return tenths


def _either(typed: str, unit: Unit, decimals: int) -> bool:
    """“1,250”: in English more than a thousand, in Dutch hardly more than one; where both fit, it is asked.

    So is “1.250” where it may have been cut from a sheet as a number with decimals.
    """
    found = PARTED.fullmatch(typed)
    if found is None or _is_part(typed, unit):
        return False
    return found[2] == "," or unit in MEASURED or decimals > 0


def _is_part(typed: str, unit: Unit) -> bool:
    """“0.500”, and “92.500” where so many thousands are too many: a number with decimals."""
    found = PARTED.fullmatch(typed)
    return typed.lstrip("-").startswith("0") or (found is not None and int(found[1] + found[3]) > RANGES[unit][1])


def _range(unit: Unit) -> Sentence:
    least, most = RANGES[unit]
    return _("Enter a number between {min} and {max}.", min=Decimal(least), max=Decimal(most))


def number(tenths: int, decimals: int) -> Decimal:
    """As it is shown. A value with a decimal keeps it, also where the figure has none any more."""
    value = Decimal(tenths) / TENTHS
    return value.quantize(Decimal("0.1")) if decimals or tenths % TENTHS else value.quantize(Decimal(1))


def worded(tenths: int, unit: Unit, decimals: int) -> Sentence:
    """The value with its unit."""
    n, one = number(tenths, decimals), tenths == TENTHS
    match unit:
        case Unit.PERCENT:
            return _("{n}%", n=n)
        case Unit.MINUTES:
            return _("{n} minute", n=n) if one else _("{n} minutes", n=n)
        case Unit.HOURS:
            return _("{n} hour", n=n) if one else _("{n} hours", n=n)
        case Unit.DAYS:
            return _("{n} day", n=n) if one else _("{n} days", n=n)
        case _:
            return _("{n}", n=n)


# --- how a value compares ---------------------------------------------------------------------------------------------
class Trend(StrEnum):
    """Against the value before it."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


def trend(now: int, before: int) -> Trend:
    return Trend.SAME if now == before else Trend.UP if now > before else Trend.DOWN


def stands_out(now: int, before: int) -> bool:
    """A change of a twentieth at least; from nothing any change is."""
    return now != before and STANDS_OUT * abs(now - before) >= abs(before)


def is_better(found: Trend, better: Better) -> bool | None:
    """None where nothing changed."""
    return None if found is Trend.SAME else (found is Trend.UP) is (better is Better.HIGHER)


def misses(value: int, target: int, better: Better) -> bool:
    """Reaching the target is no miss."""
    return value < target if better is Better.HIGHER else value > target


def needs_action(newest_first: Sequence[int], target: int | None, better: Better) -> bool:
    last = newest_first[:IN_A_ROW]
    return target is not None and len(last) == IN_A_ROW and all(misses(each, target, better) for each in last)


def may_advise(advised_on: date | None, day: date, calendar: Calendar) -> bool:
    return advised_on is None or calendar.add_workdays(advised_on, ADVISE_AGAIN) <= day


# --- which days -------------------------------------------------------------------------------------------------------
def expected(days: str, board: date) -> bool:
    """Whether the figure of the working day before is expected on the board of this day."""
    return str(board.isoweekday()) in days


def days_to_enter(calendar: Calendar, today: date) -> Sequence[date]:
    """The newest first."""
    return [calendar.add_workdays(today, -n) for n in range(1, LATE + 1)]


# --- who enters it ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Roles:
    """Of one figure; nobody who left the team is in it."""

    owner: str | None
    deputy: str | None

    def enters(self, person: str, working: Iterable[str]) -> bool:
        """Who follows it and who stands in always may; anybody else while neither of them is at work."""
        own = {each for each in (self.owner, self.deputy) if each is not None}
        return person in own or self.owner is None or not own & {*working}

    def asked(self, working: Iterable[str]) -> str | None:
        """Whoever is asked for it on a day on which these people work."""
        here = {*working}
        return next((each for each in (self.owner, self.deputy) if each is not None and each in here), None)


# --- what it is called ------------------------------------------------------------------------------------------------
def is_taken(name: str, others: Iterable[str]) -> bool:
    return normal(name) in {normal(each) for each in others}
