"""Who must not be named in what a team reads: it is about the work."""

from __future__ import annotations

from collections.abc import Mapping

from rituals.alsdan.sentences import ADVICE, Hint, names_somebody
from rituals.contract import Turn, Wrong
from storage import people


async def of_nobody(turn: Turn, person: str, team: int, texts: Mapping[str, str]) -> None:
    """Raises Wrong at each of these fields that names somebody who is in a team with this person."""
    teams = {each.id for each in await people.teams_of(turn.session, person)} | {team}
    called = [one.name for _member, one in await people.members(turn.session, teams)]
    errors = {name: ADVICE[Hint.PERSON] for name, text in texts.items() if names_somebody(text, called)}
    if errors:
        raise Wrong(**errors)
