"""A person's Home: what they take up, what they are asked, and what waits for somebody in their teams."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.action import rules
from rituals.action.holding import ground
from rituals.action.overview import TITLE, grouped
from rituals.action.rules import State
from rituals.contract import Turn
from rituals.shown import Piece, Small, Text
from rituals.words import Strong, _
from storage import action as store
from storage import people


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Eight statements, however many actions."""
    own = await store.of(turn.session, person)
    known = {row.id for row in own}
    teams = [team.id for team in await people.teams_of(turn.session, person)]
    free = [
        row
        for row in await store.open_in(turn.session, teams)
        if row.owner is None and State(row.state) in rules.RUNNING and row.id not in known
    ]
    if not (own or free):
        return ()
    found = await ground(turn, {row.team for row in (*own, *free)})
    open_ = [Small(_("Nobody takes these up yet:")), *grouped(turn, free, person, found, {})] if free else []
    return [Text(_("{title}", title=Strong(TITLE))), *grouped(turn, own, person, found, {}), *open_]
