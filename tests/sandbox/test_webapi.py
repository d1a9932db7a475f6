from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.manifest import MANIFEST

Json = dict[str, Any]


async def test_tokens(slack: Sandbox, client: AsyncWebClient) -> None:
    wrong: list[tuple[str | None, str, str]] = [
        (None, "auth.test", "not_authed"),
        ("xoxb-other", "auth.test", "invalid_auth"),
        (slack.app_token, "auth.test", "not_allowed_token_type"),
        (slack.bot_token, "apps.connections.open", "not_allowed_token_type"),
        (slack.bot_token, "chat.dance", "unknown_method"),
    ]
    for token, method, error in wrong:
        with pytest.raises(SlackApiError, match=error):
            await AsyncWebClient(token=token, base_url=slack.api_url).api_call(method)
    assert [each.error for each in slack.refusals] == [error for _, _, error in wrong]
    tested = await client.auth_test()
    assert (tested["team_id"], tested["user_id"]) == (slack.team_id, slack.bot_user)


async def test_after_uninstalling_the_token_is_dead(slack: Sandbox, client: AsyncWebClient) -> None:
    await slack.uninstall()
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
    client.token = slack.reinstall()
    assert (await client.auth_test())["user_id"] == slack.bot_user


async def test_every_scope_is_needed(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    public, private = slack.channel("open", members=[sanne]), slack.channel("closed", private=True)
    calls: dict[str, Callable[[], Any]] = {
        "users:read": lambda: client.users_info(user=sanne.id),
        "team:read": lambda: client.team_info(),
        "channels:read": lambda: client.conversations_info(channel=public),
        "groups:read": lambda: client.conversations_members(channel=private),
        "im:write": lambda: client.conversations_open(users=[sanne.id]),
        "im:read": lambda: client.users_conversations(types="im"),
        "chat:write": lambda: client.chat_postMessage(channel=public, text="x"),
        "files:write": lambda: client.files_getUploadURLExternal(filename="x", length=1),
    }
    for scope, call in calls.items():
        await call()
        slack.forget_scope(scope)
        with pytest.raises(SlackApiError) as refused:
            await call()
        answer = refused.value.response
        assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
        assert scope not in answer["provided"].split(",")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.conversations_open(users=[sanne.id, slack.user("Omar").id])


async def test_pages(client: AsyncWebClient, slack: Sandbox) -> None:
    people = [slack.user(f"Person {number}") for number in range(7)]
    channel = slack.channel("noord", members=people)
    found: list[str] = []
    sizes: list[int] = []
    async for page in await client.conversations_members(channel=channel, limit=3):
        found += page["members"]
        sizes.append(len(page["members"]))
    assert found == [person.id for person in people] + [slack.bot_user]
    assert sizes == [3, 3, 2]
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        await client.conversations_members(channel=channel, cursor="x")
    with pytest.raises(SlackApiError, match="invalid_limit"):
        await client.conversations_members(channel=channel, limit=2000)


async def test_a_page_may_be_shorter_than_asked() -> None:
    async with Sandbox(MANIFEST, page_size=2) as slack:
        for number in range(4):
            slack.user(f"Person {number}")
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        sizes = [len(page["members"]) async for page in await client.users_list(limit=100)]
        assert sizes == [2, 2, 1]


async def test_people_as_users_info_shows_them(slack: Sandbox, client: AsyncWebClient) -> None:
    kinds: list[Json] = [{}, {"admin": True}, {"guest": True}, {"ultra_guest": True}, {"outsider": True}]
    people = [slack.user("Sanne de Wit", **kind, tz="Europe/Paris", locale="fr-FR") for kind in kinds]
    shown = [(await client.users_info(user=person.id))["user"] for person in people]
    assert [user["name"] for user in shown] == ["sanne", "sanne2", "sanne3", "sanne4", "sanne5"]
    assert [user["is_admin"] for user in shown] == [False, True, False, False, False]
    assert [user["is_restricted"] for user in shown] == [False, False, True, True, False]
    assert [user["is_ultra_restricted"] for user in shown] == [False, False, False, True, False]
    assert [user.get("is_stranger", False) for user in shown] == [False, False, False, False, True]
    assert (shown[4]["team_id"] == slack.team_id, "locale" in shown[0]) == (False, False)
    full = (await client.users_info(user=people[0].id, include_locale=True))["user"]
    assert (full["locale"], full["tz"], full["profile"]["real_name"]) == ("fr-FR", "Europe/Paris", "Sanne de Wit")
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user="U404")


async def test_channels_as_conversations_info_shows_them(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    slack.channel("general", general=True, bot=False)
    shared = slack.channel("shared", private=True, ext_shared=True, members=[sanne])
    slack.channel("hidden", private=True, bot=False)
    info = (await client.conversations_info(channel=shared))["channel"]
    assert [info[key] for key in ("is_group", "is_private", "is_ext_shared", "is_member")] == [True] * 4
    await slack.archive("shared")
    kinds = "public_channel,private_channel"
    found = (await client.conversations_list(types=kinds))["channels"]
    assert [(each["name"], each["is_general"], each["is_archived"]) for each in found] == [
        ("general", True, False),
        ("shared", False, True),
    ]
    assert len((await client.conversations_list(types=kinds, exclude_archived=True))["channels"]) == 1
    hers = await client.users_conversations(user=sanne.id, types=kinds)
    assert [each["id"] for each in hers["channels"]] == [shared]
    with pytest.raises(SlackApiError, match="invalid_types"):
        await client.conversations_list(types="channel")


async def test_how_arguments_may_come(slack: Sandbox) -> None:
    channel = slack.channel("noord")
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    async with aiohttp.ClientSession() as session:

        async def call(method: str, headers: dict[str, str] = bearer, **how: Any) -> Json:
            async with session.post(slack.api_url + method, headers=headers, **how) as answer:
                body: Json = await answer.json()
                return body

        told = {"channel": channel, "text": "x"}
        assert (await call("chat.postMessage", json=told))["ok"]
        assert (await call("chat.postMessage", data=told))["ok"]
        assert (await call("chat.postMessage", params=told))["ok"]
        assert (await call("conversations.info", {}, data={"channel": channel, "token": slack.bot_token}))["ok"]
        refused = [
            await call("conversations.info", json={"channel": channel}),
            await call("chat.postMessage", data=b"{", headers=bearer | {"Content-Type": "application/json"}),
            await call("chat.postMessage", {}, json={**told, "token": slack.bot_token}),
            await call("chat.postMessage"),
        ]
        assert [each["error"] for each in refused] == [
            "invalid_post_type",
            "invalid_json",
            "not_authed",
            "invalid_arguments",
        ]
    assert slack.calls[3] == ("conversations.info", {"channel": channel})


async def test_an_upload(slack: Sandbox, client: AsyncWebClient) -> None:
    sanne = slack.user("Sanne")
    channel = slack.channel("noord", members=[sanne])
    answer = await client.files_upload_v2(
        channel=channel, content="a,b\n1,2\n", filename="week.csv", title="Week", initial_comment="the figures"
    )
    seen = sanne.sees("noord")[0]
    assert (seen.text, seen.raw["files"][0]["title"]) == ("the figures", "Week")
    assert (await client.files_info(file=answer["file"]["id"]))["file"]["channels"] == [channel]
    empty = (await client.files_getUploadURLExternal(filename="x", length=1))["file_id"]
    for missing in ("F404", empty):
        with pytest.raises(SlackApiError, match="file_not_found"):
            await client.files_completeUploadExternal(files=[{"id": missing}], channel_id=channel)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.files_upload_v2(channel=slack.channel("zuid", bot=False), content="x", filename="x")


async def test_a_permalink(slack: Sandbox, client: AsyncWebClient) -> None:
    channel = slack.channel("noord")
    ts = (await client.chat_postMessage(channel=channel, text="x"))["ts"]
    link = (await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"]
    assert link == f"https://sandbox.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_getPermalink(channel=channel, message_ts="1600000000.000000")


async def test_a_manifest_slack_would_refuse() -> None:
    changes: list[Json] = [{"features": {"bot_user": {}}}, {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}]
    for change in changes:
        with pytest.raises(ValueError, match=r"refuses this manifest|needs the scope"):
            Sandbox({**MANIFEST, **change})


async def test_home_needs_its_tab(client: AsyncWebClient, slack: Sandbox) -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    async with Sandbox({**MANIFEST, "features": {**MANIFEST["features"], "app_home": {}}}) as other:
        sanne = other.user("Sanne")
        with pytest.raises(SlackApiError, match="not_enabled"):
            await AsyncWebClient(token=other.bot_token, base_url=other.api_url).views_publish(
                user_id=sanne.id, view=view
            )
    sanne = slack.user("Sanne")
    first = await client.views_publish(user_id=sanne.id, view=view)
    await client.views_publish(user_id=sanne.id, view=view, hash=first["view"]["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=sanne.id, view=view, hash=first["view"]["hash"])


async def test_history_for_an_app_with_the_scope(client: AsyncWebClient) -> None:
    scopes = [*MANIFEST["oauth_config"]["scopes"]["bot"], "channels:history"]
    async with Sandbox({**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}) as slack:
        sanne = slack.user("Sanne")
        channel, other = slack.channel("noord", members=[sanne]), slack.channel("zuid", bot=False)
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        metadata = {"event_type": "row", "event_payload": {"id": "1"}}
        first = (await client.chat_postMessage(channel=channel, text="first", metadata=metadata))["ts"]
        await client.chat_postMessage(channel=channel, text="reply", thread_ts=first)
        await client.chat_postEphemeral(channel=channel, user=sanne.id, text="psst")
        await client.chat_postMessage(channel=channel, text="second")
        found = (await client.conversations_history(channel=channel, include_all_metadata=True))["messages"]
        assert [(each["text"], each.get("metadata")) for each in found] == [("second", None), ("first", metadata)]
        since = await client.conversations_history(channel=channel, oldest=first, limit=1)
        assert ([each["text"] for each in since["messages"]], since["has_more"]) == (["second"], False)
        thread = (await client.conversations_replies(channel=channel, ts=first))["messages"]
        assert [(each["text"], "metadata" in each) for each in thread] == [("first", False), ("reply", False)]
        with pytest.raises(SlackApiError, match="not_in_channel"):
            await client.conversations_history(channel=other)
        slack.forget_scope("channels:history")
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client.conversations_history(channel=channel)
