"""What a ritual asks of whoever has the boards, before it changes what stands on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from rituals.contract import Turn
from rituals.facts import BoardsHeld, Landing


async def held(turn: Turn, teams: Iterable[int], also: Iterable[tuple[int, date]] = ()) -> Mapping[int, Landing]:
    """Today's boards of these teams and those of other days, locked. A team without boards isn't in it."""
    found: dict[int, Landing] = {}
    for answer in await turn.tell(BoardsHeld(tuple(sorted(set(teams))), tuple(sorted(set(also))))):
        found |= answer
    return found
