"""What a message says, as Slack escapes it: its text, or else that of its blocks and attachments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

Json = Mapping[str, Any]

TEXTS: Final = ("pretext", "title", "text")  # of an attachment, in the order in which they are shown


def text_of(message: Json) -> str:
    """Empty where there is nothing to read, such as a file alone."""
    own = str(message.get("text") or "").strip()
    return own or _joined(_of_blocks(message)) or _joined(map(_of_attachment, _list(message, "attachments")))


def escaped(text: object) -> str:
    return str(text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line.strip())


def _list(holder: Json, key: str) -> list[Json]:
    return [each for each in holder.get(key) or () if isinstance(each, Mapping)]


def _of_attachment(attachment: Json) -> str:
    shown = [str(attachment.get(key) or "") for key in TEXTS]
    return _joined([*shown, *_of_blocks(attachment)]) or str(attachment.get("fallback") or "")


# --- blocks -----------------------------------------------------------------------------------------------------------
def _of_blocks(holder: Json) -> Iterator[str]:
    for block in _list(holder, "blocks"):
        match block.get("type"):
            case "rich_text":
                yield from _rich(block)
            case "context":
                yield " ".join(filter(None, map(_text, _list(block, "elements"))))
            case "section" | "header" | "markdown":
                yield from map(_text, [block.get("text"), *_list(block, "fields")])
            case _:
                pass


def _text(value: Any) -> str:
    """A text object, of which only mrkdwn is escaped already; or a bare text."""
    if not isinstance(value, Mapping):
        return escaped(value)
    text = value.get("text")
    return str(text or "") if value.get("type") == "mrkdwn" else escaped(text)


def _rich(block: Json) -> Iterator[str]:
    """A line for each section, quote, and item of a list."""
    for element in _list(block, "elements"):
        if element.get("type") == "rich_text_list":
            yield from _rich(element)
        else:
            yield "".join(map(_inline, _list(element, "elements")))


def _inline(element: Json) -> str:
    match element.get("type"):
        case "user":
            return f"<@{element.get('user_id')}>"
        case "channel":
            return f"<#{element.get('channel_id')}>"
        case "usergroup":
            return f"<!subteam^{element.get('usergroup_id')}>"
        case "broadcast":
            return f"<!{element.get('range')}>"
        case "emoji":
            return f":{element.get('name')}:"
        case "link":
            return escaped(element.get("text") or element.get("url"))
        case _:
            return escaped(element.get("text") or element.get("fallback"))
