"""Looks that would find nothing are left out: a process sleeps on to the first at which something is due.

That changes nothing but the time it takes: an idle look writes nothing. What somebody has leased is looked at all the
same, but less often, so that a lease that protects nothing is found out.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil, inf
from random import Random
from typing import Any

from bot.scheduler import Bell
from bot.simulation.clocks import BEGUN
from bot.simulation.lives import ended

FREE = "(SELECT min(max(due_at, coalesce(lease_until, due_at))) FROM {table} WHERE due_at IS NOT NULL {only})"
ANY = "(SELECT min(due_at) FROM {table} WHERE due_at IS NOT NULL {only})"
TABLES = (("cards", ""), ("outbox", ""), ("timers", "AND NOT parked"))
EARLIEST = "SELECT " + ", ".join(how.format(table=table, only=only) for table, only in TABLES for how in (FREE, ANY))
NAIVE = BEGUN.replace(tzinfo=None)  # as SQLite keeps it
VAIN = 4
SOMETIMES = (3.0, 20.0)  # seconds until a look at what is leased


def passed(stored: str | None) -> float:
    """The virtual time that a stored moment is."""
    return inf if stored is None else (datetime.fromisoformat(stored) - NAIVE).total_seconds()


@dataclass
class Watch:
    """When anything is due, of what waits to go out and of timers; known again after each commit."""

    raw: sqlite3.Connection
    sleepers: dict[Sleeper, None] = field(default_factory=dict)
    out: tuple[float, float] = (inf, inf)  # what nobody has leased, and all
    timers: tuple[float, float] = (inf, inf)

    def committed(self) -> None:
        found = [passed(each) for each in self.raw.execute(EARLIEST).fetchone()]
        self.out = min(found[0], found[2]), min(found[1], found[3])
        self.timers = found[4], found[5]
        for each in self.sleepers:
            each.plan()

    @property
    def nothing(self) -> bool:
        return self.out[1] == self.timers[1] == inf


@dataclass(eq=False)
class Sleeper:
    """One loop of one process. `off`: what its clock differs; `of`: what it looks for."""

    watch: Watch
    rng: Random
    off: float
    of: Callable[[Watch], tuple[float, float]]
    began: float = 0.0
    every: float = 1.0
    sometimes: float = 1.0
    woken: asyncio.Future[None] | None = None
    handle: asyncio.TimerHandle | None = None

    async def sleep(self, seconds: float) -> None:
        """Until the first look at which there is something, with so many seconds between two looks."""
        loop = asyncio.get_running_loop()
        self.began, self.every, self.woken = loop.time(), seconds, loop.create_future()
        self.sometimes = self.began + self.rng.uniform(*SOMETIMES)
        self.watch.sleepers[self] = None
        self.plan()
        await self.woken
        self.stop()

    def plan(self) -> None:
        """The moment of waking, as what is due now has it."""
        if self.handle is not None:
            self.handle.cancel()
            self.handle = None
        free, leased = self.of(self.watch)
        at = self._look(free - self.off)
        if leased < free:
            at = min(at, max(self._look(leased - self.off), self.sometimes))
        if self.woken is not None and at < inf:
            self.handle = self.woken.get_loop().call_at(at, self.wake)

    def _look(self, due: float) -> float:
        return inf if due == inf else self.began + self.every * max(1, ceil((due - self.began) / self.every))

    def wake(self) -> None:
        if self.woken is not None:
            ended(self.woken)

    def stop(self) -> None:
        """Also for a process that has died, which doesn't do it by itself."""
        self.watch.sleepers.pop(self, None)
        if self.handle is not None:
            self.handle.cancel()
        self.handle = self.woken = None


@dataclass
class Chime(Bell):
    """The bell of delivery, whose wait is the sleep above. `vain`: looks in a row that nobody rang for."""

    sleeper: Any = None
    rung: bool = False
    vain: int = 0

    def ring(self) -> None:
        self.rung, self.vain = True, 0
        self.sleeper.wake()

    async def wait(self, seconds: float) -> None:
        """While an organisation is being served its rows are looked at in vain, so after a while less often."""
        if not self.rung:
            await self.sleeper.sleep(seconds * (1 + min(self.vain, VAIN)))
            self.vain += 1
        self.rung = False
