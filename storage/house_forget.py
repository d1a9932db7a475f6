"""What the house's own tables need no longer, and when it goes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Delete, delete, null, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import EVERY
from storage.house import CardRow, Once, Outgoing, Timer
from storage.prepared import prepared


async def forget(session: AsyncSession, before: datetime) -> None:
    """Of all organisations: rows of `once` and finished outbox rows from before this moment (machine time)."""
    await session.execute(delete(Once).where(Once.at < before).execution_options(**EVERY))
    old = Outgoing.due_at.is_(None) & (Outgoing.first_try < before)
    await session.execute(delete(Outgoing).where(old, Outgoing.state != "unsure").execution_options(**EVERY))
    # Of what may have been posted the row stays, for whoever looks into it; its text is said by nobody any more.
    await session.execute(update(Outgoing).where(old).values(body=null()).execution_options(**EVERY))


async def forget_parked(session: AsyncSession, before: datetime) -> None:
    """Timers that failed too often and fell due before this moment."""
    await session.execute(*_parked(before))


@prepared
def _parked(before: datetime) -> Delete:
    gone = delete(Timer).where(Timer.parked, Timer.due_at < before)
    return gone.execution_options(synchronize_session=False)


async def forget_unsure(session: AsyncSession, before: datetime) -> None:
    """Messages of which nobody knows whether they arrived, tried before this moment; and those given up unsent."""
    await session.execute(*_unsure(before))


@prepared
def _unsure(before: datetime) -> Delete:
    old = Outgoing.due_at.is_(None) & (Outgoing.first_try < before)
    gone = delete(Outgoing).where(old | (Outgoing.state == "dropped") & Outgoing.first_try.is_(None))
    return gone.execution_options(synchronize_session=False)


async def forget_cards(session: AsyncSession, before: datetime) -> None:
    """Addresses of what last changed before this moment, and of what never came to stand anywhere."""
    await session.execute(*_old_cards(before))


@prepared
def _old_cards(before: datetime) -> Delete:
    never = CardRow.drawn_at.is_(None) & CardRow.state.in_(("dropped", "gone"))
    gone = delete(CardRow).where(CardRow.due_at.is_(None), (CardRow.drawn_at < before) | never)
    return gone.execution_options(synchronize_session=False)
