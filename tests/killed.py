"""A bot that dies by kill -9. Run as `python -m tests.killed`: each line on standard input is one life.

The process imports everything once and forks for each life, so that a start costs little; what is killed is a process
of its own with sockets and database connections of its own. A life is the composition root with its loops, on a clock
that another process turns, and it kills itself at the point that it was given.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import logs
from bot.app import House, built
from bot.dispatch import Dispatcher
from bot.postbox import Postbox
from bot.settings import Settings
from bot.slack.surface import SlackSurface
from storage import house

PAUSE = 0.02  # seconds between two looks at what is due

# Where a life may end: whose method, its name, and whether before or after its effect.
POINTS: dict[str, tuple[Any, str, bool]] = {
    "a post, before it": (SlackSurface, "post", False),
    "a post, after it": (SlackSurface, "post", True),
    "an edit, before it": (SlackSurface, "edit", False),
    "an edit, after it": (SlackSurface, "edit", True),
    "what waits, claimed": (Postbox, "claim", True),
    "a post, announced": (Postbox, "calling", True),
    "a post, noted": (Postbox, "sent", True),
    "a tick, with its timers taken": (house, "take", True),
    "a turn, with its card put up": (house, "show", True),
    "a turn, before its commit": (AsyncSession, "commit", False),
    "a turn, after its commit": (AsyncSession, "commit", True),
    "a form, before its turn": (Dispatcher, "submit", False),
    "a form, after its commit": (Dispatcher, "submit", True),
}


@dataclass(frozen=True)
class FileClock:
    """Both times as they stand in a file: the moment of the domain, and how far the machine's is ahead."""

    file: Path

    def now(self) -> datetime:
        return datetime.fromisoformat(self._read()[0])

    def machine(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self._read()[1]))

    def write(self, moment: datetime, ahead: float) -> None:
        """In one step: a reader finds the old times or the new ones."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{moment.astimezone(UTC).isoformat()} {ahead}")
        fresh.replace(self.file)

    def _read(self) -> list[str]:
        return self.file.read_text().split()


@dataclass(frozen=True)
class Life:
    """`settings` as keyword arguments. `point` is one of POINTS, or "" to live on; it strikes the `nth` time."""

    clock: str
    settings: dict[str, Any] = field(default_factory=dict)
    point: str = ""
    nth: int = 1

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def arm(point: str, nth: int) -> None:
    """From now on the process ends at the `nth` time that it comes to this point."""
    owner, name, after = POINTS[point]
    method: Callable[..., Awaitable[Any]] = getattr(owner, name)
    times = 0

    async def struck(*args: Any, **more: Any) -> Any:
        nonlocal times
        if [] in args:  # nothing to put up: no such point
            return await method(*args, **more)
        times += 1
        if times == nth and not after:
            die()
        got = await method(*args, **more)
        if times == nth and after:
            die()
        return got

    setattr(owner, name, struck)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def lives(life: Life) -> None:
    settings = Settings(_env_file=None, **life.settings)
    async with built(settings, FileClock(Path(life.clock))) as made:
        if life.point:
            arm(life.point, life.nth)
        say("up")
        await asyncio.gather(ticking(made), delivering(made))


async def ticking(made: House) -> None:
    while True:
        await made.timers.tick()
        await asyncio.sleep(PAUSE)


async def delivering(made: House) -> None:
    while True:
        await made.delivery.flush()
        await asyncio.sleep(PAUSE)


def main() -> None:
    logs.configure("ERROR")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                asyncio.run(lives(Life(**json.loads(line))))
            finally:
                os._exit(1)  # it was to be killed: a life that ends otherwise is an error
        say(f"pid {child}")
        _, status = os.waitpid(child, 0)
        say(f"dead {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
