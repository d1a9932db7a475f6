from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.conftest import ACK_SECONDS, Machine
from tests.sandbox.manifest import MANIFEST
from tests.waiting import until

Json = dict[str, Any]


@pytest.fixture
async def heard(app: AsyncApp) -> list[Json]:
    """The envelopes of all events, with `retry` as the headers say."""
    events: list[Json] = []

    async def keep(body: Json, request: Any, next_: Any) -> None:
        retry = request.headers.get("x-slack-retry-num", [""])[0]
        events.append({**body["event"], "id": body["event_id"], "retry": retry})
        await next_()

    async def nothing() -> None: ...

    async def middleware(body: Json, req: Any, next: Any) -> None:
        await keep(body, req, next)

    app.middleware(middleware)
    for event in MANIFEST["settings"]["event_subscriptions"]["bot_events"]:
        app.event(event.split(".")[0])(nothing)
    return events


async def test_joining_and_leaving(slack: Sandbox, heard: list[Json]) -> None:
    sanne, omar = slack.user("Sanne"), slack.user("Omar")
    noord = slack.channel("noord", members=[sanne])
    dicht = slack.channel("dicht", private=True, bot=False)
    await slack.join("noord", omar)
    await slack.leave("noord", omar)
    await slack.join("dicht", omar)
    await slack.add_bot("dicht")
    await slack.remove_bot("dicht")
    await slack.remove_bot("noord")
    await slack.leave("noord", sanne)
    assert [(each["type"], each["channel"], each.get("user")) for each in heard] == [
        ("member_joined_channel", noord, omar.id),
        ("member_left_channel", noord, omar.id),
        ("member_joined_channel", dicht, slack.bot_user),
        ("member_left_channel", dicht, slack.bot_user),
        ("group_left", dicht, None),
        ("member_left_channel", noord, slack.bot_user),
        ("channel_left", noord, None),
    ]
    assert [each.get("channel_type") for each in heard[:3]] == ["C", "C", "G"]
    assert not slack.late_acks


async def test_channels_and_people_change(slack: Sandbox, heard: list[Json], client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    noord = slack.channel("noord", members=[sanne])
    await slack.rename("noord", "noordwest")
    await slack.archive(noord)
    await slack.unarchive(noord)
    await slack.change_profile(sanne, real_name="Sanne de Wit")
    await slack.make_guest(sanne)
    await slack.set_admin(sanne, True)
    await slack.deactivate(sanne)
    assert (await client.conversations_members(channel=noord))["members"] == [slack.bot_user]
    await slack.reactivate(sanne)
    await slack.delete(noord)
    kinds = ["channel_rename", "channel_archive", "channel_unarchive", *["user_change"] * 5, "channel_deleted"]
    assert [each["type"] for each in heard] == kinds
    assert heard[0]["channel"]["name"] == "noordwest"
    assert heard[3]["user"]["real_name"] == "Sanne de Wit"
    assert heard[6]["user"]["deleted"]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.conversations_info(channel=noord)


async def test_uninstalling(slack: Sandbox, heard: list[Json]) -> None:
    slack.user("Sanne")
    await slack.uninstall(tokens_first=True)
    assert [each["type"] for each in heard] == ["tokens_revoked", "app_uninstalled"]
    assert heard[0]["tokens"] == {"oauth": [], "bot": [slack.bot_user]}


async def test_messages_the_app_hears(slack: Sandbox, heard: list[Json]) -> None:
    sanne = slack.user("Sanne")
    slack.channel("noord", members=[sanne])
    await sanne.types("not for you", channel="noord")
    await sanne.types("hello @proef", channel="noord")
    await sanne.types("a & b")
    assert [(each["type"], each["text"]) for each in heard] == [
        ("app_mention", f"hello <@{slack.bot_user}>"),
        ("message", "a &amp; b"),
    ]
    assert heard[1]["channel_type"] == "im"


async def test_a_redelivery_has_the_same_event_id(slack: Sandbox, heard: list[Json]) -> None:
    slack.channel("noord")
    await slack.join("noord", slack.user("Omar"))
    await slack.redeliver_last_event()
    assert heard[0]["id"] == heard[1]["id"]
    assert [each["retry"] for each in heard] == ["0", "1"]


async def test_events_held_back_come_in_the_other_order(slack: Sandbox, heard: list[Json]) -> None:
    slack.channel("noord")
    omar = slack.user("Omar")
    slack.delay_events()
    await slack.join("noord", omar)
    await slack.leave("noord", omar)
    assert heard == []
    await slack.release_events(reverse=True)
    assert [each["type"] for each in heard] == ["member_left_channel", "member_joined_channel"]


async def test_an_event_without_ack_is_retried_three_times(slack: Sandbox, app: AsyncApp, machine: Machine) -> None:
    slack.channel("noord")
    attempts: list[str] = []

    async def never(req: Any, next: Any) -> None:
        attempts.append(req.headers["x-slack-retry-num"][0])
        await asyncio.sleep(ACK_SECONDS + 1)

    app.middleware(never)
    await slack.join("noord", slack.user("Omar"))
    assert slack.late_acks == ["event member_joined_channel: no ack (timeout)"]
    await slack.retry_unacked(due_only=True)
    await slack.retry_unacked(due_only=True)
    assert attempts == ["0", "1"]
    machine.seconds += 61
    await slack.retry_unacked(due_only=True)
    assert slack.unacked_events == 1
    await slack.retry_unacked()
    await slack.retry_unacked()
    assert attempts == ["0", "1", "2", "3"]
    assert slack.unacked_events == 0


async def test_without_a_socket_events_wait_and_come_as_retries(slack: Sandbox) -> None:
    slack.channel("noord")
    await slack.join("noord", slack.user("Omar"))
    assert (slack.unacked_events, slack.late_acks) == (1, [])


async def test_events_that_are_not_subscribed_do_not_come(slack: Sandbox, heard: list[Json]) -> None:
    sanne = slack.user("Sanne")
    slack.channel("noord", members=[sanne])
    slack.forget_scope("users:read")
    await slack.set_admin(sanne, True)
    await slack.rename(slack.channel("dicht", private=True), "open")
    await slack.archive(slack.channel("hidden", private=True, bot=False))
    assert heard == []
    await slack.archive("open")
    assert [each["type"] for each in heard] == ["group_archive"]


async def test_retries_by_themselves() -> None:
    async with Sandbox(MANIFEST, retries=(0.05, 0.05), auto_retry=True) as slack:
        slack.channel("noord")
        app = AsyncApp(client=AsyncWebClient(token=slack.bot_token, base_url=slack.api_url))
        heard: list[str] = []

        async def joined(event: Json) -> None:
            heard.append(event["channel"])

        app.event("member_joined_channel")(joined)
        await slack.join("noord", slack.user("Omar"))
        assert slack.unacked_events == 1
        handler = AsyncSocketModeHandler(app, slack.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await until(lambda: heard and not slack.unacked_events)
        await handler.close_async()  # type: ignore[no-untyped-call]
        assert (len(heard), slack.unacked_events) == (1, 0)


async def test_changes_can_be_followed(slack: Sandbox, client: AsyncWebClient) -> None:
    channel = slack.channel("noord")
    seen: list[tuple[str, str]] = []

    async def follow() -> None:
        async for change in slack.changes:
            seen.append((change.kind, change.about))
            if change.kind == "deleted":
                return

    following = asyncio.create_task(follow())
    await asyncio.sleep(0)
    ts = (await client.chat_postMessage(channel=channel, text="x"))["ts"]
    await client.chat_update(channel=channel, ts=ts, text="y")
    await client.chat_delete(channel=channel, ts=ts)
    await following
    assert [change for change in seen if change[0] != "call"] == [
        ("message", channel),
        ("edited", channel),
        ("deleted", channel),
    ]
    with pytest.raises(TimeoutError):
        await slack.until(lambda: False, seconds=0.01)
    with pytest.raises(TimeoutError):
        await slack.settles(quiet=0.5, seconds=0.01)
