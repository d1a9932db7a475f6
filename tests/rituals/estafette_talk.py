"""What the dialogues about the relay share: a board of five, a coordinator, and a channel that all can read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from sandbox import Seen
from storage.estafette import Leg, Relay, Runner
from storage.people import Profile, know_people
from storage.roles import OrgRole
from tests.chat import Chat

BOARD = "bestuur"
CIRCLE = ("Eva Hendriks", "Aisha El Idrissi", "Daan Mulder", "Ruben de Vries", "Noor Jansen")
OTHERS = ("Petra Kok", "Bram Visser")
ACCEPT, DECLINE, SWAP, AWAY = "Ik neem het stokje", "Deze keer niet", "Ruil met een collega", "Ik ben er even niet"
PLAN, SHARE, MORE, PASS, LATER = (
    "Klantcontact plannen",
    "Verhaal delen",
    "Ik heb meer tijd nodig",
    "Stokje doorgeven",
    "Ik start later",
)
FIRST = "De CX-estafette begint bij jou. Wil je komende week één klant spreken en daarover vertellen?"
START = "Deze week heeft"


async def board(chat: Chat, **settings: Any) -> None:
    """Eva is the CEO, Petra looks after the relay; it is set up with what stands by default, and has not begun."""
    people = [chat.stage.person(name) for name in (*CIRCLE, *OTHERS)]
    channel = chat.stage.slack.channel(BOARD, members=[actor.person for actor in people])
    roles = [("exec", name) for name in CIRCLE] + [("ceo", CIRCLE[0]), ("relay_coordinator", OTHERS[0])]
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        profiles = [Profile(actor.id, actor.name, full_name=actor.name, handle=actor.person.handle) for actor in people]
        await know_people(session, chat.house.org, profiles)
        for role, name in roles:
            person = next(actor.id for actor in people if actor.name == name)
            session.add(OrgRole(person=person, role=role, exec=""))
        open_to_all = {"private": False} | settings
        session.add(Relay(channel=channel, start_clock=time(9), end_clock=time(15), **open_to_all))


async def legs(chat: Chat) -> Sequence[Leg]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Leg).order_by(Leg.id)))


async def relay(chat: Chat) -> Relay:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        found: Relay = (await session.scalars(select(Relay))).one()
        return found


async def runners(chat: Chat) -> Sequence[Runner]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Runner).order_by(Runner.id)))


def posts(chat: Chat) -> list[str]:
    """What everybody reads in the board's channel, oldest first."""
    return [seen.text for seen in chat.petra.sees(BOARD) if not seen.ephemeral]


def offers(actor: Actor) -> list[Seen]:
    """Those that can still be answered."""
    return [seen for seen in actor.dm() if ACCEPT in seen.buttons]


def newest(actor: Actor) -> Seen:
    return actor.dm()[-1]


async def press(chat: Chat, actor: Actor, label: str) -> None:
    """In the newest message in which it stands."""
    message = next(seen for seen in reversed(actor.dm()) if label in seen.buttons)
    await actor.presses(label, message)
    await chat.settle()


async def begins(chat: Chat) -> None:
    """The relay is started, and Eva takes the baton."""
    await chat.petra.types("/estafette start", channel=BOARD)
    await chat.settle()
    await press(chat, chat.eva, ACCEPT)
