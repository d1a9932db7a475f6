"""The part of a surface on which tests of something else don't depend."""

from __future__ import annotations

from datetime import datetime

from bot.surface import Target


class Willing:
    """In no hurry, and without a history."""

    history = False

    def wait(self, target: Target, *, edit: bool) -> float:
        return 0.0

    async def find(self, target: Target, since: datetime) -> None:
        return None
