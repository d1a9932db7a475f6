"""One browser for all of a worker's tests of the page; a workspace with one team, and a clock that stands where it was
put.

A browser lives on one event loop, so these tests share theirs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from sandbox import Sandbox
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.pages import Clockwork
from tests.web.browsing import TEAM, started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chrome() -> AsyncIterator[Browser]:
    async with started() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as slack:
        slack.channel(TEAM, members=[slack.user("Sanne")])
        yield slack


@pytest.fixture
def clock(slack: Sandbox) -> Clockwork:
    channel = next(each.id for each in slack.site.workspace.channels.values() if each.name == TEAM)
    return Clockwork(channel, TEAM)
