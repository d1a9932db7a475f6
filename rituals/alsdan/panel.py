"""A person's Home: what their teams have running, and what they agreed with themselves."""

from __future__ import annotations

from collections.abc import Sequence

from rituals import reach
from rituals.alsdan import overview, own_messages, own_rules
from rituals.alsdan.rules import RUNNING, State
from rituals.contract import Turn
from rituals.shown import Piece
from storage import alsdan as store
from storage import alsdan_own as own_store
from storage import people
from storage.alsdan import Agreement


async def of_teams(turn: Turn, person: str) -> Sequence[Piece]:
    """Two statements; of teams that have agreed on something."""
    mine = await people.teams_of(turn.session, person)
    found: dict[int, list[Agreement]] = {}
    wanted = {*RUNNING, State.PROPOSED, State.PAUSED, State.ANCHORED}
    for row in (await store.of_teams(turn.session, [team.id for team in mine], wanted)).values():
        found.setdefault(row.team, []).append(row)
    return overview.in_short(found, {team.id: team.name for team in mine})


async def own(turn: Turn, person: str) -> Sequence[Piece]:
    rows = await own_store.of(turn.session, [person], own_rules.LIVES)
    return own_messages.listed(rows, await reach.today(turn, person)) if rows else ()
