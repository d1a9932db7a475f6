"""Turns in the relay by whom they name: what a person reads of them, what goes, and in which weeks there was one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Delete, Select, Update, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.estafette import Leg, Relay, RelayLine, Runner, Story
from storage.people import PersonRow
from storage.prepared import delete_before, every, kept, locked, prepared

WHOLE: dict[str, Any] = {"synchronize_session": False}
OPEN = ("OFFERED", "ACCEPTED", "PLANNED")
RUN = ("ACCEPTED", "PLANNED", "SHARED", "PASSED", "LAPSED")  # whoever was asked said yes to it, and kept it
TOLD = exists().where(Story.leg == Leg.id, Story.org == Leg.org)  # a story stands in it


# --- read -------------------------------------------------------------------------------------------------------------
async def weeks_run(session: AsyncSession, first: date) -> set[date]:
    """The Mondays, from this one on, of the weeks in which somebody had the baton."""
    return set(await every(session, _weeks_run(first, list(RUN))))


@prepared
def _weeks_run(first: date, states: Sequence[str]) -> Select[date]:
    return select(Leg.week).where(Leg.week >= first, Leg.state.in_(states))


async def turns_of(session: AsyncSession, person: str) -> Sequence[Leg]:
    """That this person was asked for or had, newest first."""
    return (await session.scalars(select(Leg).where(Leg.person == person).order_by(Leg.id.desc()))).all()


async def passed_by(session: AsyncSession, person: str) -> Sequence[Leg]:
    """That this person passed on, or has a second choice in, newest first."""
    return (await session.scalars(select(Leg).where(Leg.passed_by == person).order_by(Leg.id.desc()))).all()


async def lines_about(session: AsyncSession, person: str) -> Sequence[RelayLine]:
    mine = select(RelayLine).where(RelayLine.person == person).order_by(RelayLine.id.desc())
    return (await session.scalars(mine)).all()


async def runner(session: AsyncSession, person: str) -> Runner | None:
    found: Runner | None = await session.scalar(select(Runner).where(Runner.person == person))
    return found


async def hold_naming(session: AsyncSession, person: str) -> Sequence[Leg]:
    """All that name this person in any way, locked by id."""
    named = or_(Leg.person == person, Leg.passed_by == person, Leg.second == person)
    return (await session.scalars(locked(select(Leg).where(named).order_by(Leg.id)))).all()


async def carried(session: AsyncSession, legs: Iterable[int], person: str) -> set[int]:
    """Those of these turns in which a story stands under this person's name."""
    mine = select(Story.leg).where(Story.leg.in_(sorted(set(legs))), Story.person == person)
    return {leg for leg in await session.scalars(mine) if leg is not None}


# --- what goes --------------------------------------------------------------------------------------------------------
async def drop_lines(session: AsyncSession, person: str) -> None:
    await session.execute(delete(RelayLine).where(RelayLine.person == person).execution_options(**WHOLE))


async def lines_before(session: AsyncSession, before: date) -> Sequence[RelayLine]:
    return await every(session, _lines_before(before))


@prepared
def _lines_before(before: date) -> Select[RelayLine]:
    return select(RelayLine).where(RelayLine.on < before).order_by(RelayLine.id)


async def forget_lines(session: AsyncSession, before: date) -> None:
    await delete_before(session, RelayLine.on, before)


async def forget_turns(session: AsyncSession, before: datetime, round: int) -> None:
    """What was over before this moment; where a story stands in it, only whom it names.

    Who ran in this round stays: until it is over they are not asked again.
    """
    for statement in (_untold, _told):
        await session.execute(*statement(before, round))


@prepared
def _untold(before: datetime, round: int) -> Delete:
    return delete(Leg).where(_over(before, round), ~TOLD).execution_options(**WHOLE)


@prepared
def _told(before: datetime, round: int) -> Update:
    return _unnamed(and_(_over(before, round), TOLD))


def _over(before: datetime, round: int) -> ColumnElement[bool]:
    return and_(Leg.closed_at < before, ~and_(Leg.round == round, Leg.ran))


async def forget_answers(session: AsyncSession, round: int) -> None:
    """Who said no, nothing, or gave it back, in the rounds before this one: no rule looks at them any more."""
    await session.execute(*_of_no_use(round))


@prepared
def _of_no_use(round: int) -> Update:
    none = Leg.state.in_(("DECLINED", "UNANSWERED", "HANDED_BACK", "CANCELLED"))
    return _unnamed(and_(none, Leg.round < round))


async def forget_strangers(session: AsyncSession) -> None:
    """Who is no active colleague is named in no turn, unless a story stands in it under their name."""
    for statement in _without_strangers():
        await session.execute(statement)


@cache
def _without_strangers() -> Sequence[Update]:
    here = exists().where(PersonRow.org == Leg.org, PersonRow.active, PersonRow.kind == "member")
    told = exists().where(Story.org == Leg.org, Story.leg == Leg.id, Story.person == Leg.person)
    found = []
    for column, stays in ((Leg.person, or_(Leg.state.in_(OPEN), told)), (Leg.passed_by, None), (Leg.second, None)):
        gone = [column.is_not(None), ~here.where(PersonRow.key == column), *([] if stays is None else [~stays])]
        found.append(update(Leg).where(*gone).values({column.key: None}))
    begins = exists().where(PersonRow.org == Relay.org, PersonRow.active, PersonRow.key == Relay.starts_with)
    found.append(update(Relay).where(Relay.starts_with.is_not(None), ~begins).values(starts_with=None))
    return [kept(each.execution_options(**WHOLE)) for each in found]


def _unnamed(which: ColumnElement[bool]) -> Update:
    """Only what names somebody: a night on which nothing goes writes nothing."""
    named = or_(*(column.is_not(None) for column in (Leg.person, Leg.passed_by, Leg.second, Leg.challenge)))
    nobody = {"person": None, "passed_by": None, "second": None, "challenge": None, "contact_on": None}
    return update(Leg).where(which, named).values(**nobody, contact_kind="").execution_options(**WHOLE)
