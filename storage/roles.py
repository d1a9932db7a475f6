"""Roles given and taken: lead and deputy of a team, and those of the organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, UniqueConstraint, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg, insert
from storage.people import Member, PersonRow, Role
from storage.prepared import every, prepared


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
    return await every(session, _of_organisation())


@prepared
def _of_organisation() -> Select[OrgRole]:
    return select(OrgRole).order_by(OrgRole.role, OrgRole.id)


async def give_office(session: AsyncSession, org: str, person: str, role: str, exec: str = "") -> None:
    """`exec`: whose preparer."""
    statement = insert(session)(OrgRole).values(org=org, person=person, role=role, exec=exec)
    await session.execute(statement.on_conflict_do_nothing())


async def take_office(session: AsyncSession, person: str, role: str, exec: str = "") -> None:
    gone = delete(OrgRole).where(OrgRole.person == person, OrgRole.role == role, OrgRole.exec == exec)
    await session.execute(gone.execution_options(synchronize_session=False))


async def end_offices(session: AsyncSession, people: Iterable[str]) -> Sequence[tuple[str, str]]:
    """(person, role) of all that these people held, and of who prepared for them."""
    gone = sorted(set(people))
    held = or_(OrgRole.person.in_(gone), OrgRole.exec.in_(gone))
    had = (await session.execute(select(OrgRole.person, OrgRole.role).where(held).order_by(OrgRole.id))).all()
    if had:
        await session.execute(delete(OrgRole).where(held).execution_options(synchronize_session=False))
    return had


async def outside_teams(session: AsyncSession) -> Sequence[str]:
    """Admins and holders of roles of the organisation whom no team's channel tells about."""
    holders = select(OrgRole.person)
    members = select(Member.person)
    wanted = or_(PersonRow.admin, PersonRow.key.in_(holders))
    known = select(PersonRow.key).where(wanted, PersonRow.active, PersonRow.key.not_in(members))
    return (await session.scalars(known.order_by(PersonRow.id))).all()


async def held_by(session: AsyncSession, person: str) -> set[str]:
    """The roles that this person has in the organisation."""
    return set(await every(session, _held_by(person)))


@prepared
def _held_by(person: str) -> Select[str]:
    return select(OrgRole.role).where(OrgRole.person == person)
