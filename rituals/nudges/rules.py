"""Who is asked what, and when it is better to be silent. Values in, values out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import Enum
from typing import Final

from rituals.calendar import week_of
from rituals.nudge import Order, ritual_of

NOON: Final = time(12, 0)  # until then a message says good morning
OPEN: Final = timedelta(days=14)  # what a message asked can be answered no longer than so
KEPT: Final = timedelta(days=30)  # messages, after their day
WEEK: Final = timedelta(days=7)  # messages are kept so long at least: the budget of a week counts them
PATIENCE: Final = 2  # unanswered in a row, after which one is skipped
LAST: Final = 4  # unanswered in a row, after which quiet is offered, once
ALL: Final = ""  # a mute of every ritual
STOPASK: Final = "nudges.stopask"  # the line that offers quiet; its subject is the ritual
FIRST_OUT: Final = Order.FIGURE  # roles and figures of today go out before all else
AT_ONCE: Final = 20  # messages that a workspace takes in a burst
A_SECOND: Final = 4  # and how many more each second after it


class Occasion(Enum):
    """What a message needs to be sent at all; whatever else there is goes along."""

    MORNING = "something urgent"
    AFTERNOON = "something that could wait"
    NOW = "anything"


@dataclass(frozen=True, slots=True)
class Offered:
    kind: str
    about: str
    order: Order
    urgent: bool = True
    consents: bool = False

    @property
    def ritual(self) -> str:
        return ritual_of(self.kind)

    @property
    def line(self) -> tuple[str, str]:
        return self.kind, self.about


@dataclass(frozen=True, slots=True)
class Past:
    """Since the person last did something with a ritual; see the back-off's row."""

    sent: int = 0
    skipped_on: date | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """`days` are those of the messages sent, from the Monday of this week on. `mutes`: until when, by ritual."""

    days: frozenset[date] = frozenset()
    a_day: int = 1
    a_week: int = 4
    mutes: Mapping[str, date | None] = field(default_factory=dict)
    past: Mapping[str, Past] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """`lines`: of the message, none for no message. `past`: the rituals of which something is remembered anew."""

    lines: tuple[Offered, ...] = ()
    past: Mapping[str, Past] = field(default_factory=dict)


# --- the budget -------------------------------------------------------------------------------------------------------
def a_week(of_organisation: int, own: int | None) -> int:
    """A person may have fewer, never more."""
    return of_organisation if own is None else min(of_organisation, own)


def affordable(day: date, person: Person) -> bool:
    """No day comes twice, not even for somebody who moved to a zone where it is still yesterday."""
    if person.a_day < 1 or any(spent >= day for spent in person.days):
        return False
    return sum(week_of(spent) == week_of(day) for spent in person.days) < person.a_week


# --- quiet ------------------------------------------------------------------------------------------------------------
def muted(mutes: Mapping[str, date | None], ritual: str, day: date) -> bool:
    return any(_lasts(mutes[each], day) for each in (ALL, ritual) if each in mutes)


def _lasts(until: date | None, day: date) -> bool:
    return until is None or day < until


def in_a_month(day: date) -> date:
    """The same day of the next month, or its last."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# --- the message ------------------------------------------------------------------------------------------------------
def decide(day: date, occasion: Occasion, offered: Sequence[Offered], person: Person) -> Decision:
    """`offered` are the candidates of this day; what isn't in the decision is not asked today."""
    wanted = [one for one in offered if not muted(person.mutes, one.ritual, day)]
    if not affordable(day, person) or not _occasion_for(occasion, wanted):
        return Decision()
    kept: list[Offered] = []
    past: dict[str, Past] = {}
    for ritual in sorted({one.ritual for one in wanted}):
        mine = [one for one in wanted if one.ritual == ritual]
        lines, after = _after_silence(day, ritual, mine, person.past.get(ritual, Past()))
        kept += lines
        past |= {ritual: after} if after is not None else {}
    if not _occasion_for(occasion, kept):
        return Decision((), {ritual: after for ritual, after in past.items() if not after.asked})
    return Decision(in_order(kept), past)


def _occasion_for(occasion: Occasion, offered: Iterable[Offered]) -> bool:
    match occasion:
        case Occasion.MORNING:
            return any(one.urgent for one in offered)
        case Occasion.AFTERNOON:
            return any(not one.urgent for one in offered)
        case Occasion.NOW:
            return any(True for _ in offered)


def _after_silence(
    day: date, ritual: str, mine: Sequence[Offered], past: Past
) -> tuple[Sequence[Offered], Past | None]:
    """What is left of a ritual's lines, and what is remembered anew. Where silence is an answer it is no back-off."""
    if past.asked:
        return (), None
    counted = [one for one in mine if not one.consents]
    consenting = [one for one in mine if one.consents]
    if not counted or past.sent < PATIENCE:
        return mine, None
    if past.sent >= LAST:
        return [*consenting, _offer_of_quiet(ritual, counted)], replace(past, asked=True)
    if past.sent == PATIENCE and past.skipped_on in (None, day):
        return consenting, replace(past, skipped_on=day)
    return mine, None


def _offer_of_quiet(ritual: str, counted: Sequence[Offered]) -> Offered:
    first = min(one.order for one in counted)
    return Offered(STOPASK, ritual, first, urgent=any(one.urgent for one in counted), consents=True)


def in_order(lines: Iterable[Offered]) -> tuple[Offered, ...]:
    return tuple(sorted(lines, key=lambda one: (one.order, one.kind, one.about)))


def unanswered(lines: Iterable[tuple[str, str]], consenting: Iterable[str]) -> set[str]:
    """The rituals whose nudges in a message wait for an answer."""
    silent = {*consenting, STOPASK}
    return {ritual_of(kind) for kind, _about in lines if kind not in silent}


def rituals_in(lines: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The rituals that a message is about, in its order."""
    return tuple(dict.fromkeys(ritual_about(kind, about) for kind, about in lines))


def ritual_about(kind: str, about: str) -> str:
    """The ritual that one line is about."""
    return about if kind == STOPASK else ritual_of(kind)


def later_by(messages: Mapping[str, Sequence[Offered]]) -> Mapping[str, timedelta]:
    """How much later each person's message goes than the first: only as far as the workspace's pace needs it."""
    first = {person for person, lines in messages.items() if any(one.order <= FIRST_OUT for one in lines)}
    wait = timedelta(seconds=len(first) // A_SECOND) if len(messages) > AT_ONCE else timedelta()
    return {person: timedelta() if person in first else wait for person in messages}
