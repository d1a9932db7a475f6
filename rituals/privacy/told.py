"""What is stored, told to whoever asks: from the settings as they stand now."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.contract import Event, Turn
from rituals.privacy import messages
from rituals.sheet import contact_of, sheet
from rituals.shown import Page, Piece
from storage import organisations


async def page(turn: Turn, event: Event) -> Page:
    org = await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)
    return messages.sheet_page(sheet(org, turn.rituals, await contact_of(turn.session, org)))


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    return messages.panel()
