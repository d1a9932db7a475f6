"""What may be recorded about the figures, and for how long things may be kept. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Final

from rituals.gate import CLOSED, OPEN
from rituals.keeping import LONGER, Kept

REFERENCE: Final = 140  # characters
ROUND: Final = time(4, 20)  # local; after the night's other rounds
HELD: Final = 30  # days: what waits for a hand, such as a message of unknown fate
STANDS: Final = 730  # days: twice the year of a compliment, that long a name may have to go from its message


def lacking(given: Mapping[str, object], today: date) -> dict[str, str]:
    """field -> empty or future, of what must be recorded to switch the figures on."""
    found = {name: "empty" for name in ("position", "on", "reference") if not given.get(name)}
    on = given.get("on")
    return found | ({"on": "future"} if isinstance(on, date) and on > today else {})


def changes(before: str, after: str) -> str:
    """What everybody reads of it: opened, closed or nothing."""
    return {(CLOSED, OPEN): "opened", (OPEN, CLOSED): "closed"}.get((before, after), "")


def out_of_range(given: Mapping[str, object], kept: Iterable[Kept]) -> list[str]:
    """The kinds whose days are no number from the least to twice the default."""
    return [each.name for each in kept if each.days and not _fits(given.get(each.name), each, each.days * LONGER)]


def _fits(days: object, kept: Kept, most: int) -> bool:
    return isinstance(days, int) and kept.least <= days <= most


def chosen(given: Mapping[str, object], kept: Iterable[Kept]) -> dict[str, int]:
    """What differs from the default."""
    return {each.name: int(str(given[each.name])) for each in kept if given[each.name] != each.days}
