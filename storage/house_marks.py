"""Cards that read differently by now, and when each is drawn again (machine time)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.house import CardRow


async def mark(session: AsyncSession, cards: Iterable[tuple[str, str]], idle: datetime, busy: datetime) -> None:
    """An idle card is drawn at `idle`, one that was drawn a moment ago at `busy` (machine time)."""
    recently = CardRow.drawn_at > idle - (busy - idle)
    when = func.coalesce(CardRow.due_at, case((recently, busy), else_=idle))
    for mine in _by_name(cards):
        await session.execute(_marked(mine, when))


async def mark_apart(session: AsyncSession, cards: Iterable[tuple[str, str]], now: datetime, apart: timedelta) -> None:
    """Each is drawn when so much time has passed since it last was, or since now where it is being edited."""
    edited = (CardRow.state == "shown") & (CardRow.lease_until > now)
    for mine in _by_name(cards):
        drawn = await session.execute(select(CardRow.id, CardRow.drawn_at).where(mine))
        dues = {key: max(now, at + apart) for key, at in drawn if at is not None}
        due = case(dues, value=CardRow.id, else_=now) if dues else now
        await session.execute(_marked(mine, case((edited, now + apart), else_=func.coalesce(CardRow.due_at, due))))


def _by_name(cards: Iterable[tuple[str, str]]) -> Iterator[ColumnElement[bool]]:
    by_name: dict[str, list[str]] = {}
    for name, about in cards:
        by_name.setdefault(name, []).append(about)
    return ((CardRow.name == name) & CardRow.about.in_(abouts) for name, abouts in sorted(by_name.items()))


def _marked(cards: ColumnElement[bool], when: Any) -> Update:
    stands = update(CardRow).where(cards, CardRow.state.not_in(("gone", "held")))
    return stands.values(wanted=CardRow.wanted + 1, due_at=when).execution_options(synchronize_session=False)
