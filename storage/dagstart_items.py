"""What was shared in the dagstart: read for many boards at once, and held one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import insert
from storage.dagstart import DagstartItem, HelpAsked, Key
from storage.prepared import every, locked, prepared


# --- items ------------------------------------------------------------------------------------------------------------
async def items_on(session: AsyncSession, keys: Iterable[Key]) -> Mapping[Key, Sequence[DagstartItem]]:
    """What can be read on these boards, oldest first."""
    found: dict[Key, list[DagstartItem]] = {}
    for row in await session.scalars(*_items_on(sorted(set(keys)))):
        if row.day is not None:
            found.setdefault((row.team, row.day), []).append(row)
    return found


@prepared
def _items_on(keys: Sequence[Key]) -> Select[DagstartItem]:
    wanted = tuple_(DagstartItem.team, DagstartItem.day).in_(keys)
    shown = (DagstartItem.text.is_not(None), ~DagstartItem.hidden)
    return select(DagstartItem).where(wanted, *shown).order_by(DagstartItem.id)


async def waiting(session: AsyncSession, teams: Iterable[int]) -> Sequence[DagstartItem]:
    """What came after closing, for the next board."""
    return await every(session, _waiting(sorted(set(teams))))


@prepared
def _waiting(teams: Sequence[int]) -> Select[DagstartItem]:
    mine = (DagstartItem.team.in_(teams), DagstartItem.day.is_(None), DagstartItem.text.is_not(None))
    return select(DagstartItem).where(*mine).order_by(DagstartItem.id)


async def standing(session: AsyncSession, keys: Iterable[Key]) -> Sequence[DagstartItem]:
    """Everything on these boards, hidden or not."""
    wanted = tuple_(DagstartItem.team, DagstartItem.day).in_(sorted(set(keys)))
    return (await session.scalars(select(DagstartItem).where(wanted).order_by(DagstartItem.id))).all()


async def item(session: AsyncSession, id: int) -> DagstartItem | None:
    return await session.scalar(select(DagstartItem).where(DagstartItem.id == id))


async def hold_item(session: AsyncSession, id: int) -> DagstartItem | None:
    return await session.scalar(locked(select(DagstartItem).where(DagstartItem.id == id)))


async def items(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, DagstartItem]:
    rows = await session.scalars(select(DagstartItem).where(DagstartItem.id.in_(sorted(set(ids)))))
    return {row.id: row for row in rows}


async def shared_by(session: AsyncSession, team: int, person: str, block: int, origin: date) -> int:
    """How much this person shared in this block on this day; what was withdrawn doesn't count."""
    return await session.scalar(*_shared_by(team, person, block, origin)) or 0


@prepared
def _shared_by(team: int, person: str, block: int, origin: date) -> Select[int]:
    mine = (DagstartItem.author == person, DagstartItem.origin == origin, DagstartItem.text.is_not(None))
    counted = select(func.count()).select_from(DagstartItem)
    return counted.where(DagstartItem.team == team, DagstartItem.block == block, *mine)


async def by(session: AsyncSession, teams: Iterable[int], person: str, first: date) -> Sequence[DagstartItem]:
    """What this person shared on boards from this day on, or for the next one; hidden or not, oldest first."""
    mine = (DagstartItem.author == person, DagstartItem.team.in_(sorted(set(teams))), DagstartItem.text.is_not(None))
    current = or_(DagstartItem.day.is_(None), DagstartItem.day >= first)
    return (await session.scalars(select(DagstartItem).where(*mine, current).order_by(DagstartItem.id))).all()


async def block_of(
    session: AsyncSession, team: int, block: int, person: str, first: date, most: int
) -> Sequence[DagstartItem]:
    """What was shared in this block from this day on, as far as this person can read it; newest first."""
    shown = (DagstartItem.text.is_not(None), ~DagstartItem.hidden, DagstartItem.origin >= first)
    readable = or_(DagstartItem.day.is_not(None), DagstartItem.author == person)
    found = select(DagstartItem).where(DagstartItem.team == team, DagstartItem.block == block, *shown, readable)
    return (await session.scalars(found.order_by(DagstartItem.id.desc()).limit(most))).all()


async def block_by(
    session: AsyncSession, teams: Iterable[int], block: int, person: str, first: date
) -> Sequence[DagstartItem]:
    """What this person shared in this block from this day on, newest first."""
    mine = (DagstartItem.author == person, DagstartItem.origin >= first, DagstartItem.text.is_not(None))
    found = select(DagstartItem).where(DagstartItem.team.in_(sorted(set(teams))), DagstartItem.block == block, *mine)
    return (await session.scalars(found.order_by(DagstartItem.id.desc()))).all()


async def asked_of(session: AsyncSession, boards: Iterable[Key], person: str) -> Sequence[DagstartItem]:
    """Requests for help on these boards that this person has not answered."""
    on_board = tuple_(DagstartItem.team, DagstartItem.day).in_(sorted(set(boards)))
    open_still = (DagstartItem.to == person, DagstartItem.help == "asked", DagstartItem.text.is_not(None))
    found = select(DagstartItem).where(on_board, *open_still, ~DagstartItem.hidden)
    return (await session.scalars(found.order_by(DagstartItem.id))).all()


async def may_ask(session: AsyncSession, org: str, person: str, day: date) -> bool:
    """Spends this person's one request for help of the day; False when it was spent already."""
    statement = insert(session)(HelpAsked).values(org=org, person=person, day=day)
    done = await session.execute(statement.on_conflict_do_nothing().returning(HelpAsked.id))
    return done.first() is not None


# --- what goes --------------------------------------------------------------------------------------------------------
async def leave(session: AsyncSession, person: str, former_on: date) -> None:
    """From this day on what a left account shared has no author."""
    mine = update(DagstartItem).where(DagstartItem.author == person).values(former_on=former_on)
    await session.execute(mine.execution_options(synchronize_session=False))


async def come_back(session: AsyncSession, persons: Iterable[str]) -> None:
    """What these shared keeps its author, where it still has one."""
    mine = update(DagstartItem).where(
        DagstartItem.author.in_(sorted(set(persons))), DagstartItem.former_on.is_not(None)
    )
    await session.execute(mine.values(former_on=None).execution_options(synchronize_session=False))
