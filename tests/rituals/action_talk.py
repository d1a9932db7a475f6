"""What the dialogues about improvement actions have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from sandbox import Seen
from storage.action import ImprovementAction
from tests.chat import NOORD, Chat

DO, EFFECT, OWNER, CHECK_ON, LINK, EVIDENCE = (
    "Wat gaan we doen?",
    "Wat merkt de klant ervan?",
    "Wie pakt het op?",
    "Wanneer kijken we of het werkt?",
    "Hoort bij",
    "Hoe zien we dat het werkte?",
)
LABELS = {"WHAT_TO_DO": DO, "EFFECT": EFFECT, "CHECK_ON": CHECK_ON, "EVIDENCE": EVIDENCE}
NOTICE = "Wat merken klanten?"
SAVED = "Bewaard. Dank je wel."
ALREADY = "Deze had ik al van je. Alles staat goed."
OVER = "Dit is al afgerond. Er is niets veranderd."
TAKE, PASS, BEGIN = "Ik pak dit op", "Nu even niet", "Ik begin"
WORKS, PARTLY, NOT_YET, BUSY = CHECKS = ("Werkt", "Werkt deels", "Werkt niet", "Nog bezig")
KEEP, DONE, ADJUST, STOP, SMALLER = "Zo blijven doen", "Klaar", "Aanpassen", "Stoppen", "Kleiner maken"
MYSELF, ANOTHER, NEVER_MIND = "Zelf doen", "Iemand anders", "Laat maar"
BACK = "staat weer bij jou. Een ander moment, of iemand anders?"
ALL = "Alles bekijken"
CALL = "Elke beller binnen een uur zelf terugbellen"
ONCE = "Zij hoeven maar één keer te bellen"


async def new(
    chat: Chat, actor: Actor, what: str = CALL, owner: Actor | None = None, *, effect: str = ONCE, **fields: Any
) -> str:
    """By command; what the proposer then reads. `on`: an ISO date."""
    await actor.types("/klant actie nieuw", channel=NOORD)
    given = {DO: what, EFFECT: effect, **({OWNER: owner} if owner else {})}
    if "on" in fields:
        given[CHECK_ON] = fields.pop("on")
    said = await actor.sends(given | {LABELS.get(name, name): value for name, value in fields.items()}, sure=True)
    await chat.settle()
    return said


async def on_list(chat: Chat, actor: Actor, label: str, near: str = "", **fields: Any) -> str:
    """A button in `/klant actie`, and the form that it opens where there are fields; what the page reads then."""
    await actor.types("/klant actie", channel=NOORD)
    said = await _pressed(actor, label, near, fields)
    await actor.leaves()
    await chat.settle()
    return said


async def on_board(chat: Chat, actor: Actor, label: str, near: str = "", **fields: Any) -> str:
    """The same in *Alles bekijken*."""
    await actor.presses(ALL, chat.card())
    said = await _pressed(actor, label, near, fields)
    await actor.leaves()
    await chat.settle()
    return said


async def _pressed(actor: Actor, label: str, near: str, fields: dict[str, Any]) -> str:
    await actor.presses(label, actor.form, near=near)
    if not fields:
        return actor.form.text
    await actor.fills({LABELS.get(name, name): value for name, value in fields.items()})
    await actor.submits()
    return actor.form.text


async def page(actor: Actor, command: str = "/klant actie") -> str:
    await actor.types(command, channel=NOORD)
    text = actor.form.text
    await actor.leaves()
    return text


async def press(chat: Chat, actor: Actor, label: str, message: Seen) -> None:
    await actor.presses(label, message)
    await chat.settle()


def asked(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if "vraagt of jij dit wilt oppakken" in seen.text]


def back(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if BACK in seen.text]


def block(chat: Chat) -> str:
    """The block of the actions on the newest card."""
    return str(chat.card().text).partition("Verbeteracties")[2].partition("Vandaag")[0]


async def rows(chat: Chat) -> Sequence[ImprovementAction]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(ImprovementAction).order_by(ImprovementAction.id)))


async def row(chat: Chat) -> ImprovementAction:
    (one,) = await rows(chat)
    return one


def day(text: str) -> date:
    return date.fromisoformat(text)


async def morning(chat: Chat, on: str) -> None:
    """Past the days before it, whose boards nobody saw."""
    await chat.jump(f"{on} 08:50")
    await chat.until(f"{on} 09:01")
