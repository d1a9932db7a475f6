"""Blocks and views as an app would send them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str, action: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action, "text": plain(label), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(label: str, value: str = "") -> Json:
    return {"text": plain(label), "value": value or label}


def field(label: str, element: Json, block: str = "", **more: Any) -> Json:
    block = block or label
    return {
        "type": "input",
        "block_id": block,
        "label": plain(label),
        "element": {"action_id": "it", **element},
        **more,
    }


def text_field(label: str, block: str = "", *, optional: bool = False, **element: Any) -> Json:
    return field(label, {"type": "plain_text_input", **element}, block, optional=optional)


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    shown = list(blocks) or [section("Nothing to fill in")]
    return {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": shown, **more}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}
