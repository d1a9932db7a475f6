"""What is only asked of the surface: who is in a channel, who somebody is, what a channel is. Handed on as an event."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.dispatch import Dispatcher
from bot.postbox import Waiting
from bot.settling import LOOK, Settling
from bot.surface import Away, Failed, Later, Membership, Outcome, Sent, Surface
from bot.turns import Turns
from rituals.contract import Event
from rituals.facts import ChannelIs
from storage.people import Profile

log = structlog.get_logger()


@dataclass(frozen=True)
class Asking:
    turns: Turns
    dispatcher: Dispatcher
    surface: Surface
    settling: Settling

    async def ask(self, one: Waiting) -> None:
        """Reading who is in a channel, or who somebody is, may be repeated at will: what is unclear is tried again."""
        if one.place.person:
            await self._look_up(one)
        elif one.kind == LOOK:
            await self._look_at(one)
        else:
            told = await self.surface.membership(one.place.channel)
            if isinstance(told, Membership):
                await self.reconcile(one.org, told, first=True)
            await self._asked(one, told)

    async def _look_up(self, one: Waiting) -> None:
        told = await self.surface.look_up(one.place.person)
        if isinstance(told, Profile):
            key = f"look_up:{told.key}:{self.turns.clock.machine().isoformat()}"
            event = Event(id=key, org=one.org, person="", does="people.changed", values={"profile": told})
            await self.dispatcher.act(event, edge=True)
        await self._asked(one, told)

    async def _look_at(self, one: Waiting) -> None:
        told = await self.surface.look_at(one.place.channel)
        if isinstance(told, ChannelIs):
            await self._tell(one, told)
        await self._asked(one, told)

    async def _asked(self, one: Waiting, told: object) -> None:
        outcome: Outcome = told if isinstance(told, Later | Failed | Away) else Sent("", "")
        await self.settling.settle(one, outcome)

    async def _tell(self, one: Waiting, fact: object) -> None:
        try:
            await self.dispatcher.tell(one.org, fact)
        except Exception as error:
            log.error("fact.not_told", fact=type(fact).__name__, error=type(error).__name__, exc_info=error)

    async def reconcile(self, org: str, told: Membership, *, first: bool = False) -> None:
        """Hands on what the surface says of a channel: after its team began (`first`), nightly, and on start."""
        values = {
            "channel": told.channel,
            "inside": told.inside,
            "archived": told.archived,
            "profiles": tuple(told.profiles),
            "first": first,
        }
        await self.settling.tell_edge(org, "people.reconcile", values)
