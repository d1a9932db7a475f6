"""What the dialogues about meetings and their cap have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from sandbox import Seen
from storage.klantpet import Meeting, MeetingDay
from tests.chat import NOORD, Chat

NAME, REPEATS, FIRST, CLOCK, MINUTES, PEOPLE, ROTATES, CONFIDENTIAL = (
    "Naam van het overleg",
    "Herhaling",
    "Eerste dag",
    "Tijd",
    "Duur in minuten",
    "Deelnemers",
    "De pet rouleert",
    "Vertrouwelijk",
)
ONCE, WEEKLY, FORTNIGHTLY, MONTHLY = "eenmalig", "wekelijks", "om de week", "maandelijks"
NEW, EDIT, STOP, FILE = "Nieuw overleg", "Overleg aanpassen", "Pet niet meer mee", "Agendabestand"
MT = "MT-overleg"
THURSDAY = "2026-11-26"


def filled(name: str = MT, first: str = THURSDAY, clock: str = "10:00", **fields: Any) -> dict[str, Any]:
    """The form for an hour each week."""
    day, at = date.fromisoformat(first), time.fromisoformat(clock)
    return {NAME: name, REPEATS: WEEKLY, FIRST: day, CLOCK: at, MINUTES: 60, **fields}


async def opens(actor: Actor) -> None:
    """The form of a new meeting, from the list of one's own."""
    await actor.types("/klantpet overleg", channel=NOORD)
    await actor.presses(NEW)


async def register(chat: Chat, actor: Actor, *args: str, people: Sequence[Actor] = (), **fields: Any) -> str:
    """What the registering person then reads. Without `people` the whole channel attends."""
    await opens(actor)
    chosen = {PEOPLE: list(people)} if people else {}
    said = await actor.sends(filled(*args, **fields) | chosen)
    await actor.leaves()
    await chat.settle()
    return said


async def edits(chat: Chat, near: str, fields: dict[str, Any]) -> None:
    """By Anna, who leads."""
    await chat.anna.types("/klantpet overleg", channel=NOORD)
    await chat.anna.presses(EDIT, chat.anna.form, near=near)
    await chat.anna.sends(fields)
    await chat.anna.leaves()
    await chat.settle()


async def page(actor: Actor) -> str:
    """What this person reads in `/klantpet`."""
    await actor.types("/klantpet", channel=NOORD)
    text = actor.form.text
    await actor.leaves()
    return text


def posts(chat: Chat, person: str = "anna", channel: str = NOORD) -> list[Seen]:
    """The one message that each occurrence has in the channel, oldest first."""
    seen = chat.people[person].sees(channel)
    told = ("🧢", "Wie draagt straks de klantpet")
    return [
        each for each in seen if not each.ephemeral and (each.text.startswith(told) or "terug op de haak" in each.text)
    ]


async def meetings(chat: Chat) -> Sequence[Meeting]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Meeting).order_by(Meeting.id)))


async def days(chat: Chat) -> Sequence[MeetingDay]:
    """By start."""
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(MeetingDay).order_by(MeetingDay.starts_at, MeetingDay.id)))


async def states(chat: Chat) -> dict[str, str]:
    """Of one meeting: the state of each of its days."""
    return {row.day.isoformat(): row.state for row in await days(chat)}
