"""Scenes of stages: ten executives who each register one, and ten who remove the same one."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from rituals.stage.subjects import subject
from storage.stage import Appearance
from tests.relay_rows import offices, preparers, put
from tests.scenes import Asked, count, scene, ten
from tests.world import TEN, World

DAY = date(2026, 11, 26)


@scene("stage.new")
async def registering(world: World, does: str) -> Asked:
    await put(world, *offices())
    values = [{"day": DAY, "occasion": f"Congres {n}", "minutes": 15} for n in range(len(TEN))]
    return Asked(ten(does, values=values), count(Appearance))


@scene("stage.remove")
async def removing(world: World, does: str) -> Asked:
    """Who speaks, and nine who prepare for them."""
    row = Appearance(person=TEN[0], by=TEN[0], occasion="Congres", day=DAY, minutes=15, at=world.clock.now())
    await put(world, row, *offices(), *preparers())
    left = count(Appearance)

    async def gone(session: AsyncSession) -> int:
        return 1 - await left(session)

    return Asked(ten(does, subject(row)), gone)
