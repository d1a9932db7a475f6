"""Nudges: direct messages that nobody just caused, all in one message a day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from rituals.calendar import WorkingDays
from rituals.shown import Text
from rituals.words import Sentence

if TYPE_CHECKING:
    from rituals.contract import Turn


AFTERNOON: Final = time(15, 30)  # local; when what can wait goes out by itself, such as an invitation for tomorrow
BEFORE_END: Final = timedelta(minutes=30)  # of the window: what goes out at its last moment may come after it


class Order(IntEnum):
    """What comes first in a person's one message of the day."""

    HOST = 1
    KLANTPET = 2
    FIGURE = 3
    LOOKBACK = 4
    ACTION = 5
    PROMISE = 6
    PULSE = 7
    ONBOARDING = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that a person may be asked today; `about` is its subject.

    `urgent`: it is about today, so it may be the morning's only line. What isn't goes along in the morning if there is
    a message anyway, and alone in the afternoon.
    """

    about: str
    urgent: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line, with what one can press about it; once it is answered it has no buttons.

    `notify` is what a lock screen shows where the line stands alone: a text with something typed in it needs one.
    `settled`: it asks nothing, so what can be pressed stays also for who wants quiet.
    """

    text: Text
    notify: Sentence | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Nudge:
    """A kind of nudge, and who words it. Its name begins with its ritual's: “dagstart.host”.

    `offers` is asked for many people at once, each with the date it is for, and only reads. `draw` words (person,
    subject) pairs as they stand now; what it leaves out is left out. `consents`: silence is an answer, so it never
    counts as unanswered.
    """

    order: Order
    offers: Callable[[Turn, Mapping[str, date]], Awaitable[Mapping[str, Sequence[Offer]]]]
    draw: Callable[[Turn, Sequence[tuple[str, str]]], Awaitable[Mapping[tuple[str, str], Line]]]
    consents: bool = False


def afternoon(days: WorkingDays, bundle: time) -> time:
    """When what can wait goes out: inside the window of these days, and never ahead of the day's bundle."""
    last = (datetime.combine(date.min, days.ends) - BEFORE_END).time()
    return max(bundle, days.opens, min(AFTERNOON, last))


def ritual_of(kind: str) -> str:
    return kind.partition(".")[0]
