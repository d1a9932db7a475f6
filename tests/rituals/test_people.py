"""Dialogues about who is in a team, and about a channel that goes and comes back."""

from __future__ import annotations

from storage.audit import Audit
from storage.people import Absence, Member, PersonRow
from tests.chat import NOORD, Chat
from tests.rituals.people_talk import answers, dms, in_team, replies, rows, team

WELCOME = (
    "Welkom in klantenservice-noord! Hier delen we elke dag kort wat klanten ons leren. Je hoeft niets voor te "
    "bereiden. Wat ik bewaar, lees je met /klant privacy."
)
GUEST = "Fijn dat je meekijkt. Meedoen kan alleen voor teamleden."
GO_ON = "Zullen we verdergaan?"


# --- joining and leaving ----------------------------------------------------------------------------------------------
async def test_those_who_were_there_before_the_team_get_no_welcome(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 17:00")
    assert await in_team(chat) == {person.id for person in chat.people.values()}
    assert all(member.seasoned for member in await rows(chat, Member))
    assert not [text for person in chat.people.values() for text in dms(person) if "Welkom" in text]


async def test_who_joins_later_is_a_member_at_once_and_gets_one_welcome(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 10:00")
    youssef = chat.person("Youssef El Amrani")
    await chat.slack.join(NOORD, youssef.person)
    await chat.settle()
    assert youssef.id in await in_team(chat)
    assert dms(youssef) == [WELCOME]
    await chat.house.in_step.reconcile()
    await chat.until("2026-11-25 17:00")
    assert dms(youssef).count(WELCOME) == 1
    assert [member.seasoned for member in await rows(chat, Member) if member.person == youssef.id] == [False]


async def test_a_welcome_waits_for_a_working_hour(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-20 19:00")
    youssef = chat.person("Youssef El Amrani")
    await chat.slack.join(NOORD, youssef.person)
    await chat.settle()
    await chat.until("2026-11-23 08:29")
    assert dms(youssef) == []
    await chat.until("2026-11-23 08:30")
    assert dms(youssef) == [WELCOME]


async def test_a_welcome_in_english_tells_nothing_typed_on_the_lock_screen(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-20 19:00")
    youssef = chat.person("Youssef El Amrani")
    await chat.slack.join(NOORD, youssef.person)
    await chat.settle()
    assert await replies(chat, youssef, "/customer language en") == "From now on I speak English with you."
    await chat.until("2026-11-23 08:30")
    (seen,) = youssef.dm()
    assert seen.text.startswith("Welcome to klantenservice-noord! Every day we briefly share")
    assert seen.fallback == "Welcome to the team!"


async def test_a_guest_is_no_member(chat: Chat) -> None:
    await chat.noord()
    gast = chat.person("Gast Gastman", guest=True)
    await chat.slack.join(NOORD, gast.person)
    await chat.settle()
    await chat.until("2026-11-23 17:00")
    assert gast.id not in await in_team(chat)
    assert dms(gast) == []
    assert await replies(chat, gast, "/klant taal en") == GUEST


async def test_who_becomes_a_guest_is_a_member_no_longer(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.make_guest(chat.omar.person)
    await chat.settle()
    assert chat.omar.id not in await in_team(chat)


async def test_who_leaves_the_channel_is_a_member_no_longer(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.leave(NOORD, chat.omar.person)
    await chat.settle()
    assert chat.omar.id not in await in_team(chat)


async def test_what_was_withheld_is_made_up_for_when_all_is_read_over(chat: Chat) -> None:
    await chat.noord()
    youssef = chat.person("Youssef El Amrani")
    members = chat.slack.channel_of(NOORD).members
    members.remove(chat.omar.id)
    members.append(youssef.id)
    await chat.house.in_step.reconcile()
    await chat.settle()
    assert chat.omar.id not in await in_team(chat)
    assert youssef.id in await in_team(chat)
    assert dms(youssef) == [WELCOME]


async def test_a_closed_account_takes_its_private_data_along(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.omar, "/klant afwezig 24-12 t/m 02-01")
    await replies(chat, chat.omar, "/klant taal en")
    await chat.slack.deactivate(chat.omar.person)
    await chat.settle()
    assert chat.omar.id not in await in_team(chat)
    assert await rows(chat, Absence) == []
    (omar,) = [row for row in await rows(chat, PersonRow) if row.key == chat.omar.id]
    assert (omar.active, omar.language) == (False, None)


# --- the channel ------------------------------------------------------------------------------------------------------
async def test_an_archived_channel_suspends_the_team_until_the_lead_confirms(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.archive(NOORD)
    await chat.settle()
    await chat.until("2026-11-23 12:00")
    assert (await team(chat)).state == "SUSPENDED"
    assert chat.cards() == []
    await chat.slack.unarchive(NOORD)
    await chat.settle()
    assert (await team(chat)).state == "SUSPENDED"
    assert [text for text in dms(chat.anna) if GO_ON in text]
    assert not [text for person in (chat.bram, chat.sanne) for text in dms(person)]
    await answers(chat, chat.anna, "Ja, graag")
    assert (await team(chat)).state == "ACTIVE"
    await chat.until("2026-11-24 09:00")
    assert len(chat.cards()) == 1


async def test_a_second_press_changes_nothing(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.archive(NOORD)
    await chat.settle()
    await chat.slack.unarchive(NOORD)
    await chat.settle()
    await chat.anna.presses("Ja, graag", times=2)
    await chat.settle()
    assert (await team(chat)).state == "ACTIVE"
    assert [row.what for row in await rows(chat, Audit)].count("team.resume") == 1


async def test_the_bot_that_was_removed_is_asked_back_and_the_question_goes_when_it_is_removed_again(
    chat: Chat,
) -> None:
    await chat.noord()
    await chat.slack.remove_bot(NOORD)
    await chat.settle()
    assert (await team(chat)).state == "SUSPENDED"
    await chat.slack.add_bot(NOORD)
    await chat.settle()
    assert [text for text in dms(chat.anna) if GO_ON in text]
    await chat.slack.remove_bot(NOORD)
    await chat.settle()
    assert not [text for text in dms(chat.anna) if GO_ON in text]
    await chat.slack.add_bot(NOORD)
    await chat.settle()
    await chat.until("2026-11-23 08:30")
    assert len([text for text in dms(chat.anna) if GO_ON in text]) == 1


async def test_reading_over_finds_a_channel_that_was_lost_and_one_that_came_back(chat: Chat) -> None:
    await chat.noord()
    chat.slack.channel_of(NOORD).archived = True
    await chat.house.in_step.reconcile()
    assert (await team(chat)).state == "SUSPENDED"
    chat.slack.channel_of(NOORD).archived = False
    for _ in range(2):
        await chat.house.in_step.reconcile()
        await chat.settle()
    assert len([text for text in dms(chat.anna) if GO_ON in text]) == 1


async def test_only_a_lead_or_an_admin_resumes(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.archive(NOORD)
    await chat.settle()
    await chat.slack.unarchive(NOORD)
    await chat.settle()
    await replies(chat, chat.anna, f"/klant rol geef teamleider @{chat.mila.name}")
    await replies(chat, chat.mila, f"/klant rol neem teamleider @{chat.anna.name}")
    await answers(chat, chat.anna, "Ja, graag")
    assert (await team(chat)).state == "SUSPENDED"


async def test_uninstalling_suspends_every_team(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.uninstall()
    await chat.idle()
    assert (await team(chat)).state == "SUSPENDED"
