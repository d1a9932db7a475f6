"""Scenes of the cap's way through a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import delete

from bot.stage import local
from rituals.contract import about
from rituals.klantpet.holding import MESSAGE
from rituals.shown import Place
from storage.house import CardRow
from storage.klantpet import Meeting, MeetingDay
from storage.people import Role, Rota
from tests.scenes import Asked, count, scene, ten, wanted
from tests.world import CHANNEL, MONDAY, ORG, TEN, WORKDAYS, World

LATER = timedelta(days=1)  # on a day of which nobody is called yet
BEFORE, START = "2026-11-23 09:50", local("2026-11-23 10:00")


async def occurrences(world: World, days: Sequence[date] = (MONDAY,), **more: Any) -> list[str]:
    """Of a meeting at ten on these days, from Monday on; what is a tuple has one for each. Their subjects."""
    await world.until(BEFORE)
    async with world.session() as session:
        meeting = Meeting(
            team=world.team,
            name="MT",
            repeats="weekly",
            first=MONDAY,
            clock=time(10, 0),
            minutes=60,
            at=world.clock.now(),
        )
        session.add(meeting)
        await session.flush()
        rows = [
            MeetingDay(
                team=world.team,
                meeting=meeting.id,
                day=day,
                starts_at=START + (day - MONDAY),
                minutes=60,
                **{name: value[n] if isinstance(value, tuple) else value for name, value in more.items()},
            )
            for n, day in enumerate(days)
        ]
        session.add_all(rows)
    return [about(world.team, row.id) for row in rows]


async def posted(world: World, subject: str) -> None:
    """Its message is in the channel."""
    async with world.core.turns.writing(ORG) as turn:
        turn.show(MESSAGE, subject, Place(channel=CHANNEL))


@scene("klantpet.accept")
async def accepting(world: World, does: str) -> Asked:
    subjects = await occurrences(world, WORKDAYS, state="INVITED", wearer=TEN, asked=[])
    return Asked(ten(does, subjects), count(MeetingDay, MeetingDay.state == "ACCEPTED"))


@scene("klantpet.pass")
async def passing(world: World, does: str) -> Asked:
    days = [day + LATER for day in WORKDAYS]
    subjects = await occurrences(world, days, state="ACCEPTED", wearer=TEN, asked=[])
    return Asked(ten(does, subjects), count(MeetingDay, MeetingDay.passed == 1))


@scene("klantpet.take")
async def taking(world: World, does: str) -> Asked:
    (subject,) = await occurrences(world, state="CALLING", asked=[])
    await posted(world, subject)
    return Asked(ten(does, subject), await wanted(world, MESSAGE, subject))


@scene("klantpet.off")
async def calling_off(world: World, does: str) -> Asked:
    """Nobody leads, so that nobody's word is enough."""
    (subject,) = await occurrences(world, state="CHECKED_IN", asked=[])
    async with world.session() as session:
        await session.execute(delete(Role))
    await posted(world, subject)
    return Asked(ten(does, subject), count(CardRow, CardRow.name == "klantpet.off", CardRow.wanted == 1))


@scene("klantpet.off_yes")
async def confirming(world: World, does: str) -> Asked:
    (subject,) = await occurrences(world, state="CHECKED_IN", asked=[], ends_by=TEN[-1])
    await posted(world, subject)
    return Asked(ten(does, subject), await wanted(world, MESSAGE, subject))


@scene("klantpet.cancel")
async def cancelling(world: World, does: str) -> Asked:
    await world.all_lead()
    (subject,) = await occurrences(world, state="CALLING", asked=[])
    await posted(world, subject)
    return Asked(ten(does, subject), await wanted(world, MESSAGE, subject))


@scene("klantpet.move")
async def moving(world: World, does: str) -> Asked:
    await world.all_lead()
    (subject,) = await occurrences(world, state="CALLING", asked=[])
    await posted(world, subject)
    return Asked(ten(does, str(world.team), text="10:30"), await wanted(world, MESSAGE, subject))


@scene("klantpet.opt_out")
async def opting_out(world: World, does: str) -> Asked:
    return Asked(ten(does, str(world.team)), count(Rota, Rota.role == "wearer", Rota.opted_out))


@scene("klantpet.stay")
async def staying(world: World, does: str) -> Asked:
    async with world.session() as session:
        session.add_all(Rota(team=world.team, role="wearer", person=person, declines=3) for person in TEN)
    return Asked(ten(does, str(world.team)), count(Rota, Rota.role == "wearer", Rota.declines == 0))


@scene("klantpet.question")
async def asking(world: World, does: str) -> Asked:
    return Asked(ten(does, str(world.team)), None)


__all__ = ["occurrences", "posted"]
