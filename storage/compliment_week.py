"""Compliments of a week, the team's own settings about them, and customers who can be thanked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import insert
from storage.compliment import Compliment, ComplimentSettings, paired
from storage.people import Team
from storage.prepared import every, locked, prepared

IN_A_WEEK: Final = 30  # of a kind, from which a week's selection is made: far more than the few that are picked
READABLE: Final = (Compliment.state == "PUBLISHED", Compliment.place.in_(("board", "channel")))  # by the whole team


# --- customers who can be thanked -------------------------------------------------------------------------------------
async def taken_by(session: AsyncSession, persons: Iterable[str]) -> Sequence[Compliment]:
    """Of whom these persons took it upon them to thank the customer, and haven't yet; oldest first."""
    mine = (Compliment.thanks_by.in_(sorted(set(persons))), ~Compliment.thanked, Compliment.state == "PUBLISHED")
    return (await session.scalars(select(Compliment).where(*mine).order_by(Compliment.id))).all()


async def to_thank(session: AsyncSession, teams: Iterable[int], after: datetime) -> Mapping[int, int]:
    """How many customers of what these teams read since then have had no thanks yet."""
    mine = (Compliment.team.in_(sorted(set(teams))), Compliment.read_at >= after, *READABLE)
    counted = select(Compliment.team, func.count()).where(*mine, Compliment.kind == "customer", ~Compliment.thanked)
    rows = await session.execute(counted.group_by(Compliment.team))
    return {team: n for team, n in rows if n}


async def free_thanks(session: AsyncSession, person: str, team: int | None = None) -> None:
    """Customers whom this person took upon them to thank, and hasn't thanked yet, are anybody's again."""
    mine = update(Compliment).where(Compliment.thanks_by == person, ~Compliment.thanked)
    mine = mine if team is None else mine.where(Compliment.team == team)
    freed = mine.values(thanks_by=None, thanks_on=None, reminded=False)
    await session.execute(freed.execution_options(synchronize_session=False))


# --- the week ---------------------------------------------------------------------------------------------------------
async def newest_read(session: AsyncSession, teams: Iterable[int], after: datetime) -> Mapping[int, datetime]:
    """Since when the newest can be read that each of these teams got after this moment."""
    mine = (Compliment.team == Team.id, Compliment.read_at >= after, *READABLE)
    newest = select(Compliment.read_at).where(*mine).order_by(Compliment.read_at.desc()).limit(1)
    rows = select(Team.id, newest.scalar_subquery()).where(Team.id.in_(sorted(set(teams))))
    return {team: at for team, at in await session.execute(rows) if at is not None}


async def read_since(session: AsyncSession, team: int, after: datetime) -> Sequence[int]:
    """What this team reads from this moment on, newest first."""
    mine = select(Compliment.id).where(Compliment.team == team, Compliment.read_at >= after, *READABLE)
    return (await session.scalars(mine.order_by(Compliment.read_at.desc(), Compliment.id.desc()))).all()


async def of_week(session: AsyncSession, teams: Iterable[int], after: datetime) -> Sequence[Compliment]:
    """What these teams read from this moment on and was in no selection; oldest first, IN_A_WEEK of a kind at most."""
    unpicked = func.coalesce(Compliment.picked, "") == ""  # nearly all are: an index of it would lead to all there are
    since = (Compliment.read_at >= after, unpicked)
    mine = (Compliment.team.in_(sorted(set(teams))), *since, *READABLE)
    place = func.row_number().over(
        partition_by=(Compliment.team, Compliment.kind), order_by=(Compliment.read_at, Compliment.id)
    )
    placed = select(Compliment.id, place.label("place")).where(*mine).subquery()
    rows = select(Compliment).join(placed, placed.c.id == Compliment.id).where(placed.c.place <= IN_A_WEEK)
    return (await session.scalars(rows.order_by(Compliment.read_at, Compliment.id))).all()


async def picked(session: AsyncSession, keys: Iterable[tuple[int, str]]) -> Sequence[Compliment]:
    """What stands in the selections of these weeks and can still be read, oldest first."""
    wanted = paired(Compliment.team, Compliment.picked, keys)
    rows = select(Compliment).where(wanted, *READABLE).order_by(Compliment.published_at, Compliment.id)
    return (await session.scalars(rows)).all()


async def selected(session: AsyncSession, keys: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of these weeks of teams that had a selection, whatever became of it."""
    wanted = paired(Compliment.team, Compliment.picked, keys)
    rows = await session.execute(select(Compliment.team, Compliment.picked).where(wanted).distinct())
    return {(team, week) for team, week in rows if week is not None}


# --- settings of a team -----------------------------------------------------------------------------------------------
async def settings(session: AsyncSession, teams: Iterable[int]) -> Mapping[int, ComplimentSettings]:
    return {row.team: row for row in await every(session, _settings(sorted(set(teams))))}


@prepared
def _settings(teams: Sequence[int]) -> Select[ComplimentSettings]:
    return select(ComplimentSettings).where(ComplimentSettings.team.in_(teams))


async def hold_settings(session: AsyncSession, org: str, teams: Iterable[int]) -> Mapping[int, ComplimentSettings]:
    """Locked, by team; rows that weren't there are made."""
    wanted = sorted(set(teams))
    if not wanted:
        return {}
    new = [{"org": org, "team": team, **unset()} for team in wanted]
    await session.execute(insert(session)(ComplimentSettings).values(new).on_conflict_do_nothing())
    mine = select(ComplimentSettings).where(ComplimentSettings.team.in_(wanted)).order_by(ComplimentSettings.team)
    return {row.team: row for row in await session.scalars(locked(mine))}


def unset() -> dict[str, Any]:
    """What holds where a team chose nothing yet."""
    columns = [each for each in ComplimentSettings.__table__.columns if each.default is not None]
    return {each.name: each.default.arg for each in columns if each.default.is_scalar}
