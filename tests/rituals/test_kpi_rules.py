"""The rules of figures: what is read and shown, how values compare, who enters them, what one may be called."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from rituals.calendar import Calendar
from rituals.called import Called
from rituals.kpi import figures, rules
from rituals.kpi.forms import typed
from rituals.kpi.rules import RANGES, Better, Misread, Roles, Trend, Unit, number, read, worded
from rituals.names import names_somebody

UNITS = st.sampled_from(Unit)
NO_ROW = ("1", "1:", "1:x", "1:²", "1:-1", f"1:{10**30}")
TEAM = Calendar()
CATALOGS = Catalogs.load()


def reader(language: str) -> Reader:
    return Reader(language=language, names={}, links={}, channels={}, catalogs=CATALOGS)


@pytest.mark.parametrize("subject", NO_ROW)
def test_a_subject_without_a_figure_names_none(subject: str) -> None:
    assert figures.id_of(subject) is None
    assert figures.board_of(subject) is None


@st.composite
def values(draw: st.DrawFn) -> tuple[int, Unit, int]:
    """Tenths that this unit with these decimals takes."""
    unit, decimals = draw(UNITS), draw(st.integers(0, 1))
    least, most = RANGES[unit]
    whole = draw(st.integers(least, most))
    tenths = whole * 10 if not decimals else draw(st.integers(least * 10, most * 10))
    return tenths, unit, decimals


# --- read and shown ---------------------------------------------------------------------------------------------------
@given(values(), st.sampled_from(["nl", "en"]))
def test_what_is_shown_is_read_again(value: tuple[int, Unit, int], language: str) -> None:
    tenths, unit, decimals = value
    shown = plain(worded(tenths, unit, decimals), reader(language))
    shown = shown.replace(",", "") if language == "en" else shown  # it parts thousands there, which is asked about
    shown = shown.replace(".", "") if unit is Unit.HOURS and language == "nl" else shown  # as is asked about that
    bare = shown.split(" ")[0] if unit in (Unit.MINUTES, Unit.HOURS, Unit.DAYS) else shown
    assert read(bare, unit, decimals) == tenths
    assert read(typed(tenths, decimals), unit, decimals) == tenths


@given(st.text(max_size=30), UNITS, st.integers(0, 1))
def test_whatever_is_typed_is_in_range_or_refused(text: str, unit: Unit, decimals: int) -> None:
    least, most = RANGES[unit]
    tenths = None
    with suppress(Misread):
        tenths = read(text, unit, decimals)
    assert tenths is None or least * 10 <= tenths <= most * 10
    assert tenths is None or decimals or tenths % 10 == 0


@pytest.mark.parametrize(
    ("text", "unit", "decimals", "tenths"),
    [
        ("92,5", Unit.PERCENT, 1, 925),
        ("92.5 %", Unit.PERCENT, 1, 925),
        ("8,0", Unit.GRADE, 0, 80),
        ("1.250", Unit.NUMBER, 0, 12500),
        ("1 250,5", Unit.NUMBER, 1, 12505),
        ("−12", Unit.NPS, 0, -120),
        ("1.250", Unit.MINUTES, 0, 12500),
        ("0.500", Unit.HOURS, 1, 5),
        ("-0.500", Unit.NPS, 1, -5),
        ("92.500", Unit.PERCENT, 1, 925),
    ],
)
def test_as_people_write_it(text: str, unit: Unit, decimals: int, tenths: int) -> None:
    assert read(text, unit, decimals) == tenths


@pytest.mark.parametrize("text", ["", "105", "-1", "negentig", "1e2", "9 9", "92,55", "92,5"])
def test_what_is_no_whole_percentage(text: str) -> None:
    with pytest.raises(Misread):
        read(text, Unit.PERCENT, 0)


@pytest.mark.parametrize(("text", "unit"), [("1,250", Unit.NUMBER), ("1,000", Unit.MINUTES), ("1.125", Unit.HOURS)])
def test_what_may_part_thousands_is_asked_about(text: str, unit: Unit) -> None:
    with pytest.raises(Misread, match="thousands"):
        read(text, unit, 0)
    with pytest.raises(Misread, match="thousands"):
        read(text.replace(",", "."), unit, 1)


@pytest.mark.parametrize(
    ("text", "said"), [("=1+1", "number"), ("8,5 uur", "number"), ("0 500", "number"), ("1" * 9, "between")]
)
def test_what_is_no_number_reads_so(text: str, said: str) -> None:
    with pytest.raises(Misread, match=said):
        read(text, Unit.NUMBER, 1)


@pytest.mark.parametrize(("text", "unit", "tenths"), [("92,000", Unit.PERCENT, 920), ("0,500", Unit.HOURS, 5)])
def test_a_comma_that_can_only_be_a_decimal_one(text: str, unit: Unit, tenths: int) -> None:
    assert read(text, unit, 1) == tenths


def test_a_value_keeps_the_decimal_it_was_entered_with() -> None:
    assert number(925, 0) == Decimal("92.5")
    assert str(number(920, 1)) == "92.0"


def test_a_number_without_a_decimal_reads_so_also_after_one_with() -> None:
    for tenths, decimals, shown in ((100, 1, "10,0"), (100, 0, "10"), (100, 1, "10,0")):
        assert plain(worded(tenths, Unit.GRADE, decimals), reader("nl")) == shown


# --- how it compares --------------------------------------------------------------------------------------------------
@given(st.integers(), st.integers(), st.sampled_from(Better))
def test_an_arrow_and_its_word(now: int, before: int, better: Better) -> None:
    found = rules.trend(now, before)
    assert (found is Trend.UP) == (now > before)
    assert (found is Trend.SAME) == (now == before)
    other = Better.LOWER if better is Better.HIGHER else Better.HIGHER
    said = rules.is_better(found, better)
    assert (said is None) == (now == before)
    assert said is None or rules.is_better(found, other) is (not said)


@given(st.lists(st.integers(0, 20), max_size=6), st.integers(0, 20), st.sampled_from(Better))
def test_three_in_a_row(newest_first: Sequence[int], target: int, better: Better) -> None:
    wrong = [value < target if better is Better.HIGHER else value > target for value in newest_first]
    assert rules.needs_action(newest_first, target, better) == (wrong[:3] == [True] * 3)
    assert not rules.needs_action(newest_first, None, better)


@pytest.mark.parametrize(("day", "may"), [(8, False), (9, True), (10, True)])
def test_not_again_within_ten_working_days(day: int, may: bool) -> None:
    """Advised on Wednesday 25 November."""
    assert rules.may_advise(date(2026, 11, 25), date(2026, 12, day), TEAM) is may
    assert rules.may_advise(None, date(2026, 12, day), TEAM)


def test_the_last_ten_working_days_skip_a_holiday() -> None:
    days = rules.days_to_enter(TEAM, date(2027, 4, 28))
    assert (days[0], days[1], len(days)) == (date(2027, 4, 26), date(2027, 4, 23), 10)


# --- who enters it ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("roles", "working", "person", "may"),
    [
        (Roles("mila", None), {"mila", "omar"}, "mila", True),
        (Roles("mila", None), {"mila", "omar"}, "omar", False),
        (Roles("mila", None), {"omar"}, "omar", True),
        (Roles("mila", "bram"), {"bram", "omar"}, "omar", False),
        (Roles("mila", "bram"), {"omar"}, "omar", True),
        (Roles("mila", "bram"), {"mila", "bram"}, "bram", True),
        (Roles(None, "bram"), {"bram", "omar"}, "omar", True),
    ],
)
def test_who_may_enter(roles: Roles, working: set[str], person: str, may: bool) -> None:
    assert roles.enters(person, working) is may


@pytest.mark.parametrize(
    ("roles", "working", "who"),
    [
        (Roles("mila", "bram"), {"mila", "bram"}, "mila"),
        (Roles("mila", "bram"), {"bram"}, "bram"),
        (Roles("mila", None), {"bram"}, None),
        (Roles(None, "bram"), {"bram"}, "bram"),
    ],
)
def test_who_is_asked(roles: Roles, working: set[str], who: str | None) -> None:
    assert roles.asked(working) == who


# --- what it is called ------------------------------------------------------------------------------------------------
MEMBERS = (
    Called("1", "Mila Bakker", "Mila Bakker", "mbakker"),
    Called("2", "Klant Contact", "Klant Contact", "klantcontact"),
    Called("3", "Joy", "Joy de Vries", "joy"),
)


@pytest.mark.parametrize(
    ("name", "somebody"),
    [
        ("Gesprekken van Mila", True),
        ("míla's telefoon", True),
        ("Gesprekken mbakker", True),
        ("Joy", True),
        ("Enjoyment", False),
        ("Vragen van de klant", False),
        ("Klanttevredenheid", False),
        ("Bereikbaarheid Klant Contact", False),
    ],
)
def test_a_figure_is_about_nobody(name: str, somebody: bool) -> None:
    assert names_somebody(name, MEMBERS) is somebody


def test_case_and_accents_make_no_other_name() -> None:
    assert rules.is_taken("  BEREIKBAARHEÍD ", ["Bereikbaarheid"])
    assert not rules.is_taken("Bereikbaarheid 2", ["Bereikbaarheid"])
