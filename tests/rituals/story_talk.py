"""What the dialogues about customer stories have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.stage import Actor, local
from rituals.estafette import posting
from sandbox import Seen
from storage.estafette import Leg, Story, StoryColleague
from storage.estafette import hold as hold_relay
from storage.roles import OrgRole
from tests.chat import Chat
from tests.rituals.estafette_talk import BOARD, board

KIND, WHEN, WHAT, STRUCK, CHANGE, ASKS, LINK, NAMES = (
    "Soort contact",
    "Wanneer",
    "Wat gebeurde er?",
    "Wat viel je op?",
    "Wat doe je hierdoor anders?",
    "Vraag me over vier weken hoe het gaat",
    "Video of blog (link)",
    "Namen van collega's",
)
PUBLISH, KEEP, DROP, BACK, NICE = "Publiceren", "Bewaren als concept", "Concept weggooien", "Terug", "Mooi om te horen"
EDIT, REMOVE, REPORT, HIDE = "Aanpassen", "Weghalen", "Klopt hier iets niet?", "Verbergen"
YES, RATHER_NOT, AGREE, REMOVE_NAME = "Ja, met mijn naam", "Liever niet", "Akkoord", "Haal mijn naam weg"
DONE, BUSY, NOT_YET, LET_GO = "Gedaan", "Mee bezig", "Nog niet", "Ik laat het los"
GONE = "Dit bericht is ingetrokken."
WITHDRAWN = "Dit verhaal is door de verteller teruggetrokken."
ALREADY = "Deze had ik al van je. Alles staat goed."
THERE = "Je verhaal staat in"
HAPPENED = "Een klant wachtte een uur aan de balie en bleef toch vriendelijk."
STRIKING = "Niemand vertelde haar hoe lang het duurde."
DIFFERENT = "Ik ga elke maandag een uur bij de balie staan."
THURSDAY = "2026-11-26 11:00"


def filled(**other: Any) -> dict[str, Any]:
    """A whole story; others by field name in capitals, such as `WHAT`."""
    plain: dict[str, Any] = {
        KIND: "winkel of balie",
        WHEN: date(2026, 11, 25),
        WHAT: HAPPENED,
        STRUCK: STRIKING,
        CHANGE: DIFFERENT,
    }
    return plain | {globals()[name]: value for name, value in other.items()}


# --- the stage --------------------------------------------------------------------------------------------------------
async def with_leg(chat: Chat, name: str = "noor", *, moment: str = THURSDAY, **columns: Any) -> None:
    """The board, of which this executive has the baton in the week of 23 November 2026; on Thursday in that week."""
    await board(chat, state="RUNNING", begun=True, round=1)
    await leg(chat, name, **columns)
    if moment:
        await chat.jump(moment)


async def leg(chat: Chat, name: str, *, monday: str = "2026-11-23", **columns: Any) -> int:
    begins = local(f"{monday} 09:00").astimezone(UTC)
    plain: dict[str, Any] = {
        "round": 1,
        "week": begins.date(),
        "person": chat.people[name].id,
        "state": "ACCEPTED",
        "offered_at": begins - timedelta(days=3),
        "answer_by": begins - timedelta(days=1),
        "starts_at": begins,
        "ends_at": begins + timedelta(days=4, hours=6),
        "grace_at": begins + timedelta(days=8, hours=3),
    }
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        row = Leg(**plain | columns)
        session.add(row)
        await session.flush()
        return row.id


async def role(chat: Chat, name: str, role: str, executive: str = "") -> None:
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        to = chat.people[executive].id if executive else ""
        session.add(OrgRole(person=chat.people[name].id, role=role, exec=to))


async def out(chat: Chat, name: str = "noor", *, named: Sequence[str] = (), **columns: Any) -> int:
    """A story of this executive that came out now, by rows, with its message in the channel."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        relay = await hold_relay(turn.session)
        assert relay is not None
        row = _story(chat, name, turn.now, {"state": "PUBLISHED", "published_at": turn.now} | columns)
        turn.session.add(row)
        await turn.session.flush()
        turn.session.add_all(StoryColleague(story=row.id, person=chat.people[one].id, choice="NAMED") for one in named)
        posting.post(turn, relay, row)
        if not row.brought:
            posting.plan_promise(turn, row)
        key = row.id
    await chat.settle()
    return key


async def draft(chat: Chat, name: str, **columns: Any) -> int:
    """What this executive began to tell, by rows; its id."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        row = _story(chat, name, turn.now, {"state": "DRAFT"} | columns)
        turn.session.add(row)
        await turn.session.flush()
        return row.id


def _story(chat: Chat, name: str, moment: datetime, columns: Mapping[str, Any]) -> Story:
    plain: dict[str, Any] = {
        "person": chat.people[name].id,
        "kind": "counter",
        "on": moment.date() - timedelta(days=1),
        "what": [HAPPENED],
        "struck": [STRIKING],
        "change": [DIFFERENT],
        "at": moment,
    }
    return Story(**plain | dict(columns))


# --- what people do ---------------------------------------------------------------------------------------------------
async def write(chat: Chat, actor: Actor, **other: Any) -> None:
    """The form, filled in and sent: of the executive what follows stands before them."""
    await actor.types("/estafette deel", channel=BOARD)
    await actor.fills(filled(**other))
    await actor.submits()


async def tell(chat: Chat, actor: Actor, **other: Any) -> str:
    """Written and published; what the teller then reads."""
    await write(chat, actor, **other)
    await actor.submits()
    said = actor.form.text
    await actor.leaves()
    await chat.settle()
    return said


async def press(chat: Chat, actor: Actor, label: str, message: Seen | None = None) -> None:
    """In this message, or the newest private one in which it stands."""
    message = message or next(seen for seen in reversed(actor.dm()) if label in seen.buttons)
    await actor.presses(label, message)
    await chat.settle()


async def archive(actor: Actor) -> str:
    await actor.types("/estafette verhalen", channel=BOARD)
    text = actor.form.text
    await actor.leaves()
    return text


async def on_archive(chat: Chat, actor: Actor, label: str) -> None:
    await actor.types("/estafette verhalen", channel=BOARD)
    await actor.presses(label, actor.form)
    await chat.settle()


def stories(chat: Chat, person: str = "petra") -> list[Seen]:
    """What stands of stories in the channel, oldest first."""
    said = ("Klantverhaal van", WITHDRAWN, GONE)
    return [seen for seen in chat.people[person].sees(BOARD) if seen.text.startswith(said) and not seen.ephemeral]


def questions(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if "klantverhaal" in seen.text]


async def rows(chat: Chat) -> Sequence[Story]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Story).order_by(Story.id)))


async def colleagues(chat: Chat) -> Sequence[StoryColleague]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(StoryColleague).order_by(StoryColleague.id)))


def now(chat: Chat) -> datetime:
    moment: datetime = chat.clock.now()
    return moment
