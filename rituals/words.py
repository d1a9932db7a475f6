"""Words as parts: what a ritual says, untranslated, until a surface renders it for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed: data, never markup. Only a renderer decides how it is escaped."""

    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a name; rings nobody."""

    id: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person who is rung: only whoever has just got a role they know of."""

    id: str


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a page, as a person gave it: it leads there, and is shown as it is."""

    url: str


@dataclass(frozen=True, slots=True)
class Channel:
    id: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as the reader needs it, seen from `today`.

    To come: “morgen” or the weekday; today or past: the weekday with its date; without `today` always with its date.
    """

    day: date
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """The month of a day, by its name and year."""

    day: date


@dataclass(frozen=True, slots=True)
class Count:
    """A number in running text: one to nine in words."""

    n: int


@dataclass(frozen=True, slots=True)
class Strong:
    part: Part


@dataclass(frozen=True, slots=True)
class Listed:
    """“a, b en c”; with `last` empty the parts are only separated by commas."""

    parts: tuple[Part, ...]
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Someone:
    """A colleague who isn't to be named here."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person typed, in which colleagues are parts. Who isn't named reads as a colleague, who begins a sentence
    with a capital."""

    parts: tuple[Typed | Person | Someone, ...]


@dataclass(frozen=True, slots=True)
class InLanguage:
    """As it reads in this language, whoever reads it: such as a message before it is posted where another is spoken."""

    part: Part
    language: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A msgid (the English sentence) with named parts; `many` is its plural form for `n`."""

    msgid: str
    args: Mapping[str, Part] = field(default_factory=dict)
    many: str = ""
    n: int = 1


# A Decimal reads with as many decimals as it has, as the reader's language writes them.
Part = (
    Sentence
    | Typed
    | Told
    | Person
    | Someone
    | Mention
    | Link
    | Channel
    | Day
    | Month
    | Count
    | Strong
    | InLanguage
    | Listed
    | time
    | int
    | Decimal
)


def _(msgid: str, **args: Part) -> Sentence:
    return Sentence(msgid, args)


def plural(one: str, many: str, n: int, **args: Part) -> Sentence:
    """`{n}` in either form reads as a number in words up to nine."""
    return Sentence(one, {"n": Count(n), **args}, many, n)


def named(person: str) -> Sentence:
    """Only a name, where a sentence is wanted."""
    return Sentence("{name}", {"name": Person(person)})


def holds_typed(part: Part) -> bool:
    """Whether anything that a person typed stands in it."""
    match part:
        case Typed() | Told() | Link():
            return True
        case Sentence():
            return any(holds_typed(each) for each in part.args.values())
        case Strong() | InLanguage():
            return holds_typed(part.part)
        case Listed():
            return any(holds_typed(each) for each in part.parts)
        case _:
            return False
