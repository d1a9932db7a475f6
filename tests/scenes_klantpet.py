"""Scenes of meetings with the cap: registered, stopped, begun on the spot, and taken along as a file."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from rituals.contract import about
from storage.klantpet import Meeting, MeetingDay
from tests.scenes import Asked, count, scene, ten
from tests.world import TEN, World

THURSDAY = date(2026, 11, 26)
HOUR: dict[str, Any] = {"repeats": "weekly", "first": THURSDAY, "clock": time(10, 0), "minutes": 60}


async def registered(world: World) -> str:
    """The subject of a meeting each week."""
    async with world.session() as session:
        row = Meeting(team=world.team, name="MT-overleg", owner=TEN[0], at=world.clock.now(), **HOUR)
        session.add(row)
        await session.flush()
        return about(world.team, f"m{row.id}")


@scene("klantpet.meeting")
async def registering(world: World, does: str) -> Asked:
    """There is room for ten."""
    values = [HOUR | {"name": f"Overleg {n}", "rotates": True} for n in range(len(TEN))]
    return Asked(ten(does, str(world.team), values=values), count(Meeting))


@scene("klantpet.stop")
async def stopping(world: World, does: str) -> Asked:
    await world.all_lead()
    return Asked(ten(does, await registered(world)), count(Meeting, Meeting.ended_on.is_not(None)))


@scene("klantpet.now")
async def beginning(world: World, does: str) -> Asked:
    return Asked(ten(does, str(world.team), text="Snel overleg"), count(MeetingDay))


@scene("klantpet.calendar")
async def taking_along(world: World, does: str) -> Asked:
    return Asked(ten(does, await registered(world)), None)
