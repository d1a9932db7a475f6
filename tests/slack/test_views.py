"""Forms and pages as Slack's modals, and what is read from them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogs import Catalogs
from bot.i18n import Reader
from bot.slack import payloads
from bot.slack.lengths import units
from bot.slack.views import (
    Meta,
    form_view,
    lost_view,
    note_view,
    page_view,
    read_meta,
)
from rituals.contract import Note
from rituals.shown import Button, Field, Form, Kind, Option, Page, Text, Title
from rituals.texts import begin
from rituals.words import Sentence, Typed, _
from sandbox.rules import Rings, check_view, plain_text, rings
from tests.slack.test_render import HOSTILE, typed

NL = Reader("nl", {}, {}, {}, Catalogs.load())
META = Meta("form", "x.form", "1:2", "token")
SEEN_BY = _("Seen by me.")


def says(text: str) -> Sentence:
    return Sentence("“{text}”", {"text": Typed(text)})


def options(n: int) -> tuple[Option, ...]:
    return tuple(Option(_("option {n}", n=each), str(each)) for each in range(n))


def form(*fields: Field, **more: Any) -> Form:
    return Form(_("Today"), fields, SEEN_BY, **more)


def view_of(*fields: Field, **more: Any) -> dict[str, Any]:
    view = form_view(form(*fields, **more), META, NL)
    assert check_view(view, home=False) is None
    return view


def element(view: Mapping[str, Any], name: str = "f") -> dict[str, Any]:
    (found,) = (block["element"] for block in view["blocks"] if block.get("block_id") == name)
    assert isinstance(found, dict)
    return found


def state(view: Mapping[str, Any]) -> dict[str, Any]:
    """What Slack sends back when somebody submits a form as it was opened."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            shown = block["element"]
            given = {
                KEYS.get(key, key.replace("initial_", "selected_")): shown[key] for key in shown if "initial" in key
            }
            values[block["block_id"]] = {shown["action_id"]: {"type": shown["type"], **given}}
    return {"values": values}


KEYS = {"initial_value": "value"}
CHOSEN = ("option", "user", "date", "time", "conversation")
EMPTY: Mapping[str, Any] = {
    "value": None,
    "selected_options": [],
    "selected_users": [],
    **{f"selected_{each}": None for each in CHOSEN},
}


# --- fields -----------------------------------------------------------------------------------------------------------
FIELDS = [
    (Field("f", _("a"), Kind.TEXT), "plain_text_input", ""),
    (Field("f", _("a"), Kind.TEXT, initial="x"), "plain_text_input", "x"),
    (Field("f", _("a"), Kind.LONG, initial="x\ny & <z>"), "plain_text_input", "x\ny & <z>"),
    (Field("f", _("a"), Kind.LONG, initial=""), "plain_text_input", ""),
    (Field("f", _("a"), Kind.NUMBER, most=9), "number_input", None),
    (Field("f", _("a"), Kind.NUMBER, most=9, initial=0), "number_input", 0),
    (Field("f", _("a"), Kind.NUMBER, most=9, initial=10), "number_input", None),
    (Field("f", _("a"), Kind.DATE), "datepicker", None),
    (Field("f", _("a"), Kind.DATE, initial=date(2026, 11, 23)), "datepicker", date(2026, 11, 23)),
    (Field("f", _("a"), Kind.TIME), "timepicker", None),
    (Field("f", _("a"), Kind.TIME, initial=time(0)), "timepicker", time(0)),
    (Field("f", _("a"), Kind.CHOICE, options=options(5)), "radio_buttons", None),
    (Field("f", _("a"), Kind.CHOICE, options=options(5), initial="4"), "radio_buttons", "4"),
    (Field("f", _("a"), Kind.CHOICE, options=options(6), initial="5"), "static_select", "5"),
    (Field("f", _("a"), Kind.CHOICE, options=options(6), initial="gone"), "static_select", None),
    (Field("f", _("a"), Kind.CHOICES, options=options(10)), "checkboxes", ()),
    (Field("f", _("a"), Kind.CHOICES, options=options(10), initial=("1", "3", "gone")), "checkboxes", ("1", "3")),
    (Field("f", _("a"), Kind.CHOICES, options=options(11), initial=("1",)), "multi_static_select", ("1",)),
    (Field("f", _("a"), Kind.CHECK), "checkboxes", False),
    (Field("f", _("a"), Kind.CHECK, initial=True), "checkboxes", True),
    (Field("f", _("a"), Kind.PERSON), "users_select", None),
    (Field("f", _("a"), Kind.PERSON, initial="U1"), "users_select", "U1"),
    (Field("f", _("a"), Kind.PEOPLE), "multi_users_select", ()),
    (Field("f", _("a"), Kind.PEOPLE, initial=("U1", "U2")), "multi_users_select", ("U1", "U2")),
    (Field("f", _("a"), Kind.CHANNEL), "conversations_select", None),
    (Field("f", _("a"), Kind.CHANNEL, initial="C1"), "conversations_select", "C1"),
]


def came_back(field: Field, sent: Mapping[str, Any]) -> Any:
    """What a handler gets; only the form tells one box from a list of them."""
    value = payloads.values(sent).get(field.name)
    return bool(value) if field.kind is Kind.CHECK else value


@pytest.mark.parametrize(("field", "kind", "value"), FIELDS)
def test_each_kind_of_field_and_what_comes_back(field: Field, kind: str, value: Any) -> None:
    view = view_of(field)
    assert element(view)["type"] == kind
    assert "min_length" not in element(view)
    assert came_back(field, state(view)) == value


def test_every_kind_has_a_row_above() -> None:
    assert {field.kind for field, _kind, _value in FIELDS} == set(Kind)


@pytest.mark.parametrize("field", [field for field, _kind, _value in FIELDS])
@pytest.mark.parametrize("sent", [{}, {"values": {}}, {"values": {"f": {"f": {}}}}, {"values": {"f": {"f": EMPTY}}}])
def test_a_field_that_was_left_empty(field: Field, sent: Mapping[str, Any]) -> None:
    assert not came_back(field, sent)


@given(typed)
def test_a_prefilled_text_comes_back_as_it_was(text: str) -> None:
    field = Field("f", _("a"), Kind.LONG, initial=text)
    if units(text) <= 3000:
        assert came_back(field, state(view_of(field))) == text


@given(st.text(min_size=1), st.integers(1, 40))
def test_a_prefilled_text_is_cut_with_a_line_that_says_so(text: str, most: int) -> None:
    view = view_of(Field("f", _("a"), Kind.LONG, most=most, initial=text))
    kept = element(view).get("initial_value", "")
    assert kept == begin(text, most)
    assert element(view)["max_length"] >= most
    said = f"De tekst was langer. Ik nam de eerste {len(kept)} tekens over." in plain_text(view["blocks"])
    assert said is (len(text) > most)


@pytest.mark.parametrize("emoji", ["👩\u200d🦰", "👍🏽", "🇳🇱", "e\u0301"])
def test_a_prefilled_text_is_not_cut_inside_an_emoji(emoji: str) -> None:
    for most in (10, 1999):
        text = "a" * (most - 1) + emoji + "b"
        view = view_of(Field("f", _("a"), Kind.LONG, most=most, initial=text))
        assert element(view)["initial_value"] == "a" * (most - 1)
    assert begin("a" * 9 + emoji, 9 + len(emoji)) == "a" * 9 + emoji


def test_no_more_people_are_shown_or_taken_than_may_be_chosen() -> None:
    shown = element(view_of(Field("f", _("a"), Kind.PEOPLE, most=2, initial=("U1", "U2", "U3"))))
    assert (shown["max_selected_items"], shown["initial_users"]) == (2, ["U1", "U2"])


def test_a_text_that_fits_in_our_count_is_not_too_long_in_slacks() -> None:
    shown = element(view_of(Field("f", _("a"), Kind.LONG, most=140, initial="👍" * 140)))
    assert (shown["initial_value"], shown["max_length"]) == ("👍" * 140, 280)


def test_a_text_too_long_for_slack_in_emoji() -> None:
    view = view_of(Field("f", _("a"), Kind.LONG, initial="👍" * 1600))
    assert element(view)["initial_value"] == "👍" * 1500
    assert "De tekst was langer. Ik nam de eerste 1500 tekens over." in plain_text(view["blocks"])


def test_an_input_has_its_label_hint_and_whether_it_may_stay_empty() -> None:
    view = view_of(Field("f", _("Label"), required=False, hint=_("Hint"), most=140))
    assert view["blocks"][0] == {
        "type": "input",
        "block_id": "f",
        "label": {"type": "plain_text", "text": "Label", "emoji": True},
        "hint": {"type": "plain_text", "text": "Hint", "emoji": True},
        "optional": True,
        "element": {"type": "plain_text_input", "action_id": "f", "multiline": False, "max_length": 140},
    }
    assert view_of(Field("f", _("Label")))["blocks"][0]["optional"] is False


def test_a_choice_without_options_is_named() -> None:
    with pytest.raises(ValueError, match="field 'f' has 0 options"):
        view_of(Field("f", _("a"), Kind.CHOICE))


# --- a form -----------------------------------------------------------------------------------------------------------
def test_a_form_from_top_to_bottom() -> None:
    fields = (Field("text", _("Story")), Field("text_more", _("More")))
    notices = {"text_customer": _("q1"), "text_more_x": _("q2"), "common_duplicate": _("q3"), "text": _("q4")}
    view = view_of(*fields, notes=(_("note"),), notices=notices)
    assert plain_text(view["blocks"]).split("\n") == [
        "note",
        "q3",
        "q1",
        "q4",
        "Story",
        "q2",
        "More",
        "Seen by me.",
    ]
    last = view["blocks"][-1]
    assert last["type"] == "context"
    assert (view["callback_id"], view["submit"]["text"], view["close"]["text"]) == ("form", "Versturen", "Annuleren")
    assert view_of(submit=_("Yes, please"))["submit"]["text"] == "Ja, graag"


def test_redrawing_a_form_keeps_the_names_of_its_inputs() -> None:
    field = Field("f", _("a"))
    first, again = view_of(field), view_of(field, notices={"f_x": _("sure?")})
    assert [block for block in first["blocks"] if block["type"] == "input"] == [
        block for block in again["blocks"] if block["type"] == "input"
    ]


@given(typed)
def test_typed_text_in_a_form_is_literal(text: str) -> None:
    fields = (
        Field("a", says(text), hint=says(text)),
        Field("b", says(text), Kind.CHOICE, options=(Option(says(text), "1"),), initial="1"),
        Field("c", says(text), Kind.CHOICES, options=(Option(says(text), "1"),), initial=("1",)),
    )
    view = form_view(Form(says(text), fields, says(text), says(text), (says(text),)), META, NL)
    assert check_view(view, home=False) is None
    assert rings(view) == Rings()
    assert plain_text(view["blocks"]).startswith(f"“{text}”")


@pytest.mark.parametrize(
    "meta",
    [
        META,
        Meta("page", "x.page"),
        Meta("note", ""),
        Meta("form", "x", "1", "t", under=("p", "1"), passed=frozenset({"b", "a"}), channel="C1"),
    ],
)
def test_a_modal_remembers_what_it_is(meta: Meta) -> None:
    view = page_view(Page(_("a"), (Text(_("b")),)), meta, NL)
    assert view["callback_id"] == meta.kind
    assert read_meta(view) == meta


@pytest.mark.parametrize("view", [{}, {"private_metadata": ""}])
def test_a_modal_that_remembers_nothing(view: Mapping[str, Any]) -> None:
    assert read_meta(view) == Meta("note", "")


def test_what_a_modal_cannot_remember_is_named() -> None:
    with pytest.raises(ValueError, match=r"what form 'x' remembers has 3\d\d\d characters"):
        form_view(form(), Meta("form", "x", "1" * 3000), NL)


# --- the others -------------------------------------------------------------------------------------------------------
def test_a_page() -> None:
    page = Page(
        _("A title that is much longer than fits"), (Title(_("t")), Text(_("b"), (Button(_("Close"), "x", "1"),)))
    )
    view = page_view(page, Meta("page", "x.page"), NL)
    assert check_view(view, home=False) is None
    assert view["callback_id"] == "page"
    assert len(view["title"]["text"]) <= 24
    assert "submit" not in view
    assert view["close"]["text"] == "Sluiten"
    assert [block["type"] for block in view["blocks"]] == ["header", "rich_text", "actions"]


def test_a_page_with_too_much_is_named() -> None:
    with pytest.raises(ValueError, match=r"'page x.page' has 101 blocks"):
        page_view(Page(_("a"), (Text(_("b")),) * 101), Meta("page", "x.page"), NL)


@given(typed)
def test_a_note_in_place_of_a_form(text: str) -> None:
    view = note_view(Note(says(text), (Button(_("Close"), "x"),)), NL, "Dagstart")
    assert check_view(view, home=False) is None
    assert (view["title"]["text"], view["close"]["text"], view["callback_id"]) == ("Dagstart", "Sluiten", "note")
    assert "submit" not in view
    assert plain_text(view["blocks"]) == f"“{text}”"
    assert [block["type"] for block in view["blocks"]] == ["rich_text", "actions"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_is_lost(text: str) -> None:
    view = lost_view(Note(_("No.")), {"What happened?": text, "Empty": ""}, NL, "Dagstart")
    assert check_view(view, home=False) is None
    assert rings(view) == Rings()
    assert plain_text(view["blocks"]) == f"No.\nWhat happened?\n{text.removesuffix(chr(10))}"
