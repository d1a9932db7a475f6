"""What is held until its reader's day begins, and let go then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from bot.clock import Clock
from bot.frozen import thaw
from rituals import reach
from rituals.contract import Due, Ritual, Timer, Turn
from rituals.facts import BackAgain
from storage import house

ALWAYS: Final = timedelta(days=3650)  # however late: what is held still has to go


def releasing(clock: Clock) -> Ritual:
    """The house's own timers: what was held goes out, or is held on where its reader's window has moved meanwhile."""

    async def said(turn: Turn, due: Sequence[Due]) -> None:
        held = await house.held_said(turn.session, [one.about for one in due])
        await house.let_go(turn.session, house.Outgoing, await _free(turn, house.HELD_SAID, held), clock.machine())

    async def cards(turn: Turn, due: Sequence[Due]) -> None:
        held = await house.held_cards(turn.session, [one.about for one in due])
        await house.let_go(turn.session, house.CardRow, await _free(turn, house.HELD_CARD, held), clock.machine())

    timers = {house.HELD_SAID: Timer(said, ALWAYS), house.HELD_CARD: Timer(cards, ALWAYS)}
    return Ritual("house", timers=timers, hears={BackAgain: _back_again})


async def _back_again(turn: Turn, fact: BackAgain) -> None:
    """What is held for this person is looked at now, and held on where it is night."""
    for timer, held in (
        (house.HELD_SAID, await house.held_said(turn.session, await house.planned(turn.session, house.HELD_SAID))),
        (house.HELD_CARD, await house.held_cards(turn.session, await house.planned(turn.session, house.HELD_CARD))),
    ):
        for about, (_id, place) in sorted(held.items()):
            if thaw(place).person == fact.person:
                turn.at(timer, about, turn.now)


async def _free(turn: Turn, timer: str, held: Mapping[str, tuple[int, Any]]) -> list[int]:
    """The ids of those that may go now; the others are planned anew."""
    persons = {about: thaw(place).person for about, (_, place) in held.items()}
    moments = await reach.moments(turn, set(persons.values()))
    later = {about: when for about, who in persons.items() if (when := moments.get(who, turn.now)) > turn.now}
    for about, when in sorted(later.items()):
        turn.at(timer, about, when)
    return [row for about, (row, _) in sorted(held.items()) if about not in later]
