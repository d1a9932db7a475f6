"""The kinds of contact with a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rituals.shown import Option
from rituals.words import Sentence, _

DIALOGUE, LISTENED, VISIT, HELPED, CALLED, COUNTER, OTHER = (
    "dialogue",
    "listened",
    "visit",
    "helped",
    "called",
    "counter",
    "other",
)
NAMES: Final[Mapping[str, Sentence]] = {
    DIALOGUE: _("customer dialogue"),
    LISTENED: _("listened in"),
    VISIT: _("visited a customer"),
    HELPED: _("helped one myself"),
    CALLED: _("called a customer"),
    COUNTER: _("shop or counter"),
    OTHER: _("other"),
}
OPTIONS: Final = tuple(Option(name, kind) for kind, name in NAMES.items())
