"""Scenes of people, settings, nudges and privacy."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from rituals import RITUALS
from rituals.contract import about
from rituals.sheet import choosable
from storage.audit import Audit
from storage.dagstart import DagstartItem
from storage.nudges import BackOff, Mute, NudgeMessage
from storage.organisations import Organisation
from storage.people import Absence, Member, PersonRow, Role, Team
from tests.scenes import Asked, count, scene, ten
from tests.scenes_dagstart import items
from tests.world import CHANNEL, MONDAY, ORG, TEN, WORKDAYS, World


# --- people -----------------------------------------------------------------------------------------------------------
@scene("people.resume")
async def resuming(world: World, does: str) -> Asked:
    await world.all_lead()
    await world.tell("people.channel_lost", channel=CHANNEL)
    await world.tell("people.channel_back", channel=CHANNEL)
    return Asked(ten(does, str(world.team)), count(Audit, Audit.what == "team.resume"))


@scene("people.role_give", "people.role_take")
async def appointing(world: World, does: str) -> Asked:
    """Ten admins, one role, one person."""
    async with world.session() as session:
        await session.execute(update(PersonRow).values(admin=True))
        if does.endswith("take"):
            session.add(Role(team=world.team, person="U5", role="deputy"))
    done = Audit.what.startswith(does.removeprefix("people.").replace("_", "."))
    return Asked(ten(does, str(world.team), text="waarnemer <@U5>"), count(Audit, done))


@scene("people.role_form")
async def appointing_by_form(world: World, does: str) -> Asked:
    async with world.session() as session:
        await session.execute(update(PersonRow).values(admin=True))
    asked = ten(does, about(world.team, "deputy"), values={"people": ("U5", "U6")})
    return Asked(asked, count(Audit, Audit.what == "role.give deputy U5"))


@scene("people.workdays", "people.workdays_form")
async def working(world: World, does: str) -> Asked:
    return Asked(
        ten(does, text="ma di do", values={"days": ("1", "2", "4")}), count(PersonRow, PersonRow.next_pattern == "124")
    )


@scene("people.home")
async def dwelling(world: World, does: str) -> Asked:
    """Each is in a second team."""
    today = world.clock.now().date()
    async with world.session() as session:
        session.add(Team(id=2, channel="C2", name="zuid", started_on=today))
        await session.flush()
        session.add_all(Member(team=2, person=person, joined_on=today, seasoned=True) for person in TEN)
    return Asked(ten(does, "2"), count(PersonRow, PersonRow.next_home == 2))


@scene("people.language")
async def speaking(world: World, does: str) -> Asked:
    return Asked(ten(does, text="en"), count(PersonRow, PersonRow.language == "en"))


@scene("people.away", "people.away_form")
async def going(world: World, does: str) -> Asked:
    first, last = date(2026, 12, 24), date(2027, 1, 2)
    asked = ten(does, text=f"{first:%d-%m-%Y} t/m {last:%d-%m-%Y}", values={"first": first, "last": last})
    return Asked(asked, count(Absence, Absence.first == first, Absence.last == last))


@scene("people.away_clear")
async def returning(world: World, does: str) -> Asked:
    today = world.clock.now().date()
    async with world.session() as session:
        session.add_all(Absence(person=person, first=today, last=today) for person in TEN)

    async def gone(session: AsyncSession) -> int:
        return len(TEN) - await count(Absence)(session)

    return Asked(ten(does), gone)


# --- settings ---------------------------------------------------------------------------------------------------------
WEEK = ("1", "2", "3", "4", "5")


@scene("settings.own")
async def preferring(world: World, does: str) -> Asked:
    values = {"language": "en", "days": WEEK, "nudges": "2", "rather_not": (str(world.team),)}
    return Asked(ten(does, values=values), count(PersonRow, PersonRow.nudges_a_week == 2))


@scene("settings.team", "settings.free_days")
async def setting_up(world: World, does: str) -> Asked:
    await world.all_lead()
    base = {"findable": True, "timezone": "", "language": "org", "days": WEEK}
    values = [{**base, "name": f"Noord {n}", "first": day} for n, day in enumerate(WORKDAYS)]
    setting = "name" if does.endswith("team") else "free_days"
    return Asked(ten(does, str(world.team), values=values), count(Audit, Audit.what == f"settings.team {setting}"))


@scene("settings.organisation", "settings.holidays_form")
async def governing(world: World, does: str) -> Asked:
    async with world.session() as session:
        await session.execute(update(PersonRow).values(admin=True))
    base: dict[str, Any] = {"timezone": "Europe/Amsterdam", "language": "nl", "nudges_a_day": "1", "nudges_a_week": "4"}
    base |= {"window_first": time(8, 30), "window_last": time(17, 30), "bundle_time": time(8, 45)}
    base |= {"on": ("easter",), "liberation_day": "always"}
    values = [{**base, "k": str(6 + n), "first": day} for n, day in enumerate(WORKDAYS)]
    setting = "k" if does.endswith("organisation") else "holidays"
    done = count(Audit, Audit.what == f"settings.organisation {setting}")
    return Asked(ten(does, values=values), done)


# --- nudges -----------------------------------------------------------------------------------------------------------
@scene("nudges.quiet", "nudges.mute")
async def muting(world: World, does: str) -> Asked:
    asked = ten(does, text="dagstart 1 week", values={"what": "dagstart", "lasting": "week"})
    return Asked(asked, count(Mute, Mute.ritual == "dagstart"))


@scene("nudges.listen")
async def listening(world: World, does: str) -> Asked:
    async with world.session() as session:
        session.add_all(Mute(person=person, ritual="dagstart") for person in TEN)

    async def gone(session: AsyncSession) -> int:
        return len(TEN) - await count(Mute)(session)

    return Asked(ten(does), gone)


@scene("nudges.way_out")
async def putting_off(world: World, does: str) -> Asked:
    async with world.session() as session:
        session.add_all(NudgeMessage(person=person, day=MONDAY, lines=[], morning=True) for person in TEN)
    return Asked(ten(does, f"later:{MONDAY.isoformat()}"), count(NudgeMessage, NudgeMessage.later))


@scene("nudges.go_on")
async def going_on(world: World, does: str) -> Asked:
    async with world.session() as session:
        session.add_all(BackOff(person=person, ritual="dagstart", sent=4, asked=True) for person in TEN)

    async def gone(session: AsyncSession) -> int:
        return len(TEN) - await count(BackOff)(session)

    return Asked(ten(does, "dagstart"), gone)


# --- privacy ----------------------------------------------------------------------------------------------------------
@scene("privacy.export")
async def exporting(world: World, does: str) -> Asked:
    return Asked(ten(does), count(Audit, Audit.what == does))


@scene("privacy.delete")
async def deleting(world: World, does: str) -> Asked:
    await items(world)
    values = {"kinds": ("contributions",), "shared": "withdraw"}
    return Asked(ten(does, values=values), count(DagstartItem, DagstartItem.author.is_(None)))


@scene("privacy.gate", "privacy.retention")
async def recording(world: World, does: str) -> Asked:
    """Ten admins, each with something else."""
    async with world.session() as session:
        await session.execute(update(PersonRow).values(admin=True))
        (await session.get_one(Organisation, ORG)).channel = CHANNEL
    day = world.clock.now().date()
    values: list[dict[str, Any]] = [
        {"gate": "OPEN", "position": "agreed", "on": day, "reference": f"brief {n}"} for n in range(10)
    ]
    if does.endswith("retention"):
        days = {kept.name: kept.days for kept in choosable(RITUALS)}
        values = [days | {"contributions": 100 + n} for n in range(10)]
    return Asked(ten(does, values=values), count(Audit, Audit.what.startswith(does)))
