"""APScheduler as the clock: one tick a second that claims what is due, and a few maintenance jobs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery import Delivery
from bot.timers import Timers
from storage import house_forget
from storage.base import empty_log

TICK = 1.0  # seconds; a card may appear this much after its minute
LOOK = 1.0  # seconds between two looks at what waits to go out, when nothing woke delivery
ONCE_KEPT = timedelta(hours=24)  # Slack redelivers for five minutes, or for a day where delayed events are on
LEAVING = 4.0  # seconds for the calls under way: SIGTERM ends the whole within ten
PATIENCE = 2.0  # seconds; then what one place waits for keeps the organisation's other places no longer
CLEAN = 3600  # seconds between two clean-ups of `once` and of what was sent

log = structlog.get_logger()


@dataclass
class Bell:
    """Rung after a commit that left something to deliver."""

    event: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        self.event.set()

    async def wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.event.wait()
        self.event.clear()


@asynccontextmanager
async def ticking(timers: Timers, delivery: Delivery) -> AsyncIterator[None]:
    """The clock of a running bot. On leaving, a tick under way is finished."""
    busy = asyncio.Lock()

    async def tick() -> None:
        async with busy:
            try:
                await timers.tick()
            except Exception as error:
                log.error("tick.failed", error=type(error).__name__, exc_info=error)

    async def clean() -> None:
        await forget(delivery)

    scheduler = AsyncIOScheduler(timezone="UTC")
    options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    scheduler.add_job(tick, "interval", seconds=TICK, **options)
    scheduler.add_job(clean, "interval", seconds=CLEAN, **options)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        async with busy:
            scheduler.shutdown(wait=False)


async def forget(delivery: Delivery) -> None:
    """Deletes what `once` and the outbox need no longer, and what was deleted from SQLite's log."""
    machine = delivery.turns.clock.machine()
    async with delivery.turns.sessions() as session, session.begin():
        await house_forget.forget(session, machine - ONCE_KEPT)
    await empty_log(delivery.turns.sessions)


@asynccontextmanager
async def delivering(delivery: Delivery, bell: Bell) -> AsyncIterator[None]:
    """Sends as long as the bot runs, organisations beside each other: none waits for the answers to another one.

    On leaving, what is under way is finished, if that doesn't take too long; the rest stays in the database.
    """
    stop = asyncio.Event()
    sending = Sending(delivery, bell)

    async def run() -> None:
        while not stop.is_set():
            if not await sending.begin():
                await bell.wait(LOOK)

    task = asyncio.create_task(run())
    try:
        yield
    finally:
        stop.set()
        bell.ring()
        await task
        if sending.tasks:
            await asyncio.wait(sending.tasks, timeout=LEAVING)


@dataclass
class Sending:
    """Portions under way, and the organisations of which no other is begun meanwhile."""

    delivery: Delivery
    bell: Bell
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def begin(self) -> int:
        """How many were begun. The end of each rings the bell: its organisation may have more."""
        try:
            portions = await self.delivery.claim(self.busy.keys())
        except Exception as error:
            log.error("delivery.failed", error=type(error).__name__, exc_info=error)
            return 0
        for some in portions:
            task = asyncio.create_task(self.delivery.deliver(some))
            self.tasks.add(task)
            task.add_done_callback(self._ended)
            org = some[0].org
            self.busy[org] = asyncio.create_task(_at_most(task, PATIENCE))
            self.busy[org].add_done_callback(partial(self._free, org))
        return len(portions)

    def _free(self, org: str, _task: asyncio.Task[None]) -> None:
        del self.busy[org]
        self.bell.ring()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        self.bell.ring()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("delivery.failed", error=type(error).__name__, exc_info=error)


async def _at_most(task: asyncio.Task[None], seconds: float) -> None:
    await asyncio.wait([task], timeout=seconds)


NIGHT = 2  # UTC: between three and four in the Netherlands, when nobody is asked anything


@asynccontextmanager
async def nightly(now: Callable[[], Awaitable[None]], at_night: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Reads over who is in which channel: now, as events may have been missed, and every night."""

    async def run(read_over: Callable[[], Awaitable[None]]) -> None:
        try:
            await read_over()
        except Exception as error:
            log.error("reconcile.failed", exc_info=error)

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(run, "cron", [at_night], hour=NIGHT, max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.start()
    first = asyncio.create_task(run(now))
    try:
        yield
    finally:
        first.cancel()
        with suppress(asyncio.CancelledError):
            await first
        scheduler.shutdown(wait=False)
