"""A workspace, a Bolt app in it over Socket Mode, and a clock that tests turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.manifest import MANIFEST

ACK_SECONDS = 0.4
"""Short, so that the tests of missing acks are."""


class Machine:
    """The machine's clock: it stands until a test moves it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
async def slack(machine: Machine) -> AsyncIterator[Sandbox]:
    at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    async with Sandbox(MANIFEST, now=lambda: at, machine=machine, ack_seconds=ACK_SECONDS) as slack:
        yield slack


@pytest.fixture
def client(slack: Sandbox) -> AsyncWebClient:
    """The SDK's client as an app has it, but without its automatic retries."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def app(slack: Sandbox, client: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    """A Bolt app, connected; tests add their listeners."""
    app = AsyncApp(client=client)
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.1)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]
