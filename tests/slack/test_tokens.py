"""What Slack writes in a text, and what people read there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from bot.slack import quoted
from bot.slack.tokens import _parts
from rituals.words import Told

NL = Reader("nl", {"U1": "Omar Haddad", "U3": "<@U1>"}, {}, {}, Catalogs.load())


def read(escaped: str) -> str:
    return plain(Told(tuple(_parts(escaped, NL))), NL)


@pytest.mark.parametrize(
    ("escaped", "words"),
    [
        ("<@U1> hielp", "Omar Haddad hielp"),
        ("<@U1|omar> hielp", "Omar Haddad hielp"),
        ("<@U2|mila> hielp", "mila hielp"),
        ("<@U2> hielp, zei <@W9>", "Een collega hielp, zei een collega"),
        ("<@U3>", "<@U1>"),  # a name is data: it is read once
        ("in <#C1|noord> en <#C2|> en <#C3>", "in #noord en het kanaal en het kanaal"),
        ("<!channel> <!here> <!everyone|everyone>", "channel here everyone"),
        ("<!subteam^S1|@balie> en <!subteam^S2>", "balie en een groep"),
        ("op <!date^1392734382^{date}|18 februari> en <!date^1^{date}>", "op 18 februari en "),
        ("<!unknown|@iets> <!unknown>", "iets unknown"),
        ("<https://x.nl/?a=1&amp;b=2>", "https://x.nl/?a=1&b=2"),
        ("<https://x.nl|de site>", "de site"),
        ("<https://x.nl|>", "https://x.nl"),
        ("<mailto:a@b.nl|a@b.nl> <mailto:c@d.nl> <tel:+31612345678>", "a@b.nl c@d.nl +31612345678"),
        ("R&amp;D: 3 &lt; 4 &gt; 2", "R&D: 3 < 4 > 2"),
        ("&lt;@U1&gt; &amp;lt; &amp;amp;", "<@U1> &lt; &amp;"),
        ("*vet* _schuin_ ~weg~ `code` :tada: 😀", "*vet* _schuin_ ~weg~ `code` :tada: 😀"),
        ("<> <|x> a < b", "<> <|x> a < b"),
    ],
)
def test_tokens_become_words(escaped: str, words: str) -> None:
    assert read(escaped) == words


@given(st.text())
def test_whatever_somebody_typed_comes_back(text: str) -> None:
    assert read(quoted.escaped(text)) == text


PIECES = {
    "<@U1>": "Omar Haddad",
    "<@U3>": "<@U1>",
    "<!here>": "here",
    "<#C1|a&amp;b>": "#a&b",
    "<https://x|&lt;y>": "<y",
    "&lt;": "<",
    "&amp;": "&",
    "amp;": "amp;",
    "|!@": "|!@",
}


@given(st.lists(st.sampled_from(sorted(PIECES))))
def test_each_piece_is_read_once_whatever_stands_beside_it(pieces: list[str]) -> None:
    assert read("".join(pieces)) == "".join(PIECES[each] for each in pieces)


# --- messages ---------------------------------------------------------------------------------------------------------
def rich(*elements: Any) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def words(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


INLINE = rich(
    words("1 < 2 "),
    {"type": "user", "user_id": "U1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "broadcast", "range": "here"},
    {"type": "emoji", "name": "tada"},
    {"type": "link", "url": "https://x.nl?a&b"},
    {"type": "link", "url": "https://x.nl", "text": "x"},
    {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "gisteren"},
)
LISTED = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_list", "style": "bullet", "elements": rich(words("a"))["elements"] * 2},
        {"type": "rich_text_quote", "elements": [words("b")]},
    ],
}
PLAIN, MARKED = {"type": "plain_text", "text": "R&D"}, {"type": "mrkdwn", "text": "R&amp;D"}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({}, ""),
        ({"text": None, "blocks": None, "attachments": None}, ""),
        ({"text": " ", "files": [{"name": "foto.png"}]}, ""),
        ({"text": "zo", "blocks": [rich(words("anders"))]}, "zo"),
        ({"blocks": [INLINE]}, "1 &lt; 2 <@U1><#C1><!subteam^S1><!here>:tada:https://x.nl?a&amp;bxgisteren"),
        ({"blocks": [LISTED]}, "a\na\nb"),
        ({"blocks": [{"type": "header", "text": PLAIN}, {"type": "divider"}]}, "R&amp;D"),
        ({"blocks": [{"type": "section", "text": MARKED, "fields": [PLAIN, MARKED]}]}, "R&amp;D\nR&amp;D\nR&amp;D"),
        ({"blocks": [{"type": "context", "elements": [MARKED, {"type": "image"}, PLAIN]}]}, "R&amp;D R&amp;D"),
        ({"blocks": [{"type": "markdown", "text": "**a** & b"}, {"type": "later"}]}, "**a** &amp; b"),
        ({"attachments": [{"pretext": "p", "title": "t", "text": "x", "fallback": "f"}]}, "p\nt\nx"),
        ({"attachments": [{"fallback": "f"}, {"blocks": [LISTED]}]}, "f\na\na\nb"),
        ({"blocks": ["wat", {"type": "rich_text", "elements": [None]}]}, ""),
    ],
)
def test_what_a_message_says(message: dict[str, Any], text: str) -> None:
    assert quoted.text_of(message) == text
