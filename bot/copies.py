"""Copies of a card: after an unclear post there may be two. The first click on an unknown one reveals it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from sqlalchemy import select, update

from bot.surface import Sent, Surface
from bot.turns import Turns
from rituals.facts import Delivered
from storage import house

log = structlog.get_logger()


class Standing(Protocol):
    """A message on which somebody clicked, and which row of ours it says it shows."""

    @property
    def channel(self) -> str: ...
    @property
    def stamp(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def row(self) -> int: ...


@dataclass(frozen=True)
class Copies:
    turns: Turns
    surface: Surface

    async def seen(self, org: str, copy: Standing) -> None:
        """Adopts a copy where none is known; deletes it where another one is, or none should be."""
        if copy.table != "c":
            return
        async with self.turns.reading(org) as turn:
            row = await turn.session.scalar(select(house.CardRow).where(house.CardRow.id == copy.row))
        if row is None or row.stamp == copy.stamp or row.state == "gone":
            return
        if row.stamp or row.state == "dropped":
            log.info("copy.removed", card=row.name)
            await self.surface.remove(Sent(copy.channel, copy.stamp))
            return
        if not await self._adopt(org, copy, row.name, row.about):
            await self.seen(org, copy)  # another one came to be known meanwhile

    async def _adopt(self, org: str, copy: Standing, card: str, about: str) -> bool:
        """Whether it is the card from now on; then its ritual is told that it stands."""
        machine = self.turns.clock.machine()
        mine = update(house.CardRow).where(house.CardRow.id == copy.row, house.CardRow.stamp == "")
        found: dict[str, object] = {"channel": copy.channel, "stamp": copy.stamp, "state": "shown", "due_at": machine}
        found |= {"lease": None, "lease_until": None}  # whoever is about to post another one has lost it
        async with self.turns.writing(org) as turn:
            done: Any = await turn.session.execute(mine.values(**found).execution_options(synchronize_session=False))
            if done.rowcount and any(spec.told for r in turn.rituals if (spec := r.cards.get(card)) is not None):
                await turn.tell(Delivered(card, about, turn.now))
        log.info("copy.adopted" if done.rowcount else "copy.known")
        return bool(done.rowcount)
