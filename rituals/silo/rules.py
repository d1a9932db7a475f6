"""What becomes of a signal that aims collide, who reads it, and what a coach is told. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from rituals.calendar import Calendar, NoWorkday

AIM: Final = (10, 140)  # characters
EFFECT: Final = (10, 280)
AGREED: Final = (10, 280)
REASON: Final = 140
TEAMS: Final = 3  # other teams that one signal names, at most
STILL: Final = 20  # working days without movement; then a coach is reminded, once
PARKED: Final = timedelta(days=90)  # at most
PARKS: Final = timedelta(days=28)  # unless a coach chooses otherwise
COUNTS: Final = 3  # signals from which a theme is counted for all to see
FROM: Final = 2  # teams from which they come, at least
MORNING: Final = time(9, 0)  # local; a coach hears of signals at the start of a day, and never at the hour of one
KEPT: Final = timedelta(days=365)  # after it was solved
FORMER: Final = timedelta(days=30)  # after an account was closed its name still stands that long


class State(StrEnum):
    OPEN = "OPEN"
    IN_TALK = "IN_TALK"
    AGREED = "AGREED"
    SOLVED = "SOLVED"
    PARKED = "PARKED"
    MERGED = "MERGED"


class Theme(StrEnum):
    AIMS = "aims"
    PRIORITY = "priority"
    RULES = "rules"
    SYSTEM = "system"
    HANDOVER = "handover"
    OTHER = "other"


NEXT: Final = {
    State.OPEN: (State.IN_TALK, State.AGREED, State.PARKED, State.MERGED),
    State.IN_TALK: (State.AGREED, State.PARKED, State.MERGED),
    State.AGREED: (State.SOLVED, State.IN_TALK),
    State.SOLVED: (),
    State.PARKED: (State.OPEN, State.IN_TALK, State.MERGED),
    State.MERGED: (),
}
STALLS: Final = frozenset({State.OPEN, State.IN_TALK, State.AGREED})
LIVES: Final = STALLS | {State.PARKED}
TALKED: Final = frozenset({State.IN_TALK, State.AGREED, State.SOLVED})  # the team that it comes from is in it too


def may(state: State, to: State) -> bool:
    return to in NEXT[state]


# --- who reads it -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Reader:
    """`leads`: the teams in which this person has a lead's rights today."""

    coach: bool = False
    leads: frozenset[int] = frozenset()


def reads(reader: Reader, state: State, team: int, named: Collection[int]) -> bool:
    """A coach; leads of the teams that it names; and of the team that it comes from once it is talked about."""
    return reader.coach or bool(reader.leads & set(named)) or (team in reader.leads and state in TALKED)


# --- what a coach is told ---------------------------------------------------------------------------------------------
def is_new(given: date, told: date | None, today: date) -> bool:
    """Of an open one: from the week before, so that there is one message a week, and nobody sees who just wrote."""
    return told is None and given < today - timedelta(days=today.weekday())


def is_still(moved: date, reminded: date | None, today: date, calendar: Calendar) -> bool:
    if reminded is not None:
        return False
    try:
        return calendar.add_workdays(moved, STILL) <= today
    except NoWorkday:
        return False


def may_park(until: date, today: date) -> bool:
    return today < until <= today + PARKED


# --- what all may read ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Counted:
    """So many alike. `solved`: of merged ones, whether the one is solved with which their state moves."""

    team: int
    theme: Theme
    solved: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Tally:
    open: int
    solved: int


def themes(signals: Iterable[Counted]) -> Mapping[Theme, Tally]:
    """Those that can be shown: named in enough signals, from more than one team. Merged ones count as well."""
    some = list(signals)
    found = {theme: [one for one in some if one.theme is theme] for theme in Theme}
    return {theme: _tally(mine) for theme, mine in found.items() if _enough(mine)}


def _enough(signals: Collection[Counted]) -> bool:
    return sum(one.count for one in signals) >= COUNTS and len({one.team for one in signals}) >= FROM


def _tally(signals: Collection[Counted]) -> Tally:
    solved = sum(one.count for one in signals if one.solved)
    return Tally(sum(one.count for one in signals) - solved, solved)
