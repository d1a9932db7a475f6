"""The words of an agreement, and how agreements are named in buttons, cards and timers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final

from rituals.contract import about, keys_of
from rituals.words import Sentence, Typed, _
from storage.alsdan import Agreement, PersonalAgreement

DAGSTART: Final = "dagstart"
FIXED: Final = "fixed"
LOOK: Final = "look"  # no reminder but the look-back itself
DAY: Final = "day"
WEEK: Final = "week"
ENDS: Final = (".", "!", "?", "…")
CLOSING: Final = "”’\"'»)"
RARE: Final = "rare"  # less than once a week


@dataclass(frozen=True, slots=True)
class Words:
    """`x` without a leading “als” or “if”, `y` without “dan” or “then”, neither with a full stop at its end."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class More:
    """`aid`: DAGSTART, FIXED or LOOK; with FIXED an ISO `weekday` and a local `clock`, else neither."""

    old: str | None = None
    often: str | None = None  # DAY, WEEK or RARE
    aid: str = LOOK
    weekday: int | None = None
    clock: time | None = None


def sentence(words: Words | Agreement | PersonalAgreement) -> Sentence:
    x, y = Typed(words.x), Typed(words.y)
    return _("If {x}, then {y}", x=x, y=y) if is_ended(words.y) else _("If {x}, then {y}.", x=x, y=y)


def reminder(words: Words | Agreement | PersonalAgreement) -> Sentence:
    x, y = Typed(words.x), Typed(words.y)
    if is_ended(words.y):
        return _("Perhaps today: if {x}, then {y}", x=x, y=y)
    return _("Perhaps today: if {x}, then {y}.", x=x, y=y)


def is_ended(text: str) -> bool:
    """Whether a sentence that ends with this has its mark already, be it within a quotation."""
    return text.rstrip(CLOSING).endswith(ENDS)


def words_of(row: Agreement | PersonalAgreement) -> Words:
    return Words(row.x, row.y)


def subject(row: Agreement) -> str:
    return about(row.team, row.id)


def id_of(subject: str) -> int:
    """Of an agreement; -1, which no row has, where there is none."""
    keys = keys_of(subject)
    return int(keys[0]) if keys and keys[0].isdigit() else -1


def own(row: PersonalAgreement) -> str:
    """Of one person's own, which belongs to no team: “:12”."""
    return f":{row.id}"
