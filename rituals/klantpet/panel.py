"""A person's Home: where they wear the cap or are asked to, flags with their name, and the meetings of their teams."""

from __future__ import annotations

from collections.abc import Sequence

from rituals import teams
from rituals.contract import Turn, about
from rituals.klantpet import flags_up, looked, overview, pressing
from rituals.shown import Button, Piece, Text
from rituals.words import Typed, _
from storage import klantpet as store
from storage import klantpet_own as own_store
from storage import people


async def own(turn: Turn, person: str) -> Sequence[Piece]:
    """Eight statements, however many."""
    return [*await _worn(turn, person), *await looked.own(turn, person), *await flags_up.own(turn, person)]


async def _worn(turn: Turn, person: str) -> Sequence[Piece]:
    rows = await own_store.worn_now(turn.session, person, overview.SHOWN)
    if not rows:
        return ()
    meetings = await store.meetings(turn.session, {row.meeting for row in rows})
    found = await teams.load(turn, {row.team for row in rows})
    return [
        Text(
            overview.said(meetings[row.meeting], row, found[row.team], person, turn.now),
            pressing.of_wearer(row, person, turn.now),
        )
        for row in rows
    ]


async def of_teams(turn: Turn, person: str) -> Sequence[Piece]:
    """Two statements; of teams that have a meeting with the cap."""
    mine = {team.id: team.name for team in await people.teams_of(turn.session, person)}
    having = {row.team for row in (await store.of_teams(turn.session, mine)).values()}
    return [
        Text(
            _("Meetings with the cap in {team}", team=Typed(name)),
            (Button(overview.TITLE, overview.LIST, about(team)),),
        )
        for team, name in mine.items()
        if team in having
    ]
