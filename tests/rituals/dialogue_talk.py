"""What the dialogues about meetings of executives with customers have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from sandbox import Seen
from storage.dialogue import Dialogue
from storage.roles import OrgRole
from tests.chat import Chat
from tests.rituals.estafette_talk import BOARD, board

TITLE, DAY, CLOCK, MINUTES, PLACE, WHO, KIND, BEFORE, AFTER, NOTE = (
    "Titel",
    "Datum",
    "Begin",
    "Duur in minuten",
    "Plaats of link",
    "Wie gaat er?",
    "Soort",
    "Ruimte ervoor",
    "Ruimte erna",
    "Voorbereiding",
)
FILE, CHANGE, CALL_OFF, TELL, NEW = (
    "Agendabestand",
    "Wijzigen",
    "Gaat niet door",
    "Verhaal delen",
    "Plan een klantdialoog",
)
ASK = "Wat bleef je bij van het gesprek van"
MORNING = "Vandaag ontmoet je klanten om"
OUTSIDE = "De tijd eromheen valt buiten kantooruren. Klopt dat?"
MEETS = "Op die tijd staat al een andere klantdialoog van dezelfde bestuurder. Klopt dat?"
MARCH = date(2027, 3, 11)


def filled(**other: Any) -> dict[str, Any]:
    """From two until half past three; others by field name in capitals, such as `DAY`."""
    plain: dict[str, Any] = {
        TITLE: "Klanten aan tafel",
        DAY: MARCH,
        CLOCK: time(14, 0),
        MINUTES: 90,
        PLACE: "het Stadscafé",
    }
    return plain | {globals()[name]: value for name, value in other.items()}


async def with_coach(chat: Chat, **relay: Any) -> None:
    """The board, and Bram, who is the culture coach; he plans for Noor, unless another is chosen."""
    await board(chat, **relay)
    await role(chat, "bram", "coach")


async def role(chat: Chat, name: str, role: str, executive: str = "") -> None:
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        to = chat.people[executive].id if executive else ""
        session.add(OrgRole(person=chat.people[name].id, role=role, exec=to))


async def plan(chat: Chat, actor: Actor, *, sure: bool = False, **other: Any) -> str:
    """What whoever planned it then reads."""
    await actor.types("/klant dialoog nieuw", channel=BOARD)
    said = await actor.sends(filled(**{"WHO": "Noor Jansen", **other}), sure=sure)
    await actor.leaves()
    await chat.settle()
    return said


async def change(chat: Chat, actor: Actor, *, sure: bool = False, **other: Any) -> str:
    """By the newest message of it in which one can."""
    await actor.presses(CHANGE, notices(actor)[-1])
    said = await actor.sends({globals()[name]: value for name, value in other.items()}, sure=sure)
    await actor.leaves()
    await chat.settle()
    return said


async def press(chat: Chat, actor: Actor, label: str, message: Seen | None = None) -> None:
    message = message or next(seen for seen in reversed(actor.dm()) if label in seen.buttons)
    await actor.presses(label, message)
    await chat.settle()


def notices(actor: Actor) -> list[Seen]:
    """What this person reads of dialogues that lie ahead."""
    return [seen for seen in actor.dm() if CHANGE in seen.buttons]


def said(actor: Actor, begins: str) -> list[Seen]:
    return [seen for seen in actor.dm() if seen.text.startswith(begins)]


def files(chat: Chat, actor: Actor) -> list[bytes]:
    """The calendar files in this person's own conversation, oldest first."""
    contents = chat.slack._site.workspace.contents
    return [contents[file["id"]] for seen in actor.dm() for file in seen.message.files]


async def rows(chat: Chat) -> Sequence[Dialogue]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Dialogue).order_by(Dialogue.id)))
