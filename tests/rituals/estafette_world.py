"""A relay in a house without Slack: what happens to it, what there is of it, and what everybody read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from bot.app import core
from bot.clock import TurnedClock
from bot.delivery import Delivery
from bot.readers import Readers
from bot.stage import ZONE, local
from rituals.contract import Refused, Turn
from rituals.estafette import RITUAL as ESTAFETTE
from rituals.estafette import batons
from rituals.estafette.holding import Standing, hold, mine
from rituals.facts import BecameAway, OfficesChanged
from rituals.people import RITUAL as PEOPLE_RITUAL
from storage import roles
from storage.estafette import Leg, Relay, RelayLine, Runner
from storage.house import Timer
from storage.people import Absence
from tests.rituals.alsdan_world import Agreed
from tests.rituals.compliment_world import CALLED, CATALOGS
from tests.world import CHANNEL, FRIDAY, ORG, World, settings_of

CIRCLE = ("U0", "U1", "U2", "U3", "U4")
CEO = "U0"
COORDINATOR = "U5"
SPOKEN = {person: name for person, name in CALLED.items() if person in CIRCLE}


@dataclass(frozen=True)
class Stored:
    relay: Relay
    legs: Sequence[Leg]
    runners: Mapping[str, Runner]
    lines: Sequence[RelayLine]
    timers: Mapping[str, datetime]  # by name; of legs, by name and subject
    executives: frozenset[str]


@dataclass
class Relayed(Agreed):
    """Five executives, of whom the first is the CEO, and a coordinator."""

    async def _open(self) -> None:
        clock = TurnedClock(local(FRIDAY))
        made = await self.stack.enter_async_context(core(settings_of(self.url), clock, (PEOPLE_RITUAL, ESTAFETTE)))
        self.world = World(made, clock)
        registry = made.dispatcher.registry
        self.delivery = Delivery(registry, made.turns, made.dispatcher, Readers(CATALOGS), self.paper, ORG)
        async with made.turns.writing(ORG) as turn:
            # Without its nightly round the house is ten times as fast, and the relay has to stay alive by itself.
            planned = {*registry.timers} - {"people.nightly"}
            await turn.session.execute(delete(Timer).where(Timer.name.not_in(planned)))
            for person in CIRCLE:
                await roles.give_office(turn.session, ORG, person, "exec")
            await roles.give_office(turn.session, ORG, CEO, "ceo")
            await roles.give_office(turn.session, ORG, COORDINATOR, "relay_coordinator")
            turn.session.add(Relay(channel=CHANNEL, private=False))

    # --- what happens -------------------------------------------------------------------------------------------------
    def tells(self, person: str) -> object:
        """A story is published, as far as that person has a turn to tell it in."""

        async def tell(turn: Turn, standing: Standing) -> object:
            leg = mine(standing, person)
            return await batons.shared(turn, standing, leg) if leg is not None else None

        return self.engine(tell)

    def engine(self, do: Callable[[Turn, Standing], Awaitable[Any]]) -> Any:
        async def play(turn: Turn) -> Any:
            return await do(turn, await hold(turn))

        return self.turn(play)

    def away(self, person: str, first: date, days: int) -> None:
        async def go(turn: Turn) -> None:
            last = first + timedelta(days=days)
            turn.session.add(Absence(person=person, first=first, last=last))
            await turn.session.flush()
            await turn.tell(BecameAway(person, first, last))

        self.turn(go)

    def joins(self, person: str) -> None:
        async def give(turn: Turn) -> None:
            await roles.give_office(turn.session, ORG, person, "exec")
            await turn.tell(OfficesChanged(frozenset({"exec"})))

        self.turn(give)

    def leaves(self, person: str) -> None:
        async def take(turn: Turn) -> None:
            await roles.take_office(turn.session, person, "exec")
            await turn.tell(OfficesChanged(frozenset({"exec"})))

        self.turn(take)

    def on_to(self, target: datetime) -> None:
        """Everything due on the way happens at its own moment."""
        self.loop.run_until_complete(self.world.until(f"{target.astimezone(ZONE):%Y-%m-%d %H:%M}"))

    # --- what there is ------------------------------------------------------------------------------------------------
    def seen(self) -> Stored:
        async def read() -> Stored:
            async with self.world.core.sessions(info={"org": ORG}) as session:
                relay = (await session.scalars(select(Relay))).one()
                legs = list(await session.scalars(select(Leg).order_by(Leg.id)))
                runners = {row.person: row for row in await session.scalars(select(Runner))}
                lines = list(await session.scalars(select(RelayLine).order_by(RelayLine.id)))
                timers = {row.name: row.due_at for row in await session.scalars(select(Timer))}
                timers |= {f"{row.name}{row.about}": row.due_at for row in await session.scalars(select(Timer))}
                held = await roles.of_organisation(session)
                executives = frozenset(row.person for row in held if row.role == "exec")
                return Stored(relay, legs, runners, lines, timers, executives)

        return self.loop.run_until_complete(read())

    def public(self) -> list[str]:
        self.deliver()
        return self.written()

    def refusing(self, do: Callable[[], object]) -> object:
        try:
            return do()
        except Refused as refused:
            return refused
