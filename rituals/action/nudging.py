"""On the day of the check its owner is asked to look, along with whatever else there is that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals.action import messages
from rituals.action.subjects import id_of, subject
from rituals.contract import Turn
from rituals.nudge import Line, Offer
from storage import action as store

Pair = tuple[str, str]


async def offers(turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offer]]:
    """Only that day: later the board asks the team. One statement."""
    found: dict[str, list[Offer]] = {}
    for row in await store.checked_by(turn.session, days):
        owner = row.owner or ""
        if days.get(owner) == row.check_on and row.still_asked_on is None:
            found.setdefault(owner, []).append(Offer(subject(row)))
    return found


async def draw_lines(turn: Turn, pairs: Sequence[Pair]) -> Mapping[Pair, Line]:
    rows = await store.get(turn.session, [id_of(about) for _person, about in pairs])
    return {pair: messages.due(rows[id_of(pair[1])], pair[0]) for pair in pairs if id_of(pair[1]) in rows}
