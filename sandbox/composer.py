"""What the composer makes of a typed text before Slack sends it on."""

from __future__ import annotations

import re
from collections.abc import Callable

from sandbox.workspace import Kind, Workspace

URL = re.compile(r"https?://[^\s<>|]+")
BROADCAST = re.compile(r"(?<!\w)@(here|channel|everyone)(?!\w)")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def resolved(text: str, workspace: Workspace) -> str:
    """An escaped text in which URLs, `@name` and `#channel` became Slack's tokens."""
    text = URL.sub(lambda match: f"<{match[0]}>", escaped(text))
    people = {user.handle: f"<@{user.id}|{user.handle}>" for user in workspace.users.values()}
    people |= {user.real_name: f"<@{user.id}|{user.handle}>" for user in workspace.users.values()}
    channels = {
        channel.name: f"<#{channel.id}|{channel.name if channel.kind is Kind.PUBLIC else ''}>"
        for channel in workspace.channels.values()
        if not channel.direct
    }
    return _replaced(_replaced(text, "@", people), "#", channels)


def sent(text: str, workspace: Workspace) -> str:
    """A message as Slack keeps it: mentions without their label, broadcasts live."""
    text = re.sub(r"<@(U\w+)\|[^>]*>", r"<@\1>", resolved(text, workspace))
    return BROADCAST.sub(r"<!\1>", text)


def _replaced(text: str, sign: str, tokens: dict[str, str]) -> str:
    """Longest names first, whatever their case, and only whole ones."""
    names = sorted((re.escape(name) for name in tokens if name), key=len, reverse=True)
    if not names:
        return text
    lower = {name.lower(): token for name, token in tokens.items()}
    token: Callable[[re.Match[str]], str] = lambda match: lower[match[1].lower()]  # noqa: E731
    return re.sub(rf"(?<![\w<]){sign}({'|'.join(names)})(?![\w-])", token, text, flags=re.IGNORECASE)
