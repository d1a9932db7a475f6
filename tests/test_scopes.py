"""Every scope in the manifest is needed: without it a dialogue fails that works with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.manifest import SCOPES, manifest_for
from rituals import RITUALS
from sandbox import Sandbox
from tests.chat import NOORD, Chat, chatting

Dialogue = Callable[[Chat], Awaitable[bool]]


@pytest.fixture(autouse=True)
def _quietly() -> Iterator[None]:
    """A missing scope is an error of ours, and its traceback drawn with all locals takes half a minute."""
    with capture_logs():
        yield


async def posts(chat: Chat) -> bool:
    """A card appears."""
    await chat.noord()
    await chat.until("2026-11-23 09:00")
    return len(chat.cards()) == 1


async def meets(chat: Chat) -> bool:
    """Somebody never seen before asks something, and is known."""
    anna = chat.person("Anna de Boer")
    chat.slack.channel(NOORD, members=[anna.person])
    await anna.types("/dagstart start", channel=NOORD)
    return anna.view is not None


async def looks(chat: Chat) -> bool:
    """A dagstart is started in a public channel."""
    return await meets(chat) and "Dagstart" in (chat.anna.form.title + chat.anna.form.text)


async def looks_privately(chat: Chat) -> bool:
    """The same in a private one."""
    anna = chat.person("Anna de Boer")
    chat.slack.channel("besloten", members=[anna.person], private=True)
    await anna.types("/dagstart start", channel="besloten")
    return anna.view is not None


async def exports(chat: Chat) -> bool:
    """What is one's own comes as a file, in a conversation that may not be there yet."""
    await chat.noord()
    await chat.sanne.types("/klant mijn", channel=NOORD)
    await chat.sanne.presses("Exporteer")
    return any(each.message.files for each in chat.sanne.dm())


DIALOGUES: dict[str, Dialogue] = {
    "chat:write": posts,
    "users:read": meets,
    "channels:read": looks,
    "groups:read": looks_privately,
    "im:write": exports,
    "files:write": exports,
}


@pytest.mark.parametrize("scope", sorted(DIALOGUES))
async def test_without_the_scope_a_dialogue_fails(sqlite_url: str, scope: str) -> None:
    async with chatting(sqlite_url, allowed={"missing_scope"}) as chat:
        chat.slack.forget_scope(scope)
        assert not await DIALOGUES[scope](chat)
        assert any(scope in refusal.detail for refusal in chat.slack.refusals)


@pytest.mark.parametrize("scope", sorted(DIALOGUES))
async def test_with_it_the_dialogue_works(sqlite_url: str, scope: str) -> None:
    async with chatting(sqlite_url) as chat:
        assert await DIALOGUES[scope](chat)


def test_without_commands_slack_takes_no_manifest_that_has_them() -> None:
    manifest = manifest_for(RITUALS, "both")
    manifest["oauth_config"] = {"scopes": {"bot": [scope for scope in SCOPES if scope != "commands"]}}
    with pytest.raises(ValueError, match="commands"):
        Sandbox(manifest)


async def test_a_direct_message_needs_no_scope_of_its_own(sqlite_url: str) -> None:
    """A post to a person's id opens the conversation; `im:write` is for opening one without a post."""
    async with chatting(sqlite_url) as chat:
        await chat.noord()
        await chat.until("2026-11-23 09:00")
        youssef = chat.person("Youssef El Amrani")
        await chat.slack.join(NOORD, youssef.person)
        chat.clock.wait(timedelta(seconds=5))
        await chat.settle()
        assert youssef.dm()
        assert "conversations.open" not in [method for method, _ in chat.slack.calls]


def test_every_scope_has_its_dialogue() -> None:
    assert set(SCOPES) == DIALOGUES.keys() | {"commands"}
