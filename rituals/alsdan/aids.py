"""Reminders of agreements: one on the board of a day, or a line in the channel at a time that the team chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from rituals import teams
from rituals.alsdan import rules
from rituals.alsdan.fading import WEEK, comes_on, days_due, days_of, level, monday, weekday_of
from rituals.alsdan.rules import RUNNING, State
from rituals.alsdan.subjects import DAGSTART, FIXED, reminder
from rituals.calendar import DAY, Calendar
from rituals.contract import Due, Turn, about, team_of
from rituals.facts import BoardDays, BoardsBetween, BoardsOpened
from rituals.shown import Message, Place, Text
from rituals.teams import Team
from storage import alsdan as store
from storage import alsdan_look as look_store
from storage.alsdan import Agreement

TIMER: Final = "alsdan.aid"
WITHOUT_BOARD: Final = (1, 4), time(9, 0)  # ISO Monday and Thursday, local: for a team that has no dagstart that week
WEEKS: Final = 9  # how far ahead a week with a day for it is looked for: as far as rules.FAR

Key = tuple[int, date]


def in_turn(rows: Iterable[Agreement], newest: Mapping[int, date]) -> Agreement | None:
    """Of several that are due on one day, the one that was recalled longest ago."""
    return min(rows, key=lambda row: (newest.get(row.id, date.min), row.id), default=None)


def due_on(row: Agreement, day: date, days: Sequence[date], newest: date | None, taken: Collection[date] = ()) -> bool:
    """`days` are those of the day's week on which a reminder can come; on those `taken` another one came."""
    return comes_on(_level(row, day), day, days, newest, taken, row.since)


def _level(row: Agreement, day: date) -> int:
    began = row.aids_from or row.activated_on or day
    return level(began, day, restarting=State(row.state) is State.RESTARTING)


# --- on the board -----------------------------------------------------------------------------------------------------
async def boards_opened(turn: Turn, fact: BoardsOpened) -> None:
    """What stands on a board is chosen when it opens, and stays as it is however often the card is drawn."""
    ids = {team for team, _day in fact.boards}
    rows = await _running(turn, ids, (DAGSTART,))
    if not rows:
        return
    found, on = await teams.load(turn, rows), await _board_days(turn, rows)
    newest = await look_store.reminded(turn.session, [row.id for some in rows.values() for row in some])
    taken = await look_store.taken(turn.session, rows, monday(min(day for _team, day in fact.boards)))
    chosen = [
        (team, row.id, day, True)
        for team, day in fact.boards
        if team in found and day not in taken.get(team, ())
        for days in (_days_with_board(found[team].calendar, day, on.get(team, "")),)
        if (row := _in_turn(rows[team], day, days, newest, taken.get(team, ()))) is not None
    ]
    await look_store.remind(turn.session, turn.org, chosen)


def _in_turn(
    rows: Iterable[Agreement], day: date, days: Sequence[date], newest: Mapping[int, date], taken: Collection[date]
) -> Agreement | None:
    return in_turn([row for row in rows if due_on(row, day, days, newest.get(row.id), taken)], newest)


def _days_with_board(calendar: Calendar, day: date, weekdays: str) -> list[date]:
    return [each for each in days_of(calendar, day) if str(each.isoweekday()) in weekdays or each == day]


async def _board_days(turn: Turn, ids: Iterable[int]) -> Mapping[int, str]:
    return {team: days for one in await turn.tell(BoardDays(tuple(sorted(ids)))) for team, days in one.items()}


async def _running(turn: Turn, ids: Iterable[int], kinds: Sequence[str]) -> Mapping[int, Sequence[Agreement]]:
    """The agreements of these kinds by team; teams without any aren't in it."""
    found: dict[int, list[Agreement]] = {}
    for row in (await store.of_teams(turn.session, ids, RUNNING)).values():
        if row.aid in kinds:
            found.setdefault(row.team, []).append(row)
    return found


# --- in the channel ---------------------------------------------------------------------------------------------------
async def plan(turn: Turn, ids: Iterable[int]) -> None:
    """For each team the next line, as its agreements are now."""
    wanted = sorted(set(ids))
    rows = await _running(turn, wanted, (DAGSTART, FIXED))
    for team, facts in (await teams.load(turn, wanted)).items():
        mine = rows.get(team, ())
        several = sum(row.aid == DAGSTART for row in mine) > 1
        coming = (_coming(row, facts.calendar, turn.now, waits=several and row.aid == DAGSTART) for row in mine)
        turn.at(TIMER, about(team), min(filter(None, coming), default=turn.now + rules.FAR))


async def late(turn: Turn, due: Sequence[Due]) -> None:
    await plan(turn, teams.named_by(due))


def _when(row: Agreement, calendar: Calendar) -> tuple[tuple[int, ...], time]:
    """On which ISO weekdays, and at what local time, a line of this agreement can come."""
    if row.aid == FIXED and row.weekday is not None and row.clock is not None:
        return (weekday_of(row.weekday, calendar.workdays),), row.clock
    return WITHOUT_BOARD


def _possible(row: Agreement, calendar: Calendar, day: date) -> list[date]:
    weekdays, _clock = _when(row, calendar)
    return [each for each in days_of(calendar, day) if each.isoweekday() in weekdays]


def _coming(row: Agreement, calendar: Calendar, now: datetime, *, waits: bool) -> datetime | None:
    """`waits`: one of several that come in turn may come on any day on which one of them can."""
    first, (_weekdays, clock) = monday(calendar.day_of(now)), _when(row, calendar)
    for ahead in range(WEEKS):
        begins = first + ahead * WEEK
        possible = _possible(row, calendar, begins)
        for day in possible if waits else days_due(_level(row, begins + WEEK - DAY), possible):
            if (moment := calendar.at(day, clock)) > now:
                return moment
    return None


async def remind(turn: Turn, due: Sequence[Due]) -> None:
    """Of those who have a board this week, only what has a time of its own."""
    found = await teams.load(turn, teams.named_by(due))
    rows = await _running(turn, found, (DAGSTART, FIXED))
    newest = await look_store.reminded(turn.session, [row.id for some in rows.values() for row in some])
    taken = await look_store.taken(turn.session, rows, (turn.now - WEEK).date())
    boards = await _with_boards(turn, found)
    given: list[tuple[int, int, date, bool]] = []
    for one in due:
        team = found.get(team_of(one.about) or 0)
        if team is not None and team.active:
            waiting = [row for row in rows.get(team.id, ()) if row.aid != DAGSTART or team.id not in boards]
            for row in _now(waiting, team, one.at, newest, taken.get(team.id, ())):
                turn.say(Place(channel=team.channel), Message((Text(reminder(row)),)))
                given.append((team.id, row.id, team.calendar.day_of(one.at), False))
    await look_store.remind(turn.session, turn.org, given)
    await plan(turn, found)


def _now(
    rows: Iterable[Agreement], team: Team, at: datetime, newest: Mapping[int, date], taken: Collection[date]
) -> list[Agreement]:
    """What has this time of its own; and, of what has none, one in turn."""
    local, calendar = team.calendar.local(at), team.calendar
    day = local.date()
    some = [row for row in rows if _when(row, calendar)[1] == local.time()]
    timed = [row for row in some if row.aid == FIXED and _is_due(row, day, calendar, newest, ())]
    others = [row for row in some if row.aid == DAGSTART and day not in taken]
    rest = in_turn([row for row in others if _is_due(row, day, calendar, newest, taken)], newest)
    return timed if rest is None else [*timed, rest]


def _is_due(row: Agreement, day: date, calendar: Calendar, newest: Mapping[int, date], taken: Collection[date]) -> bool:
    return due_on(row, day, _possible(row, calendar, day), newest.get(row.id), taken)


async def _with_boards(turn: Turn, found: Mapping[int, Team]) -> set[int]:
    """The teams with a board in this week."""
    begins = {team: monday(facts.calendar.day_of(turn.now)) for team, facts in found.items()}
    if not begins:
        return set()
    fact = BoardsBetween(tuple(begins), min(begins.values()), max(begins.values()) + WEEK - DAY)
    held: set[Key] = {key for one in await turn.tell(fact) for key in one}
    return {team for team, day in held if begins[team] <= day < begins[team] + WEEK}
