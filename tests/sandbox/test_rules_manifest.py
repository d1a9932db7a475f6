"""The app manifest."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from sandbox.rules import check_manifest

COMMAND = {"command": "/klant", "description": "D", "usage_hint": "U", "url": "https://x.test", "should_escape": True}
SHORTCUT = {"type": "global", "name": "N", "callback_id": "c", "description": "D"}
DIRECTORY = {
    **dict.fromkeys(("installation_landing_page", "privacy_policy_url", "support_url"), "https://x.test"),
    "support_email": "a@x.test",
    "supported_languages": ["nl"],
    "pricing": "free",
}
MANIFEST: dict[str, Any] = {
    "_metadata": {"major_version": 2, "minor_version": 0},
    "display_information": {
        "name": "Klantritme",
        "description": "D",
        "long_description": "d" * 175,
        "background_color": "#1a2b3c",
    },
    "features": {
        "bot_user": {"display_name": "Klantritme", "always_online": True},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "slash_commands": [COMMAND],
        "shortcuts": [SHORTCUT],
        "unfurl_domains": ["x.test"],
        "agent_view": {"agent_description": "A", "suggested_prompts": [{"title": "T", "message": "M"}]},
        "functions": [],
    },
    "oauth_config": {
        "redirect_urls": ["https://x.test/oauth"],
        "scopes": {"bot": ["chat:write"], "bot_optional": ["users:read"]},
        "pkce_enabled": False,
    },
    "settings": {
        "event_subscriptions": {"request_url": "https://x.test", "bot_events": ["app_mention"]},
        "interactivity": {"is_enabled": True, "request_url": "https://x.test"},
        "allowed_ip_address_ranges": ["10.0.0.1", "10.0.0.0/24"],
        "socket_mode_enabled": True,
        "token_rotation_enabled": True,
    },
    "app_directory": DIRECTORY,
    "functions": {},
}


def changed(pointer: str, value: object) -> dict[str, Any]:
    """The right manifest with one value, that may be new, replaced."""
    manifest = copy.deepcopy(MANIFEST)
    *path, last = pointer.split("/")
    inner: Any = manifest
    for key in path:
        inner = inner[int(key) if isinstance(inner, list) else key]
    inner[last] = value
    return manifest


def test_a_right_manifest_is_accepted() -> None:
    assert check_manifest(MANIFEST) == []
    assert check_manifest({"display_information": {"name": "n" * 35}}) == []


@pytest.mark.parametrize("manifest", [None, "name: x", []])
def test_a_manifest_is_an_object(manifest: object) -> None:
    assert [problem.slack() for problem in check_manifest(manifest)] == ["must provide an object [json-pointer:]"]


@pytest.mark.parametrize(
    ("pointer", "value", "text"),
    [
        ("display_information/name", "n" * 36, "must be less than 36 characters"),
        ("display_information/description", "d" * 141, "must be less than 141 characters"),
        ("display_information/long_description", "d" * 174, "must be more than 174 characters"),
        (
            "display_information/background_color",
            "#12345",
            "input must match regex pattern: ^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$",
        ),
        ("features/bot_user/display_name", "b" * 81, "must be less than 81 characters"),
        ("features/slash_commands", [], "no less than 1 items allowed"),
        ("features/slash_commands", [COMMAND] * 51, "no more than 50 items allowed"),
        ("features/slash_commands/0/command", "klant", "input must match regex pattern: ^/.+$"),
        ("features/slash_commands/0/command", "/" + "k" * 32, "must be less than 33 characters"),
        ("features/slash_commands/0/usage_hint", "", "must be more than 0 characters"),
        ("features/shortcuts", [SHORTCUT] * 11, "no more than 10 items allowed"),
        ("features/shortcuts/0/name", "n" * 25, "must be less than 25 characters"),
        ("features/shortcuts/0/type", "channel", "must be a valid enum value"),
        ("features/unfurl_domains", ["a.test", "a.test"], "items must be unique"),
        ("features/unfurl_domains", [f"{letter}.test" for letter in "abcdef"], "no more than 5 items allowed"),
        ("features/agent_view/suggested_prompts", [{"title": "T", "message": "M"}] * 5, "no more than 4 items allowed"),
        ("oauth_config/scopes/bot", [f"s{number}" for number in range(256)], "no more than 255 items allowed"),
        ("settings/event_subscriptions/bot_events", ["a", "a"], "items must be unique"),
        ("settings/event_subscriptions/metadata_subscriptions", [], "no less than 1 items allowed"),
        (
            "settings/event_subscriptions/request_url",
            "https://" + "x" * 3493,
            "must be less than 3501 characters",
        ),
        ("settings/socket_mode_enabled", "true", "must provide a boolean"),
        ("settings/allowed_ip_address_ranges", ["10.0.0.1"] * 51, "no more than 50 items allowed"),
        ("app_directory/support_email", "a" * 100 + "@x.test", "must be less than 101 characters"),
        ("functions", {str(number): {} for number in range(51)}, "no more than 50 items allowed"),
    ],
)
def test_a_wrong_value_is_refused_at_its_place(pointer: str, value: object, text: str) -> None:
    assert f"{text} [json-pointer:/{pointer}]" in [
        problem.slack() for problem in check_manifest(changed(pointer, value))
    ]


@pytest.mark.parametrize("address", ["256.0.0.1", "10.0.0.0/33", "::1", "x"])
def test_an_address_range_is_ipv4(address: str) -> None:
    problems = check_manifest(changed("settings/allowed_ip_address_ranges", [address]))
    assert [problem.pointer for problem in problems] == ["/settings/allowed_ip_address_ranges/0"]


@pytest.mark.parametrize(
    "pointer",
    ["", "display_information", "features", "features/bot_user", "oauth_config/scopes", "settings", "app_directory"],
)
def test_an_unknown_key_is_refused(pointer: str) -> None:
    problems = check_manifest(changed(f"{pointer}/extra".lstrip("/"), 1))
    assert [problem.text for problem in problems] == ["invalid additional property: extra"]
    assert problems[0].pointer == (f"/{pointer}" if pointer else "")


@pytest.mark.parametrize(
    ("pointer", "value", "missing"),
    [
        ("display_information", {}, "name"),
        ("features/bot_user", {}, "display_name"),
        ("settings/interactivity", {}, "is_enabled"),
        ("features/shortcuts/0", {key: SHORTCUT[key] for key in ("type", "name", "callback_id")}, "description"),
    ],
)
def test_a_required_key_is_asked_for(pointer: str, value: object, missing: str) -> None:
    manifest = changed(pointer, value) if not pointer.endswith("0") else changed("features/shortcuts", [value])
    assert [problem.slack() for problem in check_manifest(manifest)] == [
        f"missing required field: {missing} [json-pointer:/{pointer}]"
    ]
