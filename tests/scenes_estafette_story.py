"""Scenes of customer stories: ten executives who each tell one, and ten colleagues who each do something about one."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from rituals.estafette.story_lines import together
from storage import estafette as store
from storage.estafette import Story, StoryColleague
from storage.roles import OrgRole
from tests.relay_rows import TOLD, circle, put, told
from tests.scenes import TEXTS, Asked, count, scene, ten
from tests.world import ORG, TEN, World

NEXT = (*TEN[1:], TEN[0])  # whoever isn't the teller of the story at the same place


def id_of(subject: str) -> int:
    return int(subject.removeprefix(":s"))


@scene("estafette.share")
async def writing(world: World, does: str) -> Asked:
    """Each of a dialogue of their own."""
    await circle(world)
    given = [TOLD | {"what": f"{TOLD['what']} {text}"} for text in TEXTS]
    return Asked(ten(does, [f":d{n + 1}" for n in range(len(TEN))], values=given), count(Story, Story.state == "DRAFT"))


@scene("estafette.keep")
async def keeping(world: World, does: str) -> Asked:
    return Asked(ten(does, await told(world, state="DRAFT")), None)


@scene("estafette.drop")
async def throwing_away(world: World, does: str) -> Asked:
    subjects = await told(world, state="DRAFT")
    left = count(Story)

    async def gone(session: AsyncSession) -> int:
        return len(TEN) - await left(session)

    return Asked(ten(does, subjects), gone)


@scene("estafette.preview")
async def publishing(world: World, does: str) -> Asked:
    """As each of them saw it."""
    subjects = await told(world, state="DRAFT")
    async with world.core.turns.reading(ORG) as turn:
        rows = await store.stories(turn.session, [id_of(each) for each in subjects])
        shown = {f":s{tale.row.id}": tale.version for tale in await together(turn, rows.values())}
    kept = [{"shown": shown[each]} for each in subjects]
    return Asked(ten(does, subjects, values={}, kept=kept), count(Story, Story.state == "PUBLISHED"))


@scene("estafette.edit")
async def editing(world: World, does: str) -> Asked:
    given = [TOLD | {"what": f"{TOLD['what']} {text}"} for text in TEXTS]
    return Asked(ten(does, await told(world), values=given), count(Story, Story.edited))


@scene("estafette.withdraw")
async def withdrawing(world: World, does: str) -> Asked:
    return Asked(ten(does, await told(world)), count(Story, Story.state == "WITHDRAWN"))


@scene("estafette.nice")
async def enjoying(world: World, does: str) -> Asked:
    """Each somebody else's."""
    return Asked(ten(does, await told(world, by=NEXT)), count(Story, Story.glad_on.is_not(None)))


@scene("estafette.report")
async def doubting(world: World, does: str) -> Asked:
    return Asked(ten(does, await told(world, by=NEXT)), count(Story, Story.reported))


@scene("estafette.hide")
async def hiding(world: World, does: str) -> Asked:
    subjects = await told(world, by=NEXT)
    await put(world, *(OrgRole(person=person, role="coach", exec="") for person in TEN))
    return Asked(ten(does, subjects), count(Story, Story.state == "HIDDEN"))


@scene("estafette.promise")
async def answering(world: World, does: str) -> Asked:
    """It came back to each of them."""
    more: dict[str, Any] = {"asks": True, "promise_at": world.clock.now(), "brought": True}
    subjects = await told(world, **more)
    return Asked(ten(does, [f"{each}:notyet" for each in subjects]), count(Story, Story.promise_at.is_(None)))


# --- colleagues whom it names -----------------------------------------------------------------------------------------
async def naming(world: World, choice: str) -> list[str]:
    """Each of TEN in somebody else's; their subjects."""
    subjects = await told(world, by=NEXT)
    some = zip(subjects, TEN, strict=True)
    await put(
        world,
        *(StoryColleague(story=id_of(each), person=who, choice=choice, asked=1, former_on=None) for each, who in some),
    )
    return subjects


@scene("estafette.agree")
async def agreeing(world: World, does: str) -> Asked:
    """To the text that they read."""
    subjects = await naming(world, "ASKED")
    async with world.core.turns.reading(ORG) as turn:
        rows = await store.stories(turn.session, [id_of(each) for each in subjects])
        wordings = {f":s{tale.row.id}": tale.wording for tale in await together(turn, rows.values())}
    abouts = [f"{each}:{wordings[each]}" for each in subjects]
    return Asked(ten(does, abouts), count(StoryColleague, StoryColleague.choice == "NAMED"))


@scene("estafette.unname")
async def taking_ones_name_away(world: World, does: str) -> Asked:
    subjects = await naming(world, "NAMED")
    return Asked(ten(does, subjects), count(StoryColleague, StoryColleague.choice == "UNNAMED"))
