"""What a person fills in: the state of the stateful elements of a view or message, by block_id and action_id."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.notes import Json
from sandbox.rules import plain_text
from sandbox.rules.payload import elements_of, walk
from sandbox.rules.problem import Place

Values = dict[str, dict[str, Json]]
"""As `state.values` in a payload: block_id, then action_id, then the element's state."""

STATES: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
"""For each stateful element: the key of its value in the state, and the property with its initial value."""


@dataclass(frozen=True, slots=True)
class Found:
    """An element, the block that holds it, and the text of that block and of the nearest text before it."""

    block: Json
    element: Json
    text: str
    above: str

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def label(self) -> str:
        """What names the element to a person: the input's label, a button's text, else its placeholder or block."""
        if self.block["type"] == "input":
            return str(self.block["label"]["text"])
        own = self.element.get("text") or self.element.get("placeholder")
        return str(own["text"]) if own else self.text or self.above

    @property
    def labels(self) -> list[str]:
        """All that may name it: the label, its placeholder, the text of its block or of the one above."""
        placeholder = self.element.get("placeholder")
        words = [self.label, placeholder["text"] if placeholder else ""]
        if "text" not in self.element:
            words += [self.text] if self.text else [self.above]
        return [word for word in words if word]


def elements(blocks: Sequence[Json], names: Mapping[str, str] | None = None) -> Iterator[Found]:
    """Every interactive element, in reading order."""
    above = ""
    for block, place in walk(blocks, Place("")):
        text = "" if block["type"] == "container" else plain_text([dict(block)], names)
        for element, _ in elements_of(block, place):
            if isinstance(element, dict) and "action_id" in element:
                yield Found(dict(block), element, text, above)
        above = text or above


def with_ids(blocks: Sequence[Json]) -> list[Json]:
    """A copy in which each block has a block_id and each interactive element an action_id, as Slack gives them."""
    copied = copy.deepcopy(list(blocks))
    for block, place in walk(copied, Place("")):
        assert isinstance(block, dict)  # noqa: S101 - a deep copy of decoded JSON
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element, _ in elements_of(block, place):
            if isinstance(element, dict) and _acts(element):
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return copied


def _acts(element: Json) -> bool:
    kind = element.get("type")
    return kind in STATES or kind in ("button", "overflow", "feedback_buttons", "icon_button", "workflow_button")


def initial(element: Json) -> Json:
    key, source = STATES[element["type"]]
    empty: Any = [] if key.endswith("s") else None
    return {"type": element["type"], key: copy.deepcopy(element.get(source, empty))}


def value_of(state: Json) -> Any:
    return state[STATES[state["type"]][0]]


def values_of(blocks: Sequence[Json], before: Values | None = None) -> Values:
    """The state of `blocks`, with the value of `before` where block_id, action_id and type stayed the same."""
    values: Values = {}
    for found in elements(blocks):
        if found.element["type"] not in STATES:
            continue
        old = (before or {}).get(found.block_id, {}).get(found.action_id)
        keep = old is not None and old["type"] == found.element["type"] and _offered(found.element, old)
        state = old if keep and old is not None else initial(found.element)
        values.setdefault(found.block_id, {})[found.action_id] = state
    return values


def _offered(element: Json, state: Json) -> bool:
    """Whether the chosen options still exist."""
    if element["type"] not in ("static_select", "multi_static_select", "radio_buttons", "checkboxes"):
        return True
    chosen = value_of(state)
    chosen = chosen if isinstance(chosen, list) else [chosen] if chosen else []
    offered = {option["value"] for option in options(element)}
    return all(option["value"] in offered for option in chosen)


def options(element: Json) -> list[Json]:
    """The options of a menu, groups laid end to end."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]
