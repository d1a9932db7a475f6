"""What a team has planned, as the bot itself knows it: the rehearsal looks here before each day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import or_, select

from bot.demo.cast import Crew
from bot.demo.seed import Seeded
from bot.stage import ZONE, Actor
from rituals import teams
from rituals.calendar import DAY
from rituals.contract import Turn, about
from rituals.teams import Team
from storage import dagstart as store
from storage import people
from storage.dagstart import DagstartDay, DagstartSettings
from storage.house import Timer

AHEAD: Final = 13  # days that are surely planned, whatever the time of night
USUAL: Final = time(9, 0)
INVITES: Final = time(15, 30)
PROMPT, SELECT = "compliment.prompt", "compliment.week"  # timers
LOOK, LOOKED = "alsdan.look", "alsdan.look_close"  # timers too
LIVE: Final = frozenset({"OPEN", "SUMMARISED"})
OFF: Final = frozenset({"SKIPPED", "MISSED"})


@dataclass(frozen=True, slots=True)
class Day:
    """`holiday` is the key of a holiday that takes the place of the dagstart. `present` are those who work then.

    `reminder`, `end` and `close` are right once the card is up.
    """

    day: date
    usual: datetime
    holiday: str = ""
    state: str = ""  # as it is stored; "" where there is no dagstart
    start: datetime | None = None
    reminder: datetime | None = None
    end: datetime | None = None
    close: datetime | None = None
    reminded: bool = False
    host: str | None = None
    invites: datetime | None = None  # when the host is asked
    present: tuple[Actor, ...] = ()
    question: datetime | None = None  # when the team is asked for compliments, unless it read some
    selection: datetime | None = None  # when it reads those of the week
    look: datetime | None = None  # when the team looks back on its agreements, if it has any
    looked: datetime | None = None  # when it reads what came of that

    @property
    def to_come(self) -> bool:
        return self.state == "SCHEDULED"

    @property
    def open(self) -> bool:
        return self.state in LIVE


@dataclass(frozen=True)
class Agenda:
    here: Seeded
    crew: Crew

    async def day(self, day: date) -> Day:
        house = self.here.stage.house
        async with house.turns.reading(house.org) as turn:
            row = await people.team_in(turn.session, self.here.channel(self.crew))
            settings = await store.settings(turn.session, [] if row is None else [row.id])
            if row is None or row.id not in settings:
                return Day(day, datetime.combine(day, USUAL, ZONE))
            team = (await teams.load(turn, [row.id]))[row.id]
            known = await store.days(turn.session, [(team.id, day)])
            found = await self._day(turn, team, settings[team.id], day, known.get((team.id, day)))
            return replace(
                found,
                question=await _on(turn, team, day, PROMPT),
                selection=await _on(turn, team, day, SELECT),
                look=await _on(turn, team, day, LOOK),
                looked=await _on(turn, team, day, LOOKED),
            )

    async def _day(self, turn: Turn, team: Team, settings: DagstartSettings, day: date, row: DagstartDay | None) -> Day:
        calendar, on = team.calendar, f"{day.isoweekday()}" in settings.days
        usual = calendar.at(day, settings.clock)
        if row is None or row.state in OFF or (row.state == "SCHEDULED" and not _occurs(team, settings, day)):
            return Day(day, usual, calendar.holidays.on(day.year).get(day, "") if on else "")
        members = (await teams.members(turn, {team.id: team}, day))[team.id]
        working = {one.person for one in members if one.calendar.is_workday(day)}
        return Day(
            day=day,
            usual=usual,
            state=row.state,
            start=row.starts_at,
            reminder=row.starts_at + timedelta(minutes=round(row.minutes * 2 / 3)),
            end=row.ends_at,
            close=row.closes_at,
            reminded=row.reminded,
            host=row.host,
            invites=calendar.at(calendar.previous_workday(day), INVITES),
            present=tuple(actor for name in self.crew.people if (actor := self.here.actor(name)).id in working),
        )

    async def after(self, day: date, until: date | None = None) -> Day | None:
        """The next dagstart after this day, and not after `until`; None when none is planned."""
        last = until or day + AHEAD * DAY
        for ahead in range(1, (last - day) // timedelta(days=1) + 1):
            found = await self.day(day + ahead * DAY)
            if found.to_come:
                return found
        return None


async def _on(turn: Turn, team: Team, day: date, timer: str) -> datetime | None:
    """When it is planned, if that is on this day."""
    its = or_(Timer.about == about(team.id), Timer.about.startswith(about(team.id, "")))
    due = await turn.session.scalars(select(Timer.due_at).where(Timer.name == timer, its).order_by(Timer.due_at))
    return next((each for each in due if team.calendar.day_of(each) == day), None)


def _occurs(team: Team, settings: DagstartSettings, day: date) -> bool:
    """As the bot sees it at the start."""
    running = team.active and not settings.leaderless
    on = f"{day.isoweekday()}" in settings.days and (settings.paused_until is None or day >= settings.paused_until)
    return running and on and team.calendar.is_workday(day)
