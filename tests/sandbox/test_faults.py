from __future__ import annotations

import asyncio
import json
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Fault, Sandbox
from sandbox.faults import Kind


@pytest.mark.parametrize(("when", "posted"), [("before", 0), ("after", 1)])
async def test_a_cut_connection(slack: Sandbox, client: AsyncWebClient, when: str, posted: int) -> None:
    channel = slack.channel("noord")
    slack.faults.add(Fault("chat.postMessage", "cut", "after" if when == "after" else "before"))
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel=channel, text="x")
    assert len(slack.posts(channel)) == posted
    await client.chat_postMessage(channel=channel, text="x")
    assert len(slack.posts(channel)) == posted + 1
    assert not slack.refusals


async def test_the_default_client_posts_twice_after_a_cut(slack: Sandbox) -> None:
    channel = slack.channel("noord")
    slack.faults.add(Fault("chat.postMessage", "cut", "after"))
    careless = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    assert (await careless.chat_postMessage(channel=channel, text="x"))["ok"]
    assert len(slack.posts(channel)) == 2


@pytest.mark.parametrize("kind", ["500", "503", "html", "429", "ok_false"])
async def test_spoilt_answers(slack: Sandbox, client: AsyncWebClient, kind: Kind) -> None:
    channel = slack.channel("noord")
    slack.faults.add(Fault("chat.postMessage", kind, "after", retry_after=7, error="fatal_error"))
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="x")
    answer = refused.value.response
    if kind == "429":
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    elif kind == "ok_false":
        assert (answer.status_code, answer["error"]) == (200, "fatal_error")
    else:
        assert answer.status_code == {"500": 500, "503": 503, "html": 200}[kind]
    assert len(slack.posts(channel)) == 1


async def test_a_slow_answer_of_any_method(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.faults.add(Fault("*", "slow", "before", seconds=0.1, times=2))
    for least in (0.1, 0.1, 0.0):
        before = time.monotonic()
        await client.auth_test()
        assert least <= time.monotonic() - before < least + 0.09


async def test_a_client_that_gives_up_waiting(slack: Sandbox) -> None:
    channel = slack.channel("noord")
    slack.faults.add(Fault("chat.postMessage", "slow", "after", seconds=30))
    hasty = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, timeout=1, retry_handlers=[])
    posting = asyncio.create_task(hasty.chat_postMessage(channel=channel, text="x"))
    await slack.until(lambda: slack.posts(channel))
    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    slack.faults.add(Fault("auth.test", "500"))
    slack.faults.clear()
    assert (await hasty.auth_test())["ok"]


async def test_a_slack_that_draws_no_charts(slack: Sandbox, client: AsyncWebClient) -> None:
    """It refuses them, whether they come as JSON or in a form, and takes everything else."""
    channel = slack.channel("noord")
    slack.faults.add(Fault("chat.postMessage", "no_charts", times=3))
    line = {"type": "line", "series": [{"name": "x", "data": [{"label": "1", "value": 1}]}]}
    chart = {"type": "data_visualization", "title": "x", "chart": line | {"axis_config": {"categories": ["1"]}}}
    for blocks in ([chart], json.dumps([chart])):
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            await client.chat_postMessage(channel=channel, text="x", blocks=blocks)
    await client.chat_postMessage(channel=channel, text="words")
    await client.chat_postMessage(channel=channel, text="drawn", blocks=[chart])
    assert [seen.fallback for seen in slack.posts(channel)] == ["words", "drawn"]
    assert not slack.refusals
