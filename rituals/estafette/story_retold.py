"""A story in the words of a minute, for whoever tells it to others. Values in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rituals import helping, names
from rituals.called import Called
from rituals.estafette import story_rules
from rituals.estafette.story_lines import Tale
from rituals.names import Colleague
from rituals.texts import ELLIPSIS
from rituals.words import Person, Sentence, Someone, Told, Typed, _

OPENING: Final = 140  # characters of the line with which somebody begins
LABEL: Final = 4  # words that are written before a text
COLLEAGUE: Final = ("a", "colleague")  # counts for two words, in either language
END: Final = re.compile(r"[.!?…]+[”’\"')]*(?=\s|$)")  # of a sentence

Part = Typed | Person | Someone


def nameless(tale: Tale, name: str, people: Iterable[Called]) -> Told:
    """One of its texts, in which only those are named who agreed to it in this story."""
    agreed = tale.named
    parts = tuple(_named(part, agreed) for part in tale.marked(name))
    return names.nameless(parts, [one for one in people if one.id not in agreed])


def _named(part: str | Colleague, agreed: frozenset[str]) -> str | Colleague:
    if isinstance(part, str) or not part.ids or not agreed.issuperset(part.ids):
        return part
    return part.word


# --- how much of it ---------------------------------------------------------------------------------------------------
def words(told: Told) -> list[str]:
    return [word for part in told.parts for word in _words(part)]


def _words(part: Part) -> Iterable[str]:
    return part.text.split() if isinstance(part, Typed) else COLLEAGUE


def first(told: Told, count: int) -> Told:
    """Its first words; where they end inside a sentence that shows."""
    kept: list[Part] = []
    left = count
    for part in told.parts:
        mine = list(_words(part))
        if len(mine) > left:
            kept += [Typed(_begin(part.text, left))] if isinstance(part, Typed) and left else []
            break
        kept.append(part)
        left -= len(mine)
    whole = len(words(told)) <= count or (count > 0 and story_rules.ENDS.search(words(told)[count - 1]) is not None)
    return Told(tuple(kept)) if whole else Told((*kept, Typed(ELLIPSIS)))


def _begin(text: str, count: int) -> str:
    found = list(re.finditer(r"\S+", text))
    return text[: found[count - 1].end()]


def opening(what: Told) -> Sentence:
    """Its first sentence, whatever colleagues are in it."""
    kept: list[Part] = []
    for part in what.parts:
        found = END.search(part.text) if isinstance(part, Typed) else None
        kept.append(Typed(part.text[: found.end()]) if found is not None and isinstance(part, Typed) else part)
        if found is not None:
            break
    return _said(names.shortened(Told(tuple(kept)), OPENING))


def minute(told: Mapping[str, Told]) -> Sentence:
    """What happened, and as much of the rest as there is room for."""
    some = [words(told["what"]), *([*[""] * LABEL, *words(told[name])] for name in ("struck", "change"))]
    room = story_rules.excerpt([word for each in some for word in each])
    lines = [_said(first(told["what"], min(room, len(some[0]))))]
    room -= len(some[0])
    if room > LABEL:
        lines.append(_("What struck me: {struck}", struck=first(told["struck"], min(room, len(some[1])) - LABEL)))
    room -= len(some[1])
    if room > LABEL:
        change = first(told["change"], min(room, len(some[2])) - LABEL)
        lines.append(_("What I'll do differently: {change}", change=change))
    return helping.lines(lines)


def _said(told: Told) -> Sentence:
    return Sentence("{text}", {"text": told})
