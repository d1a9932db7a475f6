"""An executive stays out of play for a while, or comes back: their own choice, without a reason."""

from __future__ import annotations

from typing import Final

from rituals.answers import ALREADY
from rituals.contract import Answer, Event, Note, Refused, Turn
from rituals.estafette import batons
from rituals.estafette.answering import NOTHING
from rituals.estafette.holding import hold, open_leg
from rituals.words import _

OUT: Final = _("Fine. I won't ask you for the relay until you say so.")
BACK_IN: Final = _("Good to have you back. You're in play again.")


async def sit_out(turn: Turn, event: Event) -> Answer:
    standing = await hold(turn)
    await batons.know_circle(turn, standing)
    row = standing.runners.get(event.person)
    if row is None:
        raise Refused(NOTHING)
    if row.sits_out:
        return Note(ALREADY)
    row.sits_out = True
    leg = open_leg(standing)
    if leg is not None and leg.person == event.person:
        await batons.gave_back(turn, standing, leg)
    await batons.go_on(turn, standing)
    return Note(OUT)


async def come_back(turn: Turn, event: Event) -> Answer:
    """In play at once, and placed last in this round."""
    standing = await hold(turn)
    row = standing.runners.get(event.person)
    if row is None or not row.sits_out:
        return Note(ALREADY)
    row.sits_out, row.last_in = False, standing.relay.round
    await batons.go_on(turn, standing)
    return Note(BACK_IN)
