"""Slack's JSON for users, conversations, messages and views."""

from __future__ import annotations

from sandbox.installation import Installation
from sandbox.notes import Json
from sandbox.workspace import OTHER_TEAM_ID, TEAM_ID, Channel, Kind, Message, User, Workspace


def user_json(user: User, *, locale: bool = False) -> Json:
    team = OTHER_TEAM_ID if user.outsider else TEAM_ID
    profile = {"real_name": user.real_name, "display_name": "", "team": team}
    shown: Json = {
        "id": user.id,
        "team_id": team,
        "name": user.handle,
        "deleted": user.deactivated,
        "real_name": user.real_name,
        "tz": user.tz,
        "profile": profile,
        "is_bot": user.bot,
        "is_app_user": False,
        "updated": 0,
    }
    if not user.deactivated:
        shown |= {
            "is_admin": user.admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.guest or user.ultra_guest,
            "is_ultra_restricted": user.ultra_guest,
        }
    if user.outsider:
        shown["is_stranger"] = True
    if locale:
        shown["locale"] = user.locale
    return shown


def channel_json(channel: Channel, bot: str) -> Json:
    shown: Json = {
        "id": channel.id,
        "is_channel": channel.kind is Kind.PUBLIC,
        "is_group": channel.kind is Kind.PRIVATE,
        "is_im": channel.kind is Kind.IM,
        "is_mpim": channel.kind is Kind.MPIM,
        "is_private": channel.kind is not Kind.PUBLIC,
        "is_archived": channel.archived,
        "is_general": channel.general,
        "is_ext_shared": channel.ext_shared,
        "is_shared": channel.ext_shared,
        "context_team_id": TEAM_ID,
    }
    if channel.kind is Kind.IM:
        other = next((member for member in channel.members if member != bot), bot)
        return shown | {"user": other, "is_open": True}
    return shown | {"name": channel.name, "name_normalized": channel.name, "is_member": bot in channel.members}


def message_json(message: Message, app: Installation, workspace: Workspace) -> Json:
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text, "team": TEAM_ID}
    if message.user == workspace.bot.id:
        shown |= {"bot_id": app.bot_id, "app_id": app.app_id}
    for key in ("blocks", "attachments", "files", "thread_ts", "metadata"):
        if getattr(message, key):
            shown[key] = getattr(message, key)
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if message.broadcast:
        shown["subtype"] = "thread_broadcast"
    elif message.files:
        shown["subtype"] = "file_share"
    replies = [reply for reply in workspace.replies(message) if reply.visible_to is None]
    if replies:
        shown |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return shown
