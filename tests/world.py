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
from storage.people import Profile, Role
from tests.states import State, keep, kind, no_rows

ORG = "T1"
CHANNEL = "C1"
TEN = tuple(f"U{n}" for n in range(10))
FRIDAY = "2026-11-20 10:00"
MONDAY = date(2026, 11, 23)
WORKDAYS = tuple(MONDAY + timedelta(days=n) for n in range(14) if (MONDAY + timedelta(days=n)).isoweekday() < 6)


KEPT: dict[tuple[str, str], State] = {}  # of a world in which nothing happened but time, by database and moment


@dataclass(repr=False)  # see Chat
class World:
    """`team` was begun by the first of TEN on Friday at ten, so that its first dagstart is on Monday at nine.

    `untouched` is the address of its database, until something happens in it.
    """

    parts: Core
    clock: TurnedClock
    team: int = 1
    untouched: str = ""

    @property
    def core(self) -> Core:
        """Whoever has this may do anything."""
        self.untouched = ""
        return self.parts

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
        url, self.untouched = self.untouched, ""
        if (state := KEPT.get((kind(url), moment))) is not None and url:
            state.put(url)
            self.clock.turn_to(local(moment))
            return
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
        await self.until("2026-11-23 09:00")

    async def all_lead(self) -> None:
        async with self.session() as session:
            session.add_all(Role(team=self.team, person=person, role="lead") for person in TEN[1:])


@asynccontextmanager
async def peopled(database_url: str, rituals: tuple[Ritual, ...] = RITUALS) -> AsyncIterator[World]:
    settings = Settings(_env_file=None, database_url=database_url)
    clock = TurnedClock(local(FRIDAY))
    url = database_url if rituals is RITUALS and no_rows(database_url) else ""
    begun = KEPT.get((kind(url), FRIDAY)) if url else None
    if begun is not None:
        begun.put(url)
    async with core(settings, clock, rituals) as parts:
        world = World(parts, clock)
        if begun is None:
            await _begin(world)
        if begun is None and url:
            KEPT[kind(url), FRIDAY] = keep(url)
        world.untouched = url
        yield world


async def _begin(world: World) -> None:
    profiles = tuple(Profile(person, f"Collega {person}") for person in TEN)
    await world.tell("people.installed", name="Proef", url="https://proef.test/", admins=(), profiles=profiles)
    where = Where(CHANNEL, name="noord", inside=True)
    start = Event(id="start", org=ORG, person=TEN[0], does="dagstart.start", where=where)
    await world.core.dispatcher.submit(start)
    await world.tell("people.reconcile", channel=CHANNEL, inside=True, archived=False, profiles=profiles, first=True)


__all__ = ["CHANNEL", "FRIDAY", "MONDAY", "ORG", "TEN", "WORKDAYS", "World", "peopled"]
