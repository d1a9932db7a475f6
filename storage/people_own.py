"""What the house holds of one person, and of those who have gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit import Audit
from storage.lead_lines import LeadMessage
from storage.people import Absence, Member, PersonRow, Role, Team
from storage.roles import OrgRole

WHOLE = {"synchronize_session": False}


async def absences(session: AsyncSession, person: str) -> Sequence[Absence]:
    """Newest first."""
    mine = select(Absence).where(Absence.person == person).order_by(Absence.first.desc())
    return (await session.scalars(mine)).all()


async def drop_absences(session: AsyncSession, person: str) -> None:
    await session.execute(delete(Absence).where(Absence.person == person).execution_options(**WHOLE))


async def memberships(session: AsyncSession, person: str) -> Sequence[tuple[str, date]]:
    """The name of each team, and since when."""
    mine = select(Team.name, Member.joined_on).join(Team, Team.id == Member.team).where(Member.person == person)
    return [(name, on) for name, on in await session.execute(mine.order_by(Member.joined_on, Member.id))]


async def team_roles(session: AsyncSession, person: str) -> Sequence[tuple[str, str]]:
    """(role, name of the team)."""
    mine = select(Role.role, Team.name).join(Team, Team.id == Role.team).where(Role.person == person)
    return [(role, team) for role, team in await session.execute(mine.order_by(Role.id))]


async def offices(session: AsyncSession, person: str) -> Sequence[str]:
    """Roles in the organisation."""
    return (await session.scalars(select(OrgRole.role).where(OrgRole.person == person).order_by(OrgRole.id))).all()


async def changes(session: AsyncSession, person: str) -> Sequence[tuple[str, datetime]]:
    """What this person changed by the log, newest first."""
    mine = select(Audit.what, Audit.at).where(Audit.person == person)
    return [(what, at) for what, at in await session.execute(mine.order_by(Audit.number.desc()))]


async def lead_messages(session: AsyncSession, person: str) -> Sequence[date]:
    """The days on which this person got a message as a lead, newest first."""
    mine = select(LeadMessage.day).where(LeadMessage.person == person).order_by(LeadMessage.day.desc())
    return (await session.scalars(mine)).all()


async def drop_lead_messages(session: AsyncSession, person: str) -> None:
    await session.execute(delete(LeadMessage).where(LeadMessage.person == person).execution_options(**WHOLE))


async def drop_preferences(session: AsyncSession, person: str) -> None:
    nothing = {"language": None, "pattern": None, "home_team": None, "nudges_a_week": None}
    nothing |= {"changes_on": None, "next_pattern": None, "next_home": None}
    mine = update(PersonRow).where(PersonRow.key == person).values(**nothing)
    await session.execute(mine.execution_options(**WHOLE))


async def drop_closed(session: AsyncSession) -> None:
    """Those whose account was closed: whoever comes back is met anew."""
    await session.execute(delete(PersonRow).where(~PersonRow.active).execution_options(**WHOLE))
