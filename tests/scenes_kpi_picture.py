"""Scenes of pictures of figures, and of values that are read in."""

from __future__ import annotations

from datetime import date

from rituals.contract import about
from storage.house import CardRow
from storage.kpi import Kpi, KpiValue
from tests.scenes import Asked, count, scene, ten
from tests.world import TEN, World


async def figure(world: World, name: str = "Bereikbaarheid", value: int = 900) -> int:
    """With one value, of Friday; its id."""
    async with world.session() as session:
        row = Kpi(
            team=world.team, name=name, unit="percent", better="higher", days="12345", created_at=world.clock.now()
        )
        row.owner = TEN[0]
        session.add(row)
        await session.flush()
        session.add(KpiValue(kpi=row.id, day=date(2026, 11, 20), value=value))
        return row.id


@scene("kpi.list")
async def listing(world: World, does: str) -> Asked:
    await figure(world)
    return Asked(ten(does, about(world.team)), None)


@scene("kpi.picture")
async def looking(world: World, does: str) -> Asked:
    return Asked(ten(does, about(world.team, await figure(world))), None)


@scene("kpi.share")
async def sharing(world: World, does: str) -> Asked:
    return Asked(ten(does, about(world.team, await figure(world))), count(CardRow, CardRow.name == "kpi.shared"))


@scene("kpi.import")
async def importing(world: World, does: str) -> Asked:
    """Ten leads, each with a figure of their own."""
    await world.all_lead()
    names = [f"Cijfer {n} van tien" for n in range(len(TEN))]
    for name in names:
        await figure(world, name)
    values = [{"text": f"19-11-2026;{name};80"} for name in names]
    return Asked(ten(does, about(world.team), values=values), count(KpiValue, KpiValue.value == 800))
