from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.dates import EndBeforeStart, NotADate, PastDate, last_such, parse_day, parse_range

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("typed", "today", "expected"),
    [
        ("24-12", MONDAY, date(2026, 12, 24)),
        (" 24/12 ", MONDAY, date(2026, 12, 24)),
        ("24.12", MONDAY, date(2026, 12, 24)),
        ("24‑12", MONDAY, date(2026, 12, 24)),
        ("2-1", MONDAY, date(2027, 1, 2)),
        ("02-01", date(2026, 12, 31), date(2027, 1, 2)),
        ("23-11", MONDAY, MONDAY),
        ("22-11", MONDAY, date(2027, 11, 22)),
        ("24-12-2026", MONDAY, date(2026, 12, 24)),
        ("2026-12-24", MONDAY, date(2026, 12, 24)),
        ("24-12-2025", MONDAY, date(2025, 12, 24)),
        ("Vandaag", MONDAY, MONDAY),
        ("today", MONDAY, MONDAY),
        ("morgen", date(2026, 12, 31), date(2027, 1, 1)),
        ("TOMORROW", MONDAY, date(2026, 11, 24)),
        ("overmorgen", MONDAY, date(2026, 11, 25)),
        ("maandag", MONDAY, date(2026, 11, 30)),
        ("ma", MONDAY, date(2026, 11, 30)),
        ("dinsdag", MONDAY, date(2026, 11, 24)),
        ("Sunday", MONDAY, date(2026, 11, 29)),
        ("zo", MONDAY, date(2026, 11, 29)),
        ("thurs", MONDAY, date(2026, 11, 26)),
        ("vrijdág", date(2026, 12, 31), date(2027, 1, 1)),
        ("29-2", MONDAY, date(2028, 2, 29)),
        ("29-02", date(2028, 2, 29), date(2028, 2, 29)),
        ("29-2", date(2096, 3, 1), date(2104, 2, 29)),
        ("29-2-2028", MONDAY, date(2028, 2, 29)),
        ("24 december", MONDAY, date(2026, 12, 24)),
        ("24 Dec 2027", MONDAY, date(2027, 12, 24)),
        ("1 mrt", MONDAY, date(2027, 3, 1)),
        ("December 24", MONDAY, date(2026, 12, 24)),
        ("december 24, 2027", MONDAY, date(2027, 12, 24)),
    ],
)
def test_a_day(typed: str, today: date, expected: date) -> None:
    assert parse_day(typed, today) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "straks",
        "31-02",
        "29-2-2027",
        "0-1",
        "1-0",
        "32-1",
        "12-24",
        "24-12-26",
        "24-12/2026",
        "24",
        "2026-13-01",
        "24-12-0000",
        "24 - 12",
        "24 decembre",
        "31 juni",
        "december",
        "maandag dinsdag",
        "24-12 t/m 25-12",
        "٢٤-١٢",
    ],
)
def test_no_day(typed: str) -> None:
    with pytest.raises(NotADate):
        parse_day(typed, MONDAY)


def test_the_calendar_ends() -> None:
    with pytest.raises(NotADate):
        parse_day("morgen", date.max)
    with pytest.raises(NotADate):
        parse_day("1-1", date.max)


def test_a_past_day_is_refused_on_request_only() -> None:
    assert parse_day("22-11-2026", MONDAY) == date(2026, 11, 22)
    assert parse_day("23-11-2026", MONDAY, allow_past=False) == MONDAY
    for typed in ("22-11-2026", "22-11", "24-9", "22 november"):
        with pytest.raises(PastDate):
            parse_day(typed, MONDAY, allow_past=False)
    assert parse_day("23-9", MONDAY, allow_past=False) == date(2027, 9, 23)


def test_the_last_time_that_such_a_day_came() -> None:
    assert last_such("22-11", MONDAY) == date(2026, 11, 22)
    assert last_such("23-11", MONDAY) == date(2025, 11, 23)
    assert last_such("24 december", MONDAY) == date(2025, 12, 24)
    assert [last_such(typed, MONDAY) for typed in ("29-2", "22-11-2026", "vrijdag", "")] == [None] * 4


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("24-12 t/m 02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12 T/M 2-1", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12t/m02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12 tot en met 2-1", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12 - 02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12 – 02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12–02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12 to 02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12-2026 t/m 02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("24-12 t/m 2027-01-02", date(2026, 12, 24), date(2027, 1, 2)),
        ("2026-12-24 to 2028-01-02", date(2026, 12, 24), date(2028, 1, 2)),
        ("1-1 t/m 31-12", date(2027, 1, 1), date(2027, 12, 31)),
        ("24-12", date(2026, 12, 24), date(2026, 12, 24)),
        ("24-12 t/m 24-12", date(2026, 12, 24), date(2026, 12, 24)),
        ("morgen", date(2026, 11, 24), date(2026, 11, 24)),
        ("morgen t/m overmorgen", date(2026, 11, 24), date(2026, 11, 25)),
        ("today to Friday", MONDAY, date(2026, 11, 27)),
        ("maandag t/m vrijdag", date(2026, 11, 30), date(2026, 12, 4)),
        ("friday to monday", date(2026, 11, 27), date(2026, 11, 30)),
        ("vr t/m vr", date(2026, 11, 27), date(2026, 11, 27)),
        ("20-11-2026 t/m 25-11-2026", date(2026, 11, 20), date(2026, 11, 25)),
        ("28-2 t/m 29-2-2028", date(2027, 2, 28), date(2028, 2, 29)),
        ("24-12 tot 02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("van 24-12 t/m 02-01", date(2026, 12, 24), date(2027, 1, 2)),
        ("from 24 December until 2 January", date(2026, 12, 24), date(2027, 1, 2)),
        ("24 december - 2 januari 2027", date(2026, 12, 24), date(2027, 1, 2)),
        ("t/m 27-11", MONDAY, date(2026, 11, 27)),
        ("tot en met vrijdag", MONDAY, date(2026, 11, 27)),
        ("to tomorrow", MONDAY, date(2026, 11, 24)),
    ],
)
def test_a_range(typed: str, first: date, last: date) -> None:
    assert parse_range(typed, MONDAY, allow_past=False) == (first, last)


@pytest.mark.parametrize("typed", ["24-12-2026 t/m 23-12-2026", "24-12 t/m 20-12", "overmorgen t/m morgen"])
def test_an_end_before_the_start(typed: str) -> None:
    with pytest.raises(EndBeforeStart):
        parse_range(typed, MONDAY)


@pytest.mark.parametrize(
    "typed", ["", "t/m", "24-12 t/m", "24-12 t/m 25-12 t/m 26-12", "24-12 t/m straks", "van 24-12", "t/m tot 24-12"]
)
def test_no_range(typed: str) -> None:
    with pytest.raises(NotADate):
        parse_range(typed, MONDAY)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("22-11 t/m 27-11", date(2026, 11, 22), date(2026, 11, 27)),
        ("22-11 t/m vrijdag", date(2026, 11, 22), date(2026, 11, 27)),
        ("9-11 t/m vrijdag", date(2026, 11, 9), date(2026, 11, 27)),
        ("9-11-2026 t/m ma", date(2026, 11, 9), MONDAY),
        ("22 november t/m morgen", date(2026, 11, 22), date(2026, 11, 24)),
        ("24-9 t/m 23-11", date(2026, 9, 24), MONDAY),
        ("23-9 t/m 24-11", date(2027, 9, 23), date(2027, 11, 24)),
        ("22-11 t/m 3-1", date(2026, 11, 22), date(2027, 1, 3)),
    ],
)
def test_a_range_that_began_just_before_today(typed: str, first: date, last: date) -> None:
    assert parse_range(typed, MONDAY, allow_past=False) == (first, last)


@pytest.mark.parametrize("typed", ["22-11", "20-11 t/m 22-11", "1 november"])
def test_what_has_just_been_is_not_next_years(typed: str) -> None:
    with pytest.raises(PastDate):
        parse_range(typed, MONDAY, allow_past=False)


def test_a_range_over_new_year_that_goes_on() -> None:
    assert parse_range("24-12 t/m 3-1", date(2027, 1, 2)) == (date(2026, 12, 24), date(2027, 1, 3))


def test_a_range_that_is_over() -> None:
    assert parse_range("1-11-2026 t/m 20-11-2026", MONDAY) == (date(2026, 11, 1), date(2026, 11, 20))
    with pytest.raises(PastDate):
        parse_range("1-11-2026 t/m 20-11-2026", MONDAY, allow_past=False)


@given(DAYS, DAYS)
def test_the_next_such_day_is_the_nearest(today: date, wanted: date) -> None:
    found = parse_day(f"{wanted.day}-{wanted.month}", today)
    assert (found.day, found.month) == (wanted.day, wanted.month)
    assert today <= found
    assert found - today < timedelta(366 if (wanted.day, wanted.month) != (29, 2) else 4 * 366)


@given(DAYS, st.integers(0, 183))
def test_a_range_reads_back_as_it_was_written(first: date, nights: int) -> None:
    last = first + timedelta(nights)
    assert parse_range(f"{first:%d-%m-%Y} t/m {last:%d-%m-%Y}", first) == (first, last)
    if (last.day, last.month) != (29, 2):
        assert parse_range(f"{first:%d-%m} t/m {last:%d-%m}", first) == (first, last)


@given(DAYS, st.sampled_from(["ma", "tue", "woensdag", "thursday", "vr", "sat", "zondag"]))
def test_a_weekday_lies_in_the_week_after_today(today: date, name: str) -> None:
    found = parse_day(name, today)
    assert timedelta(1) <= found - today <= timedelta(7)
    assert f"{found:%A}".casefold()[0] in {"ma": "m", "woensdag": "w", "vr": "f", "zondag": "s"}.get(name, name[0])
