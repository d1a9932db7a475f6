"""/livez and /readyz for whoever watches the process; in http mode Slack's requests as well."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from sqlalchemy import text

from bot.settings import Settings
from storage.base import Sessions

PATH = "/slack/events"
LEAVING = 4  # seconds that a request under way gets when the process ends; aiohttp would wait for a minute


@dataclass
class Health:
    """Alive: the process answers. Ready: it has started, reaches its database, and its line to Slack is open."""

    sessions: Sessions
    ready: bool = False
    socket: Any = None
    port: int = 0

    async def why_not(self) -> str:
        """Empty when ready."""
        if not self.ready:
            return "starting or stopping"
        try:
            async with self.sessions() as session:
                await session.connection(execution_options={"reads": True})
                await session.execute(text("SELECT 1"), execution_options={"all_orgs": True})
        except Exception as error:  # noqa: BLE001  (whatever the driver raises, the answer is the same)
            return f"database: {type(error).__name__}"
        if self.socket is not None and not await self.socket.client.is_connected():
            return "no connection to Slack"
        return ""


@asynccontextmanager
async def serving(settings: Settings, health: Health, bolt: AsyncApp) -> AsyncIterator[None]:
    app = web.Application()

    async def livez(request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def readyz(request: web.Request) -> web.Response:
        why = await health.why_not()
        return web.Response(text=f"{why or 'ready'}\n", status=503 if why else 200)

    async def slack(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app.router.add_get("/livez", livez)
    app.router.add_get("/readyz", readyz)
    if settings.slack_mode == "http":
        app.router.add_post(PATH, slack)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LEAVING)
    await runner.setup()
    site = web.TCPSite(runner, settings.http_host, settings.http_port)
    await site.start()
    health.port = runner.addresses[0][1]
    try:
        yield
    finally:
        await runner.cleanup()
