"""chat.postMessage, chat.update, chat.delete, chat.getPermalink."""

from __future__ import annotations

import re

from sandbox.fields import with_ids
from sandbox.limits import SPECIAL, TIER_3
from sandbox.methods.registry import Call, invalid, method, raise_for
from sandbox.notes import ApiError, Json, Limited
from sandbox.rules import check_message
from sandbox.shapes import message_json
from sandbox.site import TEXT_MOST, as_list, as_object
from sandbox.workspace import Channel, Kind, Message

TS = re.compile(r"\d{10}\.\d{6}")
CUSTOMISING = ("username", "icon_emoji", "icon_url")


@method("chat.postMessage", SPECIAL, scope="chat:write", takes_json=True, post_only=True)
async def post_message(call: Call) -> Json:
    if any(call.arguments.get(key) for key in CUSTOMISING):
        call.needs("chat:write.customize")
    channel = _target(call)
    raise_for(check_message(call.arguments))
    parent = thread(call, channel)
    seconds = call.site.limits.wait_to_post(channel.id)
    if seconds:
        raise Limited(seconds)
    call.site.look_at_markup(call.method, call.arguments, channel.id)
    message = call.site.message(channel.id, call.site.workspace.bot.id, call.arguments)
    message.broadcast = parent is not None and call.flag("reply_broadcast")
    call.site.post(message)
    answer: Json = {"channel": channel.id, "ts": message.ts, "message": _json(call, message)}
    if len(str(call.arguments.get("text") or "")) > TEXT_MOST:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def _json(call: Call, message: Message) -> Json:
    return message_json(message, call.site.app, call.site.workspace)


def _target(call: Call) -> Channel:
    """Where to post: a conversation the bot may write in, or the DM with the user whose id was given."""
    workspace = call.site.workspace
    wanted = call.text("channel")
    channel = _open_dm(call, wanted) if wanted in workspace.users else call.channel()
    if channel.archived:
        raise ApiError("is_archived")
    if not call.is_member(channel):
        _may_post_from_outside(call)
    if channel.kind is Kind.IM:
        _dm_is_open(call, channel)
    return channel


def _may_post_from_outside(call: Call) -> None:
    if "chat:write.public" not in call.site.app.scopes:
        raise ApiError("not_in_channel")


def _dm_is_open(call: Call, channel: Channel) -> None:
    if not call.site.app.messages_enabled:
        raise ApiError("messages_tab_disabled")
    if any(call.site.workspace.users[member].deactivated for member in channel.members):
        raise ApiError("user_disabled")


def reachable(call: Call, user_id: str) -> None:
    """ApiError when no direct message can go to this user."""
    user = call.site.workspace.users[user_id]
    if user.deactivated:
        raise ApiError("user_disabled")
    if user.bot:
        raise ApiError("cannot_dm_bot" if call.method == "conversations.open" else "channel_not_found")


def _open_dm(call: Call, user_id: str) -> Channel:
    reachable(call, user_id)
    return call.site.workspace.direct(user_id, call.site.workspace.bot.id)


def thread(call: Call, channel: Channel) -> Message | None:
    """The parent named by `thread_ts`, which must be a string, exist, and be no reply itself."""
    ts = call.arguments.get("thread_ts")
    if ts in (None, ""):
        return None
    if not isinstance(ts, str) or not TS.fullmatch(ts):
        raise invalid("must be a string with six decimals", "thread_ts")
    parent = call.site.workspace.message(channel.id, ts)
    if parent is None or parent.is_reply:
        raise ApiError("cannot_reply_to_message", f"{ts} is no parent message in {channel.id}")
    return parent


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = call.site.workspace.message(channel.id, call.text("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if message.user != call.site.workspace.bot.id:
        raise ApiError(error)
    return message


@method("chat.update", TIER_3, scope="chat:write", takes_json=True, post_only=True)
async def update(call: Call) -> Json:
    """`text` without `blocks` takes the blocks away; attachments and metadata stay unless given."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    if channel.archived:
        raise ApiError("is_archived")
    raise_for(check_message(call.arguments, update=True))
    call.site.look_at_markup(call.method, call.arguments, channel.id)
    arguments = call.arguments
    message.text = str(arguments.get("text") or "")
    message.blocks = with_ids(as_list(arguments.get("blocks")))
    if arguments.get("attachments") is not None:
        message.attachments = as_list(arguments["attachments"])
    if arguments.get("metadata") is not None:
        message.metadata = as_object(arguments["metadata"])
    message.edited = call.site.workspace.next_ts()
    call.site.workspace.edited(message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": _json(call, message)}


@method("chat.delete", TIER_3, scope="chat:write", takes_json=True, post_only=True)
async def delete(call: Call) -> Json:
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    call.site.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", SPECIAL)
async def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.site.workspace.message(channel.id, call.text("message_ts"))
    if message is None:
        raise ApiError("message_not_found")
    link = f"https://sandbox.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
