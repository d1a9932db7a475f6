"""Dialogues about what becomes of flags and look-backs: meetings that never were, secrets, edits, and who left."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.stage import Actor
from sandbox import Seen
from sandbox.faults import Fault
from storage.house import CardRow
from storage.klantpet import Flag
from tests.chat import NOORD, Chat
from tests.rituals.flag_talk import (
    CONSIDERED,
    DECIDED,
    KIND,
    LATE,
    LOOK,
    NAMED,
    OTHER,
    POST,
    REMOVE,
    TAKE,
    TEXT,
    THANKS,
    is_off,
    last,
    lines,
    meeting,
    raises,
    thursday,
)
from tests.rituals.klantpet_talk import CONFIDENTIAL, EDIT, MT, PEOPLE, STOP, days, page, posts

EDIT_LOOK, ACTION = "Terugblik aanpassen", "Maak er een actie van"
VOTE = "Wat we door de klant anders besloten"
CALL = "We bellen eerst en mailen daarna"
PLAIN = "Dank je wel voor het dragen van de pet."
LONG = "We bellen de klant voortaan eerst op en zetten daarna op de mail wat we hebben afgesproken, " * 3
LONG = LONG.removesuffix(", ")


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    async with thursday(database_url) as chat:
        yield chat


async def flags(chat: Chat) -> list[Flag]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Flag).order_by(Flag.id)))


async def waits(chat: Chat) -> list[date | None]:
    """Of flags that stand nowhere: until when they wait."""
    return [flag.waits_until for flag in await flags(chat) if flag.occurrence is None]


async def cards(chat: Chat) -> list[tuple[str, bool]]:
    """What becomes of the lines of flags, and whether anything is left to do about them."""
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        rows = await session.scalars(select(CardRow).where(CardRow.name == "klantpet.flag"))
        return [(row.state, row.due_at is not None) for row in rows]


def refuses(chat: Chat, times: int = 3) -> None:
    """Slack takes nothing, as often as one message is tried."""
    chat.slack.faults.add(Fault("chat.postMessage", "ok_false", error="restricted_action", times=times))


async def is_given_up(chat: Chat) -> None:
    """All its tries are made."""
    for _try in range(3):
        await chat.house.delivery.flush()
        chat.clock.wait(timedelta(minutes=5))
    await chat.settle()


async def looks_back(chat: Chat, actor: Actor, where: Seen, **fields: str) -> None:
    await actor.presses(LOOK, where)
    await actor.sends({CONSIDERED: "ja"} | fields)
    await actor.leaves()
    await chat.settle()


async def wears(chat: Chat, actor: Actor, moment: str = "2026-11-26 10:05") -> None:
    await chat.until(moment)
    await actor.presses(TAKE, posts(chat)[0])


def after(texts: Sequence[str]) -> str:
    return texts[-1] if texts else ""


async def test_a_flag_of_a_meeting_that_never_was_waits_for_the_next(chat: Chat) -> None:
    await meeting(chat)
    await meeting(chat, "Balie-overleg", clock="11:00")
    await meeting(chat, "Weekstart", "2026-11-27")
    await meeting(chat, "Weekeinde", "2026-11-27", "11:00")
    refuses(chat, times=4)  # what its raiser reads in private is tried once
    await chat.noor.types("/klantpet nu Spoed", channel=NOORD)
    await chat.fatima.types("/klantpet vlag", channel=NOORD)
    await chat.fatima.sends({TEXT: LATE, KIND: OTHER})
    await is_given_up(chat)
    assert [row.state for row in await days(chat) if row.day.day == 26] == ["MISSED", "PLANNED", "PLANNED"]
    assert ([due for _state, due in await cards(chat)], await waits(chat)) == ([False], [date(2026, 12, 10)])
    # It stands at the next, which is off a minute later.
    await chat.until("2026-11-26 09:59")
    assert lines(chat) == [POST]
    await is_off(chat, MT)
    assert (lines(chat), await cards(chat)) == ([], [("gone", False)])
    # At the one after that its own line is refused: it counts as standing nowhere.
    await chat.until("2026-11-26 10:57")
    refuses(chat)
    await chat.until("2026-11-26 10:58")
    await is_given_up(chat)
    assert (lines(chat, -1), await waits(chat)) == ([], [date(2026, 12, 10)])
    # The one that it waits for is off as well, so that it has ten working days again.
    await chat.until("2026-11-27 09:30")
    await is_off(chat, "Weekstart")
    assert await waits(chat) == [date(2026, 12, 11)]
    await chat.until("2026-11-27 10:58")
    assert lines(chat, -1) == [POST]


async def test_what_becomes_confidential_is_read_in_the_channel_no_more(chat: Chat) -> None:
    await meeting(chat)
    await wears(chat, chat.noor)
    await raises(chat, chat.fatima, LATE)
    await raises(chat, chat.daan, f"{LATE} hoor", **{NAMED: True})
    await chat.until("2026-11-26 11:01")
    await chat.noor.presses(LOOK, last(chat.noor))
    await chat.noor.fills({CONSIDERED: "ja", DECIDED: "Daan Mulder belt eerst"})
    await chat.noor.submits()
    assert "Kan iemand hierin een collega herkennen?" in chat.noor.form.text
    await chat.noor.submits()
    await chat.noor.leaves()
    await chat.settle()
    assert lines(chat)[2] == "Dank je wel, Noor Jansen. Anders besloten dankzij de klant: Daan Mulder belt eerst"
    assert LATE in await page(chat.anna)
    await chat.anna.types("/klantpet overleg", channel=NOORD)
    await chat.anna.presses(EDIT, chat.anna.form)
    await chat.anna.sends({CONFIDENTIAL: True, PEOPLE: [chat.anna, chat.noor]})
    await chat.anna.leaves()
    await chat.settle()
    assert lines(chat) == [THANKS, THANKS, PLAIN]
    assert LATE not in await page(chat.anna)
    assert [VOTE in await page(actor) for actor in (chat.noor, chat.daan)] == [True, False]


async def test_a_look_back_is_edited_becomes_an_action_and_is_taken_back(chat: Chat) -> None:
    await meeting(chat)
    await wears(chat, chat.noor, "2026-11-26 09:58")
    await chat.noor.types("/klantpet", channel=NOORD)
    assert LOOK not in chat.noor.form.buttons
    await chat.noor.leaves()
    await chat.until("2026-11-26 11:01")
    mine = last(chat.noor)
    await looks_back(chat, chat.noor, mine, **{DECIDED: CALL})
    assert mine.buttons == [EDIT_LOOK, REMOVE]
    await chat.noor.presses(EDIT_LOOK, mine)
    await chat.noor.sends({DECIDED: LONG})
    await chat.noor.leaves()
    await chat.settle()
    assert after(lines(chat)) == f"Dank je wel, Noor Jansen. Anders besloten dankzij de klant: {LONG} (aangepast)"
    await chat.noor.types("/klant mijn", channel=NOORD)
    assert {EDIT_LOOK, REMOVE} <= {*chat.noor.form.buttons}
    await chat.noor.leaves()
    await chat.noor.person.opens_home()
    await chat.idle()
    assert {EDIT_LOOK, REMOVE} <= {*chat.noor.person.home.buttons}
    # Also once the cap comes along no more, whoever reads it can make it an action.
    await chat.anna.types("/klantpet overleg", channel=NOORD)
    await chat.anna.presses(STOP, chat.anna.form)
    await chat.anna.leaves()
    await chat.until("2026-11-27 11:02")
    assert mine.buttons == [REMOVE]
    await chat.daan.types("/klantpet", channel=NOORD)
    assert f"Donderdag 26 november: {LONG}" in chat.daan.form.text
    await chat.daan.presses(ACTION, chat.daan.form)
    assert (chat.daan.form.title, "De tekst was langer." in chat.daan.form.text) == ("Verbeteractie", True)
    await chat.daan.leaves()
    await chat.noor.presses(REMOVE, mine)
    await chat.settle()
    assert (lines(chat), mine.buttons, VOTE in await page(chat.daan)) == ([], [], False)


async def test_a_closed_account_takes_no_more_than_its_own(chat: Chat) -> None:
    await meeting(chat)
    await wears(chat, chat.noor)
    await raises(chat, chat.noor, LATE, **{NAMED: True})
    await chat.until("2026-11-26 10:30")
    await chat.slack.deactivate(chat.noor.person)
    await chat.settle()
    await chat.until("2026-11-26 11:01")
    (line,) = (one for one in posts(chat)[0].thread if LOOK in one.buttons)
    await looks_back(chat, chat.fatima, line, **{DECIDED: CALL})
    assert after(lines(chat)) == f"Anders besloten dankzij de klant: {CALL}"
    await chat.jump("2026-12-29 10:00")
    (row,) = (one for one in await days(chat) if one.state == "DONE")
    assert (row.wearer, row.looked_by) == ("", chat.fatima.id)
    assert posts(chat)[0].text.startswith(f"🧢 Een oud-collega draagt de klantpet bij {MT}.")
    assert lines(chat)[0] == f"🚩 Klantvlag van een oud-collega: {LATE}"
    await chat.fatima.types("/klant mijn", channel=NOORD)
    assert CALL in chat.fatima.form.text
