"""conversations.info, .members, .list, .open and users.conversations."""

from __future__ import annotations

from sandbox.limits import TIER_2, TIER_3, TIER_4
from sandbox.methods.chat import reachable
from sandbox.methods.registry import READ_SCOPES, Call, method
from sandbox.notes import ApiError, Json
from sandbox.shapes import channel_json
from sandbox.workspace import Channel, Kind

DM_MOST = 8
"""Users in one conversations.open."""


def _known(call: Call) -> Channel:
    channel = call.channel()
    call.needs(READ_SCOPES[channel.kind])
    return channel


@method("conversations.info", TIER_3)
async def info(call: Call) -> Json:
    channel = _known(call)
    shown = channel_json(channel, call.site.workspace.bot.id)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


@method("conversations.members", TIER_4)
async def members(call: Call) -> Json:
    channel = _known(call)
    users = call.site.workspace.users
    page, more = call.page([member for member in channel.members if not users[member].deactivated])
    return {"members": page, **more}


def _kinds(call: Call) -> set[Kind]:
    """The wanted types, public channels when none is given; each needs its scope."""
    wanted = call.words("types") or [Kind.PUBLIC]
    if any(each not in set(Kind) for each in wanted):
        raise ApiError("invalid_types")
    kinds = {Kind(each) for each in wanted}
    for kind in kinds:
        call.needs(READ_SCOPES[kind])
    return kinds


def _listed(call: Call, member: str | None) -> Json:
    """Conversations that the bot may know of; with `member` those that this person is in too."""
    kinds = _kinds(call)
    bot = call.site.workspace.bot.id
    found = [
        channel_json(channel, bot)
        for channel in call.site.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind is Kind.PUBLIC or bot in channel.members)
        and (member is None or member in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    page, more = call.page(found)
    return {"channels": page, **more}


@method("conversations.list", TIER_2)
async def list_all(call: Call) -> Json:
    return _listed(call, None)


@method("users.conversations", TIER_3)
async def of_user(call: Call) -> Json:
    return _listed(call, call.user().id if call.optional("user") else call.site.workspace.bot.id)


@method("conversations.open", TIER_3, takes_json=True, post_only=True)
async def open_conversation(call: Call) -> Json:
    workspace = call.site.workspace
    users = call.words("users")
    if not users and call.optional("channel"):
        return {"channel": {"id": call.channel().id}}
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > DM_MOST:
        raise ApiError("too_many_users")
    call.needs("im:write" if len(users) == 1 else "mpim:write")
    if any(user not in workspace.users for user in users):
        raise ApiError("user_not_found")
    for user in users:
        reachable(call, user)
    channel = workspace.direct(*users, workspace.bot.id)
    shown = channel_json(channel, workspace.bot.id) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown}
