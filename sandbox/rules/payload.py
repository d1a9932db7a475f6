"""Rules over all the blocks of one message or view."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sandbox.rules.blocks import BLOCKS, MARKDOWN_MOST
from sandbox.rules.problem import Place, Problem, Surface
from sandbox.rules.schema import Json, array, one_of
from sandbox.rules.tables import DATA_TABLE_TEXT_MOST, TABLE_TEXT_MOST, text_length

MESSAGE_BLOCKS_MOST = 50
VIEW_BLOCKS_MOST = 100

TOO_MANY_TABLES = "no more than 1 table block allowed"
"""Slack is reported to answer this with `invalid_attachments`."""

MOST_OF_A_KIND = {"data_visualization": 2, "plan": 1, "table": 1}
"""Blocks of one type in one message."""

MOST_TEXT_OF_A_KIND = {"markdown": MARKDOWN_MOST, "table": TABLE_TEXT_MOST, "data_table": DATA_TABLE_TEXT_MOST}
"""Characters of all blocks of one type in one message together."""


def check_blocks(
    blocks: object, surface: Surface, *, pointer: str | None = None, expand_markdown: bool = False
) -> list[Problem]:
    """What Slack would refuse in `blocks`; `pointer` defaults to `/blocks` (message) or `/view/blocks`.

    `expand_markdown` counts the blocks a markdown block was seen to become; that is measured, not documented. The
    total length of a message's text has an error code of its own: see `block_text_length`.
    """
    message = surface is Surface.MESSAGE
    place = Place(pointer or ("/blocks" if message else "/view/blocks"), surface)
    most, least = (MESSAGE_BLOCKS_MOST, 0) if message else (VIEW_BLOCKS_MOST, 1)
    problems = array(one_of(BLOCKS), most, least=least)(blocks, place)
    if not isinstance(blocks, list | tuple):
        return problems
    found = list(walk(blocks, place))
    problems += _unique_block_ids(found) + _unique_action_ids(found)
    problems += _of_a_kind(found, place) if message else _one_focus(blocks, place)
    if expand_markdown and len(blocks) <= most < sum(map(_expanded, blocks)):
        problems += place.says(f"no more than {most} items allowed")
    return problems


def _expanded(block: object) -> int:
    """How many blocks Slack makes of one: in markdown each heading, each rule and each stretch between is its own."""
    text = block.get("text") if isinstance(block, Mapping) and block.get("type") == "markdown" else None
    if not isinstance(text, str):
        return 1
    parts = re.split(r"^(#{1,6}[ \t].*|[ \t]*-{3,}[ \t]*)$", text, flags=re.MULTILINE)
    return max(1, sum(bool(part.strip()) for part in parts))


def walk(blocks: Sequence[object], place: Place) -> Iterator[tuple[Json, Place]]:
    """The blocks and the blocks inside them, with their places; what is not an object is passed over."""
    for index, block in enumerate(blocks):
        if not isinstance(block, Mapping):
            continue
        here = place.at(index)
        yield block, here
        key = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}.get(str(block.get("type")))
        inner = block.get(key) if key else None
        if key and isinstance(inner, list | tuple):
            yield from walk(inner, here.at(key))


def _unique_block_ids(found: list[tuple[Json, Place]]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for block, place in found:
        name = block.get("block_id")
        if isinstance(name, str) and name in seen:
            problems += place.at("block_id").says(f"`block_id` already exists: {name}")
        elif isinstance(name, str):
            seen.add(name)
    return problems


def elements_of(block: Json, place: Place) -> Iterator[tuple[Json, Place]]:
    """The elements a block holds directly, with their places."""
    for key in ("elements", "actions"):
        held = block.get(key)
        for index, each in enumerate(held if isinstance(held, list | tuple) else ()):
            if isinstance(each, Mapping):
                yield each, place.at(key).at(index)
    for key in ("element", "accessory"):
        if isinstance(block.get(key), Mapping):
            yield block[key], place.at(key)


def _unique_action_ids(found: list[tuple[Json, Place]]) -> list[Problem]:
    problems = []
    for block, place in found:
        seen: set[str] = set()
        for element, where in elements_of(block, place):
            name = element.get("action_id")
            if isinstance(name, str) and name in seen:
                problems += where.at("action_id").says(f"`action_id` already exists: {name}")
            elif isinstance(name, str):
                seen.add(name)
    return problems


def _of_a_kind(found: list[tuple[Json, Place]], place: Place) -> list[Problem]:
    problems = []
    for kind, most in MOST_OF_A_KIND.items():
        if sum(block.get("type") == kind for block, _ in found) > most:
            problems += place.says(f"no more than {most} {kind} block{'s' if most > 1 else ''} allowed")
    for kind, most in MOST_TEXT_OF_A_KIND.items():
        if sum(text_length(block) for block, _ in found if block.get("type") == kind) > most:
            problems += place.says(f"{kind} blocks must be less than {most + 1} characters in total")
    return problems


def _one_focus(blocks: Sequence[object], place: Place) -> list[Problem]:
    focused = list(_focused(blocks, place))
    return [
        problem for where in focused[1:] for problem in where.says("only one element may have focus_on_load per view")
    ]


def _focused(value: object, place: Place) -> Iterator[Place]:
    if isinstance(value, Mapping):
        if value.get("focus_on_load") is True:
            yield place.at("focus_on_load")
        for key, each in value.items():
            yield from _focused(each, place.at(key))
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _focused(each, place.at(index))


def block_text_length(blocks: object) -> int:
    """Characters of all text in `blocks`: what Slack compares with its unpublished total for a message."""
    return text_length(blocks)
