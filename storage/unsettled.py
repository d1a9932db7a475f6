"""What should have gone out and did not, or of which nobody knows: for whoever runs it. Moments are machine time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import ALL, EVERY
from storage.house import CardRow, Outgoing

LONG: Final = timedelta(minutes=1)  # what waits no longer than this just has its turn to come


async def unsettled(session: AsyncSession, table: Any, now: datetime) -> Sequence[Any]:
    """Given up, unclear, or waiting for longer than a turn takes; the oldest first."""
    since = table.due_at if table is CardRow else table.since
    waits = and_(table.due_at.is_not(None), or_(table.tries > 0, since < now - LONG))
    found = select(table).where(or_(table.state.in_(("unsure", "dropped")), waits)).order_by(table.id)
    return (await session.scalars(found, execution_options=ALL)).all()


async def drop(session: AsyncSession, table: Any, row: int, why: str) -> bool:
    """Whether there was such a row. What was to be said is erased."""
    gone: dict[str, Any] = {"state": "dropped", "due_at": None, "lease": None, "lease_until": None, "why": why}
    return await _settle(session, table, row, gone | ({"body": null()} if table is Outgoing else {}))


async def arrived(session: AsyncSession, row: int, now: datetime) -> bool:
    """Of a message that somebody has seen. Of a card a click on it says as much, and where it stands."""
    done = {"state": "sent", "due_at": None, "lease": None, "lease_until": None, "first_try": now, "body": null()}
    return await _settle(session, Outgoing, row, done)


async def again(session: AsyncSession, table: Any, row: int, now: datetime) -> bool:
    """As if it had never been tried. Whether its text is still there."""
    afresh: dict[str, Any] = {"due_at": now, "since": now, "tries": 0, "why": "", "lease": None, "lease_until": None}
    kept = Outgoing.body.is_not(None) if table is Outgoing else CardRow.state != "gone"
    state = "waiting"
    if table is CardRow and await _stands(session, row):
        state = "shown"
    return await _settle(session, table, row, afresh | {"state": state}, kept)


async def _stands(session: AsyncSession, row: int) -> bool:
    stamp = await session.scalar(select(CardRow.stamp).where(CardRow.id == row), execution_options=ALL)
    return bool(stamp)


async def _settle(session: AsyncSession, table: Any, row: int, values: dict[str, Any], *also: Any) -> bool:
    """Never what was sent: that is settled."""
    mine = update(table).where(table.id == row, table.state.not_in(("sent", "held")), *also)
    done: Any = await session.execute(mine.values(**values), execution_options=EVERY)
    return bool(done.rowcount)
