"""Dialogues about looking back: saved first, what comes of it, who may, until when, and whether it is still wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import update

from bot.stage import Actor
from storage.klantpet import Meeting
from storage.people import Rota
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import rows
from tests.rituals.flag_talk import CONSIDERED, DECIDED, LOOK, REMOVE, TAKE, last, lines, meeting, thursday
from tests.rituals.klantpet_talk import MT, days, meetings, page, posts, states

EDIT, ACTION = "Terugblik aanpassen", "Maak er een actie van"
COLLIDED, HEARD = "Botsten er doelen?", "Hoorde je een compliment of verbeterpunt?"
SAVED, CLOSED = "Bewaard. Dank je wel.", "Dit is al afgerond. Er is niets veranderd."
CALL_FIRST, CALL_TWICE = "We bellen eerst en mailen daarna", "We bellen eerst, en mailen alleen wie dat wil"
DONE = "Dank je wel, Noor Jansen. Anders besloten dankzij de klant: "
PLAIN, NOBODY = "Dank je wel voor het dragen van de pet.", "Dank je wel voor het terugkijken."
ASKS = "Zal ik de klantpet nog meenemen naar je overleg?"


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    async with thursday(database_url) as chat:
        yield chat


async def answers(chat: Chat, actor: Actor, **fields: str) -> str:
    said = await actor.sends({CONSIDERED: "ja"} | fields)
    await chat.settle()
    return said


async def test_ac_pet_11_until_noon_of_the_next_working_day_and_what_comes_of_it(chat: Chat) -> None:
    await meeting(chat)
    await meeting(chat, "Balie-overleg")
    await chat.until("2026-11-26 10:05")
    for post in posts(chat):
        await chat.noor.presses(TAKE, post)
    await chat.until("2026-11-27 11:59")
    first, second = chat.noor.dm()[-2:]
    await chat.noor.presses(LOOK, first)
    await chat.noor.fills({CONSIDERED: "ja", DECIDED: CALL_FIRST, COLLIDED: "ja", HEARD: "verbeterpunt"})
    await chat.noor.submits()
    await chat.settle()
    assert SAVED in chat.noor.form.text
    assert chat.noor.form.buttons == [ACTION, "Meld doelen die botsen", "Verbeterpunt delen"]
    assert [line for n in range(2) for line in lines(chat, n)] == [DONE + CALL_FIRST]
    await chat.noor.presses(ACTION, chat.noor.form)
    assert (chat.noor.form.title, CALL_FIRST in chat.noor.form.values.values()) == ("Verbeteractie", True)
    await chat.noor.leaves()
    assert sorted({*(row.state for row in await days(chat) if row.day.day == 26)}) == ["CHECKOUT", "DONE"]
    assert [(row.person, row.last_done) for row in await rows(chat, Rota)] == [(chat.noor.id, date(2026, 11, 26))]
    # Hers to change for a day; the others read it in the overview.
    assert (first.buttons, second.buttons) == ([EDIT, REMOVE], [LOOK])
    await chat.noor.presses(EDIT, first)
    assert chat.noor.form.values[DECIDED] == CALL_FIRST
    assert SAVED in await answers(chat, chat.noor, **{DECIDED: CALL_TWICE})
    assert [line for n in range(2) for line in lines(chat, n)] == [f"{DONE}{CALL_TWICE} (aangepast)"]
    read = await page(chat.daan)
    assert f"Wat we door de klant anders besloten\n• Donderdag 26 november: {CALL_TWICE}" in read
    late = second.remembered()
    await chat.until("2026-11-27 12:01")
    await chat.noor.presses(LOOK, late)
    assert (chat.noor.hears(second.channel), second.buttons) == (CLOSED, [])
    late = first.remembered()
    await chat.until("2026-11-28 12:00")
    await chat.noor.presses(EDIT, late)
    assert (chat.noor.view, first.buttons) == (None, [REMOVE])


async def test_without_a_wearer_the_first_looks_back_and_a_wearer_may_do_so_early(chat: Chat) -> None:
    await meeting(chat)
    await meeting(chat, "Balie-overleg")
    await chat.until("2026-11-26 10:20")
    mt, balie = (next(n for n, post in enumerate(posts(chat)) if n == at) for at in (0, 1))
    await chat.noor.presses(TAKE, posts(chat)[balie])
    await chat.noor.types("/klantpet", channel=NOORD)
    await chat.noor.presses(LOOK, chat.noor.form)
    assert SAVED in await answers(chat, chat.noor, **{CONSIDERED: "een beetje"})
    await chat.noor.leaves()
    assert lines(chat, balie) == [PLAIN]
    before = len(chat.noor.dm())
    await chat.until("2026-11-26 11:00")
    assert (len(chat.noor.dm()), lines(chat, balie)) == (before, [PLAIN])
    (line,) = posts(chat)[mt].thread
    await chat.daan.presses(LOOK, line)
    await chat.fatima.presses(LOOK, line)
    assert SAVED in await answers(chat, chat.daan)
    refused = await answers(chat, chat.fatima, **{DECIDED: CALL_FIRST})
    assert (CLOSED in refused, CALL_FIRST in refused) == (True, True)
    assert lines(chat, mt)[1:] == [NOBODY]
    assert line.buttons == []
    await chat.daan.types("/klantpet", channel=NOORD)
    await chat.daan.presses(EDIT, chat.daan.form)
    assert SAVED in await answers(chat, chat.daan, **{DECIDED: CALL_FIRST})
    await chat.daan.leaves()
    assert lines(chat, mt)[1:] == [f"Anders besloten dankzij de klant: {CALL_FIRST}"]


async def test_after_four_without_a_word_its_owner_is_asked_once(chat: Chat) -> None:
    await meeting(chat)
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(Meeting).values(unanswered=3))
    await chat.until("2026-11-27 11:59")
    assert [row.unanswered for row in await meetings(chat)] == [3]
    posted = chat.channel()
    await chat.until("2026-11-27 15:30")
    assert (await states(chat))["2026-11-26"] == "EXPIRED"
    assert chat.channel() == posted
    question = last(chat.anna)
    assert question.fallback == ASKS
    assert question.text == (
        f"Terugkijken op {MT} kwam er de laatste keren niet van. Zal ik de pet nog meenemen? Allebei is goed."
    )
    assert question.buttons[:2] == ["Ja, graag", "Nee, dank je"]
    await chat.anna.presses("Ja, graag", question)
    await chat.settle()
    assert "De pet blijft." in question.text
    assert [(row.unanswered, row.hushed, row.ended_on) for row in await meetings(chat)] == [(0, True, None)]
    asked = len(chat.anna.dm())
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(Meeting).values(unanswered=9))
    await chat.until("2026-11-30 15:31")
    assert len(chat.anna.dm()) == asked
