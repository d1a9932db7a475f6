"""The other way in: Slack posts, signed, to an address of ours. The same dialogue as over Socket Mode."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.http import PATH
from sandbox.http_mode import sign
from storage.people import Member
from tests.chat import NOORD, Chat, chatting

SHARED = "Een klant wist niet waar hij zijn factuur kon vinden."


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    async with chatting(sqlite_url, mode="http") as chat:
        assert await chat.slack.verified()
        yield chat


async def members(chat: Chat) -> int:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return await session.scalar(select(func.count()).select_from(Member)) or 0


async def posted(chat: Chat, body: bytes, secret: str, at: int | None = None) -> int:
    stamp = str(at or int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(secret, stamp, body),
    }
    address = f"http://127.0.0.1:{chat.house.health.port}{PATH}"
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        return answer.status


def left(chat: Chat, person: str) -> bytes:
    event = {"type": "member_left_channel", "user": person, "channel": chat.card().channel, "channel_type": "C"}
    body = {"type": "event_callback", "team_id": chat.slack.team_id, "event_id": "Ev1", "event": event}
    return json.dumps(body).encode()


async def test_starting_and_sharing(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:00")
    assert len(chat.cards()) == 1
    await chat.sanne.presses("Verbeterpunt")
    said = await chat.sanne.sends({"Wat merkte of vroeg een klant?": SHARED})
    assert said
    await chat.settle()
    assert SHARED in chat.card().text
    await chat.until("2026-11-23 11:15")
    assert len(chat.card().thread) == 1


async def test_no_socket_is_opened(chat: Chat) -> None:
    assert chat.house.health.line is None
    assert "apps.connections.open" not in [method for method, _ in chat.slack.calls]


async def test_a_wrong_signature_is_refused(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:00")
    before = await members(chat)
    assert await posted(chat, left(chat, chat.sanne.id), "not the secret") == 401
    assert await posted(chat, left(chat, chat.sanne.id), chat.slack.signing_secret, int(time.time()) - 600) == 401
    await chat.settle()
    assert await members(chat) == before, "neither forged nor replayed an hour later"
    assert await posted(chat, left(chat, chat.sanne.id), chat.slack.signing_secret) == 200
    await chat.settle()
    assert await members(chat) == before - 1, "the same, signed, is believed"


async def test_a_replayed_event_changes_nothing(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 10:00")
    youssef = chat.person("Youssef El Amrani")
    await chat.slack.join(NOORD, youssef.person)
    await chat.settle()
    said, count = [seen.text for seen in youssef.dm()], await members(chat)
    await chat.slack.redeliver_last_event()
    await chat.settle()
    assert [seen.text for seen in youssef.dm()] == said
    assert len(said) == 1
    assert await members(chat) == count


async def test_without_socket_mode_the_address_is_not_served(sqlite_url: str) -> None:
    async with chatting(sqlite_url) as chat:
        assert await posted(chat, b"{}", chat.slack.signing_secret) == 404
