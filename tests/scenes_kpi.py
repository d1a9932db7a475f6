"""Scenes of figures: one of each person where each has an effect; else all ten are about the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rituals.contract import about
from storage.kpi import Kpi, KpiValue
from tests.scenes import Asked, count, scene, ten
from tests.world import TEN, World

OTHERS = TEN[::-1]  # nobody is opposite themselves
NAMES = [f"Cijfer {word}" for word in ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")]


async def kpis(world: World, owners: Sequence[str | None] = TEN, state: str = "ACTIVE") -> list[int]:
    """One of each owner; their ids."""
    base: dict[str, Any] = {"team": world.team, "unit": "percent", "better": "higher", "days": "12345", "state": state}
    made = [
        Kpi(name=name, owner=owner, created_at=world.clock.now(), **base)
        for owner, name in zip(owners, NAMES, strict=False)
    ]
    async with world.session() as session:
        session.add_all(made)
    return [row.id for row in made]


@scene("kpi.edit")
async def changing(world: World, does: str) -> Asked:
    """Ten leads, each of a figure of their own."""
    await world.all_lead()
    subjects = [about(world.team, key) for key in await kpis(world)]
    values = [
        {"name": name, "unit": "grade", "better": "higher", "owner": person, "days": ("1", "2"), "decimals": "1"}
        for name, person in zip(NAMES, TEN, strict=True)
    ]
    return Asked(ten(does, subjects, values=values), count(Kpi, Kpi.unit == "grade", Kpi.days == "12"))


@scene("kpi.fill")
async def entering(world: World, does: str) -> Asked:
    """On Friday's figures, with the card of Monday up."""
    await world.opened()
    values = [{"kpi": str(key), "day": "2026-11-20", "value": "80"} for key in await kpis(world)]
    return Asked(ten(does, world.card, values=values), count(KpiValue, KpiValue.value == 800))


@scene("kpi.follow")
async def taking_up(world: World, does: str) -> Asked:
    await world.opened()
    (key,) = await kpis(world, [None], "OWNERLESS")
    return Asked(ten(does, about(world.team, key)), count(Kpi, Kpi.owner.is_not(None), Kpi.state == "ACTIVE"))


@scene("kpi.owner")
async def handing_over(world: World, does: str) -> Asked:
    """Each to the one opposite."""
    ids = await kpis(world)
    subjects = [about(world.team, key, person) for key, person in zip(ids, OTHERS, strict=True)]

    async def handed(session: Any) -> int:
        pairs = list(zip(ids, OTHERS, strict=True))
        return sum([await count(Kpi, Kpi.id == key, Kpi.owner == person)(session) for key, person in pairs])

    return Asked(ten(does, subjects), handed)


@scene("kpi.put_away")
async def archiving(world: World, does: str) -> Asked:
    await world.all_lead()
    subjects = [about(world.team, key) for key in await kpis(world)]
    return Asked(ten(does, subjects), count(Kpi, Kpi.state == "ARCHIVED"))


@scene("kpi.use_again")
async def using_again(world: World, does: str) -> Asked:
    """Ten leads at the same one."""
    await world.all_lead()
    (key,) = await kpis(world, [TEN[0]], "ARCHIVED")
    return Asked(ten(does, about(world.team, key)), count(Kpi, Kpi.state == "ACTIVE"))
