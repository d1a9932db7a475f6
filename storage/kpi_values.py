"""Values of figures, many at once: for a picture, a list and an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import insert
from storage.house import CardRow
from storage.kpi import KpiValue

AT_ONCE: Final = 500  # rows in one statement: with their columns well below what a database binds


@dataclass(frozen=True, slots=True)
class New:
    """A value as it is to stand; without a remark, the one that stands already stays. `counts`: for its board."""

    kpi: int
    day: date
    value: int
    remark: str | None
    counts: bool


async def of_figures(
    session: AsyncSession, kpis: Iterable[int], first: date, last: date
) -> Mapping[int, Mapping[date, int]]:
    """The numbers of these days."""
    columns = select(KpiValue.kpi, KpiValue.day, KpiValue.value)
    mine = columns.where(KpiValue.kpi.in_(sorted(set(kpis))), KpiValue.day.between(first, last))
    found: dict[int, dict[date, int]] = {}
    for kpi, day, value in await session.execute(mine.where(KpiValue.value.is_not(None))):
        found.setdefault(kpi, {})[day] = value or 0
    return found


async def since(session: AsyncSession, kpis: Iterable[int]) -> Mapping[int, date]:
    """The day of each one's first number."""
    first = select(KpiValue.kpi, func.min(KpiValue.day)).group_by(KpiValue.kpi)
    mine = first.where(KpiValue.kpi.in_(sorted(set(kpis))), KpiValue.value.is_not(None))
    return {kpi: day for kpi, day in await session.execute(mine) if day is not None}


async def standing(
    session: AsyncSession, kpis: Iterable[int], first: date, last: date
) -> Mapping[tuple[int, date], tuple[int | None, str | None]]:
    """What there is of each figure and day, as (value, remark)."""
    columns = select(KpiValue.kpi, KpiValue.day, KpiValue.value, KpiValue.remark)
    mine = columns.where(KpiValue.kpi.in_(sorted(set(kpis))), KpiValue.day.between(first, last))
    return {(kpi, day): (value, remark) for kpi, day, value, remark in await session.execute(mine)}


async def put(session: AsyncSession, org: str, rows: Sequence[New]) -> None:
    """Of figures that are held. What stood there is replaced, and marked as edited; a day without a number gets one."""
    await session.flush()
    new = insert(session)(KpiValue)
    was_none = KpiValue.value.is_(None)
    replaced = {
        "value": new.excluded.value,
        "remark": func.coalesce(new.excluded.remark, KpiValue.remark),
        "counts": case((was_none, new.excluded.counts), else_=KpiValue.counts),
        "edited": True,
    }
    for start in range(0, len(rows), AT_ONCE):
        some = [{"org": org, "edited": False, **asdict(row)} for row in rows[start : start + AT_ONCE]]
        put = new.values(some).on_conflict_do_update(index_elements=["org", "kpi", "day"], set_=replaced)
        await session.execute(put.execution_options(synchronize_session=False))


async def shared(session: AsyncSession, card: str, about: str) -> bool:
    """Whether this picture was put into the channel already, of a figure that is held."""
    mine = select(CardRow.id).where(CardRow.name == card, CardRow.about == about)
    return await session.scalar(mine) is not None
