"""The Slack app manifest, made from RITUALS: what the app may do is what the features need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from bot.registry import make
from bot.slack.searching import SCOPES as HISTORY
from rituals.contract import Command, Ritual, Shortcut
from rituals.permissions import May
from rituals.words import Sentence, _

Language = Literal["nl", "en", "both"]

# Each of these has a test that fails without it.
SCOPE_OF: Final[Mapping[May, str]] = {
    May.COMMANDS: "commands",
    May.POST: "chat:write",
    May.PEOPLE: "users:read",
    May.CHANNELS: "channels:read",
    May.PRIVATE_CHANNELS: "groups:read",
    May.CONVERSATIONS: "im:write",
    May.FILES: "files:write",
}
SCOPES: Final = list(SCOPE_OF.values())
OPTIONAL: Final[Mapping[May, str]] = {May.HISTORY: ", ".join(sorted(HISTORY))}  # by `manifest --history`
EVENTS = [
    "member_joined_channel",
    "member_left_channel",
    "channel_left",
    "group_left",
    "channel_archive",
    "channel_unarchive",
    "group_archive",
    "group_unarchive",
    "channel_rename",
    "group_rename",
    "channel_deleted",
    "user_change",
    "app_home_opened",
    "app_uninstalled",
    "tokens_revoked",
]
ABOUT = _("Customer rituals for your team: short, daily, kind.")
HINT = 1000  # characters in a usage hint, by Slack's manifest schema


def manifest_for(rituals: tuple[Ritual, ...], language: Language, *, history: bool = False) -> dict[str, Any]:
    """One language leaves out the other's command names: commands have no namespace in a workspace.

    `history`: with scopes to look whether a message that went out unclear came to stand.
    """
    readers = {tongue: _reader(tongue) for tongue in ("nl", "en")}
    shown = "en" if language == "en" else "nl"
    shortcuts = _shortcuts(rituals, language, readers)
    return {
        "display_information": {"name": "Klantritme", "description": plain(ABOUT, readers[shown])},
        "features": {
            "bot_user": {"display_name": "Klantritme", "always_online": True},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                # No composer: the honest form of “I read nothing”.
                "messages_tab_read_only_enabled": True,
            },
            "slash_commands": _commands(rituals, language, readers),
            **({"shortcuts": shortcuts} if shortcuts else {}),  # Slack takes no empty list
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES, *(sorted(HISTORY) if history else ())]}},
        "settings": {
            "event_subscriptions": {"bot_events": EVENTS},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _commands(rituals: tuple[Ritual, ...], language: Language, readers: dict[str, Reader]) -> list[dict[str, Any]]:
    return [
        _command(command, tongue, readers[tongue])
        for command in make(rituals).commands
        for tongue in ("nl", "en")
        if language in (tongue, "both")
    ]


def _command(command: Command, tongue: str, reader: Reader) -> dict[str, Any]:
    phrases = [_phrase(command, index, tongue) for index in range(len(command.subs))]
    made = {
        "command": f"/{getattr(command, tongue)}",
        "description": plain(_first_help(command), reader),
        "should_escape": True,
    }
    if hint := " | ".join(phrase for phrase in phrases if phrase)[:HINT]:
        made["usage_hint"] = hint
    return made


def _shortcuts(rituals: tuple[Ritual, ...], language: Language, readers: dict[str, Reader]) -> list[dict[str, Any]]:
    tongues = [tongue for tongue in ("nl", "en") if language in (tongue, "both")]
    return [
        _shortcut(shortcut, f"{shortcut.does}#{n}" if n else shortcut.does, readers[tongue])
        for shortcut in make(rituals).shortcuts
        for n, tongue in enumerate(tongues)
    ]


def _shortcut(shortcut: Shortcut, callback: str, reader: Reader) -> dict[str, Any]:
    """In a message's menu. A suffix tells the two languages apart, as it does the buttons of one block."""
    return {
        "type": "message",
        "name": plain(shortcut.label, reader),
        "callback_id": callback,
        "description": plain(shortcut.description, reader),
    }


def _phrase(command: Command, index: int, tongue: str) -> str:
    sub = command.subs[index]
    words = [getattr(sub, tongue), sub.arguments[0 if tongue == "nl" else 1]]
    return " ".join(word for word in words if word)


def _first_help(command: Command) -> Sentence:
    bare = [sub.help for sub in command.subs if not sub.nl]
    return bare[0] if bare else command.subs[0].help


def _reader(language: str) -> Reader:
    return Reader(language=language, names={}, links={}, channels={}, catalogs=Catalogs.load())
