"""What the dialogues about flags and looking back have in common."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from sqlalchemy import update

from bot.stage import Actor
from sandbox import Seen
from storage.dagstart import DagstartSettings
from tests.chat import NOORD, Chat, chatting
from tests.rituals.klantpet_talk import ROTATES, posts, register

PEOPLE = ("Anna de Boer", "Fatima Yilmaz", "Noor Jansen", "Daan Mulder")
FLAG, TAKE, REMOVE, HIDE = "🚩 Klantvlag", "Ik pak de pet", "Weghalen", "Verbergen"
TEXT, KIND, NAMED = "Wat raakt de klant hier?", "Soort", "Met mijn naam"
LOOK, CONSIDERED, DECIDED = (
    "Terugblik (1 minuut)",
    "Kwam de klant aan bod?",
    "Wat besloten we anders door de klant?",
)
LATE = "Zij wachten drie dagen op een antwoord dat wij al hebben"
PROMISE = "We beloven iets wat het magazijn niet kan leveren"
POST = f"🚩 Klantvlag: {LATE}"
THANKS = "Dank je wel dat je het zegt. Even stilstaan mag altijd."
REMOVED = "Weggehaald. Niemand krijgt daar bericht van."
NOWHERE = "Er komt nu geen overleg waar je vlag kan staan. Je kunt hem ergens anders neerleggen."
IS_OFF = "Overleg gaat niet door"
OTHER, COLLIDE = "anders", "doelen die botsen"
OPEN: dict[str, Any] = {ROTATES: False}  # each time whoever is first


@asynccontextmanager
async def thursday(url: str) -> AsyncIterator[Chat]:
    """Half an hour before a team of four, which Anna leads, has its meeting; there are no day starts."""
    async with chatting(url, moment="2026-11-26 09:30") as chat:
        people = [chat.stage.person(name) for name in PEOPLE]
        chat.stage.slack.channel(NOORD, members=[actor.person for actor in people])
        await chat.start(chat.anna, NOORD)
        async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
            await session.execute(update(DagstartSettings).values(paused_until=date(2028, 1, 1)))
        yield chat


async def meeting(chat: Chat, *args: str, **fields: Any) -> None:
    await register(chat, chat.anna, *args, **OPEN, **fields)


def lines(chat: Chat, n: int = 0) -> list[str]:
    """What stands below the message of a meeting."""
    return [line.text for line in posts(chat)[n].thread]


async def raises(chat: Chat, actor: Actor, text: str, n: int = 0, **fields: Any) -> str:
    """By the button of a meeting's message; what the person then reads."""
    await actor.presses(FLAG, posts(chat)[n])
    said = await actor.sends({TEXT: text, KIND: OTHER} | fields)
    await chat.settle()
    return said


async def is_off(chat: Chat, name: str) -> None:
    """By Anna, who leads."""
    await chat.anna.types("/klantpet", channel=NOORD)
    await chat.anna.presses(IS_OFF, chat.anna.form, near=name)
    await chat.anna.leaves()
    await chat.settle()


def told(actor: Actor, what: str) -> list[str]:
    return [seen.text for seen in actor.dm() if what in seen.text]


def last(actor: Actor) -> Seen:
    return actor.dm()[-1]
