"""Scenes of look-backs: ten people answer the same one at once, and each has their own answer."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from rituals.contract import about
from storage.alsdan import Agreement, Learned, LookAnswer, LookBack, LookResult
from storage.house import Outgoing
from storage.organisations import Organisation
from tests.rituals.look_talk import running
from tests.scenes import TEXTS, Asked, count, scene, ten
from tests.world import ORG, TEN, World

OLD_ENOUGH = timedelta(weeks=20)


async def agreements(world: World, n: int = 1) -> list[int]:
    """Old enough to be asked about; their ids."""
    began = world.clock.now().date() - OLD_ENOUGH
    async with world.core.turns.writing(ORG) as turn:
        return [(await running(turn, world.team, began)).id for _n in range(n)]


async def look_back(world: World) -> tuple[str, int]:
    """Open, with everything that can be asked; the beginning of what its buttons are about, and the agreement."""
    (mine,) = await agreements(world)
    now = world.clock.now()
    year, week, _day = now.date().isocalendar()
    known = {"agreements": [mine], "checks": [mine], "opens_at": now, "closes_at": now + timedelta(days=1), "k": 5}
    async with world.session() as session:
        session.add(LookBack(team=world.team, year=year, week=week, **known))
    return about(world.team, f"{year}-{week:02}", mine), mine


@scene("alsdan.answer", "alsdan.by_itself", "alsdan.slipping")
async def answering(world: World, does: str) -> Asked:
    look, _mine = await look_back(world)
    said, kept = {
        "alsdan.answer": (":old", LookAnswer.answer == "old"),
        "alsdan.by_itself": (":4", LookAnswer.by_itself == 4),
        "alsdan.slipping": ("", LookAnswer.slips),
    }[does]
    return Asked(ten(does, f"{look}{said}"), count(LookAnswer, kept))


@scene("alsdan.check")
async def wanting_to_know(world: World, does: str) -> Asked:
    subjects = [about(world.team, each) for each in await agreements(world, len(TEN))]
    return Asked(ten(does, subjects), count(Agreement, Agreement.early))


@scene("alsdan.picture")
async def seeing(world: World, does: str) -> Asked:
    """Each gets one in their own conversation."""
    (mine,) = await agreements(world)
    today = world.clock.now().date()
    year, week, _day = today.isocalendar()
    found = {"line": "good", "did": 8, "old": 1, "none": 0, "members": len(TEN), "k": 5}
    async with world.session() as session:
        session.add(LookResult(agreement=mine, year=year, week=week, on=today, **found))
        await session.execute(update(Organisation).values(gate="OPEN"))
        last = await session.scalar(select(func.max(Outgoing.id))) or 0
    return Asked(ten(does, about(world.team, mine)), count(Outgoing, Outgoing.id > last))


@scene("alsdan.relapse")
async def sharing(world: World, does: str) -> Asked:
    (mine,) = await agreements(world)
    values = [{"agreement": str(mine), "text": text, "with_whom": "shared"} for text in TEXTS]
    return Asked(ten(does, about(world.team), values=values), count(Learned))
