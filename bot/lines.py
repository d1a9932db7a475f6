"""In one place what is said goes out in order: who goes before whom there, as far as this process knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.postbox import SAID, Waiting

BEHIND: Final = timedelta(seconds=1)  # how soon to look again whether what goes before it in its place has gone
STALE: Final = timedelta(seconds=10)  # after its moment: whoever has it by now is another process
KEPT: Final = 1_000  # lines in which something is held, before those of which nobody asks any more are looked for


@dataclass
class Lines:
    """Machine time.

    `at`: the rows that this process is at, by table; however long it takes, it claims them from nobody but itself.
    `held`: line -> id of what was put off in it -> until when. Its order is that of the ids.
    """

    at: dict[str, set[int]] = field(default_factory=dict)
    busy: Counter[str] = field(default_factory=Counter)  # how many of them in each line
    held: dict[str, dict[int, datetime]] = field(default_factory=dict)

    def begin(self, some: Iterable[Waiting]) -> None:
        for one in some:
            self.at.setdefault(one.table, set()).add(one.id)
            self.busy[one.line] += 1

    def end(self, some: Iterable[Waiting]) -> None:
        """Once for each, however often it is said."""
        for one in some:
            if one.id in self.at.get(one.table, ()):
                self.at[one.table].discard(one.id)
                self.busy[one.line] -= 1
        self.busy = +self.busy

    def hold(self, one: Waiting, until: datetime) -> None:
        """A card is in nobody's way: it is drawn when it goes."""
        if one.table == SAID:
            self.held.setdefault(one.line, {})[one.id] = until

    def release(self, line: str, ids: Collection[int], now: datetime) -> None:
        """Their turn has come, or another process has them."""
        if there := {key: until for key, until in self.held.pop(line, {}).items() if key not in ids}:
            self.held[line] = there
        if len(self.held) > KEPT:
            self.held = {line: some for line, some in self.held.items() if max(some.values()) > now - STALE}

    def before(self, one: Waiting) -> Mapping[int, datetime]:
        """What was said there before it and is held."""
        return {key: until for key, until in self.held.get(one.line, {}).items() if key < one.id}
