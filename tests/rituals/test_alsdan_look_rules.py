"""When a team looks back, and what follows from what it answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.alsdan import look_rules
from rituals.alsdan.look_rules import Check, Count, Line, Result
from rituals.calendar import Calendar

DUTCH = Calendar()
THURSDAY, THREE = 4, time(15)
SINCE = date(2026, 11, 2)
COUNTS = st.builds(Count, st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))


def result(week: int, count: Count | None, halves: int | None = None, *, slipped: bool = False) -> Result:
    line = Line.FEW if count is None else look_rules.line(count, 99, 1)
    return Result(SINCE + week * timedelta(weeks=1), line, count, halves, slipped)


def row(*counts: Count | None) -> list[Result]:
    return [result(n, count) for n, count in enumerate(counts, 1)]


# --- when -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "looks"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),
        (date(2026, 5, 11), date(2026, 5, 15)),  # Ascension is that Thursday
        (date(2026, 12, 21), date(2026, 12, 24)),  # Christmas is on Friday
        (date(2026, 12, 28), date(2026, 12, 31)),  # week 53
    ],
)
def test_thursday_or_the_next_working_day_of_that_week(day: date, looks: date) -> None:
    assert look_rules.looks_on(THURSDAY, DUTCH, day) == looks


def test_a_week_without_a_day_for_it_or_with_two_working_days_has_none() -> None:
    monday_to_wednesday = Calendar(workdays=frozenset({1, 2, 3}))
    assert look_rules.looks_on(THURSDAY, monday_to_wednesday, date(2026, 11, 23)) is None
    two = Calendar(free=frozenset(date(2026, 11, day) for day in (23, 24, 25)))
    assert look_rules.looks_on(THURSDAY, two, date(2026, 11, 23)) is None
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert look_rules.coming(THURSDAY, THREE, monday_to_wednesday, now) is None
    assert look_rules.coming(THURSDAY, THREE, two, now) == two.at(date(2026, 12, 3), THREE)


def test_a_week_that_had_one_has_no_other() -> None:
    now = DUTCH.at(date(2026, 11, 24), time(9))
    assert look_rules.coming(THURSDAY, THREE, DUTCH, now) == DUTCH.at(date(2026, 11, 26), THREE)
    had = look_rules.coming(THURSDAY, THREE, DUTCH, now, since=date(2026, 11, 23))
    assert had == DUTCH.at(date(2026, 12, 3), THREE)


def test_it_closes_at_noon_on_the_next_working_day() -> None:
    assert look_rules.closes(DUTCH, DUTCH.at(date(2026, 11, 26), THREE)) == DUTCH.at(date(2026, 11, 27), time(12))
    assert look_rules.closes(DUTCH, DUTCH.at(date(2026, 12, 24), THREE)) == DUTCH.at(date(2026, 12, 28), time(12))


@given(st.integers(1, 7), st.sets(st.integers(1, 7), min_size=1), st.dates(date(2026, 1, 1), date(2031, 12, 31)))
def test_it_never_comes_before_its_day_nor_outside_its_week(weekday: int, workdays: set[int], day: date) -> None:
    calendar = Calendar(workdays=frozenset(workdays))
    looks = look_rules.looks_on(weekday, calendar, day)
    if looks is not None:
        assert calendar.is_workday(looks)
        assert looks.isoweekday() >= weekday
        assert looks.isocalendar()[:2] == day.isocalendar()[:2]


# --- one look-back ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("count", "line"),
    [
        (Count(2, 1, 1), Line.FEW),
        (Count(3, 2, 0), Line.GOOD),  # exactly six out of ten
        (Count(1, 4, 1), Line.OLD),
        (Count(1, 1, 3), Line.MIXED),  # exactly half
        (Count(5, 4, 0), Line.MIXED),
        (Count(0, 0, 5), Line.NONE),
        (Count(1, 0, 4), Line.GOOD),
    ],
)
def test_the_line_of_a_look_back(count: Count, line: Line) -> None:
    assert look_rules.line(count, 8, 5) is line


def test_a_team_that_is_too_small_is_never_counted() -> None:
    """Also where somebody answered and left."""
    assert look_rules.line(Count(5, 0, 0), 4, 5) is Line.FEW
    assert look_rules.halves([4, 4, 4, 4, 4], 4, 5) is None


@given(COUNTS, st.integers(0, 40), st.integers(5, 20))
def test_what_is_said_never_rests_on_fewer_than_k(count: Count, members: int, k: int) -> None:
    line = look_rules.line(count, members, k)
    assert (line is Line.FEW) == (count.answers < k or members < k)
    if line is Line.OLD:
        assert count.old > count.did
    if line is Line.NONE:
        assert count.did == count.old == 0


def test_the_median_is_in_halves() -> None:
    assert look_rules.halves([1, 3, 4, 4, 5, 5], 8, 5) == 8
    assert look_rules.halves([3, 3, 3, 4, 4, 4], 8, 5) == 7
    assert look_rules.halves([5, 5, 5, 5], 8, 5) is None


# --- several in a row -------------------------------------------------------------------------------------------------
OLD, DID, NONE = Count(1, 4, 0), Count(5, 0, 0), Count(0, 0, 5)


@pytest.mark.parametrize(
    ("counts", "relapsed"),
    [
        ((OLD,), False),
        ((OLD, OLD), True),
        ((OLD, None, OLD), True),  # too few answered in between
        ((OLD, NONE, OLD), True),  # it didn't come up in between
        ((OLD, DID, OLD), False),
        ((DID, OLD, OLD), True),
        ((OLD, OLD, DID), False),
        ((OLD, OLD, None), True),
    ],
)
def test_two_majorities_in_a_row_of_those_that_count(counts: tuple[Count | None, ...], relapsed: bool) -> None:
    assert look_rules.relapsed(row(*counts), SINCE) is relapsed


def test_a_row_begins_anew_with_the_state() -> None:
    """What led to reshaping an agreement doesn't lead to it again."""
    results = row(OLD, OLD, OLD)
    assert look_rules.relapsed(results, results[1].on) is False
    assert look_rules.relapsed(results, results[0].on) is True


def test_two_members_who_notice_it_in_both_are_enough() -> None:
    assert look_rules.relapsed([result(1, None, slipped=True), result(2, None, slipped=True)], SINCE)
    assert not look_rules.relapsed(
        [result(1, None, slipped=True), result(2, DID), result(3, None, slipped=True)], SINCE
    )
    assert not look_rules.relapsed([result(1, None, slipped=True), result(2, OLD)], SINCE)


def test_three_times_in_a_row_that_it_never_came_up() -> None:
    assert [look_rules.rare(row(*[NONE] * n)) for n in range(8)] == [n in (3, 6) for n in range(8)]
    assert look_rules.rare(row(NONE, NONE, None, NONE))
    assert not look_rules.rare(row(NONE, DID, NONE, NONE))


# --- whether it goes by itself ----------------------------------------------------------------------------------------
def weeks_checked(checks: str = "on", skipped: frozenset[int] = frozenset(), early: int = 0) -> list[int]:
    found: list[int] = []
    for week in range(1, 80):
        last = found[-1] if found else None
        wanted = bool(early) and week >= early and (last is None or last < early)
        if week not in skipped and look_rules.is_checked(week, last, checks, early=wanted):
            found.append(week)
    return found


def test_checks_begin_in_week_ten_come_every_four_and_end_in_week_thirty_six() -> None:
    assert weeks_checked() == [10, 14, 18, 22, 26, 30, 34, 36]
    assert weeks_checked("longer") == [10, 14, 18, 22, 26, 30, 34, 38, 42, 46, 48]
    assert weeks_checked("off") == []


def test_a_check_without_a_look_back_waits_for_the_next_one() -> None:
    assert weeks_checked(skipped=frozenset({10, 11, 36}))[:2] == [12, 16]
    assert weeks_checked(skipped=frozenset({36}))[-1] == 37


def test_an_early_one_comes_from_week_eight() -> None:
    assert weeks_checked(early=5)[:2] == [8, 12]
    assert weeks_checked(early=12)[:3] == [10, 12, 16]


def test_one_that_is_taken_up_again_is_checked_in_its_new_weeks() -> None:
    assert [week for week in range(1, 14) if look_rules.is_checked(week, 36)] == [10, 11, 12, 13]


def checked(*counts: Count | None, halves: int | None = 8) -> Check:
    return look_rules.check([*row(*counts[:-1]), result(9, counts[-1], halves)])


def test_ac_als_10_anchoring_by_its_numbers() -> None:
    """Five look-backs with occurrence in four, DID 18 of 20, median 4."""
    five = (Count(5, 0, 0), Count(5, 0, 1), Count(4, 1, 0), NONE, Count(4, 1, 1))
    assert sum(five, Count()).did == 18
    assert sum(five, Count()).occurred == 20
    assert checked(*five) is Check.PASSED
    assert checked(*five, halves=7) is Check.NOT_YET
    assert checked(*five[:4], Count(2, 3, 1)) is Check.PASSED  # sixteen of twenty
    assert checked(*five[:4], Count(1, 4, 1)) is Check.NOT_YET
    assert checked(NONE, *five[1:]) is Check.NOT_YET  # it came up in three
    assert checked(Count(0, 9, 0), *five) is Check.PASSED  # longer ago


def test_too_few_answers_in_any_of_the_five_make_it_a_talk() -> None:
    five = (DID, DID, DID, DID, DID)
    assert checked(*five) is Check.PASSED
    assert checked(*five, halves=None) is Check.TALK
    assert checked(*five[1:]) is Check.TALK
    assert checked(DID, None, DID, DID, DID) is Check.TALK
    assert look_rules.check([]) is Check.TALK
