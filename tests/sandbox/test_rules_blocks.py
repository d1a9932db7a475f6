"""Blocks: counts, types, properties, lengths and placement."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.rules import Problem, Surface, check_blocks, slack_length
from tests.sandbox.payloads import (
    actions,
    button,
    field,
    mrkdwn,
    option,
    plain,
    rich,
    rich_section,
    rich_words,
    section,
)

MESSAGE, MODAL, HOME = Surface.MESSAGE, Surface.MODAL, Surface.HOME
IMAGE = {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "A"}
TEXT_INPUT = {"type": "plain_text_input", "action_id": "t"}
CARD = {"type": "card", "title": plain()}
TASK = {"type": "task_card", "task_id": "1", "title": "T"}
ALERT = {"type": "alert", "text": plain()}
VIDEO = {
    "type": "video",
    "alt_text": "A",
    "title": plain(),
    "video_url": "https://x.test/v",
    "thumbnail_url": "https://x.test/a.png",
}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}
FEEDBACK_BUTTON = {"text": plain(), "value": "v"}
FEEDBACK = {"type": "feedback_buttons", "positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}


def found(blocks: object, surface: Surface = MESSAGE) -> list[str]:
    """Each problem as Slack writes it."""
    return [problem.slack() for problem in check_blocks(blocks, surface)]


def test_a_problem_is_written_as_slack_does() -> None:
    problem = Problem("no more than 50 items allowed", "/blocks")
    assert problem.slack() == "no more than 50 items allowed [json-pointer:/blocks]"


@pytest.mark.parametrize(
    ("surface", "count", "expected"),
    [
        (MESSAGE, 50, []),
        (MESSAGE, 51, ["no more than 50 items allowed [json-pointer:/blocks]"]),
        (MESSAGE, 0, []),
        (MODAL, 100, []),
        (MODAL, 101, ["no more than 100 items allowed [json-pointer:/view/blocks]"]),
        (HOME, 101, ["no more than 100 items allowed [json-pointer:/view/blocks]"]),
        (HOME, 0, ["no less than 1 items allowed [json-pointer:/view/blocks]"]),
    ],
)
def test_the_number_of_blocks_depends_on_the_surface(surface: Surface, count: int, expected: list[str]) -> None:
    assert found([{"type": "divider"}] * count, surface) == expected


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ({"type": "divider"}, "must provide an array [json-pointer:/blocks]"),
        ("divider", "must provide an array [json-pointer:/blocks]"),
        ([None], "must provide an object [json-pointer:/blocks/0]"),
        (["divider"], "must provide an object [json-pointer:/blocks/0]"),
        ([{}], "missing required field: type [json-pointer:/blocks/0]"),
        ([{"type": 3}], "must provide a string [json-pointer:/blocks/0/type]"),
        ([{"type": "sektion"}], "unsupported type: sektion [json-pointer:/blocks/0/type]"),
        (
            [{"type": "file", "external_id": "x", "source": "remote"}],
            "unsupported type: file [json-pointer:/blocks/0/type]",
        ),
        ([{"type": "divider", "colour": "red"}], "invalid additional property: colour [json-pointer:/blocks/0]"),
        (
            [{"type": "divider", "block_id": "b" * 256}],
            "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
        ),
        ([{"type": "divider", "block_id": ""}], "must be more than 0 characters [json-pointer:/blocks/0/block_id]"),
        ([{"type": "header"}], "missing required field: text [json-pointer:/blocks/0]"),
        ([{"type": "header", "text": "Hi"}], "must provide an object [json-pointer:/blocks/0/text]"),
        ([{"type": "header", "text": mrkdwn()}], "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
        (
            [{"type": "header", "text": plain(), "level": 5}],
            "must be less than or equal to 4 [json-pointer:/blocks/0/level]",
        ),
        (
            [{"type": "header", "text": plain(), "level": True}],
            "must provide an integer [json-pointer:/blocks/0/level]",
        ),
        ([{"type": "section"}], "missing required field: text or fields [json-pointer:/blocks/0]"),
        ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ([section(expand="yes")], "must provide a boolean [json-pointer:/blocks/0/expand]"),
        ([section(fields=[])], "no less than 1 items allowed [json-pointer:/blocks/0/fields]"),
        ([section(fields=[plain()] * 11)], "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
        (
            [section(fields=[plain("f" * 2001)])],
            "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
        ),
        ([section(accessory=None)], "must provide an object [json-pointer:/blocks/0/accessory]"),
        (
            [{"type": "context", "elements": [mrkdwn(verbatim=1)]}],
            "must provide a boolean [json-pointer:/blocks/0/elements/0/verbatim]",
        ),
        ([actions()], "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
        ([{"type": "actions"}], "missing required field: elements [json-pointer:/blocks/0]"),
        ([{"type": "context", "elements": []}], "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
        (
            [{"type": "context", "elements": [plain()] * 11}],
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            [{"type": "context", "elements": [button()]}],
            "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
        ),
        ([field(button())], "unsupported type: button [json-pointer:/blocks/0/element/type]"),
        ([field(TEXT_INPUT, label=mrkdwn())], "unsupported type: mrkdwn [json-pointer:/blocks/0/label/type]"),
        (
            [field(TEXT_INPUT, hint=plain("h" * 2001))],
            "must be less than 2001 characters [json-pointer:/blocks/0/hint/text]",
        ),
        ([{**IMAGE, "alt_text": "a" * 2001}], "must be less than 2001 characters [json-pointer:/blocks/0/alt_text]"),
        (
            [{"type": "image", "alt_text": "A"}],
            "missing required field: image_url or slack_file [json-pointer:/blocks/0]",
        ),
        (
            [{**IMAGE, "slack_file": {"id": "F12345678"}}],
            "cannot provide both image_url and slack_file [json-pointer:/blocks/0]",
        ),
        (
            [{"type": "image", "alt_text": "A", "slack_file": {"id": "X1"}}],
            "input must match regex pattern: ^[F][A-Z0-9]{8,}$ [json-pointer:/blocks/0/slack_file/id]",
        ),
        ([{"type": "markdown", "text": plain()}], "must provide a string [json-pointer:/blocks/0/text]"),
        ([{"type": "plan", "title": plain()}], "must provide a string [json-pointer:/blocks/0/title]"),
        ([{**TASK, "status": "pending"}], "must be a valid enum value [json-pointer:/blocks/0/status]"),
        ([{**CARD, "title": "Bare"}], "must provide an object [json-pointer:/blocks/0/title]"),
        ([{**CARD, "body": plain("b" * 201)}], "must be less than 201 characters [json-pointer:/blocks/0/body/text]"),
        (
            [{"type": "card", "subtitle": plain()}],
            "missing required field: hero_image or title or actions or body [json-pointer:/blocks/0]",
        ),
        ([{**CARD, "actions": [button()] * 4}], "no more than 3 items allowed [json-pointer:/blocks/0/actions]"),
        (
            [{**CARD, "slack_icon": {"type": "icon", "name": "hart"}}],
            "must be a valid enum value [json-pointer:/blocks/0/slack_icon/name]",
        ),
        (
            [{"type": "carousel", "elements": [CARD] * 11}],
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (
            [{"type": "carousel", "elements": [section()]}],
            "unsupported type: section [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            [{**CONTAINER, "child_blocks": [CARD]}],
            "unsupported type: card [json-pointer:/blocks/0/child_blocks/0/type]",
        ),
        (
            [{**CONTAINER, "default_collapsed": True}],
            "default_collapsed requires is_collapsible [json-pointer:/blocks/0/default_collapsed]",
        ),
        (
            [{**CONTAINER, "is_collapsible": True, "has_header_divider": True}],
            "has_header_divider requires is_collapsible to be false [json-pointer:/blocks/0/has_header_divider]",
        ),
        (
            [{**VIDEO, "title": plain("t" * 200)}],
            "must be less than 200 characters [json-pointer:/blocks/0/title/text]",
        ),
        (
            [{**VIDEO, "video_url": "http://x.test"}],
            "input must match regex pattern: ^https://.+$ [json-pointer:/blocks/0/video_url]",
        ),
    ],
)
def test_a_wrong_block_is_refused_at_its_place(blocks: object, expected: str) -> None:
    assert expected in found(blocks)


@pytest.mark.parametrize(
    "block",
    [
        section(),
        section(block_id="b" * 255, expand=True),
        section(text="x" * 3000, fields=[plain("f" * 2000), mrkdwn(verbatim=True)] * 5),
        {"type": "section", "fields": [plain(emoji=False)]},
        {"type": "header", "text": plain("h" * 150), "level": 4},
        {"type": "context", "elements": [plain(emoji=True), mrkdwn(verbatim=False), IMAGE]},
        {"type": "context_actions", "elements": [FEEDBACK, {"type": "icon_button", "icon": "trash", "text": plain()}]},
        {**IMAGE, "title": plain()},
        {"type": "image", "alt_text": "A", "slack_file": {"id": "F12345678"}},
        {"type": "markdown", "text": "# Hi"},
        {"type": "plan", "title": "Plan", "tasks": [{**TASK, "status": "pending"}]},
        {**TASK, "status": "complete", "details": rich(rich_section(rich_words()))},
        {**CARD, "slack_icon": {"type": "icon", "name": "heart"}, "actions": [button("a"), button("b")]},
        {"type": "carousel", "elements": [CARD]},
        CONTAINER,
        VIDEO,
        {"type": "call", "call_id": "R1"},
        {"type": "auth_provider", "value": "v", "name": plain(), "is_connected": False},
        field(TEXT_INPUT, hint=plain(), optional=True, dispatch_action=True),
    ],
    ids=lambda block: str(block["type"]),
)
def test_a_right_block_is_accepted_in_a_message(block: dict[str, Any]) -> None:
    assert found([block]) == []


@pytest.mark.parametrize(
    ("block", "allowed"),
    [
        ({"type": "markdown", "text": "x"}, {MESSAGE}),
        ({"type": "context_actions", "elements": [FEEDBACK]}, {MESSAGE}),
        ({"type": "plan", "title": "P"}, {MESSAGE}),
        (TASK, {MESSAGE}),
        (ALERT, {MODAL}),
        ({"type": "carousel", "elements": [CARD]}, {MESSAGE, HOME}),
        (section(), {MESSAGE, MODAL, HOME}),
        (field(TEXT_INPUT), {MESSAGE, MODAL, HOME}),
    ],
    ids=lambda value: str(value["type"]) if isinstance(value, dict) else "",
)
def test_a_block_is_accepted_on_its_own_surfaces_only(block: dict[str, Any], allowed: set[Surface]) -> None:
    assert {surface for surface in Surface if not found([block], surface)} == allowed


def test_an_alert_holds_two_hundred_characters() -> None:
    assert found([{**ALERT, "text": mrkdwn("a" * 200)}], MODAL) == []
    refused = found([{**ALERT, "text": mrkdwn("a" * 201)}], MODAL)
    assert refused == ["must be less than 201 characters [json-pointer:/view/blocks/0/text/text]"]


def test_text_objects_have_the_property_of_their_own_type_only() -> None:
    swapped = [{"type": "section", "fields": [plain(verbatim=True), mrkdwn(emoji=True)]}]
    assert found(swapped) == [
        "invalid additional property: verbatim [json-pointer:/blocks/0/fields/0]",
        "invalid additional property: emoji [json-pointer:/blocks/0/fields/1]",
    ]


@given(text=st.text(min_size=1, max_size=160))
def test_a_header_is_measured_in_utf_16_units(text: str) -> None:
    accepted = found([{"type": "header", "text": plain(text)}]) == []
    assert accepted == (slack_length(text) <= 150)


@given(extra=st.integers(-2, 2), limit=st.sampled_from([("text", 3000), ("block_id", 255)]))
def test_a_limit_is_the_last_length_accepted(extra: int, limit: tuple[str, int]) -> None:
    key, most = limit
    words = "x" * (most + extra)
    block = section(words) if key == "text" else section(block_id=words)
    assert (found([block]) == []) == (extra <= 0)


def test_an_emoji_outside_the_basic_plane_counts_twice() -> None:
    assert slack_length("é") == 1
    assert slack_length("🎉") == 2


def test_options_of_an_overflow_may_carry_an_address() -> None:
    linked = option("a", url="https://x.test")
    assert found([section(accessory={"type": "overflow", "options": [linked]})]) == []
    assert found([section(accessory={"type": "static_select", "options": [linked]})]) == [
        "invalid additional property: url [json-pointer:/blocks/0/accessory/options/0]"
    ]
