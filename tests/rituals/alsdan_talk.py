"""What the dialogues about agreements have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from storage.alsdan import Agreement, PersonalAgreement
from tests.chat import NOORD, Chat

OLD, WHOM, X, Y = (
    "Wat doen we nu vaak? Het was ooit handig, dus zonder oordeel.",
    "Voor wie?",
    "Als… (een moment dat je kunt zien of horen)",
    "dan… (één kleine stap die je zelf kunt zetten)",
)
WHY, OFTEN, AID, DAY, TIME = (
    "Wat heeft de klant eraan?",
    "Hoe vaak komt dit voor?",
    "Wanneer helpt een geheugensteun?",
    "Dag",
    "Tijd",
)
TEAM, ME = "ons team", "alleen ik"
AT_DAGSTART, AT_FIXED, AT_LOOK = "bij de dagstart", "op een vaste dag en tijd", "alleen bij de terugblik"
OK, NEXT, BACK, PROPOSE, SAVE = "Zo is het goed", "Verder", "Terug", "Voorstellen", "Bewaren"
CALLS, RING_BACK = "een klant twee keer belt", "bellen we zelf terug"
SENTENCE = f"Als {CALLS}, dan {RING_BACK}."
LIMIT = "Er lopen al genoeg afspraken. Eén nieuwe gewoonte tegelijk werkt het best. Welke mag eerst?"


async def begin(actor: Actor, x: str = CALLS, y: str = RING_BACK, whom: str = TEAM, **fields: Any) -> None:
    """The first step, filled in and submitted."""
    await actor.types("/alsdan nieuw", channel=NOORD)
    await actor.fills({WHOM: whom, X: x, Y: y} | fields)
    await actor.submits()


async def propose(chat: Chat, actor: Actor, x: str = CALLS, y: str = RING_BACK, **fields: Any) -> str:
    """Both steps, for the team; what its proposer then reads."""
    await begin(actor, x, y)
    said = await actor.sends({WHY: "Eén gesprek is genoeg", AID: AT_DAGSTART} | fields)
    await chat.settle()
    return said


async def agree_alone(chat: Chat, actor: Actor, x: str = CALLS, y: str = "bel ik zelf terug", **fields: Any) -> str:
    await begin(actor, x, y, ME)
    said = await actor.sends({AID: AT_LOOK} | fields)
    await chat.settle()
    return said


async def rows(chat: Chat) -> list[Agreement]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Agreement).order_by(Agreement.id)))


async def own_rows(chat: Chat) -> list[PersonalAgreement]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(PersonalAgreement).order_by(PersonalAgreement.id)))
