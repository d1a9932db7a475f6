from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.http_mode import sign
from tests.sandbox.forms import modal, text_field

Json = dict[str, Any]


@pytest.fixture
async def app(slack: Sandbox, client: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    """A Bolt app that serves its request URL."""
    app = AsyncApp(client=client, signing_secret=slack.signing_secret)
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield app
    await runner.cleanup()


def test_the_signature_of_slacks_own_example() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == signature


async def test_commands_forms_and_events(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")
    channel = slack.channel("noord", members=[sanne])
    heard: list[str] = []

    async def command(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack(f"opening {body['text']}")
        view = modal("Form", text_field("Name"), callback_id="form")
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def submitted(ack: Any, view: Json) -> None:
        heard.append(view["state"]["values"]["Name"]["it"]["value"])
        await ack(response_action="errors", errors={"Name": "Not this one"})

    async def joined(event: Json) -> None:
        heard.append(event["channel"])

    app.command("/form")(command)
    app.view("form")(submitted)
    app.event("member_joined_channel")(joined)
    answer = await sanne.types("/form é & é", channel="noord")
    assert answer is not None
    assert answer.text == "opening é & é"
    await slack.until(lambda: sanne.view)
    await sanne.fills({"Name": "Zoë"})
    await sanne.submits()
    assert sanne.view is not None
    assert sanne.view.errors == {"Name": "Not this one"}
    await slack.join("noord", slack.user("Omar"))
    await slack.settles()
    assert heard == ["Zoë", channel]
    assert await slack.verified()
    assert not slack.refusals
    assert not slack.late_acks


async def test_a_retry_says_so_and_can_be_declined(slack: Sandbox, app: AsyncApp) -> None:
    slack.channel("noord")
    retries: list[tuple[str, str]] = []
    omar = slack.user("Omar")

    async def refuses(req: Any, next: Any) -> None:
        retries.append(tuple(req.headers.get(f"x-slack-retry-{name}", [""])[0] for name in ("num", "reason")))

    app.middleware(refuses)
    await slack.join("noord", omar)
    await slack.retry_unacked()
    assert retries == [("", ""), ("1", "http_error")]
    assert slack.unacked_events == 1


async def test_an_app_that_asks_for_no_retry(slack: Sandbox) -> None:
    async def handle(request: web.Request) -> web.Response:
        body = await request.json()
        if "challenge" in body:
            return web.json_response({"challenge": body["challenge"]})
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    served = web.Application()
    served.router.add_post("/", handle)
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.channel("noord")
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await slack.join("noord", slack.user("Omar"))
    await runner.cleanup()
    assert slack.unacked_events == 0
    assert slack.late_acks == ["event member_joined_channel: no ack (http_error)"]


async def test_nothing_is_sent_to_a_url_that_did_not_answer_its_challenge(slack: Sandbox) -> None:
    requests: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        requests.append(await request.text())
        return web.Response(text="ok")

    served = web.Application()
    served.router.add_post("/", handle)
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await slack.user("Sanne").types("/form")
    await runner.cleanup()
    assert len(requests) == 1
    assert slack.late_acks == ["/form: no ack (operation_timeout)"]


async def test_a_wrong_secret_fails_the_verification(slack: Sandbox, client: AsyncWebClient) -> None:
    app = AsyncApp(client=client, signing_secret="another")
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    assert not await slack.verified()
    answer = await slack.user("Sanne").types("/form")
    await runner.cleanup()
    assert answer is not None
    assert "operation_timeout" in answer.text
    assert [each.error for each in slack.refusals] == ["url_verification_failed"]
