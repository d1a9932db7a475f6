"""Slack's markup of one text: control sequences, escaping, and who it would ring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TOKEN = re.compile(
    r"<(?:"
    r"@(?P<user>[UW][A-Z0-9]+)"
    r"|\#(?P<channel>[CGD][A-Z0-9]+)"
    r"|!subteam\^(?P<group>S[A-Z0-9]+)"
    r"|!date\^(?P<date>-?\d+\^[^<>|]+)"
    r"|!(?P<broadcast>here|channel|everyone)"
    r"|(?P<link>(?:https?://|mailto:|tel:)[^<>|\s]+)"
    r")(?:\|(?P<label>[^<>|\n]*))?>"
)
"""The control sequences Slack gives a meaning to, with their optional label."""

ENTITY = re.compile(r"&(?:amp|lt|gt);")

_SPECIAL = re.compile(r"[&<>]")

_EXCERPT = 20
"""Characters shown from a raw character on: enough to find it in a text."""


def raw_markup(text: str) -> list[str]:
    """Every `&`, `<` and `>` of `text` that is part of no entity and no known token, each with what follows it.

    A `>` that starts a quote counts too: `&gt;` does the same in Slack.
    """
    known = [match.span() for form in (TOKEN, ENTITY) for match in form.finditer(text)]
    return [
        text[match.start() : match.start() + _EXCERPT]
        for match in _SPECIAL.finditer(text)
        if not any(start <= match.start() < end for start, end in known)
    ]


def live_broadcasts(text: str) -> list[str]:
    """`here`, `channel` and `everyone`, once for each time `text` would ring them."""
    return [match["broadcast"] for match in TOKEN.finditer(text) if match["broadcast"]]


@dataclass(frozen=True, slots=True)
class Rings:
    """Whom a payload would ring: user IDs, broadcasts (`here`, `channel`, `everyone`) and user group IDs."""

    users: frozenset[str] = frozenset()
    broadcasts: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def __or__(self, other: Rings) -> Rings:
        return Rings(self.users | other.users, self.broadcasts | other.broadcasts, self.groups | other.groups)

    def __bool__(self) -> bool:
        return bool(self.users or self.broadcasts or self.groups)


def rings_in(text: str) -> Rings:
    found = list(TOKEN.finditer(text))

    def every(group: str) -> frozenset[str]:
        return frozenset(match[group] for match in found if match[group])

    return Rings(every("user"), every("broadcast"), every("group"))


def unescape(text: str) -> str:
    """The three entities turned back; `&amp;` last, so that `&amp;lt;` reads `&lt;`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def readable(text: str, names: Mapping[str, str]) -> str:
    """A mrkdwn text as a person reads it. Formatting marks such as `*` stay.

    `names` gives the name of a user, channel or group ID; without one the token's label or the ID is shown.
    """
    parts = []
    at = 0
    for match in TOKEN.finditer(text):
        parts += [unescape(text[at : match.start()]), _shown(match, names)]
        at = match.end()
    return "".join([*parts, unescape(text[at:])])


def _shown(match: re.Match[str], names: Mapping[str, str]) -> str:
    label = unescape(match["label"] or "")
    for group, sign in (("user", "@"), ("channel", "#"), ("group", "@")):
        if match[group]:
            return sign + (names.get(match[group]) or label.lstrip(sign) or match[group])
    if match["broadcast"]:
        return f"@{match['broadcast']}"
    return label or unescape(match["link"] or match["date"].split("^")[0]).removeprefix("mailto:")
