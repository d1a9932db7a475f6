"""Dialogues about meetings with the cap: registered, changed, stopped, started on the spot, and looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import icalendar

from storage.klantpet import Meeting
from tests.chat import NOORD, Chat, local
from tests.rituals.klantpet_talk import (
    CLOCK,
    CONFIDENTIAL,
    EDIT,
    FIRST,
    MINUTES,
    MONTHLY,
    MT,
    NAME,
    NEW,
    ONCE,
    PEOPLE,
    REPEATS,
    STOP,
    THURSDAY,
    days,
    filled,
    meetings,
    opens,
    page,
    posts,
    register,
    states,
)

FULL = "Je kanaal heeft tien overleggen met de pet. Stop er eerst een, met /klantpet overleg."


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def contents(chat: Chat) -> Any:
    """Of the files in the workspace, by id."""
    return chat.slack._site.workspace.contents


# --- registering ------------------------------------------------------------------------------------------------------
async def test_a_meeting_is_registered_checked_and_kept_to_its_team(chat: Chat) -> None:
    await chat.noord()
    guest = chat.stage.person("Gijs Gast", guest=True)
    await opens(chat.mila)
    assert chat.mila.form.title == "Overleg met klantpet"
    assert "Zichtbaar voor je team." in chat.mila.form.text
    wrong = {
        "Tijd": filled(clock="10:03"),
        "Eerste dag": filled(first="2026-11-19"),
        "Deelnemers": filled() | {PEOPLE: [chat.bram]},
    }
    sentences = {
        "Tijd": "Kies een tijd tussen 06:00 en 20:00, in stappen van vijf minuten.",
        "Eerste dag": "Deze datum is al geweest.",
        "Deelnemers": "Kies 2 tot 40 mensen, of niemand voor het hele kanaal.",
    }
    for field, values in wrong.items():
        await chat.mila.fills(values)
        await chat.mila.submits()
        assert chat.mila.form.errors == {field: sentences[field]}
    await chat.mila.fills(filled() | {PEOPLE: [chat.bram, guest]})
    await chat.mila.submits()
    assert chat.mila.form.errors == {PEOPLE: "Gasten, apps en oud-collega's kan ik niet kiezen."}
    await chat.mila.fills(filled(first="2026-11-28") | {PEOPLE: [chat.bram, chat.omar]})
    await chat.mila.submits()
    assert chat.mila.form.errors == {FIRST: "Op die dag van de week werkt je team niet. Kies een andere dag."}
    said = await chat.mila.sends(filled() | {PEOPLE: [chat.bram, chat.omar]})
    assert said == "Bewaard. De pet gaat mee vanaf donderdag 26 november."
    await chat.mila.leaves()
    (row,) = await meetings(chat)
    assert (row.owner, row.whole, row.rotates, row.confidential, row.minutes) == (chat.mila.id, False, True, False, 60)
    assert await states(chat) == {THURSDAY: "PLANNED", "2026-12-03": "PLANNED"}
    await opens(chat.bram)
    await chat.bram.fills(filled("mt-OVERLEG"))
    await chat.bram.submits()
    taken = "In dit kanaal heet al een overleg zo. Kies een andere naam."
    assert chat.bram.form.errors == {NAME: taken}
    assert chat.bram.form.values[NAME] == "mt-OVERLEG"


async def test_a_meeting_is_changed_by_whom_it_is_and_by_a_lead(chat: Chat) -> None:
    await chat.noord()
    await register(chat, chat.mila)
    await chat.bram.types("/klantpet overleg", channel=NOORD)
    assert "Je hebt nog geen overleg met de pet aangemeld." in chat.bram.form.text
    assert chat.bram.form.buttons == [NEW]
    await chat.bram.leaves()
    for actor, clock in ((chat.mila, "11:00"), (chat.anna, "14:30")):
        await actor.types("/klantpet overleg", channel=NOORD)
        assert f"{MT}: elke donderdag om" in actor.form.text
        await actor.presses(EDIT)
        said = await actor.sends({CLOCK: clock, MINUTES: 30})
        assert said == "Bewaard. De pet gaat mee vanaf donderdag 26 november."
        await actor.leaves()
    assert [(row.starts_at, row.minutes) for row in await days(chat)] == [
        (at("2026-11-26 13:30"), 30),
        (at("2026-12-03 13:30"), 30),
    ]
    assert f"{MT}: donderdag om 14:30. Wie de pet draagt, is nog niet bekend." in await page(chat.bram)
    await chat.mila.types("/klantpet overleg", channel=NOORD)
    await chat.mila.presses(EDIT)
    await chat.mila.sends({REPEATS: MONTHLY})
    await chat.mila.leaves()
    assert await states(chat) == {THURSDAY: "PLANNED"}, "the third of December is no fourth Thursday"
    await chat.mila.types("/klantpet overleg", channel=NOORD)
    await chat.mila.presses(STOP)
    assert "De pet gaat niet meer mee naar MT-overleg." in chat.mila.form.text
    await chat.mila.leaves()
    assert await states(chat) == {}
    assert "Je team heeft nog geen overleg met de pet." in await page(chat.mila)


async def test_whoever_was_invited_follows_the_meeting(chat: Chat) -> None:
    """To another time with it, and back to the hook when it stops."""
    await chat.noord()
    await register(chat, chat.mila)
    await chat.until("2026-11-25 15:31")
    (wearer,) = {row.wearer for row in await days(chat) if row.state == "INVITED"}
    asked = next(actor for actor in chat.people.values() if actor.id == wearer)
    assert "Morgen draag jij de klantpet bij MT-overleg, 10:00." in asked.dm()[-1].text
    own, other = await page(asked), await page(next(a for a in chat.people.values() if a is not asked))
    assert "Ik heb jou gevraagd om de pet te dragen." in own
    assert "Wie de pet draagt, is nog niet bekend." in other
    await chat.mila.types("/klantpet overleg", channel=NOORD)
    await chat.mila.presses(EDIT)
    await chat.mila.sends({CLOCK: "13:00"})
    await chat.mila.leaves()
    await chat.settle()
    assert "Morgen draag jij de klantpet bij MT-overleg, 13:00." in asked.dm()[-1].text
    await chat.mila.types("/klantpet overleg", channel=NOORD)
    await chat.mila.presses(STOP)
    await chat.mila.leaves()
    await chat.settle()
    assert asked.dm()[-1].text == "De pet gaat niet meer mee naar MT-overleg."
    assert asked.notifications[-1] == "Je hoeft de pet deze keer niet te dragen."
    await chat.until("2026-11-26 13:30")
    assert posts(chat) == []


async def test_what_is_held_once_on_a_free_day_is_asked_about_and_held(chat: Chat) -> None:
    await chat.noord()
    await opens(chat.anna)
    await chat.anna.fills(filled("Kerstborrel", "2026-12-25", "15:00") | {REPEATS: ONCE})
    await chat.anna.submits()
    assert "Je team is vrij op die dag. Gaat het overleg toch door?" in chat.anna.form.text
    await chat.anna.submits()
    assert chat.anna.form.text == "Bewaard. De pet gaat mee vanaf vrijdag 25 december."
    await chat.anna.leaves()
    await register(chat, chat.anna, "Vrijdagstart", "2026-12-11", "09:30")
    await chat.jump("2026-12-14 05:00")
    known = {(row.meeting, row.day.isoformat()): row.state for row in await days(chat)}
    once, weekly = (row.id for row in await meetings(chat))
    assert (known[once, "2026-12-25"], known[weekly, "2026-12-25"]) == ("PLANNED", "SKIPPED")


async def test_ten_meetings_fit_in_a_channel(chat: Chat) -> None:
    await chat.noord()
    base = {"team": 1, "repeats": "weekly", "first": date(2026, 12, 3), "clock": time(10), "minutes": 60}
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add_all(Meeting(**base, name=f"Overleg {n}", owner=chat.mila.id, at=turn.now) for n in range(10))
    await chat.mila.types("/klantpet overleg", channel=NOORD)
    assert FULL in chat.mila.form.text
    await chat.mila.presses(NEW)
    assert FULL in chat.mila.form.text
    await chat.mila.leaves()
    await chat.mila.types("/klantpet nu Weekstart", channel=NOORD)
    await chat.settle()
    assert len(posts(chat)) == 1, "what begins on the spot takes nobody's place"


# --- on the spot, and to take along -----------------------------------------------------------------------------------
async def test_a_meeting_begins_on_the_spot(chat: Chat) -> None:
    await chat.noord()
    said = await chat.bram.types("/klantpet nu Snel overleg", channel=NOORD)
    assert said is not None
    assert said.text == "Begonnen. Het staat in het kanaal."
    again = await chat.mila.types("/klantpet nu snel OVERLEG", channel=NOORD)
    assert again is not None
    assert again.text == "snel OVERLEG is al begonnen. De pet staat in het kanaal."
    await chat.settle()
    (post,) = posts(chat)
    assert post.text.startswith("🧢 De klantpet voor Snel overleg is nog vrij.")
    await chat.mila.presses("Ik pak de pet", post)
    await chat.settle()
    assert posts(chat)[0].text.startswith("🧢 Mila Bakker draagt de klantpet bij Snel overleg.")
    assert "Snel overleg: vrijdag 20 november om 10:00. Jij draagt de pet." in await page(chat.mila)
    assert "Mila Bakker draagt de pet." in await page(chat.bram)
    await chat.until("2026-11-20 11:01")
    assert [row.state for row in await days(chat)] == ["CHECKOUT"]
    assert "Terugkijken kan nu." in await page(chat.mila)
    wrong = await chat.bram.types("/klantpet nu bel 0612345678", channel=NOORD)
    assert wrong is not None
    assert "zonder gegevens van een klant" in wrong.text


async def test_a_calendar_file_is_sent_in_ones_own_language(chat: Chat) -> None:
    await chat.noord()
    await register(chat, chat.mila)
    await chat.bram.types("/klant taal en", channel=NOORD)
    await chat.bram.types("/klantpet", channel=NOORD)
    await chat.bram.presses("Calendar file")
    assert "Your file is in our conversation." in chat.bram.form.text
    await chat.bram.leaves()
    (file,) = chat.bram.dm()[-1].message.files
    assert file["name"] == "mt-overleg.ics"
    (event,) = icalendar.Calendar.from_ical(contents(chat)[file["id"]]).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    assert event["summary"] == MT
    assert str(event["description"]).startswith("From 09:58 the channel reads who wears the customer's cap")
    assert event.start == local("2026-11-26 10:00")
    assert event.exdates == [local("2027-05-06 10:00")], "Ascension Day"


# --- people and channels ----------------------------------------------------------------------------------------------
async def test_who_leaves_leaves_their_meetings_to_the_lead(chat: Chat) -> None:
    await chat.noord()
    await register(chat, chat.mila, people=(chat.mila, chat.bram, chat.omar))
    await chat.slack.leave(NOORD, chat.mila.person)
    await chat.settle()
    (row,) = await meetings(chat)
    assert row.owner is None
    await chat.anna.types("/klantpet overleg", channel=NOORD)
    await chat.anna.presses(EDIT)
    assert sorted(chat.anna.form.values[PEOPLE]) == sorted([chat.bram.id, chat.omar.id])
    assert "Bewaard" in await chat.anna.sends({CONFIDENTIAL: True})
