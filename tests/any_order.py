"""Requests that come more than once and in any order, and all that is in the database afterwards."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

import storage.tables  # noqa: F401  (every table, known to the metadata)
from rituals.contract import Event, Refused, about
from storage.base import Base
from storage.people import Profile
from tests.scenes import SCENES
from tests.states import State, file_of, keep
from tests.world import CHANNEL, MONDAY, ORG, TEN, World, peopled

MOST = 4  # times that Slack delivers one request here; its own retries are three
TABLES = sorted(Base.metadata.tables)

Rows = Sequence[tuple[Any, ...]]
Whole = Mapping[str, Rows]


# --- what comes -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Request:
    """`told` by Slack itself, or else pressed, typed or sent by a person."""

    event: Event
    told: bool = False


def told(does: str, key: str = "", *, person: str = "", subject: str = "", **values: Any) -> Request:
    """As Slack tells it: with the id of its event, the same each time."""
    made = f"Ev-{does}-{key}"
    return Request(Event(made, ORG, person, does, subject, request=made, values=values), told=True)


def changed(person: str, **how: Any) -> Request:
    return told("people.changed", person, person=person, profile=Profile(person, f"Collega {person} anders", **how))


NEW = Profile("U-new", "Collega Nieuw")
EVERYBODY = tuple(Profile(person, f"Collega {person}") for person in TEN)
READ: dict[str, Any] = {"channel": CHANNEL, "inside": True, "archived": False, "first": False}

# What happens to other people meanwhile. Of a request that was refused nothing is kept, so that it may succeed when it
# comes again; where only the first wins, nothing that happens here makes room for another.
MEANWHILE = (told("people.joined", person=NEW.key, channel=CHANNEL, profile=NEW), changed(TEN[7]))
LEAVING = (told("people.left", person=TEN[8], channel=CHANNEL), changed(TEN[9], active=False))

FIGURES = f"{MONDAY};Bereikbaarheid;92"
TOLD = (
    *MEANWHILE,
    *LEAVING,
    changed(TEN[6], kind="guest"),
    told("people.left", "again", person=NEW.key, channel=CHANNEL),
    told("people.joined", "again", person=TEN[8], channel=CHANNEL, profile=EVERYBODY[8]),
    told("people.channel_lost", channel=CHANNEL),
    told("people.channel_back", channel=CHANNEL),
    told("people.uninstalled"),
    told("people.installed", name="Proef", url="https://proef.test/", admins=(TEN[1],), profiles=EVERYBODY),
    told("people.reconcile", profiles=EVERYBODY[:9], **READ),
    told("people.reconcile", "archived", profiles=EVERYBODY, **READ | {"archived": True}),
    told("kpi.read_in", subject=about(1), text=FIGURES, dry=False),
)


def mixed(some: Sequence[Request], random: Random) -> Sequence[Request]:
    """Each one to four times, in any order."""
    often = [one for one in some for _ in range(random.randint(1, MOST))]
    random.shuffle(often)
    return often


def once(often: Iterable[Request]) -> Sequence[Request]:
    """In the order in which they came first."""
    return list({one.event.id: one for one in often}.values())


class Different(AssertionError):
    """A request that had come before changed something."""


# --- and what it leaves behind ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Prepared:
    """A world at the point where these can be done, as often as one likes: each time from the same database.

    `seeing` is a connection that writes nothing, so that SQLite tells it whether anybody else did.
    """

    world: World
    url: str
    state: State
    seeing: sqlite3.Connection
    requests: Sequence[Request]

    async def after(self, some: Sequence[Request]) -> Whole:
        """Raises Different where one that came before changes anything: so what is there is what each once leaves."""
        self.state.put(self.url)
        came: set[str] = set()
        for n, one in enumerate(some):
            before = self._written()
            await self._deliver(one)
            if one.event.id in came and self._written() != before:
                await self._the_same(some[:n], one)
            came.add(one.event.id)
        return self.whole()

    async def _the_same(self, earlier: Sequence[Request], again: Request) -> None:
        """It wrote something: what was there already?"""
        rows = self.whole()
        if found := differing(await self.after(earlier), rows):
            raise Different(again.event, found)
        await self._deliver(again)

    async def _deliver(self, one: Request) -> None:
        """Refused is an answer, as it is to the person; anything else that is raised is not."""
        dispatcher, event = self.world.core.dispatcher, one.event
        random = Random(event.id)  # what is drawn for one request is the same in each run
        with pytest.MonkeyPatch.context() as patch, suppress(Refused):
            for name in ("token_hex", "token_urlsafe"):
                patch.setattr(secrets, name, lambda size: f"{random.getrandbits(8 * size):x}")
            if event.does in dispatcher.registry.forms:
                await dispatcher.submit(event)
            else:
                await dispatcher.act(event, edge=one.told)

    def _written(self) -> int:
        """Another number after each commit that wrote something."""
        return int(self.seeing.execute("PRAGMA data_version").fetchone()[0])

    def whole(self) -> Whole:
        """Every row of every table, as it is written: nothing is left out, neither ids nor moments."""
        return {table: self.seeing.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in TABLES}  # noqa: S608


@asynccontextmanager
async def prepared(url: str, name: str = "") -> AsyncIterator[Prepared]:
    """From here on time stands still, so that no row can differ in when it was written. Without a name: no scene."""
    async with peopled(url) as world:
        asked = (await SCENES[name](world, name)).events if name else ()
        assert world.core.sessions  # what only says what is asked has put nothing into the database yet
        stands = world.clock.machine()
        with pytest.MonkeyPatch.context() as patch, closing(sqlite3.connect(file_of(url))) as seeing:
            patch.setattr(world.clock, "machine", lambda: stands)
            yield Prepared(world, url, keep(url), seeing, [Request(event) for event in asked])


def differing(one: Whole, other: Whole) -> Mapping[str, tuple[Rows, Rows]]:
    """By table: the rows that are only in one, and those that are only in the other."""
    return {
        table: (
            [row for row in one[table] if row not in other[table]],
            [r for r in other[table] if r not in one[table]],
        )
        for table in TABLES
        if one[table] != other[table]
    }


__all__ = ["LEAVING", "MEANWHILE", "TOLD", "Different", "Prepared", "Request", "differing", "mixed", "once", "prepared"]
