"""Lives of a process: each of its coroutines stops for good where it is when the process dies.

A crash is no cancellation: nothing is told to whoever was waiting, and no `finally` tidies up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator, Sequence
from contextlib import suppress
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from math import inf
from types import coroutine
from typing import Any

SOON, TIMES = 0.001, 3  # seconds of virtual time for all that was under way to be let go of, and how often it is tried


@dataclass(eq=False)
class Life:
    """One run of a process, from its start to its crash. `fuse`: how many steps it still takes until `struck`.

    `off`: seconds that its clock differs. `leaving`: since when it has been asked to end, and `left`: when it had.
    """

    name: str
    loop: asyncio.AbstractEventLoop
    number: int = 0
    off: float = 0.0
    dead: bool = False
    died: float = inf
    leaving: float = inf
    left: float = inf
    fuse: int = -1
    struck: Callable[[], None] = lambda: None
    until: float = 0.0  # it stands still until this moment, as a machine that is swapped out does
    threads: dict[Mortal, None] = field(default_factory=dict)  # what it was doing, in the order in which that began
    lines: dict[Any, None] = field(default_factory=dict)  # its connections to the database that are in use
    cut: Callable[[Any], None] = lambda _line: None

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        """Work of this process, and all that comes of it."""
        context = copy_context()
        context.run(OF.set, self)
        self.loop.create_task(work, context=context)

    def step(self) -> None:
        """Before each step of any of its coroutines."""
        if self.fuse > 0:
            self.fuse -= 1
            if not self.fuse:
                self.struck()

    def die(self) -> None:
        self.dead, self.died = True, min(self.died, self.loop.time())
        for line in self.lines:
            self.cut(line)
        self.lines.clear()


OF: ContextVar[Life | None] = ContextVar("OF", default=None)


class Mortal(Coroutine[Any, Any, Any]):
    """A coroutine of a process: what the task of the loop drives in its place."""

    __slots__ = ("held", "inner", "life")

    def __init__(self, inner: Coroutine[Any, Any, Any], life: Life) -> None:
        self.inner, self.life = inner, life
        self.held: tuple[Any, ...] | None = None  # with what it goes on once its process does
        life.threads[self] = None

    def send(self, value: Any) -> Any:
        if self.held is None:
            return self._go_on(self.inner.send, value)
        run, *given = self.held
        return self._go_on(run, *given)

    def throw(self, *error: Any) -> Any:
        return self._go_on(self.inner.throw, *error)

    def close(self) -> None:
        """Asked for by nobody but Python itself, when the world has ended."""

    def _go_on(self, run: Callable[..., Any], *given: Any) -> Any:
        life = self.life
        life.step()
        if life.dead:
            raise StopIteration  # the task ends; what it drove stays where it is
        if life.until > life.loop.time():
            self.held = (run, *given)
            return _at(life.loop, life.until)
        self.held = None
        try:
            return run(*given)
        except BaseException:
            life.threads.pop(self, None)
            raise

    def __await__(self) -> Any:
        return self.inner.__await__()

    @coroutine
    def end(self) -> Generator[Any, Any, None]:
        """What it was doing is cancelled, and runs to its end; it is cancelled again if its task is."""
        with suppress(BaseException):
            waits = self.inner.throw(asyncio.CancelledError())
            while True:
                try:
                    given = yield waits
                except BaseException as error:  # noqa: BLE001  (handed on as it came)
                    waits = self.inner.throw(error)
                else:
                    waits = self.inner.send(given)


async def buried(lives: Sequence[Life]) -> None:
    """Lets go of what they were doing, when nothing of the world can notice any more.

    Else Python would, whenever it came by. Cut off from everything, it runs to its end here, as if it was cancelled.
    """
    for life in lives:
        life.die()
    ends = {asyncio.ensure_future(each.end()) for life in lives for each in life.threads}
    for life in lives:
        life.threads.clear()
    for _ in range(TIMES):
        if ends:
            _done, ends = await asyncio.wait(ends, timeout=SOON)
        for each in ends:
            each.cancel()


def _at(loop: asyncio.AbstractEventLoop, moment: float) -> asyncio.Future[None]:
    """As a task expects it of a coroutine that waits for this moment."""
    reached = loop.create_future()
    loop.call_at(moment, ended, reached)
    reached._asyncio_future_blocking = True
    return reached


def ended(wait: asyncio.Future[None]) -> None:
    """Whoever waits goes on, if it still does."""
    if not wait.done():
        wait.set_result(None)


def tasks(loop: asyncio.AbstractEventLoop, work: Any, context: Any = None) -> asyncio.Task[Any]:
    """The loop's task factory: work that a process begins is mortal, as that process is."""
    life = OF.get() if context is None else context.get(OF)
    return asyncio.Task(work if life is None else Mortal(work, life), loop=loop, context=context)
