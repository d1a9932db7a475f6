"""The one road out where a call takes long, or breaks half-way: nobody is at it twice, and nobody else waits for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.lines import Lines
from bot.scheduler import Bell, delivering
from bot.settling import UNCLEAR
from bot.surface import Failed
from rituals.facts import GaveUp
from rituals.shown import Message, Place, Text
from rituals.words import Sentence
from storage.house import Outgoing
from tests.badly import Bad
from tests.waiting import until


def told(actor: Any) -> list[str]:
    return [seen.text for seen in actor.dm() if "version" in seen.text]


async def say_at_once(bad: Bad, *said: tuple[str, Any]) -> None:
    async with bad.chat.house.turns.writing(bad.chat.house.org) as turn:
        for text, actor in said:
            turn.say(Place(person=actor.id), Message((Text(Sentence(text)),)))


class Hanging:
    """The first post to somebody hangs until it may go on."""

    def __init__(self, bad: Bad, monkeypatch: pytest.MonkeyPatch, person: str) -> None:
        client = type(bad.chat.house.bolt.client)
        posts = client.chat_postMessage
        self.hung, self.go_on = list[str](), asyncio.Event()

        async def slowly(client: Any, **how: Any) -> Any:
            if how["channel"] == person and not self.hung:
                self.hung.append(how["text"])
                await self.go_on.wait()
            return await posts(client, **how)

        monkeypatch.setattr(client, "chat_postMessage", slowly)
        monkeypatch.setattr("bot.scheduler.PATIENCE", 0.1)
        monkeypatch.setattr("bot.delivery.BRIEF", 0.1)


async def seconds(bad: Bad, bell: Bell, count: int) -> None:
    for _ in range(count):
        bad.chat.clock.wait(timedelta(seconds=1))
        bell.ring()
        await asyncio.sleep(0.03)


# --- longer than a lease ----------------------------------------------------------------------------------------------
async def test_a_reading_that_takes_longer_than_its_lease_is_done_once(
    bad: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large workspace is read page by page."""
    house, bell, calls = bad.chat.house, Bell(), list[str]()
    surface = type(house.delivery.surface)
    reading = surface.membership

    async def slow(self: Any, channel: str) -> Any:
        calls.append(channel)
        await seconds(bad, bell, 12)
        return await reading(self, channel)

    monkeypatch.setattr(surface, "membership", slow)
    monkeypatch.setattr("bot.scheduler.PATIENCE", 0.1)
    async with delivering(house.delivery, bell):
        async with house.turns.writing(house.org) as turn:
            turn.sync(bad.channel)
        bell.ring()
        await until(lambda: calls)
        await until(lambda: not house.delivery.lines.busy)
        await seconds(bad, bell, 20)
    assert len(calls) == 1
    assert (await bad.last_said()).state == "sent"


async def test_a_look_that_takes_longer_than_its_lease_is_made_once(
    reads: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, bell, looks = reads.chat.house, Bell(), list[str]()
    surface = type(house.delivery.surface)
    find = surface.find

    async def slow(self: Any, *what: Any) -> Any:
        looks.append("look")
        await seconds(reads, bell, 8)
        return await find(self, *what)

    reads.fault("cut", when="before")
    await reads.say("version said")
    await reads.after()
    monkeypatch.setattr(surface, "find", slow)
    monkeypatch.setattr("bot.scheduler.PATIENCE", 0.1)
    async with delivering(house.delivery, bell):
        await seconds(reads, bell, 62)
        await until(lambda: reads.standing)
    assert len(looks) == 1


async def test_a_call_that_hangs_keeps_only_its_own_place_waiting(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, bram, house, bell = bad.chat.anna, bad.chat.bram, bad.chat.house, Bell()
    hanging = Hanging(bad, monkeypatch, anna.id)
    async with delivering(house.delivery, bell):
        await say_at_once(bad, ("version one", anna))
        bell.ring()
        await until(lambda: hanging.hung)
        await say_at_once(bad, ("version two", anna), ("version for Bram", bram))
        bell.ring()
        await until(lambda: told(bram))
        assert not told(anna), "in its own place the order holds"
        hanging.go_on.set()
        await until(lambda: not house.delivery.lines.busy)
        await seconds(bad, bell, 2)
        await until(lambda: len(told(anna)) == 2)
    assert told(anna) == ["version one", "version two"]


async def test_a_place_waits_for_no_other_of_its_portion(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, bram, house, bell = bad.chat.anna, bad.chat.bram, bad.chat.house, Bell()
    hanging = Hanging(bad, monkeypatch, anna.id)
    async with delivering(house.delivery, bell):
        await say_at_once(bad, ("version one", anna), ("version one", bram))
        bell.ring()
        await until(lambda: hanging.hung and told(bram))
        await say_at_once(bad, ("version two", bram))
        await asyncio.sleep(0.2)
        bell.ring()
        await until(lambda: told(bram) == ["version one", "version two"])
        assert not told(anna)
        hanging.go_on.set()
        await until(lambda: told(anna))


async def test_what_was_claimed_while_others_waited_goes_after_them(bad: Bad) -> None:
    """The process stood still for a while after its claim, and Slack takes posts again by then."""
    delivery = bad.chat.house.delivery
    bad.fault("429", retry_after=30)
    await bad.say("version one")
    await bad.after()
    await bad.say("version two")
    claimed = await delivery.claim()
    bad.chat.clock.wait(timedelta(seconds=40))
    for some in claimed:
        await delivery.deliver(some)
    assert not bad.standing
    for _ in range(4):
        await bad.after(1)
    assert [seen.text for seen in bad.standing] == ["version one", "version two"]


async def test_what_another_process_has_sent_meanwhile_keeps_nothing_waiting(bad: Bad) -> None:
    delivery = bad.chat.house.delivery
    bad.fault("429", retry_after=30)
    await bad.say("version one")
    await bad.after()
    bad.chat.clock.wait(timedelta(seconds=40))
    other = replace(delivery, lines=Lines())
    await other.flush()
    await bad.say("version two")
    await delivery.flush()
    assert [seen.text for seen in bad.standing] == ["version one", "version two"]


# --- broken half-way --------------------------------------------------------------------------------------------------
async def test_a_place_goes_on_where_putting_off_has_failed(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    anna, bram, house, bell = bad.chat.anna, bad.chat.bram, bad.chat.house, Bell()
    hanging, failed = Hanging(bad, monkeypatch, anna.id), list[int]()
    postbox = type(house.delivery.postbox)
    put_off = postbox.put_off

    async def once_not(self: Any, some: Any) -> None:
        if not failed:
            failed.append(1)
            raise RuntimeError
        await put_off(self, some)

    monkeypatch.setattr(postbox, "put_off", once_not)
    monkeypatch.setattr("bot.postbox.CALLED", timedelta(0))  # the call has lasted for longer than it may by now
    async with delivering(house.delivery, bell):
        await say_at_once(bad, ("version one", anna))
        bell.ring()
        await until(lambda: hanging.hung)
        await asyncio.sleep(0.3)
        await say_at_once(bad, ("version two", anna), ("version two", bram))
        bell.ring()
        await until(lambda: failed and told(bram))
        hanging.go_on.set()
        await until(lambda: not house.delivery.lines.busy)
        await seconds(bad, bell, 10)
        await until(lambda: len(told(anna)) == 2)
    assert told(anna) == ["version one", "version two"]


def breaks_once(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first time that it is written down that something stands."""
    postbox = type(bad.chat.house.delivery.postbox)
    sent, times = postbox.sent, list[int]()

    async def once_not(self: Any, *what: Any, **how: Any) -> bool:
        times.append(1)
        if len(times) == 1:
            raise ZeroDivisionError
        return bool(await sent(self, *what, **how))

    monkeypatch.setattr(postbox, "sent", once_not)


async def test_what_breaks_after_a_post_is_no_reason_to_post_again(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks_once(bad, monkeypatch)
    await bad.say("version said")
    for _ in range(10):
        await bad.after(30)
    assert len(bad.standing) == 1
    assert (await bad.last_said()).state == "unsure"


async def test_what_breaks_after_a_look_is_no_reason_to_post_again(reads: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    reads.fault("cut", when="after")
    await reads.say("version said")
    await reads.after()
    breaks_once(reads, monkeypatch)
    for _ in range(10):
        await reads.after(30)
    assert len(reads.standing) == 1
    assert (await reads.last_said()).state == "sent"


async def test_an_edit_that_breaks_in_its_call_ends_and_is_told(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    await bad.show()
    await bad.after()
    calls = list[int]()

    async def broken(*_what: Any, **_how: Any) -> Any:
        calls.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr(type(bad.chat.house.bolt.client), "chat_update", broken)
    await bad.change("version 2")
    for _ in range(30):
        await bad.after(30)
    assert len(calls) == 3
    assert [fact.refused for fact in bad.proof.told if isinstance(fact, GaveUp)] == [False]


async def test_a_last_look_that_fails_is_none(reads: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    """The card stands, and nobody could look."""
    for nth in range(UNCLEAR):
        reads.fault("cut", when="after" if nth == UNCLEAR - 1 else "before")
    await reads.show()
    await reads.after()
    for nth in range(UNCLEAR - 1):
        await reads.after(61 * 2**nth)
    surface = type(reads.chat.house.delivery.surface)

    async def failed(*_what: Any) -> Any:
        return Failed("TimeoutError")

    with monkeypatch.context() as patch:
        patch.setattr(surface, "find", failed)
        for _ in range(3):
            await reads.after(61)
    assert not reads.proof.told
    await reads.after(61)
    assert (await reads.card()).stamp == reads.standing[0].ts


async def test_a_row_whose_place_is_none_keeps_no_other_waiting(bad: Bad) -> None:
    await bad.say("version nowhere")
    await bad.change_last(place={})
    nowhere = await bad.last_said()
    await bad.say("version said")
    await bad.after()
    assert [seen.text for seen in bad.standing] == ["version said"]
    async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session:
        row = (await session.scalars(select(Outgoing).where(Outgoing.id == nowhere.id))).one()
    assert (row.state, row.why) == ("dropped", "its row can't be read")


async def test_an_error_of_ours_is_no_sign_that_slack_is_back(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    absence = bad.chat.house.delivery.settling.absence
    machine = bad.chat.clock.machine()
    absence.noticed("ClientConnectorError", machine)
    times = absence.times
    bad.chat.clock.wait(timedelta(seconds=40))

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(type(bad.chat.house.delivery), "_target", broken)
    await bad.show()
    await bad.after()
    assert (await bad.card()).tries == 1
    assert absence.times == times
