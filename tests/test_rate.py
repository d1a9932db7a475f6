"""A thousand actions a minute from one person: a friendly sentence, no effect, and nobody else waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.rate import A_MINUTE, AT_ONCE, Rate
from storage.dagstart import DagstartItem
from storage.people import Absence
from tests.chat import NOORD, Chat, chatting
from tests.rituals.dagstart_talk import POINT, WHAT, rows
from tests.rituals.people_talk import reading

TOO_FAST = (
    "Rustig aan, zo snel kan ik het niet bijhouden. Probeer het over een minuutje nog eens. Er is niets veranderd."
)
START = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SOME = 120  # commands of one person at once: four times what is allowed


# --- the rule ---------------------------------------------------------------------------------------------------------
class Watch:
    """Machine time, set by hand."""

    moment = START

    def __call__(self) -> datetime:
        return self.moment


@given(st.lists(st.floats(0, 20), max_size=300))
def test_never_more_than_that_in_a_minute(pauses: list[float]) -> None:
    watch, allowed = Watch(), []
    rate = Rate(watch)
    for pause in pauses:
        watch.moment += timedelta(seconds=pause)
        if rate.allows("U1"):
            allowed.append(watch.moment)
    for n, first in enumerate(allowed):
        assert sum(moment - first < MINUTE for moment in allowed[n:]) <= AT_ONCE + A_MINUTE


def test_who_goes_on_at_a_normal_pace_is_never_held_up() -> None:
    watch = Watch()
    rate = Rate(watch)
    assert all(rate.allows("U1") for _ in range(AT_ONCE))
    assert not rate.allows("U1")
    for _ in range(A_MINUTE):
        watch.moment += timedelta(seconds=60 / A_MINUTE)
        assert rate.allows("U1")


def test_nobody_is_held_up_for_another() -> None:
    rate = Rate(Watch())
    for _ in range(1000):
        rate.allows("U1")
    assert rate.allows("U2")


def test_what_is_remembered_has_its_bounds() -> None:
    """Forgotten are those who may do all again anyway, and beyond the bound those who did nothing for longest."""
    watch = Watch()
    rate = Rate(watch, most=50)
    for n in range(1000):
        rate.allows(f"U{n}")
    assert len(rate.buckets) == 50
    watch.moment += MINUTE
    rate.allows("U1")
    assert list(rate.buckets) == ["U1"]


def test_one_who_goes_on_is_not_forgotten_among_many() -> None:
    rate = Rate(Watch(), most=50)
    allowed = 0
    for n in range(1000):
        rate.allows(f"U{n}")
        allowed += rate.allows("fast")
    assert allowed == AT_ONCE


# --- what the person reads --------------------------------------------------------------------------------------------
@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    async with chatting(sqlite_url) as chat:
        await chat.noord()
        yield chat


def spent(chat: Chat, person: str) -> None:
    """This person did all that may be done at once, a moment ago."""
    while chat.house.rate.allows(person):
        pass


async def test_a_command_too_many_is_answered_and_does_nothing(chat: Chat) -> None:
    spent(chat, chat.sanne.id)
    await chat.sanne.types("/klant afwezig morgen", channel=NOORD)
    assert chat.sanne.hears(NOORD) == TOO_FAST
    assert await rows(chat, Absence) == []
    await chat.bram.types("/klant afwezig morgen", channel=NOORD)
    assert "Genoteerd." in chat.bram.hears(NOORD)
    chat.clock.wait(MINUTE)
    await chat.sanne.types("/klant afwezig morgen", channel=NOORD)
    assert "Genoteerd." in chat.sanne.hears(NOORD)


async def test_a_form_keeps_what_was_typed(chat: Chat) -> None:
    await chat.sanne.types("/dagstart verbeterpunt", channel=NOORD)
    await chat.sanne.fills({WHAT: POINT})
    spent(chat, chat.sanne.id)
    await chat.sanne.submits()
    assert list(chat.sanne.form.errors.values()) == [TOO_FAST]
    assert await rows(chat, DagstartItem) == []
    chat.clock.wait(MINUTE)
    await chat.sanne.submits()
    assert [row.text for row in await rows(chat, DagstartItem)] == [POINT]


async def test_in_the_home_it_stands_on_top_once(chat: Chat) -> None:
    await chat.sanne.person.opens_home()
    spent(chat, chat.sanne.id)
    for _ in range(3):
        await chat.sanne.presses("English", chat.sanne.person.home)
    seen = chat.sanne.person.home
    assert seen is not None
    assert seen.text.startswith(TOO_FAST)
    assert "Ik spreek Nederlands met je." in seen.text
    assert chat.slack.site.modals.published[chat.sanne.id] == 2


# --- what the others notice -------------------------------------------------------------------------------------------
async def test_nobody_waits_for_one_who_hurries(chat: Chat) -> None:
    """Dozens at once of one person; the acks of who comes in between stay quick, and what is too much has no effect."""
    acks: list[float] = []

    async def types(n: int) -> None:
        began = time.perf_counter()
        await [chat.bram, chat.mila, chat.omar][n % 3].person.types("/dagstart", channel=NOORD)
        acks.append(time.perf_counter() - began)

    hurry = [chat.sanne.person.types(f"/klant afwezig {n % 28 + 1}-12", channel=NOORD) for n in range(SOME)]
    await asyncio.gather(*hurry, *(types(n) for n in range(9)))
    await chat.settle()
    assert max(acks) < 1.0
    async with reading(chat) as session:
        kept = await session.scalar(select(func.count()).select_from(Absence))
    assert kept is not None
    assert kept <= AT_ONCE + 5, "a second or two gives a few more"
    told = [seen.text for seen in chat.sanne.sees(NOORD) if seen.ephemeral]
    assert len(told) == SOME
    assert told.count(TOO_FAST) > SOME / 2


async def test_a_home_that_is_opened_too_fast_is_not_left_empty(sqlite_url: str) -> None:
    async with chatting(sqlite_url) as chat:
        await chat.noord()
        while chat.house.rate.allows(chat.sanne.id):
            pass
        seen = await chat.sanne.person.opens_home()
        await chat.stage.idle()
        assert seen.text.startswith(TOO_FAST)
        assert "Wat eraan komt" in seen.text
