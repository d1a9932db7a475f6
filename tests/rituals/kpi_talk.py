"""What the dialogues about figures have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from sandbox import Seen
from storage.kpi import Kpi, KpiValue
from tests.chat import NOORD, Chat

NAME, UNIT, DIRECTION, TARGET, OWNER, DEPUTY, DAYS, DECIMALS, DRIVERS = (
    "Naam",
    "Eenheid",
    "Richting",
    "Doel",
    "Wie volgt dit?",
    "Wie neemt waar?",
    "Dagen",
    "Decimalen",
    "Wat beïnvloedt dit?",
)
WHICH, DAY, VALUE, NONE, REMARK = "Welk cijfer?", "Over welke dag?", "Cijfer", "Geen cijfer voor deze dag", "Opmerking"
FILL, FOLLOW, ALL = "Cijfer invullen", "Ik volg dit", "Alles bekijken"
SAVED, ALREADY = "Bewaard. Dank je wel.", "Deze had ik al van je. Alles staat goed."
ASKS = ("Wil jij het cijfer van", "Wil jij van")
REACH = "Bereikbaarheid"


async def new(chat: Chat, name: str, owner: Actor, **fields: Any) -> str:
    """Set up by Anna, who leads; a percentage unless `fields` say otherwise. What she then reads."""
    lead: Actor = chat.anna
    await lead.types("/klant kpi nieuw", channel=NOORD)
    await lead.presses("Zelf beginnen")
    said = await lead.sends({NAME: name, UNIT: "percentage (%)", OWNER: owner} | fields)
    await lead.leaves()
    await chat.settle()
    return said


async def fill(chat: Chat, actor: Actor, value: str = "", *, card: Any = None, **fields: Any) -> str:
    """By the card's button, else by command; what is proposed stays unless `fields` say otherwise."""
    await (actor.presses(FILL, card) if card is not None else actor.types("/klant kpi vul", channel=NOORD))
    said = await actor.sends(({VALUE: value} if value else {}) | fields)
    await actor.leaves()
    await chat.settle()
    return said


async def page(actor: Actor, card: Seen) -> str:
    """What this person reads in *Alles bekijken*."""
    await actor.presses(ALL, card)
    text = actor.form.text
    await actor.leaves()
    return text


def figures(text: str) -> str:
    """The block of the figures on a card."""
    return text.split("Cijfers van")[1].split("Verbeteracties")[0].strip()


def asked(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if any(asks in seen.text for asks in ASKS)]


async def rows(chat: Chat, of: Any = KpiValue) -> Sequence[Any]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(of).order_by(of.id)))


async def figure(chat: Chat) -> Kpi:
    (row,) = await rows(chat, Kpi)
    assert isinstance(row, Kpi)
    return row


__all__ = [
    "ALL",
    "ALREADY",
    "ASKS",
    "DAY",
    "DAYS",
    "DECIMALS",
    "DEPUTY",
    "DIRECTION",
    "DRIVERS",
    "FILL",
    "FOLLOW",
    "NAME",
    "NONE",
    "OWNER",
    "REACH",
    "REMARK",
    "SAVED",
    "TARGET",
    "UNIT",
    "VALUE",
    "WHICH",
    "asked",
    "figure",
    "figures",
    "fill",
    "new",
    "page",
    "rows",
]
