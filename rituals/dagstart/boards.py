"""What other rituals ask and tell about boards: where something lands, and that something on one is another now."""

from __future__ import annotations

from collections.abc import Mapping

from rituals.contract import Turn
from rituals.dagstart import rules
from rituals.dagstart.board import tallies
from rituals.dagstart.days import Ground, ground, touch
from rituals.dagstart.rules import FINAL, LIVE, State
from rituals.dagstart.timeline import keep_totals, sum_up_if_due
from rituals.facts import BoardsChanged, BoardsHeld, Landing
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
    rows = list((await store.hold_many(turn.session, fact.boards)).values())
    await sum_up_if_due(turn, [row for row in rows if State(row.state) in LIVE])
    over = [row for row in rows if State(row.state) in FINAL]
    counted = await tallies(turn, over) if over else {}
    for row in rows:
        touch(turn, row)
        if (row.team, row.day) in counted:
            keep_totals(row, counted[row.team, row.day])
