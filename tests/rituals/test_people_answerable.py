"""Dialogues about teams whose leads are gone or away: somebody who can answer is always asked."""

from __future__ import annotations

import pytest

from bot.stage import Actor
from tests.chat import NOORD, Chat
from tests.rituals.people_talk import answers, dms, replies, team

GO_ON = "Zullen we verdergaan?"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is said here is the same on both."""
    return sqlite_url


def asked(person: Actor) -> bool:
    return any(GO_ON in text for text in dms(person))


async def lost_and_back(chat: Chat) -> None:
    for change in (chat.slack.archive, chat.slack.unarchive):
        await change(NOORD)
        await chat.settle()


async def with_admin_and_deputy(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.set_admin(chat.sanne.person, True)
    await chat.settle()
    await replies(chat, chat.anna, f"/klant rol geef waarnemer @{chat.nadia.name}")


async def leaves(chat: Chat, person: Actor) -> None:
    await chat.slack.leave(NOORD, person.person)
    await chat.settle()


async def test_without_a_lead_the_deputy_and_the_admin_are_asked_and_each_may_answer(chat: Chat) -> None:
    await with_admin_and_deputy(chat)
    await leaves(chat, chat.anna)
    await chat.until("2026-11-23 10:00")
    await lost_and_back(chat)
    await chat.until("2026-11-24 10:00")  # that there is no lead was the admin's message of Monday
    assert asked(chat.nadia)
    assert asked(chat.sanne)
    await answers(chat, chat.nadia, "Ja, graag")
    assert (await team(chat)).state == "ACTIVE"


async def test_who_was_asked_and_leaves_is_followed_by_who_can_answer(chat: Chat) -> None:
    await with_admin_and_deputy(chat)
    await lost_and_back(chat)
    assert asked(chat.anna)
    await leaves(chat, chat.anna)
    await chat.until("2026-11-24 10:00")
    assert asked(chat.nadia)
    assert asked(chat.sanne)


async def test_a_lead_who_was_asked_and_is_away_is_followed_at_the_nightly_reading(chat: Chat) -> None:
    await with_admin_and_deputy(chat)
    await replies(chat, chat.nadia, f"/klant rol neem waarnemer @{chat.nadia.name}")
    await lost_and_back(chat)
    await replies(chat, chat.anna, "/klant afwezig vandaag t/m 26-02-2027")
    await chat.house.in_step.reconcile()
    await chat.until("2026-11-23 10:00")
    assert asked(chat.sanne)
    await answers(chat, chat.sanne, "Ja, graag")
    assert (await team(chat)).state == "ACTIVE"


async def test_the_question_can_be_asked_for(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.set_admin(chat.sanne.person, True)
    await lost_and_back(chat)
    nothing = "Er staat nog geen dagstart gepland."
    assert await replies(chat, chat.bram, "/dagstart") == nothing
    assert (await replies(chat, chat.bram, "/dagstart verder")).startswith("Dit kan alleen")
    for typed in ("/dagstart", "/dagstart start", "/dagstart verder"):
        told = await replies(chat, chat.sanne, typed)
        assert told == f"In #{NOORD} ligt alles even stil. Zullen we verdergaan?"
    await answers(chat, chat.sanne, "Ja, graag")
    assert (await team(chat)).state == "ACTIVE"
