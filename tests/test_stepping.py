"""Turning time: in steps it goes as it would have gone, one jump is an outage; and only where it can be turned."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time

from bot import app, cli
from bot.clock import SystemClock, TurnedClock
from bot.stepping import jump_to, step_to
from tests.chat import Chat, local

THURSDAY = "2026-11-26 12:00"


async def test_days_in_steps_are_no_outage(chat: Chat) -> None:
    await chat.noord()
    await chat.until(THURSDAY)
    assert len(chat.cards()) == 4, "from Monday up to and including Thursday"
    days = [card.text.split("\n")[0] for card in chat.cards()]
    assert [day for day in days if "23" in day or "24" in day or "25" in day or "26" in day] == days


async def test_the_same_days_in_a_jump_are(chat: Chat) -> None:
    await chat.noord()
    await chat.jump(THURSDAY)
    assert chat.cards() == [], "three hours late is too late for Thursday's, and the rest was long ago"
    await chat.until("2026-11-27 09:00")
    assert len(chat.cards()) == 1, "and on Friday all goes on"


async def test_every_due_sees_its_own_moment(chat: Chat) -> None:
    await chat.noord()
    clock, seen = chat.clock, []
    turn_to = clock.turn_to

    def turned(moment: datetime) -> None:
        seen.append(moment)
        turn_to(moment)

    clock.turn_to = turned
    await chat.until("2026-11-23 12:00")
    assert seen == sorted(seen)
    assert local("2026-11-23 09:00") in seen
    assert seen[-1] == chat.clock.now() == local("2026-11-23 12:00")


async def test_turning_back_is_refused(chat: Chat) -> None:
    await chat.noord()
    house, before = chat.house, chat.clock.now()
    for turn in (step_to, jump_to):
        with pytest.raises(ValueError, match="time is not turned back"):
            await turn(chat.clock, house.timers, house.delivery, local("2026-11-20 09:59"))
    assert chat.clock.now() == before


async def test_to_the_present_moment_is_no_turn(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-20 10:00")
    assert chat.clock.now() == local("2026-11-20 10:00")


def test_machine_time_goes_on_by_itself() -> None:
    clock = TurnedClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    with freeze_time("2026-01-01 12:00:00") as frozen:
        before = clock.machine()
        clock.turn_to(datetime(2027, 1, 1, tzinfo=UTC))
        assert clock.machine() == before, "turning moves domain time only"
        frozen.tick(timedelta(seconds=5))
        assert clock.machine() == before + timedelta(seconds=5)
        clock.wait(timedelta(seconds=3))
        assert clock.machine() == before + timedelta(seconds=8)
        assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC)


def test_nothing_turns_the_clock_of_run() -> None:
    """`run` gives no clock, so it gets the default: one that has nothing to turn it with, nor a state."""
    assert "clock" not in inspect.getsource(cli._run)
    assert "clock or SystemClock()" in inspect.getsource(app.built)
    assert not hasattr(SystemClock(), "turn_to")
    assert not hasattr(SystemClock(), "wait")
    assert vars(SystemClock()) == {}


def test_both_times_of_run_are_the_machines() -> None:
    with freeze_time("2026-11-23 08:00:00"):
        clock = SystemClock()
        assert clock.now() == clock.machine() == datetime(2026, 11, 23, 8, tzinfo=UTC)
