"""A team's week, as rules: on which day it is asked, whether it is, and what its selection holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals import schedule
from rituals.calendar import Calendar
from rituals.compliment import rhythm
from rituals.compliment.rhythm import Candidate, asks, asks_on, coming, pick, selects_on, still_unanswered
from rituals.compliment.rules import Kind

TEAM = Calendar()
THURSDAY, TWO = 4, time(14, 0)
CUSTOMER, COLLEAGUE = Kind.CUSTOMER, Kind.COLLEAGUE
NOBODY = frozenset[str]()


def day(text: str) -> date:
    return date.fromisoformat(text)


def after(text: str, weekday: int = THURSDAY, clock: time = TWO, calendar: Calendar = TEAM) -> str:
    """The next question after this local moment, as local time."""
    now = datetime.fromisoformat(text).replace(tzinfo=calendar.tz)
    moment = coming(asks_on(weekday), clock, calendar, now)
    return f"{calendar.local(moment):%Y-%m-%d %H:%M}" if moment else ""


def selection(text: str, calendar: Calendar = TEAM) -> str:
    now = datetime.fromisoformat(text).replace(tzinfo=calendar.tz)
    moment = coming(selects_on, rhythm.SELECTION[1], calendar, now)
    return f"{calendar.local(moment):%Y-%m-%d %H:%M}" if moment else ""


# --- when -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "weekday", "asked"),
    [
        ("2026-11-23 09:00", 4, "2026-11-26 14:00"),
        ("2026-11-26 13:59", 4, "2026-11-26 14:00"),
        ("2026-11-26 14:00", 4, "2026-12-03 14:00"),  # never the moment itself again
        ("2026-05-11 09:00", 4, "2026-05-13 14:00"),  # Ascension Day: the Wednesday before it
        ("2026-05-13 14:00", 4, "2026-05-21 14:00"),  # and once that week
        ("2026-04-20 14:00", 1, "2026-05-04 14:00"),  # King's Day on the chosen Monday: no day before it in that week
        ("2026-11-23 09:00", 7, "2026-11-27 14:00"),  # a Sunday for a team that works Monday to Friday
        ("2026-12-22 09:00", 5, "2026-12-24 14:00"),  # Christmas on the chosen Friday
        ("2026-12-26 09:00", 4, "2026-12-31 14:00"),  # week 53
        ("2026-12-31 14:00", 4, "2027-01-07 14:00"),
    ],
)
def test_the_question_comes_on_the_chosen_day_or_the_last_working_day_before_it(
    now: str, weekday: int, asked: str
) -> None:
    assert after(now, weekday) == asked


def test_a_week_with_fewer_than_three_working_days_has_no_question() -> None:
    two = Calendar(free=frozenset({day("2026-12-28"), day("2026-12-29")}))  # New Year's Day is free as well
    assert after("2026-12-26 09:00", calendar=two) == "2027-01-07 14:00"
    three = Calendar(free=frozenset({day("2026-12-28")}))
    assert after("2026-12-26 09:00", calendar=three) == "2026-12-31 14:00"
    assert after("2026-11-23 09:00", calendar=Calendar(workdays=frozenset({1, 2}))) == ""


def test_it_is_two_on_the_clock_also_when_that_changes() -> None:
    assert after("2026-10-22 14:00") == "2026-10-29 14:00"
    before = coming(asks_on(THURSDAY), TWO, TEAM, datetime(2026, 10, 20, tzinfo=UTC))
    later = coming(asks_on(THURSDAY), TWO, TEAM, datetime(2026, 10, 25, tzinfo=UTC))
    assert before == datetime(2026, 10, 22, 12, tzinfo=UTC)
    assert later == datetime(2026, 10, 29, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "calendar", "selected"),
    [
        ("2026-11-23 09:00", TEAM, "2026-11-27 15:00"),
        ("2026-12-21 09:00", TEAM, "2026-12-24 15:00"),  # Christmas on Friday
        ("2026-12-28 09:00", TEAM, "2026-12-31 15:00"),  # New Year's Day on the Friday of week 53
        ("2026-11-23 09:00", Calendar(workdays=frozenset({1, 2, 3})), "2026-11-25 15:00"),
        ("2026-11-23 09:00", Calendar(workdays=frozenset({1, 2, 3, 4, 5, 6})), "2026-11-27 15:00"),
        ("2026-11-23 09:00", Calendar(workdays=frozenset({6, 7})), "2026-11-29 15:00"),
    ],
)
def test_the_selection_comes_on_friday_or_the_last_working_day(now: str, calendar: Calendar, selected: str) -> None:
    assert selection(now, calendar) == selected


@given(st.dates(date(2026, 1, 1), date(2031, 12, 31)), st.integers(1, 7), st.sets(st.integers(1, 7), min_size=3))
def test_it_is_never_asked_on_a_free_day_nor_twice_a_week(now: date, weekday: int, workdays: set[int]) -> None:
    calendar = Calendar(workdays=frozenset(workdays))
    moment = coming(asks_on(weekday), TWO, calendar, calendar.at(now, TWO))
    if moment is None:
        assert weekday < min(workdays)  # there is never a working day up to the chosen one
        return
    asked = calendar.day_of(moment)
    assert calendar.is_workday(asked)
    assert asked.isoweekday() <= weekday
    again = coming(asks_on(weekday), TWO, calendar, moment)
    assert again is not None
    assert rhythm.monday(calendar.day_of(again)) > rhythm.monday(asked)


def test_a_week_is_named_by_its_iso_year() -> None:
    assert [rhythm.key(day(each)) for each in ("2026-12-31", "2027-01-01", "2027-01-04")] == [
        "2026-53",
        "2026-53",
        "2027-01",
    ]


@pytest.mark.parametrize(
    ("clock", "fits"),
    [
        (time(6, 0), True),
        (time(20, 0), True),
        (time(5, 55), False),
        (time(20, 5), False),
        (time(14, 2), False),
        (time(14, 5, 1), False),
    ],
)
def test_times_that_can_be_chosen(clock: time, fits: bool) -> None:
    assert schedule.on_step(clock) is fits


# --- whether ----------------------------------------------------------------------------------------------------------
def weeks(read: set[int], count: int) -> list[int]:
    """In which of so many weeks the team is asked on Thursday, if it reads a compliment on the Tuesday of some."""
    asked, unanswered = list[int](), 0
    asked_on: date | None = None
    for week in range(count):
        thursday = day("2026-01-01") + week * timedelta(days=7)
        newest = max((one for one in read if one <= week), default=None)
        read_on = None if newest is None else day("2025-12-30") + newest * timedelta(days=7)
        unanswered = still_unanswered(unanswered, asked_on, read_on)
        if asks(unanswered, asked_on, read_on, thursday):
            asked.append(week)
            asked_on, unanswered = thursday, unanswered + 1
    return asked


def test_after_four_without_an_answer_it_is_asked_once_in_four_weeks() -> None:
    assert weeks(set(), 14) == [0, 1, 2, 3, 7, 11]


def test_any_compliment_that_is_read_starts_it_anew() -> None:
    assert weeks({5}, 12) == [0, 1, 2, 3, 6, 7, 8, 9]
    assert weeks({2}, 9) == [0, 1, 3, 4, 5, 6]


def test_a_week_with_a_compliment_has_no_question() -> None:
    assert weeks({0, 1, 3}, 5) == [2, 4]


def test_nobody_is_asked_twice_in_a_week() -> None:
    assert not asks(1, day("2026-11-26"), None, day("2026-11-27"))
    assert asks(1, day("2026-11-26"), None, day("2026-11-30"))


@settings(max_examples=50)
@given(st.sets(st.integers(0, 29)))
def test_never_where_something_was_read_and_after_four_in_a_row_a_month_later(read: set[int]) -> None:
    asked = weeks(read, 30)
    assert not set(asked) & read
    for at, week in enumerate(asked[rhythm.QUIET :]):
        before = asked[at : at + rhythm.QUIET]
        if not any(before[0] < one <= week for one in read):
            assert week - before[-1] == 4


# --- what -------------------------------------------------------------------------------------------------------------
def one(key: int, kind: Kind, *names: str) -> Candidate:
    return key, kind, frozenset(names)


@pytest.mark.parametrize(
    ("candidates", "picked"),
    [
        ([], []),
        ([one(1, CUSTOMER)], [1]),
        ([one(1, CUSTOMER), one(2, CUSTOMER), one(3, CUSTOMER), one(4, CUSTOMER)], [1, 2, 3]),
        ([one(1, CUSTOMER), one(2, CUSTOMER), one(3, CUSTOMER), one(4, COLLEAGUE)], [1, 2, 4]),
        ([one(1, COLLEAGUE, "o"), one(2, COLLEAGUE, "o"), one(3, COLLEAGUE, "o")], [1]),
        ([one(1, COLLEAGUE, "o"), one(2, COLLEAGUE, "o"), one(3, CUSTOMER, "o"), one(4, CUSTOMER)], [1, 4]),
        # the oldest names both others: the two others are more
        ([one(1, CUSTOMER, "o", "b"), one(2, COLLEAGUE, "o"), one(3, COLLEAGUE, "b"), one(4, CUSTOMER)], [2, 3, 4]),
        ([one(1, COLLEAGUE, "o", "b"), one(2, COLLEAGUE, "o"), one(3, COLLEAGUE, "b")], [2, 3]),
        # both kinds before more of one
        ([one(1, CUSTOMER, "o", "b"), one(2, COLLEAGUE, "o"), one(3, COLLEAGUE, "b"), one(5, COLLEAGUE, "c")], [1, 5]),
    ],
)
def test_what_a_selection_holds(candidates: list[Candidate], picked: list[int]) -> None:
    assert sorted(pick(candidates)) == picked


CANDIDATES = st.lists(
    st.tuples(st.sampled_from(Kind), st.frozensets(st.sampled_from("obfms"), max_size=3)), max_size=9
).map(lambda some: [(key, *each) for key, each in enumerate(some)])


def best(candidates: list[Candidate]) -> list[int]:
    """By looking at all there are: most kinds, then most, then oldest first."""
    every = (some for size in range(rhythm.PICKED + 1) for some in combinations(candidates, size))
    fits = (some for some in every if all(not a[2] & b[2] for a, b in combinations(some, 2)))
    return min((-len({each[1] for each in some}), -len(some), [each[0] for each in some]) for some in fits)[2]


@settings(max_examples=100)
@given(CANDIDATES)
def test_a_selection_is_the_best_there_is(candidates: list[Candidate]) -> None:
    assert pick(candidates) == best(candidates)


def test_a_busy_week_is_looked_through_at_once() -> None:
    """Sixty that each name another colleague: the first three that do is enough."""
    assert pick([one(key, CUSTOMER, f"U{key}") for key in range(60)]) == [0, 1, 2]
