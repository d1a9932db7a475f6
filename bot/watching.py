"""Looks every second whether something is wrong, and until it is over: what /readyz says is never older."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog
from slack_sdk.errors import SlackApiError

from bot.http import Health
from bot.slack.client import AWAY

LOOK = 1.0  # seconds
ASK = 10  # looks between two questions to Slack whether it answers again, and takes our token

log = structlog.get_logger()


@asynccontextmanager
async def watching(health: Health, every: float = LOOK) -> AsyncIterator[None]:
    task = asyncio.create_task(Watch(health).run(every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@dataclass
class Watch:
    health: Health
    said: str = ""
    looks: int = 0

    async def run(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            try:
                await self.look()
            except Exception as error:
                log.error("watch.failed", error=type(error).__name__, exc_info=error)

    async def look(self) -> None:
        """A line in the log when the answer of /readyz changes. Each tick asks the database anyhow: this does not."""
        if self.health.line is not None:
            await self.health.line.watch()
        await self._ask()
        if self.health.trouble.why:
            await self.health.trouble.look()
        why = await self.health.known()
        if why != self.said:
            log.warning("not_ready", why=why) if why else log.info("ready", was=self.said)
        self.said = why

    async def _ask(self) -> None:
        """Nothing may be waiting to be said, and then nobody would find out that it can be said again."""
        self.looks = self.looks + 1 if "bot" in self.health.client.troubles else 0
        if self.looks % ASK == 1:
            with suppress(SlackApiError, *AWAY):
                await self.health.client.auth_test()
