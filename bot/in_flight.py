"""What is being handled right now: a stop waits for it, so that whoever pressed a moment ago still gets an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MANY = 3  # at once: beyond this the acks of those who come go before the work for those who were acked
LULL = 0.03  # seconds in which nobody new came: Bolt sends an ack up to 10 ms after it was given
ASIDE = 0.6  # seconds that work stands aside at the most: a person waits for the answer


@dataclass
class InFlight:
    count: int = 0
    came: int = 0
    nothing: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.nothing.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        self.count += 1
        self.came += 1
        self.nothing.clear()
        try:
            yield
        finally:
            self.count -= 1
            if not self.count:
                self.nothing.set()

    async def acks_first(self) -> None:
        """Between ack and work: Slack waits three seconds for an ack, a person longer for an answer."""
        if self.count <= MANY:
            return
        seen, waited = -1, 0.0
        while seen != self.came and waited < ASIDE:
            seen, waited = self.came, waited + LULL
            await asyncio.sleep(LULL)

    async def idle(self) -> None:
        await self.nothing.wait()


async def over(*each: InFlight) -> None:
    """Until all of them are idle, and what one began for another is over as well."""
    seen = -1
    while (came := sum(one.came for one in each)) != seen or any(one.count for one in each):
        seen = came
        for one in each:
            await one.idle()
        await asyncio.sleep(0)  # what was begun a moment ago counts itself when it first runs
