"""How much waits in the database, of all processes: one statement, which takes no lock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import CompoundSelect, Select, func, literal, select, union_all

from bot import metrics
from storage import house
from storage.base import Sessions

MOST: Final = 10_000  # counted of each: who waits for more than that needs no exact figure


async def counted(sessions: Sessions, machine: datetime, now: datetime) -> None:
    """`machine` for what goes out, `now` for timers."""
    async with sessions() as session:
        await session.connection(execution_options={"reads": True})
        rows = (await session.execute(_asked(machine, now), execution_options={"all_orgs": True})).all()
    for what, count, oldest in rows:
        at = now if what in ("timers", "parked") else machine
        metrics.waiting(what, count, (at - oldest).total_seconds() if oldest is not None else 0.0)


def _asked(machine: datetime, now: datetime) -> CompoundSelect[Any]:
    return union_all(*_each(machine, now))


def _each(machine: datetime, now: datetime) -> Iterator[Select[str, int, Any]]:
    timer = house.Timer
    yield _first("timers", select(timer.due_at).where(~timer.parked, timer.due_at <= now))
    yield _first("parked", select(timer.due_at).where(timer.parked))
    yield _first("cards", select(house.CardRow.due_at).where(house.CardRow.due_at <= machine))
    yield _first("messages", select(house.Outgoing.due_at).where(house.Outgoing.due_at <= machine))


def _first(what: str, asked: Select[datetime | None]) -> Select[str, int, Any]:
    """In the order of its index, so that counting a part begins with the oldest."""
    some = asked.order_by("due_at").limit(MOST).subquery()
    return select(literal(what), func.count(), func.min(some.c.due_at)).select_from(some)
