"""Lead and deputy given and taken, and the log of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import insert
from storage.people import Audit, PersonRow, Role


async def give(session: AsyncSession, org: str, team: int, person: str, role: str) -> None:
    statement = insert(session)(Role).values(org=org, team=team, person=person, role=role)
    await session.execute(statement.on_conflict_do_nothing())


async def take(session: AsyncSession, team: int, person: str, role: str) -> None:
    gone = delete(Role).where(Role.team == team, Role.person == person, Role.role == role)
    await session.execute(gone.execution_options(synchronize_session=False))


async def take_all(session: AsyncSession, team: int, people: Iterable[str]) -> Sequence[tuple[str, str]]:
    """(person, role) of those that ended."""
    held = (Role.team == team, Role.person.in_(sorted(set(people))))
    had = (await session.execute(select(Role.person, Role.role).where(*held).order_by(Role.id))).all()
    if had:
        await session.execute(delete(Role).where(*held).execution_options(synchronize_session=False))
    return had


async def has_lead(session: AsyncSession, team: int) -> bool:
    found = select(Role.id).where(Role.team == team, Role.role == "lead").limit(1)
    return await session.scalar(found) is not None


async def admins(session: AsyncSession) -> Sequence[PersonRow]:
    """Active full members of the organisation who may appoint anybody."""
    mine = select(PersonRow).where(PersonRow.admin, PersonRow.active, PersonRow.kind == "member")
    return (await session.scalars(mine.order_by(PersonRow.id))).all()


async def log(session: AsyncSession, team: int, person: str, what: str, at: datetime) -> None:
    """`person` is who did it; `what` holds names of roles and settings and surface ids, nothing typed."""
    session.add(Audit(team=team, person=person, what=what, at=at))


async def forget_log(session: AsyncSession, before: datetime) -> None:
    gone = delete(Audit).where(Audit.at < before)
    await session.execute(gone.execution_options(synchronize_session=False))
