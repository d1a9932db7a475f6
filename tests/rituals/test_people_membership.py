"""Dialogues about accounts that close and open again, messages that are refused for good, and names that change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.people import PersonRow, Rota
from storage.roles import OrgRole
from tests.chat import NOORD, Chat
from tests.rituals.people_talk import dms, in_team, replies, roles, rows, team


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is said here is the same on both; ten at once are on both."""
    return sqlite_url


async def test_an_account_that_opens_again_is_a_new_member_without_what_was(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.omar, "/klant werkdagen ma di")
    await replies(chat, chat.omar, "/klant taal en")
    await chat.until("2026-11-23 08:30")
    await chat.slack.deactivate(chat.omar.person)
    await chat.settle()
    assert chat.omar.id not in await in_team(chat)
    await chat.slack.reactivate(chat.omar.person)
    await chat.settle()
    assert chat.omar.id in await in_team(chat)
    (omar,) = [row for row in await rows(chat, PersonRow) if row.key == chat.omar.id]
    assert (omar.active, omar.language, omar.pattern, omar.next_pattern) == (True, None, None, None)
    assert not [row for row in await rows(chat, Rota) if row.person == chat.omar.id]


async def test_a_guest_who_becomes_a_colleague_is_a_member_at_once(chat: Chat) -> None:
    await chat.noord()
    gast = chat.person("Gast Gastman", guest=True)
    await chat.slack.join(NOORD, gast.person)
    chat.slack.channel("borrel", members=[gast.person])
    await chat.settle()
    assert gast.id not in await in_team(chat)
    await chat.slack.make_guest(gast.person, False)
    await chat.settle()
    assert gast.id in await in_team(chat)
    assert [text for text in dms(gast) if text.startswith("Welkom in")]


async def test_a_closed_account_that_nobody_told_of_is_found_when_a_message_is_refused(chat: Chat) -> None:
    await chat.noord()
    chat.slack.user_of(chat.nadia.person).deactivated = True
    with chat.refused("user_disabled"):
        await replies(chat, chat.anna, f"/klant rol geef waarnemer <@{chat.nadia.id}>")
        await chat.settle()
        await chat.settle()
    assert chat.nadia.id not in await in_team(chat)
    assert await roles(chat) == {(chat.anna.id, "lead")}


async def test_a_channel_that_is_renamed_changes_nothing(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.rename(NOORD, "noord-en-oost")
    await chat.settle()
    await chat.house.in_step.reconcile()
    await chat.until("2026-11-23 09:00")
    found = await team(chat)
    assert (found.name, found.state) == (NOORD, "ACTIVE")
    assert len(chat.cards("noord-en-oost")) == 1


async def test_who_has_a_role_and_is_in_no_team_is_read_over_too(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.set_admin(chat.sanne.person, True)
    await chat.settle()
    ver = chat.person("Ver Weg")
    await replies(chat, chat.sanne, f"/klant rol geef bestuurder @{ver.name}")
    chat.slack.user_of(ver.person).deactivated = True
    await chat.house.in_step.reconcile()
    assert await rows(chat, OrgRole) == []


async def test_of_several_processes_one_reads_it_over_each_night(chat: Chat) -> None:
    await chat.noord()

    def read() -> int:
        return sum(method == "conversations.members" for method, _ in chat.slack.calls)

    before = read()
    for _process in range(4):
        await chat.house.in_step.of_tonight()
    assert read() == before + 1
    chat.clock.wait(timedelta(days=1))
    await chat.house.in_step.of_tonight()
    assert read() == before + 2
