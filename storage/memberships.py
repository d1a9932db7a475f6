"""Who is in which team: joining, leaving, and what goes with a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import insert
from storage.lead_lines import LeadMessage
from storage.people import Absence, Member, PersonRow, Rota, Team


async def inside(session: AsyncSession, team: int) -> set[str]:
    """Everybody who has a membership, whether or not they count at the moment."""
    return set(await session.scalars(select(Member.person).where(Member.team == team)))


async def join(
    session: AsyncSession, org: str, team: int, people: Iterable[str], day: date, *, seasoned: bool
) -> Sequence[str]:
    """Those who were no member yet."""
    rows = [
        {"org": org, "team": team, "person": person, "joined_on": day, "seasoned": seasoned}
        for person in sorted(set(people))
    ]
    joined: list[str] = []
    for start in range(0, len(rows), 200):
        new = insert(session)(Member).values(rows[start : start + 200]).on_conflict_do_nothing()
        joined += await session.scalars(new.returning(Member.person))
    return joined


async def leave(session: AsyncSession, team: int, people: Iterable[str]) -> None:
    """Ends memberships of one team, with what the rotation remembers and a home that was there."""
    gone = sorted(set(people))
    homeless = update(PersonRow).where(PersonRow.key.in_(gone), PersonRow.home_team == team).values(home_team=None)
    for statement in (
        delete(Member).where(Member.team == team, Member.person.in_(gone)),
        delete(Rota).where(Rota.team == team, Rota.person.in_(gone)),
        homeless,
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


async def teams_of_any(session: AsyncSession, people: Iterable[str]) -> Sequence[tuple[int, str]]:
    """(team, person) of all their memberships, ordered by team."""
    mine = select(Member.team, Member.person).where(Member.person.in_(sorted(set(people))))
    return (await session.execute(mine.order_by(Member.team, Member.id))).all()


async def erase(session: AsyncSession, person: str) -> None:
    """Preferences, absences and messages of somebody whose account was closed; name and key stay."""
    plain = update(PersonRow).where(PersonRow.key == person)
    for statement in (
        delete(Absence).where(Absence.person == person),
        delete(LeadMessage).where(LeadMessage.person == person),
        plain.values(language=None, pattern=None, home_team=None, admin=False),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


async def appoint(session: AsyncSession, keys: Iterable[str]) -> None:
    """Admins by the installation's settings, as far as they are known already."""
    mine = update(PersonRow).where(PersonRow.key.in_(sorted(set(keys)))).values(admin=True)
    await session.execute(mine.execution_options(synchronize_session=False))


async def active(session: AsyncSession, people: Iterable[str]) -> set[str]:
    """Those of them whose account is known as open."""
    mine = select(PersonRow.key).where(PersonRow.key.in_(sorted(set(people))), PersonRow.active)
    return set(await session.scalars(mine))


async def all_teams(session: AsyncSession) -> Sequence[int]:
    return (await session.scalars(select(Team.id).order_by(Team.id))).all()


# --- absences ---------------------------------------------------------------------------------------------------------
async def be_away(session: AsyncSession, person: str, first: date, last: date) -> bool:
    """False when exactly this was noted already."""
    same = select(Absence.id).where(Absence.person == person, Absence.first == first, Absence.last == last)
    if await session.scalar(same) is not None:
        return False
    session.add(Absence(person=person, first=first, last=last))
    await session.flush()
    return True


async def be_back(session: AsyncSession, person: str, day: date) -> bool:
    """Removes what holds on this day; False when nothing did."""
    held = delete(Absence).where(Absence.person == person, Absence.first <= day, Absence.last >= day)
    gone = await session.execute(held.returning(Absence.id).execution_options(synchronize_session=False))
    return gone.first() is not None
