"""Look-backs with their answers and results, reminders that were given, and what was learned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.alsdan import (
    Agreement,
    AgreementVersion,
    Aid,
    AlsdanSettings,
    Learned,
    LookAnswer,
    LookBack,
    LookResult,
)
from storage.base import insert
from storage.prepared import locked, prepared

Key = tuple[int, int, int]  # team, ISO year, ISO week
GONE = {"synchronize_session": False}


def unset() -> AlsdanSettings:
    """What holds where a team chose nothing yet; in no session."""
    columns = [each for each in AlsdanSettings.__table__.columns if each.default is not None]
    return AlsdanSettings(**{each.name: each.default.arg for each in columns if each.default.is_scalar})


# --- look-backs -------------------------------------------------------------------------------------------------------
def _of(keys: Iterable[Key]) -> Any:
    mine = tuple_(LookBack.team, LookBack.year, LookBack.week).in_(sorted(set(keys)))
    return select(LookBack).where(mine).order_by(LookBack.id)


async def look_backs(session: AsyncSession, keys: Iterable[Key]) -> Mapping[Key, LookBack]:
    return {(row.team, row.year, row.week): row for row in await session.scalars(_of(keys))}


async def hold(session: AsyncSession, keys: Iterable[Key]) -> Mapping[Key, LookBack]:
    """Locked in one statement, by id."""
    return {(row.team, row.year, row.week): row for row in await session.scalars(locked(_of(keys)))}


async def newest(session: AsyncSession, teams: Iterable[int]) -> Mapping[int, LookBack]:
    """The last one of each of these teams; those without one aren't in it."""
    last = select(func.max(LookBack.id)).where(LookBack.team.in_(sorted(set(teams)))).group_by(LookBack.team)
    rows = await session.scalars(select(LookBack).where(LookBack.id.in_(last)))
    return {row.team: row for row in rows}


async def answers(session: AsyncSession, looks: Iterable[int]) -> Sequence[LookAnswer]:
    return (await session.scalars(select(LookAnswer).where(LookAnswer.look_back.in_(sorted(set(looks)))))).all()


async def answer_of(session: AsyncSession, look: int, agreement: int, person: str) -> LookAnswer | None:
    mine = (LookAnswer.look_back == look, LookAnswer.agreement == agreement, LookAnswer.person == person)
    row: LookAnswer | None = await session.scalar(select(LookAnswer).where(*mine))
    return row


async def forget_answers(session: AsyncSession, looks: Iterable[int]) -> None:
    gone = delete(LookAnswer).where(LookAnswer.look_back.in_(sorted(set(looks))))
    await session.execute(gone.execution_options(**GONE))


async def results(session: AsyncSession, agreements: Iterable[int], since: date) -> Mapping[int, Sequence[LookResult]]:
    """Of look-backs that closed on this day or later, oldest first."""
    mine = select(LookResult).where(LookResult.agreement.in_(sorted(set(agreements))), LookResult.on >= since)
    found: dict[int, list[LookResult]] = {}
    for row in await session.scalars(mine.order_by(LookResult.on, LookResult.id)):
        found.setdefault(row.agreement, []).append(row)
    return found


async def learned(session: AsyncSession, teams: Iterable[int]) -> Sequence[tuple[Agreement, str]]:
    """Of these teams, oldest first, and gone: each is told once."""
    both = (Agreement.id == Learned.agreement) & (Agreement.org == Learned.org)
    mine = select(Agreement, Learned).join(Learned, both).where(Agreement.team.in_(sorted(set(teams))))
    rows = [(row, one) for row, one in await session.execute(mine.order_by(Learned.id))]
    gone = delete(Learned).where(Learned.id.in_([one.id for _row, one in rows]))
    await session.execute(gone.execution_options(**GONE))
    return [(row, one.text) for row, one in rows]


# --- reminders --------------------------------------------------------------------------------------------------------
async def remind(session: AsyncSession, org: str, rows: Sequence[tuple[int, int, date, bool]]) -> None:
    """Of (team, agreement, day, on the board); one a day at most."""
    if rows:
        names = ("team", "agreement", "day", "board")
        new = insert(session)(Aid).values([{"org": org, **dict(zip(names, row, strict=True))} for row in rows])
        await session.execute(new.on_conflict_do_nothing())


async def reminded(session: AsyncSession, agreements: Iterable[int]) -> Mapping[int, date]:
    """The newest day on which there was a reminder of each; those without one aren't in it."""
    mine = select(Aid.agreement, func.max(Aid.day)).where(Aid.agreement.in_(sorted(set(agreements))))
    rows = await session.execute(mine.group_by(Aid.agreement))
    return {agreement: day for agreement, day in rows if day is not None}


async def taken(session: AsyncSession, teams: Iterable[int], since: date) -> Mapping[int, set[date]]:
    """By team the days from this one on that had a reminder of those that come in turn; a time of one's own is none."""
    both = (Agreement.id == Aid.agreement) & (Agreement.org == Aid.org)
    mine = select(Aid.team, Aid.day).join(Agreement, both).where(Agreement.aid == "dagstart", Aid.day >= since)
    found: dict[int, set[date]] = {}
    for team, day in await session.execute(mine.where(Aid.team.in_(sorted(set(teams))))):
        found.setdefault(team, set()).add(day)
    return found


async def on_boards(session: AsyncSession, keys: Iterable[tuple[int, date]]) -> Sequence[tuple[Aid, Agreement]]:
    return [(aid, row) for aid, row in await session.execute(*_on_boards(sorted(set(keys))))]


@prepared
def _on_boards(keys: Sequence[tuple[int, date]]) -> Select[Aid, Agreement]:
    mine = (Aid.board, tuple_(Aid.team, Aid.day).in_(keys), Agreement.id == Aid.agreement)
    return select(Aid, Agreement).where(*mine).order_by(Aid.id)


async def aids(session: AsyncSession, agreement: int, since: date) -> Sequence[date]:
    mine = select(Aid.day).where(Aid.agreement == agreement, Aid.day >= since)
    return (await session.scalars(mine.order_by(Aid.day))).all()


# --- one agreement ----------------------------------------------------------------------------------------------------
async def versions(session: AsyncSession, agreement: int) -> Sequence[AgreementVersion]:
    mine = select(AgreementVersion).where(AgreementVersion.agreement == agreement)
    return (await session.scalars(mine.order_by(AgreementVersion.version))).all()
