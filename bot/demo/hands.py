"""What people do with the bot, as they do it: by command, button and form. Seed and rehearsal share these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.demo import tongue as t
from bot.demo.relays import Story
from bot.demo.tongue import Both, Tongue
from bot.stage import Actor
from sandbox import Seen

GIVES: Final = {"meant": t.MEANT, "to": t.FOR_WHOM, "team": t.WHOLE_TEAM, "named": t.AS_GIVER}


class Gone(LookupError):
    """Nothing that this person sees has the button."""


@dataclass(frozen=True)
class Hands:
    tongue: Tongue

    async def types(self, actor: Actor, text: Both, channel: str, **parts: str) -> None:
        await actor.leaves()
        await actor.types(self.tongue(text).format(**parts), channel=channel)

    async def sends(self, actor: Actor, values: dict[Both, Any]) -> str:
        """Fills in the form on top, sends it, and closes it; returns what it said.

        Machine time hardly goes on between two weeks, so that the bot asks whether the same words are meant again.
        """
        own = {self.tongue(label): self._own(value) for label, value in values.items()}
        return await actor.sends(own, sure=True)

    def _own(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._own(each) for each in value]
        return self.tongue(value) if isinstance(value, Both) else value

    async def starts(self, lead: Actor, channel: str) -> None:
        await self.types(lead, t.START, channel)
        await self.sends(lead, {})

    async def answers(self, actor: Actor, button: Both, says: Both | None = None) -> None:
        """In the newest private message that has this button, and these words."""
        await self._presses(actor, button, self.asked(actor, button, says))

    async def praises(self, actor: Actor, channel: str, text: str) -> None:
        await self.on_card(actor, channel, t.COMPLIMENT)
        await self.sends(actor, {t.WHAT_KIND: t.CUSTOMER, t.WHAT_HAPPENED: text})

    async def gives(self, actor: Actor, channel: str, text: str, *, kind: Both = t.CUSTOMER, **more: Any) -> None:
        """A compliment, by command. `more` are fields by their name in GIVES."""
        await self.types(actor, t.COMPLIMENTS, channel)
        await self.sends(actor, {t.WHAT_KIND: kind, t.WHAT_HAPPENED: text} | {GIVES[key]: more[key] for key in more})

    async def improves(self, actor: Actor, channel: str, text: str, *, named: bool = False) -> None:
        """By command, so that it also works when no card is open."""
        await self.types(actor, t.IMPROVES, channel)
        await self.sends(actor, {t.WHAT_NOTICED: text} | ({t.MY_NAME: True} if named else {}))

    async def focuses(self, actor: Actor, channel: str, text: str) -> None:
        await self.on_card(actor, channel, t.TODAY)
        await self.sends(actor, {t.KIND: t.FOCUS, t.TEXT: text})

    async def asks(self, actor: Actor, channel: str, text: str, to: Actor) -> None:
        await self.on_card(actor, channel, t.TODAY)
        await self.sends(actor, {t.KIND: t.HELP, t.TEXT: text, t.TO_WHOM: to})

    async def enters(self, actor: Actor, number: str) -> None:
        """The figure for which this person was asked last."""
        await self.answers(actor, t.ENTER)
        await self.sends(actor, {t.FIGURE: number})

    async def tries(self, actor: Actor, channel: str, what: str, effect: str, to: Actor) -> None:
        """An improvement action, that `to` is asked to take up."""
        await self.types(actor, t.ACTS, channel)
        await self.sends(actor, {t.WHAT_TO_DO: what, t.EFFECT: effect, t.TAKER: to})

    async def looked(self, actor: Actor, channel: str) -> None:
        """That an action works, and is to stay. The form that then opens is left for later."""
        await self.on_card(actor, channel, t.ALL)
        try:
            for button in (t.WORKS, t.GOES_ON):
                if self.tongue(button) not in actor.form.buttons:
                    raise Gone(self.tongue(button))
                await actor.presses(self.tongue(button), actor.form)
        finally:
            await actor.leaves()

    async def parks(self, actor: Actor, channel: str) -> None:
        """The first point that is offered: it stands in the block at which the team is."""
        await self.on_card(actor, channel, t.PARK)
        if actor.view is None:
            raise Gone(self.tongue(t.WHICH_POINT))
        first = actor.form.options(self.tongue(t.WHICH_POINT))[0]
        await self.sends(actor, {t.WHICH_POINT: first})

    async def looks_back(self, actor: Actor, channel: str, said: Mapping[str, Both], habit: Both) -> None:
        """By what the sentences hold that are asked about, as far as they are; and to whether it goes by itself."""
        asked = self.card(actor, channel, t.DID)
        if asked is None:
            raise Gone(self.tongue(t.DID))
        for sentence, answer in said.items():
            if sentence in asked.text:
                await actor.presses(self.tongue(answer), asked, near=sentence)
        if self.tongue(t.IS_HABIT) in asked.menus:
            await actor.selects(self.tongue(t.IS_HABIT), self.tongue(habit), asked)

    # --- the relay ----------------------------------------------------------------------------------------------------
    async def sets_relay(
        self, actor: Actor, channel: str, circle: list[Actor], chief: Actor, preparers: Mapping[str, list[Actor]]
    ) -> None:
        """`preparers`: by the full name of whom they prepare for."""
        await self.types(actor, t.SETS_RELAY, channel)
        await self._first(actor, {t.CIRCLE: circle, t.CHIEF: chief, t.STORIES: channel})
        await actor.sends(preparers)

    async def shares(self, actor: Actor, channel: str, story: Story, day: date, names: Sequence[Actor] = ()) -> None:
        """What it was like with a customer, read over and published."""
        await self.types(actor, t.SHARES, channel)
        told = {t.WHAT_HAPPENED: story.what, t.STRUCK: story.struck, t.CHANGES: story.change, t.NAMES: list(names)}
        await self._first(actor, {t.KIND_OF_CONTACT: story.kind, t.WHEN: day, **told})
        await actor.sends({})

    async def passes(self, actor: Actor, channel: str, to: Actor, challenge: Both) -> None:
        await self.types(actor, t.PASSES, channel)
        if actor.view is None:
            raise Gone(self.tongue(t.CHALLENGE))
        await self.sends(actor, {t.TO_WHOM: to.name, t.CHALLENGE: challenge})

    async def _first(self, actor: Actor, values: Mapping[Both, Any]) -> None:
        """The first of two forms, which makes room for the second. Whoever is asked whether it is meant says so."""
        if actor.view is None:
            raise Gone(self.tongue(next(iter(values))))
        title = actor.form.title
        await actor.fills({self.tongue(label): self._own(value) for label, value in values.items()})
        for _ in range(2):
            if actor.form.title == title:
                await actor.submits()

    async def on_card(self, actor: Actor, channel: str, button: Both) -> None:
        """On the newest message in the channel that has this button."""
        await self._presses(actor, button, self.card(actor, channel, button))

    async def _presses(self, actor: Actor, button: Both, seen: Seen | None) -> None:
        if seen is None:
            raise Gone(self.tongue(button))
        await actor.leaves()
        await actor.presses(self.tongue(button), in_=seen)

    # --- what they see ------------------------------------------------------------------------------------------------
    def asked(self, actor: Actor, button: Both, says: Both | None = None) -> Seen | None:
        words = self.tongue(says) if says is not None else ""
        return self._newest([seen for seen in actor.dm() if words in seen.text], button)

    def card(self, actor: Actor, channel: str, button: Both) -> Seen | None:
        return self._newest(actor.sees(channel), button)

    def _newest(self, seen: list[Seen], button: Both) -> Seen | None:
        return next((each for each in reversed(seen) if self.tongue(button) in each.buttons), None)
