"""A message taken over into a form from its own menu: its text stays with Slack until the form is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.manifest import manifest_for
from bot.slack.payloads import shortcut
from rituals import RITUALS
from sandbox import Fault, Seen
from sandbox.rules import check_manifest
from tests.chat import NOORD, Chat
from tests.overheard import overheard
from tests.praise import ENTRY, ENTRY_EN, PRAISE, TEXT, further_teams, newest, praising

SAID = "Een klant <vond> het fijn & zei dat"
CANARY = "Kanarieklant"


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    async with praising(sqlite_url) as chat:
        await chat.noord()
        yield chat


def posted(chat: Chat, channel: str, body: dict[str, object]) -> Seen:
    """Of another app, as somebody sees it."""
    site = chat.slack.site
    place = next(each for each in site.workspace.channels.values() if channel in (each.name, each.id))
    return Seen(site, site.post(site.message(place.id, chat.omar.id, body)), chat.sanne.id)


async def said(chat: Chat, text: str, channel: str = NOORD) -> Seen:
    message: Seen | None = await chat.omar.person.types(text, channel=channel)
    assert message is not None
    return message


# --- the manifest -----------------------------------------------------------------------------------------------------
def test_the_manifest_has_it_in_each_language() -> None:
    nl, en, both = (manifest_for((PRAISE,), language) for language in ("nl", "en", "both"))
    dutch = {"type": "message", "name": ENTRY, "callback_id": "praise.new", "description": "Rustig aan."}
    assert len(both["features"]["shortcuts"]) == 2
    assert [each["name"] for each in nl["features"]["shortcuts"]] == [ENTRY] == [dutch["name"]]
    assert [each["name"] for each in en["features"]["shortcuts"]] == [ENTRY_EN]
    assert [each["name"] for each in both["features"]["shortcuts"]] == [ENTRY, ENTRY_EN]
    assert nl["features"]["shortcuts"][0].keys() == dutch.keys()
    for made in (nl, en, both):
        ids = [each["callback_id"] for each in made["features"]["shortcuts"]]
        assert len(set(ids)) == len(ids)
        assert check_manifest(manifest_for((*RITUALS, PRAISE), "both")) == []
        body = {"trigger_id": "1", "user": {"id": "U1"}, "channel": {"id": "C1"}}
        assert {shortcut({**body, "callback_id": each}, "T1").does for each in ids} == {"praise.new"}


def test_without_one_the_manifest_has_no_empty_list() -> None:
    assert "shortcuts" not in manifest_for((), "both")["features"]


# --- where and for whom -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("entry", [ENTRY, ENTRY_EN])
async def test_the_message_stands_in_the_form(chat: Chat, entry: str) -> None:
    message = await said(chat, f"{SAID} @sanne in #{NOORD}")
    await chat.sanne.chooses(entry, message)
    assert chat.sanne.form.values[TEXT].startswith(f"{SAID} Sanne de Wit in ")
    assert not [seen for seen in chat.sanne.sees(NOORD) if seen.ephemeral]
    await chat.sanne.submits()
    await chat.sanne.submits()
    assert chat.sanne.form.text.startswith(f"new: {SAID}")


async def test_a_thread_a_channel_without_the_bot_and_a_talk_of_two(chat: Chat) -> None:
    """The person's only team."""
    chat.slack.channel("elders", members=[chat.sanne.person, chat.omar.person], bot=False)
    talk = chat.slack.dm(chat.sanne.person, chat.omar.person)
    first = await said(chat, "Vraagje")
    reply = await chat.omar.person.types(SAID, channel=NOORD, thread=first)
    assert reply is not None
    for message in (reply, await said(chat, SAID, "elders"), await said(chat, SAID, talk)):
        await chat.sanne.chooses(ENTRY, message)
        assert chat.sanne.form.values[TEXT] == SAID
        assert '"about":"1"' in chat.sanne.form.raw["private_metadata"]
        await chat.sanne.leaves()


async def test_whoever_has_several_teams_is_asked_beside_the_message(chat: Chat) -> None:
    await further_teams(chat, chat.sanne, 1)
    chat.slack.channel("elders", members=[chat.sanne.person, chat.omar.person], bot=False)
    await chat.sanne.chooses(ENTRY, await said(chat, SAID, "elders"))
    question = newest(chat.sanne, "elders")
    assert (question.text, question.buttons) == ("Voor welk team?", ["klantenservice-noord", "Team 0"])
    assert not [seen for seen in chat.omar.sees("elders") if seen.ephemeral]
    await chat.sanne.presses("Team 0", question)
    assert chat.sanne.form.values[TEXT] == SAID


async def test_without_a_team_or_as_a_guest_one_is_told(chat: Chat) -> None:
    """The message isn't repeated: it stands right there."""
    outside, guest = chat.person("Youssef El Amrani"), chat.person("Gast Gerrits", guest=True)
    chat.slack.channel("elders", members=[outside.person, guest.person, chat.omar.person])
    await chat.slack.join(NOORD, guest.person)
    elsewhere, here = await said(chat, SAID, "elders"), await said(chat, SAID)
    await outside.chooses(ENTRY, elsewhere)
    assert outside.hears("elders").startswith("Je hoort nog niet bij een team.")
    for message, place in ((elsewhere, "elders"), (here, NOORD)):
        await guest.chooses(ENTRY, message)
        assert guest.hears(place) == "Fijn dat je meekijkt. Meedoen kan alleen voor teamleden."
    assert outside.view is guest.view is None
    assert SAID not in outside.hears("elders")


async def test_a_redelivered_shortcut_opens_one_form(chat: Chat) -> None:
    message = await said(chat, SAID)
    site = chat.slack.site
    envelope = site.envelopes.message_shortcut(chat.sanne.person.user, "praise.new", message.message)
    with chat.refused("exchanged_trigger_id"):
        for _ in range(2):
            await site.delivery.send(envelope)
            await chat.idle()
    assert chat.sanne.form.depth == 1
    assert chat.sanne.form.values[TEXT] == SAID
    assert not [seen for seen in chat.sanne.sees(NOORD) if seen.ephemeral]


async def test_an_entry_of_an_earlier_version_is_answered(chat: Chat) -> None:
    site, message = chat.slack.site, await said(chat, SAID)
    await site.delivery.send(site.envelopes.message_shortcut(chat.sanne.person.user, "praise.old", message.message))
    await chat.idle()
    assert chat.sanne.hears(NOORD).endswith("Er is niets veranderd.")


# --- what a message says ----------------------------------------------------------------------------------------------
async def test_a_message_of_another_app_is_read_from_its_blocks(chat: Chat) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": f"*Fijn* van <@{chat.omar.id}> &amp; co"}}
    await chat.sanne.chooses(ENTRY, posted(chat, NOORD, {"text": "", "blocks": [section]}))
    assert chat.sanne.form.values[TEXT] == "*Fijn* van Omar Haddad & co"
    await chat.sanne.leaves()
    await chat.sanne.chooses(ENTRY, posted(chat, NOORD, {"text": ""}))
    assert "initial_value" not in str(chat.sanne.form.raw)


# --- nothing is kept --------------------------------------------------------------------------------------------------
async def test_nothing_of_the_message_is_kept_or_logged_before_the_form_is_sent(chat: Chat, tmp_path: Path) -> None:
    """Also when it goes wrong on the way; and the commands' texts are treated likewise."""
    await further_teams(chat, chat.sanne, 1)
    chat.slack.channel("elders", members=[chat.sanne.person, chat.omar.person])
    here, elsewhere = await said(chat, f"{CANARY} belde"), await said(chat, f"{CANARY} mailde", "elders")
    with overheard() as heard:
        await chat.sanne.chooses(ENTRY, here)
        assert CANARY in chat.sanne.form.values[TEXT]
        await chat.sanne.leaves()
        await chat.sanne.chooses(ENTRY, elsewhere)
        await chat.sanne.presses("Team 0", newest(chat.sanne, "elders"))
        assert CANARY in chat.sanne.form.values[TEXT]
        await chat.sanne.leaves()
        for error in ("expired_trigger_id", "internal_error"):
            chat.slack.faults.add(Fault("views.open", "ok_false", error=error))
            await chat.sanne.chooses(ENTRY, here)
        assert "internal" not in chat.sanne.hears(NOORD)
        await chat.sanne.types(f"/pluim {CANARY} typte", channel=NOORD)
        await chat.settle()
    assert '"event.failed"' in heard.getvalue()
    assert CANARY not in heard.getvalue()
    assert stored(tmp_path)
    assert CANARY.encode() not in stored(tmp_path)


def stored(folder: Path) -> bytes:
    """The database, with what it has written ahead."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.name.startswith("klantritme.db"))
