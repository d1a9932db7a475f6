"""What waits in the outbox comes back as it was said."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.frozen import freeze, thaw
from rituals.contract import Note
from rituals.shown import (
    Button,
    CardRef,
    Chart,
    Items,
    Menu,
    Message,
    Option,
    Page,
    Place,
    Row,
    Rule,
    Series,
    Small,
    Table,
    Text,
    Title,
)
from rituals.words import Channel, Count, Day, Listed, Mention, Month, Person, Sentence, Strong, Typed

TEXTS = st.text(max_size=20)
NAMES = st.sampled_from(["who", "n", "is", "value", "team"])  # two of them are keys of the frozen form itself
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
SMALL_PARTS = st.one_of(
    st.builds(Typed, TEXTS),
    st.builds(Person, TEXTS),
    st.builds(Mention, TEXTS),
    st.builds(Channel, TEXTS),
    st.builds(Day, DAYS, st.none() | DAYS),
    st.builds(Month, DAYS),
    st.builds(Count, st.integers(0, 10_000)),
    st.times(),
    st.integers(-(2**53), 2**53),
)
PARTS = st.recursive(
    SMALL_PARTS,
    lambda parts: st.one_of(
        st.builds(Strong, parts),
        st.builds(Listed, st.lists(parts, max_size=3).map(tuple), st.booleans()),
        st.builds(Sentence, TEXTS, st.dictionaries(NAMES, parts, max_size=3), TEXTS, st.integers(0, 99)),
    ),
    max_leaves=8,
)
SENTENCES = st.builds(Sentence, TEXTS, st.dictionaries(NAMES, PARTS, max_size=3), TEXTS, st.integers(0, 99))
REFS = st.builds(CardRef, TEXTS, TEXTS)
BUTTONS = st.builds(Button, SENTENCES, TEXTS, TEXTS, st.booleans(), st.none() | SENTENCES, st.none() | REFS)
ROWS = st.lists(BUTTONS, max_size=2).map(tuple)
OPTIONS = st.lists(st.builds(Option, SENTENCES, TEXTS), max_size=2).map(tuple)
MENUS = st.builds(Menu, SENTENCES, TEXTS, OPTIONS)
CELLS = st.lists(SENTENCES, max_size=2).map(tuple)
POINTS = st.lists(st.decimals(-1000, 1000, places=1), max_size=2).map(tuple)
PIECES = st.one_of(
    st.builds(Title, SENTENCES),
    st.builds(Text, SENTENCES, ROWS),
    st.builds(Items, SENTENCES, st.lists(SENTENCES, max_size=2).map(tuple)),
    st.builds(Small, SENTENCES),
    st.builds(Row, ROWS, st.none() | MENUS),
    st.just(Rule()),
    st.builds(Chart, SENTENCES, CELLS, st.lists(st.builds(Series, SENTENCES, POINTS), max_size=2).map(tuple)),
    st.builds(Table, CELLS, st.lists(CELLS, max_size=2).map(tuple)),
)
SHOWN = st.lists(PIECES, max_size=3).map(tuple)
VALUES = st.one_of(
    PARTS,
    st.builds(Message, SHOWN, st.none() | SENTENCES),
    st.builds(Page, SENTENCES, SHOWN),
    st.builds(Place, TEXTS, TEXTS, st.none() | REFS),
    st.builds(Note, SENTENCES, ROWS, pieces=SHOWN),
    st.none(),
    st.booleans(),
)


@given(VALUES)
def test_what_was_frozen_thaws_to_the_same(value: Any) -> None:
    kept = json.loads(json.dumps(freeze(value)))
    assert thaw(kept) == value


@given(VALUES)
def test_freezing_changes_nothing(value: Any) -> None:
    assert freeze(thaw(freeze(value))) == freeze(value)


@pytest.mark.parametrize("value", [date(2026, 11, 23), time(9, 0), time(9, 0, 30), (), (1, "a", None)])
def test_plain_values_too(value: Any) -> None:
    assert thaw(freeze(value)) == value


@pytest.mark.parametrize("value", [{1, 2}, object(), 1.5, b"bytes", Message])
def test_what_is_no_part_of_the_vocabulary_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="no part of the vocabulary"):
        freeze(value)
    with pytest.raises(TypeError, match="no part of the vocabulary"):
        freeze(Sentence("{x}", {"x": value}))
