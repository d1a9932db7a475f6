"""What settings take: time zones, hours, free days, switches."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals import teams
from rituals.calendar import Calendar, PersonCalendar
from rituals.settings import rules
from rituals.weeks import NoWeek, parse

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Amsterdam", "Europe/Amsterdam"),
        (" europe/amsterdam ", "Europe/Amsterdam"),
        ("America/New York", "America/New_York"),
        ("America/Port_of_Spain", "America/Port_of_Spain"),
        ("utc", "UTC"),
        ("Amsterdam", None),
        ("Europe", None),
        ("America/Argentina", None),
        ("Europe/Lutjebroek", None),
        ("../../etc/passwd", None),
        ("/etc/localtime", None),
        ("localtime", None),
        ("", None),
        ("\0/\0", None),
    ],
)
def test_time_zones(typed: str, zone: str | None) -> None:
    assert rules.zone_of(typed) == zone


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_is_a_zone_or_none(typed: str) -> None:
    if (zone := rules.zone_of(typed)) is not None:
        assert Calendar(zone=zone).tz.key == zone


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (time(8), time(18), True),
        (time(8, 30), time(17, 30), True),
        (time(7, 59), time(18), False),
        (time(8), time(18, 1), False),
        (time(9), time(9), False),
        (time(17), time(9), False),
    ],
)
def test_the_window(first: time, last: time, fits: bool) -> None:
    assert rules.window_fits(first, last) is fits


# --- free days --------------------------------------------------------------------------------------------------------
def test_days_that_are_added() -> None:
    assert rules.added(None, None, TODAY) == frozenset()
    assert rules.added(TODAY, None, TODAY) == {TODAY}
    week = rules.added(date(2026, 11, 18), date(2026, 11, 22), TODAY)
    assert sorted(week) == [date(2026, 11, day) for day in (20, 21, 22)]


@pytest.mark.parametrize(
    ("first", "last", "error"),
    [
        (None, TODAY, rules.Backwards),
        (TODAY, TODAY - timedelta(days=1), rules.Backwards),
        (TODAY - timedelta(days=1), None, rules.Past),
        (TODAY, TODAY + timedelta(days=61), rules.TooMany),
        (TODAY + timedelta(days=732), None, rules.TooMany),
    ],
)
def test_days_that_are_not(first: date | None, last: date | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.added(first, last, TODAY)


def test_what_was_unticked_goes_and_what_has_been_stays() -> None:
    past, kept, gone = (TODAY + timedelta(days=n) for n in (-3, 3, 4))
    new = TODAY + timedelta(days=9)
    assert rules.free_days([past, kept, gone], [kept.isoformat()], frozenset({new}), TODAY) == {past, kept, new}


def test_a_list_of_free_days_ends_somewhere() -> None:
    many = frozenset(TODAY + timedelta(days=n) for n in range(91))
    with pytest.raises(rules.TooMany):
        rules.free_days([], [], many, TODAY)


@given(
    st.lists(st.sampled_from(rules.SWITCHED), unique=True),
    st.sampled_from(["lustrum", "always", "never"]),
    st.frozensets(st.dates(date(2026, 1, 1), date(2031, 12, 31)), max_size=5),
)
def test_switches_say_what_was_ticked(on: list[str], liberation_day: str, extra: frozenset[date]) -> None:
    stored = rules.switches(on, liberation_day, extra)
    assert set(rules.is_on(stored)) == set(on)
    assert rules.extra_days(stored) == extra
    listed = teams.holidays(stored).on(2030)
    assert set(listed.values()) - {"extra", "liberation_day"} <= set(on)
    assert (date(2030, 5, 5) in listed) is (liberation_day != "never" or date(2030, 5, 5) in extra)


def test_what_is_not_switched_is_the_default_list() -> None:
    untouched = rules.switches(rules.is_on({}), "lustrum", ())
    assert teams.holidays(untouched) == teams.holidays({})


# --- one's own week ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("ma di do", "124"),
        ("do, di en ma", "124"),
        ("Mon TUE and thursday", "124"),
        ("vr vr", "5"),
        ("ma-do", "1234"),
        ("maandag t/m donderdag", "1234"),
        ("van di tot en met do, za", "2346"),
        ("vr – ma", "1567"),
    ],
)
def test_a_week_that_is_typed(typed: str, week: str) -> None:
    assert parse(typed) == week


@pytest.mark.parametrize("typed", ["", "en", "ma t/m", "-", "ma-wo-vr", "maandagen", "1 2 3"])
def test_what_is_no_week(typed: str) -> None:
    with pytest.raises(NoWeek):
        parse(typed)


def test_another_week_holds_from_its_day_on() -> None:
    monday = date(2026, 11, 23)
    days = PersonCalendar(Calendar(), frozenset({1, 2}), changes_on=monday, next_workdays=frozenset({3, 6}))
    worked = days.workdays_between(monday - timedelta(days=7), monday + timedelta(days=6))
    assert worked == [date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 25)]
    back = PersonCalendar(Calendar(), frozenset({1}), changes_on=monday, next_workdays=None)
    assert back.is_workday(date(2026, 11, 24))
