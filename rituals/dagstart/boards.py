"""What other rituals ask and tell about boards: where something lands, and that something on one is another now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from rituals.contract import Turn
from rituals.dagstart import rules
from rituals.dagstart.board import tallies
from rituals.dagstart.days import Ground, ground, reword_others, touch
from rituals.dagstart.rules import FINAL, LIVE, State
from rituals.dagstart.timeline import keep_totals, sum_up_if_due
from rituals.facts import BoardDays, BoardsBetween, BoardsChanged, BoardsHeld, FiguresIn, Landing
from storage import dagstart as store
from storage.dagstart import DagstartDay, Key


async def held(turn: Turn, fact: BoardsHeld) -> Mapping[int, Landing]:
    """Today's boards and those asked for, locked by id; where there is none today, the settings are."""
    found = await ground(turn, fact.teams)
    todays = {team: found.today(turn, team) for team in found.teams}
    rows = await store.hold_many(turn.session, {*todays.items(), *fact.also})
    if without := [team for team, day in todays.items() if (team, day) not in rows]:
        await store.hold_settings(turn.session, without)
        rows = await store.hold_many(turn.session, {*todays.items(), *fact.also})
    return {team: _landing(turn, found, rows.get((team, day)), (team, day)) for team, day in todays.items()}


def _landing(turn: Turn, found: Ground, row: DagstartDay | None, key: Key) -> Landing:
    team, today = key
    if row is None:
        return Landing(today)
    state = State(row.state)
    occurs = found.rhythm(team).occurs(today, found.teams[team].calendar)
    ahead = state is State.SCHEDULED and occurs and row.starts_at + rules.STILL > turn.now
    return Landing(today, board=state in LIVE, ahead=ahead)


async def changed(turn: Turn, fact: BoardsChanged) -> None:
    """Cards are drawn again; the first contribution after the live part brings the summary, and totals stay true."""
    held = (await store.hold_many(turn.session, fact.boards)).values()
    rows = [row for row in held if State(row.state) is not State.SCHEDULED]  # what is still to open shows it then
    await sum_up_if_due(turn, [row for row in rows if State(row.state) in LIVE])
    over = [row for row in rows if State(row.state) in FINAL]
    counted = await tallies(turn, over) if over else {}
    for row in rows:
        touch(turn, row)
        reword_others(turn, row)
        if (row.team, row.day) in counted:
            keep_totals(row, counted[row.team, row.day])


async def days(turn: Turn, fact: BoardDays) -> Mapping[int, str]:
    return {team: mine.days for team, mine in (await store.settings(turn.session, fact.teams)).items()}


async def between(turn: Turn, fact: BoardsBetween) -> Mapping[Key, datetime]:
    found = await ground(turn, fact.teams)
    rows = await store.between(turn.session, fact.teams, fact.first, fact.last)
    return {(row.team, row.day): row.starts_at for row in rows if row.team in found.teams and _takes_place(row, found)}


def _takes_place(row: DagstartDay, found: Ground) -> bool:
    if State(row.state) is State.SCHEDULED:
        return found.rhythm(row.team).occurs(row.day, found.teams[row.team].calendar)
    return State(row.state) not in (State.SKIPPED, State.MISSED)


async def with_figures(turn: Turn, teams: Iterable[int]) -> set[int]:
    """Which of these teams have figures to enter."""
    return {team for some in await turn.tell(FiguresIn(tuple(sorted(set(teams))))) for team in some}
