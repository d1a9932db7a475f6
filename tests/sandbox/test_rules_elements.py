"""Elements: placement per block and surface, options, formats and limits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.rules import Surface, check_blocks
from tests.sandbox.payloads import Json, actions, button, field, mrkdwn, option, options, plain, section

MESSAGE, MODAL, HOME = Surface.MESSAGE, Surface.MODAL, Surface.HOME
ALL = frozenset(Surface)
CHOICES = (
    *("checkboxes", "radio_buttons", "static_select", "multi_static_select", "external_select"),
    *("multi_external_select", "users_select", "multi_users_select", "conversations_select"),
    *("multi_conversations_select", "channels_select", "multi_channels_select", "datepicker", "timepicker"),
)
WITH_OPTIONS = {"checkboxes", "radio_buttons", "static_select", "multi_static_select", "overflow"}
WORKFLOW = {"trigger": {"url": "https://slack.com/shortcuts/1"}}
MORE: dict[str, Json] = {
    "button": {"text": plain()},
    "workflow_button": {"text": plain(), "workflow": WORKFLOW},
    "number_input": {"is_decimal_allowed": False},
    **{kind: {"options": options(2)} for kind in WITH_OPTIONS},
}
TIME_REFUSED = r"input must match regex pattern: ^([01]\d|2[0-3]):[0-5]\d$ [json-pointer:{}/initial_time]"
PLACES: dict[str, tuple[set[str], frozenset[Surface]]] = {
    **{kind: ({"section", "actions", "input"}, ALL) for kind in CHOICES},
    "button": ({"section", "actions"}, ALL),
    "overflow": ({"section", "actions"}, ALL),
    "workflow_button": ({"section", "actions"}, frozenset({MESSAGE})),
    "datetimepicker": ({"actions", "input"}, frozenset({MESSAGE, MODAL})),
    "rich_text_input": ({"actions", "input"}, frozenset({MODAL, HOME})),
    "plain_text_input": ({"input"}, ALL),
    "email_text_input": ({"input"}, frozenset({MODAL})),
    "url_text_input": ({"input"}, frozenset({MODAL})),
    "number_input": ({"input"}, frozenset({MODAL})),
    "file_input": ({"input"}, frozenset({MODAL})),
}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "a", **MORE.get(kind, {}), **more}


def held(block: str, inner: Json) -> Json:
    return {"section": section(accessory=inner), "actions": actions(inner), "input": field(inner)}[block]


def found(blocks: object, surface: Surface = MESSAGE) -> list[str]:
    return [problem.slack() for problem in check_blocks(blocks, surface)]


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("block", ["section", "actions", "input"])
@pytest.mark.parametrize("kind", PLACES)
def test_an_element_stands_only_where_it_may(kind: str, block: str, surface: Surface) -> None:
    blocks, surfaces = PLACES[kind]
    path = {"section": "accessory", "actions": "elements/0", "input": "element"}[block]
    root = "/blocks" if surface is MESSAGE else "/view/blocks"
    fits = block in blocks and surface in surfaces
    expected = [] if fits else [f"unsupported type: {kind} [json-pointer:{root}/0/{path}/type]"]
    assert found([held(block, element(kind))], surface) == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (button(text=plain("b" * 76)), "must be less than 76 characters [json-pointer:{}/text/text]"),
        (button(text="Go"), "must provide an object [json-pointer:{}/text]"),
        (button(text=mrkdwn()), "unsupported type: mrkdwn [json-pointer:{}/text/type]"),
        (button(value="v" * 2001), "must be less than 2001 characters [json-pointer:{}/value]"),
        (button(value=7), "must provide a string [json-pointer:{}/value]"),
        (button(url="u" * 3001), "must be less than 3001 characters [json-pointer:{}/url]"),
        (button(style="default"), "must be a valid enum value [json-pointer:{}/style]"),
        (button(accessibility_label="l" * 76), "must be less than 76 characters [json-pointer:{}/accessibility_label]"),
        (button("x" * 256, text=plain()), "must be less than 256 characters [json-pointer:{}/action_id]"),
        (element("timepicker", initial_time="1٣:00"), TIME_REFUSED),
        (button(focus_on_load=True), "invalid additional property: focus_on_load [json-pointer:{}]"),
        (
            button(confirm=dict.fromkeys(("title", "confirm", "deny"), plain())),
            "missing required field: text [json-pointer:{}/confirm]",
        ),
        (element("checkboxes", options=options(11)), "no more than 10 items allowed [json-pointer:{}/options]"),
        (element("radio_buttons", options=options(11)), "no more than 10 items allowed [json-pointer:{}/options]"),
        (element("overflow", options=options(6)), "no more than 5 items allowed [json-pointer:{}/options]"),
        (element("overflow", options=[]), "no less than 1 items allowed [json-pointer:{}/options]"),
        (element("static_select", options=options(101)), "no more than 100 items allowed [json-pointer:{}/options]"),
        (
            {"type": "static_select"},
            "missing required field: options or option_groups [json-pointer:{}]",
        ),
        (
            element("static_select", option_groups=[{"label": plain(), "options": [option("z")]}]),
            "cannot provide both options and option_groups [json-pointer:{}]",
        ),
        (
            {"type": "static_select", "option_groups": [{"label": plain("l" * 76), "options": options(1)}]},
            "must be less than 76 characters [json-pointer:{}/option_groups/0/label/text]",
        ),
        (
            element("static_select", options=[option("o" * 76)]),
            "must be less than 76 characters [json-pointer:{}/options/0/text/text]",
        ),
        (
            element("static_select", options=[{**option(), "value": "v" * 151}]),
            "must be less than 151 characters [json-pointer:{}/options/0/value]",
        ),
        (
            element("static_select", options=[option(description=plain("d" * 76))]),
            "must be less than 76 characters [json-pointer:{}/options/0/description/text]",
        ),
        (
            element("static_select", options=[{"text": mrkdwn(), "value": "v"}]),
            "unsupported type: mrkdwn [json-pointer:{}/options/0/text/type]",
        ),
        (
            element("checkboxes", options=[{"text": mrkdwn("o" * 76), "value": "v"}]),
            "must be less than 76 characters [json-pointer:{}/options/0/text/text]",
        ),
        (
            {"type": "static_select", "option_groups": [{"label": plain(), "options": options(101)}]},
            "no more than 100 items allowed [json-pointer:{}/option_groups/0/options]",
        ),
        (button(text=plain(emoji=1)), "must provide a boolean [json-pointer:{}/text/emoji]"),
        (
            element("checkboxes", options=[option("a"), option("a")]),
            "option value must be unique: a [json-pointer:{}/options/1/value]",
        ),
        (
            {"type": "static_select", "option_groups": [{"label": plain(), "options": options(1)}] * 2},
            "option value must be unique: o0 [json-pointer:{}/option_groups/1/options/0/value]",
        ),
        (
            element("static_select", initial_option=option("o0", description=plain())),
            "initial option must exactly match a provided option [json-pointer:{}/initial_option]",
        ),
        (
            element("checkboxes", initial_options=[option("o0"), option("z")]),
            "initial option must exactly match a provided option [json-pointer:{}/initial_options/1]",
        ),
        (
            element("users_select", placeholder=plain("p" * 151)),
            "must be less than 151 characters [json-pointer:{}/placeholder/text]",
        ),
        (
            element("multi_users_select", max_selected_items=0),
            "must be greater than or equal to 1 [json-pointer:{}/max_selected_items]",
        ),
        (
            element("conversations_select", response_url_enabled=True),
            "invalid additional property: response_url_enabled [json-pointer:{}]",
        ),
        (
            element("conversations_select", filter={}),
            "missing required field: include or exclude_external_shared_channels or exclude_bot_users"
            " [json-pointer:{}/filter]",
        ),
        (
            element("conversations_select", filter={"exclude_bot_users": 1}),
            "must provide a boolean [json-pointer:{}/filter/exclude_bot_users]",
        ),
        (
            element("conversations_select", filter={"exclude_external_shared_channels": 1}),
            "must provide a boolean [json-pointer:{}/filter/exclude_external_shared_channels]",
        ),
        (
            element("conversations_select", filter={"include": ["dm"]}),
            "must be a valid enum value [json-pointer:{}/filter/include/0]",
        ),
        (element("datepicker", initial_date="2026-02-29"), "must be a valid date [json-pointer:{}/initial_date]"),
        (
            element("datepicker", initial_date="2026-2-1"),
            r"input must match regex pattern: ^\d{{4}}-\d{{2}}-\d{{2}}$ [json-pointer:{}/initial_date]",
        ),
        (element("timepicker", initial_time="24:00"), TIME_REFUSED),
        (element("timepicker", timezone="Amsterdam"), "must be a valid timezone [json-pointer:{}/timezone]"),
    ],
)
def test_a_wrong_element_is_refused_at_its_place(inner: Json, expected: str) -> None:
    assert found([section(accessory=inner)]) == [expected.format("/blocks/0/accessory")]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (
            element("plain_text_input", min_length=9, max_length=3),
            "min_length must not be greater than max_length [json-pointer:{}/min_length]",
        ),
        (
            element("plain_text_input", max_length=3001),
            "must be less than or equal to 3000 [json-pointer:{}/max_length]",
        ),
        (
            element("plain_text_input", dispatch_action_config={"trigger_actions_on": ["always"]}),
            "must be a valid enum value [json-pointer:{}/dispatch_action_config/trigger_actions_on/0]",
        ),
        ({"type": "number_input"}, "missing required field: is_decimal_allowed [json-pointer:{}]"),
        (element("number_input", min_value=1), "must provide a string [json-pointer:{}/min_value]"),
        (element("number_input", initial_value="1.5"), "must be an integer [json-pointer:{}/initial_value]"),
        (
            element("number_input", initial_value="11", max_value="9"),
            "initial_value must not be greater than max_value [json-pointer:{}/initial_value]",
        ),
        (
            element("number_input", min_value="ten"),
            r"input must match regex pattern: ^-?\d+(\.\d+)?$ [json-pointer:{}/min_value]",
        ),
        (element("file_input", max_files=11), "must be less than or equal to 10 [json-pointer:{}/max_files]"),
        (element("rich_text_input", max_lines=101), "must be less than or equal to 100 [json-pointer:{}/max_lines]"),
        ({"type": "rich_text_input"}, "missing required field: action_id [json-pointer:{}]"),
        (
            element("datetimepicker", initial_date_time=999_999_999),
            "must be greater than or equal to 1000000000 [json-pointer:{}/initial_date_time]",
        ),
    ],
)
def test_a_wrong_input_is_refused_at_its_place(inner: Json, expected: str) -> None:
    assert found([field(inner)], MODAL) == [expected.format("/view/blocks/0/element")]


@pytest.mark.parametrize(
    "inner",
    [
        element("checkboxes", options=[{"text": mrkdwn(), "value": "v", "description": mrkdwn()}]),
        element("static_select", initial_option=option("o1"), placeholder=plain("p" * 150)),
        element("multi_static_select", initial_options=options(2), max_selected_items=1),
        element("conversations_select", response_url_enabled=True, filter={"include": ["im", "public"]}),
        element("datepicker", initial_date="2028-02-29"),
        element("timepicker", initial_time="23:59", timezone="Europe/Amsterdam"),
        element("datetimepicker", initial_date_time=1_700_000_000),
        element("plain_text_input", multiline=True, initial_value="", min_length=0, max_length=3000),
        element("number_input", is_decimal_allowed=True, min_value="-1.5", initial_value="0", max_value="2"),
        element("file_input", filetypes=["pdf"], max_files=10),
        element("url_text_input", placeholder=plain(), focus_on_load=True),
    ],
    ids=lambda inner: str(inner["type"]),
)
def test_a_right_input_is_accepted_in_a_modal(inner: Json) -> None:
    assert found([field(inner)], MODAL) == []


def test_a_response_url_is_for_inputs_of_a_modal() -> None:
    asking = element("channels_select", response_url_enabled=True)
    assert found([field(asking)], MODAL) == []
    refused = "invalid additional property: response_url_enabled"
    assert found([field(asking)], HOME) == [f"{refused} [json-pointer:/view/blocks/0/element]"]
    assert found([actions(asking)], MODAL) == [f"{refused} [json-pointer:/view/blocks/0/elements/0]"]


def test_files_are_not_dispatched() -> None:
    assert found([field(element("file_input"), dispatch_action=True)], MODAL) == [
        "dispatch_action cannot be used with file_input [json-pointer:/view/blocks/0/dispatch_action]"
    ]


@pytest.mark.parametrize(("part", "most"), [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)])
def test_a_confirmation_has_a_limit_per_part(part: str, most: int) -> None:
    asked = {each: plain() for each in ("title", "text", "confirm", "deny")} | {"style": "danger"}
    assert found([actions(button(confirm=asked | {part: plain("x" * most)}))]) == []
    assert found([actions(button(confirm=asked | {part: plain("x" * (most + 1))}))]) == [
        f"must be less than {most + 1} characters [json-pointer:/blocks/0/elements/0/confirm/{part}/text]"
    ]


def test_a_block_of_actions_holds_twenty_five_elements() -> None:
    buttons = [button(f"b{number}") for number in range(26)]
    assert found([actions(*buttons[:25])]) == []
    assert found([actions(*buttons)]) == ["no more than 25 items allowed [json-pointer:/blocks/0/elements]"]


@given(day=st.dates())
def test_every_day_of_the_calendar_is_accepted(day: Any) -> None:
    assert found([section(accessory=element("datepicker", initial_date=day.isoformat()))]) == []


@given(hour=st.integers(0, 30), minute=st.integers(0, 70))
def test_a_time_is_accepted_within_a_day(hour: int, minute: int) -> None:
    accepted = found([section(accessory=element("timepicker", initial_time=f"{hour:02}:{minute:02}"))]) == []
    assert accepted == (hour < 24 and minute < 60)
