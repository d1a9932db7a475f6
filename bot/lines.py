"""In one place what is said goes out in order: in which line it stands, and which lines this process is at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol

from rituals.shown import Place

BEHIND: Final = timedelta(seconds=1)  # how soon to look again whether what goes before it in its line has gone


def line_of(org: str, place: Place) -> str:
    """What has the same line goes out one after the other."""
    if place.channel:
        return f"{org}/in {place.channel}"
    return f"{org}/to {place.person}" if place.person else f"{org}/under {_card(place)}"


def _card(place: Place) -> str:
    return f"{place.under.card} {place.under.about}" if place.under is not None else ""


class Queued(Protocol):
    @property
    def table(self) -> str: ...

    @property
    def id(self) -> int: ...

    @property
    def line(self) -> str: ...


@dataclass
class Lines:
    """`at`: the rows that this process is at, by table; however long it takes, it claims them from none but itself."""

    at: dict[str, set[int]] = field(default_factory=dict)
    busy: Counter[str] = field(default_factory=Counter)  # how many of them in each line

    def begin(self, some: Iterable[Queued]) -> None:
        for one in some:
            self.at.setdefault(one.table, set()).add(one.id)
            self.busy[one.line] += 1

    def end(self, some: Iterable[Queued]) -> None:
        """Once for each, however often it is said."""
        for one in some:
            if one.id in self.at.get(one.table, ()):
                self.at[one.table].discard(one.id)
                self.busy[one.line] -= 1
        self.busy = +self.busy
