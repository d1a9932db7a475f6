"""A person's Home: in one line what they chose for themselves, and the form in which they choose."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.contract import Turn
from rituals.settings import messages, own
from rituals.shown import Button, Piece, Text


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    held = await own.holds(turn, person, [""])
    return (Text(held[""], (Button(messages.OWN, "settings.own"),)),)
