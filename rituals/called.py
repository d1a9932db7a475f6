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
JOINED: Final = 3  # letters of each of two words from which on they are one name when written so: “JanWillem”
BEHIND: Final = re.compile(r"[(|\[]")
RUN: Final = re.compile(r"[^\W_]+")
LEAST_OWNED: Final = 3  # letters of a name that takes an s: “Omars geduld”; “Jos” is another name than “Jo”


@dataclass(frozen=True, slots=True)
class Called:
    """As the surface knows somebody: the name that is shown, the full one, and the handle.

    `near`: the text is of people who know them, so that a first name, or a handle without its @, tells who is meant.
    """

    id: str
    name: str
    full_name: str = ""
    handle: str = ""
    near: bool = True

    def patterns(self) -> Iterator[str]:
        """Of all that this person may be called, over a `bare` text."""
        for name in dict.fromkeys((self.name, self.full_name)):
            for words in _names(name) if self.near else _whole(name):
                yield _pattern(words)
        if handle := bare(self.handle.lstrip("@")).strip():
            yield re.escape(handle) if self.near or not handle.isalpha() else f"@{re.escape(handle)}"

    def begins(self) -> frozenset[str]:
        """With which letters or digits what they may be called begins, wherever else it goes on."""
        some = [begin for name in {self.name, self.full_name} for begin in _begins(name)]
        return frozenset(found[0] for each in (*some, bare(self.handle)) if (found := RUN.search(each)))


def bare(text: str) -> str:
    """Without case, accents or odd quotes and hyphens, and with nothing that can't be seen."""
    if text.isascii():  # as nearly all names are, of which there may be thousands
        return text.translate(STRAIGHT).casefold()
    plain = unicodedata.normalize("NFKD", text.translate(STRAIGHT).translate(ALIKE)).casefold()
    plain = unicodedata.normalize("NFKD", plain.translate(ALIKE))
    return "".join(char for char in plain if unicodedata.category(char) not in INVISIBLE)


def _names(name: str) -> Iterator[list[str]]:
    """The whole of it, and the first name: of “Jan Willem de Boer” also both; of “Boer, Jan” what stands behind."""
    words, whole = _words(name)
    yield from ([each] for each in words[:1])
    if "," not in BEHIND.split(name)[0] and len(words) > 2 and words[1] not in PARTICLES:
        yield words[:2]
    yield from (some for some in (words, whole) if some)


def _whole(name: str) -> Iterator[list[str]]:
    """What is more than a first name."""
    yield from (some for some in _words(name) if len(some) > 1)


def _words(name: str) -> tuple[list[str], list[str]]:
    """In the order in which they are said, without titles and what stands behind a bracket; and as they stand there."""
    last, _comma, given = BEHIND.split(bare(name))[0].partition(",")
    words = [word for word in f"{given} {last}".split() if not _is_title(word)]
    return words, bare(name).split()


def _begins(name: str) -> list[str]:
    """Nearly all are as they stand there."""
    plain = bare(name)
    first = plain.split(maxsplit=1)[:1]
    if "," in plain or any(_is_title(word) for word in first):
        return [words[0] for words in _words(name) if words]
    return first


def _is_title(word: str) -> bool:
    return word.rstrip(".") in TITLES or word.endswith(".") or not any(char.isalnum() for char in word)


def _pattern(words: list[str]) -> str:
    first = [words[:2]] if _is_double(words) else [[word] for word in words[:2]]
    return BETWEEN.join(WITHIN.join(map(_word, some)) for some in (*first, *([word] for word in words[2:])))


def _is_double(words: list[str]) -> bool:
    """Nothing tells a second first name from a surname, so that both may be joined."""
    return len(words) > 1 and words[1] not in PARTICLES and all(len(word) >= JOINED for word in words[:2])


def _word(word: str) -> str:
    return WITHIN.join(map(re.escape, word.split("-")))


def owns(name: str) -> bool:
    """Whether an s right behind this name is that of a possessive."""
    return len(name) >= LEAST_OWNED and name[-1] not in "sxz"
