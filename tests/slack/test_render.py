"""Messages in Slack's blocks: what was typed stays literal, nobody is rung by it, Slack takes it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogs import Catalogs
from bot.i18n import Reader
from bot.slack.lengths import fitted, units
from bot.slack.render import FALLBACK, ZERO_WIDTH, Rendered, render, render_note
from rituals.contract import Note
from rituals.shown import Button, CardRef, Items, Menu, Message, Option, Piece, Row, Rule, Small, Text, Title
from rituals.words import Channel, Link, Mention, Person, Sentence, Strong, Typed, _
from sandbox.rules import Rings, Surface, check_blocks, check_markup, check_message, plain_text, rings

CARD = CardRef("dagstart.card", "1")
ADDRESS = "https://noord.slack.com/archives/C1/p1"
HOSTILE = [
    "<!channel>",
    "<!here> <@U0123ABC> <#C0123ABC|x> <!subteam^S0123ABC>",
    "*bold* _it_ ~no~ `code` ```block```",
    "> quote\n> again\n&gt; escaped",
    ":tada: :+1: 12:30:45",
    "@here @channel @everyone",
    "<https://example.org|label> & [a](b)",
    "\u200fمرحبا\u200e",
    "👩‍👩‍👧‍👦🇳🇱👍🏽 é",
    "{name} {0} %s \\n",
    "x" * 3000,
    "&<>" * 1000,
]
typed = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=300), st.text(alphabet="<>!@#*_~`:&|\n abU1", max_size=60))


def reader(language: str = "nl", *, names: dict[str, str] | None = None) -> Reader:
    return Reader(language, names or {"U0123ABC": "Sanne"}, {CARD: ADDRESS}, {}, Catalogs.load())


def drawn(*pieces: Piece, to_person: bool = False, notify: Sentence | None = None, **names: str) -> Rendered:
    found = render(Message(pieces, notify), reader(names=names or None), to_person=to_person)
    assert check_blocks(found.blocks, Surface.MESSAGE) == []
    body = {"channel": "C0123ABC", "text": found.text, "blocks": found.blocks}
    assert check_markup(body) == []
    assert check_message(body) is None
    return found


def says(text: str) -> Sentence:
    return Sentence("“{text}”", {"text": Typed(text)})


def read(text: str) -> str:
    """A fallback text as it is shown."""
    return text.replace(ZERO_WIDTH, "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(typed, typed)
def test_what_is_typed_appears_literally_and_rings_nobody(text: str, name: str) -> None:
    pieces = (Text(says(text)), Items(_("Heading"), (says(text),)), Small(says(text)), Title(says(name[:50])))
    found = drawn(*pieces, Text(_("{who}", who=Person("U7"))), U7=name)
    shown = plain_text(found.blocks)
    assert shown.count(f"“{text}”") >= (3 if len(text) < 2900 else 2)
    assert rings({"text": found.text, "blocks": found.blocks}) == Rings()
    if not found.text.endswith("Meer op de kaart."):
        own = text.replace(ZERO_WIDTH, "")
        assert read(found.text).count(f"“{own}”") >= 3


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_and_names_format_nothing_in_the_fallback(text: str) -> None:
    found = drawn(Text(Sentence("{text} {who}", {"text": Typed(text[:800]), "who": Person("U7")})), U7=text[:80]).text
    assert not re.search(rf"[*_~`](?!{ZERO_WIDTH})|^&gt;|:[\w+-]+:", found, re.MULTILINE)


def test_a_mention_rings_in_the_blocks_and_is_a_name_in_the_text() -> None:
    found = drawn(Text(_("{who} is hosting.", who=Mention("U0123ABC"))))
    assert rings(found.blocks).users == {"U0123ABC"}
    assert rings({"text": found.text}) == Rings()
    assert found.text == "Sanne is hosting."


def test_an_address_leads_there_and_nothing_in_it_is_markup() -> None:
    url = "https://video.example.org/a_b?<!here>&c=*d*"
    found = drawn(Text(_("See {url}", url=Link(url))), notify=_("A video."))
    (block,) = found.blocks
    assert block["elements"][0]["elements"] == [{"type": "text", "text": "See "}, {"type": "link", "url": url}]
    assert "<!" not in found.text


def test_a_person_and_a_channel() -> None:
    found = drawn(Text(_("{who} in {where}", who=Strong(Person("U0123ABC")), where=Channel("C0123ABC"))))
    assert found.blocks == [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Sanne", "style": {"bold": True}},
                        {"type": "text", "text": " in "},
                        {"type": "channel", "channel_id": "C0123ABC"},
                    ],
                }
            ],
        }
    ]
    assert found.text == "Sanne in <#C0123ABC>"


def test_each_piece_has_its_block() -> None:
    found = drawn(
        Title(_("☀️ Day start")),
        Text(_("one"), (Button(_("Close"), "a.b", "1"),)),
        Text(_("two")),
        Items(_("Heading"), (_("a"), _("b"))),
        Items(_("Empty"), ()),
        Small(_("grey")),
        Small(_("{who}", who=Mention("U0123ABC"))),
        Rule(),
        Row((Button(_("Close"), "a.b"),)),
    )
    kinds = " ".join(block["type"] for block in found.blocks)
    assert kinds == "header rich_text actions rich_text rich_text rich_text context rich_text divider actions"
    assert plain_text(found.blocks).split("\n")[3:7] == ["Heading", "• a", "• b", "Empty"]
    assert found.blocks[4]["elements"][0]["elements"][0]["style"] == {"bold": True}


def elements(found: Rendered) -> list[dict[str, Any]]:
    return [each for block in found.blocks if block["type"] == "actions" for each in block["elements"]]


def test_a_button_with_all_it_can_have() -> None:
    button = Button(_("Close"), "x.do", "1:2", main=True, confirm=_("Really?"), link=CARD)
    (made,) = elements(drawn(Text(_("a"), (button,))))
    assert made == {
        "type": "button",
        "action_id": "x.do",
        "value": "1:2",
        "text": {"type": "plain_text", "text": "Sluiten", "emoji": True},
        "style": "primary",
        "url": ADDRESS,
        "confirm": {
            "title": {"type": "plain_text", "text": "Sluiten", "emoji": True},
            "text": {"type": "plain_text", "text": "Really?", "emoji": True},
            "confirm": {"type": "plain_text", "text": "Ja, graag", "emoji": True},
            "deny": {"type": "plain_text", "text": "Annuleren", "emoji": True},
        },
    }


def test_a_link_to_a_card_that_stands_nowhere_is_left_out() -> None:
    lost = Button(_("Go"), "a", link=CardRef("dagstart.card", "2"))
    assert [block["type"] for block in drawn(Text(_("a"), (lost,))).blocks] == ["rich_text"]


def test_the_same_action_twice_in_a_row_and_more_than_a_row_holds() -> None:
    found = drawn(Text(_("a")), Row(tuple(Button(_("Close"), "x", str(n)) for n in range(27))))
    rows = [[each["action_id"] for each in block["elements"]] for block in found.blocks[1:]]
    assert rows == [["x", *(f"x#{n}" for n in range(2, 26))], ["x", "x#2"]]


@pytest.mark.parametrize(
    ("n", "aside", "kind"),
    [(1, True, "overflow"), (5, True, "overflow"), (6, True, "static_select"), (1, False, "static_select")],
)
def test_a_menu(n: int, aside: bool, kind: str) -> None:
    menu = Menu(_("Choose"), "x", tuple(Option(_("{n}", n=each), str(each)) for each in range(n)), aside)
    (made,) = elements(drawn(Text(_("a")), Row(menu=menu)))
    assert (made["type"], len(made["options"])) == (kind, n)


@pytest.mark.parametrize("n", [0, 101])
def test_a_menu_that_slack_would_not_show(n: int) -> None:
    menu = Menu(_("Choose"), "x", tuple(Option(_("a"), str(each)) for each in range(n)))
    with pytest.raises(ValueError, match=f"menu 'x' has {n} options"):
        drawn(Text(_("a")), Row(menu=menu))


@pytest.mark.parametrize("between", [" ", ""])
def test_an_option_that_is_too_long_goes_on_in_its_description(between: str) -> None:
    words = between.join(f"woord{n}" for n in range(18))
    (made,) = elements(drawn(Text(_("a")), Row(menu=Menu(_("Choose"), "x", (Option(says(words), "1"),)))))
    text, rest = made["options"][0]["text"], made["options"][0]["description"]
    assert text["text"].endswith("…")
    assert text["emoji"] is False
    assert f"{text['text'][:-1]}{between}{rest['text']}" == f"“{words}”"


@given(typed)
def test_labels_are_cut_to_what_slack_takes(text: str) -> None:
    button = Button(says(text), "x", confirm=says(text))
    menu = Menu(says(text), "y", tuple(Option(says(text), str(n)) for n in range(6)))
    drawn(Title(says(text)), Text(says(text), (button,)), Row(menu=menu), Small(says(text)))


@given(st.one_of(typed, st.text(alphabet="👍🏽 a", max_size=300)), st.integers(2, 200))
def test_a_fitted_text_fits(text: str, most: int) -> None:
    assert units(fitted(text, most)) <= most
    assert units(text) > most or fitted(text, most) == text


def test_what_is_too_large_is_named() -> None:
    with pytest.raises(ValueError, match=r"'host' has 51 blocks"):
        drawn(*(Text(_("host")) for _each in range(51)))
    with pytest.raises(ValueError, match=r"'a message without a text' has 0 blocks"):
        drawn(Row())
    with pytest.raises(ValueError, match=r"'host' has 13[0-9]{3} characters"):
        drawn(Text(_("host")), *(Text(says("x" * 2600)) for _each in range(5)))
    with pytest.raises(ValueError, match=r"the subject of button 'x' has 2001 characters"):
        drawn(Text(_("a"), (Button(_("a"), "x", "1" * 2001),)))


# --- the text instead of the blocks -----------------------------------------------------------------------------------
def test_a_channel_reads_the_whole_card_without_buttons() -> None:
    items = Items(_("Heading"), (_("a"), _("b")))
    found = drawn(Title(_("title")), Text(_("text"), (Button(_("b"), "b"),)), items, Rule(), Small(_("s")))
    assert found.text == "title\ntext\nHeading\n• a\n• b\ns"


@pytest.mark.parametrize("character", ["x", "&", "*", "👍"])
def test_a_long_card_is_cut_at_an_item(character: str) -> None:
    lines = tuple(says(character * 140) for _each in range(40))
    found = drawn(Items(_("Heading"), lines)).text
    *kept, more = found.split("\n")[1:]
    assert more == "Meer op de kaart."
    assert len(kept) >= 4
    assert {read(line) for line in kept} == {f"• “{character * 140}”"}
    assert units(found) <= FALLBACK
    assert units(found) + units(kept[0]) + 1 > FALLBACK


def test_a_person_reads_notify_or_the_first_piece() -> None:
    notify = _("{who} could use your help.", who=Person("U0123ABC"))
    assert drawn(Text(says("secret")), to_person=True, notify=notify).text == "Sanne could use your help."
    assert drawn(Rule(), Text(_("seen first")), Text(says("x")), to_person=True).text == "seen first"
    assert drawn(Items(_("title"), (says("x"),)), to_person=True).text == "title"


@pytest.mark.parametrize("piece", [Text(says("secret")), Items(says("x"), ()), Small(says("x"))])
def test_nobodys_words_come_on_a_lock_screen(piece: Piece) -> None:
    with pytest.raises(ValueError, match="needs `notify`"):
        drawn(piece, Text(_("later")), to_person=True)
    with pytest.raises(ValueError, match="needs `notify`"):
        drawn(Text(_("seen first")), to_person=True, notify=says("secret"))


@given(typed)
def test_a_note(text: str) -> None:
    found = render_note(
        Note(says(text), (Button(_("Close"), "x"),), Menu(_("m"), "y", (Option(_("a"), "1"),))), reader()
    )
    assert found.keys() == {"response_type", "text", "blocks"}
    assert found["response_type"] == "ephemeral"
    assert [block["type"] for block in found["blocks"]] == ["rich_text", "actions"]
    assert check_message(found) is None
    assert check_markup(found) == []
    assert rings(found) == Rings()
    assert plain_text(found["blocks"]) == f"“{text}”"
