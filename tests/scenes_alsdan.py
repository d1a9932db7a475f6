"""Scenes of agreements: worded, for a team or for oneself alone, and what one does with those of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rituals.words import Typed
from storage.alsdan import PersonalAgreement, PersonalAnswer
from tests.scenes import Asked, count, scene, ten
from tests.world import TEN, World

X, Y = "een klant belt", "nemen we snel op"


async def of_their_own(world: World, **more: Any) -> Sequence[str]:
    """Each of the ten has one; their subjects."""
    now = world.clock.now()
    base = {"state": "ACTIVE", "x": X, "y": Y, "aid": "look", "at": now, "since": now.date()}
    base |= {"activated_on": now.date()} | more
    made = [PersonalAgreement(person=person, **base) for person in TEN]
    async with world.session() as session:
        session.add_all(made)
    return [f":{row.id}" for row in made]


@scene("alsdan.new")
async def wording(world: World, does: str) -> Asked:
    """It leads on to the second step, and nothing is stored."""
    values = {"whom": "me", "x": X, "y": Y}
    return Asked(ten(does, str(world.team), values=values), None)


@scene("alsdan.more")
async def agreeing_alone(world: World, does: str) -> Asked:
    kept = {"whom": "me", "x": Typed(X), "y": Typed(Y)}
    asked = ten(does, str(world.team), kept=kept, values={"aid": "look"})
    return Asked(asked, count(PersonalAgreement, PersonalAgreement.state == "ACTIVE"))


@scene("alsdan.own")
async def resting(world: World, does: str) -> Asked:
    subjects = [f"{each}:pause" for each in await of_their_own(world)]
    return Asked(ten(does, subjects), count(PersonalAgreement, PersonalAgreement.state == "PAUSED"))


@scene("alsdan.own_look")
async def looking_back(world: World, does: str) -> Asked:
    year, week, _day = world.clock.now().date().isocalendar()
    subjects = [f"{each}:{year}-{week:02}:did" for each in await of_their_own(world)]
    return Asked(ten(does, subjects), count(PersonalAnswer, PersonalAnswer.answer == "did"))


@scene("alsdan.own_relapse")
async def noticing(world: World, does: str) -> Asked:
    return Asked(ten(does, list(await of_their_own(world))), None)


@scene("alsdan.own_words")
async def rewording(world: World, does: str) -> Asked:
    values = {"x": X, "y": "noem ik mijn naam", "aid": "look"}
    asked = ten(does, list(await of_their_own(world)), values=values)
    return Asked(asked, count(PersonalAgreement, PersonalAgreement.version == 2))
