"""Turning domain time forward as it would have gone: from due to due, with all that is said drained in between."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.clock import TurnedClock
from bot.delivery import Delivery
from bot.timers import Timers

SOON = 25.0  # seconds of machine time: what waits longer (a back-off, a quiet period) is not waited for here


async def step_to(clock: TurnedClock, timers: Timers, delivery: Delivery, target: datetime) -> None:
    """Everything due up to and including `target` happens in order, each at its own moment."""
    await drain(clock, delivery)
    while (due := await timers.next_due()) is not None and due <= target:
        clock.turn_to(max(due, clock.moment))
        if not await timers.tick():
            break  # what is left is leased by another process, or waits for its next try
        await drain(clock, delivery)
    clock.turn_to(target)


async def jump_to(clock: TurnedClock, timers: Timers, delivery: Delivery, target: datetime) -> None:
    """As after an outage: the time is `target` at once, and what was missed is late."""
    clock.turn_to(target)
    await timers.tick()
    await drain(clock, delivery)


async def drain(clock: TurnedClock, delivery: Delivery) -> None:
    """Sends until nothing waits; machine time goes on by the seconds for which edits of a card are held back."""
    while (due := await delivery.postbox.next_due()) is not None:
        if (span := (due - clock.machine()).total_seconds()) > SOON:
            return
        if span > 0:
            await clock.sleep(due - clock.machine())
        if not await delivery.flush() and span <= 0 and await delivery.postbox.next_due() == due:
            return  # another process has it
        await asyncio.sleep(0)
