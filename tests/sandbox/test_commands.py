from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import ClientRefused, Sandbox, Seen
from tests.sandbox.conftest import ACK_SECONDS
from tests.sandbox.forms import plain, section
from tests.waiting import until

Json = dict[str, Any]


def hears(app: AsyncApp, command: str = "/form") -> list[Json]:
    """Acks the command with nothing; the payloads are kept."""
    heard: list[Json] = []

    async def listener(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    app.command(command)(listener)
    return heard


async def test_a_command_arrives_and_its_ack_is_shown_to_one_person(slack: Sandbox, app: AsyncApp) -> None:
    sanne, omar = slack.user("Sanne de Wit"), slack.user("Omar El Amrani")
    slack.channel("noord", members=[sanne, omar])

    async def listener(ack: Any, body: Json) -> None:
        await ack(text="seen", blocks=[section("*Well seen*"), {"type": "header", "text": plain("Now")}])

    app.command("/form")(listener)
    answer = await sanne.types("/form start", channel="#noord")
    assert answer is not None
    assert (answer.text, answer.fallback, answer.ephemeral) == ("*Well seen*\nNow", "seen", True)
    assert sanne.sees("noord") == [answer]
    assert omar.sees("noord") == []
    assert not slack.refusals
    assert not slack.late_acks


async def test_an_ack_in_channel_is_shown_to_all(slack: Sandbox, app: AsyncApp) -> None:
    sanne, omar = slack.user("Sanne"), slack.user("Omar")
    channel = slack.channel("noord", members=[sanne, omar], bot=False)

    async def listener(ack: Any) -> None:
        await ack(text="for all", response_type="in_channel")

    app.command("/form")(listener)
    await sanne.types("/form", channel=channel)
    assert [seen.text for seen in omar.sees("noord")] == ["for all"]


async def test_names_are_resolved_where_the_manifest_says_should_escape(slack: Sandbox, app: AsyncApp) -> None:
    sanne, omar = slack.user("Sanne"), slack.user("Omar El Amrani")
    noord = slack.channel("noord", members=[sanne])
    dicht = slack.channel("dicht", members=[sanne], private=True)
    escaped, plain_ = hears(app), hears(app, "/plain")
    typed = "for @Omar El Amrani & @omar in #noord #dicht, see https://x.nl <3"
    await sanne.types(f"/form {typed}", channel="noord")
    await sanne.types(f"/plain {typed}", channel="dicht")
    assert escaped[0]["text"] == (
        f"for <@{omar.id}|omar> &amp; <@{omar.id}|omar> in <#{noord}|noord> <#{dicht}|>, see <https://x.nl> &lt;3"
    )
    assert plain_[0]["text"] == "for @Omar El Amrani &amp; @omar in #noord #dicht, see https://x.nl &lt;3"
    assert (escaped[0]["channel_name"], plain_[0]["channel_name"]) == ("noord", "privategroup")


async def test_commands_work_in_direct_messages_and_group_messages(slack: Sandbox, app: AsyncApp) -> None:
    sanne, omar, eva = slack.user("Sanne"), slack.user("Omar"), slack.user("Eva")
    heard = hears(app)
    await sanne.types("/form")
    await sanne.types("/form", channel=slack.dm(sanne, omar))
    await sanne.types("/form", channel=slack.mpim(sanne, omar, eva))
    assert [body["channel_name"] for body in heard] == ["directmessage", "directmessage", "mpdm-sanne--omar--eva-1"]
    with pytest.raises(ClientRefused):
        await eva.types("/form", channel=slack.dm(sanne, omar))


async def test_what_the_client_refuses(slack: Sandbox) -> None:
    sanne, fien = slack.user("Sanne"), slack.user("Fien", outsider=True)
    slack.channel("noord", members=[sanne, fien])
    slack.channel("zuid")
    root = await sanne.types("hello", channel="noord")
    assert isinstance(root, Seen)
    with pytest.raises(ClientRefused, match="not a valid command"):
        await sanne.types("/unknown", channel="noord")
    with pytest.raises(ClientRefused, match="not a valid command"):
        await fien.types("/form", channel="noord")
    with pytest.raises(ClientRefused, match="threads"):
        await sanne.types("/form", channel="noord", thread=root)
    with pytest.raises(ClientRefused, match="not in"):
        await sanne.types("/form", channel="zuid")
    await slack.archive("noord")
    with pytest.raises(ClientRefused, match="archived"):
        await sanne.types("/form", channel="noord")
    await slack.deactivate(sanne)
    with pytest.raises(ClientRefused, match="deactivated"):
        await sanne.types("/form")


async def test_a_late_ack_is_noted_and_the_person_sees_a_timeout(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")

    async def slow(ack: Any) -> None:
        await asyncio.sleep(ACK_SECONDS + 0.1)
        await ack("too late")

    app.command("/form")(slow)
    answer = await sanne.types("/form now")
    assert answer is not None
    assert "operation_timeout" in answer.text
    assert slack.late_acks == ["/form now: no ack (operation_timeout)"]
    await until(lambda: "no ack" not in slack.late_acks[0])
    (late,) = slack.late_acks
    assert re.fullmatch(r"/form now: acked after \d+\.\d s", late)
    assert len(sanne.dm()) == 1


async def test_without_a_socket_a_command_times_out_at_once(slack: Sandbox) -> None:
    sanne = slack.user("Sanne")
    answer = await sanne.types("/form")
    assert answer is not None
    assert "operation_timeout" in answer.text
    assert slack.late_acks == ["/form: no ack (operation_timeout)"]


async def test_a_command_without_listener_gets_no_ack(slack: Sandbox, app: AsyncApp) -> None:
    await slack.user("Sanne").types("/form")
    assert slack.late_acks == ["/form: no ack (operation_timeout)"]


async def test_a_bad_ack_body_is_noted_and_not_shown(slack: Sandbox, app: AsyncApp) -> None:
    sanne = slack.user("Sanne")

    async def listener(ack: Any) -> None:
        await ack(text="x", blocks=[{"type": "section", "colour": "red"}])

    app.command("/form")(listener)
    assert await sanne.types("/form") is None
    assert [(each.method, each.error) for each in slack.refusals] == [("ack", "invalid_blocks")]


async def test_shortcuts(slack: Sandbox, app: AsyncApp, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    channel = slack.channel("noord", members=[sanne])
    heard: list[Json] = []

    async def listener(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    app.shortcut("new")(listener)
    app.shortcut("keep")(listener)
    message = await sanne.types("keep me", channel="noord")
    assert message is not None
    await sanne.shortcut("new")
    await sanne.message_shortcut("keep", message)
    await client.chat_postEphemeral(channel=channel, user=sanne.id, text="psst")
    assert "channel" not in heard[0]
    assert heard[1]["message"]["text"] == "keep me"
    for refused in (sanne.shortcut("keep"), sanne.message_shortcut("keep", sanne.sees("noord")[-1])):
        with pytest.raises(ClientRefused):
            await refused
