"""A person's Home: the figures they follow or stand in for, and those of their teams that nobody follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals.contract import Turn, about
from rituals.kpi import board, figures, messages
from rituals.kpi.figures import Ground
from rituals.kpi.messages import Value
from rituals.kpi.rules import State, expected
from rituals.shown import Piece, Text
from rituals.words import Sentence
from storage import kpi as store
from storage import people
from storage.kpi import Kpi


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Eight statements, however many figures."""
    rows = await store.of_teams(turn.session, [team.id for team in await people.teams_of(turn.session, person)])
    mine = [row for row in rows if person in (row.owner, row.deputy)]
    open_ = [row for row in rows if row.state == State.OWNERLESS and row not in mine]
    if not (mine or open_):
        return ()
    found = await figures.ground(turn, {row.team for row in (*mine, *open_)})
    days = {team: _of(turn, found, team) for team in found.teams}
    values = await board.known(turn, mine, list(days.values()))
    own = [_mine(turn, row, values, found, days[row.team]) for row in mine]
    return [*own, *(_open(row, found) for row in open_)]


def _of(turn: Turn, found: Ground, team: int) -> date:
    """The last working day before today."""
    return found.teams[team].calendar.previous_workday(found.today(turn, team))


def _mine(turn: Turn, row: Kpi, values: Mapping[int, Sequence[Value]], found: Ground, day: date) -> Text:
    today = found.today(turn, row.team)
    mine = board.figure(row, values.get(row.id, ()), day)
    said = _in_team(messages.line(mine, expected=expected(row.days, today)), row, found)
    follow = (messages.follow(figures.subject(row)),) if row.state == State.OWNERLESS else ()
    return Text(said, (messages.enter(about(row.team, today.isoformat(), row.id)), *follow))


def _open(row: Kpi, found: Ground) -> Text:
    return Text(_in_team(messages.ownerless([row]), row, found), (messages.follow(figures.subject(row)),))


def _in_team(said: Sentence, row: Kpi, found: Ground) -> Sentence:
    """With the team in front, where there are several."""
    if len(found.teams) == 1:
        return said
    return messages.in_team(said, found.teams[row.team].name)
