"""How a typed command is read: case, accents and curly quotes don't matter."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

STRAIGHT: Final = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑−", "-")
)
MENTION: Final = re.compile(r"<@(?P<person>\w+)(?:\|[^>]*)?>")  # of a person, as a surface hands on what was typed
INVISIBLE: Final = frozenset({"Mn", "Me", "Cf"})  # accents on their own, and what has no width


def normal(text: str) -> str:
    """The text as it is compared: no case, accents, curly quotes or odd hyphens, and single spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(STRAIGHT)).casefold())
    return " ".join("".join(c for c in plain if unicodedata.category(c) not in INVISIBLE).casefold().split())


def nearest(word: str, options: Iterable[str], distance: int = 2) -> str | None:
    """The option with the fewest slips (insert, drop, replace, swap neighbours), the first of equals, if few enough.

    A word of which every letter would have to change is no slip: "x" suggests nothing.
    """
    typed = normal(word)
    best, found = distance + 1, None
    for option in options:
        wanted = normal(option)
        slips = _slips(typed, wanted)
        if slips < min(best, max(len(typed), len(wanted), 1)):
            best, found = slips, option
    return found


def split(text: str, phrases: Iterable[str]) -> tuple[str | None, str]:
    """The longest phrase that the text begins with, as it stands in `phrases`, and what follows it, as it was typed."""
    words = text.split()
    wanted: dict[str, str] = {}
    for phrase in phrases:
        wanted.setdefault(normal(phrase), phrase)
    for count in range(min(len(words), max((len(key.split()) for key in wanted), default=0)), 0, -1):
        if (found := wanted.get(normal(" ".join(words[:count])))) is not None:
            return found, _after(text, count)
    return None, text.strip()


def _after(text: str, words: int) -> str:
    rest = text.split(maxsplit=words)[words:]
    return rest[0].strip() if rest else ""


def _slips(left: str, right: str) -> int:
    """Optimal string alignment: Damerau-Levenshtein in which no part is edited twice."""
    older: list[int] = []
    old = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        new = [i]
        for j, b in enumerate(right, 1):
            cost = min(old[j] + 1, new[-1] + 1, old[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            new.append(cost)
        older, old = old, new
    return old[-1]
