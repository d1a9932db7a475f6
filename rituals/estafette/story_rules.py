"""What becomes of a story, whose names are read in it, and what its form takes. Values in, values out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from rituals import texts

WHAT: Final = (40, 900)  # characters: what happened
STRUCK: Final = (20, 500)
CHANGE: Final = (10, 300)
LINK_MOST: Final = 500
NAMES: Final = 3  # colleagues
BACK: Final = timedelta(days=30)  # before today; what is longer ago isn't fresh any more
TO_EDIT: Final = timedelta(days=7)  # after it came out; withdrawing has no end
PROMISE: Final = timedelta(weeks=4)  # after it came out, what was promised comes back
WAITS: Final = timedelta(weeks=2)  # so long the question can be answered, and so long it waits for a day to be asked on
KEPT: Final = timedelta(days=730)
DRAFTS: Final = timedelta(days=30)  # after the leg, or after it was last written in
FORMER: Final = timedelta(days=30)  # after an account was closed its name still stands that long
RETOLD: Final = (60, 90)  # words of a story that is told again elsewhere


class State(StrEnum):
    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    HIDDEN = "HIDDEN"
    WITHDRAWN = "WITHDRAWN"


class Choice(StrEnum):
    """What a named colleague decided about the own name."""

    CHOSEN = "CHOSEN"  # in a draft: nobody was asked
    ASKED = "ASKED"
    NAMED = "NAMED"
    UNNAMED = "UNNAMED"
    CHANGED = "CHANGED"  # had agreed to another text, and is asked again


READ: Final = frozenset({State.PUBLISHED, State.HIDDEN})  # it has been out
OPEN: Final = frozenset({Choice.ASKED, Choice.CHANGED})  # there is something to answer


class Answer(StrEnum):
    """How it goes with what was promised."""

    DONE = "done"
    BUSY = "busy"
    NOT_YET = "notyet"
    LET_GO = "letgo"


# --- names ------------------------------------------------------------------------------------------------------------
def named(state: State, choices: Mapping[str, Choice]) -> frozenset[str]:
    """Whose names anybody may read."""
    if state not in READ:
        return frozenset()
    return frozenset(person for person, choice in choices.items() if choice is Choice.NAMED)


def published(choice: Choice) -> Choice:
    """What a choice is once the story is out."""
    return Choice.ASKED if choice is Choice.CHOSEN else choice


def changed(choice: Choice) -> Choice:
    """What a choice is once the text is another: who had agreed to the former one is asked about this one."""
    return Choice.CHANGED if choice is Choice.NAMED else choice


def left(choice: Choice) -> Choice:
    """What remains of a choice once there is nobody to ask, or whoever it was wants to be forgotten."""
    return choice if choice is Choice.CHOSEN else Choice.UNNAMED


# --- the form ---------------------------------------------------------------------------------------------------------
def fresh(day: date, today: date) -> bool:
    """Whether a contact on this day can be told of today."""
    return today - BACK <= day <= today


def is_link(text: str) -> bool:
    """An address of a page, with https."""
    if re.search(r"\s", text):
        return False
    try:
        found = urlsplit(text)
        host = found.hostname or ""
    except ValueError:
        return False
    return found.scheme == "https" and "." in host.strip(".") and "@" not in found.netloc


def points_at_customer(link: str) -> bool:
    """Whether an address, a number to call or an account stands in it. Nine digits in a row are the name of a video."""
    return texts.customer_data(link) not in (None, texts.Kind.BSN)


# --- afterwards -------------------------------------------------------------------------------------------------------
def may_edit(state: State, published_at: datetime | None, now: datetime) -> bool:
    """What was hidden as long as it is hidden."""
    if state is State.HIDDEN:
        return True
    return state is State.PUBLISHED and published_at is not None and now <= published_at + TO_EDIT


def is_asked(promise_at: datetime | None, now: datetime) -> bool:
    """Whether what was promised may be asked about now, or answered."""
    return promise_at is not None and promise_at <= now


def over_at(promise_at: datetime, now: datetime, *, brought: bool) -> datetime:
    """When the question is over: what was asked `now` can be answered for a while; what nobody could be asked goes."""
    return (now if brought else promise_at) + WAITS


def draft_over(touched: date, today: date) -> bool:
    return touched + DRAFTS < today


# --- told again -------------------------------------------------------------------------------------------------------
ENDS: Final = re.compile(r"[.!?…]+[”’\"')]*$")


def excerpt(words: Collection[str]) -> int:
    """How many of these words are told again: all of a short text, else up to the end of a sentence."""
    least, most = RETOLD
    some = list(words)
    if len(some) <= most:
        return len(some)
    ends = [n for n in range(least, most + 1) if ENDS.search(some[n - 1])]
    return ends[-1] if ends else most
