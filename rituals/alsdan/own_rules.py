"""What becomes of one person's own agreement: as of a team's, but nobody else has a say. Values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from rituals.alsdan.fading import days_of
from rituals.alsdan.look_rules import BETWEEN, EARLY_CHECK, FIRST_CHECK, LAST_CHECK, LEAST_WORKDAYS
from rituals.alsdan.rules import KEPT, RUNNING, State
from rituals.calendar import PersonCalendar

MOST: Final = 2  # running at a time: one new habit at a time sticks best
LOOKS_ON: Final = 4  # ISO weekday: late enough to have seen something, and there is a day left
IN_A_ROW: Final = 2  # look-backs in which the old pattern won
KEPT_DAYS: Final = 365  # after it was let go
OPEN_DAYS: Final = 10  # from a week's Monday, in which its look-back can be answered


class Choice(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    ANCHOR = "anchor"
    KEEP = "keep"
    STILL = "still"
    FADED = "faded"
    LETGO = "letgo"


class Asks(StrEnum):
    """What its person is asked about it, besides the look-backs."""

    REST = "rest"
    QUARTER = "quarter"


def after(state: State, choice: Choice, week: int) -> State | None:
    """The state that follows; None where that can't be chosen. `week` is 1 in the one in which it began."""
    match state, choice:
        case ((State.ACTIVE | State.RESTARTING), Choice.PAUSE):
            return State.PAUSED
        case (State.PAUSED, Choice.RESUME) | (State.RESTARTING, Choice.KEEP) | (State.ANCHORED, Choice.FADED):
            return State.ACTIVE
        case State.ACTIVE, Choice.ANCHOR if week >= EARLY_CHECK:
            return State.ANCHORED
        case State.ANCHORED, Choice.STILL:
            return State.ANCHORED
        case _, Choice.LETGO if state in KEPT:
            return State.RETIRED
    return None


def offered(state: State, week: int) -> tuple[Choice, ...]:
    """That it is still done needs no button but under the question."""
    return tuple(each for each in Choice if each is not Choice.STILL and after(state, each, week) is not None)


def slipped(answers: Sequence[tuple[date, str]], since: date) -> bool:
    """Of each look-back its day and its answer, oldest first: weeks without the moment don't break the row."""
    seen = [answer for day, answer in answers if day > since and answer != "none"]
    return len(seen) >= IN_A_ROW and set(seen[-IN_A_ROW:]) == {"old"}


def look_day(year: int, week: int) -> date:
    return date.fromisocalendar(year, week, LOOKS_ON)


def can_answer(year: int, week: int, today: date) -> bool:
    return 0 <= (today - date.fromisocalendar(year, week, 1)).days < OPEN_DAYS


# --- when -------------------------------------------------------------------------------------------------------------
def day_for(weekday: int, calendar: PersonCalendar, day: date) -> date | None:
    """In the day's week: on this ISO weekday, else on the person's next working day of it."""
    return next((each for each in days_of(calendar, day) if each.isoweekday() >= weekday), None)


def looks_on(calendar: PersonCalendar, day: date) -> date | None:
    """Who never works so late in the week looks back on their last day; nobody in a week that hardly was one."""
    if len(days_of(calendar.team, day)) < LEAST_WORKDAYS:
        return None
    days = days_of(calendar, day)
    return day_for(LOOKS_ON, calendar, day) or (days[-1] if days else None)


def is_checked(week: int) -> bool:
    """Whether it is asked then if it goes by itself."""
    return FIRST_CHECK <= week <= LAST_CHECK and (week - FIRST_CHECK) % BETWEEN <= 0


RUNS: Final = frozenset(state.value for state in RUNNING)
LIVES: Final = frozenset(state.value for state in KEPT)
