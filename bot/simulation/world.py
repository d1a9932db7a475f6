"""One history: what happens in it is drawn from its seed, and nothing else decides."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

from bot.simulation import journal
from bot.simulation.crowd import Crowd
from bot.simulation.database import Database
from bot.simulation.driver import Traffic
from bot.simulation.faults import Faults
from bot.simulation.host import Host
from bot.simulation.lives import Life, buried, tasks
from bot.simulation.loop import Loop
from bot.simulation.oracle import Verdict, judged
from bot.simulation.rituals import WANTED
from bot.simulation.watch import Watch
from bot.simulation.workspace import Workspace

AFTER = 900.0  # seconds that the world runs on when nothing goes wrong any more
LOOK = 5.0  # seconds between two looks whether anything is still to come
STORM = (40.0, 110.0)  # seconds in which things go wrong
STRIKES = 7  # fewer than so many
DEATHS = (0.3, 0.6, 0.9)  # of what strikes a process: the others stand still for a while, and go on
ASKED = 0.3  # of the deaths: it is asked to end, and finishes what it was doing
PAUSED = 25.0  # seconds that a process stands still at the most
TABLES = ("once", "timers", "outbox", "cards", WANTED.name, journal.NAME)


@dataclass
class World:
    seed: int
    database: Database
    story: list[str] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    over: bool = False

    def __post_init__(self) -> None:
        rng = self.rng = Random(self.seed)
        self.loop = Loop()
        self.loop.set_task_factory(tasks)
        self.loop.set_exception_handler(lambda _loop, _what: None)  # what a dead process was doing concerns nobody
        self.raw = self.database.reader
        for table in TABLES:
            self.raw.execute(f"DELETE FROM {table}")  # noqa: S608  (names of ours)
        self.storm = rng.uniform(*STORM)
        self.faults = Faults(Random(rng.random()), rng.choice((0.1, 0.3, 0.6)))
        self.workspace = Workspace(self.loop, self.faults, rng.random() < 0.5, self.tell)
        self.watch, self.deaths = Watch(self.raw), rng.choice(DEATHS)
        self.database.pool.traffic = Traffic(Random(rng.random()), self.watch.committed)
        self.hosts = [self._host(n) for n in range(rng.choice((1, 2, 2, 3)))]
        self.crowd = Crowd(self.loop, Random(rng.random()), self.hosts, self.workspace, self.tell)

    def _host(self, n: int) -> Host:
        rng = Random(self.rng.random())
        return Host(f"host {n}", self.loop, rng, self.database, self.watch, self.workspace, self.lives)

    def tell(self, what: str) -> None:
        if not self.over:
            self.story.append(f"{self.loop.time():.3f} {what}")

    async def history(self) -> None:
        for host in self.hosts:
            self.loop.call_later(self.rng.random(), host.start)
        self.crowd.begin(self.storm)
        for _ in range(self.rng.randrange(STRIKES)):
            self.loop.call_at(self.rng.uniform(1.0, self.storm), self._strike)
        await asyncio.sleep(self.storm)
        self._calm()
        for _ in range(int(AFTER / LOOK)):
            if await self._settled():
                return
            await asyncio.sleep(LOOK)

    def _strike(self) -> None:
        """Within so many steps of its work the process dies, or is asked to end, or stands still for a while."""
        host, steps = self.rng.choice(self.hosts), int(1 + 120 * self.rng.random() ** 2)
        if (life := host.life) is not None and not life.dead:
            life.fuse, dies, asked = steps, self.rng.random() < self.deaths, self.rng.random() < ASKED
            ends = self._end if asked else self._crash
            life.struck = (lambda: ends(host)) if dies else (lambda: self._pause(life))

    def _crash(self, host: Host) -> None:
        self.tell(f"{host.name} dies")
        host.crash()
        self.loop.call_later(self.rng.uniform(0.5, 30.0), lambda: self._restart(host))

    def _end(self, host: Host) -> None:
        self.tell(f"{host.name} is asked to end")
        host.leave(lambda: self._left(host))

    def _left(self, host: Host) -> None:
        self.tell(f"{host.name} has left")
        self.loop.call_later(self.rng.uniform(0.5, 30.0), lambda: self._restart(host))

    def _pause(self, life: Life) -> None:
        life.until = max(life.until, self.loop.time() + self.rng.uniform(1.0, PAUSED))
        self.tell(f"{life.name} stands still until {life.until:.3f}")

    def _restart(self, host: Host) -> None:
        if not host.alive:
            self.tell(f"{host.name} starts")
            host.start()

    def _calm(self) -> None:
        self.tell("calm")
        self.faults.over = True
        for host in self.hosts:
            self._restart(host)
            if host.life is not None:
                host.life.fuse = -1

    async def _settled(self) -> bool:
        """Nothing is to come any more, so the rest of the time would change nothing."""
        if not (self._idle() and self.crowd.answered):
            return False
        if self.workspace.history:
            return True
        before = len(self.story)
        heard = await self.crowd.everywhere()
        return heard and self._idle() and len(self.story) == before

    def _idle(self) -> bool:
        """One that stands still may have heard of something, and does it yet."""
        still = any(host.life is not None and host.life.until > self.loop.time() for host in self.hosts)
        return self.watch.nothing and not self.workspace.under_way and not still

    def play(self) -> Verdict:
        try:
            return self.loop.run_until_complete(self._whole())
        finally:
            self.loop.close()
            self.database.ended()

    async def _whole(self) -> Verdict:
        await self.history()
        verdict = judged(self.seed, self.raw, self.workspace, self.crowd, self.lives)
        verdict.print = self._print()
        self.over = True
        await buried(self.lives)
        return verdict

    def _print(self) -> str:
        """What tells two histories apart: all that happened, and what is left of it."""
        rows = [str(row) for table in TABLES for row in self.raw.execute(KEPT[table])]
        return sha256("\n".join([*self.story, *rows]).encode()).hexdigest()


# All but the leases, whose tokens are drawn elsewhere.
KEPT = {
    "once": "SELECT key, at FROM once ORDER BY id",
    "timers": "SELECT name, about, due_at, tries FROM timers ORDER BY id",
    "outbox": "SELECT id, state, due_at, tries, why FROM outbox ORDER BY id",
    "cards": "SELECT id, stamp, state, wanted, shown, due_at, tries, why FROM cards ORDER BY id",
    WANTED.name: f"SELECT * FROM {WANTED.name} ORDER BY rowid",  # noqa: S608  (a name of ours)
    journal.NAME: f"SELECT * FROM {journal.NAME} ORDER BY rowid",  # noqa: S608  (likewise)
}
