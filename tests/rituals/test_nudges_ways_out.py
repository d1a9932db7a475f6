"""The ways out of a message: not now, quiet for a while, and leaving; as dialogues."""

from __future__ import annotations

from datetime import date

import pytest

from bot.stage import Actor
from rituals.facts import PutOff
from rituals.nudge import Offer
from storage.nudges import BackOff, Mute, NudgeMessage
from tests.chat import NOORD, Chat, chatting
from tests.rituals.dagstart_talk import NO_HOST, invited, rows
from tests.rituals.nudges_talk import ANYBODY, FIGURE, LOOKBACK, Asking, lines, messages, noord

LATER = "Prima. Ik vraag het een andere keer nog eens."


@pytest.fixture
def asking() -> Asking:
    return Asking()


async def chosen(chat: Chat, actor: Actor, choice: str) -> None:
    seen = messages(actor)[-1]
    await actor.selects(seen.menus[0], choice, seen)
    await chat.settle()


async def test_not_now_asks_again_the_next_time(sqlite_url: str, asking: Asking) -> None:
    async with noord(sqlite_url, asking) as chat:
        asking.wanted[FIGURE] = {chat.sanne.id: [Offer("x")]}
        await chat.until("2026-11-23 08:45")
        assert [row.sent for row in await rows(chat, BackOff)] == [1]
        await chosen(chat, chat.sanne, "Niet nu")
        (seen,) = messages(chat.sanne)
        assert (seen.text.endswith(LATER), seen.menus) == (True, [])
        assert asking.told[-1] == PutOff(FIGURE, "x", chat.sanne.id)
        assert await rows(chat, BackOff) == []
        await chat.until("2026-11-24 08:45")
        assert len(messages(chat.sanne)) == 2


async def test_not_now_is_no_consent_to_host(sqlite_url: str, asking: Asking) -> None:
    async with chatting(sqlite_url, anew=False) as chat:
        await chat.noord()
        await chat.until("2026-11-23 08:46")
        host = invited(chat)
        (seen,) = host.dm()
        await host.selects(seen.menus[0], "Niet nu", seen)
        await chat.settle()
        await chat.until("2026-11-23 09:00")
        assert NO_HOST in chat.card().text


async def test_quiet_is_no_consent_to_host(sqlite_url: str) -> None:
    async with chatting(sqlite_url, anew=False) as chat:
        await chat.noord()
        await chat.until("2026-11-23 08:46")
        host = invited(chat)
        (seen,) = host.dm()
        assert seen.buttons == ["Komt goed", "Een andere keer"]
        await host.types("/klant stil 1 week", channel=NOORD)
        await chat.settle()
        assert (seen.buttons, seen.menus) == ([], [])
        await chat.until("2026-11-23 09:00")
        assert NO_HOST in chat.card().text


async def test_quiet_for_one_ritual_leaves_the_rest_of_the_message(sqlite_url: str, asking: Asking) -> None:
    asking.wanted = {FIGURE: {ANYBODY: [Offer("x")]}, LOOKBACK: {ANYBODY: [Offer("y")]}}
    async with noord(sqlite_url, asking) as chat:
        await chat.until("2026-11-23 08:45")
        await chat.sanne.types("/klant stil terugblik 1 week", channel=NOORD)
        await chat.settle()
        (seen,) = messages(chat.sanne)
        assert (len(seen.buttons), len(seen.menus), len(lines(seen))) == (1, 1, 2)
        assert [fact for fact in asking.told if isinstance(fact, PutOff)] == [
            PutOff(LOOKBACK, "y", chat.sanne.id, quiet=True)
        ]


async def test_quiet_from_the_message_names_what_it_was_about(sqlite_url: str, asking: Asking) -> None:
    asking.wanted = {FIGURE: {ANYBODY: [Offer("x")]}, LOOKBACK: {ANYBODY: [Offer("y")]}}
    async with noord(sqlite_url, asking) as chat:
        await chat.until("2026-11-23 08:45")
        await chosen(chat, chat.sanne, "Even stil")
        assert chat.sanne.form.options("Waarover?") == ["Alles", "Cijfer", "Terugblik"]
        said = await chat.sanne.sends({"Waarover?": "Cijfer", "Hoe lang?": "1 maand"})
        assert "Ik ben stil over Cijfer tot woensdag 23 december. Met /klant stil uit hoor je me weer." in said
        assert [(row.ritual, row.until) for row in await rows(chat, Mute)] == [("cijfer", date(2026, 12, 23))]
        await chat.until("2026-11-24 08:45")
        assert lines(messages(chat.sanne)[-1]) == [f"{LOOKBACK} y"]
        assert lines(messages(chat.bram)[-1]) == [f"{FIGURE} x", f"{LOOKBACK} y"]


async def test_quiet_by_command(sqlite_url: str, asking: Asking) -> None:
    async with noord(sqlite_url, asking) as chat:

        async def said(typed: str) -> str:
            await chat.sanne.types(typed, channel=NOORD)
            return str(chat.sanne.hears(NOORD))

        assert await said("/klant stil uit") == "Je hebt me niet stil gezet."
        assert (
            await said("/klant stil dagstart altijd")
            == "Ik ben stil over Dagstart. Met /klant stil uit hoor je me weer."
        )
        assert (await said("/klant STIL 1 maand")).startswith("Ik ben stil tot woensdag 23 december.")
        assert {(row.ritual, row.until) for row in await rows(chat, Mute)} == {
            ("dagstart", None),
            ("", date(2026, 12, 23)),
        }
        assert (await said("/klant stil dagstart uit")).startswith("Je hebt me over alles stil gezet.")
        assert await said("/customer mute off") == "Je hoort weer van me."
        assert await rows(chat, Mute) == []
        told = await said("/klant stil tot sint juttemis")
        assert told.startswith("Dat ken ik niet. Probeer bijvoorbeeld /klant stil dagstart 1 week.")
        assert "tot sint juttemis" in told
        await chat.sanne.types("/klant stil dagstart", channel=NOORD)
        assert "Alleen jij ziet dit." in chat.sanne.form.text
        assert "Ik ben stil over Dagstart tot maandag 30 november." in await chat.sanne.sends({})
        assert [row.ritual for row in await rows(chat, Mute)] == ["dagstart"]
        await said("/klant taal en")
        told = await said("/customer mute daystart 1 month")
        assert told.startswith("I'll be quiet about Daystart until Wednesday 23 December.")
        await chat.jump("2026-12-25 04:01")
        assert await rows(chat, Mute) == []


async def test_with_the_last_team_all_of_it_goes(sqlite_url: str, asking: Asking) -> None:
    asking.wanted[FIGURE] = {ANYBODY: [Offer("x")]}
    async with noord(sqlite_url, asking) as chat:
        chat.slack.channel("zuid", members=[chat.sanne.person, chat.mila.person])
        await chat.start(chat.sanne, "zuid")
        await chat.until("2026-11-23 08:45")
        for who in (chat.sanne, chat.mila, chat.omar):
            await who.types("/klant stil 1 week", channel=NOORD)
        await chat.slack.leave(NOORD, chat.sanne.person)
        await chat.slack.leave(NOORD, chat.omar.person)
        await chat.slack.deactivate(chat.mila.person)
        await chat.settle()
        for table in (NudgeMessage, Mute):
            left = {row.person for row in await rows(chat, table)}
            assert (chat.sanne.id in left, chat.omar.id in left, chat.mila.id in left) == (True, False, False)
