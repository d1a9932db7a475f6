"""Colleagues who are named in a text: their names become parts, so that each reads as far as that colleague agreed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rituals.grammar import INVISIBLE, STRAIGHT, normal
from rituals.words import Person, Someone, Told, Typed

# Also inside “Jan-Willem”, who is another person than Jan; “Omar-actie” is about Omar.
BEFORE: Final = r"(?<!\w)(?<!\w-)@?"
AFTER: Final = r"(?!\w)(?!-[^\W\d_a-z])"


@dataclass(frozen=True, slots=True)
class Called:
    """What somebody may be called in a text."""

    id: str
    name: str
    handle: str = ""

    def all(self) -> Iterator[str]:
        """The full name, the first name, the handle; none that is empty."""
        first = self.name.split()[:1]
        yield from (" ".join(each.split()) for each in (self.name, *first, self.handle.lstrip("@")) if normal(each))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Where a name stood. Several when they are called the same and the text doesn't tell who is meant."""

    ids: tuple[str, ...]


Marked = tuple[str | Colleague, ...]


def marked(text: str, chosen: Iterable[Called]) -> Marked:
    """The text with each whole word or words that name a chosen colleague as a part; case and accents don't matter."""
    called: dict[str, list[str]] = {}
    for each in chosen:
        for name in dict.fromkeys(normal(name) for name in each.all()):
            called.setdefault(name, []).append(each.id)
    if not called:
        return (text,) if text else ()
    return tuple(part for part in _parts(text, called) if part)


def _parts(text: str, called: Mapping[str, Sequence[str]]) -> Iterator[str | Colleague]:
    plain, places = _folded(text)
    longest_first = sorted(called, key=len, reverse=True)
    names = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    at = 0
    for found in re.finditer(f"{BEFORE}((?i:{names})){AFTER}", plain):
        yield text[at : places[found.start()]]
        yield Colleague(tuple(called[normal(found[1])]))
        at = places[found.end()]
    yield text[at:]


def _folded(text: str) -> tuple[str, list[int]]:
    """Without accents or odd hyphens, and where in the text each of its characters, and its end, stands."""
    plain, places = "", []
    for at, char in enumerate(text.translate(STRAIGHT)):
        kept = "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in INVISIBLE)
        plain += kept
        places += [at] * len(kept)
    return plain, [*places, len(text)]


def stored(parts: Marked) -> list[Any]:
    """As JSON: a text, or the ids of a colleague."""
    return [part if isinstance(part, str) else list(part.ids) for part in parts]


def restored(value: Iterable[Any]) -> Marked:
    return tuple(part if isinstance(part, str) else Colleague(tuple(part)) for part in value)


def told(parts: Marked, agreed: Collection[str]) -> Told:
    """As it is read while these have agreed to be named; for its writer all of them have."""
    return Told(tuple(Typed(part) if isinstance(part, str) else _read(part, agreed) for part in parts))


def _read(colleague: Colleague, agreed: Collection[str]) -> Person | Someone:
    return Person(colleague.ids[0]) if all(each in agreed for each in colleague.ids) else Someone()


def typed(parts: Marked, names: Mapping[str, str]) -> str:
    """As its writer edits it: `names`, by id, are of all who are `named_in` it."""
    return "".join(part if isinstance(part, str) else names[part.ids[0]] for part in parts)


def named_in(parts: Marked) -> frozenset[str]:
    return frozenset(each for part in parts if isinstance(part, Colleague) for each in part.ids)
