"""What the clocks of a history show: its virtual time, each a little off."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGUN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday on which nobody's clock is put forward or back


def moment(passed: float) -> datetime:
    return BEGUN + timedelta(seconds=passed)


@dataclass(frozen=True)
class Skewed:
    """`off`: by so many seconds, as long as the process lives. Domain time and machine time are one."""

    loop: asyncio.AbstractEventLoop
    off: float

    def now(self) -> datetime:
        return moment(self.loop.time() + self.off)

    def machine(self) -> datetime:
        return moment(self.loop.time() + self.off)
