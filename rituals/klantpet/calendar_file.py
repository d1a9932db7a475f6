"""A meeting's series as a calendar file, with what the cap brings along in its text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import icalendar

from rituals import teams
from rituals.answers import OVER
from rituals.contract import Answer, Event, File, Files, Reads, Refused, Turn, team_of
from rituals.klantpet import planning, rules
from rituals.klantpet.recurrence import Repeats
from rituals.klantpet.rules import State
from rituals.klantpet.subjects import meeting_of
from rituals.teams import Team
from rituals.words import Sentence, Typed, _
from storage import klantpet as store
from storage.klantpet import Meeting

YEAR: Final = timedelta(days=366)  # free days are known that far ahead
MADE_BY: Final = "-//Klantritme//Klantpet//NL"
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIFTH: Final = 5  # of a weekday in a month: where there are four, it is the last
OFF: Final = frozenset({State.CANCELLED, State.SKIPPED})
NOTHING: Final = _("This meeting falls on no working day in the coming year.")


async def send(turn: Turn, event: Event) -> Answer:
    """Three statements and those of a team's calendar."""
    row = (await store.of_teams(turn.session, [team_of(event.about) or 0])).get(meeting_of(event.about))
    if row is None:
        raise Refused(OVER)
    team = (await teams.load(turn, [row.team]))[row.team]
    today = team.calendar.day_of(turn.now)
    known = await store.between(turn.session, [row.team], today, today + YEAR)
    off = {each.day for each in known if each.meeting == row.id and State(each.state) in OFF}
    series = series_of(row, team, turn.now, off)
    if series is None:
        raise Refused(NOTHING)
    name = Typed(row.name)
    return Files(
        (File(f"{_plain(row.name)}.ics", series.drawn),),
        _("{meeting}, for your own calendar. Open the file to add it.", meeting=name),
        _("Your file is in our conversation."),
    )


def _plain(name: str) -> str:
    """As a file may be called on any machine."""
    return re.sub(r"[^\w]+", "-", name).strip("-").lower() or "klantpet"


# --- what stands in it ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Series:
    """`first` is its first day that is held, `without` those after it that aren't."""

    row: Meeting
    team: Team
    now: datetime
    first: date
    without: tuple[date, ...]

    def drawn(self, reads: Reads) -> bytes:
        calendar = icalendar.Calendar()
        calendar.add("prodid", MADE_BY)
        calendar.add("version", "2.0")
        calendar.add_component(self._event(reads))
        calendar.add_missing_timezones(first_date=self.first)
        return bytes(calendar.to_ical())

    def _event(self, reads: Reads) -> icalendar.Event:
        event = icalendar.Event()
        event.add("uid", f"meeting-{self.row.id}.{self.row.org}@klantritme")
        event.add("dtstamp", self.now)
        event.add("summary", self.row.name)
        event.add("description", reads(self._text()))
        event.add("dtstart", self._at(self.first))
        event.add("duration", timedelta(minutes=self.row.minutes))
        if Repeats(self.row.repeats) is not Repeats.ONCE:
            event.add("rrule", rule(self.row))
        if self.without:
            event.add("exdate", [self._at(day) for day in self.without])
        return event

    def _at(self, day: date) -> datetime:
        """On the team's clock, whatever the clock does in between."""
        return datetime.combine(day, self.row.clock, self.team.calendar.tz)

    def _text(self) -> Sentence:
        start = datetime.combine(self.first, self.row.clock)
        ends = start + timedelta(minutes=self.row.minutes)
        return _(
            "From {begin} the channel reads who wears the customer's cap, with a question on behalf of the customer. "
            "At {end}: one minute of looking back.",
            begin=(start - rules.CHECKS_IN).time(),
            end=ends.time(),
        )


def series_of(row: Meeting, team: Team, now: datetime, off: Collection[date]) -> Series | None:
    """From now on, without the days that are free in the coming year, and those that are `off`; None without any."""
    today = team.calendar.day_of(now)
    days = [day for day in planning.rhythm(row).days(today, today + YEAR) if team.calendar.at(day, row.clock) > now]
    held = {day for day in days if day not in off and planning.held_on(row, team, day)}
    if not held:
        return None
    first = min(held)
    return Series(row, team, now, first, tuple(day for day in days if day > first and day not in held))


def rule(row: Meeting) -> dict[str, Any]:
    """How it repeats. A fifth weekday of the month is its last."""
    weekday = WEEKDAYS[row.first.weekday()]
    match Repeats(row.repeats):
        case Repeats.WEEKLY:
            return {"freq": "weekly"}
        case Repeats.FORTNIGHTLY:
            return {"freq": "weekly", "interval": 2}
    nth = (row.first.day - 1) // len(WEEKDAYS) + 1
    return {"freq": "monthly", "byday": f"-1{weekday}" if nth == FIFTH else f"{nth}{weekday}"}
