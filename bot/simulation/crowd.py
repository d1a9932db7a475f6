"""People: what they press arrives one to four times in any order, and what they see they click."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.simulation.host import Host
from bot.simulation.rituals import PRESS, org_of
from bot.simulation.workspace import Posted, Workspace
from rituals.contract import Event

FIRST = (
    ("show",), ("show", "say"), ("line",), ("line", "change"), ("show", "tick"), ("say", "hold"), ("write", "tick")
)  # fmt: skip
LATER = (("change",), ("change", "say"), ("change", "change"), ("line",), ("show", "change"), ("close",))
AGAIN = 8.0  # seconds until what nobody answered is sent again
ABOUTS = (("0",), ("0", "1"), ("0", "1", "2"), ("0", "10", "20"))  # the cards of a history


@dataclass(frozen=True, slots=True)
class Clicked:
    """A message as its button tells of it."""

    channel: str
    stamp: str
    table: str
    row: int


@dataclass
class Crowd:
    loop: asyncio.AbstractEventLoop
    rng: Random
    hosts: list[Host]
    workspace: Workspace
    told: Callable[[str], None]
    pressed: list[Event] = field(default_factory=list)
    acked: dict[str, None] = field(default_factory=dict)

    def begin(self, storm: float) -> None:
        """Events over the time in which things go wrong, the first ones early enough for all that follows."""
        self.workspace.seen = self.seen
        abouts = self.rng.choice(ABOUTS)
        for n in range(self.rng.randrange(2, 6)):
            about, wants = self.rng.choice(abouts), self.rng.choice(FIRST if n < 2 else LATER)
            event = Event(f"e{n}", org_of(about), "", PRESS, about=about, values={"wants": wants})
            self.pressed.append(event)
            self._press(event, 1.0 + storm * 0.9 * self.rng.random())

    @property
    def answered(self) -> bool:
        return len(self.acked) == len(self.pressed)

    def _press(self, event: Event, at: float) -> None:
        for copy in range(self.rng.choice((1, 1, 2, 3, 4))):
            self.loop.call_at(at + copy * 12 * self.rng.random(), lambda: self._deliver(event))
        self.loop.call_at(at + AGAIN, lambda: self._insist(event))

    def _insist(self, event: Event) -> None:
        if event.id not in self.acked:
            self._deliver(event)
            self.loop.call_later(AGAIN, lambda: self._insist(event))

    def _deliver(self, event: Event) -> None:
        async def acted(host: Host) -> None:
            try:
                await host.dispatcher.act(event, edge=True)
            except Exception as error:  # noqa: BLE001  (whatever it is: it is sent again)
                self.workspace.failed(event.id, error)
            else:
                self.acked[event.id] = None

        host = self.rng.choice(self.hosts)
        self.told(f"{event.id} to {host.name} {'' if host.does(acted) else 'in vain'}")

    # --- clicks -------------------------------------------------------------------------------------------------------
    def seen(self, card: Posted) -> None:
        """Somebody may click it soon."""
        if card.row.startswith("c") and self.rng.random() < 0.5:
            self.loop.call_later(self.rng.uniform(1.0, 40.0), lambda: self._click(card))

    def _click(self, card: Posted) -> bool:
        clicked = Clicked(card.channel, card.stamp, card.row[0], int(card.row[1:]))

        async def looked(host: Host) -> None:
            try:
                await host.copies.seen(org_of(card.channel[1:]), clicked)
            except Exception as error:  # noqa: BLE001  (somebody clicks it again)
                self.workspace.failed("click", error)

        return not card.gone and self.rng.choice(self.hosts).does(looked)

    async def everywhere(self) -> bool:
        """Each card that stands is clicked by somebody. Whether each click reached a process that was there."""
        heard = True
        for card in [each for each in self.workspace.standing if each.row.startswith("c")]:
            heard &= card.gone or self._click(card)
            await asyncio.sleep(2.0)
        return heard
