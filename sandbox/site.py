"""Everything the Web API, the response URLs and the people act on, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.delivery import Delivery
from sandbox.envelopes import Envelopes
from sandbox.faults import Faults
from sandbox.fields import with_ids
from sandbox.installation import Installation
from sandbox.limits import Limits
from sandbox.modals import Modals
from sandbox.notes import Json, Notes
from sandbox.notifications import Notifications
from sandbox.rules import check_markup
from sandbox.rules.views import decoded
from sandbox.socket import Sockets
from sandbox.triggers import Triggers
from sandbox.workspace import Channel, Message, Workspace

TEXT_MOST = 40_000
"""Characters after which chat.postMessage truncates `text`."""


@dataclass(slots=True)
class Site:
    """`root` is the server's base URL, without a slash at the end, known once it serves."""

    workspace: Workspace
    app: Installation
    notes: Notes
    modals: Modals
    triggers: Triggers
    limits: Limits
    faults: Faults
    sockets: Sockets
    envelopes: Envelopes
    delivery: Delivery
    notifications: Notifications
    page_size: int
    root: str = ""

    def message(self, channel: str, user: str, body: Mapping[str, Any], visible_to: str | None = None) -> Message:
        """A new message of `user` from a checked body; `blocks`, `attachments`, `metadata` may be JSON text."""
        return Message(
            ts=self.workspace.next_ts(),
            channel=channel,
            user=user,
            text=str(body.get("text") or body.get("markdown_text") or "")[:TEXT_MOST],
            blocks=with_ids(as_list(body.get("blocks"))),
            attachments=as_list(body.get("attachments")),
            metadata=as_object(body.get("metadata")),
            thread_ts=body.get("thread_ts") or None,
            visible_to=visible_to,
        )

    def post(self, message: Message) -> Message:
        self.workspace.post(message)
        self.notifications.heard(message)
        return message

    def look_at_markup(self, method: str, payload: Mapping[str, Any], where: str = "") -> None:
        """Note unescaped characters. Slack takes them, and shows or interprets something else than was meant."""
        for problem in check_markup(payload):
            self.notes.refused("escaping", "raw_markup", f"{method}: {problem.slack()}", where)

    async def message_event(self, message: Message) -> None:
        """What the app hears of a person's message: `message.*`, and `app_mention` outside direct messages."""
        channel = self.workspace.channels[message.channel]
        if self.workspace.bot.id not in channel.members:
            return
        event = _event(message)
        names = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
        types = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
        await self.delivery.event({**event, "channel_type": types[channel.kind]}, f"message.{names[channel.kind]}")
        if not channel.direct and f"<@{self.workspace.bot.id}" in message.text:
            await self.delivery.event({**event, "type": "app_mention"})

    def channel_type(self, channel: Channel) -> str:
        return "G" if channel.kind == "private_channel" else "C"


def _event(message: Message) -> Json:
    event: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "event_ts": message.ts,
        "channel": message.channel,
    }
    return event | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def as_list(value: object) -> list[Json]:
    found = decoded(value)
    return list(found) if isinstance(found, list | tuple) else []


def as_object(value: object) -> Json | None:
    found = decoded(value)
    return dict(found) if isinstance(found, Mapping) and found else None
