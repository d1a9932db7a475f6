"""The clock's buttons and the rehearsal: one of them at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.page.backstage import Backstage

SLOWEST, PER_CHARACTER, QUICKEST = 4.0, 0.045, 1.4
"""Seconds a caption stands."""


class Busy(Exception):
    """The clock is turning, or a week is being played."""


class Turning:
    """`changed` is called whenever `busy`, `caption` or `playing` is another."""

    def __init__(self, backstage: Backstage | None, changed: Callable[[], None], pace: float = 1.0) -> None:
        self._backstage = backstage
        self._changed = changed
        self._pace = pace
        self._week: asyncio.Task[None] | None = None
        self.busy = False
        self.caption = ""

    @property
    def playing(self) -> bool:
        return self._week is not None and not self._week.done()

    def backstage(self) -> Backstage:
        """LookupError without one."""
        if self._backstage is None:
            raise LookupError("nobody handed in a clock")
        return self._backstage

    async def turn(self, wanted: str) -> bool:
        """`five`, `hour`, `next`, `morning` or a local date and time. False when nothing is due.

        ValueError for a moment that is no moment or lies before now; Busy when the clock is turning already.
        """
        backstage = self.backstage()
        if self.busy or self.playing:
            raise Busy
        self._be(busy=True)
        try:
            target = await self._target(backstage, wanted)
            if target is None:
                return False
            if target < backstage.now():
                raise ValueError(f"{target} lies before now")
            await backstage.forward(target)
        finally:
            self._be(busy=False)
        return True

    async def _target(self, backstage: Backstage, wanted: str) -> datetime | None:
        match wanted:
            case "five":
                return backstage.now() + timedelta(minutes=5)
            case "hour":
                return backstage.now() + timedelta(hours=1)
            case "next":
                return await backstage.next_due()
            case "morning":
                return await backstage.next_morning()
        moment = datetime.fromisoformat(wanted)
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(backstage.zone))

    def _be(self, *, busy: bool) -> None:
        self.busy = busy
        self._changed()

    def play(self, channel: str) -> None:
        """Begin to play a week. LookupError for a channel that is no team."""
        backstage = self.backstage()
        if self.busy or self.playing:
            raise Busy
        if channel not in [each for each, _ in backstage.teams()]:
            raise LookupError(channel)
        self.caption = ""
        self._week = asyncio.create_task(backstage.rehearse(channel, self._say))
        self._week.add_done_callback(self._over)
        self._changed()

    async def _say(self, caption: str) -> None:
        self.caption = caption
        self._changed()
        await asyncio.sleep(self._pace * min(SLOWEST, max(QUICKEST, len(caption) * PER_CHARACTER)))

    def _over(self, task: asyncio.Task[None]) -> None:
        self.caption = ""
        if not task.cancelled() and task.exception() is not None:
            self.caption = f"{task.exception()}"
        self._changed()

    async def stop(self) -> None:
        if self._week is not None:
            self._week.cancel()
            await asyncio.gather(self._week, return_exceptions=True)
