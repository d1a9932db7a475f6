"""Behind the scenes: bounded, however far the clock is turned."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox
from sandbox.page.traffic import CALLS, KEPT
from tests.sandbox.manifest import MANIFEST
from tests.sandbox.pages import Clockwork, browsing


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork("")


@pytest.fixture
async def slack(clock: Clockwork) -> AsyncIterator[Sandbox]:
    async with Sandbox(MANIFEST, now=clock.now, rate_limits=False) as slack:
        yield slack


@pytest.fixture
def sanne(slack: Sandbox) -> Person:
    return slack.user("Sanne")


async def test_an_act_keeps_no_more_calls_than_one_reads(
    slack: Sandbox, client: AsyncWebClient, clock: Clockwork, sanne: Person
) -> None:
    noord = slack.channel("noord", members=[sanne])
    async with browsing(slack, clock) as browser:
        for number in range(CALLS + 5):
            await client.chat_postMessage(channel=noord, text=f"bericht {number}")
        lines = await browser.traffic()
        assert f"chat.postMessage ×{CALLS + 5}<" in lines
        assert "bericht" not in lines
        [number] = re.findall(r'data-act-number="(\d+)"', lines)
        full = await browser.traffic(number)
        assert full.count("<b>chat.postMessage</b>") == CALLS
        assert "Weggelaten: 5<" in full


async def test_each_moment_turned_to_is_an_act(
    slack: Sandbox, client: AsyncWebClient, clock: Clockwork, sanne: Person
) -> None:
    noord = slack.channel("noord", members=[sanne])
    async with browsing(slack, clock) as browser:
        await sanne.types("hoi", channel="noord")
        for _ in range(3):
            clock.at += timedelta(minutes=5)
            await client.chat_postMessage(channel=noord, text="-")
        lines = await browser.traffic()
        assert re.findall(r"2 mrt\.? (\d\d:\d\d) · chat.postMessage<", lines) == ["09:15", "09:10", "09:05"]
        for _ in range(KEPT):
            clock.at += timedelta(minutes=5)
            await client.chat_postMessage(channel=noord, text="-")
        assert (await browser.traffic()).count("<summary") == KEPT
