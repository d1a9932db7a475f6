"""Customer flags: where they stand, those that wait for a meeting, and what takes them down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.klantpet import Flag, Meeting, MeetingDay
from storage.prepared import every, locked, prepared


async def some(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Flag]:
    """Taken down or not."""
    return {row.id: row for row in await session.scalars(select(Flag).where(Flag.id.in_(sorted(set(ids)))))}


async def hold(session: AsyncSession, flag: int) -> Flag | None:
    return await session.scalar(locked(select(Flag).where(Flag.id == flag)))


async def hold_of_token(session: AsyncSession, token: str) -> Flag | None:
    """`token`: as the row keeps it."""
    return await session.scalar(locked(select(Flag).where(Flag.token == token)))


async def waiting(session: AsyncSession, team: int, today: date) -> Sequence[Flag]:
    return (await session.scalars(_waiting([team], today))).all()


async def hold_waiting(session: AsyncSession, teams: Iterable[int], today: date) -> Sequence[Flag]:
    """Of these teams, still good on this day; locked in one statement, by id."""
    return (await session.scalars(locked(_waiting(teams, today)))).all()


async def hold_put_off(
    session: AsyncSession, occurrences: Iterable[int], teams: Iterable[int], today: date
) -> Sequence[Flag]:
    """Those that stand at one of these occurrences, and those that wait in one of these teams; locked, by id."""
    stands = Flag.occurrence.in_(sorted(set(occurrences)))
    waits = Flag.occurrence.is_(None) & Flag.team.in_(sorted(set(teams))) & (Flag.waits_until >= today)
    mine = select(Flag).where(or_(stands, waits), Flag.gone.is_(False)).order_by(Flag.id)
    return (await session.scalars(locked(mine))).all()


async def of_meeting(session: AsyncSession, meeting: int) -> Sequence[Flag]:
    """Those that still stand at any of its occurrences."""
    days = select(MeetingDay.id).where(MeetingDay.meeting == meeting)
    mine = select(Flag).where(Flag.occurrence.in_(days), Flag.gone.is_(False))
    return (await session.scalars(mine.order_by(Flag.id))).all()


async def up_since(session: AsyncSession, team: int, before: date) -> Sequence[Flag]:
    """With a text that everybody reads, at this team's meetings before this day; newest first."""
    old = select(MeetingDay.id).where(MeetingDay.team == team, MeetingDay.day < before, MeetingDay.quiet.is_(False))
    mine = select(Flag).where(Flag.occurrence.in_(old), Flag.gone.is_(False), Flag.text.is_not(None))
    return (await session.scalars(mine.order_by(Flag.id.desc()))).all()


async def hold_named_waiting(session: AsyncSession, teams: Iterable[int]) -> Sequence[Flag]:
    """Those of these teams with a name that wait for a meeting, or did in vain; locked in one statement, by id."""
    return await every(session, _held_named_waiting(sorted(set(teams))))


@prepared
def _held_named_waiting(teams: Sequence[int]) -> Select[Flag]:
    return locked(select(Flag).where(*_named_waiting(teams)).order_by(Flag.id))


async def teams_waiting(session: AsyncSession, teams: Iterable[int]) -> Sequence[int]:
    """In which of these teams there are such."""
    return await every(session, _teams_waiting(sorted(set(teams))))


@prepared
def _teams_waiting(teams: Sequence[int]) -> Select[int]:
    return select(Flag.team).where(*_named_waiting(teams)).distinct().order_by(Flag.team)


def _named_waiting(teams: Sequence[int]) -> tuple[Any, ...]:
    mine = (Flag.team.in_(teams), Flag.occurrence.is_(None), Flag.gone.is_(False))
    return (*mine, Flag.person.is_not(None), Flag.waits_until.is_not(None))


async def meetings_of(session: AsyncSession, team: int, since: date) -> Mapping[int, Meeting]:
    """Those of this team that haven't ended, or not before this day."""
    ended = or_(Meeting.ended_on.is_(None), Meeting.ended_on >= since)
    mine = select(Meeting).where(Meeting.team == team, ended).order_by(Meeting.id)
    return {row.id: row for row in await session.scalars(mine)}


def _waiting(teams: Iterable[int], today: date) -> Select[Any]:
    mine = (Flag.team.in_(sorted(set(teams))), Flag.occurrence.is_(None), Flag.gone.is_(False))
    return select(Flag).where(*mine, Flag.waits_until >= today).order_by(Flag.id)
