"""When somebody may be written to who did not ask for it: on their own working days, inside the window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from rituals import teams
from rituals.calendar import DAY, NoWorkday, PersonCalendar, window
from rituals.contract import Turn
from storage import memberships, people

LOOK: Final = timedelta(days=60)  # absences are read no further; who is away longer is looked at again then


async def at(turn: Turn, person: str) -> datetime:
    """The first moment from now on at which this person may be written to; now for somebody unknown."""
    return (await moments(turn, [person])).get(person, turn.now)


async def today(turn: Turn, person: str) -> date:
    """The date in the zone of the home team (else the first joined), or of the organisation; in UTC for a stranger."""
    theirs = (await days(turn, [person])).get(person)
    return theirs.day_of(turn.now) if theirs is not None else turn.now.date()


async def moments(turn: Turn, persons: Iterable[str]) -> Mapping[str, datetime]:
    return {person: opening(theirs, turn.now) for person, theirs in (await days(turn, persons)).items()}


def opening(theirs: PersonCalendar, now: datetime) -> datetime:
    try:
        return window(theirs, now)
    except NoWorkday:
        return now + LOOK


async def days(turn: Turn, persons: Iterable[str], since: date | None = None) -> Mapping[str, PersonCalendar]:
    """The days of these persons in the zone of their home team, else of the first they joined; seven statements.

    `since`: with the absences from this day on; else those that aren't over.
    """
    known = await people.people(turn.session, persons)
    first = await memberships.first_teams(turn.session, known)
    nowhere = await teams.of_organisation(turn)
    day = nowhere.day_of(turn.now)
    homes = {person: home_of(row, day) or first.get(person) for person, row in known.items()}
    found = await teams.load(turn, {team for team in homes.values() if team is not None})
    today = turn.now.date()
    away = await people.away(turn.session, known, (since or today) - DAY, today + LOOK)

    def of(person: str, row: people.PersonRow) -> PersonCalendar:
        home = found.get(homes[person] or 0)
        spans = tuple((one.first, one.last) for one in away.get(person, ()))
        return teams.person_calendar(home.calendar if home else nowhere, row, spans)

    return {person: of(person, row) for person, row in known.items()}


async def homes(
    turn: Turn, *, at: Iterable[int] = (), of: Iterable[str] = ()
) -> tuple[Mapping[str, tuple[Any, int]], Mapping[int, teams.Team]]:
    """Person -> their columns and home team; and those teams. Of these people, or of who is in these teams.

    Four statements, however many; only who counts as a member.
    """
    today = (await teams.of_organisation(turn)).day_of(turn.now)
    found: dict[str, tuple[Any, int]] = {}
    for person, team in await memberships.memberships(turn.session, teams=at, people=of):
        found.setdefault(person.key, (person, home_of(person, today) or team))
    known = await teams.load(turn, {home for _person, home in found.values()})
    return {person: one for person, one in found.items() if one[1] in known}, known


def home_of(row: Any, day: date) -> int | None:
    """The team that the person chose as home, as it holds on this day; None leaves it at the first joined."""
    changed = row.next_home is not None and row.changes_on is not None and row.changes_on <= day
    home: int | None = row.next_home if changed else row.home_team
    return home
