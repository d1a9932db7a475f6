"""What an action can belong to: other rituals say so, and name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rituals.contract import Turn, number_of
from rituals.facts import Linked, LinksNamed, LinksOffered
from rituals.words import Sentence
from storage.action import ImprovementAction


async def offered(turn: Turn, team: int, person: str, given: str) -> Sequence[Linked]:
    """What was given with the form stands among them, if anybody knows it in this team."""
    found = [one for some in await turn.tell(LinksOffered(team, person)) for one in some]
    if given and given not in {one.key for one in found}:
        found = [Linked(key, label) for key, label in (await _asked(turn, {team}, {given}, person)).items()] + found
    return found


async def named(turn: Turn, rows: Iterable[ImprovementAction], person: str) -> Mapping[str, Sentence]:
    """What these belong to, for this reader; without what was withdrawn or forgotten."""
    linked = [row for row in rows if row.link]
    return await _asked(turn, {row.team for row in linked}, {row.link for row in linked if row.link}, person)


async def _asked(turn: Turn, teams: Iterable[int], keys: Iterable[str], person: str) -> Mapping[str, Sentence]:
    """Nobody is asked where there is nothing to name."""
    wanted = tuple(sorted(key for key in keys if number_of(key.partition(":")[2]) is not None))
    found: dict[str, Sentence] = {}
    for some in await turn.tell(LinksNamed(tuple(sorted(teams)), wanted, person)) if wanted else ():
        found |= some
    return found
