"""What chat.postMessage, chat.postEphemeral and chat.update take."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sandbox.rules.payload import TOO_MANY_TABLES, block_text_length, check_blocks
from sandbox.rules.problem import Place, Problem, Surface, slack_length
from sandbox.rules.schema import Shape, array, pattern
from sandbox.rules.views import Refusal, decoded

MESSAGE_TEXT_MOST = 13_200
"""Characters of all block text of one message. Slack publishes no number; about this many were seen to fail."""

UPDATE_TEXT_MOST = 4_000
"""Characters of `text` in chat.update; chat.postMessage takes more and truncates above 40,000."""

MARKDOWN_TEXT_MOST = 12_000
ATTACHMENTS_MOST = 100

METADATA_BYTES_MOST = 8_000
"""Bytes of the metadata as JSON. Slack has a limit (`metadata_too_large`) but publishes no number: this is ours."""


def check_message(payload: Mapping[str, Any], *, update: bool = False) -> Refusal | None:
    """Why Slack refuses a message: its error code and what is wrong; None when it takes it.

    `blocks`, `attachments` and `metadata` may be JSON text, as in a form. Not checked here: channel, thread, author.
    """
    for check in (_markdown_text, _blocks, _attachments, _metadata, _content):
        refusal = check(payload)
        if refusal:
            return refusal
    return _update_text(payload) if update else None


def _blocks(payload: Mapping[str, Any]) -> Refusal | None:
    given = payload.get("blocks")
    if given in (None, ""):
        return None
    blocks = decoded(given)
    place = Place("/blocks")
    if not isinstance(blocks, list | tuple):
        return "invalid_blocks_format", place.says("must provide an array")
    problems = check_blocks(blocks, Surface.MESSAGE)
    if problems == place.says(TOO_MANY_TABLES):
        return "invalid_attachments", problems
    if problems:
        return "invalid_blocks", problems
    if block_text_length(blocks) > MESSAGE_TEXT_MOST:
        return "msg_blocks_too_long", place.says(f"must be less than {MESSAGE_TEXT_MOST + 1} characters")
    return None


def _markdown_text(payload: Mapping[str, Any]) -> Refusal | None:
    text = payload.get("markdown_text")
    place = Place("/markdown_text")
    if text is None:
        return None
    if payload.get("text") or payload.get("blocks"):
        return "markdown_text_conflict", place.says("cannot be combined with text or blocks")
    if not isinstance(text, str):
        return "invalid_arguments", place.says("must provide a string")
    if slack_length(text) > MARKDOWN_TEXT_MOST:
        return "msg_too_long", place.says(f"must be less than {MARKDOWN_TEXT_MOST + 1} characters")
    return None


def _attachments(payload: Mapping[str, Any]) -> Refusal | None:
    given = payload.get("attachments")
    if given in (None, ""):
        return None
    attachments = decoded(given)
    place = Place("/attachments")
    if not isinstance(attachments, list | tuple):
        return "invalid_attachments", place.says("must provide an array")
    if len(attachments) > ATTACHMENTS_MOST:
        return "too_many_attachments", place.says(f"no more than {ATTACHMENTS_MOST} items allowed")
    problems = array(_attachment, least=0)(attachments, place)
    return ("invalid_attachments", problems) if problems else None


def _attachment(value: object, place: Place) -> list[Problem]:
    if not isinstance(value, Mapping):
        return place.says("must provide an object")
    if "blocks" not in value:
        return []
    return check_blocks(value["blocks"], Surface.MESSAGE, pointer=place.at("blocks").pointer)


def _flat(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


def _metadata_value(value: object, place: Place) -> list[Problem]:
    """A string, number, boolean, flat object, or array of flat objects."""
    each = value if isinstance(value, list | tuple) else [value]
    nested = [one for one in each if isinstance(one, Mapping) and not all(map(_flat, one.values()))]
    fits = all(isinstance(one, Mapping) or (_flat(one) and each is not value) for one in each)
    return [] if fits and not nested else place.says("must be a string, number, boolean, flat object or array of them")


def _event_payload(value: object, place: Place) -> list[Problem]:
    if not isinstance(value, Mapping):
        return place.says("must provide an object")
    return [problem for key, each in value.items() for problem in _metadata_value(each, place.at(key))]


METADATA = Shape({"event_type": pattern(r"[a-z][a-z0-9_]*"), "event_payload": _event_payload})


def _metadata(payload: Mapping[str, Any]) -> Refusal | None:
    given = payload.get("metadata")
    if given in (None, ""):
        return None
    metadata = decoded(given)
    if metadata == {}:
        return None
    place = Place("/metadata")
    problems = METADATA(metadata, place)
    if problems:
        return "invalid_metadata_format", problems
    if len(json.dumps(metadata, ensure_ascii=False).encode("utf-8", "surrogatepass")) > METADATA_BYTES_MOST:
        return "metadata_too_large", place.says(f"must be less than {METADATA_BYTES_MOST + 1} bytes")
    return None


def _content(payload: Mapping[str, Any]) -> Refusal | None:
    text = payload.get("text")
    if text is not None and not isinstance(text, str):
        return "invalid_arguments", Place("/text").says("must provide a string")
    texts = (text, payload.get("markdown_text"))
    parts = (decoded(payload.get(key)) for key in ("blocks", "attachments"))
    if any(each and re.search(r"\S", each) for each in texts) or any(parts):
        return None
    return "no_text", Place("/text").says("missing required field: text")


def _update_text(payload: Mapping[str, Any]) -> Refusal | None:
    if slack_length(payload.get("text") or "") > UPDATE_TEXT_MOST:
        return "msg_too_long", Place("/text").says(f"must be less than {UPDATE_TEXT_MOST + 1} characters")
    return None
