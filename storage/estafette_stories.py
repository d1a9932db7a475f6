"""Stories by whoever tells them, whom they name, and when they came out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, delete, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.estafette import Leg, Story, StoryColleague
from storage.prepared import every, prepared

WHOLE: dict[str, Any] = {"synchronize_session": False}
ANEW: dict[str, Any] = {"populate_existing": True}  # a form reads once before it is held, and once after


# --- drafts -----------------------------------------------------------------------------------------------------------
async def drafts(session: AsyncSession, people: Iterable[str]) -> Sequence[Story]:
    """What these people have yet to publish, newest first."""
    return await every(session, _drafts(sorted(set(people))))


@prepared
def _drafts(people: Sequence[str]) -> Select[Story]:
    mine = select(Story).where(Story.person.in_(people), Story.state == "DRAFT").order_by(Story.id.desc())
    return mine.execution_options(**ANEW)


async def all_drafts(session: AsyncSession) -> Sequence[tuple[int, datetime, datetime | None, str | None]]:
    """Of each: id, when it was last written in, and of its leg when it was closed and its state."""
    rows = await session.execute(*_all_drafts())
    return [(key, at, closed_at, state) for key, at, closed_at, state in rows]


@prepared
def _all_drafts() -> Select[int, datetime, datetime | None, str]:
    mine = select(Story.id, Story.at, Leg.closed_at, Leg.state).outerjoin(Leg, Leg.id == Story.leg)
    return mine.where(Story.state == "DRAFT").order_by(Story.id)


async def prepared_by(session: AsyncSession, person: str) -> Sequence[Story]:
    """Drafts in which this person wrote last, for somebody else."""
    mine = select(Story).where(Story.drafted_by == person, Story.state == "DRAFT")
    return (await session.scalars(mine.order_by(Story.id.desc()))).all()


async def stop_preparing(session: AsyncSession, person: str) -> None:
    mine = update(Story).where(Story.drafted_by == person).values(drafted_by=None)
    await session.execute(mine.execution_options(**WHOLE))


async def drop(session: AsyncSession, ids: Iterable[int]) -> None:
    """With who is named in them."""
    if wanted := sorted(set(ids)):
        await session.execute(delete(Story).where(Story.id.in_(wanted)).execution_options(**WHOLE))


# --- stories ----------------------------------------------------------------------------------------------------------
async def of_legs(session: AsyncSession, legs: Iterable[int]) -> Sequence[Story]:
    """All that was told, begun or withdrawn in these turns, newest first."""
    return await every(session, _of_legs(sorted(set(legs))))


@prepared
def _of_legs(legs: Sequence[int]) -> Select[Story]:
    mine = select(Story).where(Story.leg.in_(legs)).order_by(Story.id.desc())
    return mine.execution_options(**ANEW)


async def of_source(session: AsyncSession, person: str, source: str) -> Sequence[Story]:
    """What this person told, begins to tell or withdrew of this, newest first."""
    mine = select(Story).where(Story.person == person, Story.source == source).order_by(Story.id.desc())
    return (await session.scalars(mine.execution_options(**ANEW))).all()


async def newest(session: AsyncSession, most: int, skip: int = 0, *, of: str = "") -> Sequence[Story]:
    """What can be read, newest first; `of`: by who reads no other channel than this."""
    shown = select(Story).where(*_shown(of)).order_by(Story.published_at.desc(), Story.id.desc())
    return (await session.scalars(shown.offset(skip).limit(most))).all()


def _shown(of: str) -> tuple[ColumnElement[bool], ...]:
    """What was told where not everybody reads stays there, also once the relay has another channel."""
    out = Story.state == "PUBLISHED"
    return (out, or_(~Story.untold, Story.channel == of)) if of else (out,)


async def lately_of(session: AsyncSession, person: str, since: datetime) -> Sequence[Story]:
    """What this person told since this moment, newest first, as long as it wasn't withdrawn."""
    return await every(session, _lately_of(person, since))


@prepared
def _lately_of(person: str, since: datetime) -> Select[Story]:
    out = (Story.state.in_(("PUBLISHED", "HIDDEN")), Story.published_at >= since)
    return select(Story).where(Story.person == person, *out).order_by(Story.id.desc())


async def own(session: AsyncSession, person: str, *, gone: bool = False) -> Sequence[int]:
    """What this person tells, newest first; with `gone` also what was withdrawn."""
    mine = select(Story.id).where(Story.person == person)
    mine = mine if gone else mine.where(Story.state != "WITHDRAWN")
    return (await session.scalars(mine.order_by(Story.id.desc()))).all()


async def kinds_since(session: AsyncSession, since: datetime, *, of: str = "") -> Sequence[tuple[datetime, str]]:
    """When what can be read came out, and of what kind of contact it tells; oldest first. `of`: see `newest`."""
    shown = select(Story.published_at, Story.kind).where(*_shown(of), Story.published_at >= since)
    return [(at, kind) for at, kind in await session.execute(shown.order_by(Story.published_at)) if at is not None]


async def unposted(session: AsyncSession, since: datetime) -> Sequence[Story]:
    """What came out since this moment, and stands nowhere."""
    return await every(session, _unposted(since))


@prepared
def _unposted(since: datetime) -> Select[Story]:
    mine = (Story.state == "PUBLISHED", Story.channel == "", Story.published_at >= since)
    return select(Story).where(*mine).order_by(Story.id)


async def promised(session: AsyncSession, people: Iterable[str], now: datetime) -> Sequence[Story]:
    """What these people promised and may be asked about, oldest first."""
    return await every(session, _promised(sorted(set(people)), now))


@prepared
def _promised(people: Sequence[str], now: datetime) -> Select[Story]:
    mine = (Story.person.in_(people), Story.state == "PUBLISHED", Story.promise_at <= now)
    return select(Story).where(*mine).order_by(Story.id)


# --- whom they name ---------------------------------------------------------------------------------------------------
async def naming(session: AsyncSession, person: str, *, gone: bool = False) -> Sequence[int]:
    """Stories that name this person and have been out, newest first; with `gone` all there are."""
    mine = select(Story.id).join(StoryColleague, StoryColleague.story == Story.id)
    mine = mine.where(StoryColleague.person == person)
    mine = mine if gone else mine.where(Story.state.in_(("PUBLISHED", "HIDDEN")))
    return (await session.scalars(mine.order_by(Story.id.desc()))).all()


async def asked_of(session: AsyncSession, person: str) -> Sequence[StoryColleague]:
    """What this person has been asked and has not answered, oldest first."""
    return await every(session, _asked_of(person))


@prepared
def _asked_of(person: str) -> Select[StoryColleague]:
    mine = (StoryColleague.person == person, StoryColleague.choice.in_(("ASKED", "CHANGED")))
    return select(StoryColleague).where(*mine).order_by(StoryColleague.id)


# --- told again -------------------------------------------------------------------------------------------------------
async def told_since(session: AsyncSession, moment: datetime) -> Sequence[tuple[int, datetime]]:
    """(id, when it came out) of what can be told again."""
    rows = await session.execute(*_told_since(moment))
    return [(key, at) for key, at in rows if at is not None]


@prepared
def _told_since(moment: datetime) -> Select[int, datetime | None]:
    shown = (Story.state == "PUBLISHED", Story.published_at >= moment, ~Story.untold)
    return select(Story.id, Story.published_at).where(*shown).order_by(Story.id)


async def to_tell(session: AsyncSession, most: int) -> Sequence[Story]:
    """What can be told again, newest first."""
    mine = select(Story).where(Story.state == "PUBLISHED", ~Story.untold)
    return (await session.scalars(mine.order_by(Story.published_at.desc(), Story.id.desc()).limit(most))).all()


async def tellable(session: AsyncSession) -> Sequence[Any]:
    """All that may be told again: columns."""
    out = (Story.state.in_(("PUBLISHED", "HIDDEN")), ~Story.untold)
    return (await session.execute(select(Story.id, Story.what, Story.struck, Story.change).where(*out))).all()


async def keep_untold(session: AsyncSession, ids: Iterable[int]) -> None:
    await session.execute(update(Story).where(Story.id.in_(sorted(set(ids)))).values(untold=True))


# --- who leaves, and what goes ----------------------------------------------------------------------------------------
async def leave(session: AsyncSession, person: str, former_on: date) -> None:
    """From this day on what names a closed account names nobody."""
    for mine in (
        update(Story).where(Story.person == person).values(former_on=former_on),
        update(StoryColleague).where(StoryColleague.person == person).values(former_on=former_on),
    ):
        await session.execute(mine.execution_options(**WHOLE))


async def of_former(session: AsyncSession, before: date) -> Sequence[int]:
    """Stories that hold somebody whose time after a closed account was over before this day."""
    return sorted(await session.scalars(*_of_former(before)))


@prepared
def _of_former(before: date) -> CompoundSelect[int]:
    tellers = select(Story.id).where(Story.former_on < before)
    named = select(StoryColleague.story).where(StoryColleague.former_on < before)
    return union(tellers, named)


async def about_to_be_former(session: AsyncSession, people: Iterable[str]) -> Sequence[int]:
    """Stories that hold one of these people, and only for a while yet."""
    keys = sorted(set(people))
    tellers = select(Story.id).where(Story.person.in_(keys), Story.former_on.is_not(None))
    named = select(StoryColleague.story).where(StoryColleague.person.in_(keys), StoryColleague.former_on.is_not(None))
    return sorted(await session.scalars(union(tellers, named)))


async def published_before(session: AsyncSession, before: datetime) -> Sequence[int]:
    """Also what was withdrawn or hidden since."""
    return await every(session, _published_before(before))


@prepared
def _published_before(before: datetime) -> Select[int]:
    return select(Story.id).where(Story.published_at < before).order_by(Story.id)
