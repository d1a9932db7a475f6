"""Composition objects: text, option, confirmation and the like."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.rules.problem import Place, Problem
from sandbox.rules.schema import (
    Check,
    Json,
    Shape,
    array,
    at_least_one,
    boolean,
    enum,
    exactly_one,
    one_of,
    pattern,
    string,
    typed,
)

TEXT_MOST = 3000
"""Characters of a text object whose field has no stricter limit of its own."""

ID_MOST = 255
"""Characters of a block_id, action_id, callback_id or external_id."""

URL_MOST = 3000
"""Characters of a URL in a block, element or option."""

ALT_TEXT_MOST = 2000
"""Characters of an image's alt_text."""


def text_shapes(most: int = TEXT_MOST) -> dict[str, Shape]:
    return {
        "plain_text": typed({"text": string(most)}, {"emoji": boolean}),
        "mrkdwn": typed({"text": string(most)}, {"verbatim": boolean}),
    }


def plain(most: int = TEXT_MOST) -> Check:
    """A plain_text object."""
    return one_of({"plain_text": text_shapes(most)["plain_text"]})


def text(most: int = TEXT_MOST) -> Check:
    """A plain_text or mrkdwn object."""
    return one_of(text_shapes(most))


STYLE = enum("primary", "danger")

CONFIRM = Shape(
    {"title": plain(100), "text": plain(300), "confirm": plain(30), "deny": plain(30)},
    {"style": STYLE},
)

SLACK_FILE = Shape(
    optional={"id": pattern(r"[F][A-Z0-9]{8,}"), "url": string(URL_MOST)},
    rules=exactly_one("id", "url"),
)

CONVERSATION_FILTER = Shape(
    optional={
        "include": array(enum("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    rules=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

DISPATCH_CONFIG = Shape({"trigger_actions_on": array(enum("on_enter_pressed", "on_character_entered"), 2)})


def option(label: Check, **more: Check) -> Shape:
    """An option whose text and description are checked by `label`; 75 characters each."""
    return Shape({"text": label, "value": string(150)}, {"description": label, **more})


PLAIN_OPTION = option(plain(75))
MARKED_OPTION = option(text(75))
OVERFLOW_OPTION = option(plain(75), url=string(URL_MOST))

OPTION_GROUP = Shape({"label": plain(75), "options": array(PLAIN_OPTION, 100)})


def every_option(element: Json, place: Place) -> Iterator[tuple[Json, Place]]:
    """The options of an element, inside and outside groups, with their places."""
    for index, each in enumerate(element.get("options", ())):
        yield each, place.at("options").at(index)
    for number, group in enumerate(element.get("option_groups", ())):
        for index, each in enumerate(group["options"]):
            yield each, place.at("option_groups").at(number).at("options").at(index)


def unique_values(element: Json, place: Place) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for each, where in every_option(element, place):
        if each["value"] in seen:
            problems += where.at("value").says(f"option value must be unique: {each['value']}")
        seen.add(each["value"])
    return problems


def initial_among_options(element: Json, place: Place) -> list[Problem]:
    """An initial option must equal one of the options in every property."""
    options = [each for each, _ in every_option(element, place)]
    chosen = [(each, place.at("initial_options").at(at)) for at, each in enumerate(element.get("initial_options", ()))]
    if "initial_option" in element:
        chosen.append((element["initial_option"], place.at("initial_option")))
    return [
        problem
        for each, where in chosen
        if each not in options
        for problem in where.says("initial option must exactly match a provided option")
    ]
