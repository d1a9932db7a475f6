"""A team's figures: what each is, who follows it, and its value of each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Select, UniqueConstraint, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, OfOrg
from storage.people import OfTeam
from storage.prepared import every, locked, prepared


class Kpi(OfTeam, Base):
    """The root on which all that happens to one figure waits in line. `state`: ACTIVE, OWNERLESS or ARCHIVED.

    `target` is in tenths of the unit, as values are. `days` are the ISO weekdays of the dagstarts on which the figure
    of the working day before is expected. `decimals`: 0 or 1. `advised_on` is the day of the team's board on which an
    action was last advised; `ownerless_on` the team's date on which whoever followed it left.
    """

    __tablename__ = "kpis"

    name: Mapped[str]
    unit: Mapped[str]
    better: Mapped[str]  # higher | lower
    target: Mapped[int | None]
    drivers: Mapped[str | None]
    owner: Mapped[str | None]
    deputy: Mapped[str | None]
    days: Mapped[str]
    decimals: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="ACTIVE")
    created_at: Mapped[datetime]
    advised_on: Mapped[date | None]
    ownerless_on: Mapped[date | None]

    @classmethod
    def keys(cls) -> tuple[Any, ...]:
        return (
            Index("ix_kpis_team", "org", "team", "state"),
            Index("ix_kpis_owner", "org", "owner"),
            Index("ix_kpis_deputy", "org", "deputy"),
        )


class KpiValue(OfOrg, Base):
    """`day` is the working day that the figure is about. `value` in tenths of the unit; None: there is none that day.

    Who entered it, and when, is stored nowhere. `counts`: it was there before the board on which it stands closed.
    """

    __tablename__ = "kpi_values"

    kpi: Mapped[int]
    day: Mapped[date]
    value: Mapped[int | None]
    remark: Mapped[str | None]
    counts: Mapped[bool] = mapped_column(default=True)
    edited: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            ForeignKeyConstraint(["org", "kpi"], ["kpis.org", "kpis.id"], ondelete="CASCADE"),
            UniqueConstraint("org", "kpi", "day"),
            Index("ix_kpi_values_day", "org", "day"),
        )


# --- the figures ------------------------------------------------------------------------------------------------------
@prepared
def _active(teams: Sequence[int]) -> Select[Kpi]:
    return select(Kpi).where(Kpi.team.in_(teams), Kpi.state != "ARCHIVED").order_by(Kpi.id)


async def of_teams(session: AsyncSession, teams: Iterable[int]) -> Sequence[Kpi]:
    """Those that aren't archived, in the order in which they were made."""
    return await every(session, _active(sorted(set(teams))))


async def whole(session: AsyncSession, team: int) -> Sequence[Kpi]:
    """Of one team, archived or not, in the order in which they were made."""
    return (await session.scalars(select(Kpi).where(Kpi.team == team).order_by(Kpi.id))).all()


async def teams_with(session: AsyncSession, teams: Iterable[int]) -> set[int]:
    """Those of these teams that have figures."""
    mine = select(Kpi.team).where(Kpi.team.in_(sorted(set(teams))), Kpi.state != "ARCHIVED")
    return set(await session.scalars(mine.distinct()))


async def get(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Kpi]:
    return {row.id: row for row in await session.scalars(*_figures(sorted(set(ids))))}


@prepared
def _figures(ids: Sequence[int]) -> Select[Kpi]:
    return select(Kpi).where(Kpi.id.in_(ids))


async def hold(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, Kpi]:
    """Locked in one statement, by id."""
    return {row.id: row for row in await session.scalars(*_held(sorted(set(ids))))}


@prepared
def _held(ids: Sequence[int]) -> Select[Kpi]:
    return locked(select(Kpi).where(Kpi.id.in_(ids)).order_by(Kpi.id))


async def hold_advised(session: AsyncSession, boards: Iterable[tuple[int, date]]) -> Sequence[Kpi]:
    """Those of which an advice stands on one of these boards of a team, locked in one statement, by id."""
    keys = [and_(Kpi.team == team, Kpi.advised_on == day) for team, day in sorted(set(boards))]
    mine = select(Kpi).where(or_(false(), *keys), Kpi.state != "ARCHIVED")
    return (await session.scalars(locked(mine.order_by(Kpi.id)))).all()


# --- whose they are ---------------------------------------------------------------------------------------------------
async def followed_by(session: AsyncSession, persons: Iterable[str]) -> Sequence[Kpi]:
    """Those that any of these people follow or stand in for, but what is archived, in the order of making."""
    return await every(session, _followed(sorted(set(persons))))


@prepared
def _followed(persons: Sequence[str]) -> Select[Kpi]:
    mine = or_(Kpi.owner.in_(persons), Kpi.deputy.in_(persons))
    return select(Kpi).where(mine, Kpi.state != "ARCHIVED").order_by(Kpi.id)


async def naming(session: AsyncSession, person: str, team: int | None = None) -> Sequence[Kpi]:
    """All that hold this person's key, archived or not."""
    mine = select(Kpi).where(_of([person]), *([] if team is None else [Kpi.team == team]))
    return (await session.scalars(mine.order_by(Kpi.id))).all()


def _of(persons: Iterable[str]) -> Any:
    keys = sorted(set(persons))
    return or_(Kpi.owner.in_(keys), Kpi.deputy.in_(keys))


# --- their values -----------------------------------------------------------------------------------------------------
async def values(session: AsyncSession, kpis: Iterable[int], first: date, last: date) -> Sequence[KpiValue]:
    """Of these days, in their order."""
    mine = select(KpiValue).where(KpiValue.kpi.in_(sorted(set(kpis))), KpiValue.day.between(first, last))
    return (await session.scalars(mine.order_by(KpiValue.kpi, KpiValue.day))).all()


async def around(
    session: AsyncSession, kpis: Iterable[int], first: date, last: date, *, lately: timedelta, before: int
) -> Sequence[Any]:
    """What was entered for these days, and of each figure the `before` newest numbers before them, as far as `lately`.

    Columns and no objects that are tracked; by figure and day.
    """
    ids = sorted(set(kpis))
    older = (KpiValue.kpi.in_(ids), KpiValue.value.is_not(None), KpiValue.day < first, KpiValue.day >= first - lately)
    place = func.row_number().over(partition_by=KpiValue.kpi, order_by=KpiValue.day.desc())
    ranked = select(KpiValue.id, place.label("place")).where(*older).subquery()
    newest = select(ranked.c.id).where(ranked.c.place <= before)
    columns = (KpiValue.kpi, KpiValue.day, KpiValue.value, KpiValue.remark, KpiValue.counts, KpiValue.edited)
    mine = (KpiValue.kpi.in_(ids), or_(KpiValue.day.between(first, last), KpiValue.id.in_(newest)))
    return (await session.execute(select(*columns).where(*mine).order_by(KpiValue.kpi, KpiValue.day))).all()


async def value(session: AsyncSession, kpi: int, day: date) -> KpiValue | None:
    """Of a figure that is held."""
    return await session.scalar(select(KpiValue).where(KpiValue.kpi == kpi, KpiValue.day == day))


async def last_numbers(
    session: AsyncSession, kpis: Iterable[int], first: date, last: date, n: int
) -> Mapping[int, Sequence[int]]:
    """Of each figure, of this stretch of days, the newest first."""
    within = (KpiValue.kpi.in_(sorted(set(kpis))), KpiValue.day.between(first, last), KpiValue.value.is_not(None))
    place = func.row_number().over(partition_by=KpiValue.kpi, order_by=KpiValue.day.desc())
    ranked = select(KpiValue.kpi, KpiValue.value, place.label("place")).where(*within).subquery()
    rows = select(ranked.c.kpi, ranked.c.value).where(ranked.c.place <= n).order_by(ranked.c.kpi, ranked.c.place)
    found: dict[int, list[int]] = {}
    for kpi, value in await session.execute(rows):
        found.setdefault(kpi, []).append(value)
    return found


async def have_values(session: AsyncSession, kpi: int) -> bool:
    return await session.scalar(select(KpiValue.id).where(KpiValue.kpi == kpi).limit(1)) is not None
