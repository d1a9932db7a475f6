"""Dialogues in which meetings are changed, stopped, moved or off after somebody was asked to wear the cap."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from rituals.klantpet import messages
from rituals.klantpet.heard import is_figure
from rituals.klantpet.messages import Face
from rituals.klantpet.rules import State
from rituals.shown import Text
from rituals.words import Sentence
from tests.chat import NOORD, Chat, chatting
from tests.rituals import compliment_talk as praise
from tests.rituals.flag_talk import FLAG, KIND, LATE, NAMED, NOWHERE, OTHER, TEXT, lines, meeting, thursday, told
from tests.rituals.klantpet_talk import (
    CONFIDENTIAL,
    EDIT,
    FIRST,
    MINUTES,
    MT,
    NAME,
    ONCE,
    PEOPLE,
    REPEATS,
    STOP,
    edits,
    posts,
    register,
)
from tests.rituals.test_compliment_data import deletes
from tests.rituals.test_klantpet import (
    BACK,
    FIRST_QUESTION,
    NO_ROTATION,
    OFF,
    PASS,
    SILENT,
    TAKE,
    YES_OFF,
    invited,
    invites,
    press,
    six,
)

NO_MORE = "Je hoeft niets meer te doen."
STAYS = "De pet blijft bij jou."


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """On the morning before the meeting, before anybody is drawn."""
    async with chatting(sqlite_url, moment="2026-11-25 08:30") as chat:
        await six(chat)
        yield chat


# --- other people, another name, in confidence ------------------------------------------------------------------------
async def test_a_change_holds_at_once_for_who_was_asked_and_for_what_stands(chat: Chat) -> None:
    await register(chat, chat.anna, people=(chat.aisha, chat.daan, chat.noor))
    await praise.give(chat, chat.omar, BACK)
    await chat.until("2026-11-25 15:31")
    assert invited(chat) == ["aisha"]
    await edits(chat, MT, {PEOPLE: [chat.daan, chat.noor]})
    (asked,) = invites(chat.aisha)
    assert asked.text.endswith(NO_MORE)
    assert PASS not in asked.buttons
    await chat.until("2026-11-26 09:58")
    (second,) = {"daan", "noor"} & set(invited(chat))
    wearer = chat.people[second]
    assert posts(chat)[0].text.startswith(f"🧢 @{wearer.name} draagt de klantpet bij {MT}.\nVan een klant:")
    await chat.anna.presses(FLAG, posts(chat)[0])
    await chat.anna.sends({TEXT: LATE, KIND: OTHER})
    await chat.settle()
    assert lines(chat) == [f"🚩 Klantvlag: {LATE}"]
    # In confidence, and under another name: what stands in the channel reads so.
    await edits(chat, MT, {CONFIDENTIAL: True, NAME: "Directieberaad"})
    assert posts(chat)[0].text == f"🧢 {wearer.name} draagt de klantpet bij Directieberaad.\n{FIRST_QUESTION}"
    assert lines(chat) == ["Dank je wel dat je het zegt. Even stilstaan mag altijd."]
    # Only who attends can take what is free.
    await wearer.types("/klantpet geef door", channel=NOORD)
    await chat.settle()
    await press(chat, chat.omar, TAKE, posts(chat)[0])
    assert chat.omar.hears(NOORD) == "Dit kan alleen een deelnemer van het overleg. Er is niets veranderd."
    await chat.omar.types("/klantpet", channel=NOORD)
    assert TAKE not in chat.omar.form.buttons
    await chat.omar.leaves()
    await press(chat, wearer, TAKE, posts(chat)[0])
    assert posts(chat)[0].text.startswith(f"🧢 {wearer.name} draagt")


# --- the cap stays away, the meeting doesn't --------------------------------------------------------------------------
async def test_where_the_cap_stays_away_nobody_reads_that_the_meeting_is_off(chat: Chat) -> None:
    await register(chat, chat.anna, **NO_ROTATION)
    await register(chat, chat.anna, "Balie", clock="10:30")
    await chat.until("2026-11-25 15:31")
    await edits(chat, "Balie", {FIRST: date(2026, 11, 27)})
    assert invites(chat.aisha)[0].text.endswith(NO_MORE)
    assert told(chat.aisha, "Balie is voortaan op een andere dag. De pet blijft deze keer op de haak.")
    await edits(chat, "Balie", {FIRST: date(2026, 11, 26)})
    await chat.until("2026-11-26 08:46")
    (asked,) = [seen for seen in invites(chat.aisha) if PASS in seen.buttons]
    # Off for once: in the invitation, and in a line of its own.
    await chat.anna.types("/klantpet", channel=NOORD)
    await chat.anna.presses(OFF, chat.anna.form, near="Balie")
    await chat.anna.leaves()
    await chat.settle()
    assert asked.text.endswith("Dit overleg gaat niet door.")
    assert len(told(chat.aisha, "Balie gaat niet door. De pet gaat terug op de haak.")) == 1
    await chat.until("2026-11-26 09:52")
    await chat.anna.types("/klantpet overleg", channel=NOORD)
    await chat.anna.presses(STOP, chat.anna.form, near=MT)
    await chat.anna.leaves()
    await chat.settle()
    assert [(post.text, post.buttons) for post in chat.anna.sees(NOORD) if MT in post.text] == [
        (f"De pet gaat niet meer mee naar {MT}.", [])
    ]


# --- moved at night, away, quiet --------------------------------------------------------------------------------------
async def test_who_was_asked_reads_of_the_last_move_alone_and_who_can_not_is_replaced(chat: Chat) -> None:
    await register(chat, chat.anna)
    await chat.until("2026-11-26 08:00")
    for clock in ("15:00", "11:00"):
        await chat.anna.types(f"/klantpet verzet {clock}", channel=NOORD)
        await chat.settle()
    await chat.until("2026-11-26 08:31")
    assert told(chat.aisha, STAYS) == [f"{MT} begint vandaag om 11:00. {STAYS}"]
    await chat.anna.types("/klantpet verzet 12:00", channel=NOORD)
    await chat.settle()
    assert told(chat.aisha, STAYS) == [f"{MT} begint vandaag om 12:00. {STAYS}"]
    await chat.aisha.types("/klant afwezig vandaag", channel=NOORD)
    await chat.settle()
    assert invites(chat.aisha)[0].text.endswith(NO_MORE)
    await chat.aisha.types("/klant mijn", channel=NOORD)
    assert f"gevraagd de pet te dragen bij {MT}\n" in f"{chat.aisha.form.text}\n"
    await chat.aisha.leaves()
    await chat.until("2026-11-26 08:46")
    (second,) = [name for name in invited(chat) if name != "aisha"]
    await chat.people[second].types("/klant stil 1 week", channel=NOORD)
    await chat.settle()
    assert invites(chat.people[second])[0].text.endswith(NO_MORE)
    await chat.until("2026-11-26 09:00")
    assert len(invited(chat)) == 3


# --- on the spot, and at night ----------------------------------------------------------------------------------------
async def test_on_the_spot_there_is_no_second_one_and_who_is_left_decides(chat: Chat) -> None:
    await register(chat, chat.anna, **NO_ROTATION)
    await register(chat, chat.anna, "Tweegesprek", clock="09:00", people=(chat.daan, chat.fatima), **NO_ROTATION)
    late: dict[str, Any] = {REPEATS: ONCE, MINUTES: 480}
    await register(chat, chat.anna, "Avond", "2026-11-25", "19:55", **late, **NO_ROTATION)
    for name in ("Weekstart", "Even bijpraten"):
        await chat.noor.types(f"/klantpet nu {name}", channel=NOORD)
        await chat.settle()
    asked = [post.text.split("\n")[-1] for post in posts(chat)]
    assert asked == [FIRST_QUESTION, "Vraag namens de klant: Welke klant merkt dit als eerste?"]
    await chat.until("2026-11-26 03:56")
    (evening,) = [n for n, post in enumerate(posts(chat)) if "pet ligt op tafel" in post.text and not post.thread]
    await chat.until("2026-11-26 08:30")
    assert lines(chat, evening) == [SILENT]
    await chat.noor.types("/klantpet nu mt-overleg", channel=NOORD)
    assert chat.noor.hears(NOORD) == "mt-overleg staat vandaag al gepland, om 10:00. De pet gaat vanzelf mee."
    # All who were chosen for the other have left: then it is asked about, and any two can say that it is off.
    for actor in (chat.daan, chat.fatima):
        await chat.slack.leave(NOORD, actor.person)
    await chat.settle()
    await chat.anna.types("/klantpet overleg", channel=NOORD)
    await chat.anna.presses(EDIT, chat.anna.form, near="Tweegesprek")
    await chat.anna.submits()
    assert "Nu doet het hele kanaal mee. Klopt dat?" in chat.anna.form.text
    await chat.anna.leaves()
    await chat.until("2026-11-26 08:51")
    await press(chat, chat.omar, OFF, posts(chat)[-1])
    await press(chat, chat.noor, YES_OFF, posts(chat)[-1].thread[0])
    assert posts(chat)[-1].text == "Tweegesprek gaat niet door. De pet gaat terug op de haak."


def test_a_figure_is_our_own() -> None:
    figure = is_figure("kpi:3:2026-11-26")
    face = Face("1:1", MT, State.NO_WEARER, None, None, Sentence("x"), ahead=False, rings=False, figure=figure)
    read = messages.meeting(face)
    assert read is not None
    assert [piece.text.msgid for piece in read.pieces if isinstance(piece, Text)][-1] == "Our figure: {text}"


# --- flags whose meeting is off ---------------------------------------------------------------------------------------
async def test_a_flag_for_which_no_meeting_is_left_tells_whoever_signed_it(sqlite_url: str) -> None:
    async with thursday(sqlite_url) as chat:
        await meeting(chat, MT, **{REPEATS: ONCE})
        await meeting(chat, "Balie", "2026-11-26", "13:00", **{REPEATS: ONCE})
        for actor, named in ((chat.fatima, True), (chat.daan, False)):
            await actor.types(f"/klantpet vlag {LATE}", channel=NOORD)
            assert "Is er binnen tien werkdagen geen, dan vervalt een vlag zonder naam." in actor.form.text
            await actor.sends({KIND: OTHER, NAMED: named})
            await actor.leaves()
        for near in (MT, "Balie"):
            assert told(chat.fatima, NOWHERE) == []
            await chat.anna.types("/klantpet", channel=NOORD)
            await chat.anna.presses(OFF, chat.anna.form, near=near)
            await chat.anna.leaves()
            await chat.settle()
        assert told(chat.fatima, NOWHERE) == [f"{NOWHERE}\nJe schreef: {LATE}"]
        assert chat.fatima.dm()[-1].fallback == NOWHERE
        assert told(chat.daan, NOWHERE) == []
        # What is put up later stays where it is, without the name, once that is erased.
        await chat.noor.types("/klantpet nu Snel", channel=NOORD)
        await chat.settle()
        await chat.fatima.presses(FLAG, posts(chat)[-1])
        await chat.fatima.sends({TEXT: LATE, KIND: OTHER, NAMED: True})
        await chat.settle()
        assert lines(chat, -1) == [f"🚩 Klantvlag van Fatima Yilmaz: {LATE}"]
        await deletes(chat, chat.fatima, "Vlaggen met mijn naam")
        await chat.settle()
        assert lines(chat, -1) == []
        await chat.until("2026-11-27 04:30")
        assert len(told(chat.fatima, NOWHERE)) == 1
