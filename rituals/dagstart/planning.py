"""The days to come: planned each night, two weeks ahead, on the clock of each team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from rituals import inviting
from rituals.calendar import DAY, NoWorkday
from rituals.contract import Due, Turn, about
from rituals.dagstart import messages, rota, rules
from rituals.dagstart.days import Ground, ground, subject
from rituals.dagstart.rules import State
from rituals.shown import Place
from rituals.teams import Team, named_by
from rituals.words import _
from storage import dagstart as store
from storage import people
from storage.dagstart import DagstartDay, DagstartWeek

NIGHT: Final = time(4, 0)  # after the hour in which clocks change
BROOM: Final = time(4, 10)


async def plan(turn: Turn, due: Sequence[Due]) -> None:
    found = await ground(turn, named_by(due), held=True)
    await _mind_leads(turn, found)
    await rota.release_idle(turn, found)
    await plan_ahead(turn, found)
    for team in found.teams.values():
        next_plan(turn, team)


def plant(turn: Turn, team: Team) -> None:
    """Plants the timers of a new team. Each plans its own next one: a late one never takes the place of another."""
    next_plan(turn, team)
    next_expiry(turn, team)
    next_draw(turn, team)


def next_plan(turn: Turn, team: Team) -> None:
    turn.at("dagstart.plan", about(team.id), _next(turn, team, NIGHT))


def next_expiry(turn: Turn, team: Team) -> None:
    turn.at("dagstart.expire", about(team.id), _next(turn, team, BROOM))


def next_draw(turn: Turn, team: Team) -> None:
    """On the next day of the team's own; where none is in sight, it is looked for again tomorrow."""
    moment = _next(turn, team, inviting.draw_at(team.bundle))
    day = team.calendar.day_of(moment)
    try:
        day = day if team.calendar.is_workday(day) else team.calendar.next_workday(day)
    except NoWorkday:
        day = team.calendar.day_of(turn.now) + DAY
    turn.at("dagstart.draw", about(team.id), team.calendar.at(day, inviting.draw_at(team.bundle)))


def _next(turn: Turn, team: Team, clock: time) -> datetime:
    today = team.calendar.day_of(turn.now)
    moment = team.calendar.at(today, clock)
    return moment if moment > turn.now else team.calendar.at(today + DAY, clock)


async def plan_ahead(turn: Turn, found: Ground) -> None:
    """Brings the planned days in line with the settings, as far as they have not opened and lie ahead."""
    todays = {team: found.today(turn, team) for team, facts in found.teams.items() if facts.active}
    if not todays:
        return
    last = max(todays.values()) + timedelta(days=rules.AHEAD)
    known = await store.starts(turn.session, todays, min(todays.values()), last)
    other: list[store.Key] = []
    for team, today in todays.items():
        for day in rules.ahead(today):
            start = _start(found, team, day)
            if (team, day) not in known:
                _plan(turn, team, day, start)
            elif known[team, day] != start:
                other.append((team, day))
    await _move(turn, found, other)


def _start(found: Ground, team: int, day: date) -> datetime | None:
    rhythm = found.rhythm(team)
    return found.teams[team].calendar.at(day, rhythm.clock) if rhythm.planned(day) else None


def _plan(turn: Turn, team: int, day: date, start: datetime | None) -> None:
    if start is not None and start > turn.now:
        turn.session.add(DagstartDay(team=team, day=day, starts_at=start))
        turn.at("dagstart.open", about(team, day.isoformat()), start)


async def _move(turn: Turn, found: Ground, keys: Sequence[store.Key]) -> None:
    """What has opened, or would have to open in the past, keeps its time."""
    gone: list[DagstartDay] = []
    moved: list[str] = []
    for row in (await store.hold_many(turn.session, keys)).values() if keys else ():
        start = _start(found, row.team, row.day)
        if State(row.state) is not State.SCHEDULED or row.starts_at <= turn.now:
            continue
        if start is None:
            turn.cancel("dagstart.open", subject(row))
            gone.append(row)
        elif start > turn.now:
            row.starts_at = start
            moved.append(rota.invite_subject(row))
            turn.at("dagstart.open", subject(row), start)
    await rota.reword(turn, moved)
    await rota.release(turn, gone)
    for row in gone:
        await turn.session.delete(row)


# --- teams without a lead ---------------------------------------------------------------------------------------------
async def _mind_leads(turn: Turn, found: Ground) -> None:
    """Twenty working days without a lead: the dagstart pauses, and the channel reads so once."""
    rows = await people.teams(turn.session, found.teams)
    for team, row in rows.items():
        mine, facts = found.settings[team], found.teams[team]
        since = row.no_lead_since
        alone = since is not None and _workdays_since(facts, since, found.today(turn, team)) >= rules.LEADERLESS
        if alone and not mine.leaderless and facts.active:
            text = _("The day start is paused until there is a team lead.")
            turn.say(Place(channel=facts.channel), messages.line(text))
        mine.leaderless = alone


def _workdays_since(team: Team, since: date, today: date) -> int:
    return len(team.calendar.workdays_between(since + DAY, today))


# --- what is kept, and for how long -----------------------------------------------------------------------------------
async def expire(turn: Turn, due: Sequence[Due]) -> None:
    """Days go by whole weeks, and leave their totals; what they held of people has gone before."""
    found = await ground(turn, named_by(due))
    if not found.teams:
        return
    for team in found.teams.values():
        next_expiry(turn, team)
    today = min(found.today(turn, team) for team in found.teams)
    before = today - rules.KEPT
    monday = before - timedelta(days=before.isoweekday() - 1)
    old = await store.old_days(turn.session, found.teams, monday)
    turn.session.add_all(_totals(old))
    await store.drop_days(turn.session, found.teams, monday)


def _totals(rows: Sequence[DagstartDay]) -> list[DagstartWeek]:
    weeks: dict[tuple[int, int, int], list[DagstartDay]] = {}
    for row in rows:
        year, week, _day = row.day.isocalendar()
        weeks.setdefault((row.team, year, week), []).append(row)
    return [_week(*key, some) for key, some in sorted(weeks.items())]


def _week(team: int, year: int, week: int, rows: Sequence[DagstartDay]) -> DagstartWeek:
    states: Mapping[str, int] = {state.value: sum(row.state == state.value for row in rows) for state in State}
    return DagstartWeek(
        team=team,
        year=year,
        week=week,
        planned=len(rows),
        held=states["CLOSED"],
        skipped=states["SKIPPED"],
        missed=states["MISSED"],
        compliments=sum(row.compliments for row in rows),
        improvements=sum(row.improvements for row in rows),
        contributions=sum(row.contributions for row in rows),
    )
