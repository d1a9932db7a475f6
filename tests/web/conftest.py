"""A workspace with one team, and a clock that stands where it was put."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox import Sandbox
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.pages import Clockwork
from tests.web.browsing import TEAM


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST) as slack:
        slack.channel(TEAM, members=[slack.user("Sanne")])
        yield slack


@pytest.fixture
def clock(slack: Sandbox) -> Clockwork:
    channel = next(each.id for each in slack.site.workspace.channels.values() if each.name == TEAM)
    return Clockwork(channel, TEAM)
