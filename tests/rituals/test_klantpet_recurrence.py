"""On which days a meeting is held, against two libraries: dateutil, and one that reads calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.calendar import Calendar, Holidays
from rituals.klantpet import calendar_file, planning
from rituals.klantpet.recurrence import Repeats, Rhythm
from rituals.teams import Team
from storage.klantpet import Meeting

FIRST, LAST = date(2025, 1, 1), date(2035, 12, 31)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = st.dates(FIRST, LAST)
CLOCKS = st.sampled_from([time(hour, minute) for hour in range(6, 20) for minute in range(0, 60, 5)])
SERIES = [each for each in Repeats if each is not Repeats.ONCE]


def oracle(repeats: Repeats, first: date) -> rrule.rrule:
    """As dateutil repeats it from this day on."""
    start = datetime.combine(first, time.min)
    match repeats:
        case Repeats.ONCE:
            return rrule.rrule(rrule.DAILY, dtstart=start, count=1)
        case Repeats.WEEKLY:
            return rrule.rrule(rrule.WEEKLY, dtstart=start)
        case Repeats.FORTNIGHTLY:
            return rrule.rrule(rrule.WEEKLY, interval=2, dtstart=start)
    nth = (first.day - 1) // 7 + 1
    return rrule.rrule(rrule.MONTHLY, dtstart=start, byweekday=rrule.weekday(first.weekday(), -1 if nth == 5 else nth))


@given(st.sampled_from(Repeats), DAYS, DAYS, st.integers(0, 800))
def test_each_kind_repeats_as_dateutil_has_it(repeats: Repeats, first: date, begin: date, length: int) -> None:
    end = min(begin + timedelta(days=length), LAST)
    between = oracle(repeats, first).between(
        datetime.combine(begin, time.min), datetime.combine(max(begin, end), time.min), inc=True
    )
    wanted = [each.date() for each in between]
    assert list(Rhythm(repeats, first).days(begin, max(begin, end))) == wanted


@pytest.mark.parametrize("repeats", SERIES)
def test_the_whole_of_eleven_years(repeats: Repeats) -> None:
    """From each first day of two months, a leap year's 29 February and fifth weekdays among them."""
    for n in range(60):
        first = date(2028, 1, 25) + timedelta(days=n)
        wanted = [each.date() for each in oracle(repeats, first).between(*_whole(), inc=True)]
        assert list(Rhythm(repeats, first).days(FIRST, LAST)) == wanted
        assert all(day.isoweekday() == first.isoweekday() for day in wanted)


def _whole() -> tuple[datetime, datetime]:
    return datetime.combine(FIRST, time.min), datetime.combine(LAST, time.min)


# --- with free days, and the clock ------------------------------------------------------------------------------------
def team(free: frozenset[date] = frozenset(), workdays: frozenset[int] = frozenset(range(1, 6))) -> Team:
    return Team(1, "C1", "noord", "nl", True, Calendar(workdays=workdays, holidays=Holidays(), free=free))


def meeting(repeats: Repeats, first: date, clock: time, **more: Any) -> Meeting:
    row = Meeting(team=1, name="MT-overleg", repeats=repeats.value, first=first, clock=clock, minutes=60, anyway=False)
    row.id, row.org = 7, "T1"
    for name, value in more.items():
        setattr(row, name, value)
    return row


def read(series: calendar_file.Series) -> Iterator[datetime]:
    """When it is held in the year to come, as the other library reads the file."""
    drawn = icalendar.Calendar.from_ical(series.drawn(lambda sentence: sentence.msgid))
    begin = series.now.astimezone(AMSTERDAM)
    for event in recurring_ical_events.of(drawn).between(begin, begin + timedelta(days=366)):
        yield event.start.astimezone(UTC)


@given(st.sampled_from(Repeats), DAYS, CLOCKS, st.frozensets(st.integers(0, 365), max_size=8), st.integers(0, 400))
@settings(max_examples=60)
def test_a_calendar_reads_the_same_days_and_moments(
    repeats: Repeats, first: date, clock: time, free: frozenset[int], ago: int
) -> None:
    """Without holidays and team-free days, at the same time on the clock before and after it changes."""
    now = datetime.combine(first, time(0), AMSTERDAM).astimezone(UTC) + timedelta(days=ago)
    mine = team(frozenset(now.date() + timedelta(days=n) for n in free))
    row = meeting(repeats, first, clock)
    series = calendar_file.series_of(row, mine, now, ())
    days = Rhythm(repeats, first).days(now.date(), now.date() + timedelta(days=367))
    wanted = [mine.calendar.at(day, clock) for day in days if mine.calendar.is_workday(day)]
    until = now + timedelta(days=365)
    wanted = [each for each in wanted if now < each < until]
    found = [] if series is None else [each for each in sorted(read(series)) if now < each < until]
    assert found == wanted
    assert all(each.astimezone(AMSTERDAM).time() == clock for each in found)


def test_the_file_says_what_the_cap_brings_along() -> None:
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    row = meeting(Repeats.MONTHLY, date(2026, 1, 29), time(10), name="MT; overleg, \n2")
    series = calendar_file.series_of(row, team(), now, {date(2027, 1, 28)})
    assert series is not None
    drawn = series.drawn(lambda sentence: f"{sentence.msgid} {sentence.args['begin']} {sentence.args['end']}").decode()
    (event,) = icalendar.Calendar.from_ical(drawn).walk("VEVENT")
    assert event["summary"] == "MT; overleg, \n2"
    assert str(event["description"]).endswith("09:58:00 11:00:00")
    assert event["uid"] == "meeting-7.T1@klantritme"
    assert "RRULE:FREQ=MONTHLY;BYDAY=-1TH" in drawn, "a fifth Thursday is the last one of each month"
    assert "DTSTART;TZID=Europe/Amsterdam:20261126T100000" in drawn
    assert "EXDATE;TZID=Europe/Amsterdam:20270128T100000" in drawn
    assert drawn.count("BEGIN:VTIMEZONE") == 1


def test_a_holiday_is_left_out_and_what_is_held_all_the_same_is_not() -> None:
    """Ascension Day 2027, of a series and of what is held once."""
    ascension, now = date(2027, 5, 6), datetime(2027, 5, 1, tzinfo=UTC)
    weekly = meeting(Repeats.WEEKLY, date(2026, 11, 26), time(10))
    assert planning.coming(weekly, team(), now) == date(2027, 5, 13)
    once = meeting(Repeats.ONCE, ascension, time(10), anyway=True)
    assert planning.coming(once, team(), now) == ascension
    assert planning.coming(meeting(Repeats.ONCE, ascension, time(10)), team(), now) is None
    assert calendar_file.series_of(meeting(Repeats.ONCE, ascension, time(10)), team(), now, ()) is None
