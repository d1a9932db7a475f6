"""Rich text."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules import Surface, check_blocks
from tests.sandbox.payloads import Json, rich, rich_section, rich_words

WORDS = rich_section(rich_words())


def found(block: Json) -> list[str]:
    return [problem.slack() for problem in check_blocks([block], Surface.MESSAGE)]


def listed(**more: Any) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "elements": [WORDS], **more}


def quote(*parts: Json, **more: Any) -> Json:
    return {"type": "rich_text_quote", "elements": list(parts), **more}


def code(*parts: Json, **more: Any) -> Json:
    return {"type": "rich_text_preformatted", "elements": list(parts), **more}


STYLED = {"bold": True, "italic": True, "strike": False, "code": False, "underline": True}


@pytest.mark.parametrize(
    "inline",
    [
        rich_words("<!here> & <b>", style=STYLED),
        {"type": "link", "url": "https://x.test", "text": "x", "style": {"bold": True}},
        {"type": "emoji", "name": "wave", "skin_tone": 2, "unicode": "1f44b"},
        {"type": "user", "user_id": "U1", "style": {"highlight": True}},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "team", "team_id": "T1"},
        {"type": "broadcast", "range": "here"},
        {"type": "date", "timestamp": 1_700_000_000, "format": "{date}", "fallback": "then", "url": "https://x.test"},
        {"type": "color", "value": "#F405B3"},
    ],
    ids=lambda inline: str(inline["type"]),
)
def test_every_inline_element_is_accepted_in_sections_lists_and_quotes(inline: Json) -> None:
    section = rich_section(inline)
    assert found(rich(section, listed(elements=[section]), quote(inline))) == []


@pytest.mark.parametrize(
    "part",
    [
        listed(style="ordered", indent=2, offset=3, border=1),
        quote(rich_words(), border=0),
        code(rich_words(), {"type": "link", "url": "https://x.test"}, border=1, language="python"),
    ],
)
def test_a_right_part_is_accepted(part: Json) -> None:
    assert found(rich(part)) == []


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (None, "must provide an object [json-pointer:{}]"),
        (rich_words(), "unsupported type: text [json-pointer:{}/type]"),
        ({"type": "rich_text_section"}, "missing required field: elements [json-pointer:{}]"),
        (rich_section(), "no less than 1 items allowed [json-pointer:{}/elements]"),
        (rich_section(rich_words("")), "must be more than 0 characters [json-pointer:{}/elements/0/text]"),
        (rich_section({"type": "text"}), "missing required field: text [json-pointer:{}/elements/0]"),
        (rich_section({"type": "blink"}), "unsupported type: blink [json-pointer:{}/elements/0/type]"),
        (rich_section(rich_words(style="bold")), "must provide an object [json-pointer:{}/elements/0/style]"),
        (rich_section(rich_words(style={"bold": 1})), "must provide a boolean [json-pointer:{}/elements/0/style/bold]"),
        (
            rich_section(rich_words(style={"blink": True})),
            "invalid additional property: blink [json-pointer:{}/elements/0/style]",
        ),
        (
            rich_section({"type": "broadcast", "range": "all"}),
            "must be a valid enum value [json-pointer:{}/elements/0/range]",
        ),
        (
            rich_section({"type": "date", "timestamp": "1", "format": "x"}),
            "must provide an integer [json-pointer:{}/elements/0/timestamp]",
        ),
        (
            rich_section({"type": "color", "value": "red"}),
            "input must match regex pattern: ^#[0-9A-Fa-f]{{6}}$ [json-pointer:{}/elements/0/value]",
        ),
        (rich_section({"type": "user"}), "missing required field: user_id [json-pointer:{}/elements/0]"),
        (listed(style="dots"), "must be a valid enum value [json-pointer:{}/style]"),
        (listed(indent=-1), "must be greater than or equal to 0 [json-pointer:{}/indent]"),
        (listed(border=2), "must be a valid enum value [json-pointer:{}/border]"),
        (listed(elements=[rich_words()]), "unsupported type: text [json-pointer:{}/elements/0/type]"),
        (code({"type": "user", "user_id": "U1"}), "unsupported type: user [json-pointer:{}/elements/0/type]"),
        (quote(rich_words(), indent=1), "invalid additional property: indent [json-pointer:{}]"),
    ],
)
def test_a_wrong_part_is_refused_at_its_place(part: Any, expected: str) -> None:
    assert found(rich(part)) == [expected.format("/blocks/0/elements/0")]
