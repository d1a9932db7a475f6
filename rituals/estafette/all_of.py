"""Several parts of the relay hear the same fact: one after the other, each what concerns it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rituals.contract import Turn

Hear = Callable[[Turn, Any], Awaitable[None]]


def all_of(*some: Hear) -> Hear:
    async def hear(turn: Turn, fact: Any) -> None:
        for one in some:
            await one(turn, fact)

    return hear
