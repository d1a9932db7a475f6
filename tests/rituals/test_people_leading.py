"""Dialogues about lead and deputy, and the lines that they hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

import pytest
from sqlalchemy import text

from rituals.contract import Turn, about
from rituals.facts import ForLeads
from rituals.people import RITUAL
from rituals.shown import Text
from storage.audit import Audit
from storage.people import Role
from tests.chat import NOORD, Chat
from tests.rituals.people_talk import answers, dms, replies, roles, rows, team

ALREADY = "Deze had ik al van je. Alles staat goed."
NO_RIGHT = "Dit kan alleen de teamleider of de beheerder. Er is niets veranderd."
GO_ON = "Zullen we verdergaan?"


# --- roles ------------------------------------------------------------------------------------------------------------
async def test_roles_are_read_by_anyone(chat: Chat) -> None:
    await chat.noord()
    await chat.sanne.types("/klant rol", channel=NOORD)
    assert chat.sanne.form.text.splitlines() == [
        "Teamleider: Anna de Boer",
        "Waarnemer: niemand",
        "Cultuurcoach: niemand",
        "Bestuurder: niemand",
        "CEO: niemand",
        "Estafettecoördinator: niemand",
    ]
    await chat.sanne.leaves()
    await replies(chat, chat.sanne, "/klant taal en")
    await chat.sanne.types("/customer role", channel=NOORD)
    assert chat.sanne.form.text.startswith("Team lead: Anna de Boer")


async def test_a_lead_gives_and_takes_roles(chat: Chat) -> None:
    await chat.noord()
    given = await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}")
    assert given == "Nadia Amrani is nu waarnemer."
    assert [text for text in dms(chat.nadia) if text.startswith("Je bent nu waarnemer.")]
    assert await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}") == ALREADY
    taken = await replies(chat, chat.anna, f"/customer role take deputy @{chat.nadia.name}")
    assert taken == "Nadia Amrani is geen waarnemer meer."
    assert await roles(chat) == {(chat.anna.id, "lead")}
    logged = [row.what for row in await rows(chat, Audit) if row.what.startswith("role.")]
    assert logged == [f"role.give deputy {chat.nadia.id}", f"role.take deputy {chat.nadia.id}"]


async def test_who_may_not_appoint_changes_nothing(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}")
    before = await roles(chat)
    for person in (chat.bram, chat.nadia):
        assert await replies(chat, person, f"/klant rol geef teamleider @{person.name}") == NO_RIGHT
    assert await replies(chat, chat.bram, f"/klant rol neem waarnemer @{chat.nadia.name}") == NO_RIGHT
    assert await roles(chat) == before


async def test_anyone_puts_down_a_role_of_their_own(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}")
    told = await replies(chat, chat.nadia, f"/klant rol neem waarnemer @{chat.nadia.name}")
    assert told == "Nadia Amrani is geen waarnemer meer."


async def test_there_are_three_leads_and_two_deputies_at_most(chat: Chat) -> None:
    await chat.noord()
    full = "Deze rol is al verdeeld. Neem hem eerst bij iemand terug."
    leads, deputies = (chat.bram, chat.mila, chat.joris), (chat.nadia, chat.omar, chat.sanne)
    for role, some in (("teamleider", leads), ("waarnemer", deputies)):
        told = [await replies(chat, chat.anna, f"/klant rol geef {role} @{person.name}") for person in some]
        assert [text == full for text in told] == [False, False, True]
    assert sorted(role for _, role in await roles(chat)) == ["deputy", "deputy", "lead", "lead", "lead"]


async def test_only_an_admin_takes_the_last_lead(chat: Chat) -> None:
    await chat.noord()
    told = await replies(chat, chat.anna, f"/klant rol neem teamleider @{chat.anna.name}")
    assert told == "Anna de Boer is de enige teamleider. Geef de rol eerst aan iemand anders."
    await chat.slack.set_admin(chat.sanne.person, True)
    await chat.settle()
    told = await replies(chat, chat.sanne, f"/klant rol neem teamleider @{chat.anna.name}")
    assert told == "Anna de Boer is geen teamleider meer."
    assert (await team(chat)).no_lead_since == date(2026, 11, 20)


async def test_a_role_is_for_members_of_the_team(chat: Chat) -> None:
    await chat.noord()
    gast, ver = chat.person("Gast Gastman", guest=True), chat.person("Ver Weg")
    await chat.slack.join(NOORD, gast.person)
    await chat.settle()
    outside = "Deze collega zit niet in het kanaal van het team. Nodig die daar eerst uit."
    for person, why in ((gast, "Gasten, apps en oud-collega's kan ik niet kiezen."), (ver, outside)):
        assert await replies(chat, chat.anna, f"/klant rol geef waarnemer @{person.name}") == why


async def test_a_command_that_is_not_understood_shows_how_it_works(chat: Chat) -> None:
    await chat.noord()
    for typed in ("", "baas", f"baas @{chat.nadia.name}", f"waarnemer @{chat.nadia.name} @{chat.omar.name}"):
        told = await replies(chat, chat.anna, f"/klant rol geef {typed}")
        assert told.splitlines() == [
            "Zo werkt het: /klant rol geef teamleider @wie",
            *filter(None, [typed.replace("@", "")]),
        ]


async def test_outside_a_team_the_only_team_is_meant_and_of_several_one_is_asked(chat: Chat) -> None:
    await chat.noord()
    chat.slack.channel("borrel", members=[chat.anna.person, chat.nadia.person])
    await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}", "borrel")
    assert (chat.nadia.id, "deputy") in await roles(chat)
    chat.slack.channel("klantenservice-zuid", members=[chat.anna.person, chat.nadia.person])
    await chat.start(chat.anna, "klantenservice-zuid")
    told = await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}", "borrel")
    assert told == "Voor welk team?"
    await answers(chat, chat.anna, "klantenservice-zuid")
    assert len([role for role in await rows(chat, Role) if role.role == "deputy"]) == 2


# --- lines for the leads ----------------------------------------------------------------------------------------------
async def channel_fails(chat: Chat, *days: str) -> None:
    """A message for the team's channel was given up, on each of these days."""
    found = (await team(chat)).id
    for day in days:
        await chat.house.dispatcher.tell(chat.house.org, ForLeads(found, "people.channelfail", about(found, day)))
    await chat.settle()


FAILS = "Het lukt me niet om iets te plaatsen"


async def test_a_team_that_lost_its_lead_is_told_to_the_admins_once(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.set_admin(chat.sanne.person, True)
    await chat.settle()
    await chat.slack.leave(NOORD, chat.anna.person)
    await chat.settle()
    await chat.until("2026-11-24 17:00")
    told = [text for text in dms(chat.sanne) if "heeft geen teamleider meer" in text]
    assert len(told) == 1
    assert not [text for text in dms(chat.bram) if "teamleider" in text]
    await replies(chat, chat.sanne, f"/klant rol geef teamleider @{chat.bram.name}")
    assert (await team(chat)).no_lead_since is None
    assert not [text for text in dms(chat.sanne) if "heeft geen teamleider meer" in text]


async def test_a_line_is_told_once_to_each_lead(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, f"/klant rol geef teamleider @{chat.mila.name}")
    await channel_fails(chat, "2026-11-20", "2026-11-20")
    await chat.until("2026-11-24 17:00")
    for person in (chat.anna, chat.mila):
        assert len([text for text in dms(person) if FAILS in text]) == 1
    assert not [text for text in dms(chat.bram) if FAILS in text]


async def test_lines_outside_working_hours_come_in_one_message_of_three_and_the_rest_a_day_later(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-20 18:00")
    await channel_fails(chat, *(f"2026-11-1{day}" for day in range(5)))
    await chat.until("2026-11-23 08:29")
    assert not [text for text in dms(chat.anna) if FAILS in text]
    await chat.until("2026-11-23 08:30")
    assert [text.count(FAILS) for text in dms(chat.anna) if FAILS in text] == [3]
    await chat.until("2026-11-24 08:30")
    assert [text.count(FAILS) for text in dms(chat.anna) if FAILS in text] == [3, 2]


async def test_while_the_lead_is_away_the_deputy_hears_it(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}")
    await replies(chat, chat.anna, "/klant afwezig vandaag t/m 27-11")
    await channel_fails(chat, "2026-11-20")
    assert [text for text in dms(chat.nadia) if FAILS in text]
    assert not [text for text in dms(chat.anna) if FAILS in text]


async def test_without_a_deputy_it_is_held_until_the_lead_is_back(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, "/klant afwezig vandaag t/m 27-11")
    await channel_fails(chat, "2026-11-20")
    await chat.until("2026-11-27 17:00")
    assert not [text for text in dms(chat.anna) if FAILS in text]
    await chat.until("2026-11-30 08:30")
    assert [text for text in dms(chat.anna) if FAILS in text]


async def test_a_lead_who_comes_back_early_hears_what_was_held(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, "/klant afwezig vandaag t/m 27-11")
    await channel_fails(chat, "2026-11-20")
    await chat.until("2026-11-24 10:00")
    await replies(chat, chat.anna, "/klant afwezig weg")
    assert [text for text in dms(chat.anna) if FAILS in text]


async def test_a_line_that_cannot_be_worded_costs_itself_and_not_the_message(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
        await turn.session.execute(text("SELECT nothing FROM nowhere"))
        return {}

    await chat.noord()
    monkeypatch.setitem(cast(dict[str, Any], RITUAL.lead_lines), "people.channelfail", broken)
    await chat.until("2026-11-20 18:00")
    await channel_fails(chat, "2026-11-19")
    await chat.slack.archive(NOORD)
    await chat.settle()
    await chat.slack.unarchive(NOORD)
    await chat.settle()
    await chat.until("2026-11-23 08:30")
    (told,) = [text for text in dms(chat.anna) if GO_ON in text]
    assert "Hier stond een regel die ik nu even niet kan tonen." in told
