"""What a method is, and what a call of one can ask."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from sandbox.notes import ApiError, Json
from sandbox.rules.views import Refusal, decoded
from sandbox.site import Site
from sandbox.workspace import Channel, Kind, User

Item = TypeVar("Item")

DEFAULT_PAGE = 100
"""`limit` where none is given, as conversations.list documents it."""

READ_SCOPES = {
    Kind.PUBLIC: "channels:read",
    Kind.PRIVATE: "groups:read",
    Kind.IM: "im:read",
    Kind.MPIM: "mpim:read",
}


@dataclass(frozen=True, slots=True)
class Call:
    site: Site
    method: str
    arguments: Mapping[str, Any]

    def needs(self, scope: str) -> None:
        if scope not in self.site.app.scopes:
            provided = ",".join(self.site.app.scopes)
            raise ApiError("missing_scope", f"needed {scope}", needed=scope, provided=provided)

    def text(self, name: str) -> str:
        """A required string."""
        value = self.arguments.get(name)
        if value in (None, ""):
            raise invalid(f"missing required field: {name}", name)
        if not isinstance(value, str):
            raise invalid("must provide a string", name)
        return value

    def optional(self, name: str) -> str | None:
        value = self.arguments.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.arguments.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def decoded(self, name: str) -> object:
        """A nested argument: a value of the JSON body, or JSON text in a form or query."""
        return decoded(self.arguments.get(name))

    def words(self, name: str) -> list[str]:
        """A comma-separated list."""
        return [word.strip() for word in (self.optional(name) or "").split(",") if word.strip()]

    def channel(self, name: str = "channel") -> Channel:
        """A conversation the bot knows of by its id: `channel_not_found` for the rest, private ones without it too."""
        channel = self.site.workspace.channels.get(self.text(name))
        if channel is None or (channel.kind is not Kind.PUBLIC and not self.is_member(channel)):
            raise ApiError("channel_not_found")
        return channel

    def is_member(self, channel: Channel) -> bool:
        return self.site.workspace.bot.id in channel.members

    def user(self, name: str = "user") -> User:
        user = self.site.workspace.users.get(self.text(name))
        if user is None:
            raise ApiError("user_not_found")
        return user

    def page(self, items: Sequence[Item]) -> tuple[list[Item], Json]:
        """The part of `items` that `cursor` and `limit` ask for, and the `response_metadata`."""
        start = _start(self.optional("cursor"))
        asked = self.arguments.get("limit") or DEFAULT_PAGE
        if not str(asked).isdigit() or not 1 <= int(asked) <= 1000:
            raise ApiError("invalid_limit")
        end = start + min(int(asked), self.site.page_size)
        cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
        return list(items[start:end]), {"response_metadata": {"next_cursor": cursor}}


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError) as error:
        raise ApiError("invalid_cursor") from error


def invalid(problem: str, name: str) -> ApiError:
    text = f"{problem} [json-pointer:/{name}]"
    return ApiError("invalid_arguments", text, response_metadata={"messages": [f"[ERROR] {text}"]})


def raise_for(refusal: Refusal | None) -> None:
    """Slack's body for what the rules refuse."""
    if refusal is None:
        return
    error, problems = refusal
    texts = [problem.slack() for problem in problems]
    extra: Json = {"response_metadata": {"messages": [f"[ERROR] {text}" for text in texts]}}
    if error.startswith("invalid_blocks"):
        extra["errors"] = texts
    raise ApiError(error, "; ".join(texts), **extra)


Run = Callable[[Call], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    run: Run
    scope: str
    per_minute: int
    caller: Literal["bot", "app"]
    takes_json: bool
    post_only: bool


METHODS: dict[str, Method] = {}


def method(
    name: str,
    per_minute: int,
    *,
    scope: str = "",
    caller: Literal["bot", "app"] = "bot",
    takes_json: bool = False,
    post_only: bool = False,
) -> Callable[[Run], Run]:
    """Register a method. `caller` is whose token it takes, `scope` what it always needs; a call may ask for more."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(name, run, scope, per_minute, caller, takes_json, post_only)
        return run

    return register
