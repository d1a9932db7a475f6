"""A week of one team, played for whoever watches: a stop at each thing that people would see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.demo import captions as c
from bot.demo import spoken
from bot.demo.agenda import Day
from bot.demo.rehearsing import Rehearsal
from bot.demo.scenes import SCENES, Scene, afternoon
from bot.stage import ZONE
from rituals.calendar import DAY

SUNDAY: Final = 6  # days after Monday


@dataclass
class Week(Rehearsal):
    """The first of which Monday's card is still to come, as far as Monday has one."""

    async def play(self) -> None:
        name = self.here.tongue(self.crew.channel)
        await self.says(c.BEGIN, team=name)
        monday = await self._monday()
        if not await self._any(monday):
            await self.says(c.NOTHING, team=name, date=spoken.full(self.here.tongue, monday))
            return
        if monday != self._today():
            await self.says(c.FIRST, day=monday)
        scenes = iter(SCENES)
        for ahead in range(SUNDAY + 1):
            await self._day(monday + ahead * DAY, monday + SUNDAY * DAY, scenes)
        await self._end()

    def _today(self) -> date:
        return self.turns.now().astimezone(ZONE).date()

    async def _monday(self) -> date:
        today = self._today()
        ahead = -today.weekday() % 7
        if ahead == 0 and (await self.agenda.day(today)).usual <= self.turns.now():
            ahead = 7
        return today + ahead * DAY

    async def _any(self, monday: date) -> bool:
        return await self.agenda.after(monday - DAY, monday + SUNDAY * DAY) is not None

    async def _day(self, date_: date, sunday: date, scenes: Iterator[Scene]) -> None:
        day = await self.agenda.day(date_)
        if day.to_come:
            self.skipping = False
            day = await self.opens(day)
        if day.open and (scene := next(scenes, None)) is not None:
            await scene(self, day)
        elif not day.state:
            await self._without(day, sunday)
        await afternoon(self, day)

    async def _without(self, day: Day, sunday: date) -> None:
        if day.holiday in spoken.HOLIDAYS:
            await self.until(day.usual)
            await self.says(c.HOLIDAY, day=day.day, holiday=self.here.tongue(spoken.HOLIDAYS[day.holiday]))
        elif (coming := await self.agenda.after(day.day, sunday)) is not None:
            await self.ahead(coming)

    async def _end(self) -> None:
        coming = await self.agenda.after(self._today())
        if coming is None or coming.start is None:
            await self.says(c.END)
        else:
            await self.says(c.END_NEXT, day=coming.day, time=coming.start)
