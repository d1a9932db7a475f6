"""What a ritual says of the data about people that it keeps: how long, whose, and how it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from rituals.shown import Button
from rituals.words import Sentence

if TYPE_CHECKING:
    from rituals.contract import Turn

LONGER: Final = 2  # times the default: the longest that an admin may choose


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data about people: a row of the table that anybody may read.

    `columns`: table -> its columns that hold a person's key, what a person typed, or what is known of that person.
    `key`: whose key stands there.
    `days`: how long it is kept by default, an admin may set it under `name`; None where `until` says it all.
    With `days`, `until` says what comes after them, and `least` is the shortest that may be chosen.
    `forget` deletes what lies before the date: as many days ago as are kept, or today where no days are given. It is
    called every night, once an organisation, and does nothing the second time.
    """

    name: str
    what: Sentence
    key: Sentence
    seen_by: Sentence
    columns: Mapping[str, tuple[str, ...]]
    until: Sentence
    days: int | None = None
    forget: Callable[[Turn, date], Awaitable[None]] | None = None
    least: int = 1


def period(kept: Kept, chosen: Mapping[str, int]) -> int | None:
    """Days; never more than twice the default. None where it is no number of days."""
    if kept.days is None:
        return None
    return max(kept.least, min(chosen.get(kept.name, kept.days), kept.days * LONGER))


def horizon(kept: Kept, chosen: Mapping[str, int], today: date) -> date:
    """What lies before it goes."""
    return today - timedelta(days=period(kept, chosen) or 0)


@dataclass(frozen=True, slots=True)
class Own:
    """Something of one person's: the sentence that is read, and the plain values that are exported."""

    text: Sentence
    data: Mapping[str, Any]
    on: date | None = None
    buttons: tuple[Button, ...] = ()


class Erase(Enum):
    """What becomes of what others can see. What only the person sees is deleted either way."""

    WITHDRAW = "withdraw"  # it goes, as if the person had removed it
    UNSIGN = "unsign"  # it stays, from a former colleague


@dataclass(frozen=True, slots=True)
class Mine:
    """A kind of own data: read for its owner alone, newest first, exported, and deleted on request.

    `erase` is None for what can't go while the person works here. `shared`: others see it too. `also`: what else comes
    of deleting it.
    """

    title: Sentence
    read: Callable[[Turn, str], Awaitable[Sequence[Own]]]
    erase: Callable[[Turn, str, Erase], Awaitable[None]] | None
    shared: bool = False
    also: Sentence | None = None
