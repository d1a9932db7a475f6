"""Meetings of executives with customers: planned, moved, called off, and what their executive reads on the way."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import icalendar

from tests.chat import Chat, local
from tests.rituals import calendar_reading
from tests.rituals.dialogue_talk import (
    ASK,
    CALL_OFF,
    CHANGE,
    FILE,
    MARCH,
    MEETS,
    MORNING,
    OUTSIDE,
    TELL,
    change,
    files,
    filled,
    notices,
    plan,
    press,
    role,
    rows,
    said,
    with_coach,
)
from tests.rituals.estafette_talk import BOARD
from tests.rituals.story_talk import CHANGE as STORY_CHANGE
from tests.rituals.story_talk import DIFFERENT, HAPPENED, STRIKING, STRUCK, WHAT

PARTS = ["before", "talk", "after"]


def spans(content: bytes) -> list[tuple[str, str]]:
    """From when until when, on the clock in Amsterdam, as both libraries read it."""
    one = [
        (each.start, each.end)
        for each in icalendar.Calendar.from_ical(content).walk("VEVENT")
        if isinstance(each, icalendar.Event)
    ]
    other = [(each.start, each.end) for each in calendar_reading.events(content)]
    assert one == other
    zone = local("2027-03-01 00:00").tzinfo
    return [(f"{a.astimezone(zone):%Y-%m-%d %H:%M}", f"{b.astimezone(zone):%H:%M}") for a, b in other]


def column(content: bytes, name: str) -> list[str]:
    return [each[name] for each in calendar_reading.events(content)]


async def test_ac_dia_01_the_file(chat: Chat) -> None:
    """Organiser and executive each get it, in their own language; nobody else reads anything."""
    await with_coach(chat)
    await chat.noor.types("/klant taal en", channel=BOARD)
    assert "Gepland: donderdag 11 maart" in await plan(chat, chat.bram, NOTE="Neem de brief mee.")
    for actor, summaries in (
        (chat.bram, ["Rustig binnenkomen en kennismaken", "Klanten aan tafel", "Napraten en klanten uitzwaaien"]),
        (chat.noor, ["Arrive calmly and say hello", "Klanten aan tafel", "Chat and see customers off"]),
    ):
        (content,) = files(chat, actor)
        assert spans(content) == [
            ("2027-03-11 13:30", "14:00"),
            ("2027-03-11 14:00", "15:30"),
            ("2027-03-11 15:30", "16:00"),
        ]
        assert column(content, "SUMMARY") == summaries
        assert column(content, "TRANSP") == ["OPAQUE"] * 3
        assert column(content, "STATUS") == ["CONFIRMED"] * 3
        assert calendar_reading.method(content) == "PUBLISH"
        assert len(set(column(content, "UID"))) == 3
        assert b"BEGIN:VTIMEZONE" in content
    welcome = "Welkom: wie zijn er, en waarom."
    told = calendar_reading.events(files(chat, chat.bram)[0])[1]["DESCRIPTION"]
    assert told.startswith(welcome)
    assert told.endswith("Neem de brief mee.")
    (notice,) = notices(chat.bram)
    assert "Klanten aan tafel: donderdag 11 maart, 14:00, het Stadscafé. Noor Jansen gaat erheen." in notice.text
    assert welcome in notice.text
    assert "Klanten" not in notice.fallback
    assert all(not actor.dm() for actor in (chat.eva, chat.aisha, chat.petra))


async def test_ac_dia_02_moved_over_the_clock_change(chat: Chat) -> None:
    await with_coach(chat)
    await plan(chat, chat.bram)
    await change(chat, chat.bram, DAY=date(2027, 3, 30))
    for actor in (chat.bram, chat.noor):
        first, second = files(chat, actor)
        assert column(first, "UID") == column(second, "UID")
        assert [int(each) for each in column(first, "SEQUENCE")] == [0, 0, 0]
        assert [int(each) for each in column(second, "SEQUENCE")] == [1, 1, 1]
        assert spans(second)[1] == ("2027-03-30 14:00", "15:30")
        assert f"{calendar_reading.events(second)[1].start:%H:%M}" == "12:00", "UTC"
        (notice,) = notices(actor)
        assert "dinsdag 30 maart, 14:00" in notice.text


async def test_ac_dia_03_called_off(chat: Chat) -> None:
    await with_coach(chat)
    await plan(chat, chat.bram)
    await press(chat, chat.noor, CALL_OFF)
    for actor in (chat.bram, chat.noor):
        first, second = files(chat, actor)
        assert calendar_reading.method(second) == "CANCEL"
        assert column(second, "STATUS") == ["CANCELLED"] * 3
        assert column(second, "UID") == column(first, "UID")
        assert column(second, "SEQUENCE") == ["1", "1", "1"]
        assert notices(actor) == []
        assert any("Klanten aan tafel op donderdag 11 maart gaat niet door." in seen.text for seen in actor.dm())
    await chat.jump("2027-03-11 08:45")
    await chat.until("2027-03-12 12:00")
    assert [said(chat.noor, begins) for begins in (MORNING, ASK)] == [[], []]


async def test_ac_dia_04_one_message_afterwards(chat: Chat) -> None:
    """In the morning the way there, the next working day one question; who lets it lie hears nothing more."""
    await with_coach(chat)
    await plan(chat, chat.bram, DAY=date(2026, 11, 27))
    await chat.until("2026-11-27 08:29")
    assert said(chat.noor, MORNING) == []
    await chat.until("2026-11-27 08:31")
    (morning,) = said(chat.noor, MORNING)
    assert morning.text.startswith(
        f"{MORNING} 14:00, het Stadscafé. Kom 30 minuten eerder, dan begint het gesprek vanzelf."
    )
    assert len(morning.text.partition("Drie vragen die helpen")[2].strip().splitlines()) == 3
    assert morning.fallback == "Over je klantdialoog."
    await chat.until("2026-11-30 09:59")
    assert said(chat.noor, ASK) == []
    await chat.until("2026-11-30 10:01")
    (asked,) = said(chat.noor, ASK)
    assert asked.text.startswith(f"{ASK} vrijdag 27 november? Drie korte antwoorden zijn genoeg voor een verhaal.")
    assert asked.buttons == [TELL]
    before = len(chat.noor.dm())
    await chat.until("2026-12-04 12:00")
    assert len(chat.noor.dm()) == before
    assert [row.state for row in await rows(chat)] == ["HELD"]
    assert (said(chat.bram, MORNING), said(chat.bram, ASK)) == ([], [])


async def test_the_story_of_a_dialogue_begins_with_its_day_and_kind(chat: Chat) -> None:
    await with_coach(chat, state="RUNNING", begun=True, round=1)
    await plan(chat, chat.bram, DAY=date(2026, 11, 26), KIND="meeluisteren")
    await chat.jump("2026-11-27 10:01")
    (asked,) = said(chat.noor, ASK)
    assert asked.text.startswith(f"{ASK} donderdag 26 november?")
    await press(chat, chat.noor, TELL)
    values = chat.noor.form.values
    assert (values["Soort contact"], values["Wanneer"]) == ("meegeluisterd", "2026-11-26")
    words = {WHAT: HAPPENED, STRUCK: STRIKING, STORY_CHANGE: DIFFERENT}
    await chat.noor.fills(words)
    await chat.noor.submits()
    await chat.noor.submits()
    await chat.noor.leaves()
    await chat.settle()
    assert [row.state for row in await rows(chat)] == ["SHARED"]
    (asked,) = said(chat.noor, ASK)
    assert asked.buttons == []
    assert "Je verhaal staat er." in asked.text


async def test_without_time_before_there_is_no_event_for_it(chat: Chat) -> None:
    """And where it was there once, it is called off by its id."""
    await with_coach(chat)
    await plan(chat, chat.bram, DAY=date(2026, 11, 26), BEFORE="0 minuten", AFTER="15 minuten")
    (content,) = files(chat, chat.noor)
    assert spans(content) == [("2026-11-26 14:00", "15:30"), ("2026-11-26 15:30", "15:45")]
    await change(chat, chat.bram, AFTER="0 minuten")
    second = files(chat, chat.noor)[1]
    by_id = dict(zip(column(second, "UID"), column(second, "STATUS"), strict=True))
    talk, after = column(content, "UID")
    assert by_id == {talk: "CONFIRMED", after: "CANCELLED"}
    assert calendar_reading.method(second) == "PUBLISH"
    await chat.until("2026-11-26 08:31")
    (morning,) = said(chat.noor, MORNING)
    assert "eerder" not in morning.text


async def test_who_may_plan_and_for_whom(chat: Chat) -> None:
    await with_coach(chat)
    await role(chat, "petra", "preparer", "daan")
    joris = chat.stage.person("Joris Smit")
    await chat.slack.join(BOARD, joris.person)
    await joris.types("/klant dialoog nieuw", channel=BOARD)
    assert "Dit kan alleen een bestuurder" in joris.hears(BOARD)
    await chat.eva.types("/klant dialoog nieuw", channel=BOARD)
    assert chat.eva.form.options("Wie gaat er?") == ["Eva Hendriks"]
    await chat.eva.leaves()
    await chat.petra.types("/klant dialoog nieuw", channel=BOARD)
    assert len(chat.petra.form.options("Wie gaat er?")) == 5, "she looks after the relay"
    assert chat.petra.form.title == "Klantdialoog plannen"
    wrong = {
        "Datum": filled(DAY=date(2026, 11, 19)),
        "Begin": filled(DAY=date(2026, 11, 20), CLOCK=time(9, 0)),
        "Titel": filled(TITLE="AB"),
        "Duur in minuten": filled(MINUTES=20),
    }
    for field, values in wrong.items():
        await chat.petra.fills(filled() | values)
        await chat.petra.submits()
        assert list(chat.petra.form.errors) == [field], field
    await chat.petra.leaves()
    assert await rows(chat) == []


async def test_what_falls_outside_or_together_is_asked_and_not_refused(chat: Chat) -> None:
    await with_coach(chat)
    await plan(chat, chat.bram)
    late: dict[str, Any] = {"CLOCK": time(19, 0), "MINUTES": 60, "DAY": date(2027, 3, 12)}
    assert OUTSIDE in await plan(chat, chat.bram, TITLE="Avondgesprek", **late)
    assert len(await rows(chat)) == 1
    assert "Gepland" in await plan(chat, chat.bram, sure=True, TITLE="Avondgesprek", **late)
    fits: dict[str, Any] = {"CLOCK": time(16, 30), "MINUTES": 60}
    assert "Gepland" in await plan(chat, chat.bram, TITLE="Aansluitend", **fits), "it begins when the other has ended"
    near: dict[str, Any] = {"CLOCK": time(12, 30), "MINUTES": 60}
    assert MEETS in await plan(chat, chat.bram, TITLE="Te dichtbij", AFTER="45 minuten", **near)
    await role(chat, "daan", "coach")
    theirs: dict[str, Any] = near | {"AFTER": "45 minuten"}
    assert "Gepland" in await plan(chat, chat.daan, TITLE="Voor Eva", WHO="Eva Hendriks", **theirs)
    assert "Gepland" in await plan(chat, chat.bram, TITLE="Iemand anders", WHO="Daan Mulder", **theirs)
    assert "Gewijzigd" in await change(chat, chat.daan, PLACE="op kantoor"), "it doesn't meet itself"


async def test_nothing_stale_is_read_of_what_was_moved_or_called_off(chat: Chat) -> None:
    """Moved on the morning itself: that morning's message goes, and comes again on the other day."""
    await with_coach(chat)
    await plan(chat, chat.bram, DAY=date(2026, 11, 24))
    await chat.until("2026-11-24 08:35")
    assert len(said(chat.noor, MORNING)) == 1
    await change(chat, chat.bram, DAY=date(2026, 11, 26), CLOCK=time(11, 0))
    assert said(chat.noor, MORNING) == []
    await chat.until("2026-11-25 12:00")
    assert said(chat.noor, ASK) == []
    await chat.until("2026-11-26 08:35")
    assert [seen.text[:37] for seen in said(chat.noor, MORNING)] == [f"{MORNING} 11:00, "]
    await press(chat, chat.bram, CALL_OFF)
    assert said(chat.noor, MORNING) == []
    await chat.until("2026-11-27 12:00")
    assert said(chat.noor, ASK) == []


async def test_another_goes_instead(chat: Chat) -> None:
    """Who went first has it taken out of their calendar, and reads nothing of it any more."""
    await with_coach(chat)
    await plan(chat, chat.bram)
    await change(chat, chat.bram, WHO="Daan Mulder")
    first, second = files(chat, chat.noor)
    assert calendar_reading.method(second) == "CANCEL"
    assert column(second, "UID") == column(first, "UID")
    assert notices(chat.noor) == []
    (content,) = files(chat, chat.daan)
    assert calendar_reading.method(content) == "PUBLISH"
    assert "Daan Mulder gaat erheen." in notices(chat.daan)[0].text
    assert "Daan Mulder gaat erheen." in notices(chat.bram)[0].text


async def test_who_goes_leaves_and_who_planned_it_leaves(chat: Chat) -> None:
    await with_coach(chat)
    await plan(chat, chat.bram)
    await plan(chat, chat.bram, TITLE="Met Daan", WHO="Daan Mulder")
    await chat.slack.deactivate(chat.noor.person)
    await chat.settle()
    assert [row.state for row in await rows(chat)] == ["CANCELLED", "PLANNED"]
    assert any("Klanten aan tafel op donderdag 11 maart gaat niet door." in seen.text for seen in chat.bram.dm())
    assert calendar_reading.method(files(chat, chat.bram)[-1]) == "CANCEL"
    await chat.slack.deactivate(chat.bram.person)
    await chat.settle()
    first, second = await rows(chat)
    assert (first.person, first.organiser, second.state, second.organiser) == (None, None, "PLANNED", None)
    assert "Met Daan" in notices(chat.daan)[0].text
    assert CHANGE in notices(chat.daan)[0].buttons


async def test_ones_own_list_and_home(chat: Chat) -> None:
    await with_coach(chat)
    await plan(chat, chat.bram)
    await plan(chat, chat.bram, TITLE="Eerder", DAY=date(2026, 11, 26), WHO="Daan Mulder")
    await chat.bram.types("/klant dialoog", channel=BOARD)
    text = chat.bram.form.text
    assert text.index("Eerder: donderdag 26 november") < text.index("Klanten aan tafel: donderdag 11 maart")
    assert chat.bram.form.buttons.count(FILE) == 2
    await chat.bram.leaves()
    await chat.noor.types("/klant dialoog", channel=BOARD)
    assert "Eerder" not in chat.noor.form.text
    await chat.noor.presses(FILE, chat.noor.form)
    await chat.noor.leaves()
    await chat.settle()
    assert len(files(chat, chat.noor)) == 2
    await chat.noor.person.opens_home()
    await chat.idle()
    assert "Klanten aan tafel: donderdag 11 maart" in chat.noor.person.home.text
    await chat.aisha.types("/klant dialoog", channel=BOARD)
    assert "Er is geen klantdialoog gepland." in chat.aisha.form.text
    assert MARCH.isoformat() not in chat.aisha.form.text
