"""A relay that runs, and what people do with it: what the dialogues about its edges begin with."""

from __future__ import annotations

from datetime import date

from bot.stage import Actor
from rituals.estafette import batons, offering
from rituals.estafette.holding import hold, mine
from storage.estafette import Leg
from storage.people import Absence
from tests.chat import Chat
from tests.rituals.estafette_stage import change, put
from tests.rituals.estafette_talk import BOARD, legs, offers

BEFORE, MONDAY, NEXT = date(2027, 1, 18), date(2027, 1, 25), date(2027, 2, 1)
NAMES = ("eva", "aisha", "daan", "ruben", "noor")
DARE = "Vraag eens wat er beter kan."


def asked(chat: Chat) -> list[str]:
    """Who has an offer to answer."""
    return [name for name in NAMES if offers(chat.people[name])]


async def states(chat: Chat) -> list[tuple[str, str]]:
    """Of all legs: the first name and the state."""
    known = {actor.id: name for name, actor in chat.people.items()}
    return [(known.get(row.person or "", "-"), row.state) for row in await legs(chat)]


async def under_way(chat: Chat, *rows: Leg) -> None:
    """In its first round, and this is what came of it so far."""
    await change(chat, state="RUNNING", begun=True, round=1)
    await put(chat, *rows)


async def passes(chat: Chat, to: Actor, second: Actor | None = None) -> None:
    """Eva, who told last."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        along = offering.Passing(chat.eva.id, DARE, second.id if second is not None else None)
        await batons.passed(turn, standing, standing.legs[-1], to.id, along)
    await chat.settle()


async def tells(chat: Chat, actor: Actor) -> batons.Shared:
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        leg = mine(standing, actor.id)
        assert leg is not None
        found = await batons.shared(turn, standing, leg)
    await chat.settle()
    return found


async def away(chat: Chat, first: date, last: date, *names: str) -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add_all(Absence(person=chat.people[name].id, first=first, last=last) for name in names)


async def types(chat: Chat, text: str, by: Actor | None = None) -> str:
    """By Petra where it is nobody else; what is said in answer."""
    said = await (by or chat.petra).types(text, channel=BOARD)
    await chat.settle()
    return said.text if said is not None else ""
