"""How it went, written down: what was sent, what waits for its next try, and what is given up, which is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.absence import Absence
from bot.dispatch import Dispatcher
from bot.postbox import CARD, QUIET, Postbox, Waiting
from bot.registry import Registry
from bot.surface import Away, Failed, Later, Outcome, Sent, Surface, Unsure
from bot.trouble import trouble
from bot.turns import Turns
from rituals.contract import Event
from rituals.facts import Delivered, GaveUp

TRIES: Final = 3  # definite failures of one message, within five minutes; then somebody is told
BACK_OFF: Final = (timedelta(minutes=1), timedelta(minutes=4))
UNCLEAR: Final = 6  # posts of one card of which nobody knows: the quiet minute doubles each time, so within the hour
UNKNOWN: Final = f"unclear {UNCLEAR} times: {{why}}"
LOOK: Final = "look"  # at what a channel is
LOOKS: Final = frozenset({"sync", LOOK})  # what only asks the surface
AGAIN: Final = 0.5  # seconds between two tries to write down what is known already
# What should have stood in a channel an hour ago belongs to a moment that is over; a question to one person doesn't.
TOO_LATE: Final = timedelta(minutes=60)
TOO_LATE_FOR_ONE: Final = timedelta(days=7)

A = TypeVar("A")
log = structlog.get_logger()


@dataclass
class Settling:
    registry: Registry
    turns: Turns
    dispatcher: Dispatcher
    surface: Surface
    postbox: Postbox
    absence: Absence = field(default_factory=Absence)

    @property
    def machine(self) -> datetime:
        return self.turns.clock.machine()

    def too_late(self, one: Waiting) -> bool:
        if one.stamp or one.kind in LOOKS or one.since is None:
            return False
        return self.machine - one.since > (TOO_LATE_FOR_ONE if one.place.person else TOO_LATE)

    async def settle(self, one: Waiting, outcome: Outcome) -> None:
        method = "look" if one.kind in LOOKS else "edit" if one.stamp else "post"
        if not (isinstance(outcome, Away) or (isinstance(outcome, Failed) and outcome.ours)):
            self.absence.over()
        match outcome:
            case Sent():
                metrics.delivered(method, "sent")
                await self._sent(one, outcome)
            case Later(seconds):
                metrics.delivered(method, "later")
                await self.noted(lambda: self.postbox.again(one, self.machine + timedelta(seconds=seconds)))
            case Away(why):
                metrics.delivered(method, "away")
                until = self.absence.noticed(why, self.machine)
                await self.noted(lambda: self.postbox.again(one, until))
            case Unsure(why):
                metrics.delivered(method, "unsure")
                await self._unsure(one, why)
            case Failed():
                metrics.delivered(method, "failed")
                await self._failed(one, outcome)

    # --- it went ------------------------------------------------------------------------------------------------------
    async def _sent(self, one: Waiting, at: Sent) -> None:
        """With what its ritual is told of it in one turn: one is not without the other."""
        fact = self._stands(one, at)
        machine = self.machine
        mine = await self._written(one, lambda session: self.postbox.sent(one, at, machine, session), fact)
        if not mine:
            await self._overtaken(one, at)
        elif one.since is not None and at.stamp and not one.stamp:
            metrics.stood((machine - one.since).total_seconds())

    def _stands(self, one: Waiting, at: Sent) -> Delivered | None:
        """Said of a card as it is posted. One that drew nothing was posted nowhere."""
        posted = one.table == CARD and at.stamp and not one.stamp
        return self.registry.stands(one.name, one.about, self.turns.clock.now()) if posted else None

    async def _overtaken(self, one: Waiting, at: Sent) -> None:
        """Another process took the row over while we were sending, or somebody clicked: of two copies one goes."""
        if one.table != CARD or one.stamp or not at.stamp:
            return
        machine, fact = self.machine, self._stands(one, at)
        if await self._written(one, lambda session: self.postbox.adopted(one, at, machine, session), fact):
            log.info("copy.adopted", card=one.name)
        elif await self.noted(lambda: self.postbox.standing(one)) != at:
            log.info("copy.removed", card=one.name)
            await self.surface.remove(at)

    # --- it did not, or nobody knows ----------------------------------------------------------------------------------
    async def _unsure(self, one: Waiting, why: str) -> None:
        """An edit may be repeated, when a late one can't overwrite it any more. A new card waits the quiet period; what
        was said is looked for after it, where we may look, and never repeated where we may not.
        """
        log.warning("delivery.unsure", card=one.name or one.kind, why=why)
        if one.stamp or one.kind in LOOKS:
            await self.noted(lambda: self.postbox.unheard(one, why, self.machine + BACK_OFF[0]))
        elif self.hopeless(one, 1) and not self.surface.history:
            await self.give_up(one, UNKNOWN.format(why=why))
        else:
            await self.unknown(one, why)

    @staticmethod
    def hopeless(one: Waiting, more: int = 0) -> bool:
        """Whether a card was posted unclear so often, `more` included, that it isn't posted once more."""
        return one.table == CARD and not one.stamp and one.unclear + more >= UNCLEAR

    async def unknown(self, one: Waiting, why: str) -> None:
        """Set apart, until it can be looked for or is sent again; for ever where neither may be."""
        known = one.table == CARD or self.surface.history
        wait = QUIET if self.hopeless(one, 1) else QUIET * 2 ** min(one.unclear, UNCLEAR)
        when = self.machine + wait if known else None
        await self.noted(lambda: self.postbox.unsure(one, why, when))

    async def _failed(self, one: Waiting, what: Failed) -> None:
        if what.final or one.tries + 1 >= TRIES:
            await self.give_up(one, what.why, lost=what.lost, refused=not (what.final or what.ours))
        else:
            when = self.machine + BACK_OFF[one.tries]
            await self.noted(lambda: self.postbox.failed(one, what.why, when))

    async def give_up(self, one: Waiting, why: str, *, lost: bool = False, refused: bool = False) -> None:
        log.error("delivery.gave_up", card=one.name or one.kind, why=why, tries=one.tries + one.unclear + 1)
        metrics.delivered("look" if one.kind in LOOKS else "edit" if one.stamp else "post", "gave_up")
        channel = one.place.channel or one.channel or await self.noted(lambda: self.postbox.channel_above(one))
        if lost:
            await self.tell_edge(one.org, "people.channel_lost", {"channel": channel})
        person, stood = one.place.person, bool(one.stamp)
        fact = GaveUp(one.name, one.about, channel, person, lost=lost, refused=refused, stood=stood)
        # Of what only asked nobody waits for an answer, and to tell of it would ask for it again.
        asked = one.kind == LOOK or (one.kind in LOOKS and bool(one.place.person))
        await self._written(one, lambda session: self.postbox.dropped([one], why, session), None if asked else fact)

    # --- written down -------------------------------------------------------------------------------------------------
    async def _written(
        self, one: Waiting, write: Callable[[AsyncSession | None], Awaitable[bool]], fact: object | None
    ) -> bool:
        if fact is None:
            return await self.noted(lambda: write(None))

        async def play() -> bool:
            async with self.turns.writing(one.org) as turn:
                mine = await write(turn.session)
                if mine:
                    await turn.tell(fact)
                return mine

        try:
            return await self.noted(lambda: self.turns.played(play))
        except Exception as error:
            log.error("fact.not_told", fact=type(fact).__name__, error=type(error).__name__, exc_info=error)
            return await self.noted(lambda: write(None))

    @staticmethod
    async def noted(write: Callable[[], Awaitable[A]]) -> A:
        """Until it stands: what became of a message is known here only, and forgetting it may send it twice."""
        while True:
            try:
                return await write()
            except Exception as error:
                if not trouble(error):
                    raise
                await asyncio.sleep(AGAIN)

    async def tell_edge(self, org: str, does: str, values: dict[str, object]) -> None:
        key = f"{does}:{values['channel']}:{self.machine.isoformat()}"
        await self.dispatcher.act(Event(id=key, org=org, person="", does=does, values=values), edge=True)
