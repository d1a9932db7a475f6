"""In one place what is said goes out in order: who goes before whom there, as far as this process knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.postbox import SAID, Waiting

BEHIND: Final = timedelta(seconds=1)  # how soon to look again whether what goes before it in its place has gone
STALE: Final = timedelta(seconds=10)  # after its moment: whoever has it by now is another process
KEPT: Final = 1_000  # lines in which something is held, before those of which nobody asks any more are looked for


@dataclass
class Lines:
    """Machine time. What waits for its turn by the surface's pace keeps its order by that turn, and is not in here.

    `at`: the rows that this process is at, by table; however long it takes, it claims them from nobody but itself.
    """

    at: dict[str, set[int]] = field(default_factory=dict)
    busy: Counter[str] = field(default_factory=Counter)  # how many of them in each line
    held: dict[str, dict[int, datetime]] = field(default_factory=dict)  # line -> id of what is held in it -> until

    def begin(self, claimed: Iterable[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
        """Those that may go, whose lines are busy from now on; and those behind something that is under way."""
        go, behind = list[Waiting](), list[Waiting]()
        for one in claimed:
            (behind if self.busy[one.line] else go).append(one)
        for one in go:
            self.at.setdefault(one.table, set()).add(one.id)
            self.busy[one.line] += 1
        self.busy = +self.busy
        return go, behind

    def end(self, some: Iterable[Waiting]) -> None:
        """Once for each, however often it is said."""
        for one in some:
            if one.id in self.at.get(one.table, ()):
                self.at[one.table].discard(one.id)
                self.busy[one.line] -= 1
        self.busy = +self.busy

    @property
    def under_way(self) -> Mapping[str, Iterable[int]]:
        return self.at

    def hold(self, one: Waiting, until: datetime) -> None:
        """Whatever was said there after it waits as well. A card is in nobody's way: it is drawn when it goes."""
        if one.table == SAID:
            self.held.setdefault(one.line, {})[one.id] = until

    def turn(self, one: Waiting, now: datetime) -> datetime | None:
        """None: it is its turn. Else when to look again, as something that was said there before it is held."""
        held = self.held.pop(one.line, {}).items()
        others = {key: until for key, until in held if key != one.id and until > now - STALE}
        if others:
            self.held[one.line] = others
        if len(self.held) > KEPT:
            self.held = {line: some for line, some in self.held.items() if max(some.values()) > now - STALE}
        before = [until for key, until in others.items() if key < one.id]
        return max(*before, now + BEHIND) if before else None
