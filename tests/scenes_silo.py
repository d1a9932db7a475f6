"""Scenes of signals that aims collide: ten who give one, and ten coaches who move the same one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rituals.contract import about
from storage.people import Role, Team
from storage.roles import OrgRole
from storage.silo import SiloSignal, SiloTeam
from tests.scenes import TEXTS, Asked, count, scene, ten
from tests.world import MONDAY, TEN, World

ZUID = 2
AGREED = "We sturen samen één brief"
VALUES = {"ours": "Elk dossier binnen een dag af", "theirs": "Elk dossier helemaal compleet", "theme": "aims"}


async def signals(world: World, n: int = 1, *, coaches: bool = True, team_too: bool = True, **more: Any) -> list[str]:
    """About another team; what is a tuple has one for each. Their subjects."""
    base: dict[str, Any] = {**VALUES, "team": world.team, "on": MONDAY, "moved_on": MONDAY} | more
    made = [
        SiloSignal(effect=TEXTS[n], **{key: v[n] if isinstance(v, tuple) else v for key, v in base.items()})
        for n in range(n)
    ]
    async with world.session() as session:
        session.add_all([Team(id=ZUID, channel="C2", name="zuid", started_on=date(2026, 11, 2))] * team_too)
        session.add_all(made)
        session.add_all(OrgRole(person=person, role="coach") for person in (TEN if coaches else ()))
        await session.flush()
        session.add_all(SiloTeam(signal=row.id, team=ZUID) for row in made)
    return [about(world.team, row.id) for row in made]


@scene("silo.new")
async def giving(world: World, does: str) -> Asked:
    """Without their names."""
    given = [{**VALUES, "effect": text, "teams": ("unknown",)} for text in TEXTS]
    return Asked(ten(does, about(world.team), values=given), count(SiloSignal, SiloSignal.person.is_(None)))


@scene("silo.invite")
async def inviting(world: World, does: str) -> Asked:
    (subject,) = await signals(world)
    invited = count(SiloSignal, SiloSignal.state == "IN_TALK")
    return Asked(ten(does, subject, values={"teams": (str(ZUID),)}), invited)


@scene("silo.agree")
async def agreeing(world: World, does: str) -> Asked:
    (subject,) = await signals(world, state="IN_TALK")
    given = [{"text": text} for text in TEXTS]
    return Asked(ten(does, subject, values=given), count(SiloSignal, SiloSignal.agreed.is_not(None)))


@scene("silo.park")
async def waiting(world: World, does: str) -> Asked:
    (subject,) = await signals(world)
    given = [{"reason": text, "until": MONDAY + timedelta(days=7)} for text in TEXTS]
    return Asked(ten(does, subject, values=given), count(SiloSignal, SiloSignal.parked.is_not(None)))


@scene("silo.merge")
async def taking_together(world: World, does: str) -> Asked:
    first, second = await signals(world, 2)
    into = second.partition(":")[2]
    return Asked(ten(does, first, values={"into": into}), count(SiloSignal, SiloSignal.into == int(into)))


@scene("silo.move")
async def solving(world: World, does: str) -> Asked:
    (subject,) = await signals(world, state="AGREED", agreed=AGREED)
    return Asked(ten(does, f"{subject}:SOLVED"), count(SiloSignal, SiloSignal.state == "SOLVED"))


@scene("silo.onward")
async def going_on(world: World, does: str) -> Asked:
    """All of them leads of the team that it comes from."""
    (subject,) = await signals(world, state="AGREED", agreed=AGREED)
    async with world.session() as session:
        session.add_all(Role(team=world.team, person=person, role="lead") for person in TEN[1:])
    return Asked(ten(does, f"{subject}:action"), None)


@scene("silo.withdraw")
async def taking_back(world: World, does: str) -> Asked:
    """Each the one that they gave with their name."""
    subjects = await signals(world, len(TEN), coaches=False, person=TEN)
    left = count(SiloSignal)

    async def gone(session: Any) -> int:
        return len(TEN) - await left(session)

    return Asked(ten(does, subjects), gone)
