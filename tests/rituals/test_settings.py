"""Dialogues about settings: one's own, a team's, the organisation's."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from bot.stage import Actor
from storage.audit import Audit
from storage.dagstart import DagstartDay
from storage.organisations import Organisation
from storage.people import FreeDay, PersonRow, Rota
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import state
from tests.rituals.people_talk import replies, rows, team

SAVED = "Bewaard. Het geldt vanaf nu."
WEEK = ["Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is said here is the same on both; ten at once are on both."""
    return sqlite_url


async def page(chat: Chat, person: Actor) -> str:
    await person.leaves()
    await person.types("/klant instellen", channel=NOORD)
    return person.form.text


async def opens(chat: Chat, person: Actor, part: str) -> None:
    await page(chat, person)
    await person.presses(part)


async def saves(chat: Chat, person: Actor, part: str, **values: object) -> str:
    await opens(chat, person, part)
    said = await person.sends({label.replace("_", " "): value for label, value in values.items()})
    await chat.settle()
    return said


async def errors(person: Actor, values: dict[str, object]) -> list[str]:
    await person.fills(values)
    await person.submits()
    return list(person.form.errors.values())


async def admin(chat: Chat) -> Actor:
    await chat.noord()
    await chat.slack.set_admin(chat.sanne.person, True)
    await chat.settle()
    found: Actor = chat.sanne
    return found


async def logged(chat: Chat) -> list[str]:
    return [row.what for row in await rows(chat, Audit) if row.what.startswith("settings.")]


async def row_of(chat: Chat, person: Actor) -> PersonRow:
    (found,) = [row for row in await rows(chat, PersonRow) if row.key == person.id]
    return found  # type: ignore[no-any-return]


# --- what there is for whom -------------------------------------------------------------------------------------------
async def test_each_finds_what_they_may_set_with_what_holds_now(chat: Chat) -> None:
    sanne = await admin(chat)
    told = await page(chat, chat.bram)
    assert "Van jou" in told
    assert "Nederlands, werkt op maandag, dinsdag, woensdag, donderdag en vrijdag." in told
    assert "Vrije dagen van het team" not in told
    told = await page(chat, chat.anna)
    assert (
        "Nederlands, op de klok van Europe/Amsterdam, werkt op maandag, dinsdag, woensdag, donderdag en vrijdag."
        in told
    )
    assert {"Team", "Vrije dagen van het team", "Dagstart instellen"} <= {*chat.anna.form.buttons}
    assert "Organisatie" not in told
    told = await page(chat, sanne)
    assert "Nederlands, op de klok van Europe/Amsterdam, nog geen kanaal." in told
    assert "De eerstvolgende vrije dag is vrijdag 25 december." in told
    assert "Vrije dagen van het team" not in {*sanne.form.buttons}


async def test_a_deputy_finds_the_team_while_a_lead_is_away(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}")
    await page(chat, chat.nadia)
    assert "Team" not in chat.nadia.form.buttons
    await replies(chat, chat.anna, "/klant afwezig vandaag")
    await opens(chat, chat.nadia, "Team")
    await chat.anna.types("/klant afwezig weg", channel=NOORD)
    await chat.nadia.submits()
    assert "Dit kan alleen de teamleider of waarnemer. Er is niets veranderd." in chat.nadia.form.text
    assert await logged(chat) == []


# --- one's own --------------------------------------------------------------------------------------------------------
async def test_ones_own_settings(chat: Chat) -> None:
    await chat.noord()
    await opens(chat, chat.bram, "Mijn instellingen")
    assert "Alleen jij ziet dit." in chat.bram.form.text
    days = ["Maandag", "Dinsdag", "Donderdag"]
    given = {"Taal": "English", "Werkdagen": days, "Hoogstens zoveel vragen per week": "2"}
    host = {"Liever geen begeleider bij de dagstart van": [NOORD], "Liever niet de klantpet in": [NOORD]}
    assert await chat.bram.sends({**given, **host}) == (
        "Saved. Your working days and home team apply from Monday 23 November."
    )
    row = await row_of(chat, chat.bram)
    assert (row.language, row.pattern, row.next_pattern, row.changes_on) == ("en", None, "124", date(2026, 11, 23))
    assert row.nudges_a_week == 2
    out = {one.role: one.opted_out for one in await rows(chat, Rota) if one.person == chat.bram.id}
    assert out == {"host": True, "wearer": True}
    await chat.until("2026-11-23 08:00")
    assert (await row_of(chat, chat.bram)).pattern == "124"
    assert await logged(chat) == ["settings.own"]


async def test_nothing_of_ones_own_changes_by_saving_it_as_it_is(chat: Chat) -> None:
    await chat.noord()
    assert await saves(chat, chat.bram, "Mijn instellingen") == SAVED
    row = await row_of(chat, chat.bram)
    assert (row.pattern, row.next_pattern, row.nudges_a_week, row.home_team) == (None, None, None, None)


async def test_working_days_without_any_of_the_team_are_refused(chat: Chat) -> None:
    await chat.noord()
    await opens(chat, chat.bram, "Mijn instellingen")
    assert await errors(chat.bram, {"Werkdagen": ["Zondag"]}) == [
        "Op deze dagen werkt je team niet. Kies er minstens één waarop dat wel zo is."
    ]


# --- a team -----------------------------------------------------------------------------------------------------------
async def test_a_teams_settings(chat: Chat) -> None:
    await chat.noord()
    await opens(chat, chat.anna, "Team")
    assert "Je team merkt het resultaat. De wijziging staat een jaar in het logboek." in chat.anna.form.text
    given = {"Naam": "Noord", "Andere teams mogen ons vinden": False, "Taal": "English", "Werkdagen": WEEK[:4]}
    assert await chat.anna.sends(given) == SAVED
    found = await team(chat)
    assert (found.name, found.findable, found.language, found.workdays) == ("Noord", False, "en", "1234")
    assert await logged(chat) == [f"settings.team {name}" for name in ("findable", "language", "name", "workdays")]


async def test_what_a_team_can_not_be(chat: Chat) -> None:
    await chat.noord()
    await opens(chat, chat.anna, "Team")
    assert await errors(chat.anna, {"Tijdzone": "Amsterdam"}) == [
        "Deze tijdzone ken ik niet. Probeer bijvoorbeeld Europe/Amsterdam."
    ]
    assert await errors(chat.anna, {"Naam": "No"}) == ["Iets meer woorden helpen je collega's. Minstens 3 tekens."]
    assert await logged(chat) == []


async def test_another_time_zone_moves_what_has_not_opened_and_leaves_what_is_open(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:05")
    before = {row.day: (row.starts_at, row.closes_at) for row in await rows(chat, DagstartDay)}
    await saves(chat, chat.anna, "Team", Tijdzone="europe/lisbon")
    await chat.until("2026-11-23 09:06")
    after = {row.day: (row.starts_at, row.closes_at) for row in await rows(chat, DagstartDay)}
    assert (await team(chat)).timezone == "Europe/Lisbon"
    assert after[date(2026, 11, 23)] == before[date(2026, 11, 23)]
    moved = after[date(2026, 11, 24)][0] - before[date(2026, 11, 24)][0]
    assert moved.total_seconds() == 3600
    await chat.until("2026-11-24 09:30")
    assert await state(chat, "2026-11-24") == "SCHEDULED"
    await chat.until("2026-11-24 10:00")
    assert await state(chat, "2026-11-24") == "OPEN"


async def test_a_team_free_day_has_no_dagstart_and_its_host_goes(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 16:00")
    host = {row.day: row.host for row in await rows(chat, DagstartDay)}[date(2026, 11, 24)]
    assert host is not None
    await saves(chat, chat.anna, "Vrije dagen van het team", Toevoegen_vanaf=date(2026, 11, 24))
    assert [row.day for row in await rows(chat, FreeDay)] == [date(2026, 11, 24)]
    assert {row.day: row.host for row in await rows(chat, DagstartDay)}[date(2026, 11, 24)] is None
    await chat.until("2026-11-24 12:00")
    assert await state(chat, "2026-11-24") == "SKIPPED"
    await opens(chat, chat.anna, "Vrije dagen van het team")
    told = await errors(chat.anna, {"Toevoegen vanaf": date(2026, 12, 2), "Tot en met": date(2026, 12, 1)})
    assert told == ["De laatste dag ligt voor de eerste."]


async def test_a_free_day_is_taken_back(chat: Chat) -> None:
    await chat.noord()
    free = {"Toevoegen_vanaf": date(2026, 11, 23), "Tot_en_met": date(2026, 11, 24)}
    await saves(chat, chat.anna, "Vrije dagen van het team", **free)
    await saves(chat, chat.anna, "Vrije dagen van het team", Extra_vrije_dagen=["Dinsdag 24 november"])
    assert [row.day for row in await rows(chat, FreeDay)] == [date(2026, 11, 24)]
    await chat.until("2026-11-23 09:00")
    assert await state(chat, "2026-11-23") == "OPEN"


async def test_a_private_channel_is_not_found_by_others(chat: Chat) -> None:
    people = [chat.person("Anna de Boer")]
    chat.slack.channel("besloten", members=[actor.person for actor in people], private=True)
    await chat.slack.add_bot("besloten")
    await chat.start(chat.anna, "besloten")
    assert (await team(chat)).findable is False


# --- the organisation -------------------------------------------------------------------------------------------------
async def test_the_organisations_settings(chat: Chat) -> None:
    sanne = await admin(chat)
    chat.slack.channel("iedereen", members=[sanne.person])
    await opens(chat, sanne, "Organisatie")
    given: dict[str, Any] = {"Kanaal voor iedereen": "iedereen", "Of in woorden": "or@bedrijf.example, toestel 12"}
    given |= {"Kleinste groep waarvan ik cijfers toon": "8", "Berichten per persoon per week": "3"}
    given |= {"Ik schrijf mensen vanaf": time(9), "Het bericht van de dag komt om": time(9, 15)}
    assert await sanne.sends(given) == SAVED
    (org,) = await rows(chat, Organisation)
    assert org.channel == chat.slack.channel_of("iedereen").id
    assert (org.contact, org.k, org.nudges_a_week) == ("or@bedrijf.example, toestel 12", 8, 3)
    assert (org.window_first, org.bundle_time) == (time(9), time(9, 15))
    names = ("bundle_time", "channel", "contact", "k", "nudges_a_week", "window_first")
    assert await logged(chat) == [f"settings.organisation {name}" for name in names]
    await opens(chat, sanne, "Organisatie")
    await sanne.sends({"Contact bij vragen": chat.omar})
    (org,) = await rows(chat, Organisation)
    assert org.contact == chat.omar.id


async def test_what_an_organisation_can_not_be(chat: Chat) -> None:
    sanne = await admin(chat)
    gast = chat.person("Gast Gastman", guest=True)
    chat.slack.channel("elders", members=[sanne.person], bot=False)
    await opens(chat, sanne, "Organisatie")
    (told,) = await errors(sanne, {"Kanaal voor iedereen": "elders"})
    assert told.endswith("Nodig me daar uit en probeer het opnieuw.")
    right = {"Kanaal voor iedereen": None}
    assert await errors(sanne, {**right, "Contact bij vragen": gast}) == [
        "Gasten, apps en oud-collega's kan ik niet kiezen."
    ]
    right["Contact bij vragen"] = None
    assert await errors(sanne, {**right, "Ik schrijf mensen vanaf": time(7)}) == [
        "Kies tijden tussen 08:00 en 18:00, de eerste voor de laatste."
    ]
    late = {"Ik schrijf mensen vanaf": time(9), "Het bericht van de dag komt om": time(8, 45)}
    assert await errors(sanne, {**right, **late}) == ["Kies een tijd binnen deze uren."]
    assert await logged(chat) == []


# --- holidays ---------------------------------------------------------------------------------------------------------
async def test_anybody_reads_the_free_days_of_the_coming_year(chat: Chat) -> None:
    await chat.noord()
    await chat.bram.types("/klant feestdagen", channel=NOORD)
    told = chat.bram.form.text
    assert "Vrijdag 25 december: Eerste kerstdag" in told
    assert "Dinsdag 27 april: Koningsdag" in told
    assert "Goede Vrijdag" not in told
    assert "Bevrijdingsdag" not in told
    assert chat.bram.form.buttons == []


async def test_an_admin_switches_days_off_and_on_and_adds_some(chat: Chat) -> None:
    sanne = await admin(chat)
    await sanne.types("/klant feestdagen", channel=NOORD)
    await sanne.presses("Aanpassen")
    on = ["Nieuwjaarsdag", "Goede Vrijdag", "Eerste paasdag", "Tweede paasdag", "Hemelvaartsdag"]
    given = {"Vrije dagen": on, "Bevrijdingsdag": "elk jaar", "Toevoegen vanaf": date(2026, 11, 23)}
    assert await sanne.sends(given) == SAVED
    await sanne.types("/klant feestdagen", channel=NOORD)
    told = sanne.form.text
    for line in (
        "Maandag 23 november: extra vrije dag",
        "Vrijdag 26 maart: Goede Vrijdag",
        "Woensdag 5 mei: Bevrijdingsdag",
    ):
        assert line in told
    assert "Koningsdag" not in told
    assert "kerstdag" not in told
    await sanne.leaves()
    await chat.until("2026-11-24 09:00")
    assert await state(chat, "2026-11-23") == "SKIPPED"
    assert await state(chat, "2026-11-24") == "OPEN"


async def test_only_an_admin_changes_the_organisation(chat: Chat) -> None:
    sanne = await admin(chat)
    await opens(chat, sanne, "Organisatie")
    await chat.slack.set_admin(sanne.person, False)
    await chat.settle()
    await sanne.submits()
    assert "Dit kan alleen de beheerder. Er is niets veranderd." in sanne.form.text
    assert await logged(chat) == []


async def test_what_comes_back_after_a_lost_right_reads_as_it_stood_there(chat: Chat) -> None:
    sanne = await admin(chat)
    await opens(chat, sanne, "Organisatie")
    await chat.slack.set_admin(sanne.person, False)
    await chat.settle()
    told = await sanne.sends({})
    assert "Dit kan alleen de beheerder." in told
    assert "Taal Nederlands" in " ".join(told.split())
