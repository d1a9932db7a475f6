"""The occurrences to come: planned two weeks ahead, and brought in line with their meetings and the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from rituals import reach, teams
from rituals.calendar import DAY, Calendar
from rituals.contract import Due, Turn, about
from rituals.klantpet import holding, rules, timeline
from rituals.klantpet.recurrence import Repeats, Rhythm
from rituals.klantpet.rules import AHEAD_OF, Facts, Happens, State
from rituals.klantpet.subjects import subject
from rituals.shown import Place
from rituals.teams import Team
from storage import klantpet as store
from storage import klantpet_flags as flag_store
from storage.klantpet import Key, Meeting, MeetingDay

PLAN: Final = "klantpet.plan"
NIGHT: Final = time(4, 20)  # local: after the hour in which clocks change
AHEAD: Final = timedelta(days=14)
YEAR: Final = timedelta(days=366)
SLIP: Final = timedelta(minutes=10)  # before anybody reads that no meeting is left: whoever saved it can put it right
OUT: Final = frozenset({State.SKIPPED, State.STOPPED})  # by the plan itself, so it can come back
PLANS: Final = frozenset({*AHEAD_OF, *OUT})  # what the plan may still change


def rhythm(row: Meeting) -> Rhythm:
    return Rhythm(Repeats(row.repeats), row.first)


def held_on(row: Meeting, team: Team, day: date) -> bool:
    """Whether the cap comes along on this day of its rhythm."""
    return team.active and (row.anyway or team.calendar.is_workday(day))


def coming(row: Meeting, team: Team, now: datetime) -> date | None:
    """The next day on which it is held, within a year, whatever was called off."""
    today = team.calendar.day_of(now)
    days = (day for day in rhythm(row).days(today, today + YEAR) if held_on(row, team, day))
    return next((day for day in days if team.calendar.at(day, row.clock) > now), None)


# --- every night ------------------------------------------------------------------------------------------------------
async def plan(turn: Turn, due: Sequence[Due]) -> None:
    found = await teams.load(turn, teams.named_by(due))
    await plan_ahead(turn, found)
    for facts in found.values():
        next_plan(turn, facts)


def next_plan(turn: Turn, team: Team) -> None:
    moment = team.calendar.at(team.calendar.day_of(turn.now), NIGHT)
    tomorrow = team.calendar.at(team.calendar.day_of(turn.now) + DAY, NIGHT)
    turn.at(PLAN, about(team.id), moment if moment > turn.now else tomorrow)


# --- the plan ---------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Plan:
    """What becomes of occurrences, gathered before any of it is told."""

    teams: Mapping[int, Team]
    meetings: Mapping[int, Meeting]
    before: Mapping[int, time]
    moved: list[MeetingDay] = field(default_factory=list)  # with other timers than they had
    asked: list[tuple[str | None, MeetingDay]] = field(default_factory=list)  # whose invitation reads differently
    gone: list[MeetingDay] = field(default_factory=list)
    told: list[tuple[str, MeetingDay]] = field(default_factory=list)  # who reads so in private

    def running(self) -> list[Meeting]:
        return [row for row in self.meetings.values() if row.ended_on is None]

    def calendar(self, row: Meeting | MeetingDay) -> Calendar:
        return self.teams[row.team].calendar

    def held(self, row: MeetingDay) -> bool:
        return held_on(self.meetings[row.meeting], self.teams[row.team], row.day)

    def wanted(self, now: datetime) -> dict[Key, datetime]:
        """When each of the days of their rhythms begins, as far as it lies ahead."""
        found = {}
        for row in self.running():
            today = self.calendar(row).day_of(now)
            for day in rhythm(row).days(today, today + AHEAD):
                if (start := self.calendar(row).at(day, row.clock)) > now:
                    found[row.id, day] = start
        return found


async def plan_ahead(turn: Turn, found: Mapping[int, Team], before: Mapping[int, time] | None = None) -> None:
    """Six statements, however many teams and meetings. `before`: the clock time of those that were just changed."""
    todays = [team.calendar.day_of(turn.now) for team in found.values()]
    if not todays:
        return
    await turn.session.flush()
    meetings = await store.hold_of_teams(turn.session, found, min(todays))
    plan = Plan(found, meetings, before or {})
    _end_what_was_held_once(turn, plan)
    rows = await store.between(turn.session, found, min(todays), max(todays) + AHEAD, held=True)
    wanted = plan.wanted(turn.now)
    for row in rows:
        _bring_in_line(turn, plan, row, wanted.pop((row.meeting, row.day), None))
    _add(turn, plan, wanted)
    await _settle(turn, plan)
    for team in await flag_store.teams_waiting(turn.session, found):
        turn.at(holding.LAPSE, about(team), turn.now + SLIP)


def _end_what_was_held_once(turn: Turn, plan: Plan) -> None:
    """So that there is room for others."""
    for row in plan.running():
        today = plan.calendar(row).day_of(turn.now)
        if Repeats(row.repeats) is Repeats.ONCE and row.first < today:
            row.ended_on = today


def _add(turn: Turn, plan: Plan, wanted: Mapping[Key, datetime]) -> None:
    """A free day is skipped without a word: whose turn it would be keeps it."""
    for (key, day), start in wanted.items():
        meeting = plan.meetings[key]
        if not plan.teams[meeting.team].active:
            continue
        row = MeetingDay(team=meeting.team, meeting=key, day=day, starts_at=start, minutes=meeting.minutes)
        row.state = (State.PLANNED if plan.held(row) else State.SKIPPED).value
        row.asked = []
        plan.moved.append(row)
        turn.session.add(row)


# --- what was planned before ------------------------------------------------------------------------------------------
def _bring_in_line(turn: Turn, plan: Plan, row: MeetingDay, start: datetime | None) -> None:
    """What has begun, or would have begun by now, stays as it is."""
    if State(row.state) not in PLANS or row.starts_at <= turn.now:
        return
    meeting = plan.meetings.get(row.meeting)
    if meeting is None:
        return
    if meeting.ended_on is not None or not any(rhythm(meeting).days(row.day, row.day)):
        _drop(turn, plan, row)
    elif not plan.held(row):
        _skip(turn, plan, row)
    elif State(row.state) in OUT or _follows(turn, plan, row):
        _move(turn, plan, row, meeting, start)


def _drop(turn: Turn, plan: Plan, row: MeetingDay) -> None:
    """It is no day of its meeting any more. What nobody knows of yet leaves no trace."""
    if State(row.state) in (State.PLANNED, State.SKIPPED):
        row.state = State.SKIPPED.value
        plan.gone.append(row)
    elif State(row.state) is not State.STOPPED:
        _over(turn, plan, row, State.STOPPED, told=True)


def _skip(turn: Turn, plan: Plan, row: MeetingDay) -> None:
    after = rules.after(State(row.state), Happens.FREE_DAY, Facts())
    if after is not None:
        _over(turn, plan, row, after, told=plan.teams[row.team].active)


def _over(turn: Turn, plan: Plan, row: MeetingDay, state: State, *, told: bool) -> None:
    """`told`: whoever was asked to wear the cap, or had agreed, reads that there is nothing to wear it at."""
    plan.moved.append(row)
    plan.asked.append((row.wearer, row))
    if told and row.wearer is not None and row.invite_at is not None and row.invite_at <= turn.now:
        plan.told.append((row.wearer, row))
    row.state, row.wearer, row.invite_at, row.delivered_at = state.value, None, None, None
    row.asked, row.passed, row.ends_by = [], 0, None
    holding.changed(turn, row)


def _follows(turn: Turn, plan: Plan, row: MeetingDay) -> bool:
    """Whether its meeting's clock time holds for it: of today's, only where nobody moved it by itself."""
    if row.day != plan.calendar(row).day_of(turn.now):
        return True
    clock = plan.before.get(row.meeting)
    return clock is not None and row.starts_at == plan.calendar(row).at(row.day, clock)


def _move(turn: Turn, plan: Plan, row: MeetingDay, meeting: Meeting, start: datetime | None) -> None:
    """Also what was skipped on a day that is none any more."""
    if start is None:
        return
    as_it_was = (row.state, row.starts_at, row.minutes)
    if State(row.state) in OUT:
        row.state = State.PLANNED.value
        turn.changed(holding.AWAY, subject(row))
    row.starts_at, row.minutes = start, meeting.minutes
    if as_it_was != (row.state, start, meeting.minutes):
        plan.moved.append(row)
        plan.asked.append((row.wearer, row))


# --- what follows -----------------------------------------------------------------------------------------------------
async def _settle(turn: Turn, plan: Plan) -> None:
    """Once all of them have their ids: their timers, and the invitations that read differently now."""
    await turn.session.flush()
    for row in (*plan.moved, *plan.gone):
        timeline.plan(turn, row, plan.meetings[row.meeting], plan.calendar(row))
    await holding.reword(turn, plan.asked)
    await _tell(turn, plan)
    for row in plan.gone:
        await turn.session.delete(row)


async def _tell(turn: Turn, plan: Plan) -> None:
    """In their own time, while it still is to come for them."""
    moments = await reach.moments(turn, sorted({person for person, _row in plan.told})) if plan.told else {}
    for person, row in plan.told:
        moment = moments.get(person, turn.now)
        if moment < row.starts_at:
            turn.show(holding.AWAY, subject(row), Place(person=person, after=moment))
