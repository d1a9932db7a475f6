"""The weeks of the relay and the moments of a leg. Values in, values out; moments are in UTC, weeks begin on Monday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from rituals.calendar import DAY, Calendar, NoWorkday, PersonCalendar, week_of
from rituals.estafette import rules

WEEK: Final = timedelta(days=7)
LOOKS: Final = 60  # weeks ahead; a coordinator who takes off more than a year stops the relay


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the weeks of a relay begin and end, on the organisation's clock; see the relay's row."""

    start_day: int = 1
    start_clock: time = time(9, 0)
    end_day: int = 5
    end_clock: time = time(15, 0)
    every: int = 1
    anchor: date | None = None
    off: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moments:
    """Of a leg: its first and last day at work, and when its grace ends."""

    starts_at: datetime
    ends_at: datetime
    grace_at: datetime


class NoWeek(LookupError):
    """No week without a rest is in sight."""


def monday(day: date) -> date:
    return day - (day.isoweekday() - 1) * DAY


def key(week: date) -> str:
    """“2026-W53”: the ISO year isn't always the date's."""
    year, number = week_of(week)
    return f"{year}-W{number:02d}"


def workdays(week: date, calendar: Calendar) -> list[date]:
    return calendar.workdays_between(week, week + WEEK - DAY)


def is_short(week: date, calendar: Calendar) -> bool:
    return len(workdays(week, calendar)) < rules.SHORT


def rests(rhythm: Rhythm, week: date, calendar: Calendar) -> bool:
    """Whether a week has no leg: taken off, too short and not taken on, or with days off where it begins and ends."""
    named = key(week)
    if named in rhythm.off or not workdays(week, calendar):
        return True
    if is_short(week, calendar) and named not in rhythm.on:
        return True
    return end(rhythm, week, calendar) <= start(rhythm, week, calendar)


def in_turn(rhythm: Rhythm, week: date) -> bool:
    """Whether a leg could begin in it: in every second week, where that is the rhythm."""
    return rhythm.anchor is None or ((week - rhythm.anchor).days // WEEK.days) % rhythm.every == 0


def next_week(rhythm: Rhythm, start: date, calendar: Calendar) -> date:
    """The first week, of this day's on, in which a leg can begin. Raises NoWeek."""
    for week in _weeks(monday(start)):
        if in_turn(rhythm, week) and not rests(rhythm, week, calendar):
            return week
    raise NoWeek(start)


def coming(rhythm: Rhythm, last: date | None, now: datetime, calendar: Calendar) -> date:
    """The week of the next leg after one whose end lies in the week `last`; the one under way if it isn't over.

    Raises NoWeek.
    """
    here = monday(calendar.day_of(now))
    week = next_week(rhythm, max(here, last + WEEK) if last is not None else here, calendar)
    if end(rhythm, week, calendar) <= now:
        week = next_week(rhythm, week + WEEK, calendar)
    return week


def ahead(rhythm: Rhythm, now: datetime, calendar: Calendar) -> date:
    """The next week that has yet to begin. Raises NoWeek."""
    week = next_week(rhythm, monday(calendar.day_of(now)), calendar)
    return week if start(rhythm, week, calendar) > now else next_week(rhythm, week + WEEK, calendar)


def ahead_or_none(rhythm: Rhythm, now: datetime, calendar: Calendar) -> date | None:
    try:
        return ahead(rhythm, now, calendar)
    except NoWeek:
        return None


def follows(rhythm: Rhythm, week: date, last: date, calendar: Calendar) -> bool:
    """Whether no leg could have begun between the week in which one ended and this one."""
    between = [last + n * WEEK for n in range(1, (week - last).days // WEEK.days)]
    return not any(in_turn(rhythm, each) and not rests(rhythm, each, calendar) for each in between)


def _weeks(first: date) -> Iterator[date]:
    return (first + n * WEEK for n in range(LOOKS))


# --- the moments of a leg ---------------------------------------------------------------------------------------------
def start(rhythm: Rhythm, week: date, calendar: Calendar) -> datetime:
    """The baton's message. On a day off it comes on the next working day of its week, else on the day itself."""
    first = week + (rhythm.start_day - 1) * DAY
    days = calendar.workdays_between(first, week + WEEK - DAY) or [first]
    return calendar.at(days[0], rhythm.start_clock)


def end(rhythm: Rhythm, week: date, calendar: Calendar) -> datetime:
    """Where its day is off, the last working day of the week before it, else the day itself."""
    last = week + (rhythm.end_day - 1) * DAY
    days = calendar.workdays_between(week, last) or [last]
    return calendar.at(days[-1], rhythm.end_clock)


def moments(rhythm: Rhythm, week: date, calendar: Calendar) -> Moments:
    return _moments(start(rhythm, week, calendar), end(rhythm, week, calendar), calendar)


def from_now(rhythm: Rhythm, week: date, now: datetime, calendar: Calendar) -> Moments:
    """Of a leg of this week that is accepted now: from its start, or from now on where that has been.

    With fewer than three working days left it goes on to the end of the week after.
    """
    first, last = start(rhythm, week, calendar), end(rhythm, week, calendar)
    if now <= first:
        return _moments(first, last, calendar)
    left = calendar.workdays_between(calendar.day_of(now), calendar.day_of(last))
    return _moments(
        now, last if len(left) >= rules.SHORT and now < last else following_end(rhythm, week, calendar), calendar
    )


def longer(rhythm: Rhythm, old: Moments, calendar: Calendar) -> Moments:
    """A week more; over a week that rests to the end of the next one that doesn't."""
    week = monday(calendar.day_of(old.ends_at))
    return replace(_moments(old.starts_at, following_end(rhythm, week, calendar), calendar), starts_at=old.starts_at)


def following_end(rhythm: Rhythm, week: date, calendar: Calendar) -> datetime:
    every_week = replace(rhythm, anchor=None)
    try:
        return end(rhythm, next_week(every_week, week + WEEK, calendar), calendar)
    except NoWeek:
        return end(rhythm, week + WEEK, calendar)


def _moments(first: datetime, last: datetime, calendar: Calendar) -> Moments:
    day = calendar.day_of(last)
    try:
        grace = calendar.at(calendar.add_workdays(day, rules.GRACE), rules.GRACE_ENDS)
    except NoWorkday:
        grace = last + WEEK
    return Moments(first, last, grace)


def midweek(of: Moments, calendar: Calendar) -> datetime | None:
    """On the third working day of a leg; None where that isn't before what is asked on its last day."""
    days = calendar.workdays_between(calendar.day_of(of.starts_at), calendar.day_of(of.ends_at))
    if len(days) < rules.MIDWEEK:
        return None
    moment = calendar.at(days[rules.MIDWEEK - 1], rules.ASKS_AT)
    return moment if moment < last_day(of, calendar) else None


def last_day(of: Moments, calendar: Calendar) -> datetime:
    """In the morning of the last day; where the leg ends before, on the working day before that."""
    day = calendar.day_of(of.ends_at)
    moment = calendar.at(day, rules.ASKS_AT)
    if moment < of.ends_at:
        return moment
    try:
        return calendar.at(calendar.previous_workday(day), rules.ASKS_AT)
    except NoWorkday:
        return moment


def is_away(of: Moments, person: PersonCalendar | None, calendar: Calendar) -> bool:
    """Whether somebody is noted as away on more than half of a leg's working days."""
    if person is None:
        return False
    days = calendar.workdays_between(calendar.day_of(of.starts_at), calendar.day_of(of.ends_at))
    away = [day for day in days if any(first <= day <= last for first, last in person.absences)]
    return 2 * len(away) > len(days)
