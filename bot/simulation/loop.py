"""An event loop whose time is virtual: when nothing is left to do now, it is the moment of what comes next."""

from __future__ import annotations

from asyncio.base_events import BaseEventLoop
from typing import Any

FOREVER = 86_400.0  # seconds that asyncio looks ahead at the most: nobody waits longer here


class Stuck(RuntimeError):
    """Everybody waits for somebody, and no moment ends it."""


class Sleeper:
    """In the place where a loop waits for sockets: there are none, so the time until the next moment has passed."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None or timeout >= FOREVER:
            raise Stuck
        self.loop.passed += timeout
        return []


class Loop(BaseEventLoop):
    """The order of what is ready is the order in which it became so: asyncio keeps it, and no thread disturbs it."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self._clock_resolution = 1e-6
        self._selector = Sleeper(self)

    def time(self) -> float:
        return self.passed

    def _process_events(self, event_list: list[Any]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """No other thread has to wake it."""
