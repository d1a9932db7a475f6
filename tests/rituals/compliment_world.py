"""A house without Slack whose messages go on paper, and what its rules say about compliments, written a second time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select

from bot.app import core
from bot.catalogs import Catalogs
from bot.clock import TurnedClock
from bot.delivery import Delivery
from bot.i18n import Reader, plain
from bot.readers import Readers
from bot.slack.render import render
from bot.stage import ZONE, local
from bot.stepping import drain
from bot.surface import Membership, Outcome, Sent, Target
from rituals.contract import Answer, Event, Refused, Stranger, Wrong
from rituals.facts import Board, ChannelIs
from rituals.shown import Form, Items, Message, Place, Small, Text, Title
from storage.compliment import Compliment, Receiver
from storage.house import Outgoing
from storage.people import Profile
from tests.willing import Willing
from tests.world import CHANNEL, FRIDAY, MONDAY, ORG, World, peopled, settings_of

CALLED = {
    "U0": "Anna de Boer",
    "U1": "Omar Haddad",
    "U2": "Omar Jansen",
    "U3": "Bram Visser",
    "U4": "Mila Bakker",
    "U5": "Sanne de Wit",
}
SPOKEN = {person: frozenset(name.casefold().split()) - {"de"} for person, name in CALLED.items()}
LEAD = "U0"
CATALOGS = Catalogs.load()
PATIENCE = 60.0  # seconds: what happens is looked at here, not how fast on a busy machine


def profiles(*gone: str) -> list[Profile]:
    return [Profile(key, name, active=key not in gone, full_name=name) for key, name in CALLED.items()]


async def begun(url: str) -> None:
    """A team of these six; what that said is forgotten."""
    async with peopled(url) as world:
        told = {"channel": CHANNEL, "inside": True, "archived": False, "first": True}
        await world.tell("people.reconcile", **told, profiles=profiles())
        async with world.session() as session:
            await session.execute(delete(Outgoing))


@dataclass
class Paper(Willing):
    """What stands where: stamp -> (who reads it, its lines). Renders as Slack would, so that what is too much fails."""

    sheets: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    notified: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    async def post(self, target: Target, message: Message, reader: Reader) -> Outcome:
        stamp = str(len(self.notified))
        self.sheets[stamp] = (target.person, lines(message, reader))
        self.notified.append(render(message, reader, to_person=bool(target.person)).text if target.person else "")
        return Sent(target.channel or target.person, stamp)

    async def edit(self, at: Sent, message: Message, reader: Reader, mark: str) -> Outcome:
        person, _before = self.sheets[at.stamp]
        render(message, reader, to_person=bool(person))
        self.sheets[at.stamp] = (person, lines(message, reader))
        return at

    async def remove(self, at: Sent) -> Outcome:
        del self.sheets[at.stamp]
        return Sent("", "")

    async def membership(self, channel: str) -> Membership:
        return Membership(channel, inside=True, archived=False, profiles=profiles(*self.gone))

    async def look_up(self, person: str) -> Profile:
        return next(each for each in profiles(*self.gone) if each.key == person)

    async def look_at(self, channel: str) -> ChannelIs:
        return ChannelIs(channel, inside=True)


def lines(message: Message, reader: Reader) -> list[str]:
    return [line for piece in message.pieces for text in _of(piece) for line in plain(text, reader).splitlines()]


def _of(piece: object) -> Sequence[Any]:
    match piece:
        case Items(_title, some):
            return some
        case Title(text) | Text(text) | Small(text):
            return (text,)
    return ()


@dataclass
class Praised:
    """One team of six, in which everything is told in turns, delivered at once, and can be read from `paper`."""

    url: str
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    paper: Paper = field(default_factory=Paper)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    acts: int = 0

    def open(self) -> None:
        self.loop.run_until_complete(self._open())

    async def _open(self) -> None:
        """On a database that `begun` has made."""
        clock = TurnedClock(local(FRIDAY))
        made = await self.stack.enter_async_context(core(settings_of(self.url), clock))
        self.world = World(made, clock)
        registry = made.dispatcher.registry
        self.delivery = Delivery(registry, made.turns, made.dispatcher, Readers(CATALOGS), self.paper, ORG)

    def close(self) -> None:
        self.loop.run_until_complete(self.stack.aclose())
        self.loop.close()

    # --- what happens -------------------------------------------------------------------------------------------------
    def event(self, person: str, does: str, about: str, **values: Any) -> Event:
        self.acts += 1
        return Event(f"e{self.acts}", ORG, person, does, about, request=f"r{self.acts}", values=values)

    def act(self, event: Event) -> Answer | Form | Refused | Stranger | Wrong:
        return self.loop.run_until_complete(self._act(event))

    async def _act(self, event: Event) -> Answer | Form | Refused | Stranger | Wrong:
        dispatcher = replace(self.world.core.dispatcher, budget=PATIENCE)
        try:
            if event.does not in dispatcher.registry.forms:
                return await dispatcher.act(event)
            given = await dispatcher.submit(event)
            return await dispatcher.submit(replace(event, passed=given.passed)) if isinstance(given, Form) else given
        except (Refused, Stranger, Wrong) as refused:
            return refused
        finally:
            await drain(self.world.clock, self.delivery)

    def leave(self, person: str) -> None:
        async def gone() -> None:
            self.paper.gone.add(person)
            (profile,) = [each for each in profiles(person) if each.key == person]
            await self.world.tell("people.changed", profile=profile)
            await drain(self.world.clock, self.delivery)

        self.loop.run_until_complete(gone())

    def later(self, days: int, clock: time) -> None:
        """The next time that it is so late, at least so many days on; at once, as after a silence."""
        now = self.world.clock.now().astimezone(ZONE)
        target = datetime.combine(now.date() + timedelta(days=days), clock, ZONE)

        async def on() -> None:
            self.world.clock.turn_to(target if target > now else target + timedelta(days=1))
            await self.world.core.timers.tick()
            await drain(self.world.clock, self.delivery)

        self.loop.run_until_complete(on())

    # --- what is so ---------------------------------------------------------------------------------------------------
    def stored(self) -> tuple[dict[int, Compliment], list[Receiver]]:
        async def read() -> tuple[dict[int, Compliment], list[Receiver]]:
            async with self.world.core.sessions(info={"org": ORG}) as session:
                given = await session.scalars(select(Compliment))
                return {row.id: row for row in given}, list(await session.scalars(select(Receiver)))

        return self.loop.run_until_complete(read())

    def pages(self, viewers: Sequence[str], days: Sequence[Any]) -> Iterator[tuple[str, str]]:
        """(reader, line) of what these people read in their own view of the boards of these days."""

        async def read() -> list[tuple[str, str]]:
            (ritual,) = [one for one in self.world.core.turns.rituals if one.name == "compliment"]
            boards = [Board(1, day, MONDAY, viewer) for viewer in viewers for day in days]
            async with self.world.core.turns.reading(ORG) as turn:
                assert ritual.board is not None
                found = await ritual.board(turn, boards)
                some = [
                    (board.viewer, item.text) for board, of in found.items() for each in of.values() for item in each
                ]
                readers = await self.delivery.readers.to_many(turn, [(Place(person=who), text) for who, text in some])
            read_ = zip(some, readers, strict=True)
            return [(who, line) for (who, text), reader in read_ for line in plain(text, reader).splitlines()]

        yield from self.loop.run_until_complete(read())


def names_in(line: str, agreed: Iterable[str]) -> set[str]:
    """Whom a line names, by any part of the name, besides those who agreed and are named in full."""
    left = line.casefold()
    for person in agreed:
        left = left.replace(CALLED[person].casefold(), "")
    words = set(re.findall(r"\w+", left))
    return {person for person, spoken in SPOKEN.items() if words & spoken}


# --- the rules, a second time -----------------------------------------------------------------------------------------
MOVES = {
    "": {"AWAITING", "PUBLISHED", "PRIVATE"},
    "AWAITING": {"PUBLISHED", "PRIVATE", "WITHDRAWN"},
    "PRIVATE": {"PUBLISHED", "WITHDRAWN"},
    "PUBLISHED": {"HIDDEN", "WITHDRAWN"},
    "HIDDEN": {"PUBLISHED", "WITHDRAWN"},
    "WITHDRAWN": set[str](),
}


@dataclass
class Known:
    """One compliment as its giver and receivers know it."""

    giver: str
    kind: str
    receivers: tuple[str, ...]
    versions: int = 0
    state: str = ""
    agreed: set[str] = field(default_factory=set)  # to the present text
    n: int = 0  # which words its texts are made of
    batches: list[tuple[str, str]] = field(default_factory=list)  # of messages in which it was changed


def allowed(kind: str, choices: list[str]) -> set[str]:
    """As which states a compliment can stand whose receivers chose so."""
    return {"WITHDRAWN"} | _standing(kind, choices)


def _standing(kind: str, choices: list[str]) -> set[str]:
    if "asked" in choices:
        return {"AWAITING"}
    if not choices or {"named", "unnamed", "changed"} & set(choices):
        return {"PUBLISHED", "HIDDEN"}
    if set(choices) == {"private"}:
        return {"PRIVATE"}
    if kind == "customer":
        return {"PUBLISHED", "HIDDEN"}
    return set() if set(choices) == {"gone"} else {"PRIVATE"}
