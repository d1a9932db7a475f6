"""Slack's payloads as plain values: parsed here, and no dict of Slack's travels further inward."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.carrying import carried
from bot.slack.views import read_meta
from rituals.contract import Event, Where

# A suffix keeps action ids apart within one block; the name before it is what the button does.
SUFFIX = re.compile(r"#\d+$")
MARK = re.compile(r"^(?P<table>[cs])(?P<row>\d+)\.(?P<version>\d+)\.\d+$")


@dataclass(frozen=True, slots=True)
class Standing:
    """The message on which somebody clicked, and which of ours it says it is."""

    channel: str
    stamp: str
    table: str
    row: int
    version: int


def command(body: Mapping[str, Any], org: str) -> Event:
    return Event(
        id=str(body["trigger_id"]),
        org=org,
        person=str(body["user_id"]),
        does="",
        request=str(body["trigger_id"]),
        # Slack escapes three characters of what was typed; mentions stay the tokens they are.
        text=html.unescape(str(body.get("text") or "")).strip(),
        where=_where(str(body.get("channel_id", "")), str(body.get("channel_name", ""))),
    )


def shortcut(body: Mapping[str, Any], org: str) -> Event:
    """An entry of a message's menu, without the message."""
    channel, name = str(body["channel"]["id"]), str(body["channel"].get("name", ""))
    return Event(
        id=str(body["trigger_id"]),
        org=org,
        person=str(body["user"]["id"]),
        does=SUFFIX.sub("", str(body["callback_id"])),
        request=str(body["trigger_id"]),
        where=_where(channel, name),
    )


def _where(channel: str, name: str) -> Where:
    return Where(channel, name=name, talk=channel.startswith("D") or name.startswith("mpdm-"))


def press(body: Mapping[str, Any], org: str) -> Event:
    """A button, or a choice from a menu, whose option's value is the subject. In a form: with what was filled in."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    about, text = carried(str(chosen.get("value") or action.get("value") or ""))
    return Event(
        id=str(body["trigger_id"]),
        org=org,
        person=str(body["user"]["id"]),
        does=SUFFIX.sub("", str(action["action_id"])),
        about=about,
        request=str(body["trigger_id"]),
        text=text,
        **_of_form(body),
    )


def _of_form(body: Mapping[str, Any]) -> dict[str, Any]:
    view = body.get("view") or {}
    meta = read_meta(view)
    return {"values": values(view.get("state") or {}), "kept": meta.kept} if meta.kind == "form" else {}


def standing(body: Mapping[str, Any]) -> Standing | None:
    """None for what isn't a message of ours that stands in a conversation."""
    container = body.get("container") or {}
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return None
    for block in (body.get("message") or {}).get("blocks") or ():
        if found := MARK.match(str(block.get("block_id", ""))):
            channel, stamp = str(container.get("channel_id")), str(container.get("message_ts"))
            return Standing(channel, stamp, found["table"], int(found["row"]), int(found["version"]))
    return None


def values(state: Mapping[str, Any]) -> dict[str, Any]:
    """view.state.values by field name; what was left empty is None, (), or an empty text."""
    return {
        block: _value(element)
        for block, actions in ((state or {}).get("values") or {}).items()
        for element in actions.values()
    }


def shown(element: Mapping[str, Any]) -> str:
    """What was typed, or the options that were chosen as they read; people, channels, days and times are left out."""
    if element.get("type") in ("plain_text_input", "number_input"):
        return str(element.get("value") or "")
    one = element.get("selected_option")
    return ", ".join(str(each["text"]["text"]) for each in element.get("selected_options") or ([one] if one else ()))


def _value(element: Mapping[str, Any]) -> Any:
    read = _READ.get(str(element.get("type")))
    return read(element) if read else None


def _option(element: Mapping[str, Any]) -> str | None:
    chosen = element.get("selected_option")
    return str(chosen["value"]) if chosen else None


def _options(element: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(each["value"]) for each in element.get("selected_options") or ())


def _number(element: Mapping[str, Any]) -> int | None:
    value = element.get("value")
    return int(value) if value not in (None, "") else None


def _day(element: Mapping[str, Any]) -> date | None:
    value = element.get("selected_date")
    return date.fromisoformat(value) if value else None


def _time(element: Mapping[str, Any]) -> time | None:
    value = element.get("selected_time")
    return time.fromisoformat(value) if value else None


_READ: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "plain_text_input": lambda element: element.get("value") or "",
    "number_input": _number,
    "datepicker": _day,
    "timepicker": _time,
    "radio_buttons": _option,
    "static_select": _option,
    "checkboxes": _options,
    "multi_static_select": _options,
    "users_select": lambda element: element.get("selected_user"),
    "multi_users_select": lambda element: tuple(element.get("selected_users") or ()),
    "conversations_select": lambda element: element.get("selected_conversation"),
}
