"""The calendar file of a dialogue, and what its rules say: against another library, whatever the clock does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stage import local
from rituals.calendar import Calendar, Holidays
from rituals.dialogue import calendar_file, rules
from rituals.dialogue.rules import Happens, Kind, State
from storage.dialogue import Dialogue
from tests.rituals import calendar_reading

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "Pacific/Auckland", "America/New_York", "Asia/Kolkata")
DAYS = st.dates(date(2026, 11, 21), date(2028, 11, 20))
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
LENGTHS = st.integers(*rules.MINUTES)
AROUND = st.sampled_from(rules.AROUND)


def planned(day: date, clock: time, calendar: Calendar, **more: Any) -> Dialogue:
    row = Dialogue(
        title="Tafel; één, \nen twee", kind="dialogue", day=day, clock=clock, place="het café, boven", note=""
    )
    row.id, row.org, row.state, row.sequence = 7, "T1", "PLANNED", 0
    row.starts_at, row.minutes, row.before, row.after = calendar.at(day, clock), 90, 30, 30
    row.had_before = row.had_after = False
    for name, value in more.items():
        setattr(row, name, value)
    return row


def drawn(row: Dialogue, calendar: Calendar, *, off: bool = False) -> bytes:
    return calendar_file.drawn(row, calendar, NOW, lambda sentence: sentence.msgid.format(**words(sentence)), off=off)


def words(sentence: Any) -> dict[str, str]:
    return {name: getattr(value, "text", str(value)) for name, value in sentence.args.items()}


def spans(content: bytes) -> list[tuple[datetime, datetime]]:
    """In UTC, as both libraries read them, and the letter of the format has them."""
    found = [each for each in icalendar.Calendar.from_ical(content).walk("VEVENT") if isinstance(each, icalendar.Event)]
    one = [(moment(each.start), moment(each.end)) for each in found]
    assert one == [(each.start, each.end) for each in calendar_reading.events(content)]
    return one


def moment(value: Any) -> datetime:
    assert isinstance(value, datetime)
    return value.astimezone(UTC)


def adjoining(some: Iterable[tuple[datetime, datetime]]) -> bool:
    return all(one[1] == other[0] for one, other in pairwise(some))


@given(DAYS, CLOCKS, LENGTHS, AROUND, AROUND, st.sampled_from(ZONES))
def test_both_read_it_as_it_was_planned(
    day: date, clock: time, minutes: int, before: int, after: int, zone: str
) -> None:
    """Adjoining, and each as long as it was to be, also where the clock changes in between."""
    calendar = Calendar(zone=zone)
    row = planned(day, clock, calendar, minutes=minutes, before=before, after=after)
    content = drawn(row, calendar)
    found = spans(content)
    assert [(end - start).total_seconds() / 60 for start, end in found] == [n for n in (before, minutes, after) if n]
    assert adjoining(found)
    assert found[0][0] == calendar.at(day, clock) - timedelta(minutes=before)
    assert content.count(b"BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize(("day", "clock"), [("2027-03-28", "01:30"), ("2027-10-31", "02:30"), ("2027-10-31", "01:30")])
def test_in_the_night_in_which_the_clock_changes(day: str, clock: str) -> None:
    """Half an hour is half an hour, whatever the clock on the wall says meanwhile."""
    calendar = Calendar()
    row = planned(date.fromisoformat(day), time.fromisoformat(clock), calendar, minutes=60)
    found = spans(drawn(row, calendar))
    assert [end - start for start, end in found] == [timedelta(minutes=n) for n in (30, 60, 30)]
    assert adjoining(found)


def test_what_is_typed_stands_in_it_as_it_was_typed() -> None:
    row = planned(date(2027, 3, 11), time(14), Calendar(), note="Neem; de brief,\nmee \\ terug " + "é" * 60)
    content = drawn(row, Calendar())
    talk = calendar_reading.events(content)[1]
    (read,) = [e for e in icalendar.Calendar.from_ical(content).walk("VEVENT") if str(e["uid"]) == talk["UID"]]
    assert str(read["summary"]) == row.title
    assert str(read["location"]) == row.place
    assert str(read["description"]).endswith(row.note)
    assert talk["UID"] == "dialogue-7-talk.T1@klantritme"


def test_a_side_that_was_there_is_called_off_and_one_that_never_was_is_not_there() -> None:
    calendar = Calendar()
    row = planned(date(2027, 3, 11), time(14), calendar, before=0, after=0, had_before=True, sequence=1)
    found = {
        each["UID"].split("-")[2].split(".")[0]: each["STATUS"]
        for each in calendar_reading.events(drawn(row, calendar))
    }
    assert found == {"before": "CANCELLED", "talk": "CONFIRMED"}
    off = drawn(row, calendar, off=True)
    assert calendar_reading.method(off) == "CANCEL"
    assert [each["STATUS"] for each in calendar_reading.events(off)] == ["CANCELLED"] * 2


# --- rules ------------------------------------------------------------------------------------------------------------
@given(st.sampled_from(State), st.sampled_from(Happens))
def test_what_is_over_stays_over(state: State, happens: Happens) -> None:
    following = rules.after(state, happens)
    if state in (State.CANCELLED, State.SHARED):
        assert following is None
    if following is State.CHANGED:
        assert state in rules.AHEAD_OF
    if happens is Happens.CANCELLED:
        assert (following is State.CANCELLED) is (state in rules.AHEAD_OF)


def test_each_kind_is_a_contact_that_the_relay_knows_and_has_its_agenda() -> None:
    from rituals.dialogue.messages import AGENDA, NAMES
    from rituals.estafette import kinds

    assert {rules.CONTACT[kind] for kind in Kind} <= kinds.NAMES.keys()
    assert AGENDA.keys() == NAMES.keys() == set(Kind)


@given(DAYS, CLOCKS, LENGTHS, AROUND, AROUND)
def test_outside_office_hours_is_said_of_the_time_around_it(
    day: date, clock: time, minutes: int, before: int, after: int
) -> None:
    calendar = Calendar()
    starts_at = calendar.at(day, clock)
    first = calendar.local(starts_at - timedelta(minutes=before))
    last = calendar.local(starts_at + timedelta(minutes=minutes + after))
    inside = first.date() == last.date() and time(7) <= first.time() and last.time() <= time(20)
    assert rules.outside(rules.span(starts_at, minutes, before, after), calendar) is not inside


def test_what_only_touches_does_not_meet() -> None:
    one = rules.span(local("2027-03-11 14:00"), 60, 0, 30)
    assert not rules.meets(one, [rules.span(local("2027-03-11 15:30"), 60, 0, 0)])
    assert rules.meets(one, [rules.span(local("2027-03-11 15:45"), 60, 30, 0)])
    assert not rules.meets(one, [])


def test_it_is_asked_about_on_the_next_working_day() -> None:
    """After a Friday on Monday, after Easter on Tuesday; where nobody works ever, on the next day."""
    calendar = Calendar(holidays=Holidays())
    assert rules.asks_at(date(2026, 11, 27), calendar) == local("2026-11-30 10:00")
    assert rules.asks_at(date(2027, 3, 26), calendar) == local("2027-03-30 10:00")
    assert rules.asks_at(date(2027, 3, 26), Calendar(workdays=frozenset())) == local("2027-03-27 10:00")
    assert ZoneInfo("Europe/Amsterdam") == calendar.tz
