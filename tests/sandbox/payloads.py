"""Small builders of Block Kit JSON for the tests of the rules."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Hi", **more: Any) -> Json:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str = "Hi", **more: Any) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


def section(text: str = "Hi", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def option(name: str = "a", **more: Any) -> Json:
    return {"text": plain(name), "value": name, **more}


def options(count: int) -> list[Json]:
    return [option(f"o{number}") for number in range(count)]


def button(name: str = "go", **more: Any) -> Json:
    return {"type": "button", "text": plain(name), "action_id": name, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def rich_section(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


def rich_words(text: str = "Hi", **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}
