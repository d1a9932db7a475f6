"""Appearances by who speaks, who registered them, and how long they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.prepared import delete_before, every, locked, prepared
from storage.stage import Appearance, BroughtStory


async def coming(session: AsyncSession, people: Iterable[str], since: date) -> Sequence[Appearance]:
    """On which one of these people speaks, from this day on."""
    return await every(session, _coming(sorted(set(people)), since))


@prepared
def _coming(people: Sequence[str], since: date) -> Select[Appearance]:
    mine = select(Appearance).where(Appearance.person.in_(people), Appearance.day >= since)
    return mine.order_by(Appearance.day, Appearance.id)


async def waiting(session: AsyncSession, since: date) -> Sequence[Appearance]:
    """Of the whole organisation, from this day on, for which no story came yet; locked by id."""
    mine = select(Appearance).where(Appearance.day >= since, Appearance.brought_on.is_(None)).order_by(Appearance.id)
    return (await session.scalars(locked(mine))).all()


async def with_story(session: AsyncSession, keys: Iterable[str]) -> Sequence[Appearance]:
    """For which one of these stories came."""
    return (await session.scalars(select(Appearance).where(Appearance.story.in_(sorted(set(keys)))))).all()


async def brought(session: AsyncSession, people: Iterable[str]) -> dict[str, set[int]]:
    """The stories that each of these people got already."""
    mine = select(BroughtStory.person, BroughtStory.story).where(BroughtStory.person.in_(sorted(set(people))))
    found: dict[str, set[int]] = {}
    for person, story in await session.execute(mine):
        found.setdefault(person, set()).add(story)
    return found


async def brought_to(session: AsyncSession, person: str) -> Sequence[int]:
    """Newest first."""
    mine = select(BroughtStory.story).where(BroughtStory.person == person)
    return (await session.scalars(mine.order_by(BroughtStory.id.desc()))).all()


async def forget_brought(session: AsyncSession, person: str) -> None:
    gone = delete(BroughtStory).where(BroughtStory.person == person)
    await session.execute(gone.execution_options(synchronize_session=False))


async def of(session: AsyncSession, person: str) -> Sequence[Appearance]:
    whose = or_(Appearance.person == person, Appearance.by == person)
    rows = await session.scalars(select(Appearance).where(whose).order_by(Appearance.day.desc(), Appearance.id.desc()))
    return rows.all()


async def hold_of(session: AsyncSession, person: str) -> Sequence[Appearance]:
    whose = or_(Appearance.person == person, Appearance.by == person)
    return (await session.scalars(locked(select(Appearance).where(whose).order_by(Appearance.id)))).all()


async def forget(session: AsyncSession, before: date) -> None:
    await delete_before(session, Appearance.day, before)
