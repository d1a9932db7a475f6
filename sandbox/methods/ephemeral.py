"""chat.postEphemeral."""

from __future__ import annotations

from sandbox.limits import TIER_4
from sandbox.methods.chat import thread
from sandbox.methods.registry import Call, method, raise_for
from sandbox.notes import ApiError, Json
from sandbox.rules import check_message


@method("chat.postEphemeral", TIER_4, scope="chat:write", takes_json=True, post_only=True)
async def post_ephemeral(call: Call) -> Json:
    """Both the bot and the person must be in the channel; metadata is ignored."""
    channel = call.channel()
    user = call.user()
    if channel.archived:
        raise ApiError("is_archived")
    if not call.is_member(channel):
        raise ApiError("not_in_channel")
    if user.id not in channel.members or user.deactivated:
        raise ApiError("user_not_in_channel")
    body = {key: value for key, value in call.arguments.items() if key != "metadata"}
    raise_for(check_message(body))
    thread(call, channel)
    call.site.look_at_markup(call.method, body, channel.id)
    message = call.site.post(call.site.message(channel.id, call.site.workspace.bot.id, body, visible_to=user.id))
    return {"message_ts": message.ts}
