"""Scenes of flags, of looking back on a meeting, and of what comes of it."""

from __future__ import annotations

from datetime import time, timedelta

from rituals.contract import about
from rituals.klantpet.flag_lines import kept
from rituals.klantpet.subjects import flag_subject
from storage.klantpet import Flag, Meeting, MeetingDay
from tests.scenes import TEXTS, Asked, count, scene, ten
from tests.scenes_klantpet_wearing import occurrences
from tests.world import MONDAY, TEN, WORKDAYS, World


@scene("klantpet.flag")
async def raising(world: World, does: str) -> Asked:
    """Each at a meeting of its own: at one there is room for nine."""
    subjects = await occurrences(world, WORKDAYS, state="CHECKED_IN", asked=[])
    values = [{"text": text, "kind": "other"} for text in TEXTS]
    return Asked(ten(does, subjects, values=values), count(Flag))


@scene("klantpet.withdraw")
async def withdrawing(world: World, does: str) -> Asked:
    """Of each one that waits."""
    waits = {"on": MONDAY, "waits_until": MONDAY + timedelta(days=14)}
    async with world.session() as session:
        session.add_all(
            Flag(team=world.team, kind="other", text=text, token=kept(f"geheim{n}"), **waits)
            for n, text in enumerate(TEXTS)
        )
    subjects = [about(world.team, f"geheim{n}") for n in range(len(TEN))]
    return Asked(ten(does, subjects), count(Flag, Flag.gone))


@scene("klantpet.hide")
async def hiding(world: World, does: str) -> Asked:
    await world.all_lead()
    async with world.session() as session:
        flag = Flag(team=world.team, kind="other", text=TEXTS[0], on=MONDAY)
        session.add(flag)
        await session.flush()
        subject = about(world.team, f"f{flag.id}")
    return Asked(ten(does, subject), count(Flag, Flag.gone))


@scene("klantpet.checkout")
async def looking_back(world: World, does: str) -> Asked:
    """Nobody wore the cap."""
    (subject,) = await occurrences(world, state="CHECKOUT", asked=[])
    values = [{"considered": "yes", "decided": text} for text in TEXTS]
    return Asked(ten(does, subject, values=values), count(MeetingDay, MeetingDay.state == "DONE"))


@scene("klantpet.take_back")
async def taking_back(world: World, does: str) -> Asked:
    """Whoever looked back alone can."""
    (subject,) = await occurrences(world, state="DONE", asked=[], considered="yes", looked_by=TEN[0])
    return Asked(ten(does, subject), count(MeetingDay, MeetingDay.considered.is_(None)))


@scene("klantpet.act")
async def acting(world: World, does: str) -> Asked:
    (subject,) = await occurrences(world, state="DONE", asked=[], decided=TEXTS[0])
    return Asked(ten(does, subject), None)


@scene("klantpet.improve")
async def improving(world: World, does: str) -> Asked:
    """Of each one that somebody signed, and that lapsed."""
    async with world.session() as session:
        rows = [Flag(team=world.team, kind="other", text=TEXTS[0], person=who, on=MONDAY) for who in TEN]
        session.add_all(rows)
        await session.flush()
        subjects = [flag_subject(row) for row in rows]
    return Asked(ten(does, subjects), None)


@scene("klantpet.keep")
async def keeping(world: World, does: str) -> Asked:
    """Its owner alone is asked."""
    hour = {"repeats": "weekly", "first": MONDAY, "clock": time(10, 0), "minutes": 60, "at": world.clock.now()}
    async with world.session() as session:
        row = Meeting(team=world.team, name="MT", owner=TEN[0], unanswered=4, hushed=True, **hour)
        session.add(row)
        await session.flush()
        subject = about(world.team, f"m{row.id}")
    return Asked(ten(does, subject), count(Meeting, Meeting.unanswered == 0))
