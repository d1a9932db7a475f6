"""Each block and element with every property it may have is accepted, and no property is taken in a wrong kind."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from sandbox.rules import Surface, check_blocks
from tests.sandbox.payloads import (
    Json,
    actions,
    button,
    field,
    option,
    options,
    plain,
    rich,
    rich_section,
    rich_words,
    section,
)

TEXTS = rich(rich_section(rich_words()))
CONFIRM = {**dict.fromkeys(("title", "text", "confirm", "deny"), plain()), "style": "primary"}
CHOICE: Json = {"action_id": "a", "focus_on_load": True, "confirm": CONFIRM}
MENU: Json = {**CHOICE, "placeholder": plain()}
FIELD: Json = {
    "action_id": "a",
    "focus_on_load": True,
    "placeholder": plain(),
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
}
FILTER = {
    "include": ["im", "mpim", "private", "public"],
    "exclude_bot_users": True,
    "exclude_external_shared_channels": True,
}
GROUPS = [{"label": plain(), "options": options(1)}]
IMAGE = {"type": "image", "alt_text": "A", "slack_file": {"url": "https://files.slack.com/f"}}
LABEL = {"accessibility_label": "l" * 75}
LENGTHS = {"min_length": 0, "max_length": 1, "multiline": False, "initial_value": "i"}
PARAMETERS = [{"name": "n", "value": "v"}]
ONE = option("o0")

ELEMENTS: dict[str, Json] = {
    "button": {
        "text": plain(),
        "action_id": "a",
        "url": "https://x.test",
        "value": "v",
        "style": "danger",
        "confirm": CONFIRM,
    }
    | LABEL,
    "overflow": {"action_id": "a", "confirm": CONFIRM, "options": [option(url="u", description=plain())]},
    "checkboxes": {**CHOICE, "options": options(10), "initial_options": [ONE]},
    "radio_buttons": {**CHOICE, "options": options(10), "initial_option": ONE},
    "static_select": {**MENU, "option_groups": GROUPS, "initial_option": ONE},
    "multi_static_select": {**MENU, "option_groups": GROUPS, "initial_options": [ONE], "max_selected_items": 1},
    "external_select": {**MENU, "min_query_length": 0, "initial_option": ONE},
    "multi_external_select": {**MENU, "min_query_length": 3, "initial_options": [ONE], "max_selected_items": 1},
    "users_select": {**MENU, "initial_user": "U1"},
    "multi_users_select": {**MENU, "initial_users": ["U1"], "max_selected_items": 1},
    "conversations_select": {
        **MENU,
        "initial_conversation": "C1",
        "default_to_current_conversation": True,
        "response_url_enabled": True,
        "filter": FILTER,
    },
    "multi_conversations_select": {
        **MENU,
        "initial_conversations": ["C1"],
        "default_to_current_conversation": True,
        "max_selected_items": 1,
        "filter": FILTER,
    },
    "channels_select": {**MENU, "initial_channel": "C1", "response_url_enabled": True},
    "multi_channels_select": {**MENU, "initial_channels": ["C1"], "max_selected_items": 1},
    "datepicker": {**MENU, "initial_date": "2026-11-26"},
    "timepicker": {**MENU, "initial_time": "00:00", "timezone": "Europe/Amsterdam"},
    "datetimepicker": {**CHOICE, "initial_date_time": 9_999_999_999},
    "rich_text_input": {**FIELD, "initial_value": TEXTS, "min_lines": 1, "max_lines": 100},
    "plain_text_input": {**FIELD, **LENGTHS},
    "email_text_input": {**FIELD, "initial_value": "a@x.test"},
    "url_text_input": {**FIELD, "initial_value": "https://x.test"},
    "number_input": {
        **FIELD,
        "is_decimal_allowed": False,
        "initial_value": "-2",
        "min_value": "-3",
        "max_value": "-1",
    },
    "file_input": {"action_id": "a", "filetypes": ["pdf"], "max_files": 1},
}

MESSAGE_ELEMENTS: list[Json] = [
    {
        "type": "workflow_button",
        "text": plain(),
        "action_id": "a",
        "style": "primary",
        "workflow": {"trigger": {"url": "https://x.test", "customizable_input_parameters": PARAMETERS}},
        **LABEL,
    },
    {"type": "feedback_buttons", "action_id": "a"}
    | {key: {"text": plain(), "value": "v" * 2000, **LABEL} for key in ("positive_button", "negative_button")},
    {
        "type": "icon_button",
        "icon": "trash",
        "text": plain(),
        "action_id": "a",
        "value": "v",
        "confirm": CONFIRM,
        "visible_to_user_ids": ["U1"],
        **LABEL,
    },
]

BLOCKS: list[Json] = [
    {
        "type": "card",
        **dict.fromkeys(("title", "subtitle"), plain("t" * 150)),
        **dict.fromkeys(("hero_image", "icon"), IMAGE),
    }
    | dict.fromkeys(("body", "subtext"), plain("b" * 200))
    | {"actions": [button("a"), button("b"), button("c")]},
    {
        "type": "task_card",
        "task_id": "1",
        "title": "T",
        "status": "in_progress",
        "details": TEXTS,
        "output": TEXTS,
        "sources": [{"type": "url", "url": "https://x.test", "text": "x"}],
    },
    {
        "type": "video",
        "alt_text": "A",
        "title": plain("t" * 199),
        "description": plain("d" * 199),
        "author_name": "a" * 49,
        "provider_name": "P",
        **dict.fromkeys(("video_url", "thumbnail_url", "title_url", "provider_icon_url"), "https://x.test"),
    },
    {
        "type": "container",
        "rich_text_title": TEXTS,
        "subtitle": plain("s" * 150),
        "icon": IMAGE,
        "width": "full",
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [section()] * 10,
    },
    {"type": "container", "title": plain("t" * 150), "has_header_divider": True, "child_blocks": [section()]},
    {
        "type": "auth_provider",
        "value": "v" * 150,
        "is_connected": True,
        "description": plain("d" * 150),
        **dict.fromkeys(("name", "connected_identity", "connected_context"), plain("n" * 75)),
        **dict.fromkeys(("icon_url", "auth_url", "disconnect_url"), "https://x.test"),
        "accessory": {"type": "overflow", "options": options(5)},
        "fallback": [section()],
    },
    {"type": "call", "call_id": "R1", "api_decoration_available": True, "call": {}},
    {"type": "input", "label": plain("l" * 2000), "hint": plain("h" * 2000), "element": {"type": "plain_text_input"}},
]


def pointers(block: Json, surface: Surface) -> list[str]:
    return [problem.slack() for problem in check_blocks([block], surface)]


def holding(kind: str, element: Json) -> Json:
    return actions(element) if kind in ("button", "overflow") else field(element)


@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_element_with_all_its_properties_is_accepted(kind: str) -> None:
    assert pointers(holding(kind, {"type": kind, **ELEMENTS[kind]}), Surface.MODAL) == []


@pytest.mark.parametrize("element", MESSAGE_ELEMENTS, ids=lambda each: str(each["type"]))
def test_an_element_of_messages_with_all_its_properties_is_accepted(element: Json) -> None:
    block = (
        actions(element) if element["type"] == "workflow_button" else {"type": "context_actions", "elements": [element]}
    )
    assert pointers(block, Surface.MESSAGE) == []


@pytest.mark.parametrize("block", BLOCKS, ids=lambda each: str(each["type"]))
def test_a_block_with_all_its_properties_is_accepted(block: Json) -> None:
    assert pointers(block, Surface.MESSAGE) == []


WRONG: list[Any] = [None, 0.5, {"odd": 1}]


@pytest.mark.parametrize("kind", ELEMENTS)
def test_no_property_of_an_element_is_taken_in_a_wrong_kind(kind: str) -> None:
    path = "elements/0" if kind in ("button", "overflow") else "element"
    for key, wrong in product(ELEMENTS[kind], WRONG):
        element = {"type": kind, **ELEMENTS[kind], key: wrong}
        problems = check_blocks([holding(kind, element)], Surface.MODAL)
        assert problems, key
        assert problems[0].pointer.startswith(f"/view/blocks/0/{path}/{key}")


@pytest.mark.parametrize("block", BLOCKS, ids=lambda each: str(each["type"]))
def test_no_property_of_a_block_is_taken_in_a_wrong_kind(block: Json) -> None:
    for key, wrong in product(block.keys() - {"call"}, WRONG):
        problems = check_blocks([{**block, key: wrong}], Surface.MESSAGE)
        assert problems, key
        assert problems[0].pointer.startswith(f"/blocks/0/{key}")


def test_the_longest_names_of_a_card_and_a_task_are_their_limits() -> None:
    card = {**BLOCKS[0], "title": plain("t" * 151)}
    assert pointers(card, Surface.MESSAGE) == ["must be less than 151 characters [json-pointer:/blocks/0/title/text]"]
    late = {**BLOCKS[2], "author_name": "a" * 50}
    assert pointers(late, Surface.MESSAGE) == ["must be less than 50 characters [json-pointer:/blocks/0/author_name]"]
