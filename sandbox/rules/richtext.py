"""The rich_text block: its containers and inline elements."""

from __future__ import annotations

from sandbox.rules.objects import ID_MOST, URL_MOST
from sandbox.rules.schema import Check, Shape, array, boolean, enum, integer, one_of, pattern, string, typed

STYLE_NAMES = ("bold", "italic", "strike", "code", "underline")

TEXT_STYLE = Shape(optional=dict.fromkeys(STYLE_NAMES, boolean))

MENTION_STYLE = Shape(optional=dict.fromkeys((*STYLE_NAMES, "highlight", "client_highlight", "unlink"), boolean))


def _mention(key: str) -> Shape:
    return typed({key: string(ID_MOST)}, {"style": MENTION_STYLE})


INLINE: dict[str, Shape] = {
    "text": typed({"text": string()}, {"style": TEXT_STYLE}),
    "link": typed({"url": string(URL_MOST)}, {"text": string(), "unsafe": boolean, "style": TEXT_STYLE}),
    "emoji": typed(
        {"name": string(ID_MOST)},
        {"unicode": string(), "skin_tone": integer(1, 6), "style": TEXT_STYLE},
    ),
    "user": _mention("user_id"),
    "usergroup": _mention("usergroup_id"),
    "channel": _mention("channel_id"),
    "team": _mention("team_id"),
    "broadcast": typed({"range": enum("here", "channel", "everyone")}, {"style": TEXT_STYLE}),
    "date": typed(
        {"timestamp": integer(0), "format": string()},
        {"url": string(URL_MOST), "fallback": string(), "style": TEXT_STYLE},
    ),
    "color": typed({"value": pattern(r"#[0-9A-Fa-f]{6}")}, {"style": TEXT_STYLE}),
}

_BORDER: dict[str, Check] = {"border": enum(0, 1)}

SECTION = typed({"elements": array(one_of(INLINE))})

CONTAINERS: dict[str, Shape] = {
    "rich_text_section": SECTION,
    "rich_text_list": typed(
        {"style": enum("bullet", "ordered"), "elements": array(one_of({"rich_text_section": SECTION}))},
        {"indent": integer(0), "offset": integer(0), **_BORDER},
    ),
    "rich_text_preformatted": typed(
        {"elements": array(one_of({kind: INLINE[kind] for kind in ("text", "link")}))},
        {"language": string(), **_BORDER},
    ),
    "rich_text_quote": typed({"elements": array(one_of(INLINE))}, _BORDER),
}
