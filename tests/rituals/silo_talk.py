"""What the dialogues about aims that collide have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, select

import storage.tables  # noqa: F401  (every table, known to the metadata)
from bot.stage import Actor
from storage.base import Base
from storage.dagstart import DagstartSettings
from storage.house import Timer
from storage.people import Member, Role, Team
from storage.silo import SiloSignal
from tests.chat import NOORD, Chat

ZUID = "backoffice-zuid"
FRIDAY = date(2026, 11, 20)
OURS, THEIRS, EFFECT = "Wat willen wij bereiken?", "Wat wil de ander bereiken?", "Wat merkt de klant?"
TEAMS, THEME, NAMED = "Welke teams?", "Thema", "Met mijn naam"
UNKNOWN = "weet ik niet"
THANKS = "Dank je wel. We zoeken geen schuldige, wel een doel dat we delen."
SPEED, COMPLETE = "Elk dossier binnen een dag af", "Elk dossier helemaal compleet"
TWICE = "Zij krijgen twee brieven die elkaar tegenspreken"
HIDDEN = "Te kleine groep om te tonen."
FILLED: dict[str, Any] = {OURS: SPEED, THEIRS: COMPLETE, EFFECT: TWICE, TEAMS: [ZUID], THEME: "doelen"}


async def two_teams(chat: Chat, *, coach: bool = True) -> None:
    """Noord with its eight, Anna leads; Zuid with three others, Karim leads. Sanne is admin, Nadia the coach.

    Both without a dagstart: what days bring is not looked at here, and costs more than all that is.
    """
    await chat.noord()
    await chat.slack.set_admin(chat.sanne.person, True)
    async with chat.house.dispatcher.turns.writing(chat.house.org) as turn:
        await turn.session.execute(delete(DagstartSettings))
        await turn.session.execute(delete(Timer).where(Timer.name.startswith("dagstart.")))
    await another_team(chat, 2, ZUID, "Karim Aziz", "Lotte Jansen", "Pieter Mulder")
    if coach:
        await appoint(chat)


async def another_team(chat: Chat, key: int, name: str, *names: str, lead: bool = True) -> None:
    """The first of them leads it."""
    actors = [chat.person(each) for each in names]
    channel = chat.slack.channel(name, members=[actor.person for actor in actors])
    for actor in actors:
        await actor.types("/klant taal nl", channel=name)
    await chat.settle()
    async with chat.house.dispatcher.turns.writing(chat.house.org) as turn:
        turn.session.add(Team(id=key, channel=channel, name=name, started_on=FRIDAY))
        await turn.session.flush()
        turn.session.add_all(Member(team=key, person=actor.id, joined_on=FRIDAY, seasoned=True) for actor in actors)
        turn.session.add_all([Role(team=key, person=actors[0].id, role="lead")] * lead)


async def appoint(chat: Chat) -> None:
    await chat.sanne.types(f"/klant rol geef cultuurcoach @{chat.nadia.name}", channel=NOORD)
    await chat.settle()


async def gives(chat: Chat, actor: Actor, fields: Mapping[str, Any] | None = None, channel: str = NOORD) -> str:
    """What the person then reads; `fields` by their labels go over FILLED."""
    await actor.types("/klant silo nieuw", channel=channel)
    said = await actor.sends(FILLED | dict(fields or {}))
    await chat.settle()
    return said


async def opens(actor: Actor, near: str = "", channel: str = NOORD) -> str:
    """The register, and in it the one with this text; what the person reads."""
    await actor.types("/klant silo", channel=channel)
    if near:
        await actor.presses("Bekijk", actor.form, near=near)
    return actor.form.text


async def does(chat: Chat, actor: Actor, label: str, near: str, **fields: Any) -> str:
    """A coach, in the register: a button of one signal, and its form where there is one."""
    await opens(actor, near)
    await actor.presses(label, actor.form)
    said = await actor.sends(fields) if fields else actor.form.text
    await actor.leaves()
    await chat.settle()
    return said


async def signals(chat: Chat) -> list[SiloSignal]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(SiloSignal).order_by(SiloSignal.id)))


async def everything(chat: Chat) -> dict[str, set[str]]:
    """Every row there is, by its table."""
    found: dict[str, set[str]] = {}
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        connection = await session.connection(execution_options={"reads": True})
        for table in Base.metadata.sorted_tables:
            found[table.name] = {str(row) for row in await connection.execute(select(table))}
    return found
