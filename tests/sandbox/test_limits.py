from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.conftest import Machine
from tests.sandbox.manifest import MANIFEST


async def test_a_tier_is_a_sliding_minute(slack: Sandbox, client: AsyncWebClient, machine: Machine) -> None:
    for _ in range(10):
        await client.users_list()
    machine.seconds += 20
    for _ in range(10):
        await client.users_list()
    with pytest.raises(SlackApiError) as refused:
        await client.users_list()
    answer = refused.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "40")
    await client.team_info()
    machine.seconds += 40
    for _ in range(10):
        await client.users_list()
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.users_list()


async def test_a_channel_takes_a_burst_and_then_one_a_second(
    slack: Sandbox, client: AsyncWebClient, machine: Machine
) -> None:
    noord, zuid = slack.channel("noord"), slack.channel("zuid")
    for _ in range(4):
        await client.chat_postMessage(channel=noord, text="x")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=noord, text="x")
    assert refused.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=zuid, text="x")
    machine.seconds += 1
    await client.chat_postMessage(channel=noord, text="x")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.chat_postMessage(channel=noord, text="x")
    assert len(slack.posts(noord)) == 5
    assert [each.error for each in slack.refusals] == ["ratelimited", "ratelimited"]


async def test_a_workspace_takes_three_hundred_posts_a_minute(
    slack: Sandbox, client: AsyncWebClient, machine: Machine
) -> None:
    channels = [slack.channel(f"c{number}") for number in range(75)]
    for channel in channels:
        for _ in range(4):
            await client.chat_postMessage(channel=channel, text="x")
    machine.seconds += 2
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channels[0], text="x")
    assert refused.value.response.headers["Retry-After"] == "58"


async def test_limits_can_be_switched_off() -> None:
    async with Sandbox(MANIFEST, rate_limits=False) as slack:
        channel = slack.channel("noord")
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        for _ in range(10):
            await client.chat_postMessage(channel=channel, text="x")
        assert not slack.refusals
