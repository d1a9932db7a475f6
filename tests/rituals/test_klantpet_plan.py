"""Which occurrences are planned, and how they follow their meeting, the calendar and the channel. Without a Slack."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sqlalchemy import select

from rituals.contract import Event
from rituals.facts import CalendarChanged, Resumed, Suspended
from storage import people
from storage.house import Timer
from storage.klantpet import MeetingDay
from tests.chat import local
from tests.rituals.klantpet_talk import MT
from tests.world import ORG, TEN, World, peopled

MEETING: dict[str, Any] = {
    "name": MT,
    "repeats": "weekly",
    "first": date(2026, 11, 26),
    "clock": time(10),
    "minutes": 60,
    "rotates": True,
}


async def submits(world: World, does: str, token: str, **values: Any) -> None:
    event = Event(token, ORG, TEN[0], does, str(world.team), token, values=values)
    await world.core.dispatcher.submit(event)


async def planned(world: World) -> dict[str, tuple[str, str]]:
    """State and start (UTC) of each day."""
    async with world.core.sessions(info={"org": ORG}) as session:
        rows = await session.scalars(select(MeetingDay).order_by(MeetingDay.day))
        return {row.day.isoformat(): (row.state, f"{row.starts_at:%H:%M}") for row in rows}


async def test_the_plan_follows_the_calendar(sqlite_url: str) -> None:
    """Two weeks ahead each night; a free day is skipped, and planned once it is free no more; so is a lost channel."""
    async with peopled(sqlite_url) as world:
        await submits(world, "klantpet.meeting", "new", **MEETING)
        both = {"2026-11-26": ("PLANNED", "09:00"), "2026-12-03": ("PLANNED", "09:00")}
        assert await planned(world) == both
        await world.until("2026-11-21 05:00")
        assert await planned(world) == both
        await submits(world, "settings.free_days", "free", first=date(2026, 11, 26))
        await world.until("2026-11-21 05:01")
        assert await planned(world) == both | {"2026-11-26": ("SKIPPED", "09:00")}
        await submits(world, "settings.free_days", "work", kept=())
        await world.until("2026-11-21 05:02")
        assert await planned(world) == both
        await world.until("2026-11-24 05:00")
        three = both | {"2026-12-10": ("PLANNED", "09:00")}
        await world.until("2026-11-26 05:00")
        found = await planned(world)
        assert {day: start for day, (_state, start) in found.items()} == {
            day: start for day, (_s, start) in three.items()
        }
        async with world.core.turns.writing(ORG) as turn:
            (await people.hold_teams(turn.session, [world.team]))[world.team].state = "SUSPENDED"
            await turn.session.flush()
            await turn.tell(Suspended(world.team))
        assert {state for state, _start in (await planned(world)).values()} == {"SKIPPED"}
        async with world.core.turns.writing(ORG) as turn:
            (await people.hold_teams(turn.session, [world.team]))[world.team].state = "ACTIVE"
            await turn.session.flush()
            await turn.tell(Resumed(world.team))
        assert await planned(world) == three


async def test_the_clock_of_a_team_in_another_zone(sqlite_url: str) -> None:
    """What is to come begins at the same time on its clock, today's where it was."""
    async with peopled(sqlite_url) as world:
        await submits(world, "klantpet.meeting", "new", **MEETING)
        async with world.core.turns.writing(ORG) as turn:
            (await people.hold_teams(turn.session, [world.team]))[world.team].timezone = "America/Curacao"
            await turn.session.flush()
            await turn.tell(CalendarChanged((world.team,)))
        await world.until("2026-11-20 10:01")
        assert await planned(world) == {"2026-11-26": ("PLANNED", "14:00"), "2026-12-03": ("PLANNED", "14:00")}


async def test_ascension_day_is_skipped_and_nobody_is_asked(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        world.clock.turn_to(local("2027-05-03 10:00"))
        await submits(world, "klantpet.meeting", "new", **MEETING | {"first": date(2027, 5, 6)})
        assert await planned(world) == {"2027-05-06": ("SKIPPED", "08:00"), "2027-05-13": ("PLANNED", "08:00")}
        async with world.core.sessions(info={"org": ORG}) as session:
            timers = await session.scalars(select(Timer.about).where(Timer.name == "klantpet.call"))
            rows = {f"1:{row.id}": row.day for row in await session.scalars(select(MeetingDay))}
        assert [rows[about] for about in timers] == [date(2027, 5, 13)]
