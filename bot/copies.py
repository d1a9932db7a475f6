"""Copies of a card: after an unclear post there may be two. The first click on an unknown one reveals it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import structlog
from sqlalchemy import select

from bot.registry import Registry
from bot.surface import Sent, Surface
from bot.turns import Turns
from storage import sending
from storage.house import CardRow

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
    registry: Registry
    turns: Turns
    surface: Surface

    async def seen(self, org: str, copy: Standing) -> None:
        """Adopts a copy where none is known, also of a card that was given up or is held: this one stands, after all.
        Deletes it where another one is, or none should be any more.
        """
        if copy.table != "c":
            return
        row = await self._known(org, copy)
        if row is not None and not row.stamp and row.state != "gone" and not await self._adopt(org, copy, row):
            row = await self._known(org, copy)  # another one came to be known meanwhile
        if row is not None and row.stamp != copy.stamp and (row.stamp or row.state == "gone"):
            log.info("copy.removed", card=row.name)
            await self.surface.remove(Sent(copy.channel, copy.stamp))

    async def _known(self, org: str, copy: Standing) -> CardRow | None:
        async with self.turns.reading(org) as turn:
            found: CardRow | None = await turn.session.scalar(select(CardRow).where(CardRow.id == copy.row))
            return found

    async def _adopt(self, org: str, copy: Standing, row: CardRow) -> bool:
        """Whether it is the card from now on; then its ritual is told that it stands."""
        async with self.turns.writing(org) as turn:
            mine = await sending.adopt(turn.session, row.id, copy.channel, copy.stamp, self.turns.clock.machine())
            if mine and (fact := self.registry.stands(row.name, row.about, turn.now)) is not None:
                await turn.tell(fact)
        log.info("copy.adopted" if mine else "copy.known", card=row.name)
        return mine
