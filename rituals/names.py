"""Colleagues who are named in a text: their names become parts, so that each reads as far as that colleague agreed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rituals.called import Called, bare, owns
from rituals.grammar import normal
from rituals.texts import ELLIPSIS, cut
from rituals.words import Person, Someone, Told, Typed

# A letter or digit; an underscore is none: people write _Omar_ for emphasis.
BEFORE: Final = r"(?<![^\W_])(?<![^\W_]-)@?"
AFTER: Final = r"(?P<s>s(?=\s))?(?![^\W_])"
RINGS: Final = re.compile(r"<@|(?<![\w.])@\w")
NAME: Final = 12  # code points that a name counts for where a text is cut: about as long as first names get


@dataclass(frozen=True, slots=True)
class Colleague:
    """Where a name stood, and how it was written. Several when they are called the same and the text doesn't tell who.

    Neither is left when nothing is kept of whoever was meant. `owns`: “Omars geduld”, where an s was written to it.
    """

    ids: tuple[str, ...] = ()
    word: str = ""
    owns: bool = False


Marked = tuple[str | Colleague, ...]


def marked(text: str, chosen: Iterable[Called]) -> Marked:
    """The text with each whole word or words that name a chosen colleague as a part; case and accents don't matter."""
    called: dict[str, list[str]] = {}
    for each in chosen:
        for pattern in dict.fromkeys(each.patterns()):
            called.setdefault(pattern, []).append(each.id)
    if not called:
        return (text,) if text else ()
    return tuple(part for part in _parts(text, called) if part)


def _parts(text: str, called: Mapping[str, Sequence[str]]) -> Iterator[str | Colleague]:
    plain, places = _folded(text)
    names = "|".join(sorted(called, key=len, reverse=True))
    at = 0
    for found in re.finditer(f"{BEFORE}(?P<name>{names}){AFTER}", plain):
        start, end = places[found.start()], places[found.end()]
        owned = found["s"] is not None
        if start < at or _goes_on(text[end:]) or (owned and not (owns(found["name"]) and text[end - 1] == "s")):
            continue
        yield text[at:start]
        ids = [each for name, some in called.items() if re.fullmatch(name, found["name"]) for each in some]
        yield Colleague(tuple(dict.fromkeys(ids)), text[start:end], owned)
        at = end
    yield text[at:]


def _goes_on(rest: str) -> bool:
    """“Jan-Willem” is another person than Jan; “Omar-actie” is about Omar."""
    return re.match(r"[-‐‑][^\W\d_]", rest) is not None and rest[1].isupper()


def _folded(text: str) -> tuple[str, list[int]]:
    """As it is compared, and where in the text each of its characters, and its end, stands."""
    plain: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        kept = bare(char)
        plain.append(kept)
        places += [at] * len(kept)
    return "".join(plain), [*places, len(text)]


# --- as it is kept and read -------------------------------------------------------------------------------------------
def stored(parts: Marked) -> list[Any]:
    """As JSON: a text, or a list of how a colleague's name was written, whether it owns something, and their ids."""
    return [part if isinstance(part, str) else [part.word, part.owns, *part.ids] for part in parts]


def restored(value: Iterable[Any]) -> Marked:
    return tuple(part if isinstance(part, str) else Colleague(tuple(part[2:]), part[0], part[1]) for part in value)


def told(parts: Marked, agreed: Collection[str]) -> Told:
    """As it is read while these have agreed to be named; for its writer all of them have."""
    return Told(tuple(each for part in parts for each in _read(part, agreed)))


def _read(part: str | Colleague, agreed: Collection[str]) -> Sequence[Typed | Someone]:
    if isinstance(part, str):
        return (Typed(part),)
    if part.ids and all(each in agreed for each in part.ids):
        return (Typed(part.word),)
    return (Someone(), Typed("'s")) if part.owns else (Someone(),)


def shortened(told: Told, limit: int) -> Told:
    """On one line, at most about `limit` code points, the “…” at its end included."""
    kept: list[Typed | Person | Someone] = []
    left = limit
    for part in told.parts:
        if left <= 0:
            return Told((*kept, Typed(ELLIPSIS)))
        text = re.sub(r"\s+", " ", part.text) if isinstance(part, Typed) else None
        left -= NAME if text is None else len(text)
        kept.append(part if text is None else Typed(cut(text, max(1, left + len(text)))))
        if text is not None and left < 0:
            break
    return Told(tuple(kept))


def without(parts: Marked, person: str) -> Marked:
    """With nothing left of this person: where their name stood, nobody can be named any more."""
    return tuple(part if isinstance(part, str) or person not in part.ids else Colleague() for part in parts)


def typed(parts: Marked) -> str:
    """As its writer edits it; “…” stands where nothing is kept of a colleague."""
    return "".join(part if isinstance(part, str) else part.word or ELLIPSIS for part in parts)


def named_in(parts: Marked) -> frozenset[str]:
    return frozenset(each for part in parts if isinstance(part, Colleague) for each in part.ids)


# --- where nobody may be named ----------------------------------------------------------------------------------------
# What teams write about. Somebody who is called so, such as an account of the whole team's, doesn't forbid the word.
ORDINARY: Final = frozenset(
    word
    for some in (
        "klant klanten klantenservice klantcontact service team teams tijd vraag vragen belofte beloftes fout fouten",
        "cijfer cijfers contact balie telefoon mail chat post dienst afdeling kwaliteit hulp de het een",
        "customer customers desk time question questions promise promises mistake mistakes figure figures phone",
        "support help quality office the",
    )
    for word in some.split()
)
# Words of every day that are first names too: written small they are no name.
ALSO_WORDS: Final = frozenset(
    """
    ad amber april art august bas beer bill bo bob chase dawn do ed elke ernst faith fee fleur floor grace grant
    hope iris ivy jan jet joy june lente lies linde lot mark max may mees mei merel miles penny pip rein rich roos
    rose sam sem sky sofie star ster storm sue summer ties ton wil will wolf
    """.split()  # noqa: SIM905  (a list of words reads better so)
)
# Those of them that sentences begin with, where a capital proves nothing either.
OPENING: Final = frozenset("april august do elke june mark max may mei ties ton wil will".split())  # noqa: SIM905
BEGINS: Final = re.compile(r"(?:^|[.!?…:;\n])[^\w@]*$")


def nameless(parts: Marked, people: Iterable[Called]) -> Told:
    """As it is read where whoever of these people is named, and whoever was marked in it, is a colleague."""
    called = list(people)
    found = [each for part in parts for each in (marked(part, called) if isinstance(part, str) else (part,))]
    return Told(tuple(each for part in found for each in _read(_plain(part), ())))


def _plain(part: str | Colleague) -> str | Colleague:
    """A word that only looks like a name stays one."""
    return part if isinstance(part, str) or is_name(part.word) or not part.word else part.word


def rings(text: str) -> bool:
    """Whether somebody is mentioned in it, whoever that is."""
    return bool(RINGS.search(text))


def names_somebody(text: str, people: Iterable[Called]) -> bool:
    """Whether the first name, full name or handle of one of these people stands in it, as a whole word."""
    parts = marked(text, people)
    words = ((part.word, _begins(parts[:n])) for n, part in enumerate(parts) if isinstance(part, Colleague))
    return any(is_name(word) and not (begins and normal(word) in OPENING) for word, begins in words)


def may_name(text: str, people: Iterable[Called]) -> bool:
    """Whether there could be a name of these in it, also where a sentence may only begin with such a word."""
    return any(is_name(part.word) for part in marked(text, people) if isinstance(part, Colleague))


def _begins(before: Marked) -> bool:
    last = before[-1] if before else ""
    return isinstance(last, str) and BEGINS.search(last) is not None


def is_name(word: str) -> bool:
    """Whether what somebody is called stands for that person, as it is written here."""
    plain = normal(word).lstrip("@")
    ordinary = all(each in ORDINARY for each in re.findall(r"[^\W_]+", plain))
    return not ordinary and not (plain in ALSO_WORDS and word[:1].islower())
