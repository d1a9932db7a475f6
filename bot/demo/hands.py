"""What people do with the bot, as they do it: by command, button and form. Seed and rehearsal share these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.demo import tongue as t
from bot.demo.tongue import Both, Tongue
from bot.stage import Actor


@dataclass(frozen=True)
class Hands:
    tongue: Tongue

    async def types(self, actor: Actor, text: Both, channel: str, **parts: str) -> None:
        await actor.leaves()
        await actor.types(self.tongue(text).format(**parts), channel=channel)

    async def sends(self, actor: Actor, values: dict[Both, Any]) -> str:
        """Fills in the form on top, sends it, and closes it; returns what it said."""
        own = {self.tongue(label): self._own(value) for label, value in values.items()}
        return await actor.sends(own)

    def _own(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._own(each) for each in value]
        return self.tongue(value) if isinstance(value, Both) else value

    async def starts(self, lead: Actor, channel: str) -> None:
        await self.types(lead, t.START, channel)
        await self.sends(lead, {})

    async def answers(self, actor: Actor, button: Both) -> None:
        """In the newest private message that has this button."""
        await actor.leaves()
        asked = [seen for seen in actor.dm() if self.tongue(button) in seen.buttons]
        await actor.presses(self.tongue(button), in_=asked[-1])

    async def praises(self, actor: Actor, channel: str, text: str) -> None:
        await self.on_card(actor, channel, t.COMPLIMENT)
        await self.sends(actor, {t.WHAT_HAPPENED: text})

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

    async def on_card(self, actor: Actor, channel: str, button: Both) -> None:
        """On the newest message in the channel that has this button."""
        await actor.leaves()
        cards = [seen for seen in actor.sees(channel) if self.tongue(button) in seen.buttons]
        await actor.presses(self.tongue(button), in_=cards[-1])
