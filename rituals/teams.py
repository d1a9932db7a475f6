"""Teams with their calendars, as rituals use them: read for many at once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from rituals.calendar import Calendar, Holidays, PersonCalendar
from rituals.contract import Due, Turn, team_of
from storage import organisations
from storage import people as store

BUNDLE: Final = time(8, 45)  # when the one message of the day goes out, unless the organisation chose otherwise
HORIZON = timedelta(days=60)  # absences are read this far around a day: longer than any deadline or draw looks


@dataclass(frozen=True, slots=True)
class Team:
    id: int
    channel: str
    name: str
    language: str
    active: bool
    calendar: Calendar
    bundle: time = BUNDLE


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a team, with the days on which this person works."""

    person: str
    name: str
    joined_on: date
    seasoned: bool
    calendar: PersonCalendar


@dataclass(frozen=True, slots=True)
class Leads:
    leads: tuple[str, ...]
    deputies: tuple[str, ...]

    def stand_ins(self, away: Container[str]) -> tuple[str, ...]:
        """Deputies have the leads' rights while any lead is among those who are `away`, or there is no lead."""
        return self.deputies if not self.leads or any(lead in away for lead in self.leads) else ()


def named_by(due: Iterable[Due]) -> list[int]:
    return [team for one in due if (team := team_of(one.about)) is not None]


async def load(turn: Turn, ids: Iterable[int]) -> Mapping[int, Team]:
    """Three statements, however many teams."""
    wanted = sorted(set(ids))
    rows = await store.teams(turn.session, wanted)
    free = await store.free_days(turn.session, wanted)
    org = await organisations.of(turn.session, turn.org)
    if org is None:
        return {}
    return {key: _team(row, org, free.get(key, frozenset())) for key, row in rows.items()}


def _team(row: store.Team, org: organisations.Organisation, free: frozenset[date]) -> Team:
    calendar = Calendar(
        zone=row.timezone or org.timezone,
        workdays=frozenset(int(each) for each in row.workdays),
        holidays=holidays(org.holidays),
        free=free,
        opens=org.window_first,
        ends=org.window_last,
    )
    return Team(
        row.id, row.channel, row.name, row.language or org.language, row.state == "ACTIVE", calendar, org.bundle_time
    )


async def of_organisation(turn: Turn) -> Calendar:
    """The days, zone and hours of the organisation: of who, and of what, is in no team."""
    org = await organisations.of(turn.session, turn.org)
    return nowhere(org) if org is not None else Calendar()


def nowhere(org: organisations.Organisation) -> Calendar:
    """The days of who is in no team: the organisation's."""
    return Calendar(zone=org.timezone, holidays=holidays(org.holidays), opens=org.window_first, ends=org.window_last)


def holidays(switches: Mapping[str, Any]) -> Holidays:
    """From the organisation's row: names switched off and on, extra days as ISO dates."""
    return Holidays(
        off=frozenset(switches.get("off", ())),
        also=frozenset(switches.get("on", ())),
        extra=frozenset(date.fromisoformat(each) for each in switches.get("extra", ())),
        liberation_day=switches.get("liberation_day", "lustrum"),
    )


async def members(turn: Turn, teams: Mapping[int, Team], around: date) -> Mapping[int, Sequence[Member]]:
    """Two statements, however many teams; absences as far as HORIZON around this day."""
    rows = await store.members(turn.session, teams)
    people = {person.key for _, person in rows}
    away = await store.away(turn.session, people, around - HORIZON, around + HORIZON)
    found: dict[int, list[Member]] = {team: [] for team in teams}
    for member, person in rows:
        spans = tuple((a.first, a.last) for a in away.get(person.key, ()))
        calendar = person_calendar(teams[member.team].calendar, person, spans)
        found[member.team].append(Member(person.key, person.name, member.joined_on, member.seasoned, calendar))
    return found


def person_calendar(team: Calendar, person: Any, spans: tuple[tuple[date, date], ...]) -> PersonCalendar:
    """`person` has the columns of a person's week: now, and from when which other."""
    changes_on = person.changes_on if person.next_pattern is not None else None
    return PersonCalendar(
        team, week(person.pattern), spans, changes_on=changes_on, next_workdays=week(person.next_pattern)
    )


def week(pattern: str | None) -> frozenset[int] | None:
    """From ISO weekdays as stored, “124”; None for the team's own."""
    return frozenset(int(each) for each in pattern) if pattern else None


async def leads(turn: Turn, ids: Iterable[int]) -> Mapping[int, Leads]:
    """One statement, however many teams."""
    wanted = sorted(set(ids))
    found: dict[int, dict[str, list[str]]] = {team: {"lead": [], "deputy": []} for team in wanted}
    for row in await store.roles(turn.session, wanted):
        found[row.team][row.role].append(row.person)
    return {team: Leads(tuple(by["lead"]), tuple(by["deputy"])) for team, by in found.items()}


async def leads_in(turn: Turn, person: str, team: Team) -> bool:
    """Whether this person has a lead's rights there today."""
    return bool(await led_by(turn, person, {team.id: team}, await leads(turn, [team.id])))


async def led_by(turn: Turn, person: str, teams: Mapping[int, Team], roles: Mapping[int, Leads]) -> frozenset[int]:
    """Those of these teams in which this person has a lead's rights today. One statement, however many teams."""
    others = {lead for held in roles.values() if person in held.deputies for lead in held.leads}
    today = {team: facts.calendar.day_of(turn.now) for team, facts in teams.items()}
    span = sorted(today.values())
    absences = await store.away(turn.session, others, span[0], span[-1]) if span else {}

    def leads_in(team: int) -> bool:
        away = {who for who, some in absences.items() if any(a.first <= today[team] <= a.last for a in some)}
        return person in roles[team].leads or person in roles[team].stand_ins(away)

    return frozenset(team for team in teams if leads_in(team))
