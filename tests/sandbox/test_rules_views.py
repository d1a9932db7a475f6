"""Modals, the Home tab, and answers to a view_submission."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.rules import check_errors, check_response_action, check_view
from tests.sandbox.payloads import Json, field, home, modal, mrkdwn, plain, section

INPUT = field({"type": "plain_text_input", "action_id": "a"}, block_id="name")
FORM = modal(INPUT, section(block_id="note"), submit=plain())


def said(view: object, *, home: bool = False) -> list[str]:
    refusal = check_view(view, home=home)
    return [] if refusal is None else [problem.slack() for problem in refusal[1]]


@pytest.mark.parametrize(
    "view",
    [
        FORM,
        modal(section(), title=plain("t" * 24), close=plain("c" * 24)),
        modal(section(), private_metadata="m" * 3000, callback_id="c" * 255, external_id="e" * 255),
        modal(section(), private_metadata="", clear_on_close=True, notify_on_close=False),
        json.dumps(FORM),
    ],
)
def test_a_right_modal_is_accepted(view: object) -> None:
    assert check_view(view, home=False) is None


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (None, "must provide an object [json-pointer:/view]"),
        ("{", "must provide an object [json-pointer:/view]"),
        ({"type": "modal", "blocks": [section()]}, "missing required field: title [json-pointer:/view]"),
        ({"type": "modal", "title": plain()}, "missing required field: blocks [json-pointer:/view]"),
        (modal(), "no less than 1 items allowed [json-pointer:/view/blocks]"),
        ({**modal(section()), "type": "home"}, "must be a valid enum value [json-pointer:/view/type]"),
        (modal(section(), title=plain("t" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(section(), title=mrkdwn()), "unsupported type: mrkdwn [json-pointer:/view/title/type]"),
        (modal(section(), title="Title"), "must provide an object [json-pointer:/view/title]"),
        (modal(section(), submit=plain("s" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (modal(section(), close=plain("c" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
        (modal(INPUT), "missing required field: submit [json-pointer:/view]"),
        (
            modal({"type": "container", "title": plain(), "child_blocks": [INPUT]}),
            "missing required field: submit [json-pointer:/view]",
        ),
        (
            modal(section(), private_metadata="m" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            modal(section(), callback_id="c" * 256),
            "must be less than 256 characters [json-pointer:/view/callback_id]",
        ),
        (
            modal(section(), external_id="e" * 256),
            "must be less than 256 characters [json-pointer:/view/external_id]",
        ),
        (modal(section(), submit_disabled=True), "invalid additional property: submit_disabled [json-pointer:/view]"),
        (modal(section("x" * 3001)), "must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]"),
    ],
)
def test_a_wrong_modal_is_refused_at_its_place(view: Any, expected: str) -> None:
    assert said(view) == [expected]
    refusal = check_view(view, home=False)
    assert refusal is not None
    assert refusal[0] == "invalid_arguments"


def test_a_home_tab_has_inputs_but_no_title_submit_or_close() -> None:
    assert check_view(home(INPUT, private_metadata="m", callback_id="c", external_id="e"), home=True) is None
    extra = home(section(), title=plain(), submit=plain(), close=plain())
    assert said(extra, home=True) == [
        f"invalid additional property: {key} [json-pointer:/view]" for key in ("title", "submit", "close")
    ]
    assert said(FORM, home=True)[-1] == "must be a valid enum value [json-pointer:/view/type]"


def test_the_blocks_of_a_home_tab_are_checked_for_the_home_tab() -> None:
    alert = {"type": "alert", "text": plain()}
    assert check_view(modal(alert), home=False) is None
    assert said(home(alert), home=True) == ["unsupported type: alert [json-pointer:/view/blocks/0/type]"]


def test_a_view_is_at_most_250_kilobytes() -> None:
    assert check_view(modal(*[section("x" * 2500)] * 98), home=False) is None
    refusal = check_view(modal(*[section("x" * 2700)] * 98), home=False)
    assert refusal is not None
    assert refusal[0] == "view_too_large"


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        ({"name": "Too long"}, []),
        ({"note": "x"}, ["not the block_id of an input block: note [json-pointer:/errors/note]"]),
        ({"a/b": "x"}, ["not the block_id of an input block: a/b [json-pointer:/errors/a~1b]"]),
        ({"name": ""}, ["must be more than 0 characters [json-pointer:/errors/name]"]),
        ({"name": ["x"]}, ["must provide a string [json-pointer:/errors/name]"]),
        ({}, ["must provide at least one error [json-pointer:/errors]"]),
        ("name", ["must provide an object [json-pointer:/errors]"]),
    ],
)
def test_errors_are_texts_for_input_blocks_of_the_view(errors: object, expected: list[str]) -> None:
    assert [problem.slack() for problem in check_errors(FORM, errors)] == expected


@pytest.mark.parametrize(
    "body",
    [
        None,
        "",
        b"",
        {"response_action": "clear"},
        {"response_action": "update", "view": FORM},
        {"response_action": "push", "view": FORM},
        {"response_action": "errors", "errors": {"name": "No"}},
        '{"response_action":"clear"}',
        b'{"response_action":"clear"}',
    ],
)
def test_a_right_answer_to_a_submission_is_accepted(body: object) -> None:
    assert check_response_action(body, FORM) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("ok", "must provide an object [json-pointer:]"),
        ({}, "must be a valid enum value [json-pointer:/response_action]"),
        ({"response_action": "close"}, "must be a valid enum value [json-pointer:/response_action]"),
        ({"response_action": ["clear"]}, "must be a valid enum value [json-pointer:/response_action]"),
        ({"response_action": "clear", "view": FORM}, "invalid additional property: view [json-pointer:]"),
        ({"response_action": "update"}, "missing required field: view [json-pointer:]"),
        ({"response_action": "push", "view": home(section())}, "missing required field: title [json-pointer:/view]"),
        (
            {"response_action": "errors", "errors": {"note": "x"}},
            "not the block_id of an input block: note [json-pointer:/errors/note]",
        ),
    ],
)
def test_any_other_answer_to_a_submission_is_refused(body: object, expected: str) -> None:
    assert check_response_action(body, FORM)[0].slack() == expected


def test_a_view_that_is_not_json_text_is_refused_not_raised() -> None:
    view: Json = {"type": ["modal"], "title": 3, "blocks": 4}
    assert said(view) == [
        "must be a valid enum value [json-pointer:/view/type]",
        "must provide an object [json-pointer:/view/title]",
        "must provide an array [json-pointer:/view/blocks]",
    ]
