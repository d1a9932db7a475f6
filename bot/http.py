"""/livez, /readyz and /metrics for whoever watches the process; in http mode Slack's requests as well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot import metrics, queues
from bot.clock import Clock
from bot.settings import Settings
from bot.slack.client import Client
from bot.slack.line import Line
from bot.trouble import PATIENCE, Trouble
from storage.base import Sessions

PATH = "/slack/events"
# Seconds for requests under way when the process ends: as long as Slack waits for an answer; in socket mode only who
# watches the process asks anything here. (aiohttp would wait for a minute, and takes twice what it is given.)
LEAVING = {"http": 3, "socket": 1}

log = structlog.get_logger()


@dataclass
class Health:
    """Alive: the process answers. Ready: it has started, reaches its database, and its line to Slack is open."""

    sessions: Sessions
    trouble: Trouble
    client: Client
    clock: Clock
    ready: bool = False
    line: Line | None = None
    port: int = 0

    async def why_not(self) -> str:
        """Empty when ready."""
        await self.trouble.look()
        return await self.known()

    async def known(self) -> str:
        """The same by what was noticed last, without asking the database."""
        if not self.ready:
            return "starting or stopping"
        line = await self.line.why_not() if self.line is not None else ""
        found = [self.trouble.why, *self.client.troubles.values(), line]
        return "; ".join(dict.fromkeys(each for each in found if each))

    async def figures(self) -> bytes:
        """For whoever scrapes; what the database can't tell now is left as it was."""
        why = await self.why_not()
        line = self.line is None or not await self.line.why_not()
        try:
            async with asyncio.timeout(PATIENCE):
                await queues.counted(self.sessions, self.clock.machine(), self.clock.now())
        except Exception as error:  # noqa: BLE001  (whatever the driver raises: the other figures are there)
            log.warning("figures.not_counted", error=type(error).__name__)
            return metrics.page(ready=not why, line=line, database=False)
        return metrics.page(ready=not why, line=line, database=True)


@asynccontextmanager
async def serving(settings: Settings, health: Health, bolt: AsyncApp) -> AsyncIterator[None]:
    app = web.Application()

    async def livez(request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def readyz(request: web.Request) -> web.Response:
        why = await health.why_not()
        return web.Response(text=f"{why or 'ready'}\n", status=503 if why else 200)

    async def figures(request: web.Request) -> web.Response:
        return web.Response(body=await health.figures(), headers={"Content-Type": metrics.TYPE})

    async def slack(request: web.Request) -> web.Response:
        began = perf_counter()
        told = await to_bolt_request(request)
        answer = await bolt.async_dispatch(told)
        metrics.heard(health.clock.machine().timestamp())
        if answer.status == 200:
            metrics.acked(_kind(told.body), perf_counter() - began)
        else:
            metrics.not_acked(_kind(told.body))
        return await to_aiohttp_response(answer)

    app.router.add_get("/livez", livez)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", figures)
    if settings.slack_mode == "http":
        app.router.add_post(PATH, slack)
    leaving = LEAVING[settings.slack_mode]
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=leaving)
    await runner.setup()
    site = web.TCPSite(runner, settings.http_host, settings.http_port)
    await site.start()
    health.port = runner.addresses[0][1]
    try:
        yield
    finally:
        await _ended(runner, leaving)


async def _ended(runner: web.AppRunner, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await runner.cleanup()


def _kind(body: Mapping[str, Any]) -> str:
    """In Socket Mode's words."""
    if "command" in body:
        return "slash_commands"
    return "events_api" if "event" in body else "interactive"
