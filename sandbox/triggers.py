"""What a payload lets the app do once: open a view with its trigger, answer at its response_url."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.notes import ApiError

TRIGGER_LIFE = 3.0
"""Seconds a trigger_id is good for. When Slack's clock starts is not published: here when the payload is made."""

RESPONSE_LIFE = 1800.0
"""Seconds, and with `RESPONSE_USES` how often, a response_url may be used."""
RESPONSE_USES = 5


@dataclass(slots=True)
class Trigger:
    """`view_id` is the modal the person acted in, if she did."""

    user: str
    born: float
    view_id: str | None
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """`ts` names the message the person acted on; None after a command."""

    token: str
    user: str
    channel: str
    ts: str | None
    born: float
    uses: int = 0


class Triggers:
    """Both kinds of permission, measured on the machine's clock (float seconds)."""

    def __init__(self, machine: Callable[[], float]) -> None:
        self._machine = machine
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        trigger_id = f"{len(self._triggers) + 1}.{secrets.token_hex(8)}"
        self._triggers[trigger_id] = Trigger(user, self._machine(), view_id)
        return trigger_id

    def look(self, trigger_id: str) -> Trigger:
        """The live trigger, not yet used up. ApiError with one of Slack's three codes otherwise."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id", f"invalid `trigger_id` {trigger_id!r}")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self._machine() - trigger.born > TRIGGER_LIFE:
            raise ApiError("expired_trigger_id")
        return trigger

    def respond_at(self, user: str, channel: str, ts: str | None = None) -> str:
        token = secrets.token_urlsafe(16)
        self._urls[token] = ResponseUrl(token, user, channel, ts, self._machine())
        return token

    def use(self, token: str) -> ResponseUrl:
        """Count one use. ApiError `expired_url` or `used_url` when it is over."""
        url = self._urls.get(token)
        if url is None or self._machine() - url.born > RESPONSE_LIFE:
            raise ApiError("expired_url")
        if url.uses >= RESPONSE_USES:
            raise ApiError("used_url")
        url.uses += 1
        return url
