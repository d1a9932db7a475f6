"""Dialogues with customers where it isn't plain sailing: at night, in a turn of the relay, by another clock."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.stage import Actor
from rituals.contract import Event, Refused
from rituals.dialogue import planning
from rituals.facts import CalendarChanged, OfficesChanged
from storage import roles
from storage.organisations import Organisation
from tests.chat import Chat, local
from tests.rituals import calendar_reading
from tests.rituals.dialogue_talk import (
    ASK,
    CALL_OFF,
    CHANGE,
    FILE,
    MORNING,
    TELL,
    change,
    files,
    notices,
    plan,
    press,
    rows,
    said,
    with_coach,
)
from tests.rituals.estafette_talk import BOARD, legs
from tests.rituals.story_talk import CHANGE as STORY_CHANGE
from tests.rituals.story_talk import DIFFERENT, HAPPENED, STRIKING, STRUCK, WHAT, leg

TITLE = "Klanten aan tafel"


async def test_who_is_not_at_work_reads_it_in_the_morning_and_takes_the_file_then(chat: Chat) -> None:
    """Who plans it in the evening has it at once."""
    await with_coach(chat)
    await chat.jump("2026-11-23 20:00")
    await plan(chat, chat.bram)
    assert (len(files(chat, chat.bram)), chat.noor.dm()) == (1, [])
    await chat.until("2026-11-24 08:31")
    (notice,) = notices(chat.noor)
    assert files(chat, chat.noor) == []
    await press(chat, chat.noor, FILE, notice)
    (content,) = files(chat, chat.noor)
    one, other = (calendar_reading.events(each) for each in (content, files(chat, chat.bram)[0]))
    assert [(each["UID"], each.start, each.end) for each in one] == [(e["UID"], e.start, e.end) for e in other]


async def test_what_would_begin_before_they_are_at_work_is_told_at_once(chat: Chat) -> None:
    """Called off in the evening, for seven the next morning; and of later that day it waits until they begin."""
    await with_coach(chat)
    await plan(chat, chat.bram, sure=True, DAY=date(2026, 11, 24), CLOCK=time(7, 0), MINUTES=60)
    await plan(chat, chat.bram, TITLE="In de middag", DAY=date(2026, 11, 24))
    await chat.jump("2026-11-23 21:00")
    for title in (TITLE, "In de middag"):
        await press(chat, chat.bram, CALL_OFF, next(seen for seen in notices(chat.bram) if title in seen.text))
    gone = [seen.text for seen in chat.noor.dm() if "gaat niet door" in seen.text]
    assert any(text.startswith(TITLE) for text in gone)
    assert calendar_reading.method(files(chat, chat.noor)[-1]) == "CANCEL"
    assert len(files(chat, chat.noor)) == 3
    await chat.until("2026-11-24 08:45")
    assert said(chat.noor, MORNING) == []


async def test_it_counts_for_the_turn_that_covers_it(chat: Chat) -> None:
    """Planned, called off, planned again; and the story that comes of it is that turn's."""
    await with_coach(chat, state="RUNNING", begun=True, round=1)
    await leg(chat, "noor")
    await chat.jump("2026-11-23 09:30")
    await plan(chat, chat.bram, DAY=date(2026, 11, 25), KIND="bezoek")
    assert [(row.state, row.contact_on, row.contact_kind) for row in await legs(chat)] == [
        ("PLANNED", date(2026, 11, 25), "visit")
    ]
    await change(chat, chat.bram, DAY=date(2027, 1, 12))
    assert [(row.state, row.contact_on) for row in await legs(chat)] == [("ACCEPTED", None)]
    await change(chat, chat.bram, DAY=date(2026, 11, 25))
    assert [row.state for row in await legs(chat)] == ["PLANNED"]
    await chat.until("2026-11-26 10:01")
    (asked,) = said(chat.noor, ASK)
    await press(chat, chat.noor, TELL, asked)
    assert chat.noor.form.values["Soort contact"] == "klantbezoek"
    await chat.noor.fills({WHAT: HAPPENED, STRUCK: STRIKING, STORY_CHANGE: DIFFERENT})
    await chat.noor.submits(times=1)
    await chat.noor.submits()
    await chat.noor.leaves()
    await chat.settle()
    assert ([row.state for row in await rows(chat)], [row.state for row in await legs(chat)]) == (
        ["SHARED"],
        ["SHARED"],
    )


async def test_it_keeps_its_time_when_the_organisations_clock_is_another(chat: Chat) -> None:
    """Two in the afternoon stays two in the afternoon, and the calendars of both follow."""
    await with_coach(chat)
    await plan(chat, chat.bram, DAY=date(2026, 11, 26))
    async with chat.house.turns.writing(chat.house.org) as turn:
        (await turn.session.scalars(select(Organisation))).one().timezone = "Europe/Lisbon"
        await turn.tell(CalendarChanged(()))
    await chat.settle()
    (row,) = await rows(chat)
    assert row.starts_at == local("2026-11-26 15:00"), "on the clock of Amsterdam"
    assert (row.clock, row.sequence) == (time(14), 1)
    for actor in (chat.bram, chat.noor):
        first, second = (calendar_reading.events(each)[1] for each in files(chat, actor))
        assert second.start - first.start == timedelta(hours=1)
        assert second["UID"] == first["UID"]


async def test_nothing_changed_is_told_to_nobody(chat: Chat) -> None:
    await with_coach(chat)
    await plan(chat, chat.bram)
    assert "Er is niets veranderd." in await change(chat, chat.noor, PLACE="het Stadscafé")
    assert [len(files(chat, actor)) for actor in (chat.bram, chat.noor)] == [1, 1]
    assert [row.sequence for row in await rows(chat)] == [0]


async def test_who_may_not_plan_any_more_changes_nothing_and_a_coordinator_takes_it_over(chat: Chat) -> None:
    """By the roles of now: Bram planned it for Noor as the culture coach, and is none any more."""
    await with_coach(chat)
    await plan(chat, chat.bram)
    (notice,) = notices(chat.bram)
    await chat.petra.types("/klant dialoog", channel=BOARD)
    assert TITLE not in chat.petra.form.text, "as long as Bram looks after it"
    await chat.petra.leaves()
    (row,) = await rows(chat)
    await loses(chat, chat.bram, "coach")
    for does in ("dialogue.cancel", "dialogue.plan"):
        event = Event("x", chat.house.org, chat.bram.id, does, f":d{row.id}")
        async with chat.house.turns.writing(chat.house.org) as turn:
            with pytest.raises(Refused, match="Only"):
                await (planning.cancel if does == "dialogue.cancel" else planning.form)(turn, event)
    assert notice.buttons == [FILE]
    await chat.petra.types("/klant dialoog", channel=BOARD)
    await chat.petra.presses(CHANGE, chat.petra.form)
    await chat.petra.sends({"Titel": "Met Petra"})
    await chat.petra.leaves()
    await chat.settle()
    assert (await rows(chat))[0].organiser == chat.petra.id
    assert [seen.buttons for seen in chat.bram.dm() if "klantdialoog" in seen.text] == []
    assert calendar_reading.method(files(chat, chat.bram)[-1]) == "CANCEL"
    assert any(f"{TITLE} op donderdag 11 maart: een collega regelt dit nu." in s.text for s in chat.bram.dm())
    await press(chat, chat.petra, CALL_OFF)
    assert [row.state for row in await rows(chat)] == ["CANCELLED"]


async def loses(chat: Chat, actor: Actor, role: str) -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        await roles.take_office(turn.session, actor.id, role)
        await turn.tell(OfficesChanged(frozenset({role}), (actor.id,)))
    await chat.settle()


async def test_a_button_of_what_is_over_does_nothing(chat: Chat) -> None:
    """Of a message as it stood before it was called off, and by somebody who has nothing to do with it."""
    await with_coach(chat)
    await plan(chat, chat.bram)
    for person, does, words in (
        (chat.eva, "dialogue.cancel", "Only {who} can do this"),
        (chat.eva, "dialogue.file", "Only {who} can do this"),
        (chat.noor, "dialogue.cancel", None),
        (chat.bram, "dialogue.cancel", "This has been closed already"),
    ):
        event = Event(f"{person.id}{does}", chat.house.org, person.id, does, ":d1", f"{person.id}{does}")
        try:
            await chat.house.dispatcher.act(event)
            told = None
        except Refused as refused:
            told = refused.note.text.msgid
        assert (told or "").startswith(words or ""), told
        assert (told is None) is (words is None)
    await chat.settle()
    assert [row.state for row in await rows(chat)] == ["CANCELLED"]


async def exported(chat: Chat, actor: Actor) -> Any:
    await actor.types("/klant mijn", channel=BOARD)
    await actor.presses("Exporteer")
    await actor.leaves()
    await chat.settle()
    return json.loads(next(content for content in files(chat, actor) if content.startswith(b"{")))


async def deletes(chat: Chat, actor: Actor) -> None:
    await actor.types("/klant mijn", channel=BOARD)
    await actor.presses("Verwijder")
    await actor.sends({"Wat zal ik verwijderen?": ["Klantdialogen"], "Wat collega's kunnen zien": "Haal het weg"})
    await actor.leaves()
    await chat.settle()


async def test_what_is_ones_own_is_read_exported_and_deleted(chat: Chat) -> None:
    """What Noor goes to is off then, as Bram reads; what Bram planned for Daan goes on without him."""
    await with_coach(chat)
    await plan(chat, chat.bram, NOTE="Neem de brief mee.")
    await plan(chat, chat.bram, TITLE="Met Daan", WHO="Daan Mulder")
    (mine,) = (await exported(chat, chat.noor))["dialogues"]
    assert (mine["title"], mine["goes"], mine["planned"]) == (TITLE, True, False)
    await deletes(chat, chat.noor)
    first, second = await rows(chat)
    assert (first.state, first.person, second.state) == ("CANCELLED", None, "PLANNED")
    assert any(f"{TITLE} op donderdag 11 maart gaat niet door." in seen.text for seen in chat.bram.dm())
    assert not any(TITLE in seen.text for seen in chat.noor.dm() if not seen.message.files)
    await deletes(chat, chat.bram)
    (left,) = await rows(chat)
    assert (left.title, left.organiser, left.state) == ("Met Daan", None, "PLANNED")
    await chat.daan.types("/klant dialoog", channel=BOARD)
    assert "Met Daan" in chat.daan.form.text
