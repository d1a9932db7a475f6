"""After a back-up was put back: what waited in it doesn't go out, and what stands is drawn anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, and_, cast, func, insert, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import ALL, EVERY
from storage.house import HELD_CARD, HELD_SAID, MESSAGE, UNTRIED, CardRow, Outgoing, Timer
from storage.organisations import Organisation

SKIPPED: Final = 1_000_000  # ids: more messages than anybody posts between a back-up and the day it is put back
PLACEHOLDER: Final = "house.restored"


async def drop_waiting(session: AsyncSession, now: datetime, why: str) -> tuple[int, int]:
    """How many messages and cards: to go out, or held until a moment that lies behind us (`now`: domain time)."""
    due = select(Timer.about).where(Timer.due_at <= now)
    late = due.where(Timer.name == HELD_SAID, Timer.org == Outgoing.org)
    late_up = due.where(Timer.name == HELD_CARD, Timer.org == CardRow.org)
    held = and_(Outgoing.state == "held", Outgoing.id.in_(late.with_only_columns(cast(Timer.about, Integer))))
    held_up = and_(CardRow.state == "held", (CardRow.name + " " + CardRow.about).in_(late_up))
    gone: dict[str, Any] = {"state": "dropped", "due_at": None, "lease": None, "lease_until": None, "why": why}
    open_ = ("waiting", "unsure")
    messages = update(Outgoing).where(or_(Outgoing.state.in_(open_), held)).values(**gone, body=null(), line="")
    cards = update(CardRow).where(or_(and_(CardRow.stamp == "", CardRow.state.in_(open_)), held_up)).values(**gone)
    said: Any = await session.execute(messages, execution_options=EVERY)
    shown: Any = await session.execute(cards, execution_options=EVERY)
    return int(said.rowcount), int(shown.rowcount)


async def redraw(session: AsyncSession, now: datetime, since: datetime) -> int:
    """How many: cards that stand and were drawn after `since`. An edit posts nothing."""
    stands = and_(CardRow.state == "shown", CardRow.stamp != "", CardRow.drawn_at > since)
    again = update(CardRow).where(stands).values(wanted=CardRow.wanted + 1, due_at=now, lease=None, lease_until=None)
    done: Any = await session.execute(again, execution_options=EVERY)
    return int(done.rowcount)


async def skip_ids(session: AsyncSession, now: datetime) -> None:
    """What was posted after the back-up carries the id of its row: a new row with the same id would be taken for it."""
    if session.get_bind().dialect.name == "postgresql":
        for table in (CardRow, Outgoing):
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            ahead = select(func.setval(sequence, func.coalesce(func.max(table.id), 0) + SKIPPED))
            await session.execute(ahead, execution_options=ALL)
        return
    org = await session.scalar(select(Organisation.id).limit(1), execution_options=ALL)
    if org is None:
        return
    nothing = {"org": str(org), "place": {}, **UNTRIED, "why": PLACEHOLDER}
    card = {"name": PLACEHOLDER, "about": now.isoformat(), "state": "gone", "wanted": 1, "shown": 1, "drawn_at": now}
    await _at(session, CardRow, {**nothing, **card, "channel": "", "stamp": ""})
    await _at(session, Outgoing, {**nothing, "kind": MESSAGE, "state": "sent", "first_try": now})


async def _at(session: AsyncSession, table: Any, values: dict[str, Any]) -> None:
    """SQLite gives the next row the id after the highest."""
    last = await session.scalar(select(func.max(table.id)), execution_options=ALL) or 0
    await session.execute(insert(table.__table__).values(id=last + SKIPPED, **values), execution_options=ALL)
