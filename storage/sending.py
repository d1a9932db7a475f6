"""What waits to go out: claimed under a lease, and written to by whoever holds it. All moments are machine time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Update, bindparam, case, exists, func, null, or_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from storage.base import ALL, EVERY, UtcDateTime
from storage.house import UNTRIED, CardRow, Outgoing
from storage.prepared import kept, prepared

Table = type[CardRow] | type[Outgoing]

CLAIM: Final = 1_000  # rows of each table claimed at once
SHARE: Final = 250  # of them for one organisation: nobody's nine o'clock keeps another's waiting
AHEAD: Final = 20  # of each line that are looked at: the first says whether one waits, the others about how long


# --- claiming ---------------------------------------------------------------------------------------------------------
def _first(table: Any) -> Any:
    return select(table.due_at).where(table.due_at.is_not(None)).order_by(table.due_at).limit(1).scalar_subquery()


def _mine(table: Any) -> str:
    return f"mine_{table.__tablename__}"


def _due(table: Any, *, of_one: bool) -> tuple[Any, ...]:
    free = or_(table.lease_until.is_(None), table.lease_until <= bindparam("now"))
    busy: Any = bindparam("busy", expanding=True)
    mine: Any = bindparam(_mine(table), expanding=True)
    some = (table.due_at <= bindparam("now"), free, table.org.not_in(busy), table.id.not_in(mine))
    return (*some, table.org == bindparam("org")) if of_one else some


def _shared_out(table: Any, *, of_one: bool) -> Any:
    """The first few of each organisation; asked of the row again when it is locked, as another may have been faster."""
    place = func.row_number().over(partition_by=table.org, order_by=(table.due_at, table.id)).label("place")
    due = _due(table, of_one=of_one)
    ranked = select(table.id, place).where(*due).subquery()
    mine = table.id.in_(select(ranked.c.id).where(ranked.c.place <= SHARE))
    some = select(table.id, table.lease_until).where(mine, *due)
    return some.order_by(table.due_at, table.id).limit(CLAIM).with_for_update(skip_locked=True)


# Built once: each look at what waits asks them.
TABLES: Final[tuple[Any, ...]] = (CardRow, Outgoing)
EARLIEST: Final = select(*(_first(table) for table in TABLES))


@cache
def _any(*, of_one: bool) -> Any:
    """Of each table whether something is due: one statement, as mostly nothing is."""
    return select(*(exists(select(table.id).where(*_due(table, of_one=of_one))) for table in TABLES))


@cache
def _some(table: Any, *, of_one: bool) -> Any:
    return kept(_shared_out(table, of_one=of_one))


@dataclass(frozen=True, slots=True)
class Which:
    """What is due at `now` and nobody is at, but for the organisations that are `busy`; or of `org` only.

    `mine`: ids, by table, that are under way here though their lease may be over.
    """

    now: datetime
    busy: Sequence[str] = ()
    org: str | None = None
    mine: Mapping[Any, Sequence[int]] = field(default_factory=dict)

    @property
    def of_one(self) -> bool:
        return self.org is not None

    @property
    def values(self) -> dict[str, Any]:
        mine = {_mine(table): self.mine.get(table, ()) for table in TABLES}
        return {"now": self.now, "busy": self.busy} | mine | ({"org": self.org} if self.of_one else {})


async def earliest(connection: AsyncConnection) -> datetime | None:
    """When the first of all that waits is due."""
    found = (await connection.execute(EARLIEST)).one()
    return min((moment for moment in found if moment is not None), default=None)


async def due_in(connection: AsyncConnection, which: Which) -> Sequence[Any]:
    """The tables in which something is due."""
    found = (await connection.execute(_any(of_one=which.of_one), which.values)).one()
    return [table for table, some in zip(TABLES, found, strict=True) if some]


async def claim(
    session: AsyncSession, table: Any, which: Which, lease: str, until: tuple[datetime, datetime]
) -> tuple[Sequence[Any], int]:
    """The rows, and how many of them had been claimed before, by who let that lapse.

    `until`: of what is to be posted, and of what is to be edited.
    """
    some = _some(table, of_one=which.of_one)
    due = (await session.execute(some, which.values, execution_options=ALL)).all()
    if not due:
        return (), 0
    ids = [row.id for row in due]
    given = {"ids": ids, "token": lease, "posted": until[0], "edited": until[1]}
    rows = (await session.execute(_leased(table), given, execution_options=ALL)).all()
    return rows, sum(row.lease_until is not None for row in due)


@cache
def _leased(table: Any) -> Any:
    posted, edited = (bindparam(name, type_=UtcDateTime) for name in ("posted", "edited"))
    until = case((CardRow.stamp != "", edited), else_=posted) if table is CardRow else posted
    bare = table.__table__
    some = update(bare).where(bare.c.id.in_(bindparam("ids", expanding=True)))
    return some.values(lease=bindparam("token"), lease_until=until).returning(*bare.c)


# --- in line ----------------------------------------------------------------------------------------------------------
class Ahead(NamedTuple):
    """What was said and has not gone out. `due`: when it is looked at again, or before that."""

    id: int
    line: str
    due: datetime


async def ahead(
    session: AsyncSession, lines: Collection[str], ids: Sequence[int], now: datetime, called: datetime
) -> Sequence[Ahead]:
    """What stands in these lines before the last of these messages, but for them themselves: the oldest of each line.

    Neither what was refused nor what is unclear: but what was called since `called` may be about to come to stand.
    """
    given = {"lines": sorted(lines), "last": max(ids), "ids": sorted(ids), "now": now, "called": called}
    found = await session.execute(_ahead(), given, execution_options=ALL)
    return [Ahead(*row) for row in found]


@cache
def _ahead() -> Any:
    row = Outgoing
    untried = (row.state == "waiting") & row.due_at.is_not(None) & (row.tries == 0) & (row.unclear == 0)
    called = (row.state == "unsure") & (row.lease_until > bindparam("now")) & (row.first_try > bindparam("called"))
    due = case((row.state == "waiting", row.due_at), else_=type_coerce(bindparam("now"), UtcDateTime)).label("due")
    lines: Any = bindparam("lines", expanding=True)
    ids: Any = bindparam("ids", expanding=True)
    place = func.row_number().over(partition_by=row.line, order_by=row.id).label("place")
    there = select(row.id, row.line, due, place).where(row.line.in_(lines), row.id < bindparam("last"))
    ranked = there.where(row.id.not_in(ids), or_(untried, called)).subquery()
    some = select(ranked.c.id, ranked.c.line, ranked.c.due).where(ranked.c.place <= AHEAD)
    return kept(some.order_by(ranked.c.id))


# --- writing, by who holds it -----------------------------------------------------------------------------------------
async def change(session: AsyncSession, table: Any, id: int, lease: str, values: Mapping[str, Any]) -> bool:
    """Whether the row was still held by this lease; else nothing is written. A body never changes: it is erased."""
    given = {f"{name}_": value for name, value in values.items() if name != "body"}
    done: Any = await session.execute(_changed(table, tuple(values)), {"key": id, "mine": lease, **given})
    return bool(done.rowcount)


@cache
def _changed(table: Any, names: tuple[str, ...]) -> Any:
    values = {name: null() if name == "body" else bindparam(f"{name}_") for name in names}
    mine = (table.id == bindparam("key"), table.lease == bindparam("mine"))
    return kept(update(table).where(*mine).values(values).execution_options(**EVERY))


async def put_off(session: AsyncSession, table: Any, rows: Sequence[tuple[int, str, datetime]]) -> None:
    """(id, lease, when): as they stand, until then."""
    if rows:
        given = [{"key": key, "mine": lease, "when": when} for key, lease, when in rows]
        await session.execute(_later(table), given, execution_options=ALL)


@cache
def _later(table: Any) -> Any:
    bare = table.__table__  # through the driver at once, for all of them
    mine = (bare.c.id == bindparam("key"), bare.c.lease == bindparam("mine"))
    return update(bare).where(*mine).values(due_at=bindparam("when"), lease_until=null())


async def drawn(
    session: AsyncSession, id: int, lease: str, at: tuple[str, str], shown: int, now: datetime, soon: datetime
) -> bool:
    """A card that was posted, edited or deleted, at (channel, stamp). Whether it was still held by this lease."""
    channel, stamp = at
    state = "shown" if stamp else "gone"
    done: Any = await session.execute(*_drawn(id, lease, state, channel, stamp, shown, now, soon))
    return bool(done.rowcount)


@prepared
def _drawn(
    id: int, lease: str, state: str, channel: str, stamp: str, shown: int, now: datetime, soon: datetime
) -> Update:
    """What was wanted since it was drawn is due again, but not at once."""
    row = CardRow
    later = case((row.due_at > soon, row.due_at), else_=type_coerce(soon, UtcDateTime))
    due = case((row.wanted > shown, later), else_=null())
    stands = {"state": state, "channel": channel, "stamp": stamp, "shown": shown, "drawn_at": now, "due_at": due}
    fresh: dict[str, Any] = {"lease_until": None, **UNTRIED, "why": ""}
    mine = update(row).where(row.id == id, row.lease == lease)
    return mine.values(**stands, **fresh).execution_options(**EVERY)


async def adopt(session: AsyncSession, id: int, channel: str, stamp: str, now: datetime) -> bool:
    """Whether this is the card from now on: none was known, and whoever is about to post one has lost it."""
    done: Any = await session.execute(*_adopted(id, channel, stamp, now))
    return bool(done.rowcount)


@prepared
def _adopted(id: int, channel: str, stamp: str, now: datetime) -> Update:
    """Drawn anew at once; what became of it before it stood counts no more."""
    row = CardRow
    nobody = update(row).where(row.id == id, row.stamp == "", row.state != "gone")
    stands: dict[str, Any] = {"state": "shown", "channel": channel, "stamp": stamp, "due_at": now}
    fresh: dict[str, Any] = {"lease": None, "lease_until": None, **UNTRIED, "why": ""}
    return nobody.values(**stands, **fresh).execution_options(**EVERY)


async def standing(session: AsyncSession, id: int) -> tuple[str, str] | None:
    """(channel, stamp) of a card as it is known now."""
    row = (await session.execute(select(CardRow.channel, CardRow.stamp).where(CardRow.id == id))).first()
    return None if row is None else (row.channel, row.stamp)
