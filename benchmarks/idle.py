"""An idle tick with a thousand timers and with a million."""

from __future__ import annotations

import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from bot.app import Core, core
from bot.clock import TurnedClock
from bot.settings import Settings
from storage import house

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TICKS = 200  # per size; the median is quoted
PORTION = 20_000  # rows in a transaction while filling


async def rows(folder: Path) -> list[list[str]]:
    async with _timers(folder / "few.db", 1_000) as small, _timers(folder / "many.db", 1_000_000) as large:
        both = [(await _tick(small), await _tick(large)) for _ in range(TICKS)]  # in turn: a busy machine slows both
    few, many = (statistics.median(spans) for spans in zip(*both, strict=True))
    beside = f"1,000 timers: {few * 1000:.2f} ms"
    return [["an idle tick, 1,000,000 timers", f"{many * 1000:.2f} ms", beside, f"{many / few:.2f}", "at most 1.5"]]


async def _tick(parts: Core) -> float:
    began = time.perf_counter()
    await parts.timers.tick()
    return time.perf_counter() - began


@asynccontextmanager
async def _timers(file: Path, count: int) -> AsyncIterator[Core]:
    """A house with so many timers, none of them due."""
    settings = Settings(_env_file=None, database_url=f"sqlite:///{file}")
    async with core(settings, TurnedClock(NOW)) as parts:
        for start in range(0, count, PORTION):
            values = [_row(n) for n in range(start, min(start + PORTION, count))]
            async with parts.sessions(info={"org": "T1"}) as session, session.begin():
                await session.execute(insert(house.Timer), values)
        yield parts


def _row(n: int) -> dict[str, object]:
    due = NOW + timedelta(days=1, seconds=n % 86_400)
    return {"org": "T1", "name": "bench.never", "about": str(n), "due_at": due}
