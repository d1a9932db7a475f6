"""In one place what is said goes out in order: who goes before whom there, as far as this process knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.postbox import SAID, Waiting

BEHIND: Final = timedelta(seconds=1)  # how soon to look again whether what goes before it in its place has gone
STALE: Final = timedelta(seconds=10)  # after its moment: whoever has it by now is another process


@dataclass
class Lines:
    """Machine time. What waits for its turn by the surface's pace keeps its order by that turn, and is not in here."""

    busy: set[str] = field(default_factory=set)  # in which something is under way
    held: dict[str, dict[int, datetime]] = field(
        default_factory=dict
    )  # line -> the id of what is held in it, and until

    def begin(self, claimed: Iterable[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
        """Those that may go, whose lines are busy from now on; and those behind something that is under way."""
        go, behind = list[Waiting](), list[Waiting]()
        for one in claimed:
            (behind if one.line in self.busy else go).append(one)
        self.busy |= {one.line for one in go}
        return go, behind

    def end(self, some: Sequence[Waiting]) -> None:
        self.busy -= {one.line for one in some}

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
        before = [until for key, until in others.items() if key < one.id]
        return max(*before, now + BEHIND) if before else None
