"""Scenes of dialogues with customers: ten executives who each plan one, and ten who call the same one off."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from bot.stage import local
from rituals.dialogue.subjects import subject
from storage.dialogue import Dialogue
from tests.relay_rows import offices, preparers, put
from tests.scenes import Asked, count, scene, ten
from tests.world import TEN, World

DAY = date(2026, 11, 26)
HOUR: dict[str, Any] = {"kind": "dialogue", "day": DAY, "clock": time(10, 0), "minutes": 60}


async def planned(world: World, *executives: str, **more: Any) -> list[str]:
    """One of each of these; their subjects. All are executives, and prepare for the first."""
    plain = HOUR | {"title": "Klanten aan tafel", "starts_at": local(f"{DAY} 10:00"), "before": 30, "after": 30}
    rows = [
        Dialogue(person=one, organiser=one, place="kantoor", at=world.clock.now(), **plain | more) for one in executives
    ]
    await put(world, *rows, *offices(), *preparers())
    return [subject(row) for row in rows]


@scene("dialogue.plan")
async def planning(world: World, does: str) -> Asked:
    await put(world, *offices())
    given = HOUR | {"place": "kantoor", "before": "30", "after": "30"}
    values = [given | {"title": f"Gesprek {n}", "person": person} for n, person in enumerate(TEN)]
    return Asked(ten(does, values=values), count(Dialogue))


@scene("dialogue.cancel")
async def calling_off(world: World, does: str) -> Asked:
    """Who goes, and nine who prepare for them."""
    (about,) = await planned(world, TEN[0])
    return Asked(ten(does, about), count(Dialogue, Dialogue.state == "CANCELLED"))


@scene("dialogue.file")
async def taking_along(world: World, does: str) -> Asked:
    (about,) = await planned(world, TEN[0])
    return Asked(ten(does, about), None)


@scene("dialogue.tell")
async def telling(world: World, does: str) -> Asked:
    return Asked(ten(does, await planned(world, *TEN, state="HELD")), None)
