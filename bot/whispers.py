"""What one person is told straight after a commit: kept in no row, tried once, and forgotten where that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

import structlog

from bot.in_flight import InFlight
from rituals.contract import Files, Note

log = structlog.get_logger()


@dataclass
class Whispers:
    """`send` is the surface's: without one, such as in an import, nobody is told."""

    send: Callable[[str, Note | Files], Awaitable[None]] | None = None
    in_flight: InFlight = field(default_factory=InFlight)
    under_way: set[asyncio.Task[None]] = field(default_factory=set)  # else nothing holds on to them

    def say(self, said: Iterable[tuple[str, Note | Files]]) -> None:
        """Whoever caused it isn't kept waiting."""
        for person, note in said:
            task = asyncio.create_task(self._say(person, note))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)

    async def _say(self, person: str, note: Note | Files) -> None:
        with self.in_flight.one():
            try:
                if self.send is not None:
                    await self.send(person, note)
            except Exception as error:
                log.warning("whisper.not_sent", error=type(error).__name__, exc_info=error)
