"""Words for one reader: every part of a sentence in that person's or channel's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from babel.dates import format_date
from babel.numbers import format_decimal

from bot.catalogs import Catalogs, pieces_of
from rituals.shown import CardRef
from rituals.words import (
    Channel,
    Count,
    Day,
    InLanguage,
    Link,
    Listed,
    Mention,
    Month,
    Part,
    Person,
    Sentence,
    Someone,
    Strong,
    Told,
    Typed,
    _,
)

COLLEAGUE = _("a colleague")
THE_CHANNEL = _("the channel")
TOMORROW = _("tomorrow")
AND = _("{first} and {last}")
NUMBERS = (_("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"))

WEEK = 7  # days: from here on a weekday alone could be two days
# Where a word begins a sentence: at the very start, after a full stop, on a new line; an emoji or an opening quote may
# be between.
STARTS = re.compile(r"(?:^|[.!?]\s+|\n\s*)(?:[☀-➿\U0001F300-\U0001FAFF]\uFE0F? )?[“‘(\"'*_~]*$")
CAPITALS = {"é": "E"}  # “één” loses its accents on the capital only: “Eén”

Kind = Literal["plain", "name", "typed", "mention", "channel", "link"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind. Only `plain` is our own copy; `id` is that of the person or channel."""

    text: str
    kind: Kind = "plain"
    strong: bool = False
    id: str = ""


@dataclass(frozen=True)
class Reader:
    """For whom is rendered. A person who isn't in `names` reads as a colleague; `links` are cards that stand."""

    language: str
    names: Mapping[str, str]
    links: Mapping[CardRef, str]
    channels: Mapping[str, str]
    catalogs: Catalogs


def runs(part: Part, reader: Reader) -> list[Run]:
    """The part as text, in order.

    Raises:
        ValueError: a placeholder has no part, or a part has no placeholder in any language.
    """
    found, before = [], ""
    for run, can_begin in _flat(part, reader):
        shown = replace(run, text=_capital(run.text)) if can_begin and STARTS.search(before) else run
        found.append(shown)
        # Only our own copy tells where a sentence begins.
        before = (before + (shown.text if shown.kind == "plain" else "x" if shown.text else ""))[-8:]
    return found


def plain(part: Part, reader: Reader) -> str:
    return "".join(run.text for run in runs(part, reader))


# --- the parts --------------------------------------------------------------------------------------------------------
Bits = Iterator[tuple[Run, bool]]  # a run, and whether it takes a capital where it begins a sentence


def _flat(part: Part, reader: Reader) -> Bits:
    match part:
        case Sentence():
            yield from _of_sentence(part, reader, inner=False)
        case Typed(text):
            yield Run(text, "typed"), False
        case Told():
            yield from _told(part, reader)
        case Person(id):
            yield _named(id, "name", reader)
        case Someone():
            yield _named("", "name", reader)
        case Mention(id):
            yield _named(id, "mention", reader)
        case Channel(id):
            yield _channel(id, reader)
        case Link(url):
            yield Run(url, "link"), False
        case Strong(inner):
            yield from ((replace(run, strong=True), begins) for run, begins in _inner(inner, reader))
        case InLanguage(inner, language):
            yield from _flat(inner, replace(reader, language=language))
        case Listed():
            yield from _listed(part, reader)
        case _:
            yield Run(_word(part, reader)), True


def _inner(part: Part, reader: Reader) -> Bits:
    return _of_sentence(part, reader, inner=True) if isinstance(part, Sentence) else _flat(part, reader)


def _of_sentence(sentence: Sentence, reader: Reader, *, inner: bool) -> Bits:
    """`inner`: it stands in another one, so its own first letter depends on where."""
    template = reader.catalogs.template(sentence, reader.language)
    if unknown := sentence.args.keys() - reader.catalogs.names(sentence) - ({"n"} if sentence.many else set()):
        raise ValueError(f"{sentence.msgid!r} has no place for {', '.join(sorted(unknown))}")
    for at, (literal, name) in enumerate(pieces_of(template)):
        if literal:
            yield Run(literal), inner and at == 0
        if name is None:
            continue
        if name not in sentence.args:
            raise ValueError(f"{template!r} has no part for {name!r}")
        yield from _inner(sentence.args[name], reader)


def _named(id: str, kind: Literal["name", "mention"], reader: Reader) -> tuple[Run, bool]:
    if name := reader.names.get(id):
        return Run(name, kind, id=id), False
    colleague = reader.catalogs.template(COLLEAGUE, reader.language)
    return Run(colleague, "mention" if kind == "mention" else "plain", id=id), True


def _told(told: Told, reader: Reader) -> Bits:
    """Here what was typed says where a sentence begins."""
    before = ""
    for part in told.parts:
        if isinstance(part, Typed):
            run, begins = Run(part.text, "typed"), False
        else:
            run, begins = _named(part.id if isinstance(part, Person) else "", "name", reader)
        yield (replace(run, text=_capital(run.text)) if begins and STARTS.search(before) else run), False
        before += run.text


def _channel(id: str, reader: Reader) -> tuple[Run, bool]:
    if name := reader.channels.get(id):
        return Run(f"#{name}", "channel", id=id), False
    return Run(reader.catalogs.template(THE_CHANNEL, reader.language), "channel", id=id), True


def _listed(listed: Listed, reader: Reader) -> Bits:
    *first, last = listed.parts or (Typed(""),)
    if first and listed.joined:
        both: Mapping[str, Part] = {"first": Listed(tuple(first), joined=False), "last": last}
        yield from _flat(replace(AND, args=both), reader)
        return
    for part in first:
        yield from _inner(part, reader)
        yield Run(", "), False
    yield from _inner(last, reader)


def _word(part: Day | Month | Count | time | int | Decimal, reader: Reader) -> str:
    match part:
        case Day(day, today):
            return _day(day, today, reader)
        case Month(day):
            return _dated(day, "MMMM y", reader.language)
        case Count(n):
            return reader.catalogs.template(NUMBERS[n - 1], reader.language) if 0 < n < 10 else str(n)
        case time():
            return part.strftime("%H:%M")
        case Decimal():
            return _number(str(part), reader.language)
        case _:
            return str(part)


def _day(day: date, today: date | None, reader: Reader) -> str:
    """A weekday alone for the rest of the coming week only; a year where it isn't this one."""
    ahead = (day - today).days if today else 0
    if ahead == 1:
        return reader.catalogs.template(TOMORROW, reader.language)
    if 1 < ahead < WEEK:
        return _dated(day, "EEEE", reader.language)
    other_year = today is not None and day.year != today.year
    return _dated(day, "EEEE d MMMM y" if other_year else "EEEE d MMMM", reader.language)


@lru_cache(maxsize=1024)
def _dated(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=language)


@lru_cache(maxsize=1024)
def _number(written: str, language: str) -> str:
    """As a text, since 8 and 8.0 are the same to a cache, and read differently."""
    value = Decimal(written)
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return format_decimal(value, "#,##0" + ("." + "0" * places if places else ""), locale=language)


def _capital(text: str) -> str:
    return CAPITALS.get(text[:1], text[:1].upper()) + text[1:]


# --- what has to be known before rendering ----------------------------------------------------------------------------
def people_in(value: Any) -> set[str]:
    """Everybody who is named or rung in it. Ids that a form's fields begin with need no name."""
    return {part.id for part in _walk(value) if isinstance(part, Person | Mention)}


def refs_in(value: Any) -> set[CardRef]:
    return {part for part in _walk(value) if isinstance(part, CardRef)}


def channels_in(value: Any) -> set[str]:
    return {part.id for part in _walk(value) if isinstance(part, Channel)}


LEAVES = frozenset({str, int, bool, type(None), date, time})  # looked at first: most values are one


def _walk(value: Any) -> Iterator[Any]:
    """Every dataclass inside, in no particular order."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if type(each) in LEAVES:
            continue
        if names := getattr(type(each), "__dataclass_fields__", None):
            yield each
            waiting.extend(getattr(each, name) for name in names)
        elif isinstance(each, Mapping):
            waiting.extend(each.values())
        elif isinstance(each, tuple | list | set | frozenset):
            waiting.extend(each)
