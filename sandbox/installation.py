"""The app as it is installed: its manifest, tokens and scopes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sandbox.notes import Json
from sandbox.rules import check_manifest

EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "group_left": ("groups:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_deleted": ("groups:read",),
    "user_change": ("users:read",),
}
"""Scopes of which a subscription to the event needs at least one. An event that is not here needs none."""


class Installation:
    """One app in one workspace. ValueError for a manifest that Slack would refuse."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        problems = [problem.slack() for problem in check_manifest(manifest)]
        if problems:
            raise ValueError(f"Slack refuses this manifest: {'; '.join(problems)}")
        self.manifest = manifest
        self.features: Json = manifest.get("features", {})
        self.settings: Json = manifest.get("settings", {})
        self.scopes: list[str] = list(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
        self._check_scopes()
        self.app_id = "A00SANDBOX"
        self.bot_id = "B00SANDBOX"
        self.bot_token = f"xoxb-{secrets.token_hex(12)}"
        self.app_token = f"xapp-1-{self.app_id}-{secrets.token_hex(12)}"
        self.signing_secret = secrets.token_hex(16)
        self.verification_token = secrets.token_hex(12)
        self.active = True

    def _check_scopes(self) -> None:
        for event in self._events():
            needed = EVENT_SCOPES.get(event)
            if needed and not set(needed) & set(self.scopes):
                raise ValueError(f"the event {event} needs the scope {' or '.join(needed)}")
        if (self.features.get("slash_commands") or self.features.get("shortcuts")) and "commands" not in self.scopes:
            raise ValueError("slash commands and shortcuts need the scope commands")

    @property
    def name(self) -> str:
        bot_user: Json = self.features.get("bot_user", {})
        return str(bot_user.get("display_name") or self.manifest["display_information"]["name"])

    @property
    def home_enabled(self) -> bool:
        return bool(self.features.get("app_home", {}).get("home_tab_enabled", False))

    @property
    def messages_enabled(self) -> bool:
        """Off only when the manifest says so."""
        return bool(self.features.get("app_home", {}).get("messages_tab_enabled", True))

    @property
    def composer_enabled(self) -> bool:
        """Whether a person can type in the conversation with the bot."""
        read_only = self.features.get("app_home", {}).get("messages_tab_read_only_enabled", False)
        return self.messages_enabled and not read_only

    @property
    def interactive(self) -> bool:
        return bool(self.settings.get("interactivity", {}).get("is_enabled", False))

    def _events(self) -> list[str]:
        events: list[str] = self.settings.get("event_subscriptions", {}).get("bot_events", [])
        return events

    def subscribed(self, event: str) -> bool:
        needed = EVENT_SCOPES.get(event)
        return event in self._events() and (not needed or bool(set(needed) & set(self.scopes)))

    def command(self, name: str) -> Json | None:
        return next((each for each in self.features.get("slash_commands", []) if each["command"] == name), None)

    def shortcut(self, callback_id: str, type: str) -> Json | None:
        found: list[Json] = self.features.get("shortcuts", [])
        return next((each for each in found if (each["callback_id"], each["type"]) == (callback_id, type)), None)
