"""Messages: error codes, text, metadata and totals."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.rules import block_text_length, check_message
from tests.sandbox.payloads import mrkdwn, section

META = {"event_type": "ritual_done", "event_payload": {"id": "1"}}
LONG = [section("x" * 3000)] * 4
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "c"}]]}


def answered(payload: dict[str, Any], *, update: bool = False) -> tuple[str, str] | None:
    """The error code and the first problem's pointer."""
    refusal = check_message(payload, update=update)
    return None if refusal is None else (refusal[0], refusal[1][0].pointer)


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "Hi"},
        {"text": "x" * 50_000},
        {"blocks": [section()]},
        {"blocks": json.dumps([section()])},
        {"text": "Hi", "blocks": []},
        {"text": "Hi", "blocks": None, "attachments": None, "metadata": None},
        {"attachments": [{"text": "old", "blocks": [section()]}]},
        {"markdown_text": "0"},
        {"markdown_text": "x" * 12_000},
        {"attachments": [{}] * 100},
        {"text": "Hi", "metadata": META},
        {"text": "Hi", "metadata": json.dumps(META)},
        {"text": "Hi", "metadata": {}},
        {"text": "Hi", "metadata": {**META, "event_payload": {"a": 1, "b": True, "c": {"d": "e"}, "f": [{"g": 1}]}}},
        {"blocks": [*LONG, section("x" * 1200)]},
    ],
)
def test_a_right_message_is_accepted(payload: dict[str, Any]) -> None:
    assert check_message(payload) is None


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({}, ("no_text", "/text")),
        ({"text": " \n"}, ("no_text", "/text")),
        ({"text": "", "blocks": [], "attachments": []}, ("no_text", "/text")),
        ({"text": "", "blocks": "[]"}, ("no_text", "/text")),
        ({"text": 5}, ("invalid_arguments", "/text")),
        ({"text": "Hi", "blocks": "["}, ("invalid_blocks_format", "/blocks")),
        ({"text": "Hi", "blocks": "{}"}, ("invalid_blocks_format", "/blocks")),
        ({"text": "Hi", "blocks": section()}, ("invalid_blocks_format", "/blocks")),
        ({"text": "Hi", "blocks": [section("")]}, ("invalid_blocks", "/blocks/0/text/text")),
        ({"text": "Hi", "blocks": [section()] * 51}, ("invalid_blocks", "/blocks")),
        ({"text": "Hi", "blocks": '[{"type":"nope"}]'}, ("invalid_blocks", "/blocks/0/type")),
        ({"blocks": [*LONG, section("x" * 1201)]}, ("msg_blocks_too_long", "/blocks")),
        ({"blocks": [TABLE, TABLE]}, ("invalid_attachments", "/blocks")),
        ({"blocks": [TABLE, TABLE, None]}, ("invalid_blocks", "/blocks/2")),
        ({"markdown_text": "x", "text": "y"}, ("markdown_text_conflict", "/markdown_text")),
        ({"markdown_text": "x", "blocks": [section()]}, ("markdown_text_conflict", "/markdown_text")),
        ({"markdown_text": "x" * 12_001}, ("msg_too_long", "/markdown_text")),
        ({"text": "Hi", "attachments": "x"}, ("invalid_attachments", "/attachments")),
        ({"text": "Hi", "attachments": [{}] * 101}, ("too_many_attachments", "/attachments")),
        ({"attachments": [{"blocks": [None]}]}, ("invalid_attachments", "/attachments/0/blocks/0")),
        ({"text": "Hi", "metadata": "{"}, ("invalid_metadata_format", "/metadata")),
        ({"text": "Hi", "metadata": {"event_type": "x"}}, ("invalid_metadata_format", "/metadata")),
        ({"text": "Hi", "metadata": {**META, "more": 1}}, ("invalid_metadata_format", "/metadata")),
        (
            {"text": "Hi", "metadata": {**META, "event_type": "Done!"}},
            ("invalid_metadata_format", "/metadata/event_type"),
        ),
        (
            {"text": "Hi", "metadata": {**META, "event_payload": []}},
            ("invalid_metadata_format", "/metadata/event_payload"),
        ),
        *(
            (
                {"text": "Hi", "metadata": {**META, "event_payload": {"a": value}}},
                ("invalid_metadata_format", "/metadata/event_payload/a"),
            )
            for value in (None, ["x"], {"b": {"c": 1}}, [{"b": [1]}])
        ),
        ({"text": "Hi", "metadata": {**META, "event_payload": {"a": "x" * 8000}}}, ("metadata_too_large", "/metadata")),
    ],
)
def test_a_wrong_message_gets_its_error_code(payload: dict[str, Any], expected: tuple[str, str]) -> None:
    assert answered(payload) == expected


def test_an_update_takes_four_thousand_characters_of_text() -> None:
    assert answered({"text": "x" * 4000}, update=True) is None
    assert answered({"text": "x" * 4001}, update=True) == ("msg_too_long", "/text")
    assert answered({"text": "x" * 4001}) is None
    assert answered({"blocks": [section()]}, update=True) is None


def test_the_text_of_a_message_is_summed_over_all_depths() -> None:
    fields = {"type": "section", "fields": [mrkdwn("four"), mrkdwn("three")]}
    assert block_text_length([section("ab"), fields]) == 11


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"blocks": [section("x" * 3000)] * 5}, "must be less than 13201 characters [json-pointer:/blocks]"),
        ({"markdown_text": "x" * 12_001}, "must be less than 12001 characters [json-pointer:/markdown_text]"),
        ({"text": "x" * 4001}, "must be less than 4001 characters [json-pointer:/text]"),
        (
            {"text": "Hi", "metadata": {**META, "event_payload": {"a": "x" * 8000}}},
            "must be less than 8001 bytes [json-pointer:/metadata]",
        ),
    ],
)
def test_a_limit_is_named_one_above_the_last_length_accepted(payload: dict[str, Any], expected: str) -> None:
    refusal = check_message(payload, update=True)
    assert refusal is not None
    assert [problem.slack() for problem in refusal[1]] == [expected]


def test_the_metadata_is_measured_in_bytes() -> None:
    size = len(json.dumps({**META, "event_payload": {"a": ""}}))
    room = (8000 - size) // 2
    assert answered({"text": "Hi", "metadata": {**META, "event_payload": {"a": "é" * room}}}) is None
    over = {**META, "event_payload": {"a": "é" * (room + 1)}}
    assert answered({"text": "Hi", "metadata": over}) == ("metadata_too_large", "/metadata")
