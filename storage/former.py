"""Who was in a team and left it: so that what is told of those days keeps naming nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint, delete, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from storage.base import Base, batches, insert
from storage.people import Member, OfTeam, Team
from storage.prepared import delete_before


class FormerMember(OfTeam, Base):
    __tablename__ = "former_members"

    person: Mapped[str]
    left_on: Mapped[date]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team", "person"), Index("ix_former_members_person", "org", "person"))


async def near(session: AsyncSession, teams: Iterable[int]) -> Sequence[tuple[int, str]]:
    """(team, person) of who is or was in one of these."""
    wanted = sorted(set(teams))
    return await _both(session, *(row.team.in_(wanted) for row in (Member, FormerMember)))


async def teams_of(session: AsyncSession, people: Iterable[str]) -> Sequence[tuple[int, str]]:
    """(team, person) of where these are or were."""
    wanted = sorted(set(people))
    return await _both(session, *(row.person.in_(wanted) for row in (Member, FormerMember)))


async def _both(session: AsyncSession, member: Any, left: Any) -> Sequence[tuple[int, str]]:
    inside = select(Member.team, Member.person).where(member)
    once = select(FormerMember.team, FormerMember.person).where(left)
    return [(team, person) for team, person in await session.execute(union(inside, once))]


async def of_person(session: AsyncSession, person: str) -> Sequence[tuple[str, date]]:
    """The names of the teams that they left, and when."""
    mine = select(Team.name, FormerMember.left_on).join(Team, Team.id == FormerMember.team)
    rows = await session.execute(mine.where(FormerMember.person == person).order_by(FormerMember.left_on.desc()))
    return [(name, on) for name, on in rows]


async def leave(session: AsyncSession, org: str, team: int, people: Iterable[str], day: date) -> None:
    rows = [{"org": org, "team": team, "person": person, "left_on": day} for person in sorted(set(people))]
    for some in batches(rows):
        new = insert(session)(FormerMember).values(some)
        again = new.on_conflict_do_update(
            index_elements=["org", "team", "person"], set_={"left_on": new.excluded.left_on}
        )
        await session.execute(again)


async def come_back(session: AsyncSession, team: int, people: Iterable[str]) -> None:
    await _forget(session, (FormerMember.team == team) & FormerMember.person.in_(sorted(set(people))))


async def drop(session: AsyncSession, person: str) -> None:
    await _forget(session, FormerMember.person == person)


async def forget(session: AsyncSession, before: date) -> None:
    await delete_before(session, FormerMember.left_on, before)


async def _forget(session: AsyncSession, which: Any) -> None:
    await session.execute(delete(FormerMember).where(which).execution_options(synchronize_session=False))
