"""Where a flag goes: to a meeting that is on, or to the next that is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rituals import teams
from rituals.calendar import DAY
from rituals.contract import Event, Turn, team_of
from rituals.klantpet import flag_forms, planning, rules
from rituals.klantpet.rules import AHEAD_OF, UNDER_WAY, State
from rituals.klantpet.subjects import id_of
from rituals.teams import Team
from storage import klantpet as store
from storage import klantpet_flags as flag_store
from storage.klantpet import Meeting, MeetingDay

QUIET: Final = "q"  # behind a meeting at which a flag stands without its text
NOWHERE: Final = "-"


@dataclass(frozen=True, slots=True)
class Ground:
    """A team's meetings, and those of its occurrences that are on or come within ten working days."""

    team: Team
    meetings: Mapping[int, Meeting]
    rows: Sequence[MeetingDay]
    now: datetime
    limit: date

    @property
    def today(self) -> date:
        return self.team.calendar.day_of(self.now)

    def under_way(self, about: str) -> list[MeetingDay]:
        """All of them, or the one that is named."""
        some = [row for row in self.rows if State(row.state) in UNDER_WAY and row.meeting in self.meetings]
        return [row for row in some if row.id == id_of(about)] or some

    def stands(self, about: str) -> str:
        """Where a flag about this goes now. Its form keeps it, and so can tell that it goes elsewhere by then."""
        if some := self.under_way(about):
            return ",".join(sorted(f"{row.id}{QUIET * self.quiet(row)}" for row in some))
        ahead = self.next()
        return f"{ahead[0].id}@{ahead[1].isoformat()}" if ahead else NOWHERE

    def quiet(self, row: MeetingDay) -> bool:
        return flag_forms.quiet(row, self.meetings[row.meeting])

    def next(self, *, confidential: bool = False) -> tuple[Meeting, date] | None:
        """The next that is planned where its text may be read, or where it may not; what was called off is none."""
        known = {(row.meeting, row.day): row for row in self.rows}
        found = [
            (start, row.id, day)
            for row in self.meetings.values()
            if row.ended_on is None and row.confidential is confidential
            for day in planning.rhythm(row).days(self.today, self.limit)
            if (start := self._start(row, day, known.get((row.id, day)))) is not None
        ]
        return (self.meetings[min(found)[1]], min(found)[2]) if found else None

    def _start(self, meeting: Meeting, day: date, row: MeetingDay | None) -> datetime | None:
        """None for what isn't held, or has begun."""
        held = State(row.state) in AHEAD_OF if row else planning.held_on(meeting, self.team, day)
        start = row.starts_at if row else self.team.calendar.at(day, meeting.clock)
        return start if held and start > self.now else None


async def ground(turn: Turn, event: Event, *, held: bool = False) -> Ground:
    """`held`: in line behind whatever checks in, so that what waits isn't overlooked."""
    key = team_of(event.about) or 0
    team = (await teams.load(turn, [key]))[key]
    today = team.calendar.day_of(turn.now)
    limit = rules.waits_until(team.calendar, today)
    meetings = dict(await _meetings(turn, key, today, held=held))
    rows = await store.between(turn.session, [key], today - DAY, limit, held=held)
    return Ground(team, meetings, rows, turn.now, limit)


async def _meetings(turn: Turn, team: int, today: date, *, held: bool) -> Mapping[int, Meeting]:
    """With those that somebody started on the spot."""
    if held:
        return await store.hold_of_teams(turn.session, [team], today - DAY)
    return await flag_store.meetings_of(turn.session, team, today - DAY)
