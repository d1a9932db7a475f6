"""What is being handled right now: a stop waits for it, so that whoever pressed a moment ago still gets an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MANY = 20  # at once: beyond this the acks of those who come go before the work for those who were acked
ASIDE = 0.1  # seconds that the work then stands aside; Bolt sends an ack up to 10 ms after it was given


@dataclass
class InFlight:
    count: int = 0
    nothing: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.nothing.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        self.count += 1
        self.nothing.clear()
        try:
            yield
        finally:
            self.count -= 1
            if not self.count:
                self.nothing.set()

    async def acks_first(self) -> None:
        """Between ack and work: Slack waits three seconds for an ack, a person longer for an answer."""
        if self.count > MANY:
            await asyncio.sleep(ASIDE)

    async def idle(self) -> None:
        await self.nothing.wait()
