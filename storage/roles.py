"""Roles given and taken: lead and deputy of a team, and those of the organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg, insert
from storage.people import PersonRow, Role


class OrgRole(OfOrg, Base):
    """coach, exec, ceo, relay_coordinator or preparer; `exec` names whose preparer, else it is empty."""

    __tablename__ = "org_roles"

    person: Mapped[str]
    role: Mapped[str]
    exec: Mapped[str] = mapped_column(default="")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "role", "person", "exec"),)


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


# --- of the organisation ----------------------------------------------------------------------------------------------
async def of_organisation(session: AsyncSession) -> Sequence[OrgRole]:
    return (await session.scalars(select(OrgRole).order_by(OrgRole.role, OrgRole.id))).all()


async def held_by(session: AsyncSession, person: str) -> set[str]:
    """The roles that this person has in the organisation."""
    return set(await session.scalars(select(OrgRole.role).where(OrgRole.person == person)))
