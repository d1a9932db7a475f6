"""Scenes of improvement actions: one of each person where each has an effect; else all ten are about the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from rituals.contract import about
from storage.action import ImprovementAction
from tests.scenes import TEXTS, Asked, count, scene, ten
from tests.world import MONDAY, TEN, World

NEXT_WEEK = MONDAY + timedelta(days=7)


async def actions(world: World, n: int = 10, **more: Any) -> list[str]:
    """On Monday, as many as this; a tuple in `more` has one for each. Their subjects."""
    await world.opened()
    base: dict[str, Any] = {"team": world.team, "effect": "Zij hoeven maar één keer te bellen", "state": "PLAN"}
    base |= {"check_on": NEXT_WEEK, "at": world.clock.now()} | more
    made = [
        ImprovementAction(what=TEXTS[n], **{key: v[n] if isinstance(v, tuple) else v for key, v in base.items()})
        for n in range(n)
    ]
    async with world.session() as session:
        session.add_all(made)
    return [about(world.team, "action", row.id) for row in made]


async def one(world: World, **more: Any) -> str:
    (subject,) = await actions(world, 1, **more)
    return subject


def values(**more: Any) -> list[dict[str, Any]]:
    """What each of the ten fills in."""
    return [{"what": text, "effect": f"{text}, en dat merken zij", "check_on": NEXT_WEEK, **more} for text in TEXTS]


# --- whose it is ------------------------------------------------------------------------------------------------------
@scene("action.new")
async def proposing(world: World, does: str) -> Asked:
    """As many as a team has at most, each for the proposer."""
    await world.opened()
    given = [each | {"owner": person} for each, person in zip(values(), TEN, strict=True)]
    return Asked(
        ten(does, str(world.team), values=given), count(ImprovementAction, ImprovementAction.owner.is_not(None))
    )


@scene("action.accept", "action.pass")
async def answering(world: World, does: str) -> Asked:
    asked: dict[str, Any] = {
        "state": "PROPOSED",
        "asked": TEN,
        "asks": 1,
        "proposer": TEN[::-1],
        "asked_at": world.clock.now(),
    }
    agreed = ImprovementAction.owner if does.endswith("accept") else ImprovementAction.still_asked_on
    return Asked(ten(does, await actions(world, **asked)), count(ImprovementAction, agreed.is_not(None)))


@scene("action.myself")
async def taking_back(world: World, does: str) -> Asked:
    subjects = await actions(world, state="PROPOSED", proposer=TEN, still_asked_on=MONDAY)
    return Asked(ten(does, subjects), count(ImprovementAction, ImprovementAction.state == "PLAN"))


@scene("action.again")
async def beginning_again(world: World, does: str) -> Asked:
    """Each with a proposal of their own that lapsed."""
    lapsed: dict[str, Any] = {"proposer": TEN, "still_asked_on": MONDAY, "closed_on": MONDAY}
    return Asked(ten(does, await actions(world, state="DROPPED", **lapsed)), None)


@scene("action.another")
async def asking_another(world: World, does: str) -> Asked:
    """Each the one opposite."""
    subjects = await actions(world, state="PROPOSED", proposer=TEN, still_asked_on=MONDAY)
    given = [{"owner": person} for person in TEN[::-1]]
    return Asked(ten(does, subjects, values=given), count(ImprovementAction, ImprovementAction.asked.is_not(None)))


@scene("action.take")
async def taking_up(world: World, does: str) -> Asked:
    return Asked(ten(does, await one(world)), count(ImprovementAction, ImprovementAction.owner.is_not(None)))


# --- its way ----------------------------------------------------------------------------------------------------------
@scene("action.begin")
async def beginning(world: World, does: str) -> Asked:
    return Asked(ten(does, await actions(world, owner=TEN)), count(ImprovementAction, ImprovementAction.state == "DO"))


@scene("action.edit")
async def editing(world: World, does: str) -> Asked:
    subjects = await actions(world, owner=TEN)
    given = [each | {"effect": "Klanten wachten korter"} for each in values()]
    done = count(ImprovementAction, ImprovementAction.effect == "Klanten wachten korter")
    return Asked(ten(does, subjects, values=given), done)


@scene("action.done")
async def finishing(world: World, does: str) -> Asked:
    subjects = await actions(world, owner=TEN, state="DO")
    return Asked(ten(does, subjects, values=values()), count(ImprovementAction, ImprovementAction.state == "DONE"))


@scene("action.stop", "action.keep")
async def choosing(world: World, does: str) -> Asked:
    ends = "DROPPED" if does.endswith("stop") else "DONE"
    subject = await one(world, state="ACT", result="works")
    return Asked(ten(does, subject), count(ImprovementAction, ImprovementAction.state == ends))


@scene("action.result")
async def looking(world: World, does: str) -> Asked:
    """Half of them say something else than the other half."""
    subject = await one(world, state="CHECK", check_on=MONDAY)
    said: Sequence[str] = [f"{subject}:{('works', 'notyet')[n % 2]}" for n in range(10)]
    return Asked(ten(does, said), count(ImprovementAction, ImprovementAction.state == "ACT"))


@scene("action.needed")
async def still_needing(world: World, does: str) -> Asked:
    subject = await one(world, state="CHECK", check_on=MONDAY, still_asked_on=MONDAY)
    return Asked(ten(does, subject), count(ImprovementAction, ImprovementAction.still_asked_on.is_(None)))


@scene("action.busy")
async def going_on(world: World, does: str) -> Asked:
    subject = await one(world, state="CHECK", check_on=MONDAY)
    return Asked(ten(does, subject, values=values()), count(ImprovementAction, ImprovementAction.extensions == 1))


@scene("action.adjust")
async def adjusting(world: World, does: str) -> Asked:
    subject = await one(world, state="ACT", result="notyet")
    return Asked(ten(does, subject, values=values()), count(ImprovementAction, ImprovementAction.cycle == 2))
