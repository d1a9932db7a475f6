"""The hands of a test on delivery, on a bad day: turned away, refused, unclear, too quick."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import select, update

from rituals import RITUALS
from rituals.contract import Action, Answer, Card, Event, Note, Ritual, Turn, Who
from rituals.facts import Delivered, GaveUp
from rituals.shown import Button, Message, Place, Row, Text
from rituals.words import Sentence
from sandbox import Fault, Seen
from storage.base import EVERY
from storage.house import CardRow, Outgoing
from tests.chat import NOORD, Chat, chatting

SUBJECT = "1:proof"


@dataclass
class Proof:
    """A ritual with one card, whose text the test sets, and what it was told."""

    text: str | None = "version 1"
    told: list[object] = field(default_factory=list)

    @property
    def ritual(self) -> Ritual:
        return Ritual(
            "proof",
            actions={"proof.press": Action(self.press, Who.ANYONE)},
            cards={"proof.card": Card(self.draw, told=True)},
            hears={Delivered: self.hear, GaveUp: self.hear},
        )

    async def draw(self, turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
        return dict.fromkeys(subjects, None if self.text is None else self.message(self.text))

    @staticmethod
    def message(text: str) -> Message:
        return Message((Text(Sentence(text)), Row((Button(Sentence("Press"), "proof.press", SUBJECT),))))

    async def press(self, turn: Turn, event: Event) -> Answer:
        return Note(Sentence("Pressed."))

    async def hear(self, turn: Turn, fact: object) -> None:
        if isinstance(fact, Delivered | GaveUp) and fact.card in ("", "proof.card"):
            self.told.append(fact)


@dataclass
class Bad:
    """A chat on a bad day, with the hands of a test on its delivery."""

    chat: Chat
    proof: Proof

    async def show(self) -> None:
        async with self.chat.house.turns.writing(self.chat.house.org) as turn:
            turn.show("proof.card", SUBJECT, Place(channel=self.channel))

    async def change(self, text: str | None) -> None:
        self.proof.text = text
        async with self.chat.house.turns.writing(self.chat.house.org) as turn:
            turn.changed("proof.card", SUBJECT)

    async def say(self, text: str, place: Place | None = None) -> None:
        async with self.chat.house.turns.writing(self.chat.house.org) as turn:
            turn.say(place or Place(channel=self.channel), Message((Text(Sentence(text)),)))

    def fault(self, kind: Literal["cut", "500", "429", "ok_false", "slow"], **how: object) -> None:
        method = str(how.pop("method", "chat.postMessage"))
        self.chat.slack.faults.add(Fault(method, kind, **how))  # type: ignore[arg-type]  # (as the test says)

    async def after(self, seconds: float = 0.0) -> None:
        """What is due after so many seconds goes out, and no more than that."""
        self.chat.clock.wait(timedelta(seconds=seconds))
        await self.chat.house.delivery.flush()

    @property
    def channel(self) -> str:
        return str(self.chat.slack.channel_of(NOORD).id)

    @property
    def standing(self) -> list[Seen]:
        return [seen for seen in self.chat.anna.sees(NOORD) if "version" in seen.text]

    def calls(self, method: str, words: str = "version") -> int:
        return sum(called == method and words in str(how) for called, how in self.chat.slack.calls)

    async def last_said(self) -> Outgoing:
        async with self.chat.house.sessions(info={"org": self.chat.house.org}) as session:
            row: Outgoing = (await session.scalars(select(Outgoing).order_by(Outgoing.id.desc()).limit(1))).one()
            return row

    async def change_last(self, **values: Any) -> None:
        row = await self.last_said()
        async with self.chat.house.sessions() as session, session.begin():
            some = update(Outgoing).where(Outgoing.id == row.id).values(**values)
            await session.execute(some, execution_options=EVERY)

    async def card(self) -> CardRow:
        async with self.chat.house.sessions(info={"org": self.chat.house.org}) as session:
            row: CardRow = (await session.scalars(select(CardRow).where(CardRow.name == "proof.card"))).one()
            return row


@asynccontextmanager
async def badly(database_url: str, **options: Any) -> AsyncIterator[Bad]:
    proof = Proof()
    rituals = (*RITUALS, proof.ritual)
    async with chatting(database_url, rituals=rituals, rate_limits=False, threads=True, **options) as chat:
        await chat.noord()
        yield Bad(chat, proof)
