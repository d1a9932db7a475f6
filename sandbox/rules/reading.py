"""Blocks as the text a person reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.rules.mrkdwn import readable

Names = Mapping[str, str]
Json = Mapping[str, Any]
Lines = list[str]


def plain_text(blocks: object, names: Names | None = None) -> str:
    """One line per block, section field, list item or table row; buttons and other elements to act on are left out.

    `names` gives the name of a user, channel or group ID; mentions without one show the ID. Formatting marks of
    mrkdwn and zero-width characters stay. What is not a known block adds nothing; known blocks must be as
    `check_blocks` accepts them.
    """
    return "\n".join(line for line in _lines(blocks, names or {}) if line)


def _lines(blocks: object, names: Names) -> Lines:
    if isinstance(blocks, Mapping):
        read = _READERS.get(str(blocks.get("type")))
        return read(blocks, names) if read else []
    found = blocks if isinstance(blocks, list | tuple) else ()
    return [line for block in found for line in _lines(block, names)]


def _string(value: object, names: Names) -> str:
    """A bare string, text object, table cell or rich_text block as text."""
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping):
        return ""
    if value.get("type") == "rich_text":
        return "\n".join(_rich_text(value, names))
    text = value.get("text", "")
    return readable(text, names) if value.get("type") == "mrkdwn" else str(text)


def _keys(*keys: str) -> Callable[[Json, Names], Lines]:
    """A reader of blocks whose text is all in the properties `keys`."""

    def read(block: Json, names: Names) -> Lines:
        return [_string(block.get(key), names) for key in keys]

    return read


def _section(block: Json, names: Names) -> Lines:
    lines = [_string(each, names) for each in (block.get("text"), *block.get("fields", ()))]
    accessory = block.get("accessory") or {}
    return [*lines, accessory["alt_text"]] if accessory.get("type") == "image" else lines


def _context(block: Json, names: Names) -> Lines:
    shown = [each.get("alt_text") or _string(each, names) for each in block.get("elements", ())]
    return [" ".join(shown)]


def _holder(key: str, *texts: str) -> Callable[[Json, Names], Lines]:
    """A reader of blocks that hold blocks in `key` under the texts `texts`."""

    def read(block: Json, names: Names) -> Lines:
        return [*_keys(*texts)(block, names), *_lines(block.get(key), names)]

    return read


def _table(block: Json, names: Names) -> Lines:
    rows = [" | ".join(_string(cell, names) for cell in row) for row in block.get("rows", ())]
    return [_string(block.get("caption"), names), *rows]


def _chart(block: Json, names: Names) -> Lines:
    chart = block.get("chart", {})
    lines = [f"{each['label']}: {each['value']}" for each in chart.get("segments", ())]
    for series in chart.get("series", ()):
        points = ", ".join(f"{point['label']}: {point['value']}" for point in series["data"])
        lines.append(f"{series['name']} - {points}")
    return [_string(block.get("title"), names), *lines]


def _rich_text(block: Json, names: Names) -> Lines:
    return [line for each in block.get("elements", ()) for line in _container(each, names)]


def _container(part: Json, names: Names) -> Lines:
    if part.get("type") == "rich_text_list":
        return _list(part, names)
    text = _inline(part, names).removesuffix("\n")
    return [f"> {line}" for line in text.split("\n")] if part.get("type") == "rich_text_quote" else [text]


def _list(part: Json, names: Names) -> Lines:
    """Items after `• ` or their number (from `offset` + 1), two spaces further in for each level of `indent`."""
    margin = "  " * part.get("indent", 0)
    first = part.get("offset", 0) + 1
    ordered = part.get("style") == "ordered"
    items = [_inline(item, names).removesuffix("\n") for item in part.get("elements", ())]
    return [f"{margin}{f'{number}.' if ordered else '•'} {item}" for number, item in enumerate(items, first)]


def _inline(part: Json, names: Names) -> str:
    return "".join(_piece(piece, names) for piece in part.get("elements", ()))


def _piece(piece: Json, names: Names) -> str:
    match piece:
        case {"type": "text", "text": str(text)}:
            return text
        case {"type": "link", "url": str(url)}:
            return str(piece.get("text") or url)
        case {"type": "emoji", "name": str(name)}:
            return f":{name}:"
        case {"type": "broadcast", "range": str(audience)}:
            return f"@{audience}"
        case {"type": "date"}:
            return str(piece.get("fallback") or piece.get("timestamp", ""))
        case {"type": "color", "value": str(value)}:
            return value
    return _named(piece, names)


def _named(piece: Json, names: Names) -> str:
    for key, sign in (("user_id", "@"), ("usergroup_id", "@"), ("channel_id", "#"), ("team_id", "")):
        if isinstance(piece.get(key), str):
            return sign + names.get(piece[key], piece[key])
    return ""


_CARD = _keys("title", "subtitle", "body", "subtext")

_READERS: dict[str, Callable[[Json, Names], Lines]] = {
    "section": _section,
    "header": _keys("text"),
    "context": _context,
    "input": _keys("label", "hint"),
    "image": _keys("title", "alt_text"),
    "markdown": _keys("text"),
    "rich_text": _rich_text,
    "table": _table,
    "data_table": _table,
    "data_visualization": _chart,
    "video": _keys("title", "description"),
    "alert": _keys("text"),
    "card": _CARD,
    "carousel": _holder("elements"),
    "container": _holder("child_blocks", "title", "rich_text_title", "subtitle"),
    "plan": _holder("tasks", "title"),
    "task_card": _keys("title", "details", "output"),
    "auth_provider": _keys("name", "description", "connected_identity", "connected_context"),
}
