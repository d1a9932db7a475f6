"""What the dialogues about setting the relay up have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.stage import Actor
from storage.audit import Audit
from storage.people import Profile, know_people
from storage.roles import OrgRole
from tests.chat import Chat
from tests.rituals.estafette_talk import (
    BOARD,
    CIRCLE,
    OTHERS,
)

KRING, CEO, KANAAL = "Kring", "CEO", "Kanaal"
FIRST_DAY, FIRST_CLOCK, LAST_DAY, LAST_CLOCK = "Start van de week", "Starttijd", "Einde", "Eindtijd"
RHYTHM, OFF = "Ritme", "Weken zonder estafette"
EVA, AISHA, DAAN, RUBEN, NOOR = CIRCLE
SAVED = "Bewaard. Met /estafette start begint de estafette."
FROM_NEXT = "Bewaard. Het geldt vanaf de volgende beurt."
NOBODY = "Gasten, apps en oud-collega's kan ik niet kiezen."
NEW_WEEKS = "De weken van de estafette zijn veranderd. Het stokje is van jou vanaf {}."
PRIVATE = "Niet iedereen kan dit kanaal lezen. Verstuur het nog een keer als je dat zo wilt."


async def before(chat: Chat, **channel: Any) -> None:
    """No relay yet, and nobody has a role but Petra, who looks after it."""
    people = [chat.stage.person(name) for name in (*CIRCLE, *OTHERS)]
    chat.stage.slack.channel(BOARD, members=[actor.person for actor in people], **channel)
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await know_people(
            session, chat.house.org, [Profile(each.id, each.name, full_name=each.name) for each in people]
        )
        session.add(OrgRole(person=chat.petra.id, role="relay_coordinator", exec=""))


def chosen(chat: Chat, **other: Any) -> dict[str, Any]:
    return {
        KRING: [chat.stage.people[name.split()[0].lower()] for name in CIRCLE],
        CEO: chat.eva,
        KANAAL: BOARD,
    } | other


async def opens(actor: Actor) -> None:
    await actor.leaves()
    await actor.types("/estafette instellen", channel=BOARD)


async def saves(chat: Chat, first: dict[str, Any], second: dict[str, Any] | None = None) -> str:
    """Both forms, one after the other."""
    await opens(chat.petra)
    await chat.petra.fills(first)
    await chat.petra.submits()
    assert chat.petra.form.title == "Voorbereiders", chat.petra.form.text
    said: str = await chat.petra.sends(second or {})
    await chat.settle()
    return said


async def errors(actor: Actor, values: dict[str, Any]) -> list[str]:
    await actor.fills(values)
    await actor.submits()
    return list(actor.form.errors.values())


async def roles(chat: Chat) -> set[tuple[str, ...]]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        rows = list(await session.scalars(select(OrgRole)))
    name = {actor.id: key for key, actor in chat.stage.people.items()}
    return {(name[row.person], row.role, *([name[row.exec]] if row.exec else ())) for row in rows}


async def logged(chat: Chat) -> list[str]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return [str(row.what) for row in await session.scalars(select(Audit).order_by(Audit.id))]
