"""Looking whether a message came to stand, by the marker that it carries. For apps with a scope to read history."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.surface import Sent, Target

SCOPES: Final = frozenset({"channels:history", "groups:history", "im:history"})
EVENT: Final = "klantritme_message"
PAGE: Final = 200  # messages asked for at a time
PAGES: Final = 20  # so 4,000 messages since; where a channel says more in a minute, looking on would never end
APART: Final = timedelta(minutes=5)  # that our clock and Slack's may differ, and some more: it costs a page at most


class TooMuch(Exception):
    """More was said there than is looked through."""


def marker(target: Target) -> dict[str, Any]:
    """Of no use to who reads it: the number of a row of ours."""
    return {"event_type": EVENT, "event_payload": {"row": target.row}}


async def found(client: AsyncWebClient, target: Target, since: datetime, bot: str) -> Sent | None:
    """Raises SlackApiError, TimeoutError or aiohttp.ClientError."""
    channel = target.channel or await _talk(client, target.person)
    oldest = f"{(since - APART).timestamp():.6f}"
    async for message in _messages(client, channel, target.thread, oldest):
        if message.get("bot_id") != bot:
            continue
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT and (metadata.get("event_payload") or {}).get("row") == target.row:
            return Sent(channel, str(message["ts"]))
    return None


async def _talk(client: AsyncWebClient, person: str) -> str:
    return str((await client.conversations_open(users=person))["channel"]["id"])


async def _messages(client: AsyncWebClient, channel: str, thread: str, oldest: str) -> AsyncIterator[Mapping[str, Any]]:
    """In a thread those of the thread; a page may be short, or empty, and not be the last."""
    cursor = None
    how: dict[str, Any] = {"channel": channel, "oldest": oldest, "limit": PAGE, "include_all_metadata": True}
    for _ in range(PAGES):
        if thread:
            page = await client.conversations_replies(ts=thread, cursor=cursor, **how)
        else:
            page = await client.conversations_history(cursor=cursor, **how)
        for message in page["messages"]:
            yield message
        if not (cursor := (page.get("response_metadata") or {}).get("next_cursor")):
            return
    raise TooMuch
