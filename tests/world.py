"""A house without Slack: the road in and the timers on a database, with ten people in one team."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Core, core
from bot.clock import TurnedClock
from bot.settings import Settings
from bot.stage import local
from rituals import RITUALS
from rituals.contract import Event, Ritual, Where, about
from storage import inline
from storage.people import Profile, Role
from tests.states import State, keep, kind, no_rows

ORG = "T1"
CHANNEL = "C1"
TEN = tuple(f"U{n}" for n in range(10))
FRIDAY = "2026-11-20 10:00"
MONDAY = date(2026, 11, 23)
OPENED = "2026-11-23 09:00"
WORKDAYS = tuple(MONDAY + timedelta(days=n) for n in range(14) if (MONDAY + timedelta(days=n)).isoweekday() < 6)


INLINE = True  # SQLite's statements, unless `--both` or a test that is about races wants the threads people work with
KEPT: dict[tuple[str, str], State] = {}  # of a world in which nothing happened but time, by database and moment


@dataclass(repr=False)  # see Chat
class World:
    """`team` was begun by the first of TEN on Friday at ten, so that its first dagstart is on Monday at nine.

    `untouched` is the address of its database, until something happens in it; `begun` is put into it only then, as who
    lets time pass first puts a later state there.
    """

    parts: Core
    clock: TurnedClock
    team: int = 1
    untouched: str = ""
    begun: State | None = None

    @property
    def core(self) -> Core:
        """Whoever has this may do anything."""
        self._begins()
        self.untouched = ""
        return self.parts

    def _begins(self) -> None:
        begun, self.begun = self.begun, None
        if begun is not None:
            begun.put(self.untouched)

    @property
    def card(self) -> str:
        """Monday's."""
        return about(self.team, MONDAY.isoformat())

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """In a turn that is committed: what a scene wants to be so."""
        async with self.core.turns.writing(ORG) as turn:
            yield turn.session

    async def tell(self, does: str, **values: object) -> None:
        """What only the surface tells."""
        key = f"{does}:{self.clock.machine().isoformat()}"
        await self.core.dispatcher.act(Event(id=key, org=ORG, person="", does=does, values=values), edge=True)

    async def until(self, moment: str) -> None:
        """Everything due on the way happens at its own moment; nothing is delivered.

        What a week in which nobody does anything leaves behind is played once, and put back from then on.
        """
        url = self.untouched
        if url and (state := KEPT.get((kind(url), moment))) is not None:
            self.untouched, self.begun = "", None
            state.put(url)
            self.clock.turn_to(local(moment))
            return
        self._begins()
        self.untouched = ""
        await self._until(local(moment))
        if url:
            KEPT[kind(url), moment] = keep(url)

    async def _until(self, target: datetime) -> None:
        while (due := await self.parts.timers.next_due()) is not None and due <= target:
            self.clock.turn_to(max(due, self.clock.moment))
            await self.parts.timers.tick()
        self.clock.turn_to(target)

    async def opened(self) -> None:
        """Monday's card is up."""
        await self.until(OPENED)

    async def all_lead(self) -> None:
        async with self.session() as session:
            session.add_all(Role(team=self.team, person=person, role="lead") for person in TEN[1:])


@asynccontextmanager
async def peopled(
    database_url: str, rituals: tuple[Ritual, ...] = RITUALS, *, threads: bool = False
) -> AsyncIterator[World]:
    settings = settings_of(database_url, threads=threads)
    clock = TurnedClock(local(FRIDAY))
    url = database_url if rituals is RITUALS and no_rows(database_url) else ""
    begun = KEPT.get((kind(url), FRIDAY)) if url else None
    async with core(settings, clock, rituals) as parts:
        world = World(parts, clock, begun=begun)
        if begun is None:
            await _begin(world)
        if begun is None and url:
            KEPT[kind(url), FRIDAY] = keep(url)
        world.untouched = url
        yield world


def settings_of(database_url: str, *, threads: bool = False) -> Settings:
    url = inline.address(database_url) if INLINE and not threads else database_url
    return Settings(_env_file=None, database_url=url)


async def _begin(world: World) -> None:
    profiles = tuple(Profile(person, f"Collega {person}") for person in TEN)
    await world.tell("people.installed", name="Proef", url="https://proef.test/", admins=(), profiles=profiles)
    where = Where(CHANNEL, name="noord", inside=True)
    start = Event(id="start", org=ORG, person=TEN[0], does="dagstart.start", where=where)
    await world.core.dispatcher.submit(start)
    await world.tell("people.reconcile", channel=CHANNEL, inside=True, archived=False, profiles=profiles, first=True)


__all__ = ["CHANNEL", "FRIDAY", "MONDAY", "OPENED", "ORG", "TEN", "WORKDAYS", "World", "peopled", "settings_of"]
