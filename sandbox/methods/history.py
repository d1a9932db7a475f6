"""conversations.history and conversations.replies, for an app that asked for a history scope."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.limits import TIER_3
from sandbox.methods.registry import Call, method
from sandbox.notes import ApiError, Json
from sandbox.shapes import message_json
from sandbox.workspace import Channel, Kind, Message

HISTORY_SCOPES = {
    Kind.PUBLIC: "channels:history",
    Kind.PRIVATE: "groups:history",
    Kind.IM: "im:history",
    Kind.MPIM: "mpim:history",
}


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.needs(HISTORY_SCOPES[channel.kind])
    if not call.is_member(channel):
        raise ApiError("not_in_channel")
    return channel


def _answer(call: Call, messages: Iterable[Message]) -> Json:
    """Between `oldest` and `latest`, the bounds themselves with `inclusive`; metadata with `include_all_metadata`."""
    oldest, latest = call.optional("oldest") or "0", call.optional("latest") or "9999999999"
    inclusive = call.flag("inclusive")
    found = [
        each
        for each in messages
        if each.visible_to is None
        and (
            float(oldest) < float(each.ts) < float(latest)
            or (inclusive and float(each.ts) in map(float, (oldest, latest)))
        )
    ]
    page, more = call.page(found)
    shown = [message_json(each, call.site.app, call.site.workspace) for each in page]
    if not call.flag("include_all_metadata"):
        shown = [{key: value for key, value in each.items() if key != "metadata"} for each in shown]
    return {"messages": shown, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


@method("conversations.history", TIER_3)
async def history(call: Call) -> Json:
    """Newest first, without replies unless they were broadcast."""
    messages = reversed(_readable(call).messages)
    return _answer(call, (each for each in messages if not each.is_reply or each.broadcast))


@method("conversations.replies", TIER_3)
async def replies(call: Call) -> Json:
    """The parent and its replies, oldest first."""
    channel = _readable(call)
    parent = call.site.workspace.message(channel.id, call.text("ts"))
    if parent is None:
        raise ApiError("thread_not_found")
    return _answer(call, [parent, *call.site.workspace.replies(parent)])
