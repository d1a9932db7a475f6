"""What waits to go out, as rows: claimed under a lease, and marked as it went. All moments are machine time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, case, null, or_, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.frozen import thaw
from bot.surface import Sent
from bot.turns import BUNDLING
from rituals import reach
from rituals.contract import Due, Ritual, Timer, Turn
from rituals.facts import BackAgain
from rituals.shown import CardRef, Place
from storage import house
from storage.base import Sessions, UtcDateTime
from storage.prepared import kept, prepared

Parents = dict[CardRef, Sent | None]  # None: it won't come to stand any more

CARD, SAID = "card", "said"
LEASE = timedelta(seconds=60)  # a process that died keeps its claims no longer than this
QUIET = timedelta(seconds=60)  # after an unclear post: a late one shows up in it before a card is sent again
CLAIM = 500  # rows of each table claimed at once
ALWAYS = timedelta(days=3650)  # however late: what is held still has to go
EVERY = {"all_orgs": True, "synchronize_session": False}


def _first(table: Any) -> Any:
    return select(table.due_at).where(table.due_at.is_not(None)).order_by(table.due_at).limit(1).scalar_subquery()


def _due(table: Any) -> Any:
    free = or_(table.lease_until.is_(None), table.lease_until <= bindparam("now"))
    return select(table.id).where(table.due_at <= bindparam("now"), free)


# Built once: each look at what waits asks them.
TABLES = (house.CardRow, house.Outgoing)
EARLIEST = select(*(_first(table) for table in TABLES))
ANY: Mapping[Any, Any] = {table: kept(_due(table).limit(1)) for table in TABLES}
SOME: Mapping[Any, Any] = {
    table: kept(_due(table).order_by(table.due_at, table.id).limit(CLAIM).with_for_update(skip_locked=True))
    for table in TABLES
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the outbox or of the cards, as claimed. `wanted` is the version that a drawing answers."""

    table: str
    id: int
    org: str
    place: Place
    tries: int
    kind: str = ""
    body: Any = None
    name: str = ""
    about: str = ""
    channel: str = ""
    stamp: str = ""
    wanted: int = 0

    @property
    def mark(self) -> str:
        """An opaque id that the message carries, so that a copy can be told from its original."""
        return f"{self.table[0]}{self.id}.{self.wanted}"

    @property
    def line(self) -> str:
        """Rows with the same line go out one after the other."""
        under = self.place.under
        return f"{self.org}/{self.place.channel or self.place.person or (under.about if under else '')}"


@dataclass(frozen=True)
class Postbox:
    sessions: Sessions

    async def claim(self, now: datetime) -> list[Waiting]:
        """What is due, with its lease taken. A look without a write lock comes first: mostly nothing waits."""
        async with self.sessions() as session:
            await session.connection(execution_options={"reads": True})
            if not await _anything(session, now):
                return []
        async with self.sessions() as session, session.begin():
            cards = await _lease(session, house.CardRow, now)
            said = await _lease(session, house.Outgoing, now)
        return [_card(row) for row in cards] + [_said(row) for row in said]

    async def next_due(self) -> datetime | None:
        """The earliest moment at which something waits, due or not."""
        async with self.sessions() as session:
            await session.connection(execution_options={"reads": True})
            earliest = (await session.execute(EARLIEST, execution_options={"all_orgs": True})).one()
        return min((moment for moment in earliest if moment is not None), default=None)

    async def parents(self, session: AsyncSession, some: Sequence[Waiting]) -> Parents:
        """Where the cards stand under which these belong; in a session of their organisation."""
        refs = {one.place.under for one in some if one.place.under is not None}
        stand = await house.addresses(session, [(ref.card, ref.about) for ref in refs])
        found: Parents = {CardRef(*key): Sent(*at) for key, at in stand.items()}
        if missing := [(ref.card, ref.about) for ref in refs - found.keys()]:
            found |= dict.fromkeys(CardRef(*key) for key in await house.never(session, missing))
        return found

    async def calling(self, one: Waiting, now: datetime) -> None:
        """Written just before a post: a process that dies after this may have posted."""
        due = now + QUIET if one.table == CARD else None
        await self._update(one, state="unsure", first_try=now, due_at=due, lease_until=now + LEASE)

    async def sent(self, one: Waiting, at: Sent, now: datetime) -> None:
        if one.table == SAID:
            await self._update(one, state="sent", body=None, due_at=None, lease_until=None, first_try=now)
            return
        state = "shown" if at.stamp else "gone"
        async with self.sessions() as session, session.begin():
            await session.execute(*_drawn(one.id, state, at.channel, at.stamp, one.wanted, now, now + BUNDLING))

    async def again(self, one: Waiting, when: datetime) -> None:
        """Not tried, or turned away: this costs no try."""
        state = "shown" if one.stamp else "waiting"
        await self._update(one, state=state, due_at=when, lease_until=None)

    async def failed(self, one: Waiting, why: str, when: datetime) -> None:
        state = "shown" if one.stamp else "waiting"
        await self._update(one, state=state, due_at=when, lease_until=None, tries=one.tries + 1, why=why)

    async def unsure(self, one: Waiting, why: str, when: datetime | None) -> None:
        await self._update(one, state="unsure", due_at=when, lease_until=None, tries=one.tries + 1, why=why)

    async def dropped(self, some: Sequence[Waiting], why: str) -> None:
        for one in some:
            values: dict[str, Any] = {"state": "dropped", "due_at": None, "lease_until": None, "why": why}
            await self._update(one, **values | ({"body": None} if one.table == SAID else {}))

    async def _update(self, one: Waiting, **values: Any) -> None:
        table = house.CardRow if one.table == CARD else house.Outgoing
        async with self.sessions() as session, session.begin():
            await session.execute(_changed(table, tuple(values)), {"key": one.id, **_named(values)})


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{name}_": value for name, value in values.items() if name != "body"}


@cache
def _changed(table: Any, names: tuple[str, ...]) -> Any:
    """A body never changes: it is erased."""
    values = {name: null() if name == "body" else bindparam(f"{name}_") for name in names}
    return kept(update(table).where(table.id == bindparam("key")).values(values).execution_options(**EVERY))


@prepared
def _drawn(id: int, state: str, channel: str, stamp: str, shown: int, now: datetime, soon: datetime) -> Update:
    """What was wanted since it was drawn is due again, but not at once."""
    row = house.CardRow
    later = case((row.due_at > soon, row.due_at), else_=type_coerce(soon, UtcDateTime))
    due = case((row.wanted > shown, later), else_=null())
    stands = {"state": state, "channel": channel, "stamp": stamp, "shown": shown, "drawn_at": now, "due_at": due}
    fresh: dict[str, Any] = {"lease_until": None, "tries": 0, "why": ""}
    return update(row).where(row.id == id).values(**stands, **fresh).execution_options(**EVERY)


async def _anything(session: AsyncSession, now: datetime) -> bool:
    for table in TABLES:
        if await session.scalar(ANY[table], {"now": now}, execution_options={"all_orgs": True}) is not None:
            return True
    return False


async def _lease(session: AsyncSession, table: Any, now: datetime) -> Sequence[Any]:
    ids = list(await session.scalars(SOME[table], {"now": now}, execution_options={"all_orgs": True}))
    if not ids:
        return ()
    await session.execute(_leased(table), {"ids": ids, "until": now + LEASE})
    return (await session.scalars(_rows(table), {"ids": ids})).all()


@cache
def _leased(table: Any) -> Any:
    some = update(table).where(table.id.in_(bindparam("ids")))
    return kept(some.values(lease_until=bindparam("until")).execution_options(**EVERY))


@cache
def _rows(table: Any) -> Any:
    some = select(table).where(table.id.in_(bindparam("ids")))
    return kept(some.execution_options(all_orgs=True, populate_existing=True))


def _card(row: house.CardRow) -> Waiting:
    return Waiting(
        table=CARD,
        id=row.id,
        org=row.org,
        place=thaw(row.place),
        tries=row.tries,
        name=row.name,
        about=row.about,
        channel=row.channel,
        stamp=row.stamp,
        wanted=row.wanted,
    )


def _said(row: house.Outgoing) -> Waiting:
    return Waiting(
        table=SAID, id=row.id, org=row.org, place=thaw(row.place), tries=row.tries, kind=row.kind, body=row.body
    )


# --- what is held -----------------------------------------------------------------------------------------------------
def releasing(clock: Clock) -> Ritual:
    """The house's own timers: what was held goes out, or is held on where its reader's window has moved meanwhile."""

    async def said(turn: Turn, due: Sequence[Due]) -> None:
        held = await house.held_said(turn.session, [one.about for one in due])
        await house.let_go(turn.session, house.Outgoing, await _free(turn, house.HELD_SAID, held), clock.machine())

    async def cards(turn: Turn, due: Sequence[Due]) -> None:
        held = await house.held_cards(turn.session, [one.about for one in due])
        await house.let_go(turn.session, house.CardRow, await _free(turn, house.HELD_CARD, held), clock.machine())

    timers = {house.HELD_SAID: Timer(said, ALWAYS), house.HELD_CARD: Timer(cards, ALWAYS)}
    return Ritual("house", timers=timers, hears={BackAgain: _back_again})


async def _back_again(turn: Turn, fact: BackAgain) -> None:
    """What is held for this person is looked at now, and held on where it is night."""
    for timer, held in (
        (house.HELD_SAID, await house.held_said(turn.session, await house.planned(turn.session, house.HELD_SAID))),
        (house.HELD_CARD, await house.held_cards(turn.session, await house.planned(turn.session, house.HELD_CARD))),
    ):
        for about, (_id, place) in sorted(held.items()):
            if thaw(place).person == fact.person:
                turn.at(timer, about, turn.now)


async def _free(turn: Turn, timer: str, held: Mapping[str, tuple[int, Any]]) -> list[int]:
    """The ids of those that may go now; the others are planned anew."""
    persons = {about: thaw(place).person for about, (_, place) in held.items()}
    moments = await reach.moments(turn, set(persons.values()))
    later = {about: when for about, who in persons.items() if (when := moments.get(who, turn.now)) > turn.now}
    for about, when in sorted(later.items()):
        turn.at(timer, about, when)
    return [row for about, (row, _) in sorted(held.items()) if about not in later]
