"""Figures to begin with: what customers feel, as most teams can count it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rituals.kpi.rules import Better, Unit
from rituals.words import Sentence, _


@dataclass(frozen=True, slots=True)
class Template:
    """`names` by the team's language: it becomes a name that the team can change."""

    names: Mapping[str, str]
    unit: Unit
    better: Better
    decimals: int
    asks: Sentence

    def called(self, language: str) -> str:
        return self.names.get(language, self.names["en"])


def _of(nl: str, en: str, unit: Unit, better: Better, decimals: int, asks: Sentence) -> Template:
    return Template({"nl": nl, "en": en}, unit, better, decimals, asks)


TEMPLATES: Final[Mapping[str, Template]] = {
    "satisfaction": _of(
        "Klanttevredenheid",
        "Customer satisfaction",
        Unit.GRADE,
        Better.HIGHER,
        1,
        _("Which grade did customers give us?"),
    ),
    "phone": _of(
        "Bereikbaarheid telefoon (binnen 30 s)",
        "Calls answered within 30 seconds",
        Unit.PERCENT,
        Better.HIGHER,
        0,
        _("How many of the calls did we answer within 30 seconds?"),
    ),
    "lead_time": _of(
        "Doorlooptijd", "Lead time", Unit.DAYS, Better.LOWER, 1, _("How long did a customer wait for the result?")
    ),
    "mistakes": _of(
        "Fouten of herstelwerk",
        "Mistakes or repairs",
        Unit.NUMBER,
        Better.LOWER,
        0,
        _("How often did we have to put something right?"),
    ),
    "friendliness": _of(
        "Vriendelijkheid",
        "Friendliness",
        Unit.GRADE,
        Better.HIGHER,
        1,
        _("Which grade did customers give our friendliness?"),
    ),
    "promises": _of(
        "Beloftes nagekomen",
        "Promises kept",
        Unit.PERCENT,
        Better.HIGHER,
        0,
        _("How many of our promises did we keep?"),
    ),
    "questions": _of(
        "Terugkerende vragen",
        "Recurring questions",
        Unit.NUMBER,
        Better.LOWER,
        0,
        _("How many questions came a second time?"),
    ),
}
