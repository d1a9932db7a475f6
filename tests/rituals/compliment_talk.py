"""What the dialogues about compliments have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from sandbox import Seen
from storage.compliment import Compliment
from tests.chat import NOORD, Chat

KIND, WHAT, MEANT, TO, TEAM, NAMED = (
    "Wat voor compliment?",
    "Wat gebeurde er? Vertel het zoals je het aan een collega vertelt.",
    "Wat betekende het voor de klant?",
    "Voor wie?",
    "Voor het hele team",
    "Met mijn naam als gever",
)
CUSTOMER, COLLEAGUE = "van een klant", "aan een collega"
SENT = "Gedeeld. Mooi dat je het opmerkte."
LATER = "Bewaard. Mooi dat je het opmerkte. Ik deel het zodra het je team uitkomt."
SAVED = "Bewaard. Dank je wel."
ALREADY = "Deze had ik al van je. Alles staat goed."
REMOVED = "Weggehaald. Niemand krijgt daar bericht van."
GONE = "Dit bericht is ingetrokken."
CHOSEN = "Het compliment is al gedeeld. Je naam kan er nog uit."
WITHOUT = "Het compliment is al gedeeld, zonder jouw naam."
NAMED_BTN, UNNAMED_BTN, PRIVATE_BTN = "Deel met naam", "Deel zonder naam", "Hou het bij mij"
REMOVE_NAME, THANKS, SHARE, AGREE = "Haal mijn naam weg", "Dank je wel", "Toch delen", "Akkoord"
ALL, EDIT, WITHDRAW, HIDE, REPORT = "Alles bekijken", "Aanpassen", "Weghalen", "Verbergen", "Klopt hier iets niet?"
ASK, ASK_CUSTOMER, CHANGED = "heeft een compliment voor je", "Een klant was blij met je", "paste het compliment aan"
BACK = "Het pakket kwam een dag eerder dan beloofd"
OMAR = "Omar belde zelf terug en omár bleef rustig"


async def give(chat: Chat, actor: Actor, text: str, *to: Actor, kind: Any = "", **fields: Any) -> str:
    """To colleagues when there are receivers, else from a customer; what the giver then reads."""
    await actor.types("/compliment", channel=NOORD)
    said = await actor.sends(filled(text, to, kind) | fields)
    await chat.settle()
    return said


def filled(text: str, to: Sequence[Actor] = (), kind: str = "") -> dict[str, Any]:
    kind = kind or (COLLEAGUE if to else CUSTOMER)
    return {KIND: kind, WHAT: text, **({TO: list(to)} if to else {})}


async def press(chat: Chat, actor: Actor, label: str, message: Seen) -> None:
    await actor.presses(label, message)
    await chat.settle()


async def choose(chat: Chat, actor: Actor, label: str) -> None:
    """On the newest question."""
    await press(chat, actor, label, asked(actor)[-1])


async def on_page(chat: Chat, actor: Actor, message: Seen, label: str, near: str = "") -> None:
    """A button in what *Alles bekijken* opens from this message."""
    await actor.presses(ALL, message)
    await actor.presses(label, actor.form, near=near)
    await chat.settle()


async def edit(chat: Chat, actor: Actor, message: Seen, text: str) -> str:
    await on_page(chat, actor, message, EDIT)
    said = await actor.sends({WHAT: text})
    await actor.leaves()
    await chat.settle()
    return said


async def page(actor: Actor, message: Seen) -> str:
    """What this person reads in *Alles bekijken*."""
    await actor.presses(ALL, message)
    text = actor.form.text
    await actor.leaves()
    return text


def asked(actor: Actor) -> list[Seen]:
    """The messages in which this person is asked, or told of, a compliment."""
    return [seen for seen in actor.dm() if any(said in seen.text for said in (ASK, ASK_CUSTOMER, CHANGED))]


def posts(chat: Chat, person: str = "anna") -> list[Seen]:
    """Compliments with a message of their own in the channel."""
    return [seen for seen in chat.people[person].sees(NOORD) if seen.text.startswith("💛") and not seen.ephemeral]


def everything(actor: Actor) -> Iterator[str]:
    """All that this person can read in the channel, in threads and in private, and on a lock screen."""
    for seen in (*actor.sees(NOORD), *actor.dm()):
        yield from (seen.text, seen.fallback, *(line.text for line in seen.thread))
    yield from actor.notifications


async def rows(chat: Chat) -> Sequence[Compliment]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Compliment).order_by(Compliment.id)))


async def states(chat: Chat) -> list[str]:
    return [row.state for row in await rows(chat)]
