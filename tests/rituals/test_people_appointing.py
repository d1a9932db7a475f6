"""Dialogues about roles of the organisation, and about roles that are given by form."""

from __future__ import annotations

import pytest

from bot.stage import Actor
from storage.audit import Audit
from storage.roles import OrgRole
from tests.chat import NOORD, Chat
from tests.rituals.people_talk import dms, replies, roles, rows

FULL = "Deze rol is al verdeeld. Neem hem eerst bij iemand terug."
NOBODY = "Gasten, apps en oud-collega's kan ik niet kiezen."


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is said here is the same on both; ten at once are on both."""
    return sqlite_url


async def with_admin(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.set_admin(chat.sanne.person, True)
    await chat.settle()


async def offices(chat: Chat) -> set[tuple[str, ...]]:
    names = {actor.id: key for key, actor in chat.people.items()}
    held = await rows(chat, OrgRole)
    return {(names[row.person], row.role, *([names[row.exec]] if row.exec else ())) for row in held}


async def logged(chat: Chat) -> list[str]:
    return [row.what.split()[0] + " " + row.what.split()[1] for row in await rows(chat, Audit) if "role." in row.what]


async def test_an_admin_gives_and_takes_roles_of_the_organisation(chat: Chat) -> None:
    await with_admin(chat)
    told = await replies(chat, chat.sanne, f"/klant rol geef cultuurcoach @{chat.nadia.name}")
    assert told == "Nadia Amrani is nu cultuurcoach."
    assert [text for text in dms(chat.nadia) if text.startswith("Je bent nu cultuurcoach.")] == [
        "Je bent nu cultuurcoach. Wat je kunt instellen, zie je met /klant instellen."
    ]
    assert (await replies(chat, chat.sanne, f"/klant rol geef coach @{chat.nadia.name}")).startswith("Deze had ik al")
    told = await replies(chat, chat.sanne, f"/customer role take coach @{chat.nadia.name}")
    assert told == "Nadia Amrani is geen cultuurcoach meer."
    assert await offices(chat) == set()
    assert await logged(chat) == ["role.give coach", "role.take coach"]


async def test_a_coordinator_appoints_for_the_relay_and_nothing_else(chat: Chat) -> None:
    await with_admin(chat)
    await replies(chat, chat.sanne, f"/klant rol geef estafettecoördinator @{chat.omar.name}")
    await replies(chat, chat.omar, f"/klant rol geef ceo @{chat.mila.name}")
    told = await replies(chat, chat.omar, f"/klant rol geef voorbereider @{chat.joris.name} voor @{chat.mila.name}")
    assert told == "Joris Smit is nu voorbereider van Mila Bakker."
    assert any(text.startswith("Je bent nu voorbereider van Mila Bakker. Wat je") for text in dms(chat.joris))
    assert await offices(chat) == {
        ("omar", "relay_coordinator"),
        ("mila", "exec"),
        ("mila", "ceo"),
        ("joris", "preparer", "mila"),
    }
    told = await replies(chat, chat.omar, f"/klant rol geef cultuurcoach @{chat.omar.name}")
    assert told == "Dit kan alleen de beheerder. Er is niets veranderd."
    told = await replies(chat, chat.anna, f"/klant rol geef bestuurder @{chat.anna.name}")
    assert told == "Dit kan alleen de beheerder of de estafettecoördinator. Er is niets veranderd."


async def test_there_is_one_ceo_two_coordinators_and_two_preparers_of_an_executive(chat: Chat) -> None:
    await with_admin(chat)
    for role, most in (("ceo", 1), ("estafettecoördinator", 2)):
        some = (chat.mila, chat.joris, chat.omar)[: most + 1]
        told = [await replies(chat, chat.sanne, f"/klant rol geef {role} @{person.name}") for person in some]
        assert [text == FULL for text in told] == [False] * most + [True]
    for person in (chat.nadia, chat.omar, chat.bram):
        told = [await replies(chat, chat.sanne, f"/klant rol geef voorbereider @{person.name} voor @{chat.mila.name}")]
    assert told == [FULL]
    told = [await replies(chat, chat.sanne, f"/klant rol geef voorbereider @{chat.bram.name} voor @{chat.joris.name}")]
    assert told == ["Joris Smit is geen bestuurder. Alleen een bestuurder heeft voorbereiders."]


async def test_who_is_no_executive_any_more_is_no_ceo_and_has_no_preparers(chat: Chat) -> None:
    await with_admin(chat)
    await replies(chat, chat.sanne, f"/klant rol geef ceo @{chat.mila.name}")
    await replies(chat, chat.sanne, f"/klant rol geef voorbereider @{chat.joris.name} voor @{chat.mila.name}")
    await replies(chat, chat.mila, f"/klant rol neem bestuurder @{chat.mila.name}")
    assert await offices(chat) == set()


async def test_a_closed_account_ends_roles_of_the_organisation(chat: Chat) -> None:
    await with_admin(chat)
    await replies(chat, chat.sanne, f"/klant rol geef ceo @{chat.mila.name}")
    await replies(chat, chat.sanne, f"/klant rol geef voorbereider @{chat.joris.name} voor @{chat.mila.name}")
    await chat.slack.leave(NOORD, chat.mila.person)
    await chat.settle()
    assert ("mila", "ceo") in await offices(chat)
    await chat.slack.deactivate(chat.mila.person)
    await chat.settle()
    assert await offices(chat) == set()
    assert "role.end ceo" in await logged(chat)


async def test_guests_and_apps_get_no_role_and_somebody_new_is_looked_up(chat: Chat) -> None:
    await with_admin(chat)
    gast, ver = chat.person("Gast Gastman", guest=True), chat.person("Ver Weg")
    assert await replies(chat, chat.sanne, f"/klant rol geef bestuurder @{gast.name}") == NOBODY
    assert await replies(chat, chat.sanne, f"/klant rol geef bestuurder @{ver.name}") == "Ver Weg is nu bestuurder."


async def test_a_role_that_is_none_shows_how_it_works(chat: Chat) -> None:
    await with_admin(chat)
    told = await replies(chat, chat.sanne, f"/klant rol geef beheerder @{chat.omar.name}")
    assert told == "Een beheerder benoem je in Slack zelf."
    told = await replies(chat, chat.sanne, f"/klant rol geef voorbereider @{chat.omar.name}")
    assert told == "Zo werkt het: /klant rol geef voorbereider @wie voor @bestuurder\nvoorbereider Omar Haddad"


async def test_a_preparer_is_of_one_executive_and_not_of_themselves(chat: Chat) -> None:
    await with_admin(chat)
    for person in (chat.mila, chat.omar):
        await replies(chat, chat.sanne, f"/klant rol geef bestuurder @{person.name}")

    async def prepares(who: Actor, whom: Actor) -> str:
        return await replies(chat, chat.sanne, f"/klant rol geef voorbereider @{who.name} voor @{whom.name}")

    own = "Een bestuurder is niet de eigen voorbereider. Kies iemand anders."
    assert await prepares(chat.mila, chat.mila) == own
    assert (await prepares(chat.joris, chat.mila)).startswith("Joris Smit is nu")
    other = "Joris Smit is al voorbereider van een andere bestuurder. Neem die rol eerst terug."
    assert await prepares(chat.joris, chat.omar) == other
    await chat.sanne.types("/klant rol", channel=NOORD)
    assert "Voorbereider van Mila Bakker: Joris Smit" in chat.sanne.form.text.splitlines()
    await chat.sanne.presses("Aanpassen", near="Voorbereider van Omar")
    await chat.sanne.fills({"Voorbereider": [chat.joris]})
    await chat.sanne.submits()
    assert list(chat.sanne.form.errors.values()) == [other]


async def test_the_last_coordinator_asks_the_admin(chat: Chat) -> None:
    await with_admin(chat)
    await replies(chat, chat.sanne, f"/klant rol geef estafettecoördinator @{chat.omar.name}")
    told = await replies(chat, chat.omar, f"/klant rol neem estafettecoördinator @{chat.omar.name}")
    assert told == (
        "Omar Haddad is de enige estafettecoördinator. Vraag de beheerder om eerst iemand anders aan te wijzen."
    )


async def test_admins_read_that_an_office_is_free(chat: Chat) -> None:
    await with_admin(chat)
    for role, person in (("ceo", chat.mila), ("estafettecoördinator", chat.omar), ("cultuurcoach", chat.omar)):
        await replies(chat, chat.sanne, f"/klant rol geef {role} @{person.name}")
    await chat.slack.deactivate(chat.mila.person)
    await chat.slack.make_guest(chat.omar.person)
    await chat.until("2026-11-24 17:00")
    told = sorted(line for text in dms(chat.sanne) for line in text.splitlines() if "is vrij" in line)
    assert told == [
        "De rol van CEO is vrij. Je geeft hem aan iemand met /klant rol geef ceo @wie.",
        "De rol van estafettecoördinator is vrij. Je geeft hem aan iemand met "
        "/klant rol geef estafettecoördinator @wie.",
    ]
    await replies(chat, chat.sanne, f"/klant rol geef ceo @{chat.joris.name}")
    assert not [text for text in dms(chat.sanne) if "CEO is vrij" in text]


async def test_a_role_that_is_gone_by_morning_is_not_told(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-21 11:00")
    for person in (chat.nadia, chat.omar):
        await replies(chat, chat.anna, f"/klant rol geef waarnemer @{person.name}")
    await replies(chat, chat.anna, f"/klant rol neem waarnemer @{chat.nadia.name}")
    await chat.until("2026-11-23 08:29")
    assert not [text for text in dms(chat.omar) if "waarnemer" in text]
    await chat.until("2026-11-23 08:30")
    assert [text for text in dms(chat.omar) if "Je bent nu waarnemer" in text]
    assert not [text for text in dms(chat.nadia) if "Je bent nu waarnemer" in text]


async def test_who_stands_in_neither_becomes_a_lead_nor_takes_their_place(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}")
    await replies(chat, chat.anna, f"/klant rol geef teamleider @{chat.mila.name}")
    await replies(chat, chat.anna, "/klant afwezig vandaag t/m 23-11")
    no = "Dit kan alleen de teamleider of de beheerder. Er is niets veranderd."
    assert await replies(chat, chat.nadia, f"/klant rol geef teamleider @{chat.nadia.name}") == no
    assert await replies(chat, chat.nadia, f"/klant rol neem teamleider @{chat.anna.name}") == no
    await chat.nadia.types("/klant rol", channel=NOORD)
    await chat.nadia.presses("Aanpassen", near="Teamleider")
    for people in ([chat.mila], [chat.anna, chat.mila, chat.nadia]):
        await chat.nadia.fills({"Teamleider": people})
        await chat.nadia.submits()
        assert list(chat.nadia.form.errors.values()) == [no]
    await chat.nadia.fills({"Teamleider": [chat.anna, chat.mila, chat.omar]})
    await chat.nadia.submits()
    assert (chat.omar.id, "lead") in await roles(chat)


# --- by form ----------------------------------------------------------------------------------------------------------
async def test_a_lead_edits_the_roles_of_the_own_team_by_form(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/klant rol", channel=NOORD)
    await chat.anna.presses("Aanpassen", near="Teamleider")
    assert "Rollen zijn voor iedereen zichtbaar." in chat.anna.form.text
    await chat.anna.fills({"Teamleider": [chat.anna, chat.bram]})
    await chat.anna.submits()
    assert chat.anna.form.text == "Teamleider: Anna de Boer en Bram Visser"
    await chat.settle()
    assert await roles(chat) == {(chat.anna.id, "lead"), (chat.bram.id, "lead")}
    assert [text for text in dms(chat.bram) if text.startswith("Je bent nu teamleider.")]


async def test_what_a_form_can_not_take_is_said_at_its_field(chat: Chat) -> None:
    await chat.noord()
    gast = chat.person("Gast Gastman", guest=True)
    await chat.slack.join(NOORD, gast.person)
    await chat.settle()
    await chat.anna.types("/klant rol", channel=NOORD)
    await chat.anna.presses("Aanpassen", near="Teamleider")
    for people, error in (
        ([chat.anna, gast], NOBODY),
        ([chat.anna, chat.bram, chat.mila, chat.joris], FULL),
        ([], "Anna de Boer is de enige teamleider. Geef de rol eerst aan iemand anders."),
    ):
        await chat.anna.fills({"Teamleider": people})
        await chat.anna.submits()
        assert list(chat.anna.form.errors.values()) == [error]
    assert await roles(chat) == {(chat.anna.id, "lead")}


async def test_the_right_is_looked_at_when_the_form_is_saved(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, f"/klant rol geef teamleider @{chat.mila.name}")
    await chat.mila.types("/klant rol", channel=NOORD)
    await chat.mila.presses("Aanpassen", near="Teamleider")
    await replies(chat, chat.anna, f"/klant rol neem teamleider @{chat.mila.name}")
    await chat.mila.fills({"Teamleider": [chat.mila]})
    await chat.mila.submits()
    assert "Dit kan alleen de teamleider of de beheerder. Er is niets veranderd." in chat.mila.form.text
    assert await roles(chat) == {(chat.anna.id, "lead")}


async def test_a_ceo_is_replaced_at_once_by_form(chat: Chat) -> None:
    await with_admin(chat)
    await replies(chat, chat.sanne, f"/klant rol geef ceo @{chat.mila.name}")
    await chat.sanne.leaves()
    await chat.sanne.types("/klant rol", channel=NOORD)
    await chat.sanne.presses("Aanpassen", near="CEO")
    await chat.sanne.fills({"CEO": chat.joris})
    await chat.sanne.submits()
    assert {row for row in await offices(chat) if row[1] == "ceo"} == {("joris", "ceo")}


async def test_a_deputy_appoints_while_a_lead_is_away_and_not_after(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}")
    give = f"/klant rol geef waarnemer @{chat.omar.name}"
    assert (await replies(chat, chat.nadia, give)).startswith("Dit kan alleen")
    await replies(chat, chat.anna, "/klant afwezig vandaag t/m 23-11")
    assert await replies(chat, chat.nadia, give) == "Omar Haddad is nu waarnemer."
    await chat.until("2026-11-24 00:05")
    assert (await replies(chat, chat.nadia, f"/klant rol neem waarnemer @{chat.omar.name}")).startswith(
        "Dit kan alleen"
    )
