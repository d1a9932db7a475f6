"""App Home: published when its person opens it, and after what they did from within it. Never to anybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import rights
from bot.readers import Readers
from bot.slack.refusals import why
from bot.slack.views import above, home_view
from bot.turns import Turns
from rituals import home
from rituals.contract import Note, Refused, Turn, Who
from rituals.shown import Page, Place

View = dict[str, Any]

log = structlog.get_logger()


class Meeting(Protocol):
    """Does something again once whoever was never seen before has been looked up."""

    def __call__(self, do: Callable[[], Awaitable[View]]) -> Awaitable[View]: ...


@dataclass(frozen=True)
class Homes:
    org: str
    turns: Turns
    readers: Readers
    client: AsyncWebClient
    meeting: Meeting
    drawing: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def show(self, person: str, answer: Note | None = None) -> None:
        """As it stands now, with an answer on top. What was drawn last is published last."""
        async with self.drawing.setdefault(person, asyncio.Lock()):
            view = await self.meeting(lambda: self._view(person, answer))
            try:
                await self.client.views_publish(user_id=person, view=view)
            except SlackApiError as error:
                log.warning("home.not_taken", error=why(error))

    async def _view(self, person: str, answer: Note | None) -> View:
        async with self.turns.reading(self.org) as turn:
            page = await _page(turn, person)
            page = above(answer, page) if answer else page
            reader = await self.readers.to(turn, Place(person=person), page)
        return home_view(page, reader)


async def _page(turn: Turn, person: str) -> Page:
    try:
        await rights.allow(turn, person, "", Who.ANYONE)
    except Refused as refused:
        return await home.visited(turn, person, refused.note.text)
    return await home.page(turn, person)
