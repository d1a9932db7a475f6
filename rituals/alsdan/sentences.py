"""What may be worth another look in a sentence, by lists of words in Dutch and English. It never refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rituals.alsdan.subjects import RARE, Words
from rituals.alsdan.vocabulary import LANGUAGES, Language
from rituals.called import bare
from rituals.names import rings
from rituals.words import _

MOST: Final = 2  # hints at once: more reads as a correction
MOST_WORDS: Final = 15  # in one step
ALIKE: Final = 0.6  # share of equal words from which two sentences say the same


class Hint(Enum):
    """In the order in which they are asked."""

    PERSON = "person"
    NEGATIVE = "negative"
    VAGUE_CUE = "vague_cue"
    VAGUE_ACTION = "vague_action"
    OTHERS = "others"
    TWO_ACTIONS = "two"
    ALONE = "alone"
    RARE_CUE = "rare"


ADVICE: Final = {
    Hint.PERSON: _("Leave names out, so it is about the work."),
    Hint.NEGATIVE: _("What do we do instead?"),
    Hint.VAGUE_CUE: _("When exactly do you notice it? Name a moment you can see or hear."),
    Hint.VAGUE_ACTION: _("What would one see us do? Pick one thing that takes a minute."),
    Hint.OTHERS: _("Start close to home: what can we do ourselves?"),
    Hint.TWO_ACTIONS: _("One step works better than two. Which comes first?"),
    Hint.ALONE: _("Say ‘we’ if the team does it."),
    Hint.RARE_CUE: _("Something that happens more often becomes normal sooner."),
}


def hints(words: Words, *, team: bool, language: str, often: str | None = None) -> tuple[Hint, ...]:
    """Whatever strikes in these words, in order, but for persons. `language` is taken where the words don't tell."""
    x, y = _plain(words.x), _plain(words.y)
    of = LANGUAGES[language_of(f"{x} {y}", language)]
    struck = {
        Hint.NEGATIVE: _is_negative(y, of),
        Hint.VAGUE_CUE: _has(of.vague_cue, x, but=of.no_vague) and not of.moment.search(x),
        Hint.VAGUE_ACTION: _has(of.vague_action, y, but=of.no_vague),
        Hint.OTHERS: _is_of_others(y, of),
        Hint.TWO_ACTIONS: _is_double(y, of),
        Hint.ALONE: team and bool(of.alone.search(y)),
        Hint.RARE_CUE: often == RARE,
    }
    return tuple(hint for hint in Hint if struck.get(hint))


def names_somebody(text: str, names: Iterable[str]) -> bool:
    """Whether it rings somebody, or holds one of these full names; one of a single word as it is written, or not."""
    return rings(text) or any(_is_named(text, name.split()) for name in names)


def _is_named(text: str, name: Sequence[str]) -> bool:
    if len(name) < 2:
        return bool(name) and bool(re.search(rf"(?<!^)(?<!\w){re.escape(name[0])}(?!\w)", text))
    whole = r"[\s._-]{1,3}".join(re.escape(bare(word)) for word in name)
    return bool(re.search(rf"(?<!\w){whole}(?!\w)", bare(text)))


# --- what both languages share ----------------------------------------------------------------------------------------
QUOTED: Final = re.compile(r"“[^”]*”|‘[^’]*’(?!\w)|„[^”“]*[”“]|\"[^\"]*\"|(?<!\w)'(?!s\b)[^']*'(?!\w)")


def _plain(text: str) -> str:
    """On one line, with straight apostrophes, and without what is said to somebody: that is theirs to word."""
    return re.sub(r"\s+", " ", QUOTED.sub(" … ", text).replace("’", "'")).strip(" .!?")


def language_of(text: str, otherwise: str) -> str:
    """By the small words that only one of the two has."""
    found = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]
    counts = {name: sum(word in of.small for word in found) for name, of in LANGUAGES.items()}
    best = max(counts.values())
    return next((name for name, n in counts.items() if n == best and list(counts.values()).count(best) == 1), otherwise)


def _has(wanted: re.Pattern[str], text: str, *, but: re.Pattern[str]) -> bool:
    return bool(wanted.search(but.sub(" ", text)))


def _is_negative(y: str, of: Language) -> bool:
    """Not what is said of somebody else, or what customers are asked: “vragen we wat niet duidelijk is”."""
    return bool(of.negative.search(of.no_negative.sub(" ", y)))


def _is_of_others(y: str, of: Language) -> bool:
    """Whoever comes first does it. The computer people are written in capitals, and “it” is something else."""
    own, other = of.own.search(y), of.others.search(y)
    return other is not None and (own is None or other.start() < own.start())


def _is_double(y: str, of: Language) -> bool:
    if len(re.findall(r"[\w'-]+", y)) > MOST_WORDS or of.then_more.search(y):
        return True
    return any(_begins_a_step(found, y, of) for found in of.joined.finditer(y))


def _begins_a_step(found: re.Match[str], y: str, of: Language) -> bool:
    """What follows “en” or a comma is a verb: for sure, or because of the word behind it."""
    word, behind = found["word"].casefold(), y[found.end() :]
    if of.verb.fullmatch(word) is None:
        return False
    return word not in of.also_noun or of.object.match(behind) is not None


# --- alike ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Known:
    """A sentence that is there already."""

    key: int
    words: Words


def alike(words: Words, known: Sequence[Known]) -> Known | None:
    """The one most like it, by the share of words that both have; small words don't count."""
    mine = _content(words)
    shares = [(_share(mine, _content(each.words)), -n) for n, each in enumerate(known)]
    best = max(shares, default=(0.0, 0))
    return known[-best[1]] if best[0] >= ALIKE else None


def _content(words: Words) -> frozenset[str]:
    found = {word.casefold() for word in re.findall(r"\w+", f"{words.x} {words.y}")}
    small = frozenset().union(*(of.small for of in LANGUAGES.values()))
    return frozenset(found - small) or frozenset(found)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


# --- from what was typed ----------------------------------------------------------------------------------------------
BEGINS_X: Final = re.compile(r"^(?:als|if)\b[\s:,…]*", re.IGNORECASE)
BEGINS_Y: Final = re.compile(r"^(?:dan|then)\b[\s:,…]*", re.IGNORECASE)
WHOLE: Final = re.compile(r"^(?:als|if)\b(?P<x>.+?)[\s,;:…]*\b(?:dan|then)\b(?P<y>.*)$", re.IGNORECASE | re.DOTALL)
AFTER_COMMA: Final = re.compile(r"^(?:als|if)\b(?P<x>.+?),\s*\b(?:dan|then)\b(?P<y>.*)$", re.IGNORECASE | re.DOTALL)


def is_whole(text: str) -> bool:
    """Whether it reads “als … dan …”."""
    return WHOLE.match(text.strip()) is not None


def split(text: str) -> Words:
    """“als … dan …” in two; without “dan” all of it is the moment. At a comma first: “meer dan twee” stays whole."""
    found = AFTER_COMMA.match(text.strip()) or WHOLE.match(text.strip())
    return tidied(found["x"], found["y"]) if found else tidied(text, "")


def tidied(x: str, y: str) -> Words:
    """Without the words that the sentence puts before them, and a full stop or comma at the end.

    A comma follows the moment, so that ends with no mark at all.
    """
    return Words(_ended(BEGINS_X.sub("", x.strip(" ,…"))).rstrip("!? "), _ended(BEGINS_Y.sub("", y.strip(" ,…"))))


def _ended(text: str) -> str:
    return text.strip().rstrip(",;… ").removesuffix(".").rstrip()
