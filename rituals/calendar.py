"""Working days, Dutch holidays and the local clock. Every moment that comes out is aware, in UTC."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from holidays import country_holidays

DAY: Final = timedelta(days=1)
MONDAY_TO_FRIDAY: Final = frozenset(range(1, 6))
SEARCH_DAYS: Final = 400  # days; more than a year, so that a whole year's leave doesn't end the search
LATEST_DEADLINE: Final = time(17, 0)  # later, nobody would still act on it that day
WINDOW_FIRST: Final = time(8, 30)  # people are written to in office hours only
WINDOW_LAST: Final = time(17, 30)
OFF_BY_DEFAULT: Final = frozenset({"good_friday"})
EXTRA: Final = "extra"  # what `Holidays.on` calls a day that the organisation added itself

# In the order of the calendar; of two holidays on one date the first one names it.
KEYS: Final[Mapping[str, str]] = {
    "Nieuwjaarsdag": "new_year",
    "Goede vrijdag": "good_friday",
    "Eerste paasdag": "easter",
    "Tweede paasdag": "easter_monday",
    "Koningsdag": "kings_day",
    "Bevrijdingsdag": "liberation_day",
    "Hemelvaartsdag": "ascension",
    "Eerste pinksterdag": "whitsun",
    "Tweede pinksterdag": "whit_monday",
    "Eerste kerstdag": "christmas",
    "Tweede kerstdag": "boxing_day",
}


class NoWorkday(LookupError):
    """There is no working day within SEARCH_DAYS: an empty week pattern, or an absence longer than that."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """An organisation's list: the Dutch one, with days switched off, switched on (`also`) or added (`extra`).

    `liberation_day` says in which years 5 May is free: `lustrum` is the years divisible by five.
    """

    off: frozenset[str] = frozenset()
    extra: frozenset[date] = frozenset()
    liberation_day: Literal["lustrum", "always", "never"] = "lustrum"
    also: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if unknown := (self.off | self.also) - set(KEYS.values()):
            raise ValueError(f"unknown holidays: {', '.join(sorted(unknown))}")

    def on(self, year: int) -> Mapping[date, str]:
        """The free days of a year with their keys (`kings_day` …, or `extra`), in order of date; none before 1966."""
        added = {day: EXTRA for day in self.extra if day.year == year}
        listed = {day: key for day, key in reversed(_dutch(year)) if self._has(key, year)}
        return dict(sorted((added | listed).items()))

    def _has(self, key: str, year: int) -> bool:
        if key in self.off or (key in OFF_BY_DEFAULT and key not in self.also):
            return False
        if key == "liberation_day":
            return self.liberation_day == "always" or (self.liberation_day == "lustrum" and year % 5 == 0)
        return True


@lru_cache(maxsize=128)
def _dutch(year: int) -> tuple[tuple[date, str], ...]:
    found = country_holidays("NL", years=year, language="nl", categories=("public", "optional"))
    return tuple((day, key) for name, key in KEYS.items() for day in sorted(found.get_named(name, lookup="exact")))


@lru_cache(maxsize=4096)
def _free_days(holidays: Holidays, year: int) -> frozenset[date]:
    return frozenset(holidays.on(year))


class WorkingDays(ABC):
    """What a team's and a person's calendar have in common: which days count, and one time zone."""

    __slots__ = ()

    @property
    @abstractmethod
    def tz(self) -> ZoneInfo: ...

    @property
    @abstractmethod
    def opens(self) -> time:
        """Of the window in which people are written to, on the local clock."""

    @property
    @abstractmethod
    def ends(self) -> time: ...

    @abstractmethod
    def is_workday(self, day: date) -> bool: ...

    def next_workday(self, day: date) -> date:
        """The first working day strictly after `day`. Raises NoWorkday."""
        return self._nearest(day, 1)

    def previous_workday(self, day: date) -> date:
        """The last working day strictly before `day`. Raises NoWorkday."""
        return self._nearest(day, -1)

    def workdays_between(self, first: date, last: date) -> list[date]:
        """The working days from `first` up to and including `last`; none if `last` comes before `first`."""
        return [day for day in days(first, last) if self.is_workday(day)]

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it for a negative n); for 0 `day` itself. Raises NoWorkday."""
        for _ in range(abs(n)):
            day = self._nearest(day, 1 if n > 0 else -1)
        return day

    def at(self, day: date, clock: time) -> datetime:
        """UTC moment of a local clock time; a skipped time gives the first moment after the gap, a double the first."""
        wall = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
        moment = wall.replace(tzinfo=self.tz).astimezone(UTC)
        if self.local(moment).replace(tzinfo=None) == wall:
            return moment
        return _clock_change(wall.replace(tzinfo=self.tz, fold=1).astimezone(UTC), moment, self.tz)

    def local(self, moment: datetime) -> datetime:
        """The moment on the local clock. Raises ValueError for a moment without a time zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return moment.astimezone(self.tz)

    def day_of(self, moment: datetime) -> date:
        """The local date of a moment."""
        return self.local(moment).date()

    def _nearest(self, day: date, step: int) -> date:
        for distance in range(1, SEARCH_DAYS + 1):
            try:
                candidate = day + distance * step * DAY
            except OverflowError:
                break
            if self.is_workday(candidate):
                return candidate
        raise NoWorkday(f"no working day within {SEARCH_DAYS} days of {day}")


@dataclass(frozen=True, slots=True)
class Calendar(WorkingDays):
    """A team's calendar. `zone` is an IANA name, `workdays` ISO weekdays (Monday is 1), `free` the team-free days.

    `opens` and `ends` are the window in which people are written to, on the local clock.
    """

    zone: str = "Europe/Amsterdam"
    workdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: Holidays = Holidays()
    free: frozenset[date] = frozenset()
    opens: time = WINDOW_FIRST
    ends: time = WINDOW_LAST

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def is_workday(self, day: date) -> bool:
        if day.isoweekday() not in self.workdays or day in self.free:
            return False
        return day not in _free_days(self.holidays, day.year)


@dataclass(frozen=True, slots=True)
class PersonCalendar(WorkingDays):
    """Days on which the team works, and the person's own week says so, outside all absences.

    `workdays` None is the team's own week; from `changes_on` on `next_workdays` holds. An absence is its first and last
    day, both included. `home_zone` is the zone of the person's home team where that isn't this team; it moves the
    clock, never the days.
    """

    team: Calendar
    workdays: frozenset[int] | None = None
    absences: tuple[tuple[date, date], ...] = ()
    home_zone: str | None = None
    changes_on: date | None = None
    next_workdays: frozenset[int] | None = None

    @property
    def opens(self) -> time:
        return self.team.opens

    @property
    def ends(self) -> time:
        return self.team.ends

    @property
    def zone(self) -> str:
        return self.home_zone or self.team.zone

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def is_workday(self, day: date) -> bool:
        changed = self.changes_on is not None and day >= self.changes_on
        week = self.next_workdays if changed else self.workdays
        if week is not None and day.isoweekday() not in week:
            return False
        return self.team.is_workday(day) and not any(first <= day <= last for first, last in self.absences)


def days(first: date, last: date) -> Iterator[date]:
    """Every date from `first` up to and including `last`."""
    return (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))


def deadline(start: datetime, n: int, calendar: WorkingDays) -> datetime:
    """The same clock time on the n-th following working day, but not later than 17:00.

    Raises ValueError for n below 1, NoWorkday when the calendar ends.
    """
    if n < 1:
        raise ValueError("a deadline lies at least one working day ahead")
    local = calendar.local(start)
    return calendar.at(calendar.add_workdays(local.date(), n), min(local.time(), LATEST_DEADLINE))


def week_of(day: date) -> tuple[int, int]:
    """ISO 8601 year and week; around New Year the year isn't the date's own."""
    year, week, _ = day.isocalendar()
    return year, week


def window(calendar: WorkingDays, moment: datetime) -> datetime:
    """The first moment not before `moment` that lies on a working day between `opens` and `ends`, both included."""
    local = calendar.local(moment)
    if calendar.is_workday(local.date()) and local.time() <= calendar.ends:
        return max(moment.astimezone(UTC), calendar.at(local.date(), calendar.opens))
    return calendar.at(calendar.next_workday(local.date()), calendar.opens)


def _clock_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = after.astimezone(zone).utcoffset()
    while after - before > datetime.resolution:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
