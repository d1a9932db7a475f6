"""An example of every block and element that the rules accept."""

from __future__ import annotations

from typing import Any

from sandbox.rules.blocks import BLOCKS
from sandbox.rules.elements import ELEMENTS
from sandbox.rules.richtext import CONTAINERS, INLINE
from tests.sandbox.payloads import actions, button, field, mrkdwn, option, options, plain, rich, rich_section, section

Json = dict[str, Any]

IMAGE = {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "Een foto"}
CARD = {"type": "card", "title": plain("Kaart"), "body": mrkdwn("*hoi*"), "hero_image": IMAGE, "actions": [button()]}
TASK = {"type": "task_card", "task_id": "1", "title": "Taak", "status": "complete"}
DATA = {"series": [{"name": "A", "data": [{"label": "ma", "value": 2}, {"label": "di", "value": 5}]}]}
AXES = {"axis_config": {"categories": ["ma", "di"], "x_label": "Dag"}}
ROWS = [[{"type": "raw_text", "text": "Dag"}], [{"type": "raw_number", "value": 3, "text": "3"}]]
CHARTS: list[Json] = [
    {"type": "pie", "segments": [{"label": "ja", "value": 3}, {"label": "nee", "value": 1}]},
    *({"type": kind, **DATA, **AXES} for kind in ("bar", "line", "area")),
]

INLINE_EXAMPLES: dict[str, Json] = {
    "text": {"text": "Hoi", "style": {"bold": True}},
    "link": {"url": "https://x.test"},
    "emoji": {"name": "tada"},
    "user": {"user_id": "U1"},
    "usergroup": {"usergroup_id": "S1"},
    "channel": {"channel_id": "C1"},
    "team": {"team_id": "T1"},
    "broadcast": {"range": "here"},
    "date": {"timestamp": 1_790_000_000, "format": "{date_long} {time}"},
    "color": {"value": "#ff0000"},
}

ALL_INLINE = [{"type": kind, **INLINE_EXAMPLES[kind]} for kind in INLINE]
CONTAINER_EXAMPLES: dict[str, Json] = {
    "rich_text_section": {"elements": ALL_INLINE},
    "rich_text_list": {"style": "ordered", "indent": 1, "offset": 2, "elements": [rich_section(*ALL_INLINE)]},
    "rich_text_preformatted": {"elements": ALL_INLINE[:2]},
    "rich_text_quote": {"elements": ALL_INLINE},
}
RICH = rich(*({"type": kind, **CONTAINER_EXAMPLES[kind]} for kind in CONTAINERS))

BLOCK_EXAMPLES: dict[str, Json] = {
    "section": section("*hoi*", fields=[plain("a"), mrkdwn("_b_")], accessory=IMAGE),
    "header": {"text": plain("Kop")},
    "divider": {},
    "actions": actions(button()),
    "context": {"elements": [IMAGE, mrkdwn("klein")]},
    "context_actions": {"elements": [{"type": "icon_button", "icon": "trash", "text": plain("weg")}]},
    "input": field({"type": "plain_text_input"}, hint=plain("uitleg")),
    "image": IMAGE | {"title": plain("Plaat")},
    "markdown": {"text": "# Kop\n\n**vet** en [link](https://x.test)\n\n- een\n- twee\n\n```\ncode\n```"},
    "rich_text": RICH,
    "table": {"rows": ROWS},
    "data_table": {"caption": "Cijfers", "rows": ROWS},
    "data_visualization": {"title": "Week", "chart": CHARTS[0]},
    "video": {
        "alt_text": "Video",
        "title": plain("Film"),
        "video_url": "https://x.test/v",
        "thumbnail_url": "https://x.test/a.png",
    },
    "alert": {"text": plain("Pas op"), "level": "warning"},
    "card": CARD,
    "task_card": TASK | {"details": RICH, "sources": [{"type": "url", "url": "https://x.test", "text": "bron"}]},
    "call": {"call_id": "R1"},
    "carousel": {"elements": [CARD]},
    "container": {"title": plain("Bak"), "is_collapsible": True, "child_blocks": [section()]},
    "plan": {"title": "Plan", "tasks": [TASK]},
    "auth_provider": {"value": "x", "name": plain("Dienst"), "is_connected": False, "auth_url": "https://x.test"},
}

FEEDBACK_BUTTON = {"text": plain("Goed"), "value": "v"}
GROUPS = [{"label": plain("Groep"), "options": options(2)}]
ELEMENT_EXAMPLES: dict[str, Json] = {
    "button": {"text": plain("Druk")},
    "workflow_button": {"text": plain("Druk"), "workflow": {"trigger": {"url": "https://x.test"}}},
    "overflow": {"options": options(2)},
    "image": IMAGE,
    "checkboxes": {"options": [option("a", description=plain("uitleg"))]},
    "radio_buttons": {"options": options(2)},
    "static_select": {"options": options(2)},
    "multi_static_select": {"option_groups": GROUPS},
    "number_input": {"is_decimal_allowed": False},
    "feedback_buttons": {"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
    "icon_button": {"icon": "trash", "text": plain("weg")},
}


def every_block() -> list[Json]:
    made = [{"type": kind, **BLOCK_EXAMPLES[kind]} for kind in BLOCKS]
    return [*made, *({"type": "data_visualization", "title": "G", "chart": chart} for chart in CHARTS[1:])]


def every_element() -> list[Json]:
    """Each in every block that may hold it."""
    made: list[Json] = []
    for kind, each in ELEMENTS.items():
        element: Json = {"type": kind, **ELEMENT_EXAMPLES.get(kind, {})}
        made += [_held(holder, element) for holder in sorted(each.blocks)]
    return made


def _held(holder: str, element: Json) -> Json:
    match holder:
        case "input":
            return field(element, hint=plain("uitleg"))
        case "section":
            return section("Tekst", accessory=element)
        case "card":
            return {"type": "card", "actions": [element]}
        case "auth_provider":
            return {"type": holder, **BLOCK_EXAMPLES[holder], "accessory": element}
    return {"type": holder, "elements": [element]}
