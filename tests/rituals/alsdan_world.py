"""Agreements in a house without Slack: what happens to them, what there is of them, and their rules a second time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select

from bot.app import core
from bot.clock import TurnedClock
from bot.delivery import Delivery
from bot.readers import Readers
from bot.stage import ZONE, local
from bot.stepping import drain
from rituals.alsdan import RITUAL as ALSDAN
from rituals.alsdan import proposing
from rituals.alsdan.subjects import More, Words
from rituals.contract import Answer, Event, Refused, Stranger, Turn, Wrong
from rituals.people import RITUAL as PEOPLE_RITUAL
from rituals.shown import Form
from storage.alsdan import Agreement, AgreementProposal, Joiner, Voice
from storage.house import Timer
from storage.people import Member
from tests.rituals.compliment_world import CALLED, CATALOGS, LEAD, PATIENCE, Praised, profiles
from tests.world import FRIDAY, ORG, World, settings_of

PEOPLE = sorted(CALLED)
MOVES = {
    "": {"PROPOSED"},
    "PROPOSED": {"ACTIVE", "EXPIRED", "DRAFT"},
    "ACTIVE": {"RESTARTING", "PAUSED", "ANCHORED", "RETIRED"},
    "RESTARTING": {"ACTIVE", "PAUSED", "RETIRED"},
    "PAUSED": {"ACTIVE", "RETIRED"},
    "ANCHORED": {"ACTIVE", "RETIRED"},
    "RETIRED": set[str](),
    "EXPIRED": set[str](),
    "DRAFT": set[str](),
}


@dataclass(frozen=True)
class Stored:
    rows: dict[int, Agreement]
    joiners: dict[int, set[str]]
    voices: Sequence[Voice]
    proposals: Sequence[AgreementProposal]
    members: set[str]


@dataclass
class Agreed(Praised):
    """The same six people, with agreements; what the look-backs find is told here by whoever tests."""

    async def _open(self) -> None:
        """With no more rituals than agreements stand on: what others plan would cost more time than all of this."""
        clock = TurnedClock(local(FRIDAY))
        settings = settings_of(self.url)
        made = await self.stack.enter_async_context(core(settings, clock, (PEOPLE_RITUAL, ALSDAN)))
        self.world = World(made, clock)
        registry = made.dispatcher.registry
        self.delivery = Delivery(registry, made.turns, made.dispatcher, Readers(CATALOGS), self.paper, ORG)
        async with made.turns.writing(ORG) as turn:
            names = {*registry.timers}
            await turn.session.execute(delete(Timer).where(Timer.name.not_in(names)))

    async def _act(self, event: Event) -> Answer | Form | Refused | Stranger | Wrong:
        dispatcher = replace(self.world.core.dispatcher, budget=PATIENCE)
        try:
            return await (dispatcher.submit if event.does in dispatcher.registry.forms else dispatcher.act)(event)
        except (Refused, Stranger, Wrong) as refused:
            return refused

    def propose(self, person: str, words: Words) -> None:
        async def put(turn: Turn) -> Answer:
            return await proposing.propose(turn, 1, person, words, "Sneller antwoord", More())

        self.turn(put)

    def there(self, *states: str) -> None:
        """Agreements that had been agreed on before, one in each of these states."""

        async def add(turn: Turn) -> None:
            day = turn.now.date()
            turn.session.add_all(
                Agreement(
                    team=1, state=state, x=f"een klant {state} belt", y="bellen we terug", why="Antwoord", aid="look",
                    at=turn.now, since=day, activated_on=day, aids_from=day, joined=2, proposer=LEAD,
                    until=None if state == "ACTIVE" else turn.now + timedelta(days=30),
                )
                for state in states
            )  # fmt: skip

        self.turn(add)

    def on(self, days: int, clock: time) -> None:
        """The next time that it is so late, at least so many days on; at once, as after a silence."""
        now = self.world.clock.now().astimezone(ZONE)
        target = datetime.combine(now.date() + timedelta(days=days), clock, ZONE)
        self.world.clock.turn_to(target if target > now else target + timedelta(days=1))
        self.loop.run_until_complete(self.world.core.timers.tick())

    def gone(self, person: str) -> None:
        (profile,) = [each for each in profiles(person) if each.key == person]
        self.loop.run_until_complete(self.world.tell("people.changed", profile=profile))

    def deliver(self) -> None:
        """All that there is to send and to draw."""
        self.loop.run_until_complete(drain(self.world.clock, self.delivery))

    def turn(self, do: Callable[[Turn], Awaitable[Any]]) -> Any:
        async def play() -> Any:
            try:
                async with self.world.core.turns.writing(ORG) as turn:
                    return await do(turn)
            except Refused as refused:
                return refused

        return self.loop.run_until_complete(play())

    def now(self) -> Stored:
        async def read() -> Stored:
            async with self.world.core.sessions(info={"org": ORG}) as session:
                rows = {row.id: row for row in await session.scalars(select(Agreement).order_by(Agreement.id))}
                joiners: dict[int, set[str]] = {key: set() for key in rows}
                for one in await session.scalars(select(Joiner)):
                    joiners[one.agreement].add(one.person)
                voices = list(await session.scalars(select(Voice)))
                proposals = list(await session.scalars(select(AgreementProposal).order_by(AgreementProposal.id)))
                members = set(await session.scalars(select(Member.person)))
                return Stored(rows, joiners, voices, proposals, members)

        return self.loop.run_until_complete(read())

    def written(self) -> list[str]:
        """What stands in the channel."""
        return [line for reader, some in self.paper.sheets.values() if not reader for line in some]
