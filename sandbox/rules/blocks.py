"""Every block type: its properties, limits and surfaces."""

from __future__ import annotations

from sandbox.rules.elements import IMAGE, IMAGE_URL, URL_SOURCE, elements_in
from sandbox.rules.icons import ICON_NAMES
from sandbox.rules.objects import ALT_TEXT_MOST, ID_MOST, SLACK_FILE, URL_MOST, plain, text, text_shapes
from sandbox.rules.problem import EVERYWHERE, MESSAGES, Place, Problem, Surface
from sandbox.rules.richtext import CONTAINERS
from sandbox.rules.schema import (
    Check,
    Json,
    Rule,
    Shape,
    anything,
    array,
    at_least_one,
    boolean,
    enum,
    exactly_one,
    integer,
    not_both,
    one_of,
    pattern,
    string,
    typed,
)
from sandbox.rules.tables import (
    CHART,
    DATA_TABLE,
    DATA_TABLE_OPTIONS,
    DATA_TABLE_RULES,
    TABLE,
    TABLE_OPTIONS,
)

MARKDOWN_MOST = 12_000
"""Characters of all markdown blocks of one payload together, and so of each."""

HTTPS = pattern(r"https://.+", URL_MOST)
MODALS = frozenset({Surface.MODAL})
NO_MODALS = EVERYWHERE - MODALS

SLACK_ICON = one_of({"icon": typed({"name": enum(*ICON_NAMES)})})
IMAGE_ELEMENT = one_of({"image": IMAGE})
Properties = dict[str, Check]


def block(
    required: Properties | None = None,
    optional: Properties | None = None,
    *rules: Rule,
    surfaces: frozenset[Surface] = EVERYWHERE,
) -> Shape:
    return typed(required, {"block_id": string(ID_MOST), **(optional or {})}, *rules, surfaces=surfaces)


def files_are_not_dispatched(value: Json, place: Place) -> list[Problem]:
    refused = value.get("dispatch_action") and value["element"]["type"] == "file_input"
    return place.at("dispatch_action").says("dispatch_action cannot be used with file_input") if refused else []


def collapse_settings(value: Json, place: Place) -> list[Problem]:
    collapsible = value.get("is_collapsible", False)
    problems = []
    if "default_collapsed" in value and not collapsible:
        problems += place.at("default_collapsed").says("default_collapsed requires is_collapsible")
    if value.get("has_header_divider") and collapsible:
        problems += place.at("has_header_divider").says("has_header_divider requires is_collapsible to be false")
    return problems


RICH_TEXT = block({"elements": array(one_of(CONTAINERS))})


def _task(*statuses: str) -> Shape:
    return block(
        {"task_id": string(ID_MOST), "title": string()},
        {
            "status": enum(*statuses),
            "details": one_of({"rich_text": RICH_TEXT}),
            "output": one_of({"rich_text": RICH_TEXT}),
            "sources": array(URL_SOURCE),
        },
        surfaces=MESSAGES,
    )


PLAIN_BLOCKS: dict[str, Shape] = {
    "section": block(
        None,
        {
            "text": text(),
            "fields": array(text(2000), 10),
            "accessory": one_of(elements_in("section")),
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "header": block({"text": plain(150)}, {"level": integer(1, 4)}),
    "divider": block(),
    "actions": block({"elements": array(one_of(elements_in("actions")), 25)}),
    "context": block({"elements": array(one_of({**elements_in("context"), **text_shapes()}), 10)}),
    "context_actions": block({"elements": array(one_of(elements_in("context_actions")), 5)}, surfaces=MESSAGES),
    "input": block(
        {"label": plain(2000), "element": one_of(elements_in("input"))},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        files_are_not_dispatched,
    ),
    "image": block(
        {"alt_text": string(ALT_TEXT_MOST)},
        {"image_url": IMAGE_URL, "slack_file": SLACK_FILE, "title": plain(2000)},
        *exactly_one("image_url", "slack_file"),
    ),
    "markdown": block({"text": string(MARKDOWN_MOST)}, surfaces=MESSAGES),
    "rich_text": RICH_TEXT,
    "table": block(TABLE, TABLE_OPTIONS),
    "data_table": block(DATA_TABLE, DATA_TABLE_OPTIONS, *DATA_TABLE_RULES, surfaces=NO_MODALS),
    "data_visualization": block({"title": string(50), "chart": CHART}, surfaces=MESSAGES),
    "video": block(
        {"alt_text": string(), "title": plain(199), "video_url": HTTPS, "thumbnail_url": IMAGE_URL},
        {
            "title_url": HTTPS,
            "author_name": string(49),
            "description": plain(199),
            "provider_name": string(),
            "provider_icon_url": string(URL_MOST),
        },
    ),
    "alert": block(
        {"text": text(200)},
        {"level": enum("default", "info", "warning", "error", "success")},
        surfaces=MODALS,
    ),
    "card": block(
        None,
        {
            "title": text(150),
            "subtitle": text(150),
            "body": text(200),
            "subtext": text(200),
            "hero_image": IMAGE_ELEMENT,
            "icon": IMAGE_ELEMENT,
            "slack_icon": SLACK_ICON,
            "actions": array(one_of(elements_in("card")), 3),
        },
        at_least_one("hero_image", "title", "actions", "body"),
        not_both("icon", "slack_icon"),
    ),
    "task_card": _task("in_progress", "complete", "error"),
    "call": block({"call_id": string(ID_MOST)}, {"api_decoration_available": boolean, "call": anything}),
}

CHILDREN = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video")
"""What a container may hold; `file` too, but no app can post one."""

HOLDING_BLOCKS: dict[str, Shape] = {
    "carousel": block({"elements": array(one_of({"card": PLAIN_BLOCKS["card"]}), 10)}, surfaces=NO_MODALS),
    "container": block(
        {"child_blocks": array(one_of({kind: PLAIN_BLOCKS[kind] for kind in CHILDREN}), 10)},
        {
            "title": plain(150),
            "rich_text_title": one_of({"rich_text": RICH_TEXT}),
            "subtitle": plain(150),
            "icon": IMAGE_ELEMENT,
            "width": enum("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        at_least_one("title", "rich_text_title"),
        collapse_settings,
    ),
    "plan": block(
        {"title": string()},
        {"tasks": array(one_of({"task_card": _task("pending", "in_progress", "complete", "error")}))},
        surfaces=MESSAGES,
    ),
    "auth_provider": block(
        {"value": string(150), "name": plain(75), "is_connected": boolean},
        {
            "description": plain(150),
            "icon_url": IMAGE_URL,
            "auth_url": HTTPS,
            "disconnect_url": HTTPS,
            "connected_identity": plain(75),
            "connected_context": plain(75),
            "accessory": one_of(elements_in("auth_provider")),
            "fallback": array(one_of(PLAIN_BLOCKS)),
        },
        surfaces=MESSAGES,
    ),
}

BLOCKS: dict[str, Shape] = {**PLAIN_BLOCKS, **HOLDING_BLOCKS}
