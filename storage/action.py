"""Improvement actions: what a team tries, what customers are to notice, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Select, Update, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.dagstart import Key
from storage.people import OfTeam
from storage.prepared import every, locked, prepared

RUNNING = ("PLAN", "DO", "CHECK", "ACT")
OPEN = ("PROPOSED", *RUNNING)
WHOLE = {"synchronize_session": False}


class ImprovementAction(OfTeam, Base):
    """The root on which all that happens to one action waits in line. `state`: see the rules.

    `asked` was asked to take it up, and is no owner before they agree; that was said at `put_at`, the question goes out
    at `asked_at`, and `asks` counts whom it was put to. `link` is what it belongs to: “kpi:3” or “point:12”. `check_on`
    is the team's date on which it looks whether it works, or last did; `delayed`: a day later than was planned, as its
    owner was away. `closed_on` is the date on which it was over. `result`: works, partly or notyet. `cycle` counts
    from 1; `extensions` those of this cycle. `told_on` is the day of the board that said it is done. `still_asked_on`:
    since then it is asked whether it is still needed; of a proposal, since then it is back with its proposer, or was
    until it lapsed. `ownerless_on`: since then it waits, or waited, for somebody, as its owner let go.
    """

    __tablename__ = "improvement_actions"

    what: Mapped[str]
    effect: Mapped[str]
    evidence: Mapped[str | None]
    link: Mapped[str | None]
    proposer: Mapped[str | None]
    asked: Mapped[str | None]
    owner: Mapped[str | None]
    state: Mapped[str]
    check_on: Mapped[date]
    at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    result: Mapped[str | None]
    cycle: Mapped[int] = mapped_column(default=1)
    extensions: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]
    told_on: Mapped[date | None]
    still_asked_on: Mapped[date | None]
    asked_at: Mapped[datetime | None]
    put_at: Mapped[datetime | None]
    asks: Mapped[int] = mapped_column(default=0)
    delayed: Mapped[bool] = mapped_column(default=False)
    ownerless_on: Mapped[date | None]
    former_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            Index("ix_improvement_actions_team", "org", "team", "state"),
            Index("ix_improvement_actions_told", "org", "team", "told_on"),
            Index("ix_improvement_actions_owner", "org", "owner"),
            Index("ix_improvement_actions_asked", "org", "asked"),
            Index("ix_improvement_actions_proposer", "org", "proposer"),
            Index("ix_improvement_actions_link", "org", "link"),
        )


Row = ImprovementAction


# --- some of them -----------------------------------------------------------------------------------------------------
async def get(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, ImprovementAction]:
    return {row.id: row for row in await session.scalars(*_some(sorted(set(ids))))}


@prepared
def _some(ids: Sequence[int]) -> Select[ImprovementAction]:
    return select(Row).where(Row.id.in_(ids))


async def hold(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, ImprovementAction]:
    """Locked in one statement, by id."""
    return {row.id: row for row in await session.scalars(*_held(sorted(set(ids))))}


@prepared
def _held(ids: Sequence[int]) -> Select[ImprovementAction]:
    return locked(select(Row).where(Row.id.in_(ids)).order_by(Row.id))


# --- of teams ---------------------------------------------------------------------------------------------------------
async def open_in(session: AsyncSession, teams: Iterable[int]) -> Sequence[ImprovementAction]:
    mine = select(Row).where(Row.team.in_(sorted(set(teams))), Row.state.in_(OPEN))
    return (await session.scalars(mine.order_by(Row.id))).all()


async def running_in(session: AsyncSession, teams: Iterable[int]) -> Sequence[int]:
    """Those that a team reads of."""
    mine = select(Row.id).where(Row.team.in_(sorted(set(teams))), Row.state.in_(RUNNING))
    return (await session.scalars(mine)).all()


async def since(session: AsyncSession, teams: Iterable[int], first: date) -> Sequence[ImprovementAction]:
    """Those that were open, or said to be done on a board, on this day or later; not those that wait for consent."""
    return await every(session, _since(sorted(set(teams)), first))


@prepared
def _since(teams: Sequence[int], first: date) -> Select[ImprovementAction]:
    late = or_(Row.state.in_(OPEN), Row.closed_on >= first, Row.told_on >= first)
    return select(Row).where(Row.team.in_(teams), Row.state != "PROPOSED", late).order_by(Row.id)


async def linked(session: AsyncSession, keys: Iterable[str]) -> Sequence[ImprovementAction]:
    """Oldest first."""
    mine = select(Row).where(Row.link.in_(sorted(set(keys)))).order_by(Row.id)
    return (await session.scalars(mine)).all()


# --- of people --------------------------------------------------------------------------------------------------------
async def of(session: AsyncSession, person: str) -> Sequence[ImprovementAction]:
    """What is open and this person's: owned, asked of them, or proposed and not taken up by anybody."""
    proposed = and_(Row.proposer == person, Row.state == "PROPOSED")
    mine = select(Row).where(or_(Row.owner == person, Row.asked == person, proposed), Row.state.in_(OPEN))
    return (await session.scalars(mine.order_by(Row.id))).all()


async def checked_by(session: AsyncSession, people: Iterable[str]) -> Sequence[ImprovementAction]:
    """Of whose action a team looks at this moment whether it works."""
    return await every(session, _checked_by(sorted(set(people))))


@prepared
def _checked_by(people: Sequence[str]) -> Select[ImprovementAction]:
    return select(Row).where(Row.owner.in_(people), Row.state == "CHECK").order_by(Row.id)


# --- boards -----------------------------------------------------------------------------------------------------------
async def tell_done(session: AsyncSession, teams: Iterable[int], day: date) -> None:
    """What these teams finished and no board has said yet, the board of this day does."""
    await session.execute(*_tell_done(sorted(set(teams)), day))


@prepared
def _tell_done(teams: Sequence[int], day: date) -> Update:
    mine = update(Row).where(Row.team.in_(teams), Row.state == "DONE", Row.told_on.is_(None))
    return mine.values(told_on=day).execution_options(**WHOLE)


async def untell(session: AsyncSession, boards: Iterable[Key]) -> None:
    """Nobody read these boards."""
    keys = or_(*(and_(Row.team == team, Row.told_on == day) for team, day in sorted(set(boards))))
    await session.execute(update(Row).where(keys).values(told_on=None).execution_options(**WHOLE))
