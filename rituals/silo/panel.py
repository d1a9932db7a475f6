"""A person's Home: for a coach and for leads what is under way in which they have a part."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.contract import Turn
from rituals.shown import Piece, Text
from rituals.silo import forms, holding, messages, register
from rituals.silo.rules import STALLS
from rituals.words import Strong, _


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Seven statements, however many signals."""
    reader = await holding.reader(turn, person)
    if not (reader.coach or reader.leads):
        return ()
    own = [one for one in register.listed(await holding.of_states(turn, STALLS), reader) if one.state in STALLS]
    if not own:
        return ()
    return [Text(_("{title}", title=Strong(forms.TITLE))), *(messages.in_list(one) for one in own), messages.REGISTER]
