"""What a colleague may be called in a text: patterns over letters without case or accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rituals.grammar import INVISIBLE, STRAIGHT

# Letters that have no accent of their own to take off.
ALIKE: Final = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ħ": "h", "Ħ": "h"}
    | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ß": "ss"}
)
TITLES: Final = frozenset("drs dr ir ing mr mrs ms prof mw mevr mevrouw dhr meneer".split())  # noqa: SIM905
PARTICLES: Final = frozenset("van von de den der ter ten te la le el al bin ibn du da dos di 't in op aan".split())  # noqa: SIM905
BETWEEN: Final = r"[\s._-]{1,3}"  # the words of a name, also as people write addresses
WITHIN: Final = r"[\s._-]{0,2}"  # a double name: “Anne-Marie”, “Anne Marie”, “Annemarie”
LEAST_OWNED: Final = 3  # letters of a name that takes an s: “Omars geduld”; “Jos” is another name than “Jo”


@dataclass(frozen=True, slots=True)
class Called:
    """As the surface knows somebody: the name that is shown, the full one, and the handle."""

    id: str
    name: str
    full_name: str = ""
    handle: str = ""

    def patterns(self) -> Iterator[str]:
        """Of all that this person may be called, over a `bare` text."""
        for name in (self.name, self.full_name):
            for words in _names(name):
                yield _pattern(words)
        if handle := bare(self.handle.lstrip("@")).strip():
            yield re.escape(handle)


def bare(text: str) -> str:
    """Without case, accents or odd quotes and hyphens, and with nothing that can't be seen."""
    plain = unicodedata.normalize("NFKD", text.translate(STRAIGHT).translate(ALIKE)).casefold()
    plain = unicodedata.normalize("NFKD", plain.translate(ALIKE))
    return "".join(char for char in plain if unicodedata.category(char) not in INVISIBLE)


def _names(name: str) -> Iterator[list[str]]:
    """The whole of it, and the first name: of “Jan Willem de Boer” also both; of “Boer, Jan” what stands behind."""
    last, comma, given = re.split(r"[(|\[]", bare(name))[0].partition(",")
    words = [word for word in f"{given} {last}".split() if not _is_title(word)]
    whole = bare(name).split()
    yield from ([each] for each in words[:1])
    if comma == "" and len(words) > 2 and words[1] not in PARTICLES:
        yield words[:2]
    yield from (some for some in (words, whole) if some)


def _is_title(word: str) -> bool:
    return word.rstrip(".") in TITLES or word.endswith(".") or not any(char.isalnum() for char in word)


def _pattern(words: list[str]) -> str:
    return BETWEEN.join(WITHIN.join(map(re.escape, word.split("-"))) for word in words)


def owns(name: str) -> bool:
    """Whether an s right behind this name is that of a possessive."""
    return len(name) >= LEAST_OWNED and name[-1] not in "sxz"
