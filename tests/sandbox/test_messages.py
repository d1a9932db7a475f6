from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import ClientRefused, Sandbox
from tests.sandbox.forms import actions, button, option, plain, section
from tests.sandbox.manifest import manifest

Json = dict[str, Any]


async def test_an_ephemeral_is_seen_by_one_person_and_cannot_be_touched(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne, omar, eva = slack.user("Sanne"), slack.user("Omar"), slack.user("Eva")
    channel = slack.channel("noord", members=[sanne, omar])
    answer = await client.chat_postEphemeral(channel=channel, user=sanne.id, text="only you")
    assert [(seen.text, seen.ephemeral) for seen in sanne.sees("noord")] == [("only you", True)]
    assert omar.sees("noord") == []
    assert slack.posts(channel) == []
    assert sanne.notifications == []
    ts = answer["message_ts"]
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(channel=channel, ts=ts, text="changed")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_delete(channel=channel, ts=ts)
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await client.chat_postEphemeral(channel=channel, user=eva.id, text="not there")


async def test_who_sees_which_channel(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne, omar, gijs = slack.user("Sanne"), slack.user("Omar"), slack.user("Gijs", guest=True)
    slack.channel("open", members=[sanne])
    closed = slack.channel("closed", members=[sanne], private=True, bot=False)
    sanne.sees("open")
    omar.sees("open")
    for person, channel in ((omar, "closed"), (gijs, "open"), (sanne, "none"), (omar, slack.dm(sanne, gijs))):
        with pytest.raises(ClientRefused):
            person.sees(channel)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.conversations_info(channel=closed)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel=slack.dm(sanne, omar), text="spying")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel="open", text="by name")


async def test_where_the_bot_may_post(slack: Sandbox, client: AsyncWebClient) -> None:
    elsewhere, inside = slack.channel("elsewhere", bot=False), slack.channel("inside")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.chat_postMessage(channel=elsewhere, text="hello")
    await client.chat_postMessage(channel=inside, text="hello")
    await slack.archive("inside")
    with pytest.raises(SlackApiError, match="is_archived"):
        await client.chat_postMessage(channel=inside, text="hello")
    with pytest.raises(SlackApiError, match="no_text"):
        await client.api_call("chat.postMessage", json={"channel": slack.channel("other")})


async def test_a_direct_message(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne, eva = slack.user("Sanne"), slack.user("Eva", deactivated=True)
    answer = await client.chat_postMessage(channel=sanne.id, text="hello <@" + sanne.id + ">")
    opened = await client.conversations_open(users=[sanne.id])
    assert answer["channel"] == opened["channel"]["id"] == sanne.dm()[0].channel
    assert sanne.notifications == ["hello @Sanne"]
    await client.chat_update(channel=answer["channel"], ts=answer["ts"], text="changed")
    assert (sanne.dm()[0].text, sanne.dm()[0].edited) == ("changed", True)
    for refused in (client.chat_postMessage(channel=eva.id, text="x"), client.conversations_open(users=[eva.id])):
        with pytest.raises(SlackApiError, match="user_disabled"):
            await refused


async def test_no_direct_message_with_the_messages_tab_off() -> None:
    async with Sandbox(manifest(messages_tab_enabled=False)) as slack:
        sanne = slack.user("Sanne")
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="messages_tab_disabled"):
            await client.chat_postMessage(channel=sanne.id, text="hello")
        with pytest.raises(ClientRefused, match="composer"):
            await sanne.types("hello")


async def test_only_own_messages_can_be_changed(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    channel = slack.channel("noord", members=[sanne])
    hers = await sanne.types("mine", channel="noord")
    assert hers is not None
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel=channel, ts=hers.ts, text="yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await client.chat_delete(channel=channel, ts=hers.ts)
    own = await client.chat_postMessage(channel=channel, text="own", blocks=[section("own block")])
    seen = slack.posts(channel)[0]
    await client.chat_update(channel=channel, ts=own["ts"], text="without blocks")
    assert seen.text == "without blocks"
    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_update(channel=channel, ts=own["ts"], text="x" * 4001)
    await client.chat_delete(channel=channel, ts=own["ts"])
    assert seen.deleted
    assert [each.text for each in sanne.sees("noord")] == ["mine"]


async def test_threads(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne, omar = slack.user("Sanne"), slack.user("Omar")
    channel = slack.channel("noord", members=[sanne, omar])
    parent = (await client.chat_postMessage(channel=channel, text="parent"))["ts"]
    reply = (await client.chat_postMessage(channel=channel, text="reply", thread_ts=parent))["ts"]
    await client.chat_postMessage(channel=channel, text="shown too", thread_ts=parent, reply_broadcast=True)
    await client.chat_postEphemeral(channel=channel, user=sanne.id, text="psst", thread_ts=parent)
    assert [seen.text for seen in omar.sees("noord")] == ["parent", "shown too"]
    assert [seen.text for seen in omar.sees("noord")[0].thread] == ["reply", "shown too"]
    assert [seen.text for seen in sanne.sees("noord")[0].thread] == ["reply", "shown too", "psst"]
    with pytest.raises(SlackApiError, match="cannot_reply_to_message"):
        await client.chat_postMessage(channel=channel, text="x", thread_ts=reply)
    with pytest.raises(SlackApiError, match="cannot_reply_to_message"):
        await client.chat_postMessage(channel=channel, text="x", thread_ts="1600000000.000000")
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.api_call("chat.postMessage", json={"channel": channel, "text": "x", "thread_ts": 1600000000.5})


async def test_blocks_slack_refuses(slack: Sandbox, client: AsyncWebClient) -> None:
    channel = slack.channel("noord")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="x", blocks=[section("x", colour="red")])
    assert refused.value.response["error"] == "invalid_blocks"
    text = "invalid additional property: colour [json-pointer:/blocks/0]"
    assert refused.value.response["errors"] == [text]
    assert refused.value.response["response_metadata"] == {"messages": [f"[ERROR] {text}"]}
    assert slack.refusals[-1].where == channel
    with pytest.raises(SlackApiError, match="invalid_metadata_format"):
        await client.chat_postMessage(channel=channel, text="x", metadata={"event_type": "x"})
    assert slack.posts(channel) == []


async def test_long_texts_are_cut_and_metadata_stays(slack: Sandbox, client: AsyncWebClient) -> None:
    channel = slack.channel("noord")
    metadata = {"event_type": "row", "event_payload": {"id": "1"}}
    answer = await client.chat_postMessage(channel=channel, text="x" * 40_001, metadata=metadata)
    seen = slack.posts(channel)[0]
    assert (len(seen.fallback), answer["warning"]) == (40_000, "message_truncated")
    await client.chat_update(channel=channel, ts=seen.ts, text="short")
    assert seen.raw["metadata"] == metadata
    await client.chat_update(channel=channel, ts=seen.ts, text="short", metadata={})
    assert "metadata" not in seen.raw


async def test_who_is_notified_and_what_is_flagged(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne, omar = slack.user("Sanne"), slack.user("Omar")
    channel = slack.channel("noord", members=[sanne, omar])
    await client.chat_postMessage(channel=channel, text="for everyone", blocks=[section(f"for <@{sanne.id}>")])
    assert (sanne.notifications, omar.notifications) == (["for everyone"], [])
    assert not slack.refusals
    await client.chat_postMessage(channel=channel, text="<!here> a < b")
    assert omar.notifications == ["@here a < b"]
    assert slack.posts(channel)[1].rings.broadcasts == {"here"}
    assert [(each.method, each.error) for each in slack.refusals] == [("escaping", "raw_markup")]


async def test_pressing_in_messages(slack: Sandbox, app: AsyncApp, client: AsyncWebClient) -> None:
    sanne, omar = slack.user("Sanne"), slack.user("Omar")
    channel = slack.channel("noord", members=[sanne, omar])
    heard: list[Json] = []

    async def listener(ack: Any, body: Json) -> None:
        await ack()
        heard.append(body)

    app.action("go")(listener)
    app.action("more")(listener)
    confirm = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")}
    menu = {"type": "overflow", "action_id": "more", "options": [option("Delete", "d"), option("Keep", "k")]}
    blocks = [
        section("First line", accessory=menu),
        actions(button("Take it", "go", value="1")),
        section("Second line"),
        actions(
            button("Take it", "go", value="2"), button("Sure", "go", value="3", confirm=confirm) | {"action_id": "x"}
        ),
    ]
    app.action("x")(listener)
    await client.chat_postMessage(channel=channel, text="lines", blocks=blocks)
    await sanne.presses("Take", near="Second")
    await sanne.presses("Sure", confirm=False)
    await sanne.selects("First line", "Keep")
    await asyncio.gather(sanne.presses("Take it", "noord", times=2), omar.presses("Take it"))
    assert [body["actions"][0].get("value") for body in heard] == ["2", None, "1", "1", "1"]
    assert heard[1]["actions"][0]["selected_option"]["value"] == "k"
    assert len({body["trigger_id"] for body in heard}) == 5
    assert heard[0]["message"]["blocks"][0]["block_id"]
    assert not slack.late_acks
    with pytest.raises(ClientRefused, match="there is"):
        await sanne.presses("Nothing")


async def test_a_button_that_an_edit_took_away_can_still_come_back(
    slack: Sandbox, app: AsyncApp, client: AsyncWebClient
) -> None:
    sanne = slack.user("Sanne")
    channel = slack.channel("noord", members=[sanne])
    heard: list[Json] = []

    async def listener(ack: Any, body: Json) -> None:
        await ack()
        heard.append(body)

    app.action("go")(listener)
    await client.chat_postMessage(channel=channel, text="x", blocks=[actions(button("Go", "go"))])
    before = sanne.sees("noord")[0].remembered()
    await client.chat_update(channel=channel, ts=before.ts, text="done")
    with pytest.raises(ClientRefused):
        await sanne.presses("Go")
    await sanne.presses("Go", before)
    assert len(heard) == 1


async def test_an_external_menu_asks_the_app(slack: Sandbox, app: AsyncApp, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    channel = slack.channel("noord", members=[sanne])
    heard: list[Json] = []

    async def offer(ack: Any, payload: Json) -> None:
        await ack(options=[option(f"{payload['value']} Street", "1")])

    async def chosen(ack: Any, body: Json) -> None:
        await ack()
        heard.append(body)

    app.options("find")(offer)
    app.action("find")(chosen)
    menu = {"type": "external_select", "action_id": "find", "placeholder": plain("Find"), "min_query_length": 1}
    await client.chat_postMessage(channel=channel, text="x", blocks=[actions(menu)])
    await sanne.selects("Find", "Main")
    assert heard[0]["actions"][0]["selected_option"] == option("Main Street", "1")
    assert heard[0]["state"]["values"]
