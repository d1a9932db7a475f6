"""The dagstart's own: settings, days, what was shared, requests for help, and the totals that stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Delete, Index, Select, UniqueConstraint, delete, false, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg
from storage.people import OfTeam
from storage.prepared import every, locked, prepared

Key = tuple[int, date]  # a team and a day of its calendar


class DagstartSettings(OfTeam, Base):
    """`opened` counts the days that opened: it picks the next question. `leaderless`: paused until there is a lead.

    `quiet_open`: the leads were asked about the rhythm after quiet days, and none has chosen yet.
    """

    __tablename__ = "dagstart_settings"

    days: Mapped[str] = mapped_column(default="12345")  # ISO weekdays
    clock: Mapped[time] = mapped_column(default=time(9, 0))
    minutes: Mapped[int] = mapped_column(default=15)
    late: Mapped[int] = mapped_column(default=120)  # minutes after the live part
    rotates: Mapped[bool] = mapped_column(default=True)
    extras: Mapped[str] = mapped_column(default="")  # of checkin, notes, staffing and week; a space between them
    paused_until: Mapped[date | None]  # the first day on which there is one again
    leaderless: Mapped[bool] = mapped_column(default=False)
    quiet_told_on: Mapped[date | None]
    quiet_open: Mapped[bool] = mapped_column(default=False)
    opened: Mapped[int] = mapped_column(default=0)

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team"),)


class DagstartDay(OfTeam, Base):
    """One dagstart, and the root on which all that happens in it waits in line.

    `starts_at` is the plan; the moments after it are counted from the opening. `asked` can't be asked to host again:
    they declined, or weren't reached. `notes_by` wrote the announcement. `posted_at` and
    `delivered_at` are when card and invitation were taken. `live` is the block that the team is at in its live quarter,
    which runs until `live_until`; `parked` are the keys of what it will discuss later.
    """

    __tablename__ = "dagstart_days"

    day: Mapped[date]
    state: Mapped[str] = mapped_column(default="SCHEDULED")
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=0)
    extras: Mapped[str] = mapped_column(default="")
    question: Mapped[int] = mapped_column(default=0)
    posted_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    summarised_at: Mapped[datetime | None]
    late_start: Mapped[bool] = mapped_column(default=False)
    reminded: Mapped[bool] = mapped_column(default=False)
    edited: Mapped[bool] = mapped_column(default=False)
    host: Mapped[str | None]
    host_state: Mapped[str] = mapped_column(default="UNASSIGNED")
    asked: Mapped[list[str]] = mapped_column(JSON, default=list)
    invite_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    swap_to: Mapped[str | None]
    swap_by: Mapped[str | None]
    notes: Mapped[str | None]
    notes_by: Mapped[str | None]
    staffing: Mapped[int | None]
    live: Mapped[int | None]
    live_until: Mapped[datetime | None]
    parked: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    compliments: Mapped[int] = mapped_column(default=0)
    improvements: Mapped[int] = mapped_column(default=0)
    contributions: Mapped[int] = mapped_column(default=0)

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team", "day"), Index("ix_dagstart_days_host", "org", "host", "day"))


class DagstartItem(OfTeam, Base):
    """A contribution. `day` is the board on which it stands, None while it waits for the next; `origin` when it came.

    `text` is None once it was withdrawn. `former_on` is when the author of a left account becomes nobody.
    `untold`: it names somebody whose name is kept no more, and isn't told again.
    """

    __tablename__ = "dagstart_items"

    day: Mapped[date | None]
    origin: Mapped[date]
    at: Mapped[datetime]
    block: Mapped[int]
    author: Mapped[str | None]
    named: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str | None]
    cause: Mapped[str | None]
    help: Mapped[str] = mapped_column(default="")  # "" for no request, then board, asked, yes or no
    to: Mapped[str | None] = mapped_column("receiver")
    edited: Mapped[bool] = mapped_column(default=False)
    hidden: Mapped[bool] = mapped_column(default=False)
    reported: Mapped[bool] = mapped_column(default=False)
    untold: Mapped[bool] = mapped_column(default=False, server_default=false())
    former_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            Index("ix_dagstart_items_day", "org", "team", "day"),
            Index("ix_dagstart_items_author", "org", "author", "origin"),
            Index("ix_dagstart_items_origin", "org", "team", "origin"),
        )


class HelpAsked(OfOrg, Base):
    """Spends the one request for help that a person gets on a day, from whatever team."""

    __tablename__ = "dagstart_help"

    person: Mapped[str]
    day: Mapped[date]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "person", "day"),)


class DagstartWeek(OfTeam, Base):
    """What stays when the days themselves are gone: numbers of one ISO week, and nobody's name."""

    __tablename__ = "dagstart_weeks"

    year: Mapped[int]
    week: Mapped[int]
    planned: Mapped[int]
    held: Mapped[int]
    skipped: Mapped[int]
    missed: Mapped[int]
    compliments: Mapped[int]
    improvements: Mapped[int]
    contributions: Mapped[int]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "team", "year", "week"),)


# --- settings ---------------------------------------------------------------------------------------------------------
async def settings(session: AsyncSession, teams: Iterable[int]) -> Mapping[int, DagstartSettings]:
    return {row.team: row for row in await session.scalars(*_settings(sorted(set(teams))))}


@prepared
def _settings(teams: Sequence[int]) -> Select[DagstartSettings]:
    return select(DagstartSettings).where(DagstartSettings.team.in_(teams))


async def hold_settings(session: AsyncSession, teams: Iterable[int]) -> Mapping[int, DagstartSettings]:
    return {row.team: row for row in await session.scalars(*_held_settings(sorted(set(teams))))}


@prepared
def _held_settings(teams: Sequence[int]) -> Select[DagstartSettings]:
    mine = select(DagstartSettings).where(DagstartSettings.team.in_(teams))
    return locked(mine.order_by(DagstartSettings.id))


# --- days -------------------------------------------------------------------------------------------------------------
def _of_keys(keys: Sequence[Key]) -> Select[DagstartDay]:
    return select(DagstartDay).where(tuple_(DagstartDay.team, DagstartDay.day).in_(keys)).order_by(DagstartDay.id)


_days = prepared(_of_keys)


@prepared
def _held_days(keys: Sequence[Key]) -> Select[DagstartDay]:
    return locked(_of_keys(keys))


async def hold(session: AsyncSession, team: int, day: date) -> DagstartDay | None:
    return (await hold_many(session, [(team, day)])).get((team, day))


async def hold_many(session: AsyncSession, keys: Iterable[Key]) -> Mapping[Key, DagstartDay]:
    """All locked in one statement, in one order: two turns never wait for each other crosswise."""
    return {(row.team, row.day): row for row in await session.scalars(*_held_days(sorted(set(keys))))}


async def days(session: AsyncSession, keys: Iterable[Key]) -> Mapping[Key, DagstartDay]:
    return {(row.team, row.day): row for row in await session.scalars(*_days(sorted(set(keys))))}


async def hold_between(session: AsyncSession, teams: Iterable[int], first: date, last: date) -> Sequence[DagstartDay]:
    return await every(session, _held_between(sorted(set(teams)), first, last))


async def starts(session: AsyncSession, teams: Iterable[int], first: date, last: date) -> Mapping[Key, datetime]:
    """When the days in this range begin, or began."""
    rows = await session.execute(*_starts(sorted(set(teams)), first, last))
    return {(team, day): starts_at for team, day, starts_at in rows}


@prepared
def _starts(teams: Sequence[int], first: date, last: date) -> Select[int, date, datetime]:
    found = select(DagstartDay.team, DagstartDay.day, DagstartDay.starts_at)
    return found.where(DagstartDay.team.in_(teams), DagstartDay.day.between(first, last))


async def between(session: AsyncSession, teams: Iterable[int], first: date, last: date) -> Sequence[DagstartDay]:
    return await every(session, _between(sorted(set(teams)), first, last))


def _in_range(teams: Sequence[int], first: date, last: date) -> Select[DagstartDay]:
    in_teams = DagstartDay.team.in_(teams)
    return select(DagstartDay).where(in_teams, DagstartDay.day.between(first, last)).order_by(DagstartDay.id)


_between = prepared(_in_range)


@prepared
def _held_between(teams: Sequence[int], first: date, last: date) -> Select[DagstartDay]:
    return locked(_in_range(teams, first, last))


async def newest(session: AsyncSession, team: int) -> DagstartDay | None:
    """The last day of which a card was put up."""
    found: DagstartDay | None = await session.scalar(*_newest(team))
    return found


@prepared
def _newest(team: int) -> Select[DagstartDay]:
    posted = (DagstartDay.ends_at.is_not(None), DagstartDay.state != "MISSED")
    return select(DagstartDay).where(DagstartDay.team == team, *posted).order_by(DagstartDay.day.desc()).limit(1)


async def hosting(session: AsyncSession, person: str, first: date, last: date | None = None) -> Sequence[Key]:
    """The days from the first on that this person hosts, is invited for, or was asked to take over."""
    mine = (DagstartDay.host == person) | (DagstartDay.swap_to == person)
    found = select(DagstartDay.team, DagstartDay.day).where(mine, DagstartDay.day >= first)
    found = found if last is None else found.where(DagstartDay.day <= last)
    return [(team, day) for team, day in await session.execute(found.order_by(DagstartDay.id))]


async def invited(session: AsyncSession, persons: Iterable[str], first: date) -> Sequence[DagstartDay]:
    """Days from the first on that have not begun, whose host was drawn and whose invitation reached nobody yet."""
    return await every(session, _invited(sorted(set(persons)), first))


@prepared
def _invited(persons: Sequence[str], first: date) -> Select[DagstartDay]:
    mine = select(DagstartDay).where(DagstartDay.host.in_(persons), DagstartDay.day >= first)
    open_still = (DagstartDay.host_state == "INVITED", DagstartDay.state == "SCHEDULED")
    return mine.where(*open_still, DagstartDay.delivered_at.is_(None)).order_by(DagstartDay.day, DagstartDay.id)


async def hosts(session: AsyncSession, first: date, last: date) -> dict[date, set[tuple[int, str]]]:
    """Of each of these days, over all teams, the teams with their hosts."""
    found: dict[date, set[tuple[int, str]]] = {}
    for team, day, host in await session.execute(*_hosts(first, last)):
        found.setdefault(day, set()).add((team, str(host)))
    return found


@prepared
def _hosts(first: date, last: date) -> Select[int, date, str | None]:
    taken = select(DagstartDay.team, DagstartDay.day, DagstartDay.host).where(DagstartDay.host.is_not(None))
    return taken.where(DagstartDay.day.between(first, last))


# --- what goes --------------------------------------------------------------------------------------------------------
async def old_days(session: AsyncSession, teams: Iterable[int], before: date) -> Sequence[DagstartDay]:
    return await every(session, _old_days(sorted(set(teams)), before))


@prepared
def _old_days(teams: Sequence[int], before: date) -> Select[DagstartDay]:
    return select(DagstartDay).where(DagstartDay.team.in_(teams), DagstartDay.day < before)


async def drop_days(session: AsyncSession, teams: Iterable[int], before: date) -> None:
    await session.execute(*_dropped_days(sorted(set(teams)), before))


@prepared
def _dropped_days(teams: Sequence[int], before: date) -> Delete:
    gone = delete(DagstartDay).where(DagstartDay.team.in_(teams), DagstartDay.day < before)
    return gone.execution_options(synchronize_session=False)
