"""Raw markup and whom a payload rings."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.rules import Problem, Rings, check_markup, live_broadcasts, raw_markup, rings
from tests.sandbox.payloads import Json, home, mrkdwn, plain, rich, rich_section, rich_words, section

LIVE = "<@U1> <@W2|bob> <!here> <!channel|channel> <!everyone> <!subteam^S1>"
ALL = Rings(frozenset({"U1", "W2"}), frozenset({"here", "channel", "everyone"}), frozenset({"S1"}))


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "&amp; &lt; &gt;",
        LIVE,
        "<#C1> <#C1|> <#C1|name>",
        "<https://x.test?a=1&b=2|label> <http://x.test> <mailto:a@x.test|a>",
        "<!date^1700000000^{date_short} {time}^https://x.test|14 nov>",
    ],
)
def test_entities_and_known_tokens_are_no_raw_markup(text: str) -> None:
    assert raw_markup(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fish & chips", ["& chips"]),
        ("a &copy; b", ["&copy; b"]),
        ("1 < 2", ["< 2"]),
        ("> quote", ["> quote"]),
        ("<b>", ["<b>", ">"]),
        ("<!all>", ["<!all>", ">"]),
        ("<@u1>", ["<@u1>", ">"]),
        ("<javascript:x>", ["<javascript:x>", ">"]),
        ("<https://x.test|a\nb>", ["<https://x.test|a\nb>", ">"]),
        ("&" + "x" * 40, ["&" + "x" * 19]),
    ],
)
def test_anything_else_with_a_special_character_is_raw_markup(text: str, expected: list[str]) -> None:
    assert raw_markup(text) == expected


@given(text=st.text(alphabet="ab&<>@!#|UC1;lgtamp \n"))
def test_an_escaped_text_is_never_raw_and_never_rings(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert raw_markup(escaped) == []
    assert not rings({"text": escaped})


def test_raw_markup_is_found_in_mrkdwn_and_top_level_text_only() -> None:
    payload = {
        "text": "a & b",
        "metadata": {"event_type": "x", "event_payload": {"text": mrkdwn("<")}},
        "blocks": [
            section("1 < 2"),
            {"type": "header", "text": plain("a & b")},
            rich(rich_section(rich_words("a & b"))),
            {"type": "markdown", "text": "> a & b"},
        ],
    }
    assert check_markup(payload) == [
        Problem("raw markup: & b", "/text"),
        Problem("raw markup: < 2", "/blocks/0/text/text"),
    ]
    assert check_markup({**payload, "blocks": json.dumps(payload["blocks"])}) == check_markup(payload)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LIVE, ["here", "channel", "everyone"]),
        ("<!here> <!here|here>", ["here", "here"]),
        ("@here @channel &lt;!here&gt; <! here> <!HERE>", []),
    ],
)
def test_a_broadcast_is_live_only_as_a_token(text: str, expected: list[str]) -> None:
    assert live_broadcasts(text) == expected


RICH = rich(
    rich_section(
        {"type": "user", "user_id": "U1"},
        {"type": "broadcast", "range": "channel"},
        {"type": "usergroup", "usergroup_id": "S1"},
        rich_words(LIVE.replace("U1", "U9")),
    )
)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"text": LIVE}, ALL),
        ({"type": "message", "text": LIVE, "user": "U5"}, ALL),
        ({"markdown_text": LIVE}, ALL),
        ({"blocks": [section(LIVE)]}, ALL),
        ({"blocks": json.dumps([section(LIVE)])}, ALL),
        ([section(LIVE)], ALL),
        (section(LIVE), ALL),
        ({"blocks": [{"type": "markdown", "text": LIVE}]}, ALL),
        ({"blocks": [{"type": "context", "elements": [mrkdwn(LIVE), plain("<@U7>")]}]}, ALL),
        ({"attachments": [{"blocks": [section(LIVE)]}]}, ALL),
        ({"blocks": [RICH]}, Rings(frozenset({"U1"}), frozenset({"channel"}), frozenset({"S1"}))),
        ({"text": "<@U1>", "blocks": [section("<!here>")]}, Rings(frozenset({"U1"}), frozenset({"here"}))),
        (home(section("<@U1>")), Rings(frozenset({"U1"}))),
    ],
)
def test_live_mentions_ring(payload: object, expected: Rings) -> None:
    assert rings(payload) == expected


@pytest.mark.parametrize(
    "payload",
    [
        {},
        None,
        {"text": "@here Anna", "blocks": "["},
        {"blocks": [{"type": "header", "text": plain(LIVE)}]},
        {"blocks": [rich(rich_section(rich_words(LIVE)))]},
        {"blocks": [rich({"type": "rich_text_preformatted", "elements": [rich_words(LIVE)]})]},
        {"text": "x", "metadata": {"event_type": "x", "event_payload": {"a": mrkdwn(LIVE), "text": LIVE}}},
    ],
)
def test_plain_and_rich_texts_and_metadata_never_ring(payload: Json | None) -> None:
    found = rings(payload)
    assert found == Rings()
    assert not found
