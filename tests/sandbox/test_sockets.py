from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.manifest import MANIFEST

Json = dict[str, Any]


async def link(slack: Sandbox) -> str:
    answer = await AsyncWebClient(token=slack.app_token, base_url=slack.api_url).apps_connections_open(
        app_token=slack.app_token
    )
    return str(answer["url"])


def acks(app: AsyncApp) -> None:
    async def listener(ack: Any) -> None:
        await ack("here")

    app.command("/form")(listener)


async def test_hello_comes_first_and_acks_are_matched(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    slack.channel("noord", members=[sanne])
    async with aiohttp.ClientSession() as session, session.ws_connect(await link(slack)) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        typing = asyncio.create_task(sanne.types("/form x", channel="noord"))
        frame = await socket.receive_json()
        assert (frame["type"], frame["accepts_response_payload"]) == ("slash_commands", True)
        assert frame["payload"]["is_enterprise_install"] == "false"
        await socket.send_json({"envelope_id": "another"})
        await socket.send_str("{")
        await socket.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": "ok"}})
        answer = await typing
        assert answer is not None
        assert answer.text == "ok"
        joining = asyncio.create_task(slack.join("noord", slack.user("Omar")))
        frame = await socket.receive_json()
        assert (frame["accepts_response_payload"], frame["retry_attempt"]) == (False, 0)
        await socket.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": "no"}})
        await joining
    assert [each.error for each in slack.refusals] == [
        "unknown_envelope_id",
        "invalid_frame",
        "payload_not_accepted",
    ]


async def test_a_url_is_good_for_one_connection(slack: Sandbox) -> None:
    url = await link(slack)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_the_eleventh_connection_is_one_too_many(slack: Sandbox, machine: Any) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(await link(slack)) for _ in range(10)]
        machine.seconds += 60
        async with session.ws_connect(await link(slack)) as eleventh:
            assert (await eleventh.receive_json())["reason"] == "too_many_websockets"
        assert [each.error for each in slack.refusals] == ["too_many_websockets"]
        for socket in sockets:
            await socket.close()


async def test_payloads_go_to_any_connection(slack: Sandbox, app: AsyncApp) -> None:
    other = AsyncApp(client=app.client)
    handler = AsyncSocketModeHandler(other, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.connected(2)
    sanne = slack.user("Sanne")
    heard: list[str] = []

    def listens(each: AsyncApp, name: str) -> None:
        async def listener(ack: Any) -> None:
            heard.append(name)
            await ack()

        each.command("/form")(listener)

    listens(app, "first")
    listens(other, "second")
    for _ in range(4):
        await sanne.types("/form")
    await handler.close_async()  # type: ignore[no-untyped-call]
    assert sorted(heard) == ["first", "first", "second", "second"]


async def test_a_cut_socket_is_opened_again(slack: Sandbox, app: AsyncApp) -> None:
    acks(app)
    sanne = slack.user("Sanne")
    slack.channel("noord")
    await slack.cut_socket()
    await slack.join("noord", sanne)
    assert slack.unacked_events == 1
    await slack.connected()
    answer = await sanne.types("/form")
    assert answer is not None
    assert answer.text == "here"
    assert not slack.late_acks


@pytest.mark.parametrize("warning", [True, False])
async def test_a_disconnect_makes_the_app_open_a_new_socket(slack: Sandbox, app: AsyncApp, warning: bool) -> None:
    acks(app)
    sanne = slack.user("Sanne")
    await sanne.types("/form")
    await slack.send_disconnect(warning=warning)
    opened = [name for name, _ in slack.calls].count("apps.connections.open")
    await slack.until(lambda: [name for name, _ in slack.calls].count("apps.connections.open") == opened + 1)
    await slack.connected()
    await sanne.types("/form")
    assert not slack.late_acks


async def test_a_socket_that_was_warned_gets_nothing_while_there_is_another(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    async with aiohttp.ClientSession() as session, session.ws_connect(await link(slack)) as old:
        await slack.send_disconnect()
        async with session.ws_connect(await link(slack)) as new:
            await slack.connected(2)
            for _ in range(3):
                typing = asyncio.create_task(sanne.types("/form"))
                frame = await new.receive_json()
                while frame["type"] == "hello":
                    frame = await new.receive_json()
                await new.send_json({"envelope_id": frame["envelope_id"]})
                await typing
        frames = [(await old.receive_json())["type"] for _ in range(2)]
    assert frames == ["hello", "disconnect"]
    assert not slack.late_acks


async def test_the_client_gets_its_pings_back(slack: Sandbox, app: AsyncApp) -> None:
    opened = [name for name, _ in slack.calls].count("apps.connections.open")
    await asyncio.sleep(0.6)
    assert [name for name, _ in slack.calls].count("apps.connections.open") == opened == 1


async def test_socket_mode_must_be_on() -> None:
    settings = {**MANIFEST["settings"], "socket_mode_enabled": False}
    async with Sandbox({**MANIFEST, "settings": settings}) as slack:
        with pytest.raises(SlackApiError, match="forbidden_team"):
            await link(slack)


async def test_an_ack_for_whom_nobody_waits_any_more_leaves_the_line_open(slack: Sandbox) -> None:
    """Cancelled and acked in the same turn of the loop."""
    sanne = slack.user("Sanne")
    slack.channel("noord", members=[sanne])
    async with aiohttp.ClientSession() as session, session.ws_connect(await link(slack)) as socket:
        await socket.receive_json()
        typing = asyncio.create_task(sanne.types("/form x", channel="noord"))
        frame = await socket.receive_json()
        for _, waiting in slack.site.sockets._waiting.values():
            waiting.cancel()
        slack.site.sockets._acked(json.dumps({"envelope_id": frame["envelope_id"]}))
        await asyncio.gather(typing, return_exceptions=True)
        assert typing.cancelled()
        again = asyncio.create_task(sanne.types("/form y", channel="noord"))
        frame = await socket.receive_json()
        await socket.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": "ok"}})
        assert (await again) is not None
