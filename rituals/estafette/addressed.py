"""Whom a command means: whoever is mentioned in it, or an executive who is called by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rituals import names
from rituals.called import Called
from rituals.contract import Turn
from rituals.grammar import MENTION
from rituals.texts import cut
from rituals.words import Person, Typed
from storage import people

LONGEST: Final = 60  # characters of what was typed that are said back


async def whom(turn: Turn, text: str, circle: Iterable[str]) -> Person | Typed | None:
    """None where nobody was typed; what was typed where that is nobody's name, or more than one person's."""
    typed = text.strip()
    if not typed:
        return None
    if (found := MENTION.search(typed)) is not None:
        return Person(found[1])
    known = await people.people(turn.session, circle)
    called = [Called(row.key, row.name, row.full_name, row.handle) for row in known.values()]
    named = names.named_in(names.marked(typed.removeprefix("@"), called))
    return Person(*named) if len(named) == 1 else Typed(cut(typed, LONGEST))
