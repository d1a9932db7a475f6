from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.calendar import (
    KEYS,
    SEARCH_DAYS,
    Calendar,
    Holidays,
    NoWorkday,
    PersonCalendar,
    deadline,
    week_of,
    window,
)

# The holidays of six years: day and month, in the order of the years.
YEARS = (2026, 2027, 2028, 2029, 2030, 2031)
TABLE = {
    "new_year": "1-1 1-1 1-1 1-1 1-1 1-1",
    "good_friday": "3-4 26-3 14-4 30-3 19-4 11-4",
    "easter": "5-4 28-3 16-4 1-4 21-4 13-4",
    "easter_monday": "6-4 29-3 17-4 2-4 22-4 14-4",
    "kings_day": "27-4 27-4 27-4 27-4 27-4 26-4",
    "liberation_day": "- - - - 5-5 -",
    "ascension": "14-5 6-5 25-5 10-5 30-5 22-5",
    "whitsun": "24-5 16-5 4-6 20-5 9-6 1-6",
    "whit_monday": "25-5 17-5 5-6 21-5 10-6 2-6",
    "christmas": "25-12 25-12 25-12 25-12 25-12 25-12",
    "boxing_day": "26-12 26-12 26-12 26-12 26-12 26-12",
}
CELLS = [(key, year, cell) for key, row in TABLE.items() for year, cell in zip(YEARS, row.split(), strict=True)]

NL = Calendar()
DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))
CLOCKS = st.integers(0, 14 * 12).map(lambda steps: time(6 + steps // 12, steps % 12 * 5))
ZONES = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
WEEKS = st.frozensets(st.integers(1, 7), min_size=1)
CALENDARS = st.builds(Calendar, ZONES, WEEKS, st.just(Holidays()), st.frozensets(DAYS, max_size=5))
PERSONS = st.builds(
    PersonCalendar,
    CALENDARS.filter(lambda team: 3 in team.workdays),
    st.none() | WEEKS.map(lambda week: week | {3}),
    st.tuples(st.tuples(DAYS, st.integers(0, 40)).map(lambda a: (a[0], a[0] + timedelta(a[1])))),
)
ANY_CALENDAR = CALENDARS | PERSONS


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(("key", "year", "cell"), CELLS)
def test_the_holiday_table(key: str, year: int, cell: str) -> None:
    found = {name: day for day, name in Holidays(also=frozenset({"good_friday"})).on(year).items()}
    wanted = None if cell == "-" else date(year, *map(int, reversed(cell.split("-"))))
    assert found.get(key) == wanted


@pytest.mark.parametrize("year", YEARS)
def test_the_list_holds_nothing_else(year: int) -> None:
    assert set(Holidays().on(year).values()) <= set(TABLE) - {"good_friday"}
    assert len(Holidays().on(year)) == (10 if year == 2030 else 9)
    assert list(Holidays().on(year)) == sorted(Holidays().on(year))


@pytest.mark.parametrize("key", sorted(KEYS.values()))
def test_each_holiday_can_be_switched_off(key: str) -> None:
    every = Holidays(also=frozenset({"good_friday"}), liberation_day="always")
    fewer = Holidays(also=frozenset({"good_friday"}), liberation_day="always", off=frozenset({key}))
    for year in YEARS:
        assert set(every.on(year).values()) - set(fewer.on(year).values()) == {key}


@pytest.mark.parametrize(
    ("setting", "free"), [("lustrum", {2025, 2030, 2035}), ("always", set(range(2025, 2036))), ("never", set())]
)
def test_liberation_day(setting: str, free: set[int]) -> None:
    holidays = Holidays(liberation_day=setting)  # type: ignore[arg-type]
    assert {year for year in range(2025, 2036) if date(year, 5, 5) in holidays.on(year)} == free


def test_two_holidays_on_one_date() -> None:
    assert Holidays(liberation_day="always").on(2016)[date(2016, 5, 5)] == "liberation_day"
    assert Holidays(liberation_day="never").on(2016)[date(2016, 5, 5)] == "ascension"


def test_an_organisation_adds_days() -> None:
    extra = Holidays(extra=frozenset({date(2026, 12, 24), date(2027, 12, 24), date(2026, 12, 25)}))
    assert extra.on(2026)[date(2026, 12, 24)] == "extra"
    assert extra.on(2026)[date(2026, 12, 25)] == "christmas"
    assert date(2027, 12, 24) not in extra.on(2026)
    assert not Calendar(holidays=extra).is_workday(date(2026, 12, 24))


def test_an_unknown_holiday_is_refused() -> None:
    with pytest.raises(ValueError, match="sinterklaas"):
        Holidays(off=frozenset({"sinterklaas"}))


def test_kings_day_on_a_sunday_is_kept_on_saturday() -> None:
    saturdays = Calendar(workdays=frozenset({6, 7}))
    assert date(2031, 4, 27).isoweekday() == 7
    assert not saturdays.is_workday(date(2031, 4, 26))
    assert saturdays.is_workday(date(2031, 4, 27))


def test_workdays_around_christmas() -> None:
    assert NL.next_workday(date(2026, 12, 24)) == date(2026, 12, 28)
    assert NL.previous_workday(date(2026, 12, 28)) == date(2026, 12, 24)
    assert NL.add_workdays(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert NL.add_workdays(date(2027, 1, 4), -2) == date(2026, 12, 30)
    assert NL.add_workdays(date(2026, 12, 26), 0) == date(2026, 12, 26)
    assert NL.workdays_between(date(2026, 12, 24), date(2026, 12, 29)) == [date(2026, 12, d) for d in (24, 28, 29)]
    assert NL.workdays_between(date(2026, 12, 29), date(2026, 12, 24)) == []
    assert not Calendar(free=frozenset({date(2026, 12, 28)})).is_workday(date(2026, 12, 28))
    assert NL.is_workday(date(2026, 4, 3)), "Good Friday is off by default"


def test_calendars_are_values() -> None:
    assert len({Calendar(), Calendar(), Calendar(holidays=Holidays()), Calendar(zone="UTC")}) == 2
    assert PersonCalendar(NL) == PersonCalendar(Calendar())


def test_a_person_works_when_team_week_and_absences_agree() -> None:
    away = ((date(2026, 11, 24), date(2026, 11, 26)),)
    person = PersonCalendar(NL, frozenset({1, 2, 4, 6}), away)
    assert person.workdays_between(date(2026, 11, 19), date(2026, 12, 3)) == [
        date(2026, 11, 19),
        date(2026, 11, 23),
        date(2026, 11, 30),
        date(2026, 12, 1),
        date(2026, 12, 3),
    ]
    assert PersonCalendar(NL, home_zone="America/New_York").at(date(2026, 11, 23), time(9)) == utc(2026, 11, 23, 14)
    assert PersonCalendar(NL).zone == "Europe/Amsterdam"


def test_without_working_days_the_search_ends() -> None:
    never = Calendar(workdays=frozenset())
    for search in (never.next_workday, never.previous_workday):
        with pytest.raises(NoWorkday, match=f"{SEARCH_DAYS} days of 2026-11-23"):
            search(date(2026, 11, 23))
    with pytest.raises(NoWorkday):
        never.next_workday(date.max)
    leave = PersonCalendar(NL, absences=((date(2026, 1, 1), date(2026, 12, 31)),))
    assert leave.next_workday(date(2026, 1, 1)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2026, 3, 28), time(9), "Europe/Amsterdam", utc(2026, 3, 28, 8)),
        (date(2026, 3, 29), time(9), "Europe/Amsterdam", utc(2026, 3, 29, 7)),
        (date(2026, 3, 29), time(1, 59), "Europe/Amsterdam", utc(2026, 3, 29, 0, 59)),
        (date(2026, 3, 29), time(2), "Europe/Amsterdam", utc(2026, 3, 29, 1)),
        (date(2026, 3, 29), time(2, 30), "Europe/Amsterdam", utc(2026, 3, 29, 1)),
        (date(2026, 3, 29), time(2, 59, 59, 999999), "Europe/Amsterdam", utc(2026, 3, 29, 1)),
        (date(2026, 3, 29), time(3), "Europe/Amsterdam", utc(2026, 3, 29, 1)),
        (date(2026, 10, 25), time(2, 30), "Europe/Amsterdam", utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(2, 30, fold=1), "Europe/Amsterdam", utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(3), "Europe/Amsterdam", utc(2026, 10, 25, 2)),
        (date(2026, 10, 25), time(9), "Europe/Amsterdam", utc(2026, 10, 25, 8)),
        (date(2027, 3, 28), time(2, 15), "Europe/Amsterdam", utc(2027, 3, 28, 1)),
        (date(2027, 10, 31), time(2), "Europe/Amsterdam", utc(2027, 10, 31, 0)),
        (date(2028, 3, 26), time(2, 45), "Europe/Amsterdam", utc(2028, 3, 26, 1)),
        (date(2028, 10, 29), time(2, 45), "Europe/Amsterdam", utc(2028, 10, 29, 0, 45)),
        (date(2026, 10, 4), time(2, 10), "Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),
        (date(2011, 12, 30), time(12), "Pacific/Apia", utc(2011, 12, 30, 10)),
    ],
)
def test_local_times_around_clock_changes(day: date, clock: time, zone: str, expected: datetime) -> None:
    assert Calendar(zone=zone).at(day, clock) == expected


def test_moments_on_the_local_clock() -> None:
    assert NL.day_of(utc(2026, 11, 22, 23, 30)) == date(2026, 11, 23)
    assert NL.local(utc(2026, 7, 1, 10)).time() == time(12)
    with pytest.raises(ValueError, match="time zone"):
        NL.day_of(datetime(2026, 11, 23, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (utc(2026, 11, 27, 14), 2, utc(2026, 12, 1, 14)),  # Friday 15:00, Tuesday 15:00
        (utc(2026, 11, 27, 17), 2, utc(2026, 12, 1, 16)),  # 18:00 becomes 17:00
        (utc(2026, 11, 28, 9), 1, utc(2026, 11, 30, 9)),
        (utc(2026, 12, 24, 9), 1, utc(2026, 12, 28, 9)),
        (utc(2026, 12, 31, 9), 1, utc(2027, 1, 4, 9)),
        (utc(2026, 3, 27, 8), 1, utc(2026, 3, 30, 7)),
        (utc(2026, 10, 23, 7), 1, utc(2026, 10, 26, 8)),
        (utc(2026, 11, 26, 23, 30), 1, utc(2026, 11, 29, 23, 30)),  # Friday 00:30 local
    ],
)
def test_deadline(start: datetime, n: int, expected: datetime) -> None:
    assert deadline(start, n, NL) == expected


def test_a_deadline_lies_ahead() -> None:
    with pytest.raises(ValueError, match="ahead"):
        deadline(utc(2026, 11, 27), 0, NL)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 27), (2026, 52)),
        (date(2026, 12, 28), (2026, 53)),
        (date(2027, 1, 3), (2026, 53)),
        (date(2027, 1, 4), (2027, 1)),
        (date(2029, 12, 31), (2030, 1)),
    ],
)
def test_week_of(day: date, expected: tuple[int, int]) -> None:
    assert week_of(day) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (utc(2026, 11, 23, 6), utc(2026, 11, 23, 7, 30)),
        (utc(2026, 11, 23, 7, 30), utc(2026, 11, 23, 7, 30)),
        (utc(2026, 11, 23, 12, 34, 56), utc(2026, 11, 23, 12, 34, 56)),
        (utc(2026, 11, 23, 16, 30), utc(2026, 11, 23, 16, 30)),
        (utc(2026, 11, 23, 16, 30, 1), utc(2026, 11, 24, 7, 30)),
        (utc(2026, 11, 27, 20), utc(2026, 11, 30, 7, 30)),
        (utc(2026, 11, 29, 12), utc(2026, 11, 30, 7, 30)),
        (utc(2026, 12, 24, 20), utc(2026, 12, 28, 7, 30)),
        (utc(2026, 3, 27, 20), utc(2026, 3, 30, 6, 30)),
    ],
)
def test_window(moment: datetime, expected: datetime) -> None:
    assert window(NL, moment) == expected


def test_window_with_other_times() -> None:
    assert window(replace(NL, opens=time(14), ends=time(15)), utc(2026, 11, 23, 12)) == utc(2026, 11, 23, 13)


@given(ANY_CALENDAR, DAYS)
def test_next_and_previous_undo_each_other(calendar: Calendar | PersonCalendar, day: date) -> None:
    after, before = calendar.next_workday(day), calendar.previous_workday(day)
    assert before < day < after
    assert calendar.is_workday(before)
    assert calendar.is_workday(after)
    assert calendar.next_workday(before) == (day if calendar.is_workday(day) else after)
    assert calendar.previous_workday(after) == (day if calendar.is_workday(day) else before)
    assert calendar.workdays_between(before, after) == [before, *[day] * calendar.is_workday(day), after]


@given(ANY_CALENDAR, DAYS, st.integers(1, 15))
def test_adding_workdays_counts_them(calendar: Calendar | PersonCalendar, day: date, n: int) -> None:
    last = calendar.add_workdays(day, n)
    assert len(calendar.workdays_between(day + timedelta(1), last)) == n
    assert calendar.is_workday(last)


@given(ANY_CALENDAR, DAYS, CLOCKS)
def test_nine_on_the_clock_is_nine_on_the_clock(calendar: Calendar | PersonCalendar, day: date, clock: time) -> None:
    moment = calendar.at(day, clock)
    assert moment.utcoffset() == timedelta(0)
    assert moment.astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None) == datetime.combine(day, clock)


@given(ZONES, DAYS, st.times())
def test_any_local_time_gives_the_first_valid_moment(zone: str, day: date, clock: time) -> None:
    calendar = Calendar(zone=zone)
    wall, moment = datetime.combine(day, clock.replace(fold=0)), calendar.at(day, clock)
    back = calendar.local(moment).replace(tzinfo=None)
    assert back >= wall
    just_before = calendar.local(moment - timedelta(microseconds=1)).replace(tzinfo=None)
    assert just_before < wall
    for hours in (1, 2, 3):
        assert calendar.local(moment - timedelta(hours=hours)).replace(tzinfo=None) != wall


@given(ANY_CALENDAR, DAYS, st.times(), st.integers(1, 8))
def test_a_deadline_is_on_a_working_day_by_five(
    calendar: Calendar | PersonCalendar, day: date, clock: time, n: int
) -> None:
    start = calendar.at(day, clock)
    end = calendar.local(deadline(start, n, calendar))
    assert calendar.is_workday(end.date())
    assert end.date() == calendar.add_workdays(calendar.day_of(start), n)
    assert end.time() == min(calendar.local(start).time(), time(17)) or end.hour < 4, "the clock changes at night"
    assert end > start


@given(ANY_CALENDAR, DAYS, st.times())
def test_the_window_opens_on_a_working_day(calendar: Calendar | PersonCalendar, day: date, clock: time) -> None:
    moment = calendar.at(day, clock)
    opened = window(calendar, moment)
    local = calendar.local(opened)
    assert opened >= moment
    assert calendar.is_workday(local.date())
    assert time(8, 30) <= local.time() <= time(17, 30)
    assert window(calendar, opened) == opened
    assert not calendar.workdays_between(day + timedelta(1), local.date() - timedelta(1))


@given(DAYS)
def test_a_week_runs_from_monday_to_sunday(day: date) -> None:
    monday = day - timedelta(day.weekday())
    assert {week_of(monday + timedelta(i)) for i in range(7)} == {week_of(day)}
    assert week_of(monday + timedelta(7)) > week_of(day) > week_of(monday - timedelta(1))
