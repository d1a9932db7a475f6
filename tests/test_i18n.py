"""Words for one reader: dates, numbers, lists, names, capitals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogs import Catalogs
from bot.i18n import NUMBERS, Reader, Run, channels_in, people_in, plain, refs_in, runs
from rituals.contract import Note
from rituals.shown import Button, CardRef, Field, Form, Items, Kind, Menu, Message, Option, Page, Place, Text
from rituals.words import Channel, Count, Day, Listed, Mention, Month, Part, Person, Sentence, Strong, Typed, _, plural

MONDAY = date(2026, 11, 23)
TOMORROW = Day(date(2026, 11, 24), MONDAY)
NAMES = {"U1": "Sanne de Wit"}
NL: Mapping[str, tuple[str, ...]] = {
    "{day} it's your turn.": ("{day} ben jij aan de beurt.",),
    "See you {day}.": ("Tot {day}.",),
    "Hello. {n} minutes. {who} is hosting.": ("Hallo. {n} minuten. {who} begeleidt.",),
    "{a} before {b}": ("{b} na {a}",),
    "one compliment": ("één compliment", "{n} complimenten"),
    "host": ("begeleider",),
    "{role}: {who}": ("{role}: {who}",),
    "{en}": ("{nl}",),
    "{broken}": ("{kapot}",),
}
CATALOGS = Catalogs({"nl": {**Catalogs.load().languages["nl"], **NL}})


def reader(language: str) -> Reader:
    return Reader(language, NAMES, {}, {"C1": "noord"}, CATALOGS)


def both(part: Part) -> tuple[str, str]:
    return plain(part, reader("nl")), plain(part, reader("en"))


@pytest.mark.parametrize(
    ("day", "nl", "en"),
    [
        (Day(MONDAY), "maandag 23 november", "Monday 23 November"),
        (Month(MONDAY), "november 2026", "November 2026"),
        (Day(date(2026, 11, 24), MONDAY), "morgen", "tomorrow"),
        (Day(date(2026, 11, 25), MONDAY), "woensdag", "Wednesday"),
        (Day(date(2026, 11, 29), MONDAY), "zondag", "Sunday"),
        (Day(date(2026, 11, 30), MONDAY), "maandag 30 november", "Monday 30 November"),
        (Day(date(2027, 1, 4), MONDAY), "maandag 4 januari 2027", "Monday 4 January 2027"),
        (Day(date(2027, 1, 1), date(2026, 12, 31)), "morgen", "tomorrow"),
        (Day(date(2027, 1, 4), date(2026, 12, 31)), "maandag", "Monday"),
        (Day(MONDAY, MONDAY), "maandag 23 november", "Monday 23 November"),
        (Day(date(2026, 11, 20), MONDAY), "vrijdag 20 november", "Friday 20 November"),
        (Day(date(2025, 12, 31), date(2026, 1, 2)), "woensdag 31 december 2025", "Wednesday 31 December 2025"),
    ],
)
def test_a_day_reads_as_far_as_one_needs_it(day: Day, nl: str, en: str) -> None:
    assert both(Sentence("x {day}", {"day": day})) == (f"x {nl}", f"x {en}")


@pytest.mark.parametrize(
    ("part", "nl", "en"),
    [
        (Count(0), "0", "0"),
        (Count(2), "twee", "two"),
        (Count(9), "negen", "nine"),
        (Count(10), "10", "10"),
        (7, "7", "7"),
        (time(9), "09:00", "09:00"),
        (Person("U1"), "Sanne de Wit", "Sanne de Wit"),
        (Person("U2"), "een collega", "a colleague"),
        (Mention("U1"), "Sanne de Wit", "Sanne de Wit"),
        (Channel("C1"), "#noord", "#noord"),
        (Channel("C2"), "het kanaal", "the channel"),
        (Listed(()), "", ""),
        (Listed((Typed("a"),)), "a", "a"),
        (Listed((Typed("a"), Typed("b"))), "a en b", "a and b"),
        (Listed((Typed("a"), Count(3), Person("U2"))), "a, drie en een collega", "a, three and a colleague"),
        (Listed((Typed("a"), Typed("b")), joined=False), "a, b", "a, b"),
        (Strong(Typed("a")), "a", "a"),
        (plural("one compliment", "{n} compliments", 1), "één compliment", "one compliment"),
        (plural("one compliment", "{n} compliments", 2), "twee complimenten", "two compliments"),
        (plural("one compliment", "{n} compliments", 0), "0 complimenten", "0 compliments"),
        (Sentence("{en}", {"nl": Typed("/dagstart"), "en": Typed("/daystart")}), "/dagstart", "/daystart"),
    ],
)
def test_each_part_reads_in_both_languages(part: Part, nl: str, en: str) -> None:
    assert both(Sentence("x {part}", {"part": part})) == (f"x {nl}", f"x {en}")


@pytest.mark.parametrize(
    ("sentence", "nl", "en"),
    [
        (_("{day} it's your turn.", day=TOMORROW), "Morgen ben jij aan de beurt.", "Tomorrow it's your turn."),
        (_("See you {day}.", day=TOMORROW), "Tot morgen.", "See you tomorrow."),
        (
            _("Hello. {n} minutes. {who} is hosting.", n=Count(1), who=Person("U2")),
            "Hallo. Eén minuten. Een collega begeleidt.",
            "Hello. One minutes. A colleague is hosting.",
        ),
        (_("{role}: {who}", role=_("host"), who=Person("U2")), "Begeleider: een collega", "Host: a colleague"),
        (_("{a} before {b}", a=Typed("één"), b=Typed("x")), "x na één", "één before x"),
        (Sentence("“{who}”", {"who": Person("U2")}), "“Een collega”", "“A colleague”"),
        (Sentence("{a}\n{b}", {"a": _("host"), "b": Count(2)}), "Begeleider\nTwee", "Host\nTwo"),
        (Sentence("{text} {n}", {"text": Typed("Klaar."), "n": Count(2)}), "Klaar. twee", "Klaar. two"),
        (_("host"), "begeleider", "host"),
    ],
)
def test_a_sentence_begins_with_a_capital_where_a_part_begins_it(sentence: Sentence, nl: str, en: str) -> None:
    assert both(sentence) == (nl, en)


def test_runs_keep_apart_what_is_ours_and_what_is_not() -> None:
    part = Sentence("{who} {bold} {text}", {"who": Mention("U1"), "bold": Strong(Channel("C1")), "text": Typed("*x*")})
    assert runs(part, reader("nl")) == [
        Run("Sanne de Wit", "mention", id="U1"),
        Run(" "),
        Run("#noord", "channel", strong=True, id="C1"),
        Run(" "),
        Run("*x*", "typed"),
    ]


@given(st.text())
def test_what_is_typed_stays_as_it_is(text: str) -> None:
    for language in ("nl", "en"):
        assert Run(text, "typed") in runs(_("See you {day}.", day=Typed(text)), reader(language))


@pytest.mark.parametrize(
    "sentence",
    [_("See you {day}."), _("See you {day}.", day=Count(1), other=Count(2)), _("{broken}", broken=Count(1))],
)
def test_placeholders_and_parts_must_fit(sentence: Sentence) -> None:
    with pytest.raises(ValueError, match="has no p"):
        plain(sentence, reader("nl"))


def test_the_catalogues_are_read_as_they_stand() -> None:
    assert plain(_("Yes, please"), reader("nl")) == "Ja, graag"
    assert plain(_("nobody translated this"), reader("nl")) == "nobody translated this"
    assert [plain(number, reader("nl")) for number in NUMBERS][:3] == ["één", "twee", "drie"]


def test_a_translation_that_nobody_looked_at_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "rituals" / "x" / "locales" / "nl" / "LC_MESSAGES" / "x.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "a"\nmsgstr "A"\n\n#, fuzzy\nmsgid "b"\nmsgstr "B"\n\nmsgid "c"\nmsgstr ""\n')
    assert Catalogs.load(tmp_path).languages == {"nl": {"a": ("A",)}}


def test_people_links_and_channels_are_found_anywhere() -> None:
    ref, under = CardRef("dagstart.card", "1"), CardRef("dagstart.card", "2")
    named = _("{a}", a=Listed((Person("U1"), Strong(Mention("U2")))))
    shown = (
        Message((Items(_("x"), (named,)),), notify=_("{p}", p=Person("U3"))),
        Page(_("x"), (Text(_("x"), (Button(_("x"), "a", link=ref),)),)),
        Note(_("{c}", c=Channel("C1")), menu=Menu(_("x"), "a", (Option(_("{p}", p=Person("U4")), "v"),))),
        Form(
            _("x"),
            (Field("who", _("x"), Kind.PERSON, initial="U9"),),
            seen_by=_("{c}", c=Channel("C2")),
            notices={"who_x": _("{p}", p=Person("U5"))},
        ),
        Place(under=under),
    )
    assert people_in(shown) == {"U1", "U2", "U3", "U4", "U5"}
    assert refs_in(shown) == {ref, under}
    assert channels_in(shown) == {"C1", "C2"}
