"""What compliments hold of one person, and what they hold of anybody for too long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import CompoundSelect, Delete, delete, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from storage.compliment import Compliment, Preference, Receiver
from storage.people import PersonRow
from storage.prepared import delete_before, prepared

WHOLE = {"synchronize_session": False}


# --- of one person ----------------------------------------------------------------------------------------------------
async def given(session: AsyncSession, person: str, *, gone: bool = False) -> Sequence[int]:
    """What this person gave, newest first; with `gone` also what was withdrawn."""
    mine = select(Compliment.id).where(Compliment.giver == person)
    mine = mine if gone else mine.where(Compliment.text.is_not(None))
    return (await session.scalars(mine.order_by(Compliment.id.desc()))).all()


async def received(session: AsyncSession, person: str, *, gone: bool = False) -> Sequence[int]:
    """What this person was given, newest first; with `gone` also what was withdrawn."""
    mine = select(Compliment.id).join(Receiver, Receiver.compliment == Compliment.id).where(Receiver.person == person)
    mine = mine if gone else mine.where(Compliment.text.is_not(None))
    return (await session.scalars(mine.order_by(Compliment.id.desc()))).all()


async def given_since(session: AsyncSession, person: str, moment: datetime) -> Sequence[int]:
    """What this person gave, or what of it came to be read, since this moment, newest first."""
    lately = or_(Compliment.at >= moment, Compliment.read_at >= moment)
    mine = select(Compliment.id).where(Compliment.giver == person, Compliment.text.is_not(None), lately)
    return (await session.scalars(mine.order_by(Compliment.id.desc()))).all()


# --- preferences ------------------------------------------------------------------------------------------------------
async def drop_preference(session: AsyncSession, person: str) -> None:
    await session.execute(delete(Preference).where(Preference.person == person).execution_options(**WHOLE))


async def drop_strange_preferences(session: AsyncSession) -> None:
    """Of those who are no colleagues any more: their account was closed, or they became guests."""
    await session.execute(*_strange())


@prepared
def _strange() -> Delete:
    colleagues = select(PersonRow.key).where(PersonRow.active, PersonRow.kind == "member")
    return delete(Preference).where(Preference.person.not_in(colleagues)).execution_options(**WHOLE)


# --- what goes --------------------------------------------------------------------------------------------------------
async def forget(session: AsyncSession, before: date) -> None:
    """What was given before this day, with who received it."""
    await delete_before(session, Compliment.origin, before)


async def of_former(session: AsyncSession, before: date) -> Sequence[int]:
    """Compliments that hold somebody whose time after a closed account was over before this day."""
    return sorted(await session.scalars(*_of_former(before)))


@prepared
def _of_former(before: date) -> CompoundSelect[int]:
    givers = select(Compliment.id).where(Compliment.former_on < before)
    receivers = select(Receiver.compliment).where(Receiver.former_on < before)
    return union(givers, receivers)


async def about_to_be_former(session: AsyncSession, persons: Iterable[str]) -> Sequence[int]:
    """Compliments that hold one of these people, and only for a while yet."""
    keys = sorted(set(persons))
    givers = select(Compliment.id).where(Compliment.giver.in_(keys), Compliment.former_on.is_not(None))
    receivers = select(Receiver.compliment).where(Receiver.person.in_(keys), Receiver.former_on.is_not(None))
    return sorted(await session.scalars(union(givers, receivers)))
