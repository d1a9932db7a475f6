"""Whoever got a figure by a colleague's hand reads so in their own hours, if it is still so by then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import reach, teams
from rituals.contract import Due, Turn, about, keys_of
from rituals.kpi import figures, messages
from rituals.kpi.rules import State
from rituals.shown import Place
from storage import kpi as store
from storage.kpi import Kpi

TIMER: Final = "kpi.given"


def given(turn: Turn, row: Kpi, by: str) -> None:
    """Of a figure that has its id."""
    if row.owner is not None and row.owner != by:
        turn.at(TIMER, about(row.team, row.id, row.owner), turn.now)


async def tell(turn: Turn, due: Sequence[Due]) -> None:
    rows = await store.get(turn.session, {key for one in due if (key := figures.id_of(one.about)) is not None})
    still = {one.about: row for one in due if (row := rows.get(figures.id_of(one.about) or 0)) and _holds(row, one)}
    moments = await reach.moments(turn, {row.owner for row in still.values() if row.owner is not None})
    named = await teams.load(turn, {row.team for row in still.values()})
    for subject, row in still.items():
        moment = moments.get(row.owner or "", turn.now)
        if moment > turn.now:
            turn.at(TIMER, subject, moment)
        else:
            turn.say(Place(person=row.owner or ""), messages.given(row, named[row.team].name))


def _holds(row: Kpi, due: Due) -> bool:
    return row.state == State.ACTIVE and row.owner == keys_of(due.about)[-1]
