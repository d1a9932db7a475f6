"""Who wears the cap where, and where something that was heard of a customer is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.klantpet import MeetingDay
from storage.prepared import every, prepared

Wearers = Mapping[date, set[tuple[int, str]]]

# States in which whoever wears the cap can still lose it, and those in which an occurrence took no turn.
HELD: Final = ("INVITED", "ACCEPTED", "CHECKED_IN")
GONE: Final = ("CANCELLED", "STOPPED", "SKIPPED", "MISSED")


async def wearers(session: AsyncSession, first: date, last: date) -> Wearers:
    """Of each of these days, over all teams, the teams with who is asked for a cap there, or wears one."""
    found: dict[date, set[tuple[int, str]]] = {}
    for team, day, wearer in await session.execute(*_wearers(first, last)):
        found.setdefault(day, set()).add((team, str(wearer)))
    return found


@prepared
def _wearers(first: date, last: date) -> Select[int, date, str | None]:
    mine = (MeetingDay.wearer.is_not(None), MeetingDay.state.not_in(GONE), MeetingDay.day.between(first, last))
    return select(MeetingDay.team, MeetingDay.day, MeetingDay.wearer).where(*mine)


async def invited(session: AsyncSession, persons: Iterable[str], now: datetime) -> Sequence[MeetingDay]:
    """What these people are to be asked for, weren't yet, and is still to begin."""
    return await every(session, _invited(sorted(set(persons)), now))


@prepared
def _invited(persons: Sequence[str], now: datetime) -> Select[MeetingDay]:
    mine = (MeetingDay.wearer.in_(persons), MeetingDay.state == "INVITED", MeetingDay.starts_at > now)
    return select(MeetingDay).where(*mine, MeetingDay.delivered_at.is_(None)).order_by(MeetingDay.id)


async def worn_by(session: AsyncSession, person: str, first: date, last: date | None = None) -> Sequence[MeetingDay]:
    """What this person is asked for, accepted, or wears at this moment; by start."""
    days = (MeetingDay.day >= first, *(() if last is None else (MeetingDay.day <= last,)))
    mine = select(MeetingDay).where(MeetingDay.wearer == person, MeetingDay.state.in_(HELD), *days)
    return (await session.scalars(mine.order_by(MeetingDay.starts_at, MeetingDay.id))).all()


async def telling(session: AsyncSession, keys: Iterable[tuple[int, str]]) -> Sequence[tuple[int, int]]:
    """(team, id) of the occurrences that tell one of these facts of their team."""
    wanted = sorted(set(keys))
    mine = (
        tuple_(MeetingDay.team, MeetingDay.fact).in_(wanted),
        MeetingDay.team.in_(sorted({team for team, _key in wanted})),
    )
    rows = await session.execute(select(MeetingDay.team, MeetingDay.id).where(*mine))
    return [(team, key) for team, key in rows]


async def last_question(session: AsyncSession, team: int) -> int:
    """The number of the question that this team was last asked, from 1; 0 before the first."""
    mine = select(MeetingDay.question).where(MeetingDay.team == team, MeetingDay.question != "")
    found = await session.scalar(mine.order_by(MeetingDay.starts_at.desc(), MeetingDay.id.desc()).limit(1))
    return int(found) if found else 0
