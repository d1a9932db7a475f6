"""What a ritual says of the data about people that it keeps: how long, whose, and how it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from rituals.words import Sentence

if TYPE_CHECKING:
    from rituals.contract import Turn


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data about people: a row of the table that anybody may read.

    `columns`: table -> its columns that hold a person's key or what a person typed. `key`: whose key stands there.
    `days`: how long it is kept by default, an admin may set it under `name`; None where `until` says it all.
    `forget` deletes what lies before the date; it is called nightly with all organisations' teams in mind, once an
    organisation.
    """

    name: str
    what: Sentence
    key: Sentence
    seen_by: Sentence
    columns: Mapping[str, tuple[str, ...]]
    until: Sentence
    days: int | None = None
    forget: Callable[[Turn, date], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """Something of one person's: the sentence that is read, and the plain values that are exported."""

    text: Sentence
    data: Mapping[str, Any]
    on: date | None = None


class Erase(Enum):
    """What becomes of what others can see. What only the person sees is deleted either way."""

    WITHDRAW = "withdraw"  # it goes, as if the person had removed it
    UNSIGN = "unsign"  # it stays, from a former colleague


@dataclass(frozen=True, slots=True)
class Mine:
    """A kind of own data: read for its owner alone, exported, and deleted on request. `shared`: others see it too."""

    title: Sentence
    read: Callable[[Turn, str], Awaitable[Sequence[Own]]]
    erase: Callable[[Turn, str, Erase], Awaitable[None]]
    shared: bool = False
