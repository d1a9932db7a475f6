"""A manifest with everything the sandbox's tests use."""

from __future__ import annotations

import copy
from typing import Any

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Proef"},
    "features": {
        "bot_user": {"display_name": "Proef"},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {"command": "/form", "description": "Opens a form", "should_escape": True},
            {"command": "/plain", "description": "Takes the text as typed"},
        ],
        "shortcuts": [
            {"type": "global", "name": "New", "callback_id": "new", "description": "Something new"},
            {"type": "message", "name": "Keep", "callback_id": "keep", "description": "Keep a message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "commands",
                "chat:write",
                "users:read",
                "team:read",
                "channels:read",
                "groups:read",
                "im:read",
                "im:write",
                "im:history",
                "app_mentions:read",
                "files:write",
                "files:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "channel_archive",
                "channel_deleted",
                "channel_left",
                "channel_rename",
                "channel_unarchive",
                "group_archive",
                "group_left",
                "member_joined_channel",
                "member_left_channel",
                "message.im",
                "tokens_revoked",
                "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def manifest(**app_home: bool) -> Json:
    """A copy, with other switches of App Home."""
    copied = copy.deepcopy(MANIFEST)
    copied["features"]["app_home"] |= app_home
    return copied
