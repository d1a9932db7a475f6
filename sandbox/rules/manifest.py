"""The app manifest, schema 2.0.0: unknown keys and empty arrays are refused."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.rules.problem import Place, Problem
from sandbox.rules.schema import Check, Shape, anything, array, boolean, enum, integer, pattern, string

Properties = dict[str, Check]


def url(most: int) -> Check:
    return pattern(r"https?://.+", most)


def flags(*names: str) -> Properties:
    return dict.fromkeys(names, boolean)


REQUEST_URL = url(3500)

_BYTE = r"(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])"
ADDRESS_RANGE = pattern(rf"({_BYTE}\.){{3}}{_BYTE}(/(3[0-2]|[12]?\d))?")
"""An IPv4 address or CIDR range."""


def unique(check: Check) -> Check:
    """An array without equal items."""

    def checked(value: object, place: Place) -> list[Problem]:
        problems = check(value, place)
        items = value if isinstance(value, list | tuple) else ()
        repeated = any(item in items[:index] for index, item in enumerate(items))
        return problems + (place.says("items must be unique") if repeated else [])

    return checked


def table_of(item: Check, most: int | None) -> Check:
    """An object with names of one's own as keys, at most `most`."""

    def check(value: object, place: Place) -> list[Problem]:
        if not isinstance(value, Mapping):
            return place.says("must provide an object")
        if most is not None and len(value) > most:
            return place.says(f"no more than {most} items allowed")
        return [problem for key, each in value.items() for problem in item(each, place.at(key))]

    return check


DISPLAY = Shape(
    {"name": string(35)},
    {
        "description": string(140),
        "long_description": string(4000, least=175),
        "background_color": pattern(r"#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})"),
    },
)

COMMAND = Shape(
    {"command": pattern(r"/.+", 32), "description": string(2000)},
    {"usage_hint": string(1000), "url": url(3000), "should_escape": boolean},
)

SHORTCUT = Shape(
    {
        "type": enum("message", "global"),
        "name": string(24),
        "callback_id": string(255),
        "description": string(150),
    }
)

PROMPT = Shape({"title": string(), "message": string()})
ACTION = Shape({"name": string(), "description": string()})

PARAMETER = table_of(anything, None)

FUNCTION = Shape(
    {"callback_id": string(), "title": string(), "description": string()}
    | dict.fromkeys(("input_parameters", "output_parameters"), array(PARAMETER, 20, least=0))
)

FEATURES = Shape(
    optional={
        "bot_user": Shape({"display_name": string(80)}, flags("always_online")),
        "app_home": Shape(optional=flags("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled")),
        "slash_commands": array(COMMAND, 50),
        "shortcuts": array(SHORTCUT, 10),
        "unfurl_domains": unique(array(pattern(r"[a-z0-9][-a-z0-9.]*[a-z0-9]", 255), 5)),
        "functions": array(FUNCTION, 50, least=0),
        "agent_view": Shape(
            optional={
                "agent_description": string(300, least=0),
                "suggested_prompts": array(PROMPT, 4, least=0),
                "actions": array(ACTION, least=0),
            }
        ),
        "assistant_view": Shape(
            {"assistant_description": string(least=0)}, {"suggested_prompts": array(PROMPT, least=0)}
        ),
    }
)

SCOPES = Shape(
    optional=dict.fromkeys(("bot", "user", "bot_optional", "user_optional"), array(string(50), 255, least=0))
)

OAUTH = Shape(
    optional={
        "redirect_urls": unique(array(string(2500), 1000, least=0)),
        "scopes": SCOPES,
        **flags("pkce_enabled", "token_management_enabled"),
    }
)

EVENTS = unique(array(string(50), 100, least=0))

METADATA_EVENT = Shape({"app_id": string(), "event_type": string(50)})

SETTINGS = Shape(
    optional={
        "event_subscriptions": Shape(
            optional={
                "request_url": REQUEST_URL,
                "bot_events": EVENTS,
                "user_events": EVENTS,
                "metadata_subscriptions": unique(array(METADATA_EVENT, 20)),
            }
        ),
        "interactivity": Shape(
            {"is_enabled": boolean}, {"request_url": REQUEST_URL, "message_menu_options_url": REQUEST_URL}
        ),
        "allowed_ip_address_ranges": unique(array(ADDRESS_RANGE, 50)),
        "incoming_webhooks": Shape(optional=flags("incoming_webhooks_enabled")),
        "siws_links": Shape(optional={"initiate_uri": pattern(r"https://.+", 3500)}),
        "function_runtime": string(),
        "hermes_app_type": string(),
        **flags("socket_mode_enabled", "token_rotation_enabled", "org_deploy_enabled", "is_hosted", "is_mcp_enabled"),
    }
)

DIRECTORY = Shape(
    {
        "installation_landing_page": url(255),
        "privacy_policy_url": url(500),
        "support_url": url(350),
        "support_email": pattern(r"[^@\s]+@[^@\s]+", 100),
        "supported_languages": array(string(50), 50),
        "pricing": string(30),
    },
    {
        "app_directory_categories": array(string(255), 3, least=0),
        "direct_install_url": url(255),
        **flags("use_direct_install"),
    },
)

HOSTED = ("functions", "workflows", "datastores", "types", "external_auth_providers")
"""Parts of apps hosted by Slack: known, at most 50 each, not looked into."""

MANIFEST = Shape(
    {"display_information": DISPLAY},
    {
        "$schema": string(),
        "_metadata": Shape(
            optional=dict.fromkeys(("major_version", "minor_version", "schema_version", "min_version"), integer(0))
        ),
        "features": FEATURES,
        "oauth_config": OAUTH,
        "settings": SETTINGS,
        "app_directory": DIRECTORY,
        "outgoing_domains": array(string(), least=0),
        "mcp_servers": anything,
        **dict.fromkeys(HOSTED, table_of(anything, 50)),
    },
)


def check_manifest(manifest: object) -> list[Problem]:
    """What Slack would refuse in a decoded manifest; pointers start at its root."""
    return MANIFEST(manifest, Place(""))
