"""What becomes of a story and of the names in it, whatever people do in whatever order."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from rituals import names
from rituals.called import Called
from rituals.estafette import story_lines, story_retold, story_rules
from rituals.estafette.story_lines import Tale
from rituals.estafette.story_rules import Choice, State
from rituals.words import InLanguage, Sentence, Someone, Told, Typed, holds_typed
from storage.estafette import Story, StoryColleague

NOW = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
BRAM = Called("U1", "Bram Visser", "Bram Visser", "bram")
SANNE = Called("U2", "Sanne de Wit", "Sanne de Wit", "sanne")
NL = Reader(
    language="nl",
    names={"U0": "Noor Jansen", "U1": "Bram Visser", "U2": "Sanne de Wit"},
    links={},
    channels={},
    catalogs=Catalogs.load(),
)


def tale(text: str, choices: dict[str, Choice], *, state: State = State.PUBLISHED, teller: str = "U0") -> Tale:
    parts = names.stored(names.marked(text, [BRAM, SANNE]))
    row = Story(
        id=1,
        person=teller,
        state=state.value,
        kind="visit",
        on=date(2026, 11, 25),
        what=parts,
        struck=parts,
        change=parts,
        link="",
        asks=False,
        edited=False,
        drafted_by=None,
        at=NOW,
        published_at=NOW,
    )
    return Tale(row, [StoryColleague(story=1, person=who, choice=one.value) for who, one in choices.items()])


# --- what a form takes ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("link", "well"),
    [
        ("https://video.example.org/123456782?t=1", True),
        ("HTTPS://example.org", True),
        ("https://xn--bcher-kva.example", True),
        ("http://example.org", False),
        ("https://localhost", False),
        ("https://", False),
        ("https://.", False),
        ("https://example.org/a b", False),
        ("https://jan:geheim@example.org", False),
        ("https://[half", False),
        ("javascript:alert(1)", False),
        ("example.org", False),
    ],
)
def test_links(link: str, well: bool) -> None:
    assert story_rules.is_link(link) is well


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_link_or_none(text: str) -> None:
    for link in (text, f"https://{text}"):
        if story_rules.is_link(link):
            assert link.lower().startswith("https://")
            assert not re.search(r"\s", link)


def test_a_link_may_hold_a_videos_number_but_no_customers() -> None:
    assert not story_rules.points_at_customer("https://video.example.org/123456782")
    assert story_rules.points_at_customer("https://wa.me/31612345678")
    assert story_rules.points_at_customer("https://example.org/?mail=klant@example.org")


@given(st.integers(-60, 10))
def test_thirty_days_and_not_in_what_is_to_come(days: int) -> None:
    today = date(2027, 1, 10)
    assert story_rules.fresh(today + timedelta(days=days), today) is (-30 <= days <= 0)


# --- names ------------------------------------------------------------------------------------------------------------
@given(st.lists(st.sampled_from(["edit", "agree", "unname", "publish"]), max_size=12))
def test_a_name_is_read_only_of_who_agreed_to_the_newest_text(steps: list[str]) -> None:
    choice, agreed, published = Choice.CHOSEN, False, False
    for step in steps:
        match step:
            case "publish":
                choice, published = story_rules.published(choice), True
            case "edit" if published:
                choice, agreed = story_rules.changed(choice), False
            case "agree" if published:
                choice, agreed = Choice.NAMED, True
            case "unname" if published:
                choice, agreed = Choice.UNNAMED, False
    state = State.PUBLISHED if published else State.DRAFT
    assert story_rules.named(state, {"U1": choice}) == (frozenset({"U1"}) if agreed else frozenset())
    assert story_rules.named(State.WITHDRAWN, {"U1": choice}) == frozenset()
    assert story_rules.left(choice) in (Choice.CHOSEN, Choice.UNNAMED)


WORDS = st.lists(
    st.sampled_from(
        ["Bram", "bram", "Brams stoel", "Sanne", "Sanne de Wit", "@bram", "de klant", "wachtte.", "En", "toen"]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(WORDS, st.sampled_from(list(Choice)), st.sampled_from(list(Choice)), st.sampled_from(["", "U1", "U2", "U9"]))
def test_nobody_reads_a_name_whose_owner_did_not_agree(text: str, bram: Choice, sanne: Choice, reader: str) -> None:
    read = tale(text, {"U1": bram, "U2": sanne})
    said = "\n".join(plain(line, NL) for line in story_lines.lines(read, reader)).casefold()
    assert ("bram" in said) <= (bram is Choice.NAMED or reader == "U1")
    assert ("sanne" in said) <= (sanne is Choice.NAMED or reader == "U2")
    retold = [story_retold.nameless(read, name, [BRAM, SANNE]) for name in story_lines.TEXTS]
    heard = " ".join(plain(Sentence("{text}", {"text": each}), NL) for each in retold).casefold()
    assert ("bram" in heard) <= (bram is Choice.NAMED)


@given(WORDS)
def test_its_writer_reads_every_name_and_edits_what_was_typed(text: str) -> None:
    mine = tale(text, {"U1": Choice.ASKED, "U2": Choice.UNNAMED})
    assert story_lines.typed(mine, "what") == text
    assert plain(story_lines.lines(mine, "U0")[1], NL) == text
    draft = tale(text, {"U1": Choice.CHOSEN}, state=State.DRAFT)
    assert plain(story_lines.lines(draft, "U5")[1], NL).count("collega") == text.count("Sanne")


def test_a_version_is_of_all_that_a_draft_holds_and_a_wording_of_its_texts() -> None:
    one, other = tale("Bram hielp haar.", {}), tale("Bram hielp haar.", {"U1": Choice.CHOSEN})
    assert one.version != other.version
    assert one.wording == other.wording
    assert one.wording != tale("Bram hielp hem.", {}).wording
    other.row.asks = True
    assert tale("Bram hielp haar.", {"U1": Choice.CHOSEN}).version != other.version


# --- afterwards -------------------------------------------------------------------------------------------------------
@given(st.integers(0, 20 * 24), st.sampled_from(list(State)))
def test_a_week_to_edit_and_as_long_as_it_is_hidden(hours: int, state: State) -> None:
    may = story_rules.may_edit(state, NOW, NOW + timedelta(hours=hours))
    assert may is (state is State.HIDDEN or (state is State.PUBLISHED and hours <= 7 * 24))


def test_a_promise_waits_two_weeks_to_be_asked_and_as_long_to_be_answered() -> None:
    later = NOW + timedelta(days=3)
    assert not story_rules.is_asked(None, NOW)
    assert not story_rules.is_asked(later, NOW)
    assert story_rules.is_asked(NOW, NOW)
    assert story_rules.over_at(NOW, later, brought=False) == NOW + timedelta(weeks=2)
    assert story_rules.over_at(NOW, later, brought=True) == later + timedelta(weeks=2)


# --- told again -------------------------------------------------------------------------------------------------------
SOME = st.lists(st.sampled_from(["klant", "wachtte.", "en", "bleef", "rustig!", "“zo”"]), max_size=160)


@given(SOME)
def test_an_excerpt_is_sixty_to_ninety_words_or_all_there_is(words: list[str]) -> None:
    kept = story_rules.excerpt(words)
    assert kept == len(words) if len(words) <= 90 else 60 <= kept <= 90


@given(SOME, SOME, SOME)
def test_a_story_is_told_in_a_minute(what: list[str], struck: list[str], change: list[str]) -> None:
    texts = zip(story_lines.TEXTS, (what, struck, change), strict=True)
    told = {name: Told((Typed(" ".join(some)),)) for name, some in texts}
    said = plain(story_retold.minute(told), NL).split()
    assert len(said) <= 90
    total = len(what) + len(struck) + len(change)
    assert len(said) >= min(total, 60) - 2 * story_retold.LABEL


@given(st.lists(st.one_of(st.just(Someone()), SOME.map(" ".join).map(Typed)), max_size=6), st.integers(1, 40))
def test_the_first_words_are_the_first_words(parts: list[Someone | Typed], count: int) -> None:
    whole = Told(tuple(parts))
    kept = story_retold.words(story_retold.first(whole, count))
    assert [word.rstrip("…") for word in kept if word != "…"] == story_retold.words(whole)[: len(kept)][
        : len([word for word in kept if word != "…"])
    ]
    assert len(kept) <= count + 1


def test_what_is_read_in_one_language_by_everybody() -> None:
    inner = Sentence("In this story: {who}.", {"who": Someone()})
    english = Reader(language="en", names={}, links={}, channels={}, catalogs=Catalogs.load())
    shown = Sentence("{text}", {"text": InLanguage(inner, "nl")})
    assert plain(shown, english) == plain(shown, NL) == "In dit verhaal: een collega."
    assert not holds_typed(shown)
    assert holds_typed(InLanguage(Typed("x"), "nl"))
