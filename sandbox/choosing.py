"""How what a test says becomes the state of an element: labels become options, names become ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Protocol, runtime_checkable

from sandbox.fields import STATES, options
from sandbox.notes import ClientRefused, Json, Why
from sandbox.workspace import Workspace

EMPTY = (None, "")


@runtime_checkable
class HasId(Protocol):
    """A person."""

    @property
    def id(self) -> str: ...


def state_of(element: Json, value: object, workspace: Workspace, offered: Sequence[Json] | None = None) -> Json:
    """The element's new state. `offered` are the options of an external menu. ClientRefused for an impossible value."""
    kind = element["type"]
    key = STATES[kind][0]
    if key in ("value", "rich_text_value"):
        return {"type": kind, key: None if value in EMPTY else _text(kind, value)}
    if key.endswith("s"):
        return {"type": kind, key: _several(element, value, workspace, offered)}
    return {"type": kind, key: None if value in EMPTY else _one(element, value, workspace, offered)}


def _text(kind: str, value: object) -> Any:
    if kind != "rich_text_input":
        return str(value)
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(value)}]}
    return {"type": "rich_text", "elements": [section]}


def _several(element: Json, value: object, workspace: Workspace, offered: Sequence[Json] | None) -> list[Any]:
    if value in (None, False, ""):
        return []
    if value is True:
        if len(options(element)) != 1:
            raise ClientRefused(Why.SEVERAL_BOXES, "True ticks the only box, and there are several")
        return options(element)
    values = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    most = element.get("max_selected_items")
    if most is not None and len(values) > most:
        raise ClientRefused(Why.TOO_MANY, f"at most {most} can be chosen")
    return [_one(element, each, workspace, offered) for each in values]


def _one(element: Json, value: object, workspace: Workspace, offered: Sequence[Json] | None) -> Any:
    kind = element["type"].removeprefix("multi_")
    match kind:
        case "users_select":
            return user_id(value, workspace)
        case "channels_select":
            return channel_id(value, workspace)
        case "conversations_select":
            return value.id if isinstance(value, HasId) else channel_id(value, workspace)
        case "file_input" if isinstance(value, dict):
            return value
        case "datepicker":
            return _day(value)
        case "timepicker":
            return _time(value)
        case "datetimepicker":
            return int(value.timestamp()) if isinstance(value, datetime) else int(str(value))
    return option(value, options(element) if offered is None else offered)


def option(label: object, offered: Sequence[Json]) -> Json:
    """The option with that label, exactly or as its beginning, or that very option, as Slack sends it."""
    if isinstance(label, dict) and label in offered:
        return label
    wanted = str(label)
    exact = [each for each in offered if each["text"]["text"] == wanted]
    found = exact or [each for each in offered if each["text"]["text"].startswith(wanted)]
    if not found:
        there = [each["text"]["text"] for each in offered]
        raise ClientRefused(Why.OPTION_GONE, f"no option {wanted!r}; there are {there}")
    return found[0]


def user_id(value: object, workspace: Workspace) -> str:
    """A person, a handle, a name or an id. A deactivated person is not offered."""
    for user in workspace.users.values():
        same = user.id == value.id if isinstance(value, HasId) else value in (user.id, user.handle, user.real_name)
        if same:
            if user.deactivated:
                raise ClientRefused(Why.DEACTIVATED, f"{user.real_name} is deactivated")
            return user.id
    raise ClientRefused(Why.NOBODY, f"nobody is called {value!r}")


def channel_id(value: object, workspace: Workspace) -> str:
    wanted = str(value).removeprefix("#")
    for channel in workspace.channels.values():
        if wanted in (channel.id, channel.name):
            return channel.id
    raise ClientRefused(Why.NO_CHANNEL, f"no channel {value!r}")


def _day(value: object) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise ClientRefused(Why.NO_DATE, f"no date: {value!r}") from error
    return day.isoformat()[:10]


def _time(value: object) -> str:
    try:
        at = value if isinstance(value, time) else time.fromisoformat(str(value))
    except ValueError as error:
        raise ClientRefused(Why.NO_TIME, f"no time: {value!r}") from error
    return f"{at:%H:%M}"
