"""What should have gone out and did not, or of which nobody knows: for whoever runs it. Moments are machine time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import and_, case, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import ALL, EVERY
from storage.house import UNTRIED, CardRow, Outgoing

LONG: Final = timedelta(minutes=1)  # what waits no longer than this just has its turn to come
BY_HAND: Final = "settled by hand"
OPEN: Final = ("unsure", "dropped")  # unclear, and given up

Why = Literal["none", "under way", "erased"]


def _free(table: Any, now: datetime) -> Any:
    """Nobody is at it: what is about to be posted is written down as unclear, in case its process ends meanwhile."""
    return or_(table.lease_until.is_(None), table.lease_until <= now)


def _left(table: Any, now: datetime) -> Any:
    """Unclear or given up, and not by whoever settled it."""
    return and_(table.state.in_(OPEN), _free(table, now), table.why != BY_HAND)


async def unsettled(session: AsyncSession, table: Any, now: datetime) -> Sequence[Any]:
    """Given up, unclear, or waiting for longer than a turn takes, be it under way by now; the oldest first."""
    since = table.due_at if table is CardRow else table.since
    waits = and_(
        or_(table.due_at.is_not(None), table.lease_until > now),
        or_(table.tries + table.unclear > 0, since < now - LONG),
    )
    found = select(table).where(or_(_left(table, now), waits)).order_by(table.id)
    return (await session.scalars(found, execution_options=ALL)).all()


async def left(session: AsyncSession, table: Any, now: datetime) -> Mapping[str, int]:
    """state -> how many of those that `unsettled` finds are unclear or given up."""
    found = select(table.state, func.count().label("number")).where(_left(table, now)).group_by(table.state)
    return {row.state: row.number for row in await session.execute(found, execution_options=ALL)}


# --- settled, where nobody is at it: whether it was -------------------------------------------------------------------
async def drop(session: AsyncSession, table: Any, row: int, now: datetime) -> bool:
    """What was to be said is erased."""
    gone: dict[str, Any] = {"state": "dropped", "due_at": None, "lease": None, "lease_until": None, "why": BY_HAND}
    return await _settle(session, table, row, now, gone | ({"body": null(), "line": ""} if table is Outgoing else {}))


async def arrived(session: AsyncSession, row: int, now: datetime) -> bool:
    """Of a message that somebody has seen. Of a card a click on it says as much, and where it stands."""
    done = {"state": "sent", "due_at": None, "lease": None, "lease_until": None, "first_try": now}
    return await _settle(session, Outgoing, row, now, done | {"body": null(), "line": ""})


async def again(session: AsyncSession, table: Any, row: int, now: datetime, quiet: timedelta) -> bool:
    """As if it had never been tried; not where its text is gone. Of one that is unclear a late post may still land in
    the `quiet` period after it. It keeps nothing waiting that was said since.
    """
    unclear = select(table.first_try).where(table.id == row, table.state == "unsure")
    tried = await session.scalar(unclear, execution_options=ALL)
    due = now if tried is None else max(now, tried + quiet)
    afresh: dict[str, Any] = {"due_at": due, "since": due, **UNTRIED, "why": "", "lease": None, "lease_until": None}
    if table is CardRow:
        state = case((CardRow.stamp != "", "shown"), else_="waiting")
        return await _settle(session, table, row, now, afresh | {"state": state})
    afresh |= {"state": "waiting", "line": ""}
    return await _settle(session, table, row, now, afresh, Outgoing.body.is_not(None))


async def _settle(
    session: AsyncSession, table: Any, row: int, now: datetime, values: dict[str, Any], *also: Any
) -> bool:
    """Never what was sent or stands, or is held: that is settled."""
    mine = update(table).where(table.id == row, _open(table), _free(table, now), *also)
    done: Any = await session.execute(mine.values(**values), execution_options=EVERY)
    return bool(done.rowcount)


def _open(table: Any) -> Any:
    return or_(table.state.in_(OPEN), table.due_at.is_not(None))


async def why_not(session: AsyncSession, table: Any, row: int, now: datetime) -> Why:
    """For a sentence about what could not be settled a moment ago."""
    mine = select(_free(table, now)).where(table.id == row, _open(table))
    free = await session.scalar(mine, execution_options=ALL)
    if free is None:
        return "none"
    return "erased" if free else "under way"
