"""Who is in which team: joining, leaving, and what goes with a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle

from storage.base import batches, insert
from storage.lead_lines import LeadMessage
from storage.people import Absence, Member, PersonRow, Rota, Team
from storage.prepared import every, prepared


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
    for some in batches(rows):
        new = insert(session)(Member).values(some).on_conflict_do_nothing()
        joined += await session.scalars(new.returning(Member.person))
    return joined


async def leave(session: AsyncSession, team: int, people: Iterable[str]) -> None:
    """Ends memberships of one team, with what the rotation remembers and a home that was there."""
    gone = sorted(set(people))
    theirs = update(PersonRow).where(PersonRow.key.in_(gone))
    for statement in (
        delete(Member).where(Member.team == team, Member.person.in_(gone)),
        delete(Rota).where(Rota.team == team, Rota.person.in_(gone)),
        theirs.where(PersonRow.home_team == team).values(home_team=None),
        theirs.where(PersonRow.next_home == team).values(next_home=None),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


async def teams_of_any(session: AsyncSession, people: Iterable[str]) -> Sequence[tuple[int, str]]:
    """(team, person) of all their memberships, ordered by team."""
    return (await session.execute(*_of_any(sorted(set(people))))).all()


@prepared
def _of_any(people: Sequence[str]) -> Select[int, str]:
    return select(Member.team, Member.person).where(Member.person.in_(people)).order_by(Member.team, Member.id)


async def first_teams(session: AsyncSession, people: Iterable[str]) -> Mapping[str, int]:
    """The one that each of them joined first."""
    found: dict[str, int] = {}
    for person, team in await session.execute(*_in_order(sorted(set(people)))):
        found.setdefault(person, team)
    return found


@prepared
def _in_order(people: Sequence[str]) -> Select[str, int]:
    mine = select(Member.person, Member.team).where(Member.person.in_(people))
    return mine.order_by(Member.joined_on, Member.id)


async def erase(session: AsyncSession, person: str) -> None:
    """Preferences, absences and messages of somebody whose account was closed; name and key stay."""
    plain = update(PersonRow).where(PersonRow.key == person)
    for statement in (
        delete(Absence).where(Absence.person == person),
        delete(LeadMessage).where(LeadMessage.person == person),
        plain.values(language=None, pattern=None, home_team=None, nudges_a_week=None, admin=False),
        plain.values(changes_on=None, next_pattern=None, next_home=None),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))


async def appoint(session: AsyncSession, keys: Iterable[str]) -> None:
    """Admins by the installation's settings, as far as they are known already."""
    mine = update(PersonRow).where(PersonRow.key.in_(sorted(set(keys)))).values(admin=True)
    await session.execute(mine.execution_options(synchronize_session=False))


async def accounts(session: AsyncSession, people: Iterable[str]) -> Mapping[str, bool]:
    """Of those of them who are known: whether the account is open."""
    mine = select(PersonRow.key, PersonRow.active).where(PersonRow.key.in_(sorted(set(people))))
    return {row.key: row.active for row in await session.execute(mine)}


async def all_teams(session: AsyncSession) -> Sequence[int]:
    return await every(session, _all_teams())


@prepared
def _all_teams() -> Select[int]:
    return select(Team.id).order_by(Team.id)


# --- absences ---------------------------------------------------------------------------------------------------------
async def be_away(session: AsyncSession, person: str, first: date, last: date) -> bool:
    """Joined with what it overlaps; False when all of it was noted already."""
    touching = (Absence.person == person, Absence.first <= last, Absence.last >= first)
    known = (await session.execute(select(Absence.first, Absence.last).where(*touching))).all()
    if any(row.first <= first and last <= row.last for row in known):
        return False
    await session.execute(delete(Absence).where(*touching).execution_options(synchronize_session=False))
    firsts, lasts = [first, *(row.first for row in known)], [last, *(row.last for row in known)]
    session.add(Absence(person=person, first=min(firsts), last=max(lasts)))
    await session.flush()
    return True


async def be_back(session: AsyncSession, person: str, day: date, today: date) -> tuple[date, date] | None:
    """Ends what holds on this day and isn't over: its first and last day; None when nothing does.

    The days before today stay: whoever had no time to answer on them never will have had.
    """
    held = (Absence.person == person, Absence.first <= day, Absence.last >= max(day, today))
    ends = (await session.execute(select(Absence.first, Absence.last).where(*held))).first()
    for statement in (
        delete(Absence).where(*held, Absence.first >= today),
        update(Absence).where(*held).values(last=today - timedelta(days=1)),
    ):
        await session.execute(statement.execution_options(synchronize_session=False))
    return (ends.first, ends.last) if ends else None


async def memberships(
    session: AsyncSession, *, teams: Iterable[int] = (), people: Iterable[str] = ()
) -> Sequence[tuple[Any, int]]:
    """(person, team) of all memberships of these people and of who is in these teams, in order of joining.

    Only who counts: active full members of the organisation. Columns, and no objects that are tracked.
    """
    rows = await session.execute(*_of_teams_or_people(sorted(set(teams)), sorted(set(people))))
    return [(person, team) for person, team in rows]


@prepared
def _of_teams_or_people(teams: Sequence[int], people: Sequence[str]) -> Select[Any, int]:
    inside = select(Member.person).where(Member.team.in_(teams))
    mine = (
        select(
            Bundle[Any](
                "person",
                PersonRow.key,
                PersonRow.pattern,
                PersonRow.changes_on,
                PersonRow.next_pattern,
                PersonRow.home_team,
                PersonRow.next_home,
                PersonRow.nudges_a_week,
            ),
            Member.team,
        )
        .join(Member, (PersonRow.key == Member.person) & (PersonRow.org == Member.org))
        .where(or_(Member.person.in_(inside), Member.person.in_(people)))
        .where(PersonRow.active, PersonRow.kind == "member")
    )
    return mine.order_by(Member.joined_on, Member.id)
