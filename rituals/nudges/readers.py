"""Who may be asked at this moment, and what is known of them: read for many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from rituals import reach, teams
from rituals.calendar import DAY, PersonCalendar
from rituals.contract import Turn
from rituals.nudges import rules
from storage import nudges as store
from storage import organisations, people

NOWHERE: Final = 0  # the home of who is in no team


@dataclass(frozen=True, slots=True)
class Reader:
    """A person with the days and the clock of their home team. `own`: a lower weekly number of their own."""

    person: str
    home: int
    days: PersonCalendar
    own: int | None

    def today(self, turn: Turn) -> date:
        return self.days.day_of(turn.now)

    def reachable(self, moment: datetime) -> bool:
        """On a working day of theirs, within the window."""
        local = self.days.local(moment)
        return self.days.is_workday(local.date()) and self.days.opens <= local.time() <= self.days.ends

    def morning(self, turn: Turn) -> bool:
        return self.days.local(turn.now).time() < rules.NOON


async def at_home(turn: Turn, homes: Iterable[int]) -> Sequence[Reader]:
    """Who can be written to now, of those at home in these teams; five statements."""
    wanted = set(homes)
    found, known = await reach.homes(turn, at=wanted)
    return await _readers(turn, {person: one for person, one in found.items() if one[1] in wanted}, known)


async def of(turn: Turn, persons: Iterable[str]) -> Sequence[Reader]:
    """Who can be written to now, of these; five statements. Who is in no team has the organisation's days."""
    wanted = set(persons)
    found, known = await reach.homes(turn, of=wanted)
    others = await _in_no_team(turn, wanted - found.keys())
    return sorted([*await _readers(turn, found, known), *others], key=lambda one: one.person)


async def _in_no_team(turn: Turn, persons: Collection[str]) -> Sequence[Reader]:
    if not persons:
        return ()
    rows = await people.people(turn.session, persons)
    here = {key: row for key, row in rows.items() if row.active and row.kind == "member"}
    days = await reach.days(turn, here)
    some = (Reader(key, NOWHERE, days[key], row.nudges_a_week) for key, row in here.items())
    return [one for one in some if one.reachable(turn.now)]


async def _readers(
    turn: Turn, found: Mapping[str, tuple[Any, int]], homes: Mapping[int, teams.Team]
) -> Sequence[Reader]:
    away = await people.away(turn.session, found, turn.now.date() - DAY, turn.now.date() + DAY)

    def reader(person: Any, home: int) -> Reader:
        spans = tuple((one.first, one.last) for one in away.get(person.key, ()))
        days = teams.person_calendar(homes[home].calendar, person, spans)
        return Reader(person.key, home, days, person.nudges_a_week)

    every = (reader(person, home) for person, home in found.values())
    return sorted((one for one in every if one.reachable(turn.now)), key=lambda one: one.person)


async def known(turn: Turn, readers: Mapping[str, Reader]) -> Mapping[str, rules.Person]:
    """Budget, quiet and back-off; three statements."""
    org = await organisations.of(turn.session, turn.org)
    if org is None or not readers:
        return {}
    todays = {person: reader.today(turn) for person, reader in readers.items()}
    first = min(todays.values())
    spent = await store.spent(turn.session, readers, first - timedelta(days=first.isoweekday() - 1))
    mutes = await store.mutes(turn.session, readers)
    backoffs = await store.backoffs(turn.session, readers)
    past: dict[str, dict[str, rules.Past]] = {person: {} for person in readers}
    for (person, ritual), row in backoffs.items():
        past[person][ritual] = rules.Past(row.sent, row.skipped_on, row.asked)
    return {
        person: rules.Person(
            days=spent.get(person, frozenset()),
            a_day=org.nudges_a_day,
            a_week=rules.a_week(org.nudges_a_week, reader.own),
            mutes=mutes.get(person, {}),
            past=past[person],
        )
        for person, reader in readers.items()
    }
