"""Slack as a surface: posting, editing, deleting, and who is in a channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Reader, plain
from bot.slack.charted import charted, refused_chart, uncharted
from bot.slack.client import TOKENS
from bot.slack.files import written
from bot.slack.pace import Pace
from bot.slack.profiles import profile_of
from bot.slack.refusals import why
from bot.slack.render import Rendered, render, render_note
from bot.slack.searching import TooMuch, found, marker
from bot.surface import Away, Failed, Later, Membership, Outcome, Sent, Target, Unsure, row_of
from rituals.contract import Files, Note, Where
from rituals.facts import ChannelIs
from rituals.shown import Message
from storage.people import Profile

# The bot is no longer where it posts: the team is suspended.
LOST = {"not_in_channel", "is_archived", "channel_not_found"}
# A person who can't be written to; trying again changes nothing.
GONE = {"user_disabled", "messages_tab_disabled", "user_not_found", "user_not_visible", "cannot_dm_bot"}
# Slack's own word that the same call may succeed later; with a post it may have succeeded already.
UNCLEAR = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
# Our message is wrong, or the installation has ended: no number of tries changes that.
FINAL = {"invalid_blocks", "msg_too_long", "msg_blocks_too_long", "no_text", "missing_scope", "invalid_arguments"}
FINAL |= {"cant_update_message"}
# Slack doesn't know us any more, or not now: no message is at fault, and they wait until it does again.
UNKNOWN_TO_IT = TOKENS | {"org_login_required", "team_access_not_granted", "ekm_access_denied"}
# Nothing of the call can have reached Slack.
NO_LINE = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ConnectionRefusedError)
PAGE = 200  # people or members asked for at a time: Slack's advice
ONE_BY_ONE = 30  # users.info allows 100 a minute
EXTRA_WAIT = 1.0  # seconds on top of Retry-After, which Slack rounds down

UNREAD = (SlackApiError, TimeoutError, aiohttp.ClientError, ConnectionError)

log = structlog.get_logger()

Call = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class SlackSurface:
    """`history`: whether the app was given a scope to read channels, and may look whether a message came to stand.

    `bot`: who the app is in messages: another one of the same make may be in the same channel.
    """

    client: AsyncWebClient
    pace: Pace
    org: str
    history: bool = False
    bot: str = ""

    def wait(self, target: Target, *, edit: bool) -> float:
        return self.pace.edit(target.row) if edit else self.pace.post(target.channel or target.person, target.row)

    async def find(self, target: Target, since: datetime) -> Sent | Later | Failed | Away | None:
        try:
            return await found(self.client, target, since, self.bot)
        except TooMuch:
            return Failed("too much was said there since")
        except UNREAD as error:
            return _unread(error)

    async def post(self, target: Target, message: Message, reader: Reader) -> Outcome:
        outcome = await charted(message, lambda shown: self._posted(target, shown, reader))
        if isinstance(outcome, Later):
            self.pace.turned_away(target.channel or target.person, target.row, outcome.seconds, edit=False)
        return outcome

    async def _posted(self, target: Target, message: Message, reader: Reader) -> Outcome:
        drawn = _drawn(message, reader, to_person=bool(target.person))
        if isinstance(drawn, Failed):
            return drawn
        return await self._outcome(
            lambda: self.client.chat_postMessage(
                channel=target.channel or target.person,
                thread_ts=target.thread or None,
                blocks=marked(drawn.blocks, target.mark),
                text=drawn.text,
                unfurl_links=False,
                unfurl_media=False,
                metadata=marker(target) if target.mark else None,
            ),
            person=target.person,
        )

    async def edit(self, at: Sent, message: Message, reader: Reader, mark: str) -> Outcome:
        outcome = await charted(message, lambda shown: self._edited(at, shown, reader, mark))
        if isinstance(outcome, Later):
            self.pace.turned_away(at.channel, row_of(mark), outcome.seconds, edit=True)
        return outcome

    async def _edited(self, at: Sent, message: Message, reader: Reader, mark: str) -> Outcome:
        drawn = _drawn(message, reader, to_person=at.channel.startswith("D"))
        if isinstance(drawn, Failed):
            return drawn
        blocks = marked(drawn.blocks, mark)
        text = drawn.text[:4000]  # chat.update refuses more, where chat.postMessage would take it
        return await self._outcome(
            lambda: self.client.chat_update(channel=at.channel, ts=at.stamp, blocks=blocks, text=text)
        )

    async def remove(self, at: Sent) -> Outcome:
        outcome = await self._outcome(lambda: self.client.chat_delete(channel=at.channel, ts=at.stamp))
        gone = isinstance(outcome, Failed) and outcome.why == "message_not_found"
        return Sent("", "") if gone or isinstance(outcome, Sent) else outcome

    async def tell(self, person: str, note: Note, reader: Reader) -> None:
        """A direct message that is stored nowhere: what must still be there tomorrow, and may not be linked."""
        try:
            await self._told(person, note, reader)
        except SlackApiError as error:
            if not refused_chart(why(error), note):
                raise
            await self._told(person, uncharted(note), reader)

    async def _told(self, person: str, note: Note, reader: Reader) -> None:
        drawn = render_note(note, reader)
        await self.client.chat_postMessage(channel=person, text=drawn["text"], blocks=drawn["blocks"])

    async def hand(self, person: str, files: Files, reader: Reader) -> None:
        """Files in one message of our conversation with this person, which is opened for it.

        Raises SlackApiError, SlackRequestError, TimeoutError or aiohttp.ClientError.
        """
        talk = await self.client.conversations_open(users=person)
        uploads = [{"filename": each.name, "content": written(each, reader)} for each in files.files]
        await self.client.files_upload_v2(
            channel=str(talk["channel"]["id"]), file_uploads=uploads, initial_comment=plain(files.text, reader)
        )

    async def _outcome(self, call: Call, *, person: str = "") -> Outcome:
        try:
            answer = await call()
        except SlackApiError as error:
            return _refused(error, person)
        except NO_LINE as error:
            return Away(type(error).__name__)
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            return Unsure(type(error).__name__)
        return Sent(str(answer.get("channel", "")), str(answer.get("ts", "")))

    # --- what Slack knows ---------------------------------------------------------------------------------------------
    async def membership(self, channel: str) -> Membership | Later | Failed | Away:
        """Everybody in a channel, page by page, each with their profile."""
        try:
            info = await self._info(channel)
            inside, archived = bool(info.get("is_member")), bool(info.get("is_archived"))
            profiles = await self._profiles(await self._members(channel)) if inside and not archived else []
            return Membership(channel, inside, archived, profiles)
        except UNREAD as error:
            return _unread(error)

    async def look_up(self, person: str) -> Profile | Later | Failed | Away:
        try:
            return await self.profile(person)
        except UNREAD as error:
            return _unread(error)

    async def look_at(self, channel: str) -> ChannelIs | Later | Failed | Away:
        try:
            where = await self.where(channel)
        except UNREAD as error:
            return _unread(error)
        return ChannelIs(channel, where.inside, where.private, where.outsiders)

    async def channels_of(self, person: str) -> Sequence[str] | Later | Failed | Away:
        """The channels that this person is in, as far as the bot may know of them."""
        found: list[str] = []
        cursor, kinds = "", "public_channel,private_channel"
        try:
            while True:
                page = await self.client.users_conversations(
                    user=person, types=kinds, exclude_archived=True, limit=PAGE, cursor=cursor or None
                )
                found += [str(channel["id"]) for channel in page["channels"]]
                if not (cursor := _next(page)):
                    return found
        except UNREAD as error:
            return _unread(error)

    async def where(self, channel: str) -> Where:
        """What `/… start` must know of the channel."""
        if channel.startswith("D"):
            return Where(channel, talk=True)
        info = await self._info(channel)
        return Where(
            id=channel,
            name=str(info.get("name", "")),
            private=bool(info.get("is_private")),
            talk=bool(info.get("is_im") or info.get("is_mpim")),
            outsiders=bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared")),
            everyone=bool(info.get("is_general")),
            inside=bool(info.get("is_member")) and not info.get("is_archived"),
        )

    async def _info(self, channel: str) -> Mapping[str, Any]:
        """A private channel that the bot is not in looks to it as if there were none."""
        try:
            found: Mapping[str, Any] = (await self.client.conversations_info(channel=channel))["channel"]
            return found
        except SlackApiError as error:
            if why(error) == "channel_not_found":
                return {"is_private": True, "is_member": False}
            raise

    async def profile(self, person: str) -> Profile:
        """Somebody Slack won't tell about is an outsider."""
        try:
            return profile_of((await self.client.users_info(user=person))["user"], self.org)
        except SlackApiError as error:
            if why(error) in {"user_not_found", "user_not_visible"}:
                return Profile(person, "", kind="outsider")
            raise

    async def _members(self, channel: str) -> list[str]:
        found: list[str] = []
        cursor = ""
        while True:
            page = await self.client.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None)
            found += page["members"]
            if not (cursor := _next(page)):
                return found

    async def _profiles(self, people: list[str]) -> list[Profile]:
        """One by one for a few; the whole list of people, page by page, for many: a call a person has its limit."""
        if len(people) <= ONE_BY_ONE:
            return list(await asyncio.gather(*(self.profile(person) for person in people)))
        wanted, found, cursor = set(people), [], ""
        while True:
            page = await self.client.users_list(limit=PAGE, cursor=cursor or None)
            found += [profile_of(user, self.org) for user in page["members"] if user["id"] in wanted]
            if not (cursor := _next(page)):
                break
        known = {profile.key for profile in found}
        return found + [Profile(person, "", kind="outsider") for person in people if person not in known]


def _drawn(message: Message, reader: Reader, *, to_person: bool) -> Rendered | Failed:
    """Where that breaks it is our mistake, and nothing was called yet."""
    try:
        return render(message, reader, to_person=to_person)
    except Exception as error:
        log.error("message.not_drawn", error=type(error).__name__, exc_info=error)
        return Failed(f"not drawn: {type(error).__name__}", ours=True)


def marked(blocks: list[dict[str, Any]], mark: str) -> list[dict[str, Any]]:
    """Each block named after the message and version it belongs to, so that a click tells which copy it was on."""
    return [{**block, "block_id": f"{mark}.{index}"} for index, block in enumerate(blocks)] if mark else blocks


def _next(page: Any) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")


def _unread(error: Exception) -> Later | Failed | Away:
    """What was only to be read may be asked again at will."""
    if isinstance(error, NO_LINE):
        return Away(type(error).__name__)
    if not isinstance(error, SlackApiError):
        return Failed(type(error).__name__)
    refused = _refused(error, "")
    return Failed(refused.why) if isinstance(refused, Unsure) else refused


def _refused(error: SlackApiError, person: str) -> Later | Failed | Unsure | Away:
    response = error.response
    status = getattr(response, "status_code", getattr(response, "status", 200))
    if status == 429:
        return Later(float(response.headers.get("Retry-After", 30)) + EXTRA_WAIT)
    if status >= 500:
        return Unsure(f"http {status}")
    word = why(error) or "unknown"
    if word in ("ratelimited", "rate_limited"):
        return Later(30 + EXTRA_WAIT)
    if word in UNCLEAR:
        return Unsure(word)
    if person and (word in GONE or word in LOST):
        return Failed(word, final=True)
    if word in UNKNOWN_TO_IT:
        return Away(word)
    return Failed(word, final=word in FINAL or word in LOST, lost=word in LOST)
