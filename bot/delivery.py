"""The one road out: what was said and what is shown goes to the surface, organisation by organisation."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Collection, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import structlog

from bot.asking import Asking
from bot.dispatch import Dispatcher
from bot.frozen import thaw
from bot.i18n import Reader
from bot.lines import BEHIND, Lines
from bot.postbox import BEGINS, CARD, QUIET, SAID, Parents, Postbox, Waiting
from bot.readers import Readers
from bot.registry import Registry
from bot.settling import LOOKS, UNKNOWN, Settling
from bot.surface import Away, Failed, Later, Outcome, Sent, Surface, Target, Unsure
from bot.trouble import trouble
from bot.turns import Turns
from rituals.shown import Message, Place

DRAWN = 200  # cards of one kind drawn in one reading turn
AT_ONCE = 25  # calls under way at a time for one organisation: one that is slow leaves room for the others
OURS = "an error of ours: {error}"
BRIEF = 1.0  # seconds; what is put off in a portion that takes no longer is written down once, at its end
UNSEEN = "if it stands all the same, a press on it takes it away"
PARENT = timedelta(seconds=2)  # how soon to look again whether the card above a thread line has been posted

log = structlog.get_logger()


@dataclass
class Portion:
    """What goes out for one organisation at once. `later`: what is put off, written down together.

    `held`: until when, by the line of what was said and waits.
    """

    gate: asyncio.Semaphore
    later: list[tuple[Waiting, datetime]] = field(default_factory=list)
    held: dict[str, datetime] = field(default_factory=dict)

    def hold(self, one: Waiting, until: datetime) -> None:
        """What was said in its line after it waits as well. A card is in nobody's way: it is drawn when it goes."""
        self.later.append((one, until))
        if one.table == SAID:
            self.held[one.line] = max(until, self.held.get(one.line, until))


@dataclass
class Delivery:
    registry: Registry
    turns: Turns
    dispatcher: Dispatcher
    readers: Readers
    surface: Surface
    org: str | None  # whose messages are sent, as its token is ours; None: everybody's
    postbox: Postbox = field(init=False)
    settling: Settling = field(init=False)
    asking: Asking = field(init=False)
    lines: Lines = field(default_factory=Lines)
    gates: dict[str, asyncio.Semaphore] = field(default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(AT_ONCE)))

    def __post_init__(self) -> None:
        self.postbox = Postbox(self.turns.sessions, self.org)
        self.settling = Settling(self.registry, self.turns, self.dispatcher, self.surface, self.postbox)
        self.asking = Asking(self.turns, self.dispatcher, self.surface, self.settling)

    async def flush(self) -> int:
        """Sends what is due now (machine time); returns how much was tried."""
        portions = await self.claim()
        await asyncio.gather(*(self.deliver(some) for some in portions))
        return sum(map(len, portions))

    async def claim(self, busy: Collection[str] = ()) -> list[list[Waiting]]:
        """What is due, a portion for each organisation that isn't `busy`. While the surface is away: nothing."""
        machine = self.turns.clock.machine()
        if self.settling.absence.lasts(machine):
            return []
        claimed = await self.postbox.claim(machine, busy, self.lines.at)
        behind = [one for one in claimed if self.lines.busy[one.line]]
        waiting = sorted((one for one in claimed if not self.lines.busy[one.line]), key=lambda one: one.org)
        self.lines.begin(waiting)
        if behind:
            await self._put_back(behind, machine + BEHIND)
        return [list(some) for _, some in groupby(waiting, key=lambda one: one.org)]

    async def _put_back(self, some: Sequence[Waiting], until: datetime) -> None:
        """What something that is under way goes before. Where that can't be written down, its lease is over soon."""
        try:
            await self.postbox.put_off([(one, until) for one in some])
        except Exception as error:
            log.error("delivery.not_put_off", error=type(error).__name__, exc_info=error)

    async def deliver(self, some: Sequence[Waiting]) -> None:
        """Of one organisation, as it was claimed."""
        try:
            await self._deliver(some)
        finally:
            self.lines.end(some)

    async def _deliver(self, some: Sequence[Waiting]) -> None:
        # After an absence one at a time, until a first answer: it tells for all of them.
        back = self.settling.absence.until is None
        portion = Portion(self.gates[some[0].org] if back else asyncio.Semaphore(1))
        cards = sorted((one for one in some if one.table == CARD), key=lambda one: (one.name, one.id))
        for _, kind in groupby(cards, key=lambda one: one.name):
            same = list(kind)
            for start in range(0, len(same), DRAWN):
                await self._cards(portion, same[start : start + DRAWN])
        # In order within a place; places beside each other.
        by_place: dict[str, list[Waiting]] = {}
        for one in sorted((one for one in some if one.table == SAID), key=lambda one: one.id):
            by_place.setdefault(one.line, []).append(one)
        await self._all(portion, [self._in_order(portion, each) for each in by_place.values()])
        await self._put_off(portion)

    async def _put_off(self, portion: Portion) -> None:
        later, portion.later = portion.later, []
        if later:
            await self.settling.noted(lambda: self.postbox.put_off(later))

    async def _all(self, portion: Portion, some: Iterable[Coroutine[Any, Any, None]]) -> None:
        """Beside each other, each to its end, before the first that broke is raised; what is put off where one of them
        takes long is written down meanwhile.
        """
        tasks = {asyncio.create_task(each) for each in some}
        left = tasks
        while left:
            _, left = await asyncio.wait(left, timeout=BRIEF)
            if left:
                await self._put_off(portion)
        for each in tasks:
            each.result()

    # --- cards --------------------------------------------------------------------------------------------------------
    async def _cards(self, portion: Portion, some: Sequence[Waiting]) -> None:
        """Draws many in one reading turn. `wanted` was read with the claim, before what it is drawn from.

        In order within a place, as what is said.
        """
        spec = self.registry.cards.get(some[0].name)
        if spec is None:
            await self.postbox.dropped(some, "no ritual draws this any more")
            return
        try:
            async with self.turns.reading(some[0].org) as turn:
                drawn = await spec.draw(turn, [one.about for one in some])
                parents = await self.postbox.parents(turn.session, some)
                shown = [(_spoken_in(one, parents), drawn.get(one.about)) for one in some]
                readers = await self.readers.to_many(turn, shown)
        except Exception as error:
            if trouble(error):  # no card is at fault
                portion.later += [(one, self.turns.clock.machine()) for one in some]
                return
            log.error("card.not_drawn", card=some[0].name, cards=len(some), error=type(error).__name__, exc_info=error)
            failed = Failed(f"not drawn: {type(error).__name__}", ours=True)
            await asyncio.gather(*(self.settling.settle(one, failed) for one in some))
            return

        by_place: dict[str, list[tuple[Waiting, Message | None, Reader]]] = {}
        for one, (_, message), reader in zip(some, shown, readers, strict=True):
            by_place.setdefault(one.line, []).append((one, message, reader))
        await self._all(portion, [self._put_up(portion, each, parents) for each in by_place.values()])

    async def _put_up(
        self, portion: Portion, some: Sequence[tuple[Waiting, Message | None, Reader]], parents: Parents
    ) -> None:
        for one, message, reader in some:
            async with portion.gate, self._trying(portion, one):
                await self._put(portion, one, parents, message, reader)
        self.lines.end([one for one, _, _ in some])

    async def _put(
        self, portion: Portion, one: Waiting, parents: Parents, message: Message | None, reader: Reader
    ) -> None:
        if (target := self._target(one, parents)) is None:
            await self._wait_for_parent(portion, one, parents)
        elif message is None:
            await self._take_away(portion, one, target)
        elif not one.stamp:
            await self._post(portion, one, target, message, reader)
        elif self.turns.clock.machine() > one.claimed + BEGINS:
            portion.later.append((one, self.turns.clock.machine()))
        elif not self._waits(portion, one, target):
            edit = self.surface.edit(Sent(one.channel, one.stamp), message, reader, one.mark)
            await self._settled(one, await self._called(one, edit))

    async def _take_away(self, portion: Portion, one: Waiting, target: Target) -> None:
        """Of what may have been posted unclear, too, where we may look; a click on it takes it away elsewhere."""
        standing = Sent(one.channel, one.stamp)
        if one.tried is not None and (found := await self._looked_for(portion, one, target)):
            if isinstance(found, Sent):  # taken away by its stamp when it is drawn next, however often that is tried
                await self._settled(replace(one, wanted=0), found)
            return
        if one.tried is not None and not self.surface.history:
            await self.settling.noted(lambda: self.postbox.unsure(one, UNSEEN, None))
            return
        await self._settled(one, await self.surface.remove(standing) if standing.stamp else Sent("", ""))

    async def _post(self, portion: Portion, one: Waiting, target: Target, message: Message, reader: Reader) -> None:
        if one.tried is not None and (settled := await self._looked_for(portion, one, target)):
            if isinstance(settled, Sent):  # in the version that was wanted then
                await self._settled(replace(one, wanted=0), settled)
            return
        if self.settling.too_late(one):
            await self.settling.give_up(one, "too late")
        elif self.settling.hopeless(one):
            await self.settling.give_up(one, UNKNOWN.format(why="looked for, and not found"))
        elif self._waits(portion, one, target) or self._goes_after(portion, one):
            return
        elif await self.postbox.calling(one, self.turns.clock.machine(), looks=self.surface.history):
            await self._settled(one, await self._called(one, self.surface.post(target, message, reader)))

    async def _looked_for(self, portion: Portion, one: Waiting, target: Target) -> Sent | bool:
        """Whether an unclear post came to stand; False: it did not, or it may be sent again all the same."""
        if not self.surface.history or one.tried is None:
            return await self._left(one, "nobody may look whether it was posted")
        clock = self.turns.clock
        match await self.surface.find(target, clock.now() - (clock.machine() - one.tried)):
            case Sent() as sent:
                return sent
            case None:
                return False
            case Failed() if self.settling.hopeless(one) and not self.settling.too_late(one):
                portion.later.append((one, clock.machine() + QUIET))  # its last look has to be one
            case Failed(why):
                return await self._left(one, why)
            case Later(seconds):
                portion.later.append((one, self.turns.clock.machine() + timedelta(seconds=seconds)))
            case Away(why):
                portion.later.append((one, self.settling.absence.noticed(why, self.turns.clock.machine())))
        return True

    async def _left(self, one: Waiting, why: str) -> bool:
        """A card is sent again, and its copies heal; what was said is not."""
        if one.table == SAID:
            await self.settling.noted(lambda: self.postbox.unsure(one, why, None))
        return one.table == SAID

    def _waits(self, portion: Portion, one: Waiting, target: Target) -> bool:
        """For its turn by the surface's pace, or for the surface to be back."""
        machine, absence = self.turns.clock.machine(), self.settling.absence
        if absence.until is not None and absence.lasts(machine):
            portion.hold(one, absence.until)
            return True
        if seconds := self.surface.wait(target, edit=bool(one.stamp)):
            portion.hold(one, machine + timedelta(seconds=seconds))
        return bool(seconds)

    def _goes_after(self, portion: Portion, one: Waiting) -> bool:
        """Whether something waits that was said in its line before it."""
        if one.table != SAID or (until := portion.held.get(one.line)) is None:
            return False
        portion.hold(one, max(until, self.turns.clock.machine() + BEHIND))
        return True

    # --- an error of ours ---------------------------------------------------------------------------------------------
    @staticmethod
    async def _called(one: Waiting, call: Awaitable[Outcome]) -> Outcome:
        """What broke while it was called may have had its effect. An edit may be repeated, but not for ever."""
        try:
            return await call
        except Exception as error:
            log.error("delivery.failed", kind=one.name or one.kind, error=type(error).__name__, exc_info=error)
            why = OURS.format(error=type(error).__name__)
            return Failed(why, ours=True) if one.stamp else Unsure(why)

    async def _settled(self, one: Waiting, outcome: Outcome) -> None:
        """What breaks after a call is no try: it was written down before it that nobody may know of its effect."""
        try:
            await self.settling.settle(one, outcome)
        except Exception as error:
            log.error("delivery.not_settled", kind=one.name or one.kind, error=type(error).__name__, exc_info=error)

    @asynccontextmanager
    async def _trying(self, portion: Portion, one: Waiting) -> AsyncIterator[None]:
        """What breaks is a try like any other, so that it ends; no message is at fault where the database was away."""
        try:
            yield
        except Exception as error:
            log.error("delivery.failed", kind=one.name or one.kind, error=type(error).__name__, exc_info=error)
            if trouble(error):
                portion.hold(one, self.turns.clock.machine() + BEHIND)
            else:
                await self.settling.settle(one, Failed(OURS.format(error=type(error).__name__), ours=True))

    # --- what is said -------------------------------------------------------------------------------------------------
    async def _in_order(self, portion: Portion, some: Sequence[Waiting]) -> None:
        for one in some:
            async with portion.gate, self._trying(portion, one):
                await (self.asking.ask(one) if one.kind in LOOKS else self._say(portion, one))
        self.lines.end(some)

    async def _say(self, portion: Portion, one: Waiting) -> None:
        message = thaw(one.body)
        async with self.turns.reading(one.org) as turn:
            parents = await self.postbox.parents(turn.session, [one])
            reader = await self.readers.to(turn, _spoken_in(one, parents), message)
        if (target := self._target(one, parents)) is None:
            await self._wait_for_parent(portion, one, parents)
        else:
            await self._post(portion, one, target, message, reader)

    # --- where to -----------------------------------------------------------------------------------------------------
    async def _wait_for_parent(self, portion: Portion, one: Waiting, parents: Parents) -> None:
        if one.place.under in parents:
            await self.postbox.dropped([one], "the card above it was given up, or has gone")
        elif self.settling.too_late(one):
            await self.settling.give_up(one, "too late")
        else:
            portion.hold(one, self.turns.clock.machine() + PARENT)

    def _target(self, one: Waiting, parents: Parents) -> Target | None:
        """None while the card above it isn't posted. What stands already needs none to be edited."""
        if one.stamp:
            return Target(one.channel, "", "", one.mark)
        if one.place.under is None:
            return Target(one.place.channel, one.place.person, "", one.mark)
        parent = parents.get(one.place.under)
        return None if parent is None else Target(parent.channel, "", parent.stamp, one.mark)


def _spoken_in(one: Waiting, parents: Parents) -> Place:
    """For whose eyes: a thread speaks the language of its card's channel."""
    if one.place.under is None:
        return one.place
    parent = parents.get(one.place.under)
    return Place(channel=parent.channel if parent is not None else one.channel)
