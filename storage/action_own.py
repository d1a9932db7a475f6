"""What improvement actions hold of one person, and what they hold for too long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Update, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.action import OPEN, WHOLE, Row
from storage.action_asked import ActionQuestion
from storage.prepared import delete_before, prepared


async def proposed(session: AsyncSession, person: str) -> Sequence[Row]:
    """Newest first."""
    return (await session.scalars(select(Row).where(Row.proposer == person).order_by(Row.id.desc()))).all()


async def taken(session: AsyncSession, person: str) -> Sequence[Row]:
    """Owned by this person, or once asked of them, over or not; newest first."""
    once = select(ActionQuestion.action).where(ActionQuestion.person == person)
    mine = select(Row).where(or_(Row.owner == person, Row.asked == person, Row.id.in_(once)))
    return (await session.scalars(mine.order_by(Row.id.desc()))).all()


async def ids_of(session: AsyncSession, person: str, team: int | None = None) -> Sequence[int]:
    """Open ones that name this person, in this team or in any."""
    named = or_(Row.owner == person, Row.asked == person, Row.proposer == person)
    mine = select(Row.id).where(named, Row.state.in_(OPEN), *([] if team is None else [Row.team == team]))
    return (await session.scalars(mine.order_by(Row.id))).all()


async def let_go(session: AsyncSession, person: str) -> None:
    """What is over keeps no owner, but that it had one."""
    mine = update(Row).where(Row.owner == person, Row.state.not_in(OPEN))
    await session.execute(mine.values(owner=None, ownerless_on=Row.closed_on).execution_options(**WHOLE))


async def unsign(session: AsyncSession, person: str) -> None:
    mine = update(Row).where(Row.proposer == person).values(proposer=None, former_on=None)
    await session.execute(mine.execution_options(**WHOLE))


# --- whose account was closed -----------------------------------------------------------------------------------------
async def leave(session: AsyncSession, person: str, former_on: date) -> None:
    """From this day on what they proposed has no proposer."""
    mine = update(Row).where(Row.proposer == person).values(former_on=former_on)
    await session.execute(mine.execution_options(**WHOLE))


async def come_back(session: AsyncSession, people: Iterable[str]) -> None:
    mine = update(Row).where(Row.proposer.in_(sorted(set(people))), Row.former_on.is_not(None))
    await session.execute(mine.values(former_on=None).execution_options(**WHOLE))


# --- what goes --------------------------------------------------------------------------------------------------------
async def forget_proposers(session: AsyncSession, before: date) -> None:
    await session.execute(*_unsigned(before))


@prepared
def _unsigned(before: date) -> Update:
    mine = update(Row).where(Row.former_on < before).values(proposer=None, former_on=None)
    return mine.execution_options(**WHOLE)


async def forget(session: AsyncSession, before: date) -> None:
    """What was over before this day."""
    await delete_before(session, Row.closed_on, before)
