"""What is measured: elapsed seconds, and how long the event loop was blocked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

LOOK = 0.002  # seconds between two looks at the loop


@dataclass
class Watch:
    """`blocked` is the longest time in seconds during which the event loop did nothing else."""

    began: float = field(default_factory=time.perf_counter)
    blocked: float = 0.0
    seconds: float = 0.0


@asynccontextmanager
async def watching() -> AsyncIterator[Watch]:
    watch = Watch()

    async def look() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(LOOK)
            now = time.perf_counter()
            watch.blocked = max(watch.blocked, now - last - LOOK)
            last = now

    task = asyncio.create_task(look())
    await asyncio.sleep(0)
    watch.began = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - watch.began
        await asyncio.sleep(2 * LOOK)  # the last look, at what blocked the loop until just now
        task.cancel()
