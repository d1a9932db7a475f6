"""When somebody may be written to who did not ask for it: on their own working days, inside the window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from rituals import teams
from rituals.calendar import DAY, Calendar, NoWorkday, PersonCalendar, window
from rituals.contract import Turn
from storage import people
from storage.people import Member

LOOK: Final = timedelta(days=60)  # absences are read no further; who is away longer is looked at again then


async def at(turn: Turn, person: str) -> datetime:
    """The first moment from now on at which this person may be written to; now for somebody unknown."""
    return (await moments(turn, [person])).get(person, turn.now)


async def moments(turn: Turn, persons: Iterable[str]) -> Mapping[str, datetime]:
    return {person: _opening(theirs, turn.now) for person, theirs in (await days(turn, persons)).items()}


def _opening(theirs: PersonCalendar, now: datetime) -> datetime:
    try:
        return window(theirs, now)
    except NoWorkday:
        return now + LOOK


async def days(turn: Turn, persons: Iterable[str]) -> Mapping[str, PersonCalendar]:
    """The days of these persons in the zone of their home team, else of the first they joined; seven statements."""
    known = await people.people(turn.session, persons)
    first = await _first_teams(turn, known)
    homes = {person: row.home_team or first.get(person) for person, row in known.items()}
    found = await teams.load(turn, {team for team in homes.values() if team is not None})
    today = turn.now.date()
    away = await people.away(turn.session, known, today - DAY, today + LOOK)
    nowhere = await _nowhere(turn)

    def of(person: str, pattern: str | None) -> PersonCalendar:
        home = found.get(homes[person] or 0)
        spans = tuple((one.first, one.last) for one in away.get(person, ()))
        week = frozenset(int(each) for each in pattern) if pattern else None
        return PersonCalendar(home.calendar if home else nowhere, week, spans)

    return {person: of(person, row.pattern) for person, row in known.items()}


async def _first_teams(turn: Turn, persons: Iterable[str]) -> Mapping[str, int]:
    mine = select(Member.person, Member.team).where(Member.person.in_(sorted(persons)))
    found: dict[str, int] = {}
    for person, team in await turn.session.execute(mine.order_by(Member.joined_on, Member.id)):
        found.setdefault(person, team)
    return found


async def _nowhere(turn: Turn) -> Calendar:
    org = await people.organisation(turn.session, turn.org)
    return teams.nowhere(org) if org else Calendar()
