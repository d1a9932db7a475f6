"""The clock's buttons and the rehearsal: one of them at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.page.backstage import Backstage

SLOWEST, PER_CHARACTER, QUICKEST = 4.0, 0.045, 1.4
"""Seconds a caption stands."""

FARTHEST = timedelta(days=366)
"""Of one turn, for all that is due on the way happens in full."""


class Busy(Exception):
    """The clock is turning, or a week is being played."""


class Untimely(Exception):
    """The clock is not turned to that moment; `word` is the key of the page's words that say why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Turning:
    """`changed` is called whenever `turning`, `playing`, `caption` or `failed` is another."""

    def __init__(self, backstage: Backstage | None, changed: Callable[[], None], pace: float = 1.0) -> None:
        self._backstage = backstage
        self._changed = changed
        self._pace = pace
        self._turn: asyncio.Task[bool] | None = None
        self._week: asyncio.Task[None] | None = None
        self.caption = ""
        self.failed = False
        """Whether the week that was played last broke off."""

    @property
    def turning(self) -> bool:
        return self._turn is not None and not self._turn.done()

    @property
    def playing(self) -> bool:
        return self._week is not None and not self._week.done()

    def backstage(self) -> Backstage:
        """LookupError without one."""
        if self._backstage is None:
            raise LookupError("nobody handed in a clock")
        return self._backstage

    def _free(self) -> Backstage:
        if self.turning or self.playing:
            raise Busy
        return self.backstage()

    # -- turning

    async def turn(self, wanted: str) -> bool:
        """`five`, `hour`, `next`, `morning` or a local date and time. False when nothing is due.

        A turn goes on when whoever asked for it is gone. Untimely for a moment that is none, that lies before now or
        too far ahead; Busy when the clock is turning already.
        """
        self._turn = asyncio.create_task(self._forward(self._free(), wanted))
        self._turn.add_done_callback(self._turned)
        self.failed = False
        self._changed()
        await asyncio.wait([turn := self._turn])
        return turn.cancelled() or turn.result()

    async def _forward(self, backstage: Backstage, wanted: str) -> bool:
        target = await self._target(backstage, wanted)
        if target is None:
            return False
        if target > backstage.now() + FARTHEST:
            raise Untimely("too_far")
        if target < backstage.now():
            raise Untimely("not_back")
        try:
            await backstage.forward(target)
        except asyncio.CancelledError:
            await backstage.forward(backstage.now())  # returns once what was happening has happened
            raise
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
        try:
            moment = datetime.fromisoformat(wanted)
        except ValueError:
            raise Untimely("no_moment") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(backstage.zone))

    def _turned(self, task: asyncio.Task[bool]) -> None:
        _failure(task)
        self._changed()

    # -- a week

    def play(self, channel: str) -> None:
        """Begin to play a week. LookupError for a channel that is no team."""
        backstage = self._free()
        if channel not in [each for each, _ in backstage.teams()]:
            raise LookupError(channel)
        self.caption, self.failed = "", False
        self._week = asyncio.create_task(backstage.rehearse(channel, self._say))
        self._week.add_done_callback(self._over)
        self._changed()

    async def _say(self, caption: str) -> None:
        self.caption = caption
        self._changed()
        await asyncio.sleep(self._pace * min(SLOWEST, max(QUICKEST, len(caption) * PER_CHARACTER)))

    def _over(self, task: asyncio.Task[None]) -> None:
        self.caption, self.failed = "", _failure(task) is not None
        self._changed()

    # -- both

    async def stop(self) -> None:
        """A turn ends at the next thing due."""
        going = [each for each in (self._turn, self._week) if each is not None]
        for each in going:
            each.cancel()
        await asyncio.gather(*going, return_exceptions=True)


def _failure(task: asyncio.Task[Any]) -> BaseException | None:
    """What broke it off, which is told to the log as well."""
    error = None if task.cancelled() else task.exception()
    if error is None or isinstance(error, Untimely):
        return None
    task.get_loop().call_exception_handler({"message": "a turn broke off", "exception": error, "task": task})
    return error
