"""Takes the pictures of a flow, of the place as one person sees it, at each width."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from bot.demo import cast
from bot.demo.hands import Hands
from bot.demo.tongue import Both
from bot.demo.turning import Turning
from bot.stage import Actor
from tests.web.browsing import PICTURES, Browsing, Tab

SETTLES: Final = 250  # milliseconds after loading: the live line is up and the window scrolled


@dataclass
class Camera:
    """`snap` takes one picture at each width: of the place as this person sees it, with what is open before them."""

    turning: Turning
    browsing: Browsing
    tabs: dict[int, Tab]
    flow: str = ""
    taken: dict[str, int] = field(default_factory=dict)

    @property
    def hands(self) -> Hands:
        return self.turning.here.hands

    @property
    def noord(self) -> str:
        return self.turning.here.channel(cast.NOORD)

    def actor(self, name: str) -> Actor:
        return self.turning.here.actor(name)

    async def write(self, actor: Actor, text: Both) -> None:
        await self.hands.types(actor, text, self.noord)

    async def until(self, clock: str) -> None:
        """“09:15” of the Monday on which the workspace opens."""
        hour, minute = (int(part) for part in clock.split(":"))
        target = self.turning.calendar.local(self.turning.now()).replace(hour=hour, minute=minute)
        await self.turning.forward(target)

    async def snap(
        self,
        what: str,
        role: str,
        who: Actor,
        at: str = "",
        *,
        thread: bool | str = False,
        foot: bool = False,
        head: bool = False,
    ) -> None:
        """`at` is a channel, else the one of noord; “dm” is the conversation with the bot.

        `thread`: the newest one, or that of the newest message with this beginning. `foot`: a form's or page's end.
        `head`: of the newest message its beginning, where it is higher than the window.
        """
        await self.turning.here.stage.idle()
        await self.turning.forward(self.turning.now())
        at = who.dm()[-1].channel if at == "dm" else at or self.noord
        parent = _newest(who, at, thread if isinstance(thread, str) else "") if thread else ""
        number = self.taken[self.flow] = self.taken.get(self.flow, 0) + 1
        for width, tab in self.tabs.items():
            await tab.page.goto(self.browsing.place(who.person.handle, at, parent))
            await tab.page.wait_for_timeout(SETTLES)
            if foot:
                await tab.modal.locator("input, li, td").last.scroll_into_view_if_needed()
            if head:
                await tab.messages.last.evaluate("each => each.scrollIntoView({block: 'start'})")
            name = f"{self.flow}-{number:02}-{what}-{role}-{self.turning.language}-{width}.png"
            await tab.page.screenshot(path=PICTURES / name)


def _newest(who: Actor, at: str, begins: str) -> str:
    return [seen.ts for seen in who.sees(at) if seen.thread and seen.text.startswith(begins)][-1]


Flow = Callable[[Camera], Awaitable[None]]
