"""Who decides what about a compliment, and what may be read. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import Enum
from typing import Final

from rituals.grammar import normal

RECEIVERS: Final = 5  # people a compliment may be for: more is the whole team
TO_ANSWER: Final = 2  # working days of the receiver's own; then silence decides
TO_EDIT: Final = timedelta(hours=24)  # after publication; withdrawing has no end
IN_CHANNEL: Final = 3  # messages a day in one channel: more would crowd out the talk
TO_THANK: Final = 5  # working days of the own, after which one is reminded of the customer one would thank
OPEN: Final = timedelta(days=30)  # how long a customer counts as one who can be thanked: later it would surprise them
AT_MOST: Final = 5  # of one person a day in one team, as in the other blocks of a board
KEPT: Final = timedelta(days=365)
FORMER: Final = timedelta(days=30)  # after an account was closed its name still stands that long

LEAST_WORDS: Final = 5  # fewer say that it was good, and not what
# Words that say that it was good, and those between them.
PRAISE: Final = frozenset(
    """
    top topper toppers toppertje toppie super superfijn superleuk goed goede gedaan bezig werk geweldig
    mooi fijn prima perfect fantastisch knap lekker netjes hulde chapeau bravo klasse kanjer kanjers
    held helden dank bedankt dankjewel je jij jullie wel heel erg echt weer zo wat een de het van voor
    dit dat was is zijn hebt hebben hoor ga door keep it up great good well done job nice awesome
    amazing excellent fantastic brilliant thanks thank you so much very really star stars team the a an
    to for this that are everyone all allemaal iedereen collega collegas
    """.split()  # noqa: SIM905  (a list of words reads better so)
)


class Kind(Enum):
    CUSTOMER = "customer"
    COLLEAGUE = "colleague"


class State(Enum):
    AWAITING = "AWAITING"
    PUBLISHED = "PUBLISHED"
    PRIVATE = "PRIVATE"
    HIDDEN = "HIDDEN"
    WITHDRAWN = "WITHDRAWN"


class Choice(Enum):
    """A receiver's own decision about the own name."""

    ASKED = "asked"
    NAMED = "named"
    UNNAMED = "unnamed"
    PRIVATE = "private"
    SILENT = "silent"  # no answer in time
    CHANGED = "changed"  # had agreed to another text, and is asked again
    GONE = "gone"  # the account was closed before there was an answer


class Preference(Enum):
    ASK = "ask"
    ALWAYS = "always"
    KEEP = "keep"


ANSWERS: Final = frozenset({Choice.NAMED, Choice.UNNAMED, Choice.PRIVATE})
AT_ONCE: Final = {Preference.ALWAYS: Choice.NAMED, Preference.KEEP: Choice.PRIVATE}
SHARES: Final = frozenset({Choice.NAMED, Choice.UNNAMED, Choice.CHANGED})
CAN_STILL: Final = frozenset({Choice.SILENT, Choice.PRIVATE})  # put the own name in, once it is out
READ: Final = frozenset({State.PUBLISHED, State.HIDDEN})  # it has been out: whoever agreed is named in it


def outcome(kind: Kind, choices: Collection[Choice]) -> State:
    """What follows from what the receivers decided; without receivers it is published."""
    if Choice.ASKED in choices:
        return State.AWAITING
    if not choices or any(choice in SHARES for choice in choices):
        return State.PUBLISHED
    if all(choice is Choice.PRIVATE for choice in choices):
        return State.PRIVATE
    if kind is Kind.CUSTOMER:
        return State.PUBLISHED
    return State.WITHDRAWN if all(choice is Choice.GONE for choice in choices) else State.PRIVATE


def named(state: State, choices: Mapping[str, Choice]) -> frozenset[str]:
    """Whose names anybody may read."""
    if state not in READ:
        return frozenset()
    return frozenset(person for person, choice in choices.items() if choice is Choice.NAMED)


# --- texts ------------------------------------------------------------------------------------------------------------
ALIKE: Final = 0.5  # of the words that carry meaning, in the shorter of two texts: then both may be about the same
LEAST_ALIKE: Final = 3  # such words that both have
CARRIES: Final = 4  # letters: shorter words stand in any text
LATELY: Final = timedelta(days=30)  # how far back a team can read again what was shared
RECENT: Final = timedelta(days=7)  # how far back a colleague's compliment may be about the same
SHOWN: Final = 200  # characters of it in the question


def is_vague(text: str) -> bool:
    """Praise that doesn't say what happened."""
    words = _words(text)
    return len(words) < LEAST_WORDS or all(word in PRAISE for word in words)


def alike(one: str, other: str) -> bool:
    """Whether two texts may well tell of the same: in words, whatever their order and case."""
    mine, theirs = _meaningful(one), _meaningful(other)
    both = len(mine & theirs)
    return both >= LEAST_ALIKE and both >= ALIKE * min(len(mine), len(theirs))


def _meaningful(text: str) -> set[str]:
    return {word for word in _words(text) if len(word) >= CARRIES and word not in PRAISE}


def _words(text: str) -> list[str]:
    bare = ("".join(char for char in word if char.isalnum() or char == "'") for word in normal(text).split())
    return [word for word in bare if word]
