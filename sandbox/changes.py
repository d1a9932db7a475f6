"""The one place every change of the workspace passes, so that tests and a page can follow it live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` is `message`, `edited`, `deleted`, `view`, `home`, `channel`, `user`, `installation`, `call` or `page`.

    `about` is the id of what changed: a channel for the three kinds of message, a person for views and homes.
    """

    kind: str
    about: str


class Changes:
    """Iterate asynchronously for all changes from that moment on, or subscribe a callback."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` on each change, in the loop and before the changing call returns; answers how to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, kind: str, about: str) -> None:
        change = Change(kind, about)
        for listener in tuple(self._listeners):
            listener(change)

    async def until(self, condition: Callable[[], object], seconds: float) -> None:
        """Return once `condition()` is true, looked at after each change; TimeoutError after `seconds` of real time.

        It is about the workspace: what the app does for itself makes no change, and may never be looked at.
        """
        changed = asyncio.Event()
        stop = self.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    changed.clear()
                    await changed.wait()
        finally:
            stop()

    async def settle(self, quiet: float, seconds: float) -> None:
        """Return once nothing changed for `quiet` seconds of real time; TimeoutError after `seconds`."""
        changed = asyncio.Event()
        stop = self.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(seconds):
                while await _within(changed, quiet):
                    changed.clear()
        finally:
            stop()

    async def __aiter__(self) -> AsyncIterator[Change]:
        queue: asyncio.Queue[Change] = asyncio.Queue()
        stop = self.subscribe(queue.put_nowait)
        try:
            while True:
                yield await queue.get()
        finally:
            stop()


async def _within(changed: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await changed.wait()
    except TimeoutError:
        return False
