"""The course of a day, and what a lead decides: edges, as dialogues."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from storage.people import Team
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import (
    ALREADY,
    NOTICED,
    POINT,
    QUIET,
    SAVED,
    compliment,
    improve,
    state,
    thread,
)


async def opened(chat: Chat, minute: str = "01") -> None:
    await chat.noord()
    await chat.until(f"2026-11-23 09:{minute}")


# --- in the course of the day -----------------------------------------------------------------------------------------
async def test_wrapping_up_needs_something_on_the_board(chat: Chat) -> None:
    await opened(chat)
    await chat.omar.presses("Rond af", chat.card())
    assert chat.omar.hears(NOORD) == "Er staat nog niets op het bord. Ik sluit vanzelf om 11:15."
    await improve(chat.sanne, POINT)
    card = chat.card().remembered()
    await chat.omar.presses("Rond af", card)
    await chat.settle()
    assert await state(chat, "2026-11-23") == "SUMMARISED"
    await chat.mila.presses("Rond af", card)
    assert chat.mila.hears(NOORD) == ALREADY
    await chat.until("2026-11-23 09:20")
    assert len(thread(chat.card())) == 1


async def test_the_first_word_after_the_live_part_brings_the_summary(chat: Chat) -> None:
    await opened(chat, "40")
    assert await improve(chat.sanne, POINT) == SAVED
    await chat.settle()
    assert await state(chat, "2026-11-23") == "SUMMARISED"
    assert thread(chat.card())[-1].startswith("Dank jullie wel. Vandaag gedeeld: één verbeterpunt.")
    assert f"{POINT} (nagekomen)" not in chat.card().text


async def test_after_closing_the_card_has_no_buttons_and_old_ones_lead_to_the_new(chat: Chat) -> None:
    await opened(chat)
    await improve(chat.sanne, POINT)
    card = chat.card().remembered()
    await chat.until("2026-11-24 09:00")
    first, _second = chat.cards()
    assert first.buttons == []
    assert "Afgerond. Schiet je nog iets te binnen?" in first.text
    await chat.omar.presses("Verbeterpunt", card)
    assert "Deze kaart is van maandag 23 november. Er is een nieuwere." in chat.omar.hears(NOORD)
    assert chat.omar.view is None


async def test_five_in_a_block_are_enough(chat: Chat) -> None:
    await opened(chat)
    for n in range(5):
        assert await improve(chat.sanne, f"{POINT}, keer {n}") == SAVED
    assert "Je deelde al veel vandaag." in await improve(chat.sanne, f"{POINT}, keer zes")
    assert await compliment(chat.sanne, "Een klant belde om te bedanken", chat.card()) == NOTICED


async def test_shared_before_the_start_it_is_on_the_card(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:40")
    assert await improve(chat.sanne, POINT, **{"Zet mijn naam erbij": True}) == SAVED
    await chat.until("2026-11-23 09:00")
    assert f"Sanne de Wit: {POINT}" in chat.card().text
    assert "(van" not in chat.card().text


async def test_an_empty_day_shows_questions_and_a_plain_fallback(chat: Chat) -> None:
    await opened(chat)
    await improve(chat.sanne, "Kijk <!channel> *goed* naar <@U123>, zei de klant")
    await chat.settle()
    card = chat.card()
    assert "Welke klant was blij met ons?" in card.text
    assert "geen" not in card.text.replace("Er zijn nog geen cijfers.", "")
    assert (card.rings.broadcasts, card.rings.users) == (frozenset(), frozenset())


# --- lead -------------------------------------------------------------------------------------------------------------
async def test_skipping_today_before_the_start_tells_the_channel(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:00")
    await chat.anna.types("/dagstart sla over", channel=NOORD)
    await chat.until("2026-11-23 12:00")
    assert chat.channel()[-1] == "Vandaag geen dagstart. Tot morgen."
    assert (chat.cards(), await state(chat, "2026-11-23")) == ([], "SKIPPED")


@pytest.mark.parametrize(("shared", "becomes"), [(False, "SKIPPED"), (True, "CLOSED")])
async def test_cancelling_after_the_start(chat: Chat, shared: bool, becomes: str) -> None:
    await opened(chat)
    if shared:
        await improve(chat.sanne, POINT)
    before = len(chat.channel())
    await chat.anna.types("/dagstart sla over", channel=NOORD)
    await chat.settle()
    assert await state(chat, "2026-11-23") == becomes
    assert len(chat.channel()) == before
    assert ("Vandaag geen dagstart. Tot morgen." in chat.channel()[-1]) is not shared


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sla over gisteravond", "Deze datum begrijp ik niet. Probeer bijvoorbeeld 24-12-2026."),
        ("sla over 19-11-2026", "Deze datum is al geweest."),
        ("sla over zaterdag", "Die dag is er geen dagstart."),
        ("sla over 25-12", "Die dag is er geen dagstart."),
    ],
)
async def test_days_that_can_not_be_skipped(chat: Chat, typed: str, said: str) -> None:
    await chat.noord()
    await chat.anna.types(f"/dagstart {typed}", channel=NOORD)
    assert chat.anna.hears(NOORD) == said


async def test_pausing_and_going_on(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart pauze 26-11", channel=NOORD)
    assert chat.anna.hears(NOORD) == "Bewaard. De volgende dagstart is donderdag 26 november."
    await chat.until("2026-11-24 12:00")
    assert chat.cards() == []
    await chat.anna.types("/dagstart verder", channel=NOORD)
    assert chat.anna.hears(NOORD) == "Bewaard. De volgende dagstart is woensdag 25 november."
    await chat.until("2026-11-25 09:00")
    assert len(chat.cards()) == 1


async def test_two_weeks_of_peace_after_quiet_days(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-25 11:20")
    asked = chat.anna.dm()[-1]
    pressed = asked.remembered()
    await chat.anna.presses("Twee weken pauze", asked)
    await chat.settle()
    assert "Zo laten" not in asked.buttons
    await chat.anna.presses("Zo laten", pressed)
    assert chat.anna.dm()[-1].text == "Dit is al afgerond. Er is niets veranderd."
    cards = len(chat.cards())
    await chat.until("2026-12-09 08:59")
    assert len(chat.cards()) == cards
    await chat.until("2026-12-09 09:00")
    assert len(chat.cards()) == cards + 1


async def test_without_a_lead_for_long_it_pauses_and_says_so_once(chat: Chat) -> None:
    await chat.noord()
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(Team).values(no_lead_since=date(2026, 10, 1)))
    await chat.until("2026-11-25 12:00")
    line = "De dagstart pauzeert tot er een teamleider is."
    assert (chat.channel().count(line), chat.cards()) == (1, [])
    assert QUIET not in "".join(chat.channel())
