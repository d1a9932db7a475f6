"""What was shared on boards that a team can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dagstart import DagstartDay, DagstartItem

DAY = timedelta(days=1)  # somewhere it was still the day before


async def points_since(
    session: AsyncSession, block: int, since: Mapping[int, datetime]
) -> Sequence[tuple[int, int, datetime]]:
    """(team, id, when it came to be read) of each of these teams from its moment on. One statement."""
    if not since:
        return ()
    columns = select(DagstartItem.team, DagstartItem.id, DagstartItem.at, DagstartDay.starts_at)
    board = (DagstartDay.team == DagstartItem.team) & (DagstartDay.day == DagstartItem.day)
    board &= DagstartDay.org == DagstartItem.org
    shown = (DagstartItem.block == block, DagstartItem.text.is_not(None), ~DagstartItem.hidden, ~DagstartItem.untold)
    of_days = (DagstartItem.team.in_(sorted(since)), DagstartItem.day >= min(since.values()).date() - DAY)
    rows = await session.execute(columns.join(DagstartDay, board).where(*of_days, *shown))
    found = [(team, key, max(at, opened)) for team, key, at, opened in rows]
    return [one for one in found if one[2] >= since[one[0]]]


async def tellable(session: AsyncSession, block: int, since: datetime) -> Sequence[Any]:
    """All that stood on a board from this moment on, or may one day: columns."""
    stood = or_(DagstartItem.day.is_(None), DagstartItem.day >= since.date() - DAY)
    shown = (DagstartItem.block == block, DagstartItem.text.is_not(None), ~DagstartItem.untold, stood)
    return (await session.execute(select(DagstartItem.id, DagstartItem.team, DagstartItem.text).where(*shown))).all()


async def keep(session: AsyncSession, ids: Iterable[int]) -> None:
    """These aren't told again."""
    mine = update(DagstartItem).where(DagstartItem.id.in_(sorted(ids))).values(untold=True)
    await session.execute(mine)
