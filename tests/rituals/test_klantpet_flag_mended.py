"""Dialogues about flags whose meeting is another by the time they are sent, about their way back, and who may tell."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import select, update

from bot.slack.refusals import why
from bot.stage import Actor
from storage.klantpet import Flag, MeetingDay
from tests.chat import NOORD, Chat
from tests.rituals.flag_talk import (
    COLLIDE,
    FLAG,
    HIDE,
    KIND,
    LATE,
    LOOK,
    NAMED,
    NOWHERE,
    OTHER,
    PROMISE,
    REMOVE,
    REMOVED,
    TAKE,
    TEXT,
    THANKS,
    is_off,
    last,
    lines,
    meeting,
    raises,
    thursday,
    told,
)
from tests.rituals.klantpet_talk import CONFIDENTIAL, FIRST, MINUTES, MT, ONCE, REPEATS, THURSDAY, edits, page, posts
from tests.rituals.silo_talk import COMPLETE, OURS, SPEED, TEAMS, THEIRS, THEME, UNKNOWN, everything, signals

WHERE, SECRET = "Bij welk overleg?", "Geheim"
CHANGED = "Intussen is er iets veranderd. Kijk even of het zo nog klopt."
UNNAMED = "Bij een vertrouwelijk overleg komt je naam er niet bij. Haal het vinkje weg, of kies een ander overleg."
GONE = "Deze vlag is al weg."
Failure: Any = SlackApiError  # its own module has no types
LOOKS_BACK = "Hoe was het voor de klant? Eén minuut terugkijken is genoeg."


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    async with thursday(sqlite_url) as chat:
        yield chat


async def flags(chat: Chat) -> list[Flag]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Flag).order_by(Flag.id)))


async def sends(chat: Chat, name: str, fields: Mapping[str, Any]) -> str:
    """What the form, or what came in its place, says then; it stays open."""
    actor: Actor = chat.people[name]
    await actor.fills(fields)
    await actor.submits()
    await chat.settle()
    return actor.form.text


async def test_what_changed_since_the_form_was_opened_is_asked_about_and_nothing_typed_is_lost(chat: Chat) -> None:
    await meeting(chat, **{MINUTES: 90})
    await meeting(chat, SECRET, **{CONFIDENTIAL: True})
    await chat.until("2026-11-26 09:57")
    for actor in (chat.fatima, chat.daan):
        await actor.types("/klantpet vlag", channel=NOORD)
    assert f"Je vlag komt bij {MT}, donderdag 26 november." in chat.fatima.form.text
    await chat.until("2026-11-26 09:59")
    # Two meetings have begun: she is asked which, and has a field to say so.
    said = await sends(chat, "fatima", {TEXT: LATE, KIND: OTHER, NAMED: True})
    assert (CHANGED in said, chat.fatima.form.values[TEXT], WHERE in chat.fatima.form.fields) == (True, LATE, True)
    assert "Bij een vertrouwelijk overleg plaats ik je vlag zonder tekst." in said
    await sends(chat, "fatima", {WHERE: SECRET})
    assert list(chat.fatima.form.state.errors.values()) == [UNNAMED]
    await chat.fatima.fills({NAMED: False})
    await chat.until("2026-11-26 11:01")
    # What was meant for the confidential one doesn't move to where everybody reads it.
    said = await sends(chat, "fatima", {})
    assert (CHANGED in said, f"Je vlag komt bij {MT}." in said, await flags(chat)) == (True, True, [])
    assert f"Je vlag staat bij {MT}." in await sends(chat, "fatima", {})
    await chat.fatima.leaves()
    assert sorted(lines(chat, n)[0] for n in range(2)) == [LOOKS_BACK, f"🚩 Klantvlag: {LATE}"]
    # In confidence there is no field for a text, and it comes back when that meeting is over.
    await chat.until("2026-11-26 11:31")
    await meeting(chat, "Nog geheimer", THURSDAY, "11:40", **{CONFIDENTIAL: True, MINUTES: 10})
    await chat.until("2026-11-26 11:39")
    said = await sends(chat, "daan", {TEXT: PROMISE, KIND: OTHER, NAMED: True})
    assert (CHANGED in said, PROMISE in said, TEXT in chat.daan.form.fields) == (True, True, False)
    await chat.until("2026-11-26 11:51")
    said = await sends(chat, "daan", {})
    assert (CHANGED in said, chat.daan.form.values[TEXT]) == (True, PROMISE)
    assert f"Je vlag komt bij {MT}, donderdag 3 december." in said
    said = await sends(chat, "daan", {})
    assert f"Je vlag komt donderdag 3 december bij {MT}." in said
    assert [(row.text, row.person) for row in await flags(chat)] == [(LATE, None), (PROMISE, chat.daan.id)]
    # Signed, it is taken back from where one looks; then nothing of its raiser is kept.
    assert chat.daan.form.buttons == [REMOVE]
    await chat.daan.leaves()
    await chat.daan.person.opens_home()
    await chat.idle()
    assert f"Jouw vlag: {PROMISE}" in chat.daan.person.home.text
    await chat.daan.types("/klantpet", channel=NOORD)
    await chat.daan.presses(REMOVE, chat.daan.form, near=PROMISE)
    assert (REMOVED in chat.daan.form.text, PROMISE in chat.daan.form.text) == (True, False)
    assert [(row.person, row.gone) for row in await flags(chat)] == [(None, False), (None, True)]


async def test_nothing_tells_who_raised_it_and_its_message_says_when_it_is_gone(chat: Chat) -> None:
    await meeting(chat)
    await chat.until("2026-11-26 09:59")
    await chat.noor.presses(TAKE, posts(chat)[0])
    await chat.noor.types("/klantpet", channel=NOORD)
    assert LOOK not in chat.noor.form.buttons
    await chat.noor.leaves()
    await chat.until("2026-11-26 10:20")
    # She signs a signal that came from it: that she raised the flag is proved by nothing.
    await chat.fatima.types("/klantpet vlag", channel=NOORD)
    assert f"Je vlag komt bij {MT}." in chat.fatima.form.text
    await sends(chat, "fatima", {TEXT: LATE, KIND: COLLIDE})
    await chat.fatima.presses("Meld doelen die botsen", chat.fatima.form)
    before = (await everything(chat))["once"]
    told = {OURS: SPEED, THEIRS: COMPLETE, TEAMS: [UNKNOWN], THEME: "doelen", "Met mijn naam": True}
    await chat.fatima.sends(told)
    ((flag,), (signal,)) = (await flags(chat), await signals(chat))
    assert (signal.person, flag.person) == (chat.fatima.id, None)
    added = (await everything(chat))["once"] - before
    assert added
    assert not [row for row in added if "text:" in row]
    for about in ("1", f"1:flag:{flag.id}"):
        tried = hashlib.sha256("\x1f".join([chat.fatima.id, "silo.new", about, LATE]).encode()).hexdigest()
        assert not [row for row in added if tried in row]
    # The message with the button says what became of it, whoever took it down.
    await raises(chat, chat.daan, PROMISE)
    mine, other = last(chat.fatima), last(chat.daan)
    await chat.fatima.presses(REMOVE, mine)
    assert (mine.text, mine.buttons) == (REMOVED, [])
    await chat.anna.types("/klantpet", channel=NOORD)
    await chat.anna.presses(HIDE, chat.anna.form, near=PROMISE)
    await chat.anna.leaves()
    await chat.daan.presses(REMOVE, other)
    assert (other.text, other.buttons) == (GONE, [])
    await chat.settle()
    assert lines(chat) == []
    # Who left the channel is a colleague as well; and a lead can hide what stands since long.
    await chat.slack.leave(NOORD, chat.noor.person)
    await chat.settle()
    await chat.daan.presses(FLAG, posts(chat)[0])
    said = await sends(chat, "daan", {TEXT: f"{PROMISE}, zegt Noor Jansen", KIND: OTHER})
    assert "Kan iemand hierin een collega herkennen?" in said
    await chat.daan.submits()
    await chat.daan.leaves()
    await raises(chat, chat.daan, LATE)
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        today = MeetingDay.day == date(2026, 11, 26)
        await session.execute(update(MeetingDay).where(today).values(day=date(2026, 11, 11)))
    await chat.anna.types("/klantpet", channel=NOORD)
    await chat.anna.presses(HIDE, chat.anna.form, near=PROMISE)
    assert PROMISE not in chat.anna.form.text
    await chat.anna.leaves()
    await chat.settle()
    # After half a year nothing of it is kept, in the channel either.
    assert lines(chat) == [f"🚩 Klantvlag: {LATE}"]
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(Flag).values(on=date(2026, 5, 1)))
    await chat.until("2026-11-27 04:30")
    assert (await flags(chat), [line for line in lines(chat) if LATE in line]) == ([], [])


async def test_what_was_confidential_when_it_began_takes_no_text_however_its_meeting_changes(chat: Chat) -> None:
    await meeting(chat, **{CONFIDENTIAL: True})
    await chat.until("2026-11-26 10:01")
    await edits(chat, MT, {CONFIDENTIAL: False})
    await chat.fatima.presses(FLAG, posts(chat)[0])
    assert (f"Je vlag komt bij {MT}." in chat.fatima.form.text, TEXT in chat.fatima.form.fields) == (True, False)
    assert f"Je vlag staat bij {MT}." in await sends(chat, "fatima", {KIND: OTHER})
    await chat.fatima.leaves()
    assert lines(chat) == [THANKS]
    # Of two, one of which is: signed, a text stands at none where its name isn't read.
    await meeting(chat, "Balie", clock="10:10")
    await chat.until("2026-11-26 10:09")
    await chat.daan.types("/klantpet vlag", channel=NOORD)
    assert "Bij een vertrouwelijk overleg plaats ik je vlag zonder tekst." in chat.daan.form.text
    await sends(chat, "daan", {TEXT: LATE, KIND: OTHER, NAMED: True, WHERE: MT})
    assert list(chat.daan.form.state.errors.values()) == [UNNAMED]
    await sends(chat, "daan", {WHERE: "Balie"})
    assert [lines(chat, n) for n in range(2)] == [[THANKS], [f"🚩 Klantvlag van Daan Mulder: {LATE}"]]


async def test_a_flag_lapses_only_once_its_raiser_can_be_told_and_it_is_still_so(chat: Chat) -> None:
    once: dict[str, Any] = {REPEATS: ONCE}
    await meeting(chat, MT, "2026-11-27", **once)
    for actor, named in ((chat.fatima, True), (chat.daan, False)):
        await actor.types(f"/klantpet vlag {LATE}", channel=NOORD)
        await actor.sends({KIND: OTHER, NAMED: named})
        await actor.leaves()
    # Put back at once: in the middle of the day, and at night.
    for moment in ("2026-11-26 14:00", "2026-11-26 21:00"):
        await chat.until(moment)
        await edits(chat, MT, {FIRST: date(2026, 12, 17)})
        await edits(chat, MT, {FIRST: date(2026, 11, 27)})
    await chat.until("2026-11-27 08:45")
    assert (told(chat.fatima, NOWHERE), f"Jouw vlag: {LATE}" in await page(chat.fatima)) == ([], True)
    await meeting(chat, "Balie", "2026-11-27", "13:00", **once)
    await chat.until("2026-11-27 09:58")
    standing = {f"🚩 Klantvlag van Fatima Yilmaz: {LATE}", f"🚩 Klantvlag: {LATE}"}
    await raises(chat, chat.noor, PROMISE, **{NAMED: True})
    assert {*lines(chat)} == standing | {f"🚩 Klantvlag van Noor Jansen: {PROMISE}"}
    # Confidential by now, and then off: what waited waits on, what was said there is read at no other.
    await edits(chat, MT, {CONFIDENTIAL: True})
    await is_off(chat, MT)
    assert (lines(chat), told(chat.noor, NOWHERE)) == ([], [f"{NOWHERE}\nJe schreef: {PROMISE}"])
    await chat.until("2026-11-27 12:58")
    assert {*lines(chat, -1)} == standing
    # None is left: what one reads takes the text along, for whoever wrote it.
    await is_off(chat, "Balie")
    (lapsed,) = [seen for seen in chat.fatima.dm() if NOWHERE in seen.text]
    assert "Jouw vlag" not in await page(chat.fatima)
    await chat.fatima.presses("Verbeterpunt voor de dagstart", lapsed)
    assert LATE in chat.fatima.form.values.values()


def test_a_refusal_without_a_word_of_slacks_is_none() -> None:
    told: dict[str, Any] = {"client": None, "http_verb": "POST", "api_url": "", "req_args": {}, "headers": {}}
    answers: list[tuple[Any, str]] = [("upstream", ""), ({"error": "fatal_error"}, "fatal_error")]
    for data, word in answers:
        assert why(Failure("no answer", AsyncSlackResponse(data=data, status_code=500, **told))) == word
    assert why(Failure("no answer", {"error": "no_text"})) == "no_text"
