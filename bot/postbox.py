"""What waits to go out, as rows: claimed under a lease, and marked as it went. All moments are machine time."""

from __future__ import annotations

import secrets
from bisect import bisect_left
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from operator import attrgetter
from typing import Any, Final, Literal

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.frozen import thaw
from bot.lines import BEHIND, line_of
from bot.surface import Sent
from bot.turns import BUNDLING
from rituals.shown import CardRef, Place
from storage import house, sending
from storage.base import Sessions, glance

log = structlog.get_logger()

Parents = dict[CardRef, Sent | None]  # None: it won't come to stand any more

CARD, SAID = "card", "said"
TABLES: Final[dict[str, Any]] = {CARD: house.CardRow, SAID: house.Outgoing}
WHAT: Final[Mapping[str, Literal["cards", "messages"]]] = {CARD: "cards", SAID: "messages"}  # in the metrics
LEASE = timedelta(seconds=6)  # a process that died keeps what it was about to post no longer than this
# An edit may land half a minute after its call, and the clocks of two processes may differ by ten seconds: only then
# can a newer one, by somebody else, not be overwritten by it any more.
EDITING = timedelta(seconds=55)
BEGINS = timedelta(seconds=10)  # after its claim: an edit that isn't begun by then is left to the next
# A call takes ten seconds at the most, and the clocks of two processes may differ by as much: that long it may be about
# to come to stand.
CALLED = timedelta(seconds=20)
DIED: Final = "its process ended while it was sent"  # true for as long as nothing else is written
NOTHING: Final[Mapping[str, Iterable[int]]] = {}
UNREADABLE: Final = "its row can't be read"
QUIET = timedelta(seconds=60)  # after an unclear post: a late one shows up in it before anything is sent again


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the outbox or of the cards, as claimed at `claimed`. `wanted` is the version that a drawing answers.

    `since`: when it was to go out; `tried`: when it last may have, where nobody knows whether it did.
    """

    table: str
    id: int
    org: str
    place: Place
    tries: int  # that were refused
    unclear: int  # of which nobody knows
    lease: str
    claimed: datetime
    since: datetime | None = None
    tried: datetime | None = None
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
        return line_of(self.org, self.place)


@dataclass(frozen=True)
class Postbox:
    """`org`: whose messages are ours to send, as we have its token; None: everybody's."""

    sessions: Sessions
    org: str | None = None

    async def claim(
        self, now: datetime, busy: Collection[str] = (), mine: Mapping[str, Iterable[int]] = NOTHING
    ) -> list[Waiting]:
        """What is due, with its lease taken, but for the organisations that are `busy`, and the rows that are `mine`.

        What has something before it in its line is put off. A look without a write lock comes first: mostly nothing
        waits.
        """
        which = sending.Which(now, sorted(busy), self.org, {TABLES[name]: sorted(ids) for name, ids in mine.items()})
        async with glance(self.sessions) as connection:
            tables = await sending.due_in(connection, which)
        if not tables:
            return []
        rows: Sequence[tuple[str, Any]] = ()
        more = True
        while more and not rows:  # where all that was claimed waits for something else, what is due next may not
            rows, more = await self._claimed(which, tables)
        read = [await self._read(name, row, now) for name, row in rows]
        return [one for one in read if one is not None]

    async def _claimed(self, which: sending.Which, tables: Collection[Any]) -> tuple[Sequence[tuple[str, Any]], bool]:
        """What can go out; and whether something else was put off."""
        now, found = which.now, list[tuple[str, Any]]()
        lease, until = secrets.token_hex(8), (now + LEASE, now + EDITING)
        async with self.sessions() as session, session.begin():
            for name, table in TABLES.items():
                if table in tables:
                    rows, lapsed = await sending.claim(session, table, which, lease, until)
                    metrics.taken_over(WHAT[name], lapsed)
                    found += [(name, row) for row in rows]
            behind = await _behind(session, [row for name, row in found if name == SAID], now)
            await sending.put_off(session, house.Outgoing, [(key, lease, until) for key, until in behind.items()])
        return [(name, row) for name, row in found if name == CARD or row.id not in behind], bool(behind)

    async def _read(self, name: str, row: Any, now: datetime) -> Waiting | None:
        """One that can't be read, which no version of ours wrote, keeps nobody else's waiting."""
        try:
            return _card(row, now) if name == CARD else _said(row, now)
        except Exception as error:
            log.error("delivery.unreadable", table=name, id=row.id, error=type(error).__name__, exc_info=error)
        dropped: dict[str, Any] = {"state": "dropped", "due_at": None, "lease_until": None}
        dropped |= {"line": ""} if name == SAID else {}
        async with self.sessions() as session, session.begin():
            await sending.change(session, TABLES[name], row.id, row.lease, {**dropped, "why": UNREADABLE})
        return None

    async def next_due(self) -> datetime | None:
        """The earliest moment at which something waits, due or not."""
        async with glance(self.sessions) as connection:
            return await sending.earliest(connection)

    async def parents(self, session: AsyncSession, some: Sequence[Waiting]) -> Parents:
        """Where the cards stand under which these belong; in a session of their organisation."""
        refs = {one.place.under for one in some if one.place.under is not None}
        stand = await house.addresses(session, [(ref.card, ref.about) for ref in refs])
        found: Parents = {CardRef(*key): Sent(*at) for key, at in stand.items()}
        if missing := [(ref.card, ref.about) for ref in refs - found.keys()]:
            found |= dict.fromkeys(CardRef(*key) for key in await house.never(session, missing))
        return found

    async def channel_above(self, one: Waiting) -> str:
        """Where the card stands under which this belongs; empty where it belongs under none, or that stands nowhere."""
        if one.place.under is None:
            return ""
        async with self.sessions(info={"org": one.org}) as session:
            at = (await self.parents(session, [one])).get(one.place.under)
        return at.channel if at is not None else ""

    # --- what is written needs its lease: False where another process has the row by now ------------------------------
    async def calling(self, one: Waiting, now: datetime, *, looks: bool) -> bool:
        """Written just before a post: a process that dies after this may have posted.

        `looks`: what was said can be looked for afterwards; where it can't, its fate stays open.
        """
        due = now + QUIET if looks or one.table == CARD else None
        open_ = {"state": "unsure", "first_try": now, "due_at": due, "why": DIED}
        return await self._update(one, lease_until=now + QUIET, **open_)

    async def sent(self, one: Waiting, at: Sent, now: datetime, session: AsyncSession | None = None) -> bool:
        """In the turn of this session, or in one of its own."""
        if one.table == SAID:
            done = {"state": "sent", "line": "", "body": None, "due_at": None, "lease_until": None, "why": ""}
            return await self._update(one, session, **done, first_try=now)
        async with self._within(session) as within:
            stands = (at.channel, at.stamp)
            return await sending.drawn(within, one.id, one.lease, stands, one.wanted, now, now + BUNDLING)

    async def again(self, one: Waiting, when: datetime) -> None:
        """Not tried, or turned away: this costs no try."""
        state = "shown" if one.stamp else "waiting"
        await self._update(one, state=state, due_at=when, lease_until=None, why="")

    async def put_off(self, some: Sequence[tuple[Waiting, datetime]]) -> None:
        """As they stand, until it is their turn, or until more is known of them."""
        async with self.sessions() as session, session.begin():
            for name, table in TABLES.items():
                mine = sorted((one.id, one.lease, when) for one, when in some if one.table == name)
                await sending.put_off(session, table, mine)

    async def failed(self, one: Waiting, why: str, when: datetime) -> None:
        state = "shown" if one.stamp else "waiting"
        await self._update(one, state=state, due_at=when, lease_until=None, tries=one.tries + 1, why=why)

    async def unheard(self, one: Waiting, why: str, when: datetime) -> None:
        """An edit, or a question, of which nobody knows whether it came through: the same again does no harm."""
        state = "shown" if one.stamp else "waiting"
        await self._update(one, state=state, due_at=when, lease_until=None, unclear=one.unclear + 1, why=why)

    async def unsure(self, one: Waiting, why: str, when: datetime | None) -> None:
        await self._update(one, state="unsure", due_at=when, lease_until=None, unclear=one.unclear + 1, why=why)

    async def dropped(self, some: Sequence[Waiting], why: str, session: AsyncSession | None = None) -> bool:
        """In the turn of this session, or each in one of its own; whether all of them were ours."""
        mine = True
        for one in some:
            values: dict[str, Any] = {"state": "dropped", "due_at": None, "lease_until": None, "why": why}
            erased = {"line": "", "body": None} if one.table == SAID else {}
            mine &= await self._update(one, session, **values, **erased)
        return mine

    async def _update(self, one: Waiting, session: AsyncSession | None = None, /, **values: Any) -> bool:
        async with self._within(session) as within:
            return await sending.change(within, TABLES[one.table], one.id, one.lease, values)

    @asynccontextmanager
    async def _within(self, session: AsyncSession | None) -> AsyncIterator[AsyncSession]:
        if session is not None:
            yield session
            return
        async with self.sessions() as own, own.begin():
            yield own

    # --- what another process has by now ------------------------------------------------------------------------------
    async def adopted(self, one: Waiting, at: Sent, now: datetime, session: AsyncSession | None = None) -> bool:
        """Whether what came to stand is the card from now on, as none was known."""
        async with self._within(session) as within:
            return await sending.adopt(within, one.id, at.channel, at.stamp, now)

    async def standing(self, one: Waiting) -> Sent | None:
        """Where the card is known to stand now."""
        async with self.sessions(info={"org": one.org}) as session:
            at = await sending.standing(session, one.id)
        return None if at is None else Sent(*at)


async def _behind(session: AsyncSession, said: Sequence[Any], now: datetime) -> Mapping[int, datetime]:
    """Of these rows, just claimed, those that have something before them in their line: until when they wait for it."""
    fresh = [row for row in said if row.line and row.state == "waiting" and not row.tries and not row.unclear]
    if not fresh:
        return {}
    earlier: dict[str, list[sending.Ahead]] = {}
    for each in await sending.ahead(session, {row.line for row in fresh}, [row.id for row in said], now, now - CALLED):
        earlier.setdefault(each.line, []).append(each)
    latest = {line: [*accumulate((each.due for each in some), max)] for line, some in earlier.items()}
    places = {row.id: bisect_left(earlier.get(row.line, ()), row.id, key=attrgetter("id")) for row in fresh}
    return {row.id: max(now + BEHIND, latest[row.line][place - 1]) for row in fresh if (place := places[row.id])}


def _held_by(row: Any, claimed: datetime) -> dict[str, Any]:
    """Raises where the place can't be read."""
    if not isinstance(place := thaw(row.place), Place):
        raise TypeError(type(place).__name__)
    tried = row.first_try if row.state == "unsure" else None
    told = {"id": row.id, "org": row.org, "place": place, "lease": row.lease}
    told |= {"tries": row.tries, "unclear": row.unclear}
    return {**told, "claimed": claimed, "since": row.since, "tried": tried}


def _card(row: house.CardRow, claimed: datetime) -> Waiting:
    return Waiting(
        table=CARD,
        **_held_by(row, claimed),
        name=row.name,
        about=row.about,
        channel=row.channel,
        stamp=row.stamp,
        wanted=row.wanted,
    )


def _said(row: house.Outgoing, claimed: datetime) -> Waiting:
    return Waiting(table=SAID, **_held_by(row, claimed), kind=row.kind, body=row.body)
