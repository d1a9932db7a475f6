"""Of the relay, dialogues and stages in two organisations: what their tables hold, and what a button is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from tests.world import CHANNEL, MONDAY, TEN

# One that somebody has, and one of before; a story that came out, and a draft; what is planned.
ROWS: Mapping[str, Mapping[str, tuple[Any, Any]]] = {
    "relays": {
        "state": ("RUNNING", "RUNNING"),
        "channel": (CHANNEL, CHANNEL),
        "private": (False, False),
        "start_day": (1, 1),
        "end_day": (5, 5),
        "every": (1, 1),
        "round": (1, 1),
        "begun": (True, True),
        "paused_by": ("", ""),
        "rests_until": (None, None),
        "passes_at": (None, None),
        "starts_with": (None, None),
    },
    "relay_runners": {"last_in": (0, 0)},
    "relay_lines": {"kind": ("open", "talk")},
    "legs": {
        "state": ("ACCEPTED", "LAPSED"),
        "round": (1, 1),
        "week": (MONDAY, MONDAY),
        "passed_by": (TEN[1], TEN[0]),
        "second": (None, None),
        "contact_kind": ("visit", ""),
        "written": (0, 0),
        "told": ("start", "start"),
    },
    "stories": {"state": ("PUBLISHED", "DRAFT"), "kind": ("visit", "called"), "source": ("", ""), "link": ("", "")},
    "story_colleagues": {"choice": ("ASKED", "CHOSEN"), "person": (TEN[1], TEN[0])},
    "dialogues": {
        "state": ("PLANNED", "PLANNED"),
        "kind": ("visit", "arena"),
        "day": (date(2026, 12, 1), date(2026, 12, 2)),
        "organiser": (TEN[0], TEN[1]),
        "minutes": (60, 60),
        "before": (30, 30),
        "after": (30, 30),
        "sequence": (0, 0),
    },
    "appearances": {
        "day": (date(2026, 12, 1), date(2026, 12, 2)),
        "minutes": (10, 10),
        "by": (TEN[0], TEN[1]),
        "brought_on": (MONDAY, None),
        "story": ("", ""),
    },
    "brought_stories": {"person": (TEN[1], TEN[0])},
}
TEXTS = ("what", "struck", "change")  # of a story, with colleagues as parts
PARENTS = frozenset({"legs", "stories"})
BEGINS: Mapping[str, tuple[str, ...]] = {
    "l": ("estafette.",),
    "s": ("estafette.",),
    "d": ("dialogue.", "estafette.share"),
    "a": ("stage.",),
}


def subjects(rows: Mapping[str, Sequence[Row[Any]]]) -> list[str]:
    """Of no team: a leg, a story, a dialogue and a stage, and what one person reads of each."""
    named = {"l": "legs", "s": "stories", "d": "dialogues", "a": "appearances"}
    some = [f":{begin}{row.id}" for begin, table in named.items() for row in rows[table][:2]]
    return [*some, *(f"{each}:{person}" for each in some[:6] for person in TEN[:2])]
