"""Clicks and choices on their way to the app."""

from __future__ import annotations

import asyncio

from sandbox.choosing import option, state_of
from sandbox.delivery import Ack
from sandbox.envelopes import Envelope
from sandbox.fields import Found, Values, options, value_of, values_of
from sandbox.finding import Place
from sandbox.modals import View
from sandbox.notes import ClientRefused, Json, Why
from sandbox.rules import Surface, check_blocks
from sandbox.site import Site
from sandbox.workspace import User


class Acting:
    """One person's acts; keeps the state of the menus in messages, which each client has for itself."""

    def __init__(self, site: Site, user: User) -> None:
        self._site = site
        self._user = user
        self._states: dict[str, Values] = {}
        self._offered: dict[tuple[str, str], list[Json]] = {}

    def values(self, place: Place) -> Values:
        if isinstance(place, View):
            return place.values
        values = values_of(place.blocks, self._states.get(place.ts))
        self._states[place.ts] = values
        return values

    async def send(self, place: Place, found: Found, action: Json, times: int = 1) -> None:
        """Deliver `block_actions`, `times` at once, each with its own trigger_id, and await the acks.

        An ack body shows nothing; it is not looked at.
        """
        if not self._site.app.interactive:
            raise ClientRefused(Why.NOT_INTERACTIVE, "the app is not configured to handle interactive responses")
        envelopes = [self._envelope(place, found, action) for _ in range(times)]
        await asyncio.gather(*(self._site.delivery.send(each) for each in envelopes))

    def _envelope(self, place: Place, found: Found, action: Json) -> Envelope:
        if isinstance(place, View):
            return self._site.envelopes.view_action(self._user, place, found, action)
        return self._site.envelopes.message_action(self._user, place, found, action, self.values(place))

    async def choose(self, place: Place, found: Found, choice: object) -> None:
        if found.element["type"] == "overflow":
            chosen = option(choice, found.element["options"])
            await self.send(place, found, {"selected_option": chosen})
            return
        state = await self._state(place, found, choice)
        self.values(place)[found.block_id][found.action_id] = state
        await self.send(place, found, state)

    async def fill(self, view: View, found: Found, value: object) -> None:
        state = await self._state(view, found, value)
        view.values[found.block_id][found.action_id] = state
        view.errors.pop(found.block_id, None)
        self._site.workspace.changes.tell("view", view.user)
        if found.block.get("dispatch_action"):
            await self.send(view, found, state)

    async def _state(self, place: Place, found: Found, value: object) -> Json:
        offered = None
        if "external" in found.element["type"] and value not in (None, ""):
            offered = self._kept(place, found, value) or await self._suggested(place, found, value)
        return state_of(found.element, value, self._site.workspace, offered)

    def _kept(self, place: Place, found: Found, value: object) -> list[Json]:
        """What was offered before, when whole options are chosen from it or from what was chosen already."""
        chosen = value if isinstance(value, list) else [value]
        if not all(isinstance(each, dict) for each in chosen):
            return []
        return self.known(place, found)

    def known(self, place: Place, found: Found) -> list[Json]:
        """The options of an external menu that were offered before or stand there as chosen."""
        if "external" not in found.element["type"]:
            return []
        now = value_of(self.values(place)[found.block_id][found.action_id])
        standing = now if isinstance(now, list) else [now] if now else []
        return [*self._offered.get((found.block_id, found.action_id), []), *standing]

    async def suggests(self, place: Place, found: Found, query: str) -> list[Json]:
        """What the app offers for a typed beginning; it can be chosen from then on."""
        offered = await self._suggested(place, found, query)
        kept = self._offered.setdefault((found.block_id, found.action_id), [])
        kept += [each for each in offered if each not in kept]
        return offered

    async def _suggested(self, place: Place, found: Found, value: object) -> list[Json]:
        """What the app offers for what she types: each label, or as much of it as she would type."""
        offered: list[Json] = []
        for query in value if isinstance(value, list) else [value]:
            ack = await self._site.delivery.send(self._site.envelopes.suggestion(self._user, found, str(query), place))
            offered += self._checked(found, ack)
        return offered

    def _checked(self, found: Found, ack: Ack) -> list[Json]:
        """The options of an answer that a static menu could have, too: at most 100, of the right shape."""
        answer = ack.body if isinstance(ack.body, dict) else {}
        given = {key: answer[key] for key in ("options", "option_groups") if answer.get(key)}
        if not given:
            return []
        placeholder = {"type": "plain_text", "text": "-"}
        menu = {"type": "static_select", "action_id": "menu", "placeholder": placeholder, **given}
        problems = check_blocks([{"type": "actions", "elements": [menu]}], Surface.MESSAGE)
        if problems:
            self._site.notes.refused("block_suggestion", "invalid_options", problems[0].slack(), found.action_id)
            return []
        return options(menu)
