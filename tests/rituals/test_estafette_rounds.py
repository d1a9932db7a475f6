"""A round ends, whatever ends it: it is said once, with a day that lies ahead, and the next one goes on from there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from rituals.contract import Event
from rituals.estafette import sitting_out
from tests.chat import Chat, chatting
from tests.rituals.estafette_running import BEFORE, MONDAY, NEXT, asked, states, tells, under_way
from tests.rituals.estafette_stage import leg as leg_of
from tests.rituals.estafette_talk import board, legs, newest, posts, relay

DONE = "De ronde is rond: alle bestuurders spraken een klant. De volgende ronde begint op {date}."
GONE_ON = "Het stokje gaat verder naar een collega. Dat is helemaal goed."
TODAY, AHEAD = DONE.format(date="woensdag 27 januari"), DONE.format(date="maandag 1 februari")


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    """On Wednesday 27 January 2027; four ran in the weeks before, and Noor's turn lapsed."""
    async with chatting(database_url, moment="2027-01-27 10:00") as chat:
        await board(chat)
        yield chat


async def all_but_noor(chat: Chat, **extra: object) -> None:
    """`extra`: Eva runs one more time in this week, as Noor is away."""
    ran = [
        leg_of(chat.people[name], "PASSED", BEFORE - n * timedelta(days=7))
        for n, name in ((4, "eva"), (3, "aisha"), (2, "daan"), (1, "ruben"))
    ]
    more = [leg_of(chat.eva, "ACCEPTED", MONDAY, extra=True)] if extra else []
    await under_way(chat, *ran, leg_of(chat.noor, "LAPSED", BEFORE), *more)


async def test_a_late_story_takes_back_the_second_offer_and_ends_the_round(chat: Chat) -> None:
    await all_but_noor(chat)
    assert asked(chat) == ["noor"]
    assert (await tells(chat, chat.noor)).late
    assert ((await relay(chat)).round, posts(chat)) == (2, [TODAY])
    assert newest(chat.noor).text == GONE_ON
    (following,) = asked(chat)
    assert following != "noor"
    assert ((await legs(chat))[-1].week, (await legs(chat))[-1].round) == (MONDAY, 2)


async def test_a_round_that_ends_as_somebody_stays_out_begins_on_no_day_that_has_been(chat: Chat) -> None:
    await all_but_noor(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await sitting_out.sit_out(turn, Event("x", chat.house.org, chat.noor.id, ""))
    await chat.settle()
    assert ((await relay(chat)).round, posts(chat)) == (2, [TODAY])
    assert len(asked(chat)) == 1


async def test_a_late_story_ends_the_round_once_nobody_runs_an_extra_time_any_more(chat: Chat) -> None:
    """Which completes nothing itself, and doesn't count in the next."""
    await all_but_noor(chat, extra=True)
    await tells(chat, chat.noor)
    assert ((await relay(chat)).round, posts(chat)) == (1, [])
    await tells(chat, chat.eva)
    assert (await states(chat))[-1] == ("eva", "SHARED")
    await chat.until("2027-01-28 10:00")
    assert ((await relay(chat)).round, posts(chat)) == (2, [AHEAD])
    assert ((await legs(chat))[-1].week, (await legs(chat))[-1].round) == (NEXT, 2)
