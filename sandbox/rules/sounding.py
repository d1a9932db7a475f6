"""What a whole payload rings, and where it holds unescaped characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.rules.mrkdwn import Rings, raw_markup, rings_in
from sandbox.rules.problem import Place, Problem
from sandbox.rules.views import decoded

_TEXT_FIELDS = ("text", "markdown_text")
"""Texts of a message outside its blocks."""


def rings(payload: object) -> Rings:
    """Whom a message payload (or its blocks alone) would ring.

    Ringing are its top-level texts, mrkdwn objects, `markdown` blocks (not documented, so taken as live) and the
    user, usergroup and broadcast elements of rich text. A plain_text object and a text in rich text never ring.
    """
    found = Rings()
    for text, _ in _live_texts(payload):
        found |= rings_in(text)
    for node, _ in _objects(_blocks_of(payload), Place("")):
        found |= _mentioned(node)
    return found


def check_markup(payload: object) -> list[Problem]:
    """The raw `&`, `<` and `>` in the top-level text and the mrkdwn objects of a payload."""
    return [
        Problem(f"raw markup: {raw}", place.pointer)
        for text, place in _live_texts(payload, markdown=False)
        for raw in raw_markup(text)
    ]


def _blocks_of(payload: object) -> object:
    if not isinstance(payload, Mapping):
        return payload
    return {key: decoded(each) if key in ("blocks", "attachments", "view") else each for key, each in payload.items()}


def _live_texts(payload: object, *, markdown: bool = True) -> Iterator[tuple[str, Place]]:
    payload = _blocks_of(payload)
    root = Place("")
    if isinstance(payload, Mapping) and payload.get("type", "message") == "message":
        for key in _TEXT_FIELDS if markdown else _TEXT_FIELDS[:1]:
            if isinstance(payload.get(key), str):
                yield payload[key], root.at(key)
    live = ("mrkdwn", "markdown") if markdown else ("mrkdwn",)
    for node, place in _objects(payload, root):
        if node.get("type") in live and isinstance(node.get("text"), str):
            yield node["text"], place.at("text")


def _objects(value: object, place: Place) -> Iterator[tuple[Mapping[str, Any], Place]]:
    """Every object in a payload but its metadata."""
    if isinstance(value, Mapping):
        yield value, place
        for key, each in value.items():
            if key != "metadata":
                yield from _objects(each, place.at(key))
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _objects(each, place.at(index))


def _mentioned(node: Mapping[str, Any]) -> Rings:
    match node:
        case {"type": "user", "user_id": str(user)}:
            return Rings(users=frozenset({user}))
        case {"type": "broadcast", "range": str(audience)}:
            return Rings(broadcasts=frozenset({audience}))
        case {"type": "usergroup", "usergroup_id": str(group)}:
            return Rings(groups=frozenset({group}))
    return Rings()
