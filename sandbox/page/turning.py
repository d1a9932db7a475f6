"""The clock's buttons and the rehearsal: one of them at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.changes import Change, Changes
from sandbox.page.backstage import Backstage, Watched
from sandbox.page.moments import Untimely, chosen

SLOWEST, PER_CHARACTER, QUICKEST = 4.0, 0.045, 1.4
"""Seconds a caption stands."""

STEPS = {"five": timedelta(minutes=5), "hour": timedelta(hours=1)}
MONTH = timedelta(days=31)
"""How far ahead something is looked for that anybody sees."""

SEEN = ("message", "edited", "deleted")
"""The kinds of change that make a moment an event."""


class Busy(Exception):
    """The clock is turning, or a week is being played."""


class Turning:
    """`changed` is called whenever one of the attributes is another."""

    def __init__(
        self,
        backstage: Backstage | None,
        changes: Changes,
        changed: Callable[[], None],
        watched: Watched,
        pace: float = 1.0,
    ) -> None:
        self._backstage = backstage
        self._changes = changes
        self._changed = changed
        self._watched = watched
        self._pace = pace
        self._turn: asyncio.Task[bool] | None = None
        self._week: asyncio.Task[None] | None = None
        self.until: datetime | None = None
        """Where the clock is turned to, as far as that is known beforehand."""
        self.caption = ""
        self.channel = ""
        """Of the team whose week was played last."""
        self.failed = False
        """Whether the week that was played last broke off."""
        self._began = backstage.now() if backstage else None
        self._known = backstage is None

    @property
    def newcomer(self) -> bool:
        """Whether nobody has turned the clock yet, played a week, or sent the first hint away."""
        return not self._known and self.backstage().now() == self._began

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
        if wanted == "next":
            return await self._next(backstage)
        self.until = await self._target(backstage, wanted)
        self._changed()
        await _to(backstage, self.until)
        return True

    async def _target(self, backstage: Backstage, wanted: str) -> datetime:
        now = backstage.now().astimezone(UTC)
        if wanted in STEPS:
            return now + STEPS[wanted]
        if wanted == "morning":
            return (await backstage.next_morning()).astimezone(UTC)
        return chosen(wanted, ZoneInfo(backstage.zone), now)

    async def _next(self, backstage: Backstage) -> bool:
        """From due to due, for much that is due shows nobody anything."""
        seen: list[Change] = []
        stop = self._changes.subscribe(lambda change: seen.append(change) if change.kind in SEEN else None)
        last = backstage.now().astimezone(UTC) + MONTH
        try:
            while not seen and (due := await _due(backstage, last)) is not None:
                await _to(backstage, due)
        finally:
            stop()
        return bool(seen)

    def _turned(self, task: asyncio.Task[bool]) -> None:
        _failure(task)
        self.until = None
        self._changed()

    # -- a week

    def play(self, channel: str) -> None:
        """Begin to play a week. LookupError for a channel that is no team."""
        backstage = self._free()
        if channel not in [each for each, _ in backstage.teams()]:
            raise LookupError(channel)
        self.caption, self.channel, self.failed, self._known = "", channel, False, True
        self._week = asyncio.create_task(backstage.rehearse(channel, self._say, self._watched))
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

    def known(self) -> None:
        """The first hint is not needed any more."""
        self._known = True
        self._changed()

    async def stop(self) -> None:
        """A turn ends at the next thing due."""
        going = [each for each in (self._turn, self._week) if each is not None]
        for each in going:
            each.cancel()
        await asyncio.gather(*going, return_exceptions=True)


async def _to(backstage: Backstage, target: datetime) -> None:
    try:
        await backstage.forward(target)
    except asyncio.CancelledError:
        await backstage.forward(backstage.now())  # returns once what was happening has happened
        raise


async def _due(backstage: Backstage, last: datetime) -> datetime | None:
    due = await backstage.next_due()
    return due if due is not None and backstage.now() < due <= last else None


def _failure(task: asyncio.Task[Any]) -> BaseException | None:
    """What broke it off, which is told to the log as well."""
    error = None if task.cancelled() else task.exception()
    if error is None or isinstance(error, Untimely):
        return None
    task.get_loop().call_exception_handler({"message": "a turn broke off", "exception": error, "task": task})
    return error
