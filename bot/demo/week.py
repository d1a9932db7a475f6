"""A week of one team, played for whoever watches: a stop at each thing that people would see."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from bot.demo import captions as c
from bot.demo import tongue as t
from bot.demo.cast import AWAY, PART_TIMERS, Crew
from bot.demo.seed import Seeded
from bot.demo.tongue import Both
from bot.stage import ZONE, Actor

PAUSE: Final = 1.6  # seconds in which one sees what just changed


class Turns(Protocol):
    """The clock, as far as a week needs it."""

    def now(self) -> datetime: ...

    async def forward(self, target: datetime) -> None: ...


@dataclass
class Week:
    """`monday` is the first Monday whose card is still to come."""

    here: Seeded
    crew: Crew
    turns: Turns
    say: Callable[[str], Awaitable[None]]
    pause: float = PAUSE
    monday: date = field(init=False)
    host: Actor | None = field(default=None, init=False)  # who swapped, and hosts on Tuesday

    def __post_init__(self) -> None:
        now = self.turns.now().astimezone(ZONE)
        ahead = -now.weekday() % 7
        late = ahead == 0 and now.hour >= 9
        self.monday = now.date() + timedelta(days=7 if late else ahead)

    @property
    def channel(self) -> str:
        return self.here.channel(self.crew)

    @property
    def people(self) -> list[Actor]:
        """Those who are there this week."""
        return [self.here.actor(name) for name in self.crew.people if name not in AWAY]

    async def play(self) -> None:
        await self.says(c.BEGIN, team=self.here.tongue(self.crew.channel))
        await self._monday()
        await self._tuesday()
        await self._wednesday()
        await self._thursday()
        await self._friday()
        await self.says(c.END)

    # --- the days -----------------------------------------------------------------------------------------------------
    async def _monday(self) -> None:
        first, second, third, fourth = self.people[:4]
        hands, tongue = self.here.hands, self.here.tongue
        await self.until(0, 9, 0, c.CARD)
        await self.says(c.PRAISE, name=second)
        await hands.praises(second, self.channel, tongue(c.PRAISED))
        await self.says(c.IMPROVE, name=third)
        await hands.improves(third, self.channel, tongue(c.IMPROVED))
        await self.says(c.HELP, name=fourth, other=first)
        await hands.asks(fourth, self.channel, tongue(c.ASKED), first)
        await self.answered(first, t.HELPS)
        await self.says(c.HELPED, name=fourth, other=first)
        await self.until(0, 9, 15, c.SUMMARY)
        await self.until(0, 11, 15, c.CLOSED)
        await self.says(c.LATE, name=second)
        await hands.improves(second, self.channel, tongue(c.LATECOMER))
        await self._swap()

    async def _swap(self) -> None:
        """The one who is invited for tomorrow swaps with a colleague who works then."""
        await self.until(0, 15, 30)
        host = next((one for one in self.people if self._asked(one, t.WILL_DO)), None)
        if host is None:
            return
        await self.says(c.INVITED, name=host)
        other = next(one for one in self.people if one is not host and one.name not in PART_TIMERS)
        await self.says(c.SWAP, name=host, other=other)
        await self.here.hands.types(host, t.HOSTS, self.channel, handle=other.person.handle)
        await self.answered(other, t.WILL_DO)
        await self.says(c.SWAPPED, other=other)
        self.host = other

    async def _tuesday(self) -> None:
        await self.until(1, 9, 0, c.CARRIED)
        if self.host is not None:
            await self.says(c.HOSTED, other=self.host)
        await self.here.hands.focuses(self.people[0], self.channel, self.here.tongue(c.FOCUS))
        await self.until(1, 11, 15)

    async def _wednesday(self) -> None:
        await self.until(2, 9, 0, c.QUIET)
        await self.until(2, 9, 10, c.REMINDER)
        await self.until(2, 11, 15, c.STAYED_QUIET)
        gone, days = self.people[-1], (self.monday + timedelta(days=3), self.monday + timedelta(days=4))
        await self.says(c.AWAY, name=gone)
        first, last = (f"{day:%d-%m-%Y}" for day in days)
        await self.here.hands.types(gone, t.AWAY, self.channel, first=first, last=last)

    async def _thursday(self) -> None:
        await self.until(3, 9, 0, c.THURSDAY, name=self.people[-1])
        await self.here.hands.praises(self.people[2], self.channel, self.here.tongue(c.THANKS))
        await self.says(c.FINISH, name=self.people[0])
        await self.here.hands.on_card(self.people[0], self.channel, t.FINISH)
        await self.until(3, 11, 15)

    async def _friday(self) -> None:
        await self.until(4, 9, 0, c.FRIDAY)
        await self.here.hands.improves(self.people[3], self.channel, self.here.tongue(c.IMPROVED), named=True)
        await self.until(4, 11, 15, c.CLOSED)

    # --- how one plays ------------------------------------------------------------------------------------------------
    def _asked(self, actor: Actor, button: Both) -> bool:
        """Whether the newest private message still has this button."""
        return bool(actor.dm()) and self.here.tongue(button) in actor.dm()[-1].buttons

    async def says(self, caption: Both, **parts: Actor | str) -> None:
        """Then the viewer sees what follows from what was done before."""
        words = {key: each if isinstance(each, str) else each.name.split()[0] for key, each in parts.items()}
        await self.say(self.here.tongue(caption).format(**words))
        await asyncio.sleep(self.pause)

    async def until(self, day: int, hour: int, minute: int, caption: Both | None = None, **parts: Actor) -> None:
        """A viewer who turned the clock further meanwhile is not turned back."""
        moment = datetime(self.monday.year, self.monday.month, self.monday.day, hour, minute, tzinfo=ZONE)
        moment += timedelta(days=day)
        if moment > self.turns.now():
            await self.turns.forward(moment)
        if caption is not None:
            await self.says(caption, **parts)

    async def answered(self, actor: Actor, button: Both) -> None:
        """The question reaches this person first, and is then answered."""
        await self.turns.forward(self.turns.now())
        await asyncio.sleep(self.pause)
        await self.here.hands.answers(actor, button)
