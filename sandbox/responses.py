"""What an app says through an ack body or a response_url."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.faults import strike
from sandbox.fields import with_ids
from sandbox.notes import ApiError, Json
from sandbox.rules import check_message
from sandbox.rules.views import Refusal
from sandbox.site import Site, as_list
from sandbox.triggers import ResponseUrl
from sandbox.workspace import Message


def acked(site: Site, user: str, channel: str, body: Any) -> Message | None:
    """Show the ack body of a command: to the person, or to the channel with `response_type` in_channel."""
    if body in (None, ""):
        return None
    said: Json = {"text": body} if isinstance(body, str) else dict(body)
    in_channel = said.get("response_type") == "in_channel"
    if in_channel and not said.get("text") and not said.get("blocks"):
        return None
    refusal = check_message(said)
    if refusal:
        site.notes.refused("ack", refusal[0], _texts(refusal), channel)
        return None
    site.look_at_markup("ack", said, channel)
    bot = site.workspace.bot.id
    return site.post(site.message(channel, bot, said, visible_to=None if in_channel else user))


async def response_url(site: Site, request: web.Request) -> web.StreamResponse:
    """POST /response/<token>: plain `ok`, 404 for a used-up URL, 400 with the error code for a bad body."""
    fault = site.faults.take("response_url")
    spoilt = await strike(fault, request) if fault and fault.when == "before" else None
    if spoilt is not None:
        return spoilt
    answer = await _respond(site, request)
    spoilt = await strike(fault, request) if fault and fault.when == "after" else None
    return spoilt if spoilt is not None else answer


async def _respond(site: Site, request: web.Request) -> web.Response:
    try:
        url = site.triggers.use(request.match_info["token"])
    except ApiError as error:
        site.notes.refused("response_url", error.error)
        return web.Response(status=404, text=error.error)
    try:
        body = json.loads(await request.read())
        site.notes.called("response_url", body)
        _apply(site, url, body)
    except (ValueError, TypeError):
        site.notes.refused("response_url", "invalid_payload", where=url.channel)
        return web.Response(status=400, text="invalid_payload")
    except ApiError as error:
        site.notes.refused("response_url", error.error, error.detail, url.channel)
        return web.Response(status=400, text=error.error)
    return web.Response(text="ok")


def _apply(site: Site, url: ResponseUrl, body: Mapping[str, Any]) -> None:
    original = site.workspace.message(url.channel, url.ts, ephemeral=True) if url.ts else None
    if body.get("delete_original"):
        _delete(site, original, body)
        return
    refusal = check_message(body)
    if refusal:
        raise ApiError(refusal[0], _texts(refusal))
    site.look_at_markup("response_url", body, url.channel)
    in_channel = body.get("response_type") == "in_channel"
    if body.get("replace_original") and original is not None:
        _replace(site, original, body, in_channel=in_channel)
        return
    if body.get("thread_ts") and not in_channel:
        raise ApiError("invalid_arguments", "thread_ts needs response_type in_channel")
    bot = site.workspace.bot.id
    site.post(site.message(url.channel, bot, body, visible_to=None if in_channel else url.user))


def _delete(site: Site, original: Message | None, body: Mapping[str, Any]) -> None:
    """`text: ""` is what the SDKs send along; nothing else may stand beside delete_original."""
    if any(value for key, value in body.items() if key != "delete_original"):
        raise ApiError("invalid_arguments", "delete_original must be the only attribute")
    if original is not None:
        _own(site, original)
        site.workspace.delete(original)


def _replace(site: Site, original: Message, body: Mapping[str, Any], *, in_channel: bool) -> None:
    _own(site, original)
    if original.visible_to is not None and in_channel:
        raise ApiError("invalid_arguments", "an ephemeral message cannot become in_channel")
    original.text = str(body.get("text") or "")
    original.blocks = with_ids(as_list(body.get("blocks")))
    original.edited = site.workspace.next_ts()
    site.workspace.edited(original)


def _own(site: Site, original: Message) -> None:
    if original.user != site.workspace.bot.id:
        raise ApiError("cant_update_message", "the original is not the app's message")


def _texts(refusal: Refusal) -> str:
    return "; ".join(problem.slack() for problem in refusal[1])
