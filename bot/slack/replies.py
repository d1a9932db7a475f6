"""Where an answer goes: to where the person is. Each kind of payload has its own way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Reader
from bot.slack.charted import refused_chart, uncharted
from bot.slack.refusals import why
from bot.slack.render import render_note
from bot.slack.views import Meta, note_view, read_meta
from rituals.contract import Note

log = structlog.get_logger()
Show = Callable[[str, Note | None], Awaitable[None]]  # a person's Home again, with a note on top
EXPIRED = {"expired_trigger_id", "invalid_trigger_id", "trigger_expired"}
LIMITED = {"ratelimited", "rate_limited"}
NOT_TAKEN = (400, 404)  # with these a response_url says in its body why
OPENED = {"exchanged_trigger_id", "trigger_exchanged"}  # it opened a form before: the same request came twice


class Expired(Exception):
    """The three seconds in which a form could be opened are over."""


class Crowded(Exception):
    """Slack opens no more forms in this minute: a hundred of one workspace, and some more."""


class Reply(Protocol):
    """`page` is the page in which the person pressed, if there is one."""

    @property
    def page(self) -> Meta | None: ...

    async def note(self, note: Note, reader: Reader) -> None: ...

    async def open(self, view: dict[str, Any]) -> None:
        """Raises Expired, or Crowded."""


@dataclass(frozen=True)
class ToMessage:
    """A command, or a button on a message: notes go by its `response_url`, which is kept nowhere and logged nowhere.

    A note that takes the place of the message is no more for this person alone than that was.
    """

    client: AsyncWebClient
    body: Mapping[str, Any]
    page: None = None

    async def note(self, note: Note, reader: Reader) -> None:
        """A chart that Slack refuses is left out: what stands around it says the same."""
        refused = await self._posted(note, reader)
        if refused_chart(refused, note):
            await self._posted(uncharted(note), reader)

    async def _posted(self, note: Note, reader: Reader) -> str:
        """Why Slack refuses it, as far as it says so."""
        url, session = self.body.get("response_url"), self.client.session
        if url is None or session is None:
            return ""
        try:
            async with session.post(str(url), json=_body(note, reader)) as answer:
                if answer.status < 400:
                    return ""
                log.warning("note.not_taken", status=answer.status)
                return (await answer.text()).strip() if answer.status in NOT_TAKEN else ""
        except (TimeoutError, aiohttp.ClientError) as error:
            log.warning("note.not_taken", error=type(error).__name__)
            return ""

    async def open(self, view: dict[str, Any]) -> None:
        await _opened(self.client.views_open(trigger_id=str(self.body["trigger_id"]), view=view))


@dataclass(frozen=True)
class ToView:
    """A button in a page: the page itself is drawn again, and a form is laid over it."""

    client: AsyncWebClient
    body: Mapping[str, Any]

    @property
    def page(self) -> Meta | None:
        return read_meta(self.body["view"])

    async def note(self, note: Note, reader: Reader) -> None:
        title = str(self.body["view"]["title"]["text"])
        await self.update(note_view(note, reader, title))

    async def open(self, view: dict[str, Any]) -> None:
        await _opened(self.client.views_push(trigger_id=str(self.body["trigger_id"]), view=view))

    async def update(self, view: dict[str, Any]) -> None:
        await updated(self.client, view, str(self.body["view"]["id"]), str(self.body["view"]["hash"]))


@dataclass(frozen=True)
class ToHome:
    """A button in the Home: the Home itself is the answer, and a form is opened over it."""

    client: AsyncWebClient
    body: Mapping[str, Any]
    show: Show

    @property
    def page(self) -> Meta | None:
        return read_meta(self.body["view"])

    async def note(self, note: Note, reader: Reader) -> None:
        await self.show(str(self.body["user"]["id"]), note)

    async def open(self, view: dict[str, Any]) -> None:
        await _opened(self.client.views_open(trigger_id=str(self.body["trigger_id"]), view=view))


def _body(note: Note, reader: Reader) -> dict[str, Any]:
    drawn = render_note(note, reader)
    if not note.instead:
        return {**drawn, "replace_original": False}
    return {"text": drawn["text"], "blocks": drawn["blocks"], "replace_original": True}


def reply_to(body: Mapping[str, Any], client: AsyncWebClient, show: Show) -> Reply:
    """By where the button stands."""
    view = body.get("view") if (body.get("container") or {}).get("type") == "view" else None
    if view is None:
        return ToMessage(client, body)
    return ToHome(client, body, show) if view["type"] == "home" else ToView(client, body)


async def updated(client: AsyncWebClient, view: dict[str, Any], view_id: str, hash: str | None = None) -> None:
    """A view that is gone, or newer than we know, is left as it is: the person sees a later state already."""
    try:
        await client.views_update(view=view, view_id=view_id, hash=hash)
    except SlackApiError as error:
        if why(error) not in ("hash_conflict", "not_found"):
            raise


async def _opened(call: Any) -> None:
    try:
        await call
    except SlackApiError as error:
        if why(error) in EXPIRED:
            raise Expired from None
        if why(error) in LIMITED:
            raise Crowded from None
        if why(error) not in OPENED:
            raise
