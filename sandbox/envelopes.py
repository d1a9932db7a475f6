"""The payloads Slack sends to an app."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from sandbox.fields import Found, Values
from sandbox.installation import Installation
from sandbox.modals import Modals, View
from sandbox.notes import Json
from sandbox.shapes import message_json
from sandbox.triggers import Triggers
from sandbox.workspace import OTHER_TEAM_ID, TEAM_ID, Channel, Kind, Message, User, Workspace

EVENTS, INTERACTIVE, COMMANDS = "events_api", "interactive", "slash_commands"


@dataclass(frozen=True, slots=True)
class Envelope:
    """`what` names it in the notes, e.g. `/dagstart` or `block_actions start`. Attempt 0 is the first."""

    kind: str
    payload: Json
    what: str
    id: str
    attempt: int = 0
    reason: str = ""

    def again(self, reason: str) -> Envelope:
        return replace(self, id=secrets.token_hex(16), attempt=self.attempt + 1, reason=reason)

    def frame(self) -> Json:
        """As it goes over a socket."""
        frame: Json = {
            "envelope_id": self.id,
            "type": self.kind,
            "payload": self.payload,
            "accepts_response_payload": self.kind != EVENTS,
        }
        if self.kind == EVENTS:
            frame |= {"retry_attempt": self.attempt, "retry_reason": self.reason}
        return frame


class Envelopes:
    """`root` gives the base URL under which response_urls are served, without a slash at the end."""

    def __init__(
        self, workspace: Workspace, app: Installation, triggers: Triggers, modals: Modals, root: Callable[[], str]
    ) -> None:
        self._workspace = workspace
        self._app = app
        self._triggers = triggers
        self._modals = modals
        self._root = root

    def event(self, event: Json) -> Envelope:
        payload = {
            "token": self._app.verification_token,
            "team_id": TEAM_ID,
            "api_app_id": self._app.app_id,
            "event": {**event, "event_ts": event.get("event_ts") or self._workspace.next_ts()},
            "type": "event_callback",
            "event_id": self._workspace.next_id("Ev"),
            "event_time": self._workspace.seconds(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM_ID,
                    "user_id": self._workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": self._ext_shared(event),
            "event_context": f"4-{secrets.token_hex(8)}",
        }
        return self._envelope(EVENTS, payload, f"event {event['type']}")

    def _ext_shared(self, event: Json) -> bool:
        channel = event.get("channel")
        found = self._workspace.channels.get(channel) if isinstance(channel, str) else None
        return found is not None and found.ext_shared

    def command(self, user: User, channel: Channel, command: str, text: str) -> Envelope:
        payload = {
            "token": self._app.verification_token,
            "team_id": TEAM_ID,
            "team_domain": "sandbox",
            "channel_id": channel.id,
            "channel_name": _name_in_command(channel),
            "user_id": user.id,
            "user_name": user.handle,
            "command": command,
            "text": text,
            "api_app_id": self._app.app_id,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user.id, channel.id),
            "trigger_id": self._triggers.issue(user.id),
        }
        return self._envelope(COMMANDS, payload, f"{command} {text}".strip())

    def response_url(self, user: str, channel: str, ts: str | None = None) -> str:
        return f"{self._root()}/response/{self._triggers.respond_at(user, channel, ts)}"

    def _interactive(self, type: str, user: User, what: str, more: Json, origin: str | None = None) -> Envelope:
        team = OTHER_TEAM_ID if user.outsider else TEAM_ID
        payload = {
            "type": type,
            "user": {"id": user.id, "username": user.handle, "name": user.handle, "team_id": team},
            "api_app_id": self._app.app_id,
            "token": self._app.verification_token,
            "team": {"id": TEAM_ID, "domain": "sandbox"},
            "enterprise": None,
            "is_enterprise_install": False,
            **more,
        }
        if type not in ("view_closed", "block_suggestion"):
            payload["trigger_id"] = self._triggers.issue(user.id, origin)
        return self._envelope(INTERACTIVE, payload, f"{type} {what}")

    def message_action(self, user: User, message: Message, found: Found, action: Json, state: Values) -> Envelope:
        """A click or choice in a message; an ephemeral one is not in the payload."""
        channel = self._workspace.channels[message.channel]
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.visible_to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        more: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": _name_in_command(channel)},
            "state": {"values": state},
            "response_url": self.response_url(user.id, channel.id, message.ts),
            "actions": [self._action(found, action)],
        }
        if message.visible_to is None:
            more["message"] = message_json(message, self._app, self._workspace)
        return self._interactive("block_actions", user, found.action_id, more)

    def view_action(self, user: User, view: View, found: Found, action: Json) -> Envelope:
        more = {
            "container": {"type": "view", "view_id": view.id},
            "view": self._modals.json(view),
            "actions": [self._action(found, action)],
        }
        origin = view.id if view.raw["type"] == "modal" else None
        return self._interactive("block_actions", user, found.action_id, more, origin)

    def _action(self, found: Found, action: Json) -> Json:
        element: Json = {
            key: found.element[key] for key in ("type", "action_id", "style", "text") if key in found.element
        }
        return {**element, "block_id": found.block_id, "action_ts": self._workspace.next_ts(), **action}

    def suggestion(self, user: User, found: Found, query: str, place: View | Message) -> Envelope:
        more: Json = {"action_id": found.action_id, "block_id": found.block_id, "value": query}
        if isinstance(place, View):
            more |= {"container": {"type": "view", "view_id": place.id}, "view": self._modals.json(place)}
        else:
            more |= {
                "container": {"type": "message", "message_ts": place.ts, "channel_id": place.channel},
                "channel": {"id": place.channel},
                "message": message_json(place, self._app, self._workspace),
            }
        return self._interactive("block_suggestion", user, found.action_id, more)

    def submission(self, user: User, view: View) -> Envelope:
        more = {"view": self._modals.json(view), "response_urls": []}
        return self._interactive("view_submission", user, str(view.raw.get("callback_id", "")), more, view.id)

    def closed(self, user: User, view: View, *, cleared: bool) -> Envelope:
        more = {"view": self._modals.json(view), "is_cleared": cleared}
        return self._interactive("view_closed", user, str(view.raw.get("callback_id", "")), more)

    def shortcut(self, user: User, callback_id: str) -> Envelope:
        more = {"callback_id": callback_id, "action_ts": self._workspace.next_ts()}
        return self._interactive("shortcut", user, callback_id, more)

    def message_shortcut(self, user: User, callback_id: str, message: Message) -> Envelope:
        channel = self._workspace.channels[message.channel]
        more = {
            "callback_id": callback_id,
            "action_ts": self._workspace.next_ts(),
            "message_ts": message.ts,
            "message": message_json(message, self._app, self._workspace),
            "channel": {"id": channel.id, "name": _name_in_command(channel)},
            "response_url": self.response_url(user.id, channel.id, message.ts),
        }
        return self._interactive("message_action", user, callback_id, more)

    def _envelope(self, kind: str, payload: Json, what: str) -> Envelope:
        return Envelope(kind, payload, what, secrets.token_hex(16))


def _name_in_command(channel: Channel) -> str:
    return {Kind.IM: "directmessage", Kind.PRIVATE: "privategroup"}.get(channel.kind, channel.name)
