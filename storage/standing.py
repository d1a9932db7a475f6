"""What a person who does something is: in the organisation, and beside one team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Executable, Integer, String, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.people import Absence, Member, PersonRow, Role
from storage.prepared import kept


@dataclass(frozen=True, slots=True)
class Standing:
    """What the house knows of a person who does something, beside one team (or none)."""

    kind: str
    active: bool
    admin: bool
    member: bool
    lead: bool
    deputy: bool


async def of(session: AsyncSession, person: str, team: int | None) -> Standing | None:
    """None for somebody never seen. One statement."""
    found = await session.execute(_standing(), {"person": person, "team": -1 if team is None else team})
    row = found.first()
    return None if row is None else Standing(*row)


@cache
def _standing() -> Executable:
    """Made once: whatever anybody does begins with it, and making it anew costs more than running it."""
    person, team = bindparam("person", type_=String), bindparam("team", type_=Integer)
    member = select(Member.id).where(Member.team == team, Member.person == person).exists()
    role = [
        select(Role.id).where(Role.team == team, Role.person == person, Role.role == name).exists()
        for name in ("lead", "deputy")
    ]
    mine = select(PersonRow.kind, PersonRow.active, PersonRow.admin, member, *role).where(PersonRow.key == person)
    return kept(mine)


async def deputies_stand_in(session: AsyncSession, team: int, day: date) -> bool:
    """Whether any lead of the team is away on this day, or there is no lead at all. One statement."""
    leads = select(Role.id).where(Role.team == team, Role.role == "lead")
    away = leads.join(Absence, (Absence.person == Role.person) & (Absence.org == Role.org))
    gone = away.where(Absence.first <= day, Absence.last >= day)
    return bool(await session.scalar(select(or_(gone.exists(), ~leads.exists()))))
