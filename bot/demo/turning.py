"""What the page may ask: the clock that is turned, and the bot at work. Between turns domain time stands still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Final

import structlog
from sqlalchemy import select

from bot.demo import captions as c
from bot.demo import cast
from bot.demo.seed import Seeded
from bot.demo.week import Week
from bot.stage import ZONE
from bot.stepping import drain, step_to
from rituals.calendar import Calendar
from storage import house

MORNING: Final = time(8, 40)
LOOK: Final = 0.2  # seconds between two looks at what is due, when nothing woke the bot

log = structlog.get_logger()


@dataclass
class Turning:
    """The page's `Backstage`. Turns are made one after the other, and never while the bot itself is at work."""

    here: Seeded
    calendar: Calendar = field(default_factory=lambda: Calendar(zone=ZONE.key))
    one: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def language(self) -> str:
        return self.here.tongue.language

    @property
    def zone(self) -> str:
        return ZONE.key

    def now(self) -> datetime:
        return self.here.stage.clock.now().astimezone(UTC)

    async def forward(self, target: datetime) -> None:
        """Raises ValueError when `target` lies before now. Whoever stops waiting stops it at the next thing due."""
        target = target.astimezone(UTC)
        if target < self.now():
            raise ValueError(f"time is not turned back: it is {self.now():%d-%m-%Y %H:%M} already")
        while not await asyncio.shield(self._step(target)):
            pass

    async def _step(self, target: datetime) -> bool:
        """To the next moment at which something is due; whether `target` has been reached."""
        stage = self.here.stage
        async with self.one:
            await stage.idle()
            upto = min(await self.next_due() or target, target)
            await step_to(stage.clock, stage.house.timers, stage.house.delivery, max(upto, self.now()))
            return self.now() >= target

    async def next_due(self) -> datetime | None:
        timer = house.Timer
        wanted = select(timer.due_at).where(~timer.parked, timer.due_at > self.now())
        async with self.here.stage.house.sessions() as session:
            earliest = wanted.order_by(timer.due_at).limit(1).execution_options(all_orgs=True)
            return await session.scalar(earliest)

    async def next_morning(self) -> datetime:
        now = self.calendar.local(self.now())
        day = now.date()
        if now.time() >= MORNING or not self.calendar.is_workday(day):
            day = self.calendar.next_workday(day)
        return self.calendar.at(day, MORNING)

    def teams(self) -> Sequence[tuple[str, str]]:
        """Those that were seeded with a dagstart."""
        return [(self.here.channel(crew), self.here.tongue(crew.channel)) for crew in cast.CREWS if crew.begun]

    async def rehearse(
        self, channel: str, say: Callable[[str], Awaitable[None]], watched: Callable[[str], bool]
    ) -> None:
        """What goes wrong is told kindly to the viewer, and in full to the log."""
        crew = next(crew for crew in cast.CREWS if self.here.channel(crew) == channel)
        try:
            await Week(self.here, crew, self, say, watched).play()
        except Exception as error:
            log.error("rehearsal.failed", error=type(error).__name__, exc_info=error)
            await say(self.here.tongue(c.BROKEN))

    # --- the bot at work ----------------------------------------------------------------------------------------------
    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """What people do is shown at once: the few seconds in which edits of a card are bundled are skipped."""
        task = asyncio.create_task(self._work())
        try:
            yield
        finally:
            async with self.one:
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            await self.here.stage.house.bell.wait(LOOK)
            async with self.one:
                try:
                    await self.settle()
                except Exception as error:
                    log.error("demo.failed", error=type(error).__name__, exc_info=error)

    async def settle(self) -> None:
        """Only with `one` held."""
        stage = self.here.stage
        await drain(stage.clock, stage.house.delivery)
        if await stage.house.timers.tick():
            await drain(stage.clock, stage.house.delivery)
