from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox import Fault, Person, Sandbox
from tests.sandbox.conftest import Machine
from tests.sandbox.forms import actions, button, section

Json = dict[str, Any]


@pytest.fixture
async def urls(app: AsyncApp) -> list[str]:
    """The response_urls of every command and click, in order."""
    kept: list[str] = []

    async def listener(ack: Any, body: Json) -> None:
        await ack()
        kept.append(body["response_url"])

    app.command("/form")(listener)
    app.action("go")(listener)
    return kept


@pytest.fixture
def sanne(slack: Sandbox) -> Person:
    return slack.user("Sanne")


async def test_five_uses(slack: Sandbox, urls: list[str], sanne: Person) -> None:
    omar = slack.user("Omar")
    slack.channel("noord", members=[sanne, omar], bot=False)
    await sanne.types("/form", channel="noord")
    webhook = AsyncWebhookClient(urls[0])
    for number in range(5):
        answer = await webhook.send(text=f"answer {number}", response_type="in_channel" if number == 4 else None)
        assert (answer.status_code, answer.body) == (200, "ok")
    refused = await webhook.send(text="one more")
    assert (refused.status_code, refused.body) == (404, "used_url")
    assert [seen.text for seen in sanne.sees("noord")] == [f"answer {number}" for number in range(5)]
    assert [seen.text for seen in omar.sees("noord")] == ["answer 4"]
    assert [each.error for each in slack.refusals] == ["used_url"]


async def test_thirty_minutes(slack: Sandbox, urls: list[str], sanne: Person, machine: Machine) -> None:
    await sanne.types("/form")
    machine.seconds += 1800
    assert (await AsyncWebhookClient(urls[0]).send(text="in time")).status_code == 200
    machine.seconds += 1
    refused = await AsyncWebhookClient(urls[0]).send(text="late")
    assert (refused.status_code, refused.body) == (404, "expired_url")
    assert (await AsyncWebhookClient(urls[0] + "x").send(text="x")).body == "expired_url"


async def test_replacing_and_deleting_the_original(
    slack: Sandbox, client: AsyncWebClient, urls: list[str], sanne: Person
) -> None:
    channel = slack.channel("noord", members=[sanne])
    blocks = [section("pick"), actions(button("Go", "go"))]
    await client.chat_postEphemeral(channel=channel, user=sanne.id, text="pick", blocks=blocks)
    await client.chat_postMessage(channel=channel, text="card", blocks=blocks)
    await sanne.presses("Go", sanne.sees("noord")[0])
    await sanne.presses("Go", sanne.sees("noord")[1])
    ephemeral, card = AsyncWebhookClient(urls[0]), AsyncWebhookClient(urls[1])
    await ephemeral.send(text="picked", replace_original=True)
    await card.send(text="closed", replace_original=True)
    assert [(seen.text, seen.ephemeral) for seen in sanne.sees("noord")] == [("picked", True), ("closed", False)]
    refused = await ephemeral.send(text="x", replace_original=True, response_type="in_channel")
    assert (refused.status_code, refused.body) == (400, "invalid_arguments")
    assert (await card.send(text="bye", delete_original=True)).status_code == 400
    await card.send(text="", delete_original=True)
    await ephemeral.send(delete_original=True)
    assert sanne.sees("noord") == []


async def test_a_bad_body(slack: Sandbox, urls: list[str], sanne: Person) -> None:
    await sanne.types("/form")
    refused = await AsyncWebhookClient(urls[0]).send(text="x", blocks=[{"type": "unknown"}])
    assert (refused.status_code, refused.body) == (400, "invalid_blocks")
    assert (await AsyncWebhookClient(urls[0]).send(text="")).body == "no_text"


async def test_a_fault(slack: Sandbox, urls: list[str], sanne: Person) -> None:
    await sanne.types("/form")
    slack.faults.add(Fault("response_url", "500", "after"))
    assert (await AsyncWebhookClient(urls[0], retry_handlers=[]).send(text="said")).status_code == 500
    assert [seen.text for seen in sanne.dm()] == ["said"]
