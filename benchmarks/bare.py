"""A bare Bolt app over Socket Mode that only acks one command: `python -m benchmarks.bare`."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

COMMAND = "/dagstart"  # to the bot: reads the team, its settings and its days, and answers


@asynccontextmanager
async def bare(tokens: Mapping[str, str]) -> AsyncIterator[None]:
    app = AsyncApp(client=AsyncWebClient(token=tokens["bot_token"], base_url=tokens["api_url"]))

    @app.command(COMMAND)
    async def only_acks(ack: AsyncAck) -> None:
        await ack()

    handler = AsyncSocketModeHandler(app, tokens["app_token"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def main() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    names = {"bot_token": "SLACK_BOT_TOKEN", "app_token": "SLACK_APP_TOKEN", "api_url": "SLACK_API_URL"}
    async with bare({name: os.environ.pop(variable) for name, variable in names.items()}):
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
