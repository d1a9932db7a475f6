"""The weeks of the relay and the moments of a leg: clock changes, holidays, week 53, every second week."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.calendar import Calendar, Holidays, PersonCalendar
from rituals.estafette import weeks
from rituals.estafette.weeks import Moments, Rhythm
from tests.chat import local

CALENDAR = Calendar()
USUAL = Rhythm()
days = st.dates(date(2026, 1, 1), date(2031, 12, 31))
rhythms = st.builds(
    Rhythm,
    start_day=st.integers(1, 3),
    start_clock=st.sampled_from((time(6), time(9), time(20))),
    end_day=st.integers(4, 5),
    end_clock=st.sampled_from((time(6), time(15), time(20))),
)


def at(text: str) -> datetime:
    return local(text).astimezone(UTC)


def test_a_week_begins_on_monday_at_nine_and_ends_on_friday_at_three() -> None:
    found = weeks.moments(USUAL, date(2027, 1, 25), CALENDAR)
    assert found == Moments(at("2027-01-25 09:00"), at("2027-01-29 15:00"), at("2027-02-02 12:00"))
    assert weeks.midweek(found, CALENDAR) == at("2027-01-27 10:00")
    assert weeks.last_day(found, CALENDAR) == at("2027-01-29 10:00")


@pytest.mark.parametrize(
    ("week", "starts", "ends", "why"),
    [
        (date(2027, 3, 22), "2027-03-22 09:00", "2027-03-26 15:00", "the clock goes forward on the Sunday after it"),
        (date(2027, 3, 29), "2027-03-30 09:00", "2027-04-02 15:00", "Easter Monday"),
        (date(2026, 10, 19), "2026-10-19 09:00", "2026-10-23 15:00", "the clock goes back on the Sunday after it"),
        (date(2026, 10, 26), "2026-10-26 09:00", "2026-10-30 15:00", "it is winter by now"),
        (date(2026, 12, 28), "2026-12-28 09:00", "2026-12-31 15:00", "New Year on its Friday"),
        (date(2027, 4, 26), "2027-04-26 09:00", "2027-04-30 15:00", "King's Day in the middle"),
    ],
)
def test_what_falls_on_a_day_off_moves_within_its_week(week: date, starts: str, ends: str, why: str) -> None:
    found = weeks.moments(USUAL, week, CALENDAR)
    assert (found.starts_at, found.ends_at) == (at(starts), at(ends)), why


def test_ac_est_10_week_53_runs_unless_it_is_taken_off() -> None:
    week = date(2026, 12, 28)
    assert weeks.key(week) == "2026-W53"
    assert not weeks.rests(USUAL, week, CALENDAR)
    assert weeks.rests(Rhythm(off=frozenset({"2026-W53"})), week, CALENDAR)
    assert weeks.next_week(Rhythm(off=frozenset({"2026-W53"})), week, CALENDAR) == date(2027, 1, 4)


def test_ac_est_10_two_working_days_are_no_week() -> None:
    free = Calendar(holidays=Holidays(extra=frozenset({date(2027, 5, 5), date(2027, 5, 7)})))
    week = date(2027, 5, 3)
    assert weeks.workdays(week, free) == [date(2027, 5, 3), date(2027, 5, 4)]
    assert weeks.rests(USUAL, week, free)
    assert not weeks.rests(USUAL, week, CALENDAR)
    assert not weeks.rests(Rhythm(on=frozenset({"2027-W18"})), week, free)
    nothing = Calendar(holidays=Holidays(extra=frozenset(week + timedelta(days=n) for n in range(5))))
    assert weeks.rests(Rhythm(on=frozenset({"2027-W18"})), week, nothing)  # nobody works in it at all


def test_every_second_week_is_counted_over_new_year() -> None:
    rhythm = Rhythm(every=2, anchor=date(2026, 12, 14))
    found = [weeks.next_week(rhythm, day, CALENDAR) for day in (date(2026, 12, 14), date(2026, 12, 21))]
    assert found == [date(2026, 12, 14), date(2026, 12, 28)]
    assert weeks.next_week(rhythm, date(2026, 12, 29), CALENDAR) == date(2026, 12, 28)
    assert weeks.next_week(rhythm, date(2027, 1, 4), CALENDAR) == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("accepted", "ends"),
    [
        ("2027-01-24 12:00", "2027-01-29 15:00"),  # before it begins
        ("2027-01-26 15:00", "2027-01-29 15:00"),
        ("2027-01-27 09:00", "2027-01-29 15:00"),  # three working days are left
        ("2027-01-28 09:00", "2027-02-05 15:00"),  # two: to the end of the week after
        ("2027-01-29 16:00", "2027-02-05 15:00"),
    ],
)
def test_who_takes_it_late_has_three_working_days_at_least(accepted: str, ends: str) -> None:
    found = weeks.from_now(USUAL, date(2027, 1, 25), at(accepted), CALENDAR)
    assert found.ends_at == at(ends)
    assert found.starts_at == max(at("2027-01-25 09:00"), at(accepted))


def test_more_time_goes_over_a_week_that_rests() -> None:
    mine = weeks.moments(USUAL, date(2027, 1, 25), CALENDAR)
    assert weeks.longer(USUAL, mine, CALENDAR).ends_at == at("2027-02-05 15:00")
    off = Rhythm(off=frozenset({"2027-W05"}))
    assert weeks.longer(off, mine, CALENDAR).ends_at == at("2027-02-12 15:00")
    assert weeks.longer(off, mine, CALENDAR).starts_at == mine.starts_at


def test_the_next_leg_is_in_the_week_after_or_in_this_one_where_that_is_too_late() -> None:
    monday = date(2027, 1, 25)
    assert weeks.coming(USUAL, monday, at("2027-01-28 12:00"), CALENDAR) == date(2027, 2, 1)
    assert weeks.coming(USUAL, monday, at("2027-02-02 12:00"), CALENDAR) == date(2027, 2, 1)
    assert weeks.coming(USUAL, monday, at("2027-02-05 15:00"), CALENDAR) == date(2027, 2, 8)
    assert weeks.ahead(USUAL, at("2027-01-25 09:00"), CALENDAR) == date(2027, 2, 1)
    assert weeks.ahead(USUAL, at("2027-01-25 08:59"), CALENDAR) == monday


def test_a_week_that_never_comes_says_so() -> None:
    never = Rhythm(off=frozenset(weeks.key(date(2027, 1, 4) + n * weeks.WEEK) for n in range(-60, 200)))
    with pytest.raises(weeks.NoWeek):
        weeks.next_week(never, date(2027, 1, 4), CALENDAR)


@pytest.mark.parametrize(("last", "away"), [(26, False), (27, True), (29, True)])
def test_more_than_half_of_its_days_is_away(last: int, away: bool) -> None:
    of = weeks.moments(USUAL, date(2027, 1, 25), CALENDAR)
    person = PersonCalendar(CALENDAR, absences=((date(2027, 1, 25), date(2027, 1, last)),))
    assert weeks.is_away(of, person, CALENDAR) is away
    assert weeks.is_away(of, None, CALENDAR) is False


@given(rhythms, days)
def test_a_leg_lies_in_its_week_and_its_moments_in_order(rhythm: Rhythm, day: date) -> None:
    week = weeks.next_week(rhythm, day, CALENDAR)
    of = weeks.moments(rhythm, week, CALENDAR)
    assert of.ends_at < of.grace_at
    assert week <= CALENDAR.day_of(of.starts_at) <= week + timedelta(days=6)
    assert CALENDAR.local(of.starts_at).time() == rhythm.start_clock
    assert CALENDAR.local(of.ends_at).time() == rhythm.end_clock
    middle, last = weeks.midweek(of, CALENDAR), weeks.last_day(of, CALENDAR)
    assert last < of.ends_at or CALENDAR.local(last).time() == time(10)
    assert middle is None or middle.date() < last.date()
    assert CALENDAR.is_workday(CALENDAR.day_of(last))


@given(rhythms, days, st.integers(0, 14 * 24))
def test_the_next_leg_never_begins_in_a_week_that_is_over(rhythm: Rhythm, day: date, hours: int) -> None:
    now = CALENDAR.at(day, time(8)) + timedelta(hours=hours)
    week = weeks.coming(rhythm, weeks.monday(day), now, CALENDAR)
    assert week > weeks.monday(day)
    assert weeks.end(rhythm, week, CALENDAR) > now
    assert not weeks.rests(rhythm, week, CALENDAR)
    of = weeks.from_now(rhythm, week, now, CALENDAR)
    assert max(now, weeks.start(rhythm, week, CALENDAR)) == of.starts_at < of.ends_at
