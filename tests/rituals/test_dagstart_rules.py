"""The dagstart's rules by themselves: the table of states row by row, the times, and who hosts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals import inviting, schedule
from rituals.calendar import Calendar, PersonCalendar
from rituals.dagstart import hosts, rules
from rituals.dagstart.hosts import Host
from rituals.dagstart.rules import FINAL, LIVE, Facts, Happens, Lands, Mark, Rhythm, State, after
from rituals.rotation import Candidate, Occurrence

S, H = State, Happens
TEAM = Calendar()
MONDAY = date(2026, 11, 23)
DAILY = Rhythm(frozenset(range(1, 6)), time(9, 0))

TABLE = [
    (S.SCHEDULED, H.START, Facts(), (S.OPEN,)),
    (S.SCHEDULED, H.START, Facts(occurs=False), (S.SKIPPED,)),
    (S.OPEN, H.GAVE_UP, Facts(), (S.MISSED,)),
    (S.SCHEDULED, H.CANCELLED, Facts(), (S.SKIPPED,)),
    (S.SCHEDULED, H.TOO_LATE, Facts(), (S.MISSED,)),
    (S.OPEN, H.CONTRIBUTED, Facts(1), ()),
    (S.OPEN, H.LIVE_END, Facts(1), (S.SUMMARISED,)),
    (S.OPEN, H.FINISHED, Facts(1), (S.SUMMARISED,)),
    (S.OPEN, H.FINISHED, Facts(0), ()),
    (S.OPEN, H.LIVE_END, Facts(0), ()),
    (S.OPEN, H.CONTRIBUTED, Facts(1, live_over=True), (S.SUMMARISED,)),
    (S.SUMMARISED, H.CONTRIBUTED, Facts(2, live_over=True), ()),
    (S.SUMMARISED, H.FINISHED, Facts(2), ()),
    (S.SUMMARISED, H.CLOSING, Facts(1, live_over=True), (S.CLOSED,)),
    (S.SUMMARISED, H.CLOSING, Facts(0, live_over=True), (S.QUIET,)),
    (S.OPEN, H.CLOSING, Facts(0, live_over=True), (S.QUIET,)),
    (S.OPEN, H.CLOSING, Facts(3, live_over=True), (S.SUMMARISED, S.CLOSED)),
    (S.OPEN, H.CANCELLED, Facts(0), (S.SKIPPED,)),
    (S.OPEN, H.CANCELLED, Facts(1), (S.CLOSED,)),
    (S.SUMMARISED, H.CANCELLED, Facts(1), (S.CLOSED,)),
    (S.OPEN, H.CONTRIBUTED, Facts(0, live_over=True), ()),  # all withdrawn
    (S.SUMMARISED, H.CONTRIBUTED, Facts(0), ()),
    (S.CLOSED, H.CONTRIBUTED, Facts(4), ()),
    (S.QUIET, H.CONTRIBUTED, Facts(1), ()),
]


@pytest.mark.parametrize(("state", "happens", "facts", "passed"), TABLE)
def test_each_row_of_the_table(state: State, happens: Happens, facts: Facts, passed: tuple[State, ...]) -> None:
    assert after(state, happens, facts) == passed


LEGAL = {
    S.SCHEDULED: {S.OPEN, S.SKIPPED, S.MISSED},
    S.OPEN: {S.SUMMARISED, S.CLOSED, S.QUIET, S.SKIPPED, S.MISSED},
    S.SUMMARISED: {S.CLOSED, S.QUIET},
}
happenings = st.tuples(
    st.sampled_from(Happens), st.builds(Facts, st.integers(0, 3), occurs=st.booleans(), live_over=st.booleans())
)


@given(st.lists(happenings, max_size=30))
def test_whatever_happens_in_whatever_order_no_step_is_illegal(story: list[tuple[Happens, Facts]]) -> None:
    state = S.SCHEDULED
    for happens, facts in story:
        for new in after(state, happens, facts):
            assert new in LEGAL[state]
            state = new


@given(st.sampled_from(sorted(FINAL)), happenings)
def test_what_is_over_stays_over(state: State, one: tuple[Happens, Facts]) -> None:
    assert after(state, *one) == ()


@given(st.sampled_from(sorted(LIVE)), st.integers(0, 3))
def test_closing_always_ends_a_live_day(state: State, contributions: int) -> None:
    assert after(state, H.CLOSING, Facts(contributions))[-1] is (S.CLOSED if contributions else S.QUIET)


def test_where_a_contribution_lands() -> None:
    assert [rules.lands(state) for state in (S.OPEN, S.SUMMARISED)] == [Lands.BOARD, Lands.LATE]
    assert {rules.lands(state) for state in (S.CLOSED, S.QUIET)} == {Lands.NEXT}
    assert {rules.lands(state) for state in (None, S.SCHEDULED, S.SKIPPED, S.MISSED)} == {Lands.AHEAD}


# --- times ------------------------------------------------------------------------------------------------------------
T0 = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_course_of_a_day() -> None:
    course = rules.course(T0, T0 + timedelta(seconds=3), 15, 120)
    clocks = [TEAM.local(at).time() for at in (course.start, course.reminder, course.end, course.close)]
    assert clocks == [time(9, 0), time(9, 10), time(9, 15), time(11, 15)]
    assert not course.late


@pytest.mark.parametrize(("minutes", "reminder"), [(5, 3), (10, 7), (15, 10), (20, 13), (25, 17), (30, 20)])
def test_the_reminder_comes_on_a_whole_minute(minutes: int, reminder: int) -> None:
    assert rules.course(T0, T0, minutes, 0).reminder == T0 + timedelta(minutes=reminder)


def test_without_a_late_window_it_closes_when_the_live_part_ends() -> None:
    course = rules.course(T0, T0, 15, 0)
    assert course.end == course.close


def test_after_an_outage_it_counts_from_the_posting() -> None:
    course = rules.course(T0, T0 + timedelta(minutes=40), 15, 120)
    assert (course.late, TEAM.local(course.end).time()) == (True, time(9, 55))


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (MONDAY, True),
        (MONDAY + timedelta(days=1), False),
        (date(2027, 3, 29), False),  # Easter Monday itself
        (date(2027, 3, 30), True),  # the Tuesday after it
    ],
)
def test_the_start_of_the_week_is_its_first_working_day(day: date, opens: bool) -> None:
    assert rules.opens_week(TEAM, day) is opens
    assert rules.duration(15, ("week",), TEAM, day) == (30 if opens else 15)
    assert rules.duration(15, (), TEAM, day) == 15


def test_nine_o_clock_stays_nine_o_clock_over_the_clock_change() -> None:
    assert TEAM.at(date(2027, 3, 26), DAILY.clock) == datetime(2027, 3, 26, 8, 0, tzinfo=UTC)
    assert TEAM.at(date(2027, 3, 30), DAILY.clock) == datetime(2027, 3, 30, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "fits"),
    [(time(6, 0), True), (time(20, 0), True), (time(20, 5), False), (time(5, 55), False), (time(9, 3), False)],
)
def test_times_that_can_be_chosen(clock: time, fits: bool) -> None:
    assert schedule.on_step(clock) is fits


def test_it_closes_before_ten_in_the_evening() -> None:
    assert rules.closes_in_time(time(19, 30), 15, 120)
    assert not rules.closes_in_time(time(19, 45), 15, 120)
    assert not rules.closes_in_time(time(20, 0), 30, 480)


# --- which days -------------------------------------------------------------------------------------------------------
def test_a_holiday_is_planned_but_does_not_occur() -> None:
    kings_day = date(2027, 4, 27)
    assert DAILY.planned(kings_day)
    assert not DAILY.occurs(kings_day, TEAM)
    assert rules.coming(DAILY, TEAM, date(2027, 4, 26)) == date(2027, 4, 28)


def test_a_pause_ends_on_its_day() -> None:
    paused = Rhythm(DAILY.days, DAILY.clock, paused_until=MONDAY + timedelta(days=2))
    assert not paused.occurs(MONDAY + timedelta(days=1), TEAM)
    assert rules.coming(paused, TEAM, MONDAY) == MONDAY + timedelta(days=2)
    assert rules.coming(Rhythm(DAILY.days, DAILY.clock, stopped=True), TEAM, MONDAY) is None


def test_the_next_one_passes_over_what_is_skipped() -> None:
    assert rules.coming(DAILY, TEAM, MONDAY, frozenset({MONDAY + timedelta(days=1)})) == MONDAY + timedelta(days=2)


def test_after_three_quiet_days_the_leads_are_asked_once_in_twenty_working_days() -> None:
    quiet = [S.QUIET] * 3
    assert rules.still_quiet(quiet, None, MONDAY, TEAM)
    assert not rules.still_quiet([S.QUIET, S.CLOSED, S.QUIET], None, MONDAY, TEAM)
    assert not rules.still_quiet(quiet[:2], None, MONDAY, TEAM)
    assert not rules.still_quiet(quiet, MONDAY - timedelta(days=1), MONDAY, TEAM)
    assert rules.still_quiet(quiet, MONDAY, TEAM.add_workdays(MONDAY, 20), TEAM)


def test_what_stands_behind_an_item() -> None:
    noon = T0 + timedelta(hours=2)
    assert rules.marks(T0, MONDAY, MONDAY, None, edited=False) == ()
    assert rules.marks(noon, MONDAY, MONDAY, T0, edited=True) == (Mark.LATE, Mark.EDITED)
    assert rules.marks(T0, MONDAY, MONDAY, T0, edited=False) == ()  # the one that brought the summary
    assert rules.marks(noon, MONDAY, MONDAY + timedelta(days=1), T0, edited=False) == (Mark.ORIGIN,)


# --- the host ---------------------------------------------------------------------------------------------------------
QUARTER = timedelta(minutes=15)
BUNDLE = time(8, 45)


@pytest.mark.parametrize(
    ("state", "invited", "delivered", "present", "becomes"),
    [
        (Host.INVITED, T0 - QUARTER, T0 - QUARTER, True, Host.CONFIRMED),
        (Host.INVITED, T0 - QUARTER, None, True, Host.UNASSIGNED),
        (Host.INVITED, T0 - QUARTER, T0, True, Host.UNASSIGNED),
        (Host.INVITED, T0 - timedelta(minutes=10), T0 - timedelta(minutes=9), True, Host.UNASSIGNED),
        (Host.INVITED, T0 - QUARTER, T0 - QUARTER, False, Host.UNASSIGNED),
        (Host.CONFIRMED, None, None, True, Host.CONFIRMED),
        (Host.CONFIRMED, None, None, False, Host.UNASSIGNED),
        (Host.UNASSIGNED, None, None, True, Host.UNASSIGNED),
    ],
)
def test_silence_is_consent_only_in_time(
    state: Host, invited: datetime | None, delivered: datetime | None, present: bool, becomes: Host
) -> None:
    assert hosts.at_start(state, T0, invited, delivered, present=present) is becomes


def person(name: str, *absences: tuple[date, date]) -> Candidate[str]:
    days = PersonCalendar(TEAM, None, absences)
    return Candidate(name, date(2026, 1, 5), days, last_done=None, founder=True)


def test_a_turn_goes_to_the_next_who_can_still_be_asked_in_time() -> None:
    tuesday = MONDAY + timedelta(days=1)
    one = Occurrence("d", tuesday, TEAM.at(tuesday, time(9, 0)), "Bram", frozenset({"Bram"}))
    people = [person("Bram"), person("Mila", (MONDAY, MONDAY)), person("Omar")]
    afternoon = TEAM.at(MONDAY, time(16, 0))
    found = inviting.following(one, [], people, 1, hosts.ROLE, afternoon, BUNDLE)
    assert found is not None
    expected = {"Mila": TEAM.at(tuesday, BUNDLE), "Omar": afternoon}
    assert found.at == expected[found.person]


def test_ten_minutes_before_the_start_nobody_is_asked_any_more() -> None:
    one = Occurrence("d", MONDAY, T0, "Bram", frozenset({"Bram"}))
    late = T0 - timedelta(minutes=10)
    assert inviting.following(one, [], [person("Bram"), person("Omar")], 1, hosts.ROLE, late, BUNDLE) is None


def test_an_invitation_keeps_to_the_window() -> None:
    days = person("Omar").days
    tuesday, evening = MONDAY + timedelta(days=1), TEAM.at(MONDAY, time(19, 0))
    for start, bundle, moment in (
        (time(9, 0), BUNDLE, BUNDLE),
        (time(9, 0), time(9, 30), time(8, 30)),  # the morning's message would come too late
        (time(8, 45), BUNDLE, time(8, 30)),
    ):
        assert inviting.invitation(days, tuesday, TEAM.at(tuesday, start), evening, bundle) == TEAM.at(tuesday, moment)
    assert inviting.invitation(days, tuesday, TEAM.at(tuesday, time(8, 40)), evening, BUNDLE) is None
    assert inviting.drawn(days, tuesday, MONDAY, BUNDLE) == TEAM.at(MONDAY, time(15, 30))
    early, late = replace(TEAM, opens=time(8, 0), ends=time(15, 0)), replace(TEAM, opens=time(16, 0), ends=time(18, 0))
    assert inviting.drawn(PersonCalendar(early), tuesday, MONDAY, BUNDLE) == TEAM.at(MONDAY, time(14, 30))
    assert inviting.drawn(PersonCalendar(late), tuesday, MONDAY, time(16, 0)) == TEAM.at(MONDAY, time(16, 0))
    assert inviting.drawn(days, tuesday, MONDAY, time(16, 0)) == TEAM.at(MONDAY, time(16, 0))
    assert inviting.drawn(days, tuesday, tuesday, time(9, 15)) == TEAM.at(tuesday, time(9, 15))
    assert inviting.draw_at(time(9, 15)) == time(9, 10)
