"""In one place what is said stands in the order in which it was said, whoever sends it and whatever was in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.lines import Lines
from rituals.shown import CardRef, Place
from storage import sending, unsettled
from storage.house import Outgoing
from tests.badly import SUBJECT, Bad

NOWHERE = "http://127.0.0.1:9/api/"  # nobody answers there
STEPS = ("say", "say", "time", "time", "time", "away", "back", "restart")


def said(bad: Bad) -> list[str]:
    return [seen.text for seen in bad.standing]


def told(count: int) -> list[str]:
    return [f"version {nth:03}" for nth in range(count)]


@contextmanager
def few(monkeypatch: pytest.MonkeyPatch, limit: str, count: int) -> Iterator[None]:
    """A limit of statements that are built once: with it they are built anew."""
    built = (sending._some, sending._ahead)
    monkeypatch.setattr(sending, limit, count)
    for each in built:
        each.cache_clear()
    try:
        yield
    finally:
        for each in built:
            each.cache_clear()


async def until_all(bad: Bad, count: int) -> None:
    for _ in range(4 * count + 40):
        if len(said(bad)) == count:
            return
        await bad.after(1)


async def played(bad: Bad, steps: Sequence[str], random: Random) -> int:
    """How many messages were said meanwhile. Slack is there again at the end."""
    chat, count = bad.chat, 0
    here = chat.slack.api_url
    for step in steps:
        match step:
            case "say":
                for _ in range(random.randint(1, 8)):
                    await bad.say(f"version {count:03}")
                    count += 1
            case "time":
                await bad.after(random.choice([0, 1, 3, 10]))
            case "restart":
                address = chat.house.bolt.client.base_url
                await chat.stage.restart()
                chat.house.bolt.client.base_url = address
            case _:
                chat.house.bolt.client.base_url = NOWHERE if step == "away" else here
    chat.house.bolt.client.base_url = here
    return count


@pytest.mark.parametrize("share", [3, sending.SHARE])
@pytest.mark.parametrize("seed", range(3))
async def test_any_day(bad: Bad, monkeypatch: pytest.MonkeyPatch, seed: int, share: int) -> None:
    """Slack goes and comes back, and the bot begins anew meanwhile; also where more waits than is claimed at once."""
    with few(monkeypatch, "SHARE", share):
        random = Random(seed)
        count = await played(bad, random.choices(STEPS, k=40), random)
        await until_all(bad, count)
        assert said(bad) == told(count)


async def test_what_another_process_holds_goes_first(bad: Bad) -> None:
    """It was turned away there, and waits as long as Slack said; this one knows nothing of it but what is written."""
    other = replace(bad.chat.house.delivery, lines=Lines())
    bad.fault("429", times=1, retry_after=5)
    await bad.say("version 000")
    await other.flush()
    await bad.say("version 001")
    await bad.after()
    assert not said(bad)
    await until_all(bad, 2)
    assert said(bad) == told(2)


async def test_what_another_process_is_at_goes_first(bad: Bad) -> None:
    delivery = bad.chat.house.delivery
    await bad.say("version 000")
    portions = await replace(delivery, lines=Lines()).claim()
    await bad.say("version 001")
    await bad.after()
    assert not said(bad)
    for some in portions:
        await delivery.deliver(some)
    await until_all(bad, 2)
    assert said(bad) == told(2)


async def test_what_is_being_called_goes_first_for_twenty_seconds(bad: Bad) -> None:
    """Whoever died in a call of it keeps nobody waiting longer than a call may take, and clocks may differ."""
    delivery, clock = bad.chat.house.delivery, bad.chat.clock
    await bad.say("version 000")
    ((one,),) = await replace(delivery, lines=Lines()).claim()
    assert await delivery.postbox.calling(one, clock.machine(), looks=False)
    await bad.say("version 001")
    await bad.after()
    await bad.after(19)
    assert not said(bad)
    await bad.after(2)
    assert said(bad) == ["version 001"]


@pytest.mark.parametrize("kind", ["ok_false", "cut"])
async def test_what_was_refused_or_is_unclear_keeps_nobody_waiting(bad: Bad, kind: Any) -> None:
    bad.fault(kind, times=1, error="no_permission")
    await bad.say("version 000")
    await bad.after()
    row = await bad.last_said()
    assert (row.tries, row.unclear) == ((1, 0) if kind == "ok_false" else (0, 1))
    await bad.say("version 001")
    await bad.after(2)
    assert said(bad)[-1:] == ["version 001"]


async def test_a_place_waits_for_no_other_place(bad: Bad) -> None:
    anna = bad.chat.anna
    bad.fault("429", times=1, retry_after=30)
    await bad.say("version 000")
    await bad.after()
    await bad.say("version for Anna", Place(person=anna.id))
    await bad.after(31)
    assert to_anna(bad) == ["version for Anna"]


async def test_what_asks_about_a_place_keeps_nothing_waiting_there(bad: Bad) -> None:
    """It may take minutes, and another process is at it."""
    async with bad.chat.house.turns.writing(bad.chat.house.org) as turn:
        turn.sync(bad.channel)
    assert await replace(bad.chat.house.delivery, lines=Lines()).claim()
    await bad.say("version 000")
    await bad.after()
    assert said(bad) == told(1)


async def test_two_cards_of_one_subject_have_a_thread_each(bad: Bad) -> None:
    """One that never comes keeps what belongs under the other from nobody."""
    await bad.show()
    await bad.after()
    await bad.say("version under none", Place(under=CardRef("another.card", SUBJECT)))
    await bad.after()
    await bad.say("version under it", Place(under=CardRef("proof.card", SUBJECT)))
    await bad.after()
    (card,) = bad.standing
    assert [seen.text for seen in card.thread] == ["version under it"]


# --- much of it -------------------------------------------------------------------------------------------------------
def to_anna(bad: Bad) -> list[str]:
    return [seen.text for seen in bad.chat.anna.dm() if "version" in seen.text]


async def put_off(bad: Bad) -> list[datetime | None]:
    """When each message that waits is due, in the order in which they were said."""
    async with bad.chat.house.sessions(info={"org": bad.chat.house.org}) as session:
        some = select(Outgoing.due_at).where(Outgoing.due_at.is_not(None)).order_by(Outgoing.id)
        return list((await session.scalars(some)).all())


async def test_what_waits_for_another_is_looked_at_when_that_one_is(bad: Bad) -> None:
    bad.fault("429", times=1, retry_after=30)
    await bad.say("version 000")
    await bad.after()
    await bad.say("version 001")
    await bad.after(2)
    first, second = await put_off(bad)
    assert second == first


async def test_each_line_is_asked_by_itself(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is said before in another one."""
    with few(monkeypatch, "AHEAD", 2):
        anna = bad.chat.anna
        bad.fault("429", times=2, retry_after=30)
        for _ in range(5):
            await bad.say("version for Anna", Place(person=anna.id))
        await bad.say("version 000")
        await bad.after()
        await bad.say("version for Anna", Place(person=anna.id))
        await bad.say("version 001")
        await bad.chat.stage.restart()  # what is written is all that it knows, of Slack's pace too
        await bad.after()
        assert not said(bad)
        await until_all(bad, 2)
        assert said(bad) == told(2)


async def test_where_all_that_is_claimed_waits_what_is_due_next_goes_on(
    bad: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long line of one channel keeps nobody else waiting."""
    with few(monkeypatch, "SHARE", 3):
        bad.fault("429", times=1, retry_after=30)
        await bad.say("version 000")
        await bad.after()
        for nth in range(1, 12):
            await bad.say(f"version {nth:03}")
        await bad.say("version for Anna", Place(person=bad.chat.anna.id))
        await bad.after()
        assert to_anna(bad) == ["version for Anna"]
        assert not said(bad)


# --- over -------------------------------------------------------------------------------------------------------------
async def test_what_is_over_stands_in_no_line(bad: Bad) -> None:
    await bad.say("version 000")
    assert (await bad.last_said()).line
    await bad.after()
    assert not (await bad.last_said()).line


async def test_what_somebody_sends_again_keeps_nothing_waiting_that_was_said_since(bad: Bad) -> None:
    bad.fault("cut", times=1)
    await bad.say("version 000")
    await bad.after()
    row, house = await bad.last_said(), bad.chat.house
    async with house.sessions() as session, session.begin():
        assert await unsettled.again(session, Outgoing, row.id, bad.chat.clock.machine(), timedelta(minutes=1))
    await bad.say("version 001")
    await bad.after(2)
    assert said(bad)[-1:] == ["version 001"]
