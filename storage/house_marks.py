"""Cards that read differently by now, and when each is drawn again (machine time)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, case, func, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import UtcDateTime
from storage.house import CardRow
from storage.prepared import prepared


async def mark(session: AsyncSession, cards: Iterable[tuple[str, str]], idle: datetime, busy: datetime) -> None:
    """An idle card is drawn at `idle`, one that was drawn a moment ago at `busy` (machine time)."""
    for name, abouts in _by_name(cards):
        await session.execute(*_bundled(name, abouts, idle - (busy - idle), idle, busy))


@prepared
def _bundled(name: str, abouts: Sequence[str], lately: datetime, idle: datetime, busy: datetime) -> Update:
    at_once, later = (type_coerce(moment, UtcDateTime) for moment in (idle, busy))
    due = func.coalesce(CardRow.due_at, case((CardRow.drawn_at > lately, later), else_=at_once))
    return _marked(_named(name, abouts), due)


async def mark_apart(session: AsyncSession, cards: Iterable[tuple[str, str]], now: datetime, apart: timedelta) -> None:
    """Each is drawn when so much time has passed since it last was, or since now where it is being edited."""
    edited = (CardRow.state == "shown") & (CardRow.lease_until > now)
    for name, abouts in _by_name(cards):
        mine = _named(name, abouts)
        drawn = await session.execute(select(CardRow.id, CardRow.drawn_at).where(mine))
        dues = {key: max(now, at + apart) for key, at in drawn if at is not None}
        due = case(dues, value=CardRow.id, else_=now) if dues else now
        await session.execute(_marked(mine, case((edited, now + apart), else_=func.coalesce(CardRow.due_at, due))))


def _by_name(cards: Iterable[tuple[str, str]]) -> Sequence[tuple[str, list[str]]]:
    by_name: dict[str, list[str]] = {}
    for name, about in cards:
        by_name.setdefault(name, []).append(about)
    return sorted(by_name.items())


def _named(name: str, abouts: Sequence[str]) -> ColumnElement[bool]:
    return (CardRow.name == name) & CardRow.about.in_(abouts)


def _marked(cards: ColumnElement[bool], when: Any) -> Update:
    """What was given up before it stood stays so: it may stand all the same, and then a press makes it known."""
    never = (CardRow.state == "dropped") & (CardRow.stamp == "")
    stands = update(CardRow).where(cards, CardRow.state.not_in(("gone", "held")), ~never)
    return stands.values(wanted=CardRow.wanted + 1, due_at=when).execution_options(synchronize_session=False)
