"""Due timers walk the same road as events: up to 200 of one name and one organisation in a turn."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from bot import metrics
from bot.registry import Registry
from bot.trouble import trouble
from bot.turns import Turns, transient
from rituals.contract import Due
from storage import house
from storage.base import ALL, EVERY, empty_log, glance
from storage.prepared import kept, prepared

# A process that died keeps its claims no longer than this; one that is slow finds in the turn itself that it lost them.
LEASE = timedelta(seconds=6)
CLAIM = 2_000  # timers claimed at once: ten full turns, so that one process never sits on all that is due
NEVER = timedelta(days=3650)  # as late as what is never too late may be
SHARE = 400  # of them for one organisation: nobody's nine o'clock keeps another's waiting
IN_A_TURN = 200  # subjects in a turn: 10,000 due at once take about two seconds, one a turn would take two minutes
TRIES = 3  # a subject that fails as often is parked, and shown by `klantritme doctor`
PATIENCE = 100  # milliseconds that a tick waits for those who read: longer than the bot's own look at something
EMPTIES = 3_600  # ticks, so about an hour: by then the hourly clean-up has come by as well
AGAIN = timedelta(seconds=10)  # machine time between two tries, times the tries so far

# Built once: a clock that is turned asks these before and after each timer.
FREE = or_(house.Timer.lease_until.is_(None), house.Timer.lease_until <= bindparam("machine"))
DUE = (~house.Timer.parked, house.Timer.due_at <= bindparam("now"), FREE)
ORDER = (house.Timer.due_at, house.Timer.id)
PLACE = func.row_number().over(partition_by=house.Timer.org, order_by=ORDER).label("place")
RANKED = select(house.Timer.id, PLACE).where(*DUE).subquery()
FIRST = house.Timer.id.in_(select(RANKED.c.id).where(RANKED.c.place <= SHARE))
ANY = select(house.Timer.id).where(*DUE).limit(1)
# Asked of the row again when it is locked, as another process may have been faster.
SOME = kept(
    select(house.Timer.id, house.Timer.lease_until)
    .where(FIRST, *DUE)
    .order_by(*ORDER)
    .limit(CLAIM)
    .with_for_update(skip_locked=True)
)
EARLIEST = kept(select(house.Timer.due_at).where(~house.Timer.parked).order_by(house.Timer.due_at).limit(1))

log = structlog.get_logger()


@dataclass(slots=True)
class Log:
    """How many more ticks try to empty the database's log of what had to be gone at once."""

    tries: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    org: str
    name: str
    about: str
    due_at: datetime


@dataclass(frozen=True)
class Timers:
    registry: Registry
    turns: Turns
    log: Log = field(default_factory=Log)

    async def tick(self, *, missed: bool = False) -> int:
        """Runs what is due now, in the order in which it fell due; returns how many were claimed.

        `missed`: as late as can be, whatever the time says; only what is never too late is done after all.
        """
        await self._emptied()
        total = 0
        while claimed := await self._claim():
            total += len(claimed[1])
            await self._run_all(*claimed, missed)
        return total

    async def next_due(self) -> datetime | None:
        """The moment of the earliest timer that is not parked, of all organisations."""
        async with glance(self.turns.sessions) as connection:
            earliest: datetime | None = await connection.scalar(EARLIEST)
            return earliest

    async def _claim(self) -> tuple[str, list[Claimed]] | None:
        now, machine = self.turns.clock.now(), self.turns.clock.machine()
        async with glance(self.turns.sessions) as connection:  # first, so that an idle tick takes no write lock
            if await connection.scalar(ANY, {"now": now, "machine": machine}) is None:
                return None
        lease = secrets.token_hex(8)
        async with self.turns.sessions() as session, session.begin():
            claimed = await _lease(session, now, machine, lease)
        return (lease, claimed) if claimed else None

    async def _run_all(self, lease: str, claimed: list[Claimed], missed: bool) -> None:
        for _, some in groupby(claimed, key=lambda timer: (timer.org, timer.name)):
            for portion in _portions(list(some)):
                await self._run(lease, portion, missed)

    async def _run(self, lease: str, some: Sequence[Claimed], missed: bool) -> None:
        try:
            await self.turns.played(lambda: self._turn(lease, some, missed))
            await self._erased(some[0].name)
        except Exception as error:
            if trouble(error):
                raise  # no subject is at fault: all of them wait until the database is well
            if isinstance(error, DBAPIError) and transient(error):
                log.warning("timer.in_the_way", timer=some[0].name, subjects=len(some))
                return  # nor here, where two turns were in each other's way: it is claimed again in a moment
            log.error("timer.failed", timer=some[0].name, subjects=len(some), error=type(error).__name__)
            if len(some) == 1:
                await self._failed(lease, some[0], error)
                return
            for one in some:
                await self._run(lease, [one], missed)

    async def _turn(self, lease: str, some: Sequence[Claimed], all_missed: bool) -> None:
        spec = self.registry.timers.get(some[0].name)
        async with self.turns.writing(some[0].org) as turn:
            taken = await house.take(turn.session, [timer.id for timer in some], lease)
            if spec is None or not taken:
                return
            due = [Due(about, at) for about, at in taken]
            late = {one: NEVER if all_missed else turn.now - one.at for one in due}
            in_time = [one for one in due if late[one] <= spec.late]
            missed = [one for one in due if late[one] > spec.late]
            if in_time:
                await spec.run(turn, in_time)
            if missed and spec.missed is not None:
                await spec.missed(turn, missed)
        metrics.timers_ran(some[0].name, [(turn.now - one.at).total_seconds() for one in due])

    async def _erased(self, name: str) -> None:
        """While somebody reads the log can't be emptied: each tick tries again."""
        spec = self.registry.timers.get(name)
        if spec is not None and spec.erases:
            self.log.tries = EMPTIES
            await self._emptied()

    async def _emptied(self) -> None:
        if self.log.tries:
            self.log.tries = 0 if await empty_log(self.turns.sessions, PATIENCE) else self.log.tries - 1

    async def _failed(self, lease: str, one: Claimed, error: Exception) -> None:
        machine = self.turns.clock.machine()
        async with self.turns.sessions() as session, session.begin():
            mine = select(house.Timer).where(house.Timer.id == one.id, house.Timer.lease == lease)
            timer = await session.scalar(mine.with_for_update().execution_options(all_orgs=True))
            if timer is None:
                return
            timer.tries += 1
            timer.parked = timer.tries >= TRIES
            timer.lease_until = machine + AGAIN * timer.tries
            metrics.timer_failed(one.name, parked=timer.parked)
            if timer.parked:
                log.error("timer.parked", timer=one.name, about=one.about, error=type(error).__name__, exc_info=error)


async def _lease(session: AsyncSession, now: datetime, machine: datetime, lease: str) -> list[Claimed]:
    due = (await session.execute(SOME, {"now": now, "machine": machine}, execution_options=ALL)).all()
    metrics.taken_over("timers", sum(timer.lease_until is not None for timer in due))
    ids = [timer.id for timer in due]
    rows = await session.execute(*_leased(ids, lease, machine + LEASE))
    claimed = [Claimed(*row) for row in rows]
    return sorted(claimed, key=lambda timer: (timer.due_at, timer.org, timer.name, timer.id))


@prepared
def _leased(ids: Sequence[int], lease: str, until: datetime) -> ReturningUpdate[int, str, str, str, datetime]:
    row = house.Timer
    leased = update(row).where(row.id.in_(ids)).values(lease=lease, lease_until=until).execution_options(**EVERY)
    return leased.returning(row.id, row.org, row.name, row.about, row.due_at)


def _portions(some: list[Claimed]) -> Iterable[list[Claimed]]:
    return (some[start : start + IN_A_TURN] for start in range(0, len(some), IN_A_TURN))
