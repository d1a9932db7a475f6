"""Modals, the Home tab, and the answers to a view_submission."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sandbox.rules.objects import ID_MOST, plain
from sandbox.rules.payload import check_blocks, walk
from sandbox.rules.problem import Place, Problem, Surface
from sandbox.rules.schema import Check, Json, Shape, anything, boolean, enum, string

VIEW_BYTES_MOST = 250 * 1024
"""Bytes of a view as JSON in UTF-8: "250 KB" in views.open, which does not say 1000 or 1024."""

PRIVATE_METADATA_MOST = 3000

Refusal = tuple[str, list[Problem]]
"""An error code of Slack with what is wrong."""

_COMMON: dict[str, Check] = {
    "private_metadata": string(PRIVATE_METADATA_MOST, least=0),
    "callback_id": string(ID_MOST, least=0),
    "external_id": string(ID_MOST, least=0),
}


def _input_blocks(view: Json) -> list[Json]:
    blocks = view.get("blocks")
    found = walk(blocks, Place("")) if isinstance(blocks, list | tuple) else ()
    return [block for block, _ in found if block.get("type") == "input"]


def submit_with_inputs(view: Json, place: Place) -> list[Problem]:
    if _input_blocks(view) and "submit" not in view:
        return place.says("missing required field: submit")
    return []


MODAL_VIEW = Shape(
    {"type": enum("modal"), "title": plain(24), "blocks": anything},
    {
        **_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
    (submit_with_inputs,),
)

HOME_VIEW = Shape({"type": enum("home"), "blocks": anything}, _COMMON)


def decoded(value: object) -> object:
    """JSON text as its value; anything else, and text that is not JSON, as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def check_view(view: object, *, home: bool) -> Refusal | None:
    """Why views.open, views.push or views.update (or, with `home`, views.publish) refuses `view`.

    `view` may be JSON text. Not checked here: the stack, the trigger and whether `external_id` is in use.
    """
    view = decoded(view)
    surface = Surface.HOME if home else Surface.MODAL
    place = Place("/view", surface)
    problems = (HOME_VIEW if home else MODAL_VIEW)(view, place)
    if isinstance(view, Mapping) and "blocks" in view:
        problems += check_blocks(view["blocks"], surface)
    if problems:
        return "invalid_arguments", problems
    if len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass")) > VIEW_BYTES_MOST:
        return "view_too_large", place.says("must be less than 250 KB")
    return None


def check_errors(view: Mapping[str, Any], errors: object) -> list[Problem]:
    """What is wrong with the `errors` of a response_action: a text for each block_id of an input block of `view`."""
    place = Place("/errors", Surface.MODAL)
    if not isinstance(errors, Mapping):
        return place.says("must provide an object")
    if not errors:
        return place.says("must provide at least one error")
    known = {block.get("block_id") for block in _input_blocks(view)}
    problems = []
    for name, text in errors.items():
        if name not in known:
            problems += place.at(name).says(f"not the block_id of an input block: {name}")
        problems += string()(text, place.at(name))
    return problems


_ANSWERS: dict[str, frozenset[str]] = {
    "clear": frozenset({"response_action"}),
    "update": frozenset({"response_action", "view"}),
    "push": frozenset({"response_action", "view"}),
    "errors": frozenset({"response_action", "errors"}),
}


def check_response_action(body: object, view: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the body of a 200 to a view_submission of `view`.

    Right are an empty body (None, no bytes, no text) and the four response actions, as JSON text or decoded. What
    Slack does with `{}` or `ok` is not documented, so both are refused.
    """
    body = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    if body is None or body == "":
        return []
    answer = decoded(body)
    place = Place("", Surface.MODAL)
    if not isinstance(answer, Mapping):
        return place.says("must provide an object")
    action = answer.get("response_action")
    if not isinstance(action, str) or action not in _ANSWERS:
        return place.at("response_action").says("must be a valid enum value")
    return _check_keys(answer, _ANSWERS[action], place) or _check_answer(answer, view)


def _check_keys(answer: Json, keys: frozenset[str], place: Place) -> list[Problem]:
    problems = [f"missing required field: {key}" for key in sorted(keys - answer.keys())]
    problems += [f"invalid additional property: {key}" for key in answer if key not in keys]
    return [Problem(text, place.pointer) for text in problems]


def _check_answer(answer: Json, view: Mapping[str, Any]) -> list[Problem]:
    if "errors" in answer:
        return check_errors(view, answer["errors"])
    refusal = check_view(answer["view"], home=False) if "view" in answer else None
    return refusal[1] if refusal else []
