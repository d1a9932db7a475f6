"""Scenes: for each action and form, a state in which ten people can do it at once, and what they then do.

A scene returns ten events with ids of their own, and how their effects are counted in the database. Where one subject
has one effect (`Wins.FIRST`) all ten are about that subject; where each person has one (`Wins.EACH`) each may have
one of their own. What only answers and changes nothing has no effects to count.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from rituals import RITUALS
from rituals.contract import Event, Where, about
from rituals.facts import Block
from rituals.sheet import choosable
from storage.audit import Audit
from storage.dagstart import DagstartDay, DagstartItem, DagstartSettings
from storage.house import CardRow
from storage.nudges import BackOff, Mute, NudgeMessage
from storage.organisations import Organisation
from storage.people import Absence, Member, PersonRow, Role, Rota, Team
from tests.world import CHANNEL, MONDAY, ORG, TEN, WORKDAYS, World

Effects = Callable[[AsyncSession], Awaitable[int]]


@dataclass(frozen=True)
class Asked:
    """`effects` is None for what only answers."""

    events: Sequence[Event]
    effects: Effects | None


Scene = Callable[[World, str], Awaitable[Asked]]
SCENES: dict[str, Scene] = {}


def scene(*names: str) -> Callable[[Scene], Scene]:
    def kept(made: Scene) -> Scene:
        SCENES.update(dict.fromkeys(names, made))
        return made

    return kept


def ten(does: str, about: str | Sequence[str] = "", **more: Any) -> list[Event]:
    """One event of each of TEN; what is a list in `about`, `text` and `values` has one for each of them."""

    def of(value: Any, n: int) -> Any:
        return value[n] if isinstance(value, list) else value

    def one(n: int, person: str) -> Event:
        own = {name: of(value, n) for name, value in {"about": about, **more}.items()}
        return Event(id=f"token-{n}", org=ORG, person=person, does=does, request=f"click-{n}", **own)

    return [one(n, person) for n, person in enumerate(TEN)]


def count(table: Any, *where: Any) -> Effects:
    """Rows of this table for which this holds."""

    async def counted(session: AsyncSession) -> int:
        return await session.scalar(select(func.count()).select_from(table).where(*where)) or 0

    return counted


async def wanted(world: World, card: str, about: str) -> Effects:
    """How often this card was marked since now."""
    version = select(CardRow.wanted).where(CardRow.name == card, CardRow.about == about)
    async with world.session() as session:
        before = await session.scalar(version) or 0

    async def since(session: AsyncSession) -> int:
        return (await session.scalar(version) or 0) - before

    return since


# --- the dagstart: what people share ----------------------------------------------------------------------------------
TEXTS = [f"Het antwoord kwam sneller dan gedacht, zei klant {word}" for word in "abcdefghij"]


@scene("dagstart.compliment", "dagstart.improve", "dagstart.today")
async def sharing(world: World, does: str) -> Asked:
    await world.opened()
    values = [{"text": text, "kind": "focus"} for text in TEXTS]
    return Asked(ten(does, world.card, values=values), count(DagstartItem, DagstartItem.day == MONDAY))


@scene("dagstart.notes")
async def noting(world: World, does: str) -> Asked:
    await world.all_lead()
    async with world.session() as session:
        await session.execute(update(DagstartSettings).values(extras="notes"))
    await world.opened()
    values = [{"notes": text} for text in TEXTS]
    return Asked(ten(does, world.card, values=values), await wanted(world, "dagstart.card", world.card))


async def items(world: World, authors: Sequence[str] = TEN, **more: Any) -> list[str]:
    """Something on Monday's board of each of these; their subjects."""
    await world.opened()
    made = [
        DagstartItem(
            team=world.team,
            day=MONDAY,
            origin=MONDAY,
            at=world.clock.now(),
            block=Block.IMPROVE.value,
            author=author,
            text=text,
            **{name: value[n] if isinstance(value, tuple) else value for name, value in more.items()},
        )
        for n, (author, text) in enumerate(zip(authors, TEXTS, strict=True))
    ]
    async with world.session() as session:
        session.add_all(made)
    return [about(world.team, "item", item.id) for item in made]


@scene("dagstart.edit")
async def editing(world: World, does: str) -> Asked:
    subjects = await items(world)
    values = [{"text": f"{text}, en nog een keer"} for text in TEXTS]
    return Asked(ten(does, subjects, values=values), count(DagstartItem, DagstartItem.edited))


@scene("dagstart.withdraw")
async def withdrawing(world: World, does: str) -> Asked:
    return Asked(ten(does, await items(world)), count(DagstartItem, DagstartItem.text.is_(None)))


@scene("dagstart.report")
async def reporting(world: World, does: str) -> Asked:
    return Asked(ten(does, await items(world, TEN[::-1])), count(DagstartItem, DagstartItem.reported))


@scene("dagstart.hide")
async def hiding(world: World, does: str) -> Asked:
    await world.all_lead()
    return Asked(ten(does, await items(world)), count(DagstartItem, DagstartItem.hidden))


@scene("dagstart.help_yes", "dagstart.help_no")
async def helping(world: World, does: str) -> Asked:
    answered = DagstartItem.help == does.removeprefix("dagstart.help_")
    return Asked(ten(does, await items(world, TEN[::-1], help="asked", to=TEN)), count(DagstartItem, answered))


# --- the dagstart: one day --------------------------------------------------------------------------------------------
@scene("dagstart.start")
async def starting(world: World, does: str) -> Asked:
    return Asked(ten(does, where=Where("C2", name="zuid", inside=True)), count(Team, Team.channel == "C2"))


@scene("dagstart.menu", "settings.open")
async def looking(world: World, does: str) -> Asked:
    await world.opened()
    return Asked(ten(does, str(world.team)), None)


@scene("dagstart.finish")
async def finishing(world: World, does: str) -> Asked:
    await items(world)
    return Asked(ten(does, world.card), await wanted(world, "dagstart.summary", world.card))


@scene("dagstart.host")
async def hosting(world: World, does: str) -> Asked:
    await world.opened()
    return Asked(ten(does, world.card), await wanted(world, "dagstart.card", world.card))


async def days(world: World, **more: Any) -> list[date]:
    """The ten working days to come; what is a tuple has one for each."""
    async with world.session() as session:
        for n, day in enumerate(WORKDAYS):
            row = await session.scalar(select(DagstartDay).where(DagstartDay.day == day))
            if row is None:
                start = world.clock.now().replace(year=day.year, month=day.month, day=day.day, hour=8)
                row = DagstartDay(team=world.team, day=day, starts_at=start)
                session.add(row)
            for name, value in more.items():
                setattr(row, name, value[n] if isinstance(value, tuple) else value)
    return list(WORKDAYS)


@scene("dagstart.hosting")
async def proposing(world: World, does: str) -> Asked:
    await days(world, host=TEN, host_state="CONFIRMED")
    text = [f"<@{person}>" for person in (*TEN[1:], TEN[0])]
    return Asked(ten(does, str(world.team), text=text), count(DagstartDay, DagstartDay.swap_to.is_not(None)))


@scene("dagstart.swap_ok", "dagstart.swap_no")
async def answering(world: World, does: str) -> Asked:
    """A lead asked each of them for a day that nobody had."""
    asked = await days(world, swap_to=TEN, swap_by="U0")
    subjects = [about(world.team, day.isoformat(), person) for day, person in zip(asked, TEN, strict=True)]
    taken = DagstartDay.host.is_not(None) if does.endswith("ok") else DagstartDay.host.is_(None)
    return Asked(ten(does, subjects), count(DagstartDay, DagstartDay.swap_to.is_(None), taken))


@scene("dagstart.ok", "dagstart.other")
async def invited(world: World, does: str) -> Asked:
    asked = await days(world, host=TEN, host_state="INVITED")
    subjects = [about(world.team, day.isoformat(), person) for day, person in zip(asked, TEN, strict=True)]
    confirmed = count(DagstartDay, DagstartDay.host_state == "CONFIRMED")
    return Asked(ten(does, subjects), confirmed if does.endswith("ok") else count(Rota, Rota.declines == 1))


@scene("dagstart.optout", "dagstart.stay")
async def leaving(world: World, does: str) -> Asked:
    if does.endswith("optout"):
        return Asked(ten(does, str(world.team)), count(Rota, Rota.opted_out))
    async with world.session() as session:
        session.add_all(Rota(team=world.team, role="host", person=person, declines=3) for person in TEN)
    return Asked(ten(does, str(world.team)), count(Rota, Rota.declines == 0))


# --- the dagstart: its leads ------------------------------------------------------------------------------------------
@scene("dagstart.settings")
async def setting(world: World, does: str) -> Asked:
    await world.all_lead()
    values = [{"days": ("1", "2", "4"), "time": time(9, 5 * n), "minutes": "15", "late": "60"} for n in range(10)]
    return Asked(ten(does, str(world.team), values=values), count(Audit, Audit.what == does))


@scene("dagstart.skip")
async def skipping(world: World, does: str) -> Asked:
    await world.all_lead()
    text = [f"{day:%d-%m-%Y}" for day in WORKDAYS]
    return Asked(ten(does, str(world.team), text=text), count(DagstartDay, DagstartDay.state == "SKIPPED"))


@scene("dagstart.pause", "dagstart.resume")
async def pausing(world: World, does: str) -> Asked:
    await world.all_lead()
    text = [f"{day:%d-%m-%Y}" for day in WORKDAYS] if does.endswith("pause") else ""
    return Asked(ten(does, str(world.team), text=text), count(Audit, Audit.what == does))


@scene("dagstart.rest", "dagstart.keep")
async def choosing(world: World, does: str) -> Asked:
    """The leads were asked about the rhythm: whoever is first has chosen."""
    await world.all_lead()
    await world.opened()
    async with world.session() as session:
        await session.execute(update(DagstartSettings).values(quiet_told_on=WORKDAYS[-1], quiet_open=True))
    rested, kept = Audit.what == "dagstart.pause", DagstartSettings.quiet_told_on == MONDAY
    chosen = count(DagstartSettings, kept) if does.endswith("keep") else count(Audit, rested)
    return Asked(ten(does, str(world.team)), chosen)


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
