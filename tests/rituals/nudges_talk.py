"""Rituals that exist in tests only: they ask what a test wants them to ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import update

from bot.stage import Actor
from rituals import RITUALS
from rituals.contract import Action, Answer, Event, Note, Ritual, Turn, Who, Wins
from rituals.facts import NotNudged, Nudged, PutOff
from rituals.nudge import Line, Nudge, Offer, Order
from rituals.shown import Button, Text
from rituals.words import Sentence, Typed, _
from sandbox import Seen
from storage.dagstart import DagstartSettings
from storage.organisations import Organisation
from tests.chat import Chat, chatting
from tests.world import ORG, World

ANYBODY = "anybody"
FIGURE, LOOKBACK, ACTION = "cijfer.value", "terugblik.week", "actie.due"
ORDERS = {FIGURE: Order.FIGURE, LOOKBACK: Order.LOOKBACK, ACTION: Order.ACTION}


@dataclass
class Asking:
    """`wanted`: kind -> what each person (or anybody) is offered. `told`: the facts that came back."""

    wanted: dict[str, Mapping[str, Sequence[Offer]]] = field(default_factory=dict)
    fails: set[str] = field(default_factory=set)
    told: list[Any] = field(default_factory=list)
    asked_for: list[Mapping[str, date]] = field(default_factory=list)

    def rituals(self) -> tuple[Ritual, ...]:
        return (*RITUALS, *(self._ritual(kind) for kind in ORDERS))

    def of(self, kind: str) -> list[Any]:
        return [fact for fact in self.told if fact.kind == kind]

    def _ritual(self, kind: str) -> Ritual:
        name = kind.partition(".")[0]
        return Ritual(
            name,
            actions={f"{name}.answer": Action(_answer, Who.ANYONE, Wins.EACH)},
            nudges={kind: Nudge(ORDERS[kind], self._offers(kind), self._draw(kind))},
            hears=dict.fromkeys((Nudged, NotNudged, PutOff), self._heard) if kind == FIGURE else {},
        )

    def _offers(self, kind: str) -> Callable[..., Any]:
        async def offers(_turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offer]]:
            self.asked_for.append(days)
            if kind in self.fails:
                raise RuntimeError("this ritual is broken")
            wanted = self.wanted.get(kind, {})
            return {person: some for person in days if (some := wanted.get(person, wanted.get(ANYBODY, ())))}

        return offers

    def _draw(self, kind: str) -> Callable[..., Any]:
        async def draw(_turn: Turn, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Line]:
            if f"draw {kind}" in self.fails:
                raise RuntimeError("this ritual is broken")
            name = kind.partition(".")[0]
            answer = Button(_("Yes, please"), f"{name}.answer")
            return {
                pair: Line(Text(Sentence("{text}", {"text": Typed(f"{kind} {pair[1]}")}), (answer,))) for pair in pairs
            }

        return draw

    async def _heard(self, _turn: Turn, fact: Any) -> None:
        self.told.append(fact)


async def _answer(_turn: Turn, _event: Event) -> Answer:
    return Note(_("Saved. Thank you."))


def messages(actor: Actor) -> list[Seen]:
    """Those that rituals of tests have a line in."""
    return [seen for seen in actor.dm() if any(kind in seen.text for kind in ORDERS)]


def lines(seen: Seen) -> list[str]:
    return [line for line in seen.text.split("\n") if line.startswith(tuple(ORDERS))]


async def quiet_hosts(of: Chat | World) -> None:
    """Nobody is drawn as host, so that nothing but what a test offers is asked."""
    await change(of, update(DagstartSettings).values(rotates=False))


async def bundle_at(of: Chat | World, **values: Any) -> None:
    await change(of, update(Organisation).values(**values))


async def change(of: Chat | World, statement: Any) -> None:
    turns = of.core.turns if isinstance(of, World) else of.house.turns
    async with turns.writing(ORG if isinstance(of, World) else of.house.org) as turn:
        await turn.session.execute(statement.execution_options(synchronize_session=False, all_orgs=True))


@asynccontextmanager
async def noord(url: str, asking: Asking) -> AsyncIterator[Chat]:
    """Begun on Monday at eight, where nobody hosts: only the rituals of this test ask something."""
    async with chatting(url, rituals=asking.rituals(), moment="2026-11-23 08:00") as chat:
        await chat.noord()
        await quiet_hosts(chat)
        yield chat
