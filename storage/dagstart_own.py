"""What the dagstart holds of one person, and what it holds of anybody for too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, String, Update, cast, delete, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dagstart import DagstartDay, DagstartItem, HelpAsked
from storage.people import Rota
from storage.prepared import delete_before, locked, prepared

WHOLE = {"synchronize_session": False}


# --- of one person ----------------------------------------------------------------------------------------------------
async def items_of(session: AsyncSession, person: str) -> Sequence[DagstartItem]:
    """What this person shared and can still be read, newest first."""
    mine = select(DagstartItem).where(DagstartItem.author == person, DagstartItem.text.is_not(None))
    return (await session.scalars(mine.order_by(DagstartItem.id.desc()))).all()


async def hold_items(session: AsyncSession, person: str) -> Sequence[DagstartItem]:
    """All that this person shared, withdrawn or not."""
    mine = select(DagstartItem).where(DagstartItem.author == person).order_by(DagstartItem.id)
    return (await session.scalars(locked(mine))).all()


async def items_for(session: AsyncSession, person: str) -> Sequence[DagstartItem]:
    """Requests for help from this person, newest first."""
    mine = select(DagstartItem).where(DagstartItem.to == person).order_by(DagstartItem.id.desc())
    return (await session.scalars(mine)).all()


async def hold_items_for(session: AsyncSession, person: str) -> Sequence[DagstartItem]:
    return (await session.scalars(locked(select(DagstartItem).where(DagstartItem.to == person)))).all()


async def noted_by(session: AsyncSession, person: str) -> Sequence[DagstartDay]:
    """The days of which this person wrote the announcement, newest first."""
    mine = select(DagstartDay).where(DagstartDay.notes_by == person).order_by(DagstartDay.day.desc())
    return (await session.scalars(mine)).all()


async def hold_noted_by(session: AsyncSession, person: str) -> Sequence[DagstartDay]:
    mine = select(DagstartDay).where(DagstartDay.notes_by == person).order_by(DagstartDay.id)
    return (await session.scalars(locked(mine))).all()


async def days_naming(session: AsyncSession, person: str) -> Sequence[DagstartDay]:
    """Days that hold this person's key, as host or as somebody who was asked; newest first."""
    return (await session.scalars(_naming(person).order_by(DagstartDay.day.desc(), DagstartDay.id))).all()


async def hold_days_naming(session: AsyncSession, person: str) -> Sequence[DagstartDay]:
    return (await session.scalars(locked(_naming(person).order_by(DagstartDay.id)))).all()


def _naming(person: str) -> Select[DagstartDay]:
    named = (DagstartDay.host == person, DagstartDay.swap_to == person, DagstartDay.swap_by == person)
    asked = cast(DagstartDay.asked, String).contains(f'"{person}"')
    return select(DagstartDay).where(or_(*named, asked))


async def rotas(session: AsyncSession, person: str, role: str) -> Sequence[Rota]:
    mine = select(Rota).where(Rota.person == person, Rota.role == role).order_by(Rota.id)
    return (await session.scalars(mine)).all()


async def drop_rotas(session: AsyncSession, person: str, role: str) -> None:
    gone = delete(Rota).where(Rota.person == person, Rota.role == role)
    await session.execute(gone.execution_options(**WHOLE))


async def drop_asked(session: AsyncSession, person: str) -> None:
    await session.execute(delete(HelpAsked).where(HelpAsked.person == person).execution_options(**WHOLE))


# --- what goes --------------------------------------------------------------------------------------------------------
async def forget_items(session: AsyncSession, before: date) -> None:
    await delete_before(session, DagstartItem.origin, before)


async def forget_authors(session: AsyncSession, before: date) -> None:
    """Of closed accounts whose time as an author was over before this day."""
    await session.execute(*_unsigned(before))


@prepared
def _unsigned(before: date) -> Update:
    former = update(DagstartItem).where(DagstartItem.former_on < before)
    return former.values(author=None, former_on=None).execution_options(**WHOLE)


async def forget_notes(session: AsyncSession, before: date) -> None:
    await session.execute(*_without_notes(before))


@prepared
def _without_notes(before: date) -> Update:
    old = update(DagstartDay).where(DagstartDay.day < before, DagstartDay.notes.is_not(None))
    return old.values(notes=null(), notes_by=null()).execution_options(**WHOLE)


async def forget_hosts(session: AsyncSession, before: date) -> None:
    """Who hosted, who was asked, and who handed over to whom."""
    await session.execute(*_without_hosts(before))


@prepared
def _without_hosts(before: date) -> Update:
    nobody = {"host": null(), "host_state": "UNASSIGNED", "asked": [], "swap_to": null(), "swap_by": null()}
    names = (DagstartDay.host.is_not(None), DagstartDay.swap_to.is_not(None), DagstartDay.swap_by.is_not(None))
    old = update(DagstartDay).where(DagstartDay.day < before, or_(*names, cast(DagstartDay.asked, String) != "[]"))
    return old.values(**nobody).execution_options(**WHOLE)


async def forget_asked(session: AsyncSession, before: date) -> None:
    await delete_before(session, HelpAsked.day, before)
