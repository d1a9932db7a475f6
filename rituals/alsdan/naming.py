"""Who must not be named in what a team reads: it is about the work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rituals import colleagues
from rituals.alsdan.sentences import ADVICE, Hint, names_somebody
from rituals.called import Called
from rituals.contract import Turn, Wrong
from rituals.names import is_name
from storage import people


async def of_nobody(turn: Turn, person: str, team: int, texts: Mapping[str, str]) -> None:
    """Raises Wrong at each of these fields that names somebody."""
    teams = {each.id for each in await people.teams_of(turn.session, person)} | {team}
    known = await colleagues.known(turn, teams)
    named = [name for name, text in texts.items() if names_somebody(text, _names(known.of(teams, text)))]
    if named:
        raise Wrong(**dict.fromkeys(named, ADVICE[Hint.PERSON]))


def _names(called: Iterable[Called]) -> set[str]:
    """Of whoever is in another team only the whole name."""
    some = {name for one in called for name in (one.name, one.full_name) if one.near or len(name.split()) > 1}
    return {name for name in some if is_name(name)}
