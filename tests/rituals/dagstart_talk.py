"""What the dialogues about the dagstart have in common: sentences, and what people do again and again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from sandbox import Seen
from storage.dagstart import DagstartDay
from tests.chat import NOORD, Chat

REMINDER = "Nog stil hier, en dat mag. Eén zin over een klant is genoeg om te beginnen."
QUIET = "Vandaag bleef het stil. De volgende keer weer een kans."
QUIET3 = "De dagstart bleef drie keer stil."
ALREADY = "Deze had ik al van je. Alles staat goed."
SAVED = "Bewaard. Dank je wel."
NO_RIGHT = "Dit kan alleen de teamleider of waarnemer. Er is niets veranderd."
NO_HOST = "Wie begeleidt vandaag?"
INVITE = "mag jij de dagstart begeleiden in klantenservice-noord. Vragen stellen is genoeg."
QUESTIONS = ("Welke klant was blij met ons?", "Waar moest een klant te veel moeite doen?")
POINT = "Het formulier vroeg twee keer om hetzelfde"
WHAT = "Wat merkte of vroeg een klant?"
TOLD = "Wat gebeurde er?"
OF_WHOM = {"Wat voor compliment?": "van een klant"}
NOTICED = "Gedeeld. Mooi dat je het opmerkte."


async def rows(chat: Chat, of: Any) -> Sequence[Any]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(of).order_by(of.id)))


async def state(chat: Chat, day: str) -> str:
    found = {row.day: row.state for row in await rows(chat, DagstartDay)}
    return str(found[date.fromisoformat(day)])


async def improve(actor: Actor, text: str, **fields: object) -> str:
    await actor.types("/dagstart verbeterpunt", channel=NOORD)
    return await actor.sends({WHAT: text, **fields})


async def compliment(actor: Actor, text: str, card: Seen) -> str:
    """From a customer, and about nobody: at once on the board."""
    await actor.presses("Compliment delen", card)
    return await actor.sends({**OF_WHOM, TOLD: text})


async def ask_help(actor: Actor, to: Actor, text: str, card: Seen) -> str:
    await actor.presses("Vandaag of hulpvraag", card)
    return await actor.sends({"Soort": "hulpvraag", "Tekst": text, "Aan wie?": to})


def invitations(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if INVITE in seen.text]


def invited(chat: Chat) -> Actor:
    """Who was asked to host, last."""
    people: Sequence[Actor] = list(chat.people.values())
    asked = [(seen.ts, actor) for actor in people for seen in invitations(actor)]
    return max(asked, key=lambda one: one[0])[1]


def others(chat: Chat, *but: Actor) -> list[Actor]:
    ids = {actor.id for actor in but}
    return [actor for actor in chat.people.values() if actor.id not in ids]


def thread(card: Seen) -> list[str]:
    return [seen.text for seen in card.thread if not seen.ephemeral]
