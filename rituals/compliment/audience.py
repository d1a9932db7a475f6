"""Which team would read a compliment: whoever is asked has to know whom they say yes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rituals.compliment.lines import Given
from rituals.contract import Turn
from storage import people

Unclear = Mapping[tuple[str, int], str]  # a person and a team -> its name, where “your team” would not say which


async def unclear(turn: Turn, asked: Iterable[tuple[str, Given]]) -> Unclear:
    """“Your team” is clear to a member of that team and no other. Two statements, however many are asked."""
    pairs = {(person, given.row.team) for person, given in asked}
    if not pairs:
        return {}
    mine = await people.memberships(turn.session, {person for person, _team in pairs})
    strange = {(person, team) for person, team in pairs if mine.get(person) != frozenset({team})}
    found = await people.teams(turn.session, {team for _person, team in strange}) if strange else {}
    return {(person, team): found[team].name for person, team in strange if team in found}
