"""Who does not answer is asked less; and the same message, however often and by whomever it is made, goes out once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.app import core
from bot.settings import Settings
from rituals.contract import Due, Event
from rituals.facts import AskNow, Delivered
from rituals.nudge import Offer
from rituals.nudges import RITUAL
from rituals.nudges.messages import names, words_of
from storage.dagstart import DagstartDay
from storage.house import CardRow
from storage.nudges import BackOff, NudgeMessage
from tests.chat import chatting
from tests.rituals.nudges_talk import ANYBODY, FIGURE, LOOKBACK, Asking, messages, quiet_hosts
from tests.world import MONDAY, ORG, TEN, World, peopled

DAYS = (23, 24, 25, 26, 27, 30)
COPY = "Ik merk dat dit nu niet uitkomt. Zal ik hier een tijdje stil over zijn?"


async def rows(world: World, of: Any) -> Sequence[Any]:
    async with world.session() as session:
        return (await session.scalars(select(of).order_by(of.id))).all()


async def taken(world: World) -> None:
    """What was put up today reaches everybody."""
    for row in await rows(world, NudgeMessage):
        if row.taken_at is None:
            now = world.clock.now()
            await world.core.dispatcher.tell(ORG, Delivered("nudges.message", f"{row.person}:{row.day}", now))


async def kinds_of(world: World, person: str) -> dict[int, list[str]]:
    """Day of the month -> the kinds of lines."""
    return {
        row.day.day: [kind for kind, _ in row.lines] for row in await rows(world, NudgeMessage) if row.person == person
    }


async def does(world: World, person: str, action: str, about: str = "") -> None:
    event = Event(id=f"{person} {action} {world.clock.now()}", org=ORG, person=person, does=action, about=about)
    await world.core.dispatcher.act(event)


# --- who does not answer ----------------------------------------------------------------------------------------------
async def test_two_then_none_then_two_then_one_offer_of_quiet(sqlite_url: str) -> None:
    asking = Asking()
    async with peopled(sqlite_url, asking.rituals()) as world:
        await quiet_hosts(world)
        await world.until("2026-11-22 12:00")
        asking.wanted = {FIGURE: {ANYBODY: [Offer("x")]}}
        for day in DAYS:
            await world.until(f"2026-11-{day} 08:46")
            await taken(world)
            await does(world, "U2", "cijfer.answer")
            await does(world, "U3", "terugblik.answer")
        assert await kinds_of(world, "U2") == {day: [FIGURE] for day in DAYS if day != 27}  # four in a week
        mine = {day: [FIGURE] for day in (23, 24, 26, 27)} | {30: ["nudges.stopask"]}
        assert await kinds_of(world, "U1") == await kinds_of(world, "U3") == mine
        for later in ("2026-12-01", "2026-12-02"):
            await world.until(f"{later} 08:46")
            await taken(world)
        assert len(await kinds_of(world, "U1")) == len(mine)
        await does(world, "U1", "cijfer.answer")
        await world.until("2026-12-03 08:46")
        assert (await kinds_of(world, "U1"))[3] == [FIGURE]
        assert 3 not in await kinds_of(world, "U3")


async def test_the_offer_of_quiet(sqlite_url: str) -> None:
    asking = Asking(wanted={FIGURE: {ANYBODY: [Offer("x")]}})
    async with chatting(sqlite_url, rituals=asking.rituals(), moment="2026-11-23 08:00") as chat:
        await chat.noord()
        await quiet_hosts(chat)
        async with chat.house.turns.writing(chat.house.org) as turn:
            for actor in (chat.sanne, chat.bram):
                turn.session.add(BackOff(person=actor.id, ritual="cijfer", sent=4))
        await chat.until("2026-11-23 08:45")
        assert messages(chat.sanne) == []
        seen = chat.sanne.dm()[-1]
        assert seen.text == f"Cijfer\n{COPY}"
        assert (seen.fallback, seen.buttons) == (COPY, ["Ja, graag", "Nee, dank je"])
        await chat.sanne.presses("Nee, dank je", seen)
        await chat.bram.presses("Ja, graag", chat.bram.dm()[-1])
        assert chat.bram.form.options("Waarover?") == ["Alles", "Cijfer"]
        assert "Ik ben stil over Cijfer tot maandag 30 november." in await chat.bram.sends({})
        await chat.settle()
        brams = chat.bram.dm()[-1]
        assert (seen.buttons, seen.menus, brams.buttons, brams.menus) == ([], [], [], [])
        await chat.until("2026-11-24 08:45")
        assert (len(messages(chat.sanne)), messages(chat.bram)) == (1, [])


# --- once -------------------------------------------------------------------------------------------------------------
async def test_two_processes_at_once_make_one_message(postgres_url: str) -> None:
    asking = Asking()
    async with peopled(postgres_url, asking.rituals()) as world:
        await world.until("2026-11-23 08:44")
        asking.wanted = {FIGURE: {ANYBODY: [Offer("x")]}, LOOKBACK: {ANYBODY: [Offer("y")]}}
        settings = Settings(_env_file=None, database_url=postgres_url)
        async with core(settings, world.clock, asking.rituals()) as other:

            async def bundle(of: Any) -> None:
                async with of.turns.writing(ORG) as turn:
                    await RITUAL.timers["nudges.bundle"].run(turn, [Due("1", turn.now)])

            async def ask(of: Any) -> dict[str, Any]:
                async with of.turns.writing(ORG) as turn:
                    answers = await turn.tell(AskNow(TEN))
                return dict(answers[0])

            _, _, first, second = await asyncio.gather(bundle(world.core), bundle(other), ask(other), ask(world.core))
        assert first == second
        assert set(first) == set(TEN)
        assert [{FIGURE, LOOKBACK} <= {kind for kind, _ in lines} for lines in first.values()] == [True] * len(TEN)
        assert len(await rows(world, NudgeMessage)) == len(TEN)
        cards = [card for card in await rows(world, CardRow) if card.name == "nudges.message"]
        assert [(card.wanted, card.state) for card in cards] == [(1, "waiting")] * len(TEN)


async def test_delivered_twice_counts_once(sqlite_url: str) -> None:
    asking = Asking()
    async with peopled(sqlite_url, asking.rituals()) as world:
        await quiet_hosts(world)
        await world.until("2026-11-22 12:00")
        asking.wanted = {FIGURE: {"U1": [Offer("x")]}}
        await world.until("2026-11-23 08:45")
        fact = Delivered("nudges.message", f"U1:{MONDAY}", world.clock.now())
        for _ in range(2):
            await world.core.dispatcher.tell(ORG, fact)
        assert [row.sent for row in await rows(world, BackOff)] == [1]
        assert len(asking.of(FIGURE)) == 1


# --- the host ---------------------------------------------------------------------------------------------------------
async def test_a_turn_passes_over_whoever_has_had_a_message_today(sqlite_url: str) -> None:
    """No budget left is not delivered: the next in order is asked."""
    asking = Asking()
    async with peopled(sqlite_url, asking.rituals()) as world:
        await world.until("2026-11-22 12:00")
        asking.wanted = {FIGURE: {person: [Offer("x")] for person in TEN[:8]}}
        await world.until("2026-11-23 09:00")
        spent = {row.person for row in await rows(world, NudgeMessage)}
        before = await tuesday(world)
        assert before.host in spent
        await does(world, before.host, "dagstart.other", f"1:2026-11-24:{before.host}")
        await world.until("2026-11-23 10:00")
        after = await tuesday(world)
        assert (set(after.asked) <= spent, after.host in spent) == (True, False)
        assert await kinds_of(world, after.host) == {23: ["dagstart.host"]}


async def tuesday(world: World) -> Any:
    (row,) = [row for row in await rows(world, DagstartDay) if row.day == MONDAY + timedelta(days=1)]
    return row


def test_the_offer_of_quiet_calls_the_ritual_as_its_command_does() -> None:
    rituals = Asking().rituals()
    asks = {"dagstart", "compliment", "kpi", "action", "alsdan", "klantpet", "estafette"}
    assert set(names(rituals)) == {*asks, "cijfer", "terugblik", "actie"}
    assert words_of(next(each for each in rituals if each.name == "dagstart")) == ("dagstart", "daystart")
