"""What a person reads of blocks."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules import plain_text
from tests.sandbox.payloads import Json, actions, button, field, mrkdwn, plain, rich, rich_section, rich_words, section

NAMES = {"U1": "Anna", "C1": "algemeen", "S1": "team-noord"}
IMAGE = {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "A chart"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fish &amp; chips &lt;b&gt;", "Fish & chips <b>"),
        ("&amp;lt;", "&lt;"),
        ("Hi <@U1>!", "Hi @Anna!"),
        ("Hi <@U1|old>", "Hi @Anna"),
        ("Hi <@U2|Bob>", "Hi @Bob"),
        ("Hi <@U2>", "Hi @U2"),
        ("In <#C1>, <#C2|other>, <#C3|>", "In #algemeen, #other, #C3"),
        ("<!subteam^S1> <!subteam^S2|@zuid>", "@team-noord @zuid"),
        ("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone"),
        ("<https://x.test/?a=1&amp;b=2>", "https://x.test/?a=1&b=2"),
        ("<https://x.test|a &amp; b>", "a & b"),
        ("<mailto:a@x.test>", "a@x.test"),
        ("<!date^1700000000^{date_short}|14 nov>", "14 nov"),
        ("<!date^1700000000^{date_short}>", "1700000000"),
        ("1 < 2 and <b>", "1 < 2 and <b>"),
        ("*not\u200b bold*", "*not\u200b bold*"),
    ],
)
def test_mrkdwn_reads_without_entities_and_tokens(text: str, expected: str) -> None:
    assert plain_text([section(text)], NAMES) == expected


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (section("One", fields=[plain("Two"), mrkdwn("<@U1>")], accessory=button("Go")), "One\nTwo\n@Anna"),
        (section("One", accessory=IMAGE), "One\nA chart"),
        ({"type": "header", "text": plain("<@U1> &amp;")}, "<@U1> &amp;"),
        ({"type": "context", "elements": [IMAGE, plain("a"), mrkdwn("<@U1>")]}, "A chart a @Anna"),
        ({"type": "divider"}, ""),
        (actions(button("Go")), ""),
        (field({"type": "plain_text_input"}, hint=plain("Hint")), "Label\nHint"),
        ({**IMAGE, "title": plain("Title")}, "Title\nA chart"),
        ({"type": "markdown", "text": "# Head"}, "# Head"),
        ({"type": "alert", "text": mrkdwn("<@U1>")}, "@Anna"),
        (
            {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, rich(rich_section(rich_words("b")))]] * 2},
            "a | b\na | b",
        ),
        ({"type": "data_table", "caption": "C", "rows": [[{"type": "raw_text", "text": "a"}]]}, "C\na"),
        (
            {"type": "data_visualization", "title": "T", "chart": {"segments": [{"label": "A", "value": 1}]}},
            "T\nA: 1",
        ),
        (
            {
                "type": "data_visualization",
                "title": "T",
                "chart": {"series": [{"name": "S", "data": [{"label": "A", "value": 1}, {"label": "B", "value": 2}]}]},
            },
            "T\nS - A: 1, B: 2",
        ),
        ({"type": "card", "title": plain("T"), "body": mrkdwn("B"), "actions": [button()]}, "T\nB"),
        ({"type": "carousel", "elements": [{"type": "card", "title": plain("T")}] * 2}, "T\nT"),
        ({"type": "container", "title": plain("T"), "child_blocks": [section("S")]}, "T\nS"),
        ({"type": "video", "title": plain("T"), "description": plain("D"), "alt_text": "A"}, "T\nD"),
        (
            {"type": "task_card", "title": "T", "details": rich(rich_section(rich_words("D")))},
            "T\nD",
        ),
        ({"type": "auth_provider", "name": plain("N"), "connected_identity": plain("I")}, "N\nI"),
        ({"type": "plan", "title": "P", "tasks": [{"type": "task_card", "title": "T"}]}, "P\nT"),
        ({"type": "unheard_of", "text": plain("x")}, ""),
    ],
    ids=lambda value: str(value.get("type")) if isinstance(value, dict) else "",
)
def test_a_block_reads_as_its_lines(block: Json, expected: str) -> None:
    assert plain_text([block], NAMES) == expected


def listed(*items: str, **more: Any) -> Json:
    return {"type": "rich_text_list", "elements": [rich_section(rich_words(item)) for item in items], **more}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (rich_section(rich_words("a "), rich_words("<!here>\n")), "a <!here>"),
        (listed("a", "b", style="bullet"), "• a\n• b"),
        (listed("a", "b", style="ordered", offset=2, indent=1), "  3. a\n  4. b"),
        ({"type": "rich_text_quote", "elements": [rich_words("a\nb")]}, "> a\n> b"),
        ({"type": "rich_text_preformatted", "elements": [rich_words("x = 1\ny = 2")]}, "x = 1\ny = 2"),
        (
            rich_section(
                *({"type": "user", "user_id": name} for name in ("U1", "U2")),
                {"type": "channel", "channel_id": "C1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "team", "team_id": "T1"},
                {"type": "broadcast", "range": "here"},
                {"type": "emoji", "name": "wave"},
            ),
            "@Anna@U2#algemeen@team-noordT1@here:wave:",
        ),
        (
            rich_section(
                {"type": "link", "url": "https://x.test"},
                {"type": "link", "url": "https://x.test", "text": " site "},
                {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "then "},
                {"type": "color", "value": "#FFFFFF"},
                {"type": "citation"},
            ),
            "https://x.test site then #FFFFFF",
        ),
    ],
)
def test_rich_text_reads_as_its_parts(part: Json, expected: str) -> None:
    assert plain_text([rich(part)], NAMES) == expected


def test_blocks_follow_each_other_line_by_line() -> None:
    blocks = [{"type": "header", "text": plain("Head")}, {"type": "divider"}, section("Body\nmore")]
    assert plain_text(blocks) == "Head\nBody\nmore"


@pytest.mark.parametrize("blocks", [None, [], [None], "text", [3]])
def test_what_is_no_block_reads_as_nothing(blocks: object) -> None:
    assert plain_text(blocks) == ""
