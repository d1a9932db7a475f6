"""once, timers, outbox, cards: the house's own tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Delete,
    Index,
    Select,
    UniqueConstraint,
    Update,
    case,
    delete,
    func,
    null,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningDelete

from storage.base import Base, OfOrg, UtcDateTime, insert
from storage.prepared import every, prepared

Row = dict[str, Any]
MESSAGE = "message"  # what is said to people; all else in the outbox asks the surface something
UNTRIED: Row = {"tries": 0, "unclear": 0}
FRESH: Row = {"lease": None, "lease_until": None, "tries": 0, "parked": False}  # of a timer that nobody has tried

# The timers that let go what is held; their subjects are a row's id, and a card's name and subject.
HELD_SAID, HELD_CARD = "house.say", "house.show"


class Once(OfOrg, Base):
    """A request that had its effect. Holds no person and nothing typed: a key, a hash, an answer."""

    __tablename__ = "once"

    key: Mapped[str]
    request: Mapped[str]
    answer: Mapped[Any | None] = mapped_column(JSON)
    at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "key"), Index("ix_once_at", "at"))


class Timer(OfOrg, Base):
    """A durable plan. `lease_until` is machine time; `due_at` is domain time."""

    __tablename__ = "timers"

    name: Mapped[str]
    about: Mapped[str]
    due_at: Mapped[datetime]
    lease: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    parked: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "name", "about"), Index("ix_timers_due", "parked", "due_at"))


class Outgoing(OfOrg, Base):
    """What is said once. `body` is erased when sent; `due_at` is machine time, None when nothing is left to do."""

    __tablename__ = "outbox"

    kind: Mapped[str]  # MESSAGE | sync | look
    place: Mapped[Row] = mapped_column(JSON)
    line: Mapped[str] = mapped_column(default="")  # in which a message goes out in order; empty when it is over
    body: Mapped[Any | None] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="waiting")  # held | waiting | sent | unsure | dropped
    due_at: Mapped[datetime | None]
    since: Mapped[datetime | None]  # when it was to go out; too long after that it doesn't any more
    lease: Mapped[str | None]  # of whoever is at it: without it nothing about the row may be written
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)  # that were refused
    unclear: Mapped[int] = mapped_column(default=0)  # of which nobody knows
    first_try: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index("ix_outbox_due", "due_at"), Index("ix_outbox_line", "line", "id"))


class CardRow(OfOrg, Base):
    """A message that is edited in place. `due_at` and `lease_until` are machine time."""

    __tablename__ = "cards"

    name: Mapped[str]
    about: Mapped[str]
    place: Mapped[Row] = mapped_column(JSON)
    channel: Mapped[str] = mapped_column(default="")  # where it really stands, once posted
    stamp: Mapped[str] = mapped_column(default="")  # the surface's id of the message there
    state: Mapped[str] = mapped_column(default="waiting")  # held | waiting | shown | unsure | dropped | gone
    wanted: Mapped[int] = mapped_column(default=1)
    shown: Mapped[int] = mapped_column(default=0)
    drawn_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    since: Mapped[datetime | None]  # when it was to go out; too long after that it doesn't any more
    lease: Mapped[str | None]  # of whoever is at it: without it nothing about the row may be written
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)  # that were refused
    unclear: Mapped[int] = mapped_column(default=0)  # of which nobody knows
    first_try: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("org", "name", "about"), Index("ix_cards_due", "due_at"))


# --- once -------------------------------------------------------------------------------------------------------------
async def first_time(session: AsyncSession, org: str, key: str, request: str, at: datetime) -> bool:
    done = await session.execute(_new(insert(session)), {"org": org, "key": key, "request": request, "at": at})
    return done.first() is not None


@cache
def _new(insert: Callable[..., Any]) -> Any:
    once = Once.__table__
    return insert(once).on_conflict_do_nothing().returning(once.c.id)


async def earlier(session: AsyncSession, key: str) -> Once | None:
    return await session.scalar(select(Once).where(Once.key == key))


async def answer(session: AsyncSession, key: str, value: Any) -> None:
    await session.execute(*_answered(key, value))


@prepared
def _answered(key: str, value: Any) -> Update:
    return update(Once).where(Once.key == key).values(answer=value).execution_options(synchronize_session=False)


async def since(session: AsyncSession, key: str, moment: datetime) -> bool:
    return await session.scalar(*_since(key, moment)) is not None


@prepared
def _since(key: str, moment: datetime) -> Select[int]:
    return select(Once.id).where(Once.key == key, Once.at > moment)


async def touch(session: AsyncSession, key: str, at: datetime) -> None:
    await session.execute(update(Once).where(Once.key == key).values(at=at))


# --- timers -----------------------------------------------------------------------------------------------------------
async def plan(session: AsyncSession, org: str, planned: Iterable[tuple[str, str, datetime]]) -> None:
    """(name, about, when): each replaces the earlier plan of that name and subject."""
    rows = [{"org": org, "name": n, "about": a, "due_at": when, **FRESH} for n, a, when in planned]
    if not rows:
        return
    await session.execute(_planned(insert(session)), rows)


@cache
def _planned(insert: Callable[..., Any]) -> Any:
    new = insert(Timer.__table__)
    replaced = {name: new.excluded[name] for name in ("due_at", *FRESH)}
    return new.on_conflict_do_update(index_elements=["org", "name", "about"], set_=replaced)


async def planned_at(session: AsyncSession, name: str, about: str) -> datetime | None:
    found: datetime | None = await session.scalar(*_planned_at(name, about))
    return found


@prepared
def _planned_at(name: str, about: str) -> Select[datetime]:
    return select(Timer.due_at).where(Timer.name == name, Timer.about == about)


async def subjects(session: AsyncSession, name: str) -> Sequence[str]:
    """Of all timers of this name, also of those that failed too often."""
    return await every(session, _subjects(name))


@prepared
def _subjects(name: str) -> Select[str]:
    return select(Timer.about).where(Timer.name == name)


async def planned(session: AsyncSession, name: str) -> Sequence[str]:
    """The subjects of all timers of this name."""
    return (await session.scalars(select(Timer.about).where(Timer.name == name, ~Timer.parked))).all()


async def unplan(session: AsyncSession, names: Iterable[tuple[str, str]]) -> None:
    by_name: dict[str, list[str]] = {}
    for name, about in names:
        by_name.setdefault(name, []).append(about)
    for name, abouts in sorted(by_name.items()):
        await session.execute(*_unplanned(name, abouts))


@prepared
def _unplanned(name: str, abouts: Sequence[str]) -> Delete:
    gone = delete(Timer).where(Timer.name == name, Timer.about.in_(abouts))
    return gone.execution_options(synchronize_session=False)


async def take(session: AsyncSession, ids: Sequence[int], lease: str) -> Sequence[tuple[str, datetime]]:
    """Deletes the timers that are still ours, and returns them: what another process or a new plan took is left out."""
    rows = await session.execute(*_taken(ids, lease))
    return sorted(((about, due) for about, due in rows), key=lambda row: (row[1], row[0]))


@prepared
def _taken(ids: Sequence[int], lease: str) -> ReturningDelete[str, datetime]:
    gone = delete(Timer).where(Timer.id.in_(ids), Timer.lease == lease).execution_options(synchronize_session=False)
    return gone.returning(Timer.about, Timer.due_at)


# --- outbox and cards -------------------------------------------------------------------------------------------------
async def say(session: AsyncSession, org: str, rows: Sequence[Row], due: datetime) -> None:
    if not rows:
        return
    waiting: Row = {"org": org, "state": "waiting", **UNTRIED, "why": "", "due_at": due, "since": due}
    await _each(session, insert(session)(Outgoing.__table__), [{**waiting, **row} for row in rows])


async def show(
    session: AsyncSession, org: str, cards: Sequence[tuple[str, str, Row]], due: datetime, *, held: bool = False
) -> None:
    """Puts cards up, or holds them; one that stands already is marked as changed instead, and stays where it is."""
    if not cards:
        return
    state, at = ("held", None) if held else ("waiting", due)
    fresh: Row = {"channel": "", "stamp": "", "state": state, "wanted": 1, "shown": 0, **UNTRIED, "why": ""}
    fresh |= {"since": at}
    rows = [{"org": org, "name": n, "about": a, "place": place, "due_at": at, **fresh} for n, a, place in cards]
    # No IN: its list is expanded at execution, which executemany can't.
    anew = or_(CardRow.state == "gone", CardRow.state == "held", CardRow.state == "dropped")
    soon = func.coalesce(CardRow.due_at, due)
    when = case((anew, null()), else_=soon) if held else soon
    new = insert(session)(CardRow.__table__)
    again = {"wanted": CardRow.wanted + 1, "due_at": when, "state": case((anew, state), else_=CardRow.state)}
    again |= {
        **{name: case((anew, 0), else_=getattr(CardRow, name)) for name in UNTRIED},
        "since": case((anew, type_coerce(at, UtcDateTime)), else_=CardRow.since),
    }
    again |= {"place": case((CardRow.stamp == "", new.excluded.place), else_=CardRow.place)}
    await _each(session, new.on_conflict_do_update(index_elements=["org", "name", "about"], set_=again), rows)


async def addresses(session: AsyncSession, refs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """(card, about) -> (channel, stamp) of those that stand somewhere."""
    wanted = sorted(set(refs))
    if not wanted:
        return {}
    names, abouts = {name for name, _ in wanted}, {about for _, about in wanted}
    rows = await session.execute(*_addresses(sorted(names), sorted(abouts)))
    return {(n, a): (channel, stamp) for n, a, channel, stamp in rows if (n, a) in set(wanted)}


@prepared
def _addresses(names: Sequence[str], abouts: Sequence[str]) -> Select[str, str, str, str]:
    standing = select(CardRow.name, CardRow.about, CardRow.channel, CardRow.stamp)
    return standing.where(CardRow.name.in_(names), CardRow.about.in_(abouts), CardRow.stamp != "")


async def never(session: AsyncSession, refs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these cards that stand nowhere, and won't: they were given up, or have gone, or are left unclear."""
    wanted = set(refs)
    mine = (CardRow.about.in_(sorted(about for _, about in wanted)), CardRow.stamp == "")
    left = (CardRow.state == "unsure") & CardRow.due_at.is_(None)
    over = select(CardRow.name, CardRow.about).where(*mine, CardRow.state.in_(("gone", "dropped")) | left)
    return {(name, about) for name, about in await session.execute(over)} & wanted


async def is_there(session: AsyncSession, card: str, about: str) -> bool:
    """Whether this card stands somewhere, or is about to."""
    mine = (CardRow.name == card, CardRow.about == about, CardRow.state.not_in(("gone", "dropped")))
    return await session.scalar(select(CardRow.id).where(*mine)) is not None


# --- what is held -----------------------------------------------------------------------------------------------------
async def hold(session: AsyncSession, org: str, rows: Sequence[Row]) -> Sequence[int]:
    """What is said later; the ids, in the order of the rows."""
    if not rows:
        return ()
    held: Row = {"org": org, "state": "held", **UNTRIED, "why": "", "due_at": None}
    table = Outgoing.__table__
    new = insert(session)(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(await session.scalars(new, [{**held, **row} for row in rows]))


async def held_said(session: AsyncSession, subjects: Iterable[str]) -> Mapping[str, tuple[int, Row]]:
    """subject of its timer -> id and place."""
    mine = select(Outgoing.id, Outgoing.place).where(Outgoing.id.in_(sorted(int(each) for each in subjects)))
    rows = await session.execute(mine.where(Outgoing.state == "held"))
    return {str(key): (key, place) for key, place in rows}


async def held_cards(session: AsyncSession, subjects: Iterable[str]) -> Mapping[str, tuple[int, Row]]:
    """subject of its timer -> id and place."""
    wanted = [each.split(" ", 1) for each in subjects]
    mine = select(CardRow.name, CardRow.about, CardRow.id, CardRow.place).where(CardRow.state == "held")
    mine = mine.where(CardRow.name.in_({name for name, _ in wanted}), CardRow.about.in_({each for _, each in wanted}))
    rows = await session.execute(mine)
    found = {f"{name} {about}": (key, place) for name, about, key, place in rows}
    return {each: found[each] for each in sorted(found.keys() & {" ".join(each) for each in wanted})}


async def let_go(session: AsyncSession, table: type[Outgoing | CardRow], ids: Sequence[int], due: datetime) -> None:
    held = update(table).where(table.id.in_(ids), table.state == "held")
    free = held.values(state="waiting", due_at=due, since=due)
    await session.execute(free.execution_options(synchronize_session=False))


async def _each(session: AsyncSession, statement: Any, rows: list[Row]) -> None:
    """The statement for each row, in one round to the driver.

    One statement with 200 rows of values would be built and compiled anew each time: that blocks the loop for 100 ms.
    """
    await session.execute(statement, rows)
