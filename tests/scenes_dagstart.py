"""Scenes of the dagstart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from rituals.contract import Where, about
from rituals.facts import Block
from storage.audit import Audit
from storage.dagstart import DagstartDay, DagstartItem, DagstartSettings
from storage.people import Rota, Team
from tests.scenes import TEXTS, Asked, count, scene, ten, wanted
from tests.world import MONDAY, TEN, WORKDAYS, World

# --- the dagstart: what people share ----------------------------------------------------------------------------------


@scene("dagstart.improve", "dagstart.today")
async def sharing(world: World, does: str) -> Asked:
    await world.opened()
    values = [{"text": text, "kind": "focus"} for text in TEXTS]
    return Asked(ten(does, world.card, values=values), count(DagstartItem, DagstartItem.day == MONDAY))


@scene("dagstart.notes")
async def noting(world: World, does: str) -> Asked:
    await world.opened()
    await world.all_lead()
    await _on(world, extras="notes")
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
    subjects = await items(world)
    await world.all_lead()
    return Asked(ten(does, subjects), count(DagstartItem, DagstartItem.hidden))


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


@scene("dagstart.live_start", "dagstart.live_next")
async def living(world: World, does: str) -> Asked:
    """All press on the card that shows the second block, or none yet."""
    await world.opened()
    subject = world.card
    if does.endswith("next"):
        await _on(world, live=2)
        subject = f"{world.card}:2"
    return Asked(ten(does, subject), await wanted(world, "dagstart.card", world.card))


@scene("dagstart.park", "dagstart.unpark")
async def parking(world: World, does: str) -> Asked:
    """Each parks another point; all take the same one back."""
    keys = [f"point:{subject.rpartition(':')[2]}" for subject in await items(world)]
    if does.endswith("unpark"):
        await _on(world, parked=keys[:1])
        return Asked(ten(does, f"{world.card}:{keys[0]}"), await wanted(world, "dagstart.card", world.card))

    async def parked(session: AsyncSession) -> int:
        return len(await session.scalar(select(DagstartDay.parked).where(DagstartDay.day == MONDAY)) or ())

    return Asked(ten(does, world.card, values=[{"point": each} for each in keys]), parked)


async def _on(world: World, **values: Any) -> None:
    async with world.session() as session:
        await session.execute(update(DagstartDay).where(DagstartDay.day == MONDAY).values(**values))


@scene("dagstart.act")
async def acting(world: World, does: str) -> Asked:
    subjects = [about(world.team, "point", subject.rpartition(":")[2]) for subject in await items(world)]
    return Asked(ten(does, subjects), None)


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
    await world.opened()
    await world.all_lead()
    async with world.session() as session:
        await session.execute(update(DagstartSettings).values(quiet_told_on=WORKDAYS[-1], quiet_open=True))
    rested, kept = Audit.what == "dagstart.pause", DagstartSettings.quiet_told_on == MONDAY
    chosen = count(DagstartSettings, kept) if does.endswith("keep") else count(Audit, rested)
    return Asked(ten(does, str(world.team)), chosen)
