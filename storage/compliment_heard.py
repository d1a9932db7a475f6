"""Compliments from customers that a team can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.compliment import Compliment


async def read_since(session: AsyncSession, since: Mapping[int, datetime]) -> Sequence[tuple[int, int, datetime]]:
    """(team, id, when it came to be read) of each of these teams from its moment on. One statement."""
    if not since:
        return ()
    shown = (Compliment.kind == "customer", Compliment.state == "PUBLISHED", ~Compliment.untold)
    of_days = (Compliment.team.in_(sorted(since)), Compliment.read_at >= min(since.values()))
    mine = select(Compliment.team, Compliment.id, Compliment.read_at).where(*of_days, *shown)
    return [(team, key, at) for team, key, at in await session.execute(mine) if at is not None and at >= since[team]]


async def tellable(session: AsyncSession, since: datetime) -> Sequence[Any]:
    """All that came out from this moment on, or may one day: columns."""
    out = or_(Compliment.read_at.is_(None), Compliment.read_at >= since)
    shown = (Compliment.kind == "customer", Compliment.text.is_not(None), ~Compliment.untold, out)
    return (await session.execute(select(Compliment.id, Compliment.team, Compliment.text).where(*shown))).all()


async def keep(session: AsyncSession, ids: Iterable[int]) -> None:
    """These aren't told again."""
    mine = update(Compliment).where(Compliment.id.in_(sorted(ids))).values(untold=True)
    await session.execute(mine)
