"""How a rehearsal goes on: what is said, who does it, and for whom it waits."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Protocol

import structlog

from bot.demo import captions as c
from bot.demo import spoken
from bot.demo.agenda import Agenda, Day
from bot.demo.cast import Crew
from bot.demo.hands import Gone, Hands
from bot.demo.seed import Seeded
from bot.demo.tongue import Both
from bot.stage import Actor
from sandbox import ClientRefused

PAUSE: Final = 1.6  # seconds in which one sees what just changed
LOOK: Final = 0.1  # seconds between two looks whether a form has been closed
AWAY: Final = 5.0  # seconds without a tab that mean it was closed: going elsewhere in it, or a lost line, takes less

log = structlog.get_logger()
Part = Actor | date | datetime | str


class Turns(Protocol):
    """The clock, as far as a week needs it."""

    def now(self) -> datetime: ...

    async def forward(self, target: datetime) -> None: ...


@dataclass
class Rehearsal:
    """What was begun on one day and is seen on the next: `late`, `host` and `gone`.

    `watched` tells of a person's id whether a viewer has a tab open as this person.
    """

    here: Seeded
    crew: Crew
    turns: Turns
    say: Callable[[str], Awaitable[None]]
    watched: Callable[[str], bool]
    away: float = AWAY
    pause: float = PAUSE
    acted: Counter[str] = field(default_factory=Counter)
    late: bool = False  # something came after the last card was closed
    host: tuple[Actor, date] | None = None  # who took over a turn, and of which day
    gone: Actor | None = None
    skipping: bool = False  # it was said that the next days have no dagstart

    @property
    def channel(self) -> str:
        return self.here.channel(self.crew)

    @property
    def hands(self) -> Hands:
        return self.here.hands

    @property
    def agenda(self) -> Agenda:
        return Agenda(self.here, self.crew)

    def seen(self) -> int:
        """How many messages stand in the channel."""
        return len(self.here.actor(self.crew.people[0]).sees(self.channel))

    # --- what is said -------------------------------------------------------------------------------------------------
    async def says(self, caption: Both, **parts: Part) -> None:
        """Then the viewer sees what follows from what was done before."""
        words = {key: self._word(each) for key, each in parts.items()}
        await self.say(spoken.sentence(self.here.tongue(caption).format(**words)))
        await asyncio.sleep(self.pause)

    def _word(self, part: Part) -> str:
        match part:
            case datetime():
                return spoken.clock(self.here.tongue, part)
            case date():
                return spoken.weekday(self.here.tongue, part)
            case str():
                return part
            case _:
                return part.name.split()[0]

    async def until(self, moment: datetime | None) -> None:
        """A viewer who turned the clock further meanwhile is not turned back."""
        if moment is not None and moment > self.turns.now():
            await self.turns.forward(moment)

    async def opens(self, day: Day) -> Day:
        await self.until(day.start)
        return await self.agenda.day(day.day)

    async def ahead(self, day: Day) -> None:
        """Days without a dagstart lie between."""
        if not self.skipping:
            await self.says(c.ONWARD, day=day.day)
            self.skipping = True

    # --- who does it --------------------------------------------------------------------------------------------------
    def somebody(self, some: Iterable[Actor], *but: Actor | None) -> Actor | None:
        """Rather somebody without a form open, and who did little so far; None when nobody is there."""
        able = [actor for actor in some if actor not in but]
        found = min(able, key=lambda actor: (actor.view is not None, self.acted[actor.id]), default=None)
        if found is not None:
            self.acted[found.id] += 1
        return found

    async def step(
        self,
        caption: Both,
        who: Actor | None,
        act: Callable[[Actor], Awaitable[object]],
        *,
        on: Both | None = None,
        **parts: Part,
    ) -> bool:
        """Says what this person does, and sees to it. False when there is nobody, or no card with the button `on`."""
        if who is None or (on is not None and self.hands.card(who, self.channel, on) is None):
            return False
        await self.says(caption, name=who, **parts)
        return await self.does(who, act)

    async def answered(self, who: Actor, button: Both) -> bool:
        """The question reaches this person first, and is then answered. False when it didn't, or had been answered."""
        await self.turns.forward(self.turns.now())
        await asyncio.sleep(self.pause)
        if self.hands.asked(who, button) is None:
            return False
        return await self.does(who, lambda one: self.hands.answers(one, button))

    async def does(self, who: Actor, act: Callable[[Actor], Awaitable[object]]) -> bool:
        """What is begun is finished when the viewer stops the week: no form is left open in somebody's name."""
        await self._free(who)
        return await asyncio.shield(_tried(who, act))

    async def _free(self, who: Actor) -> None:
        """What a viewer opened as this person stays, with all that was typed in it, as long as the tab is there."""
        if who.view is not None and self.watched(who.id):
            await self.says(c.WAITS, name=who)
        gone = 0.0
        while who.view is not None and gone < self.away:
            await asyncio.sleep(LOOK)
            gone = 0.0 if self.watched(who.id) else gone + LOOK
        await who.leaves()


async def _tried(who: Actor, act: Callable[[Actor], Awaitable[object]]) -> bool:
    try:
        await act(who)
    except (Gone, ClientRefused) as missing:  # the viewer did it already, or closed the card
        log.info("rehearsal.step_skipped", why=str(missing))
        return False
    return True
