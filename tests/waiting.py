"""Waiting for what another task or process does, and that tells nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 20.0  # seconds for what takes none on a machine that is not busy
LOOK = 0.01  # seconds between two looks


async def until(condition: Callable[[], object]) -> None:
    """TimeoutError if it never holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(LOOK)
