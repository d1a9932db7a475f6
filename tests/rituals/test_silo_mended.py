"""Dialogues about aims that collide: nobody is named, a talk goes on without a team, and a lead takes a step."""

from __future__ import annotations

from itertools import product

import pytest

from rituals.contract import Event, Refused
from tests.chat import NOORD, Chat
from tests.rituals.silo_talk import (
    EFFECT,
    FILLED,
    FRIDAY,
    NAMED,
    OURS,
    SPEED,
    TEAMS,
    THEIRS,
    TWICE,
    UNKNOWN,
    ZUID,
    another_team,
    does,
    gives,
    opens,
    signals,
    two_teams,
)
from tests.rituals.test_silo import AGREE, NO_PERSONS, TEXT, UNTIL, WHY, dms

WEST = "west"
STEP = "dan bellen we de klant samen"
SENTENCE = f"Als een dossier langer dan een week ligt, {STEP}."
AGAIN = "Noord belt, West schrijft"
ACTION, AGREEMENT = "Maak er een actie van", "Maak er een afspraak van"
INVITED = "De teams zijn uitgenodigd om erover te praten."
WORDS = {
    OURS: f"{SPEED}. Een ton besparen, en in mei alles op orde. Klantenservice Noord wil dat",
    EFFECT: "Wil een klant bellen, dan is er niemand",
}
RUDE = "Noord is nog niet aan praten toe"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is said here is the same on both; ten at once are on both."""
    return sqlite_url


async def test_nobody_whom_the_organisation_knows_is_named(chat: Chat) -> None:
    """By the whole name or a handle; by a first name who is in a team that it names, or who left it.

    Somebody who is called like a word of every day, or an account of the whole team, forbids neither.
    """
    await two_teams(chat)
    for name in ("Klantenservice Noord", "Mei Lin", "Ton Mulder", "Wil Visser", "Jan Willem de Boer"):
        await chat.slack.join(NOORD, chat.person(name).person)
    await chat.slack.leave(NOORD, chat.omar.person)
    await chat.settle()
    await chat.bram.types("/klant silo nieuw", channel=NOORD)
    filled = FILLED | {TEAMS: [UNKNOWN]}
    wrong = ((THEIRS, "Karim Aziz wil alles compleet"), (EFFECT, f"De mail van @{chat.lotte.name} spreekt ons tegen"))
    first = ("Omar vroeg om alles snel", "Dat vroeg Wil al eerder", "JanWillem vroeg het ook")
    for field, text in (*wrong, *((OURS, each) for each in first)):
        await chat.bram.fills(filled | {field: text})
        await chat.bram.submits()
        assert chat.bram.form.errors == {field: NO_PERSONS}
    await chat.bram.sends(filled | {THEIRS: "Wat Pieter de Grote ook wilde: alles compleet"} | WORDS)
    await chat.settle()
    # A coach's words go to leads of several teams.
    await does(chat, chat.nadia, "Nodig uit", SPEED, **{TEAMS: [ZUID]})
    await opens(chat.nadia, SPEED)
    await chat.nadia.presses(AGREE, chat.nadia.form)
    for text in ("Pieter stuurt voortaan één brief", "Sanne de Wit stuurt voortaan één brief"):
        await chat.nadia.fills({TEXT: text})
        await chat.nadia.submits()
        assert chat.nadia.form.errors == {TEXT: NO_PERSONS}
    assert [row.agreed for row in await signals(chat)] == [None]


async def test_a_talk_goes_on_with_another_team(chat: Chat) -> None:
    """Zuid agreed on something; then West is in it instead, where nobody leads yet.

    Whoever gave it reads each change once, and of what was agreed only what holds.
    """
    await two_teams(chat)
    await another_team(chat, 3, WEST, "Wim Visser", lead=False)
    await gives(chat, chat.fatima, {NAMED: True})
    said = await does(chat, chat.nadia, "Nodig uit", SPEED, **{TEAMS: [ZUID]})
    assert "geen teamleider" not in said
    await does(chat, chat.nadia, AGREE, SPEED, **{TEXT: SENTENCE})
    read = next(seen for seen in chat.karim.dm() if SENTENCE in seen.text)
    assert (ACTION in read.buttons, AGREEMENT in read.buttons) == (True, True)
    assert len(dms(chat.fatima, SENTENCE)) == 1
    said = await does(chat, chat.nadia, "Nodig uit", SPEED, **{TEAMS: [WEST]})
    assert "In west is er nog geen teamleider." in said
    assert [row.agreed for row in await signals(chat)] == [None]
    assert not dms(chat.karim, SENTENCE)
    assert (dms(chat.fatima, SENTENCE), len(dms(chat.fatima, INVITED))) == ([], 2)
    assert not dms(chat.karim, TWICE)
    assert SPEED not in await opens(chat.karim, channel=ZUID)
    await chat.karim.leaves()
    assert SENTENCE not in await opens(chat.anna, SPEED)
    await chat.anna.leaves()
    await does(chat, chat.nadia, AGREE, SPEED, **{TEXT: AGAIN})
    assert (len(dms(chat.fatima, AGAIN)), AGAIN in chat.fatima.dm()[-1].text) == (1, True)


async def test_leads_take_steps_with_what_was_agreed(chat: Chat) -> None:
    await two_teams(chat)
    await gives(chat, chat.fatima)
    await does(chat, chat.nadia, AGREE, SPEED, **{TEXT: SENTENCE})
    await chat.karim.presses(AGREEMENT, next(seen for seen in chat.karim.dm() if SENTENCE in seen.text))
    parts = {"een dossier langer dan een week ligt", "bellen we de klant samen", "ons team"}
    assert parts <= set(chat.karim.form.values.values())
    await chat.karim.leaves()
    await chat.karim.presses(ACTION, next(seen for seen in chat.karim.dm() if SENTENCE in seen.text))
    assert {SENTENCE, TWICE} <= set(chat.karim.form.values.values())
    await chat.karim.leaves()
    # Of their own team, and nobody else: Anna leads Noord, the coach leads nothing.
    assert ACTION not in (await opens(chat.nadia, SPEED), chat.nadia.form.buttons)[1]
    await chat.nadia.leaves()
    for person, about in product((chat.anna, chat.lotte, chat.nadia), ("2:1:action", "2:1:agreement", "3:1:action")):
        forged = Event(f"{person.id}{about}", chat.house.org, person.id, "silo.onward", about)
        with pytest.raises(Refused):
            await chat.house.dispatcher.act(forged)
    await does(chat, chat.nadia, "Opgelost", SPEED)
    late = Event("late", chat.house.org, chat.karim.id, "silo.onward", "2:1:action")
    with pytest.raises(Refused):
        await chat.house.dispatcher.act(late)


async def test_why_it_waits_is_the_coachs_and_it_comes_back_once(chat: Chat) -> None:
    await two_teams(chat)
    await gives(chat, chat.fatima)
    await does(chat, chat.nadia, "Even laten wachten", SPEED, **{WHY: RUDE, UNTIL: "2026-11-23"})
    assert RUDE not in await opens(chat.karim, SPEED, ZUID)
    assert "Tot maandag 23 november." in chat.karim.form.text
    await chat.karim.leaves()
    assert RUDE in await opens(chat.nadia, SPEED)
    await chat.nadia.leaves()
    await chat.until("2026-11-23 09:01")
    (news,) = dms(chat.nadia, "Er zijn signalen over doelen die botsen.")
    assert ("Weer terug" in news, "Nieuw" in news, news.count(SPEED)) == (True, False, 1)
    assert [row.told_on for row in await signals(chat)] == [FRIDAY]  # so it is no news next week either
