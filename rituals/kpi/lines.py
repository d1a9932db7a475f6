"""Lines of values as a spreadsheet pastes or saves them: `date;kpi;value`, and a remark. Text in, values out."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rituals import texts
from rituals.dates import NotADate, parse_day
from rituals.grammar import normal
from rituals.kpi import rules
from rituals.kpi.rules import Unit
from rituals.words import Day, Sentence, Typed, _

LINES: Final = 5_000  # seven figures of two years are fewer than four thousand
WIDEST: Final = 1_000  # characters of a line: what is longer is no date, name, number and remark
SAMPLE: Final = 200  # lines from which is seen what parts the columns
REMARK: Final = 140  # characters
SHOWN: Final = 40  # characters of a name that no figure has
PARTED: Final = (";", "\t", ",")  # the first of those that part the most lines
COLUMNS: Final = 3
HEADS: Final = ("datum", "date", "dag", "day", "sep=")  # how a line begins that only says what stands below it
BYTE_ORDER: Final = "\ufeff"  # with which a saved file may begin
LINE_END: Final = re.compile("\r\n?|\n")
MIDNIGHT: Final = re.compile(r"[ t]0{1,2}:00(?::00)?$", re.IGNORECASE)  # what a spreadsheet adds to a date
YEAR: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
DIGITS: Final = re.compile(r"[0-9]+ ?%?")  # what follows the comma of a number

TOO_LONG: Final = _("This line is too long.")
COLUMNS_EXPECTED: Final = _("I expect a date, a figure and a value, with semicolons between them.")
TOO_MANY: Final = _("There are more columns here than date, figure, value and remark.")
COMMA: Final = _("Put semicolons between the columns, or quotation marks around a number with a comma.")
NO_DATE: Final = _("I don't understand this date. Try for example 24-12-2026.")
AHEAD: Final = _("This day is still to come.")
TODAY: Final = _("This day isn't over yet. Enter its figure tomorrow.")
TOO_OLD: Final = _("This day is more than two years ago.")
CUSTOMER: Final = _("The remark seems to hold a customer's details. Take them out.")


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that the lines may name."""

    id: int
    name: str
    unit: Unit
    decimals: int


@dataclass(frozen=True, slots=True)
class Entry:
    """`line` counts from 1."""

    line: int
    kpi: int
    day: date
    value: int
    remark: str | None


@dataclass(frozen=True, slots=True)
class Slip:
    line: int
    why: Sentence


@dataclass(frozen=True, slots=True)
class Lines:
    entries: Sequence[Entry]
    slips: Sequence[Slip]


@dataclass(frozen=True)
class Reading:
    """What the lines are held against; `workday` says whether the team works on a day. `part` parts their columns."""

    known: Mapping[str, Known]
    workday: Callable[[date], bool]
    today: date
    part: str
    seen: dict[tuple[int, date], int] = field(default_factory=dict)


class _Wrong(ValueError):
    def __init__(self, why: Sentence) -> None:
        super().__init__(why.msgid)
        self.why = why


def read(text: str, known: Iterable[Known], workday: Callable[[date], bool], today: date) -> Lines:
    """Every line is either an entry or a slip; blank ones and a head are neither."""
    lines = LINE_END.split(text.removeprefix(BYTE_ORDER))
    if len(lines) > LINES:
        return Lines((), (Slip(LINES + 1, _("I read {n} lines at a time at most.", n=LINES)),))
    part = max(PARTED, key=lambda each: sum(_parts(line, each) for line in lines[:SAMPLE]))
    reading = Reading({normal(each.name): each for each in known}, workday, today, part)
    entries, slips = [], []
    for at, cells in _filled(lines, part):
        try:
            entries.append(_entry(at, cells, len(lines[at - 1]) > WIDEST, reading))
        except _Wrong as wrong:
            slips.append(Slip(at, wrong.why))
    return Lines(entries, slips)


def _parts(line: str, part: str) -> bool:
    """Whether it makes columns of the line: no date has one of the others in it."""
    cells = _cells(line, part)
    return len(cells) >= COLUMNS and not any(each in cells[0] for each in (*PARTED, '"'))


# --- lines into cells -------------------------------------------------------------------------------------------------
def _filled(lines: Sequence[str], part: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Those that hold something, from below the head on."""
    above = True
    for at, line in enumerate(lines, start=1):
        if not (cells := _cells(line, part)) or (above and normal(cells[0]).startswith(HEADS)):
            continue
        above = False
        yield at, cells


def _cells(line: str, part: str) -> Sequence[str]:
    """Tidied, without the empty ones at the end; each line by itself, so that a stray quote swallows no other."""
    found = csv.reader([line[:WIDEST]], delimiter=part, skipinitialspace=True)
    tidied = [" ".join(texts.tidy(cell).split()) for cells in found for cell in cells]
    while tidied and not tidied[-1]:
        del tidied[-1]
    return tidied


# --- cells into an entry ----------------------------------------------------------------------------------------------
def _entry(at: int, cells: Sequence[str], wide: bool, reading: Reading) -> Entry:
    if wide:
        raise _Wrong(TOO_LONG)
    if len(cells) < COLUMNS:
        raise _Wrong(COLUMNS_EXPECTED)
    if reading.part == "," and len(cells) > COLUMNS and DIGITS.fullmatch(cells[COLUMNS]):
        raise _Wrong(COMMA)
    if len(cells) > COLUMNS + 1:
        raise _Wrong(TOO_MANY)
    day, figure = _day(cells[0], reading), _figure(cells[1], reading)
    value = _value(cells[2], figure)
    remark = _remark(cells[COLUMNS]) if len(cells) > COLUMNS else None
    if (before := reading.seen.setdefault((figure.id, day), at)) != at:
        raise _Wrong(_("This is on line {n} too.", n=before))
    return Entry(at, figure.id, day, value, remark)


def _day(typed: str, reading: Reading) -> date:
    """Always with its year: what was yesterday when it was saved isn't when it is read."""
    plain = MIDNIGHT.sub("", typed)
    try:
        day = parse_day(plain, reading.today) if YEAR.search(plain) else None
    except NotADate:
        day = None
    if day is None:
        raise _Wrong(NO_DATE)
    if day > reading.today:
        raise _Wrong(AHEAD)
    if day == reading.today:
        raise _Wrong(TODAY)
    if day < reading.today - rules.KEPT:
        raise _Wrong(TOO_OLD)
    if not reading.workday(day):
        raise _Wrong(_("Your team didn't work on {day}.", day=Day(day, reading.today)))
    return day


def _figure(typed: str, reading: Reading) -> Known:
    if (found := reading.known.get(normal(typed))) is None:
        raise _Wrong(_("Your team has no figure “{name}”.", name=Typed(texts.cut(typed or "?", SHOWN))))
    return found


def _value(typed: str, figure: Known) -> int:
    try:
        return rules.read(typed, figure.unit, figure.decimals)
    except rules.Misread as misread:
        raise _Wrong(misread.why) from None


def _remark(typed: str) -> str | None:
    if texts.length(typed) > REMARK:
        raise _Wrong(_("Shorter works better. At most {n} characters.", n=REMARK))
    if texts.customer_data(typed) is not None:
        raise _Wrong(CUSTOMER)
    return typed or None
