"""A process: all that `klantritme run` builds between the surface and the database, with a clock of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from random import Random
from typing import Any

from bot import scheduler
from bot.catalogs import Catalogs
from bot.copies import Copies
from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.held import releasing
from bot.readers import Readers
from bot.registry import make
from bot.scheduler import delivering
from bot.simulation.clocks import Skewed
from bot.simulation.database import Database
from bot.simulation.lives import Life
from bot.simulation.rituals import simulated
from bot.simulation.surface import Paced
from bot.simulation.watch import Chime, Sleeper, Watch
from bot.simulation.workspace import Workspace
from bot.slack.pace import Pace
from bot.timers import Timers
from bot.turns import Turns

SKEW = 5.0  # seconds that a clock is off at the most, either way
READERS = Readers(Catalogs({}))


@dataclass
class Host:
    """`life`: the one it has now, or had last."""

    name: str
    loop: asyncio.AbstractEventLoop
    rng: Random
    database: Database
    watch: Watch
    workspace: Workspace
    lives: list[Life]
    life: Life | None = None

    @property
    def alive(self) -> bool:
        return self.life is not None and not self.life.dead

    def start(self) -> None:
        """Each life has a clock of its own: a machine that comes back has been set right, or wrong."""
        off = round(self.rng.uniform(-SKEW, SKEW), 3)
        self.life = Life(self.name, self.loop, len(self.lives), off, cut=self.database.cut)
        self.lives.append(self.life)
        clock = Skewed(self.loop, off)
        self.looks = Sleeper(self.watch, self.rng, off, lambda watch: watch.out)
        self.ticks = Sleeper(self.watch, self.rng, off, lambda watch: watch.timers)
        self.leaves = self.loop.create_future()
        bell, rituals = Chime(sleeper=self.looks), (simulated(), releasing(clock))
        registry, turns = make(rituals), Turns(self.database.sessions, rituals, clock, bell.ring)
        self.dispatcher = Dispatcher(registry, turns)
        surface = Paced(self.workspace, Pace(clock.machine))
        self.copies = Copies(registry, turns, surface)
        delivery = Delivery(registry, turns, self.dispatcher, READERS, surface, None)
        self.life.begin(self._lived(delivery, bell, Timers(registry, turns)))

    def does(self, work: Callable[[Host], Coroutine[Any, Any, None]]) -> bool:
        """Begins this work, unless it has died, or is leaving."""
        if self.life is None or self.life.dead or self.leaves.done():
            return False
        self.life.begin(work(self))
        return True

    def crash(self) -> None:
        if self.life is not None:
            self.life.die()
            self.looks.stop()
            self.ticks.stop()

    def leave(self, left: Callable[[], None]) -> None:
        """As at a SIGTERM: nothing is begun any more, and what is under way is finished, within its time."""
        if self.life is not None and not self.leaves.done():
            self.life.leaving, self.left = self.loop.time(), left
            self.leaves.set_result(None)
            self.ticks.wake()

    async def _lived(self, delivery: Delivery, bell: Chime, timers: Timers) -> None:
        ticks = asyncio.create_task(self._ticked(timers))
        async with delivering(delivery, bell):
            await self.leaves
        await ticks
        if self.life is not None:
            self.life.left = self.loop.time()
        self.crash()  # with whatever took too long
        self.left()

    async def _ticked(self, timers: Timers) -> None:
        """What `scheduler.ticking` has its clock do; the clock is ours."""
        while True:
            try:
                await timers.tick()
            except Exception as error:  # noqa: BLE001  (as there: the next tick tries again)
                self.workspace.failed("tick", error)
            if self.leaves.done():
                return
            await self.ticks.sleep(scheduler.TICK)
            if self.leaves.done():
                return
