"""The one road out: what was said and what is shown goes to the surface, is marked, backed off, or given up loudly."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.dispatch import Dispatcher
from bot.frozen import thaw
from bot.i18n import Reader
from bot.postbox import CARD, QUIET, Parents, Postbox, Waiting
from bot.readers import Readers
from bot.registry import Registry
from bot.surface import Failed, Later, Membership, Outcome, Sent, Surface, Target, Unsure
from bot.turns import Turns
from rituals.contract import Event
from rituals.facts import ChannelIs, Delivered, GaveUp
from rituals.shown import Message, Place
from storage.people import Profile

DRAWN = 200  # cards of one kind drawn in one reading turn
AT_ONCE = 50  # calls to the surface under way at a time: one shared session keeps its sockets bounded
TRIES = 3  # definite failures of one message, within five minutes; then somebody is told
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=4))
LOOK = "look"  # at what a channel is
LOOKS = frozenset({"sync", LOOK})  # what only asks the surface
PARENT = timedelta(seconds=2)  # how soon to look again whether the card above a thread line has been posted

log = structlog.get_logger()


@dataclass
class Delivery:
    registry: Registry
    turns: Turns
    dispatcher: Dispatcher
    readers: Readers
    surface: Surface
    org: str
    postbox: Postbox = field(init=False)

    def __post_init__(self) -> None:
        self.postbox = Postbox(self.turns.sessions)

    async def flush(self) -> int:
        """Sends what is due now (machine time); returns how much was tried."""
        machine = self.turns.clock.machine()
        waiting = await self.postbox.claim(machine)
        gate = asyncio.Semaphore(AT_ONCE)
        cards = [one for one in waiting if one.table == CARD]
        for _, some in groupby(
            sorted(cards, key=lambda one: (one.org, one.name, one.id)), key=lambda o: (o.org, o.name)
        ):
            portion = list(some)
            for start in range(0, len(portion), DRAWN):
                await self._cards(gate, portion[start : start + DRAWN])
        said = [one for one in waiting if one.table != CARD]
        # In order within a place; places beside each other.
        by_place: dict[str, list[Waiting]] = {}
        for one in sorted(said, key=lambda one: one.id):
            by_place.setdefault(one.line, []).append(one)
        await asyncio.gather(*(self._in_order(gate, some) for some in by_place.values()))
        return len(waiting)

    # --- cards --------------------------------------------------------------------------------------------------------
    async def _cards(self, gate: asyncio.Semaphore, some: Sequence[Waiting]) -> None:
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
            log.error("card.not_drawn", card=some[0].name, cards=len(some), error=type(error).__name__, exc_info=error)
            await asyncio.gather(*(self._settle(one, Failed(f"not drawn: {type(error).__name__}")) for one in some))
            return

        by_place: dict[str, list[tuple[Waiting, Message | None, Reader]]] = {}
        for one, (_, message), reader in zip(some, shown, readers, strict=True):
            by_place.setdefault(one.line, []).append((one, message, reader))
        await asyncio.gather(*(self._put_up(gate, each, parents) for each in by_place.values()))

    async def _put_up(
        self,
        gate: asyncio.Semaphore,
        some: Sequence[tuple[Waiting, Message | None, Reader]],
        parents: Parents,
    ) -> None:
        for one, message, reader in some:
            async with gate:
                if (target := self._target(one, parents)) is None:
                    await self._wait_for_parent(one, parents)
                else:
                    await self._settle(one, await self._put(one, target, message, reader))

    async def _put(self, one: Waiting, target: Target, message: Message | None, reader: Reader) -> Outcome:
        standing = Sent(one.channel, one.stamp)
        if message is None:
            return await self.surface.remove(standing) if one.stamp else Sent("", "")
        if one.stamp:
            return await self.surface.edit(standing, message, reader, one.mark)
        await self.postbox.calling(one, self.turns.clock.machine())
        return await self.surface.post(target, message, reader)

    # --- what is said -------------------------------------------------------------------------------------------------
    async def _in_order(self, gate: asyncio.Semaphore, some: Sequence[Waiting]) -> None:
        for one in some:
            async with gate:
                if one.kind in LOOKS:
                    await self._sync(one)
                else:
                    await self._say(one)

    async def _say(self, one: Waiting) -> None:
        message = thaw(one.body)
        async with self.turns.reading(one.org) as turn:
            parents = await self.postbox.parents(turn.session, [one])
            reader = await self.readers.to(turn, _spoken_in(one, parents), message)
        target = self._target(one, parents)
        if target is None:
            await self._wait_for_parent(one, parents)
            return
        await self.postbox.calling(one, self.turns.clock.machine())
        await self._settle(one, await self.surface.post(target, message, reader))

    async def _sync(self, one: Waiting) -> None:
        """Reading who is in a channel, or who somebody is, may be repeated at will: what is unclear is tried again."""
        if one.place.person:
            await self._look_up(one)
            return
        if one.kind == LOOK:
            await self._look_at(one)
            return
        told = await self.surface.membership(one.place.channel)
        if isinstance(told, Membership):
            await self.reconcile(one.org, told, first=True)
            await self.postbox.sent(one, Sent("", ""), self.turns.clock.machine())
            return
        await self._settle(one, told)

    async def _look_up(self, one: Waiting) -> None:
        told = await self.surface.look_up(one.place.person)
        if not isinstance(told, Profile):
            await self._settle(one, told)
            return
        key = f"look_up:{told.key}:{self.turns.clock.machine().isoformat()}"
        event = Event(id=key, org=one.org, person="", does="people.changed", values={"profile": told})
        await self.dispatcher.act(event, edge=True)
        await self.postbox.sent(one, Sent("", ""), self.turns.clock.machine())

    async def _look_at(self, one: Waiting) -> None:
        told = await self.surface.look_at(one.place.channel)
        if not isinstance(told, ChannelIs):
            await self._settle(one, told)
            return
        await self._tell(one, told)
        await self.postbox.sent(one, Sent("", ""), self.turns.clock.machine())

    async def reconcile(self, org: str, told: Membership, *, first: bool = False) -> None:
        """Hands on what the surface says of a channel: after its team began (`first`), nightly, and on start."""
        values = {
            "channel": told.channel,
            "inside": told.inside,
            "archived": told.archived,
            "profiles": tuple(told.profiles),
            "first": first,
        }
        await self._tell_edge(org, "people.reconcile", values)

    # --- how it went --------------------------------------------------------------------------------------------------
    async def _settle(self, one: Waiting, outcome: Outcome) -> None:
        machine = self.turns.clock.machine()
        match outcome:
            case Sent():
                await self.postbox.sent(one, outcome, machine)
                await self._told(one, outcome)
            case Later(seconds):
                await self.postbox.again(one, machine + timedelta(seconds=seconds))
            case Unsure(why):
                await self._unsure(one, why, machine)
            case Failed(why, final, lost):
                if final or one.tries + 1 >= TRIES:
                    await self._give_up(one, why, lost=lost)
                else:
                    await self.postbox.failed(one, why, machine + BACK_OFF[one.tries])

    async def _unsure(self, one: Waiting, why: str, machine: datetime) -> None:
        """An edit may be repeated; a new card waits the quiet period; what was said is set apart and not repeated."""
        log.warning("delivery.unsure", card=one.name or one.kind, why=why)
        if one.stamp:
            await self.postbox.failed(one, why, machine + BACK_OFF[0])
        else:
            await self.postbox.unsure(one, why, machine + QUIET if one.table == CARD else None)

    async def _give_up(self, one: Waiting, why: str, *, lost: bool) -> None:
        log.error("delivery.gave_up", card=one.name or one.kind, why=why, tries=one.tries + 1)
        await self.postbox.dropped([one], why)
        if lost:
            await self._tell_edge(one.org, "people.channel_lost", {"channel": one.place.channel or one.channel})
        if one.kind == LOOK or (one.kind in LOOKS and one.place.person):
            return  # nobody waits for it, and to tell of it would ask for it again
        channel = one.place.channel or one.channel
        await self._tell(one, GaveUp(one.name, one.about, channel, one.place.person, lost=lost, stood=bool(one.stamp)))

    async def _told(self, one: Waiting, sent: Sent) -> None:
        """A card that drew nothing was posted nowhere."""
        spec = self.registry.cards.get(one.name)
        if one.table == CARD and spec is not None and spec.told and sent.stamp and not one.stamp:
            await self._tell(one, Delivered(one.name, one.about, self.turns.clock.now()))

    async def _tell(self, one: Waiting, fact: object) -> None:
        try:
            await self.dispatcher.tell(one.org, fact)
        except Exception as error:
            log.error("fact.not_told", fact=type(fact).__name__, error=type(error).__name__, exc_info=error)

    async def _tell_edge(self, org: str, does: str, values: dict[str, object]) -> None:
        key = f"{does}:{values['channel']}:{self.turns.clock.machine().isoformat()}"
        await self.dispatcher.act(Event(id=key, org=org, person="", does=does, values=values), edge=True)

    async def _wait_for_parent(self, one: Waiting, parents: Parents) -> None:
        if one.place.under in parents:
            await self.postbox.dropped([one], "the card above it was given up, or has gone")
        else:
            await self.postbox.again(one, self.turns.clock.machine() + PARENT)

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
