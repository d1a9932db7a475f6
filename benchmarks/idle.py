"""An idle tick with a thousand timers and with a million."""

from __future__ import annotations

import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.bulk import fill
from benchmarks.scale import scaled
from bot.app import Core, core
from bot.clock import TurnedClock
from bot.database import migrate
from bot.settings import Settings
from storage import house

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TICKS = scaled(200, 1)  # per size; the median is quoted
FEW, MANY = scaled(1_000, 10), scaled(1_000_000, 1_000)


async def rows(folder: Path) -> list[list[str]]:
    async with _timers(folder / "idle.db", FEW) as small, _timers(folder / "busy.db", MANY) as large:
        both = [(await _tick(small), await _tick(large)) for _ in range(TICKS)]  # in turn: a busy machine slows both
    few, many = (statistics.median(spans) for spans in zip(*both, strict=True))
    beside = f"{FEW:,} timers: {few * 1000:.2f} ms"
    return [[f"an idle tick, {MANY:,} timers", f"{many * 1000:.2f} ms", beside, f"{many / few:.2f}", "at most 1.5"]]


async def _tick(parts: Core) -> float:
    began = time.perf_counter()
    await parts.timers.tick()
    return time.perf_counter() - began


@asynccontextmanager
async def _timers(file: Path, count: int) -> AsyncIterator[Core]:
    """A house with so many timers, none of them due."""
    url = f"sqlite:///{file}"
    await migrate(url)
    fill(url, house.Timer, (_row(n) for n in range(count)))
    async with core(Settings(_env_file=None, database_url=url), TurnedClock(NOW)) as parts:
        yield parts


def _row(n: int) -> dict[str, object]:
    due = NOW + timedelta(days=1, seconds=n % 86_400)
    return {"org": "T1", "name": "bench.never", "about": str(n), "due_at": due}
