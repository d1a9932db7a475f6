"""What the house holds of one person, and of those who have gone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Delete, Update, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit import Audit
from storage.lead_lines import LeadMessage
from storage.people import Absence, Member, PersonRow, Role, Team
from storage.prepared import prepared
from storage.roles import OrgRole

WHOLE = {"synchronize_session": False}
UNCHOSEN = dict.fromkeys(
    ("language", "pattern", "home_team", "nudges_a_week", "changes_on", "next_pattern", "next_home")
)


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


async def offices(session: AsyncSession, person: str) -> Sequence[OrgRole]:
    """Roles in the organisation, also those of whoever prepares for this person."""
    mine = select(OrgRole).where(or_(OrgRole.person == person, OrgRole.exec == person))
    return (await session.scalars(mine.order_by(OrgRole.id))).all()


async def changes(session: AsyncSession, person: str) -> Sequence[Audit]:
    """What this person changed by the log, and what others changed about this person; newest first."""
    about = Audit.what.contains(f" {person}", autoescape=True)
    found = select(Audit).where(or_(Audit.person == person, about)).order_by(Audit.number.desc())
    return [row for row in await session.scalars(found) if person in (row.person, *row.what.split())]


async def log_of(session: AsyncSession, teams: Collection[int] | None, *, skip: int, most: int) -> Sequence[Audit]:
    """Entries of these teams, or all, newest first."""
    found = select(Audit).order_by(Audit.number.desc()).offset(skip).limit(most)
    return (await session.scalars(found if teams is None else found.where(Audit.team.in_(sorted(teams))))).all()


async def lead_messages(session: AsyncSession, person: str) -> Sequence[date]:
    """The days on which this person got a message as a lead, newest first."""
    mine = select(LeadMessage.day).where(LeadMessage.person == person).order_by(LeadMessage.day.desc())
    return (await session.scalars(mine)).all()


async def drop_lead_messages(session: AsyncSession, person: str) -> None:
    await session.execute(delete(LeadMessage).where(LeadMessage.person == person).execution_options(**WHOLE))


async def drop_preferences(session: AsyncSession, person: str) -> None:
    mine = update(PersonRow).where(PersonRow.key == person).values(**UNCHOSEN)
    await session.execute(mine.execution_options(**WHOLE))


async def drop_closed(session: AsyncSession) -> None:
    """Those whose account was closed: whoever comes back is met anew. Of who became a guest, what only they saw."""
    for statement in (_closed, _absences_of_guests, _choices_of_guests):
        await session.execute(*statement())


@prepared
def _closed() -> Delete:
    return delete(PersonRow).where(~PersonRow.active).execution_options(**WHOLE)


@prepared
def _absences_of_guests() -> Delete:
    guests = select(PersonRow.key).where(PersonRow.kind != "member")
    return delete(Absence).where(Absence.person.in_(guests)).execution_options(**WHOLE)


@prepared
def _choices_of_guests() -> Update:
    chosen = or_(*(getattr(PersonRow, name).is_not(None) for name in UNCHOSEN))
    theirs = update(PersonRow).where(PersonRow.kind != "member", chosen)
    return theirs.values(**UNCHOSEN).execution_options(**WHOLE)
