"""Dialogues by who goes, who planned them, and how long they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dialogue import Dialogue
from storage.prepared import delete_before, every, locked, prepared

COMING = ("PLANNED", "CHANGED")


async def coming(session: AsyncSession, people: Iterable[str], since: date) -> Sequence[Dialogue]:
    """That these people go to or planned, from this day on, by start."""
    return await every(session, _coming(sorted(set(people)), since))


@prepared
def _coming(people: Sequence[str], since: date) -> Select[Dialogue]:
    whose = or_(Dialogue.person.in_(people), Dialogue.organiser.in_(people))
    mine = select(Dialogue).where(whose, Dialogue.day >= since, Dialogue.state.in_(COMING))
    return mine.order_by(Dialogue.starts_at, Dialogue.id)


async def hold_all_coming(session: AsyncSession, since: date) -> Sequence[Dialogue]:
    """Of the whole organisation; locked by id."""
    mine = select(Dialogue).where(Dialogue.day >= since, Dialogue.state.in_(COMING))
    return (await session.scalars(locked(mine.order_by(Dialogue.id)))).all()


async def of(session: AsyncSession, person: str) -> Sequence[Dialogue]:
    """All that this person went to, goes to or planned, newest first."""
    mine = select(Dialogue).where(_whose(person)).order_by(Dialogue.day.desc(), Dialogue.id.desc())
    return (await session.scalars(mine)).all()


async def hold_of(session: AsyncSession, person: str) -> Sequence[Dialogue]:
    mine = select(Dialogue).where(_whose(person)).order_by(Dialogue.id)
    return (await session.scalars(locked(mine))).all()


def _whose(person: str) -> ColumnElement[bool]:
    return or_(Dialogue.person == person, Dialogue.organiser == person, Dialogue.former == person)


async def forget(session: AsyncSession, before: date) -> None:
    await delete_before(session, Dialogue.day, before)
