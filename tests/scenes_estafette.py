"""Scenes of the baton: one person who presses ten times, and ten coordinators who do the same with the relay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import and_, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from rituals.contract import Where
from rituals.estafette import kinds
from storage.audit import Audit
from storage.estafette import Leg, Relay, Runner
from storage.house import Once
from tests.relay_rows import CHANNEL, WEEK, circle, leg, preparers, put, under_way
from tests.scenes import TEXTS, Asked, Effects, count, scene, ten
from tests.world import TEN, World

RUNNER = TEN[0]


def alone(does: str, about: str, **more: Any) -> Any:
    """Ten presses of the one person who may: each is a request of its own."""
    return [replace(event, person=RUNNER) for event in ten(does, about, **more)]


def states(state: str) -> Effects:
    return count(Leg, Leg.state == state)


def noted(what: str) -> Effects:
    return count(Audit, Audit.what == f"estafette.{what}")


# --- whoever is asked, or has it --------------------------------------------------------------------------------------
@scene("estafette.accept")
async def accepting(world: World, does: str) -> Asked:
    return Asked(alone(does, await under_way(world, "OFFERED")), states("ACCEPTED"))


@scene("estafette.decline")
async def declining(world: World, does: str) -> Asked:
    return Asked(alone(does, await under_way(world, "OFFERED")), states("DECLINED"))


@scene("estafette.swap")
async def swapping(world: World, does: str) -> Asked:
    """Each with another colleague: one of them is asked."""
    subject = await under_way(world, "OFFERED")
    given = [{"to": person} for person in (*TEN[1:], TEN[1])]
    return Asked(alone(does, subject, values=given), count(Leg, Leg.state == "OFFERED", Leg.person != RUNNER))


@scene("estafette.later")
async def beginning_with_another(world: World, does: str) -> Asked:
    subject = await under_way(world, "OFFERED", first=True)
    given = [{"to": person} for person in (*TEN[1:], TEN[1])]
    return Asked(alone(does, subject, values=given), count(Leg, Leg.state == "OFFERED", Leg.person != RUNNER))


@scene("estafette.away")
async def going_away(world: World, does: str) -> Asked:
    return Asked(alone(does, await under_way(world)), states("HANDED_BACK"))


@scene("estafette.more_time")
async def taking_longer(world: World, does: str) -> Asked:
    return Asked(alone(does, await under_way(world)), count(Leg, Leg.longer))


@scene("estafette.back")
async def taking_back(world: World, does: str) -> Asked:
    """Ten coordinators, of the same leg: whoever is asked next is left alone."""
    return Asked(ten(does, await under_way(world)), states("HANDED_BACK"))


@scene("estafette.plan")
async def planning(world: World, does: str) -> Asked:
    """Who runs and nine who prepare, on five days and each of these in a way of its own: one row, which each of them
    writes, and which holds the day and the kind of one and the same."""
    subject = await under_way(world)
    await put(world, *preparers())
    days = [date(2026, 11, 20) + timedelta(days=n) for n in range(5)]
    ways = [{"on": day, "kind": kind} for day, kind in zip(days, kinds.NAMES, strict=False)]
    wrote = count(Once, Once.key.like("token-%"))
    whole = or_(*(and_(Leg.contact_on == way["on"], Leg.contact_kind == way["kind"]) for way in ways))
    planned = count(Leg, Leg.state == "PLANNED", whole)

    async def written(session: AsyncSession) -> int:
        return await wrote(session) * await planned(session)

    return Asked(ten(does, subject, values=ways * 2), written)


# --- passing it on ----------------------------------------------------------------------------------------------------
async def shared(world: World) -> str:
    return await under_way(world, "SHARED", ran=True, told="start", closed_at=world.clock.now())


@scene("estafette.pass")
async def passing(world: World, does: str) -> Asked:
    """Each to another colleague: one of them is asked."""
    subject = await shared(world)
    given = [{"to": person, "challenge": text} for person, text in zip((*TEN[1:], TEN[1]), TEXTS, strict=True)]
    return Asked(alone(does, subject, values=given), states("OFFERED"))


@scene("estafette.give")
async def giving(world: World, does: str) -> Asked:
    await shared(world)
    return Asked(alone(does, ""), None)


# --- in play or not ---------------------------------------------------------------------------------------------------
@scene("estafette.sit_out")
async def sitting_out(world: World, does: str) -> Asked:
    await circle(world)
    return Asked(ten(does), count(Runner, Runner.sits_out))


@scene("estafette.come_back")
async def coming_back(world: World, does: str) -> Asked:
    await circle(world)
    async with world.session() as session:
        await session.execute(update(Runner).values(sits_out=True))
    return Asked(ten(does), count(Runner, ~Runner.sits_out))


@scene("estafette.picture")
async def looking(world: World, does: str) -> Asked:
    await circle(world, leg(TEN[0], "PASSED", ran=True))
    return Asked(ten(does), None)


# --- the relay --------------------------------------------------------------------------------------------------------
@scene("estafette.start")
async def starting(world: World, does: str) -> Asked:
    await circle(world, coordinators=TEN, state="READY", begun=False, round=0)
    return Asked(ten(does), states("OFFERED"))


@scene("estafette.pause")
async def pausing(world: World, does: str) -> Asked:
    await under_way(world)
    return Asked(ten(does), noted("pause"))


@scene("estafette.resume")
async def resuming(world: World, does: str) -> Asked:
    await under_way(world, held=True)
    async with world.session() as session:
        (await session.get_one(Relay, 1)).state = "PAUSED"
    return Asked(ten(does), noted("resume"))


@scene("estafette.stop")
async def stopping(world: World, does: str) -> Asked:
    await under_way(world)
    return Asked(ten(does), noted("stop"))


@scene("estafette.cancel_week")
async def taking_a_week_off(world: World, does: str) -> Asked:
    return Asked(ten(does, await under_way(world)), states("CANCELLED"))


# --- setting it up ----------------------------------------------------------------------------------------------------
SET_UP: dict[str, Any] = {
    "circle": TEN,
    "ceo": TEN[0],
    "channel": CHANNEL,
    "start_day": "1",
    "start_clock": time(9),
    "end_day": "5",
    "end_clock": time(15),
    "every": "1",
    "off": ((WEEK + timedelta(weeks=4)).isoformat(),),
}


@scene("estafette.settings")
async def choosing(world: World, does: str) -> Asked:
    await circle(world, coordinators=TEN, state="READY", begun=False, round=0)
    where = Where(CHANNEL, name="bestuur", inside=True)
    return Asked(ten(does, values=SET_UP, where=where), None)


@scene("estafette.preparers")
async def saving(world: World, does: str) -> Asked:
    await circle(world, coordinators=TEN, state="READY", begun=False, round=0)
    kept = SET_UP | {"start_clock": "09:00", "end_clock": "15:00", "private": False}
    return Asked(ten(does, values={}, kept=kept), noted("settings"))
