"""What becomes of a team's agreement, whatever happens to it. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from typing import Final

from rituals.alsdan.fading import WEEK, week_number
from rituals.alsdan.look_rules import BETWEEN, last_check
from rituals.alsdan.subjects import Words
from rituals.calendar import Calendar, NoWorkday, WorkingDays, deadline
from rituals.grammar import normal

RUN: Final = 3  # of a team's at a time: one new habit at a time sticks best
OPEN: Final = 2  # proposals of a team at a time
VOICES: Final = 2  # members that it takes where a choice is no single one's
LEAST: Final = 2  # members: somebody on their own has a personal agreement
FEW: Final = 3  # members up to which one joiner will do
TO_JOIN: Final = 3  # working days
TO_CHOOSE: Final = 10  # working days; then what is asked or proposed lapses
AGAIN: Final = 10  # working days before a sentence that nobody joined is proposed once more
REST: Final = timedelta(weeks=12)  # the longest pause; then the team is asked whether it goes on
WAIT: Final = timedelta(weeks=12)  # the longest that what enough of the team joined waits for a place
NO_ROOM: Final = "no room"  # why it never began, where enough had joined
TO_RESUME: Final = 5  # working days after that question
QUARTER: Final = timedelta(weeks=13)
ASKS_AT: Final = 10  # o'clock, local: what comes once in so many weeks comes inside the working day
FAR: Final = timedelta(days=60)  # where no working day is in sight, it is looked for again then
FORMER: Final = timedelta(days=30)  # after an account was closed, until nothing tells any more who proposed


class State(StrEnum):
    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    ACTIVE = "ACTIVE"
    RESTARTING = "RESTARTING"
    PAUSED = "PAUSED"
    ANCHORED = "ANCHORED"
    RETIRED = "RETIRED"
    EXPIRED = "EXPIRED"


RUNNING: Final = frozenset({State.ACTIVE, State.RESTARTING})
KEPT: Final = frozenset({*RUNNING, State.PAUSED, State.ANCHORED})  # was agreed, and hasn't been let go


class Happens(Enum):
    PROPOSED = "a member proposes it"
    JOINED = "somebody joins, or there is room for one more"
    DEADLINE = "the working days to join are over"
    WAITED_OUT = "no place came free in the time that it may wait for one"
    WITHDRAWN = "its proposer withdraws it"
    PROPOSER_LEFT = "its proposer leaves"
    RESHAPED = "its proposer begins anew with it"
    RELAPSED = "the old pattern won twice in a row"
    REWORDED = "other words, confirmed"
    KEEP = "members want it as it is"
    UNDECIDED = "no choice in ten working days"
    PAUSED = "a pause, confirmed"
    SHRUNK = "too few of the team are left"
    RESUMED = "going on, confirmed"
    RESTED_OUT = "nobody went on after the question"
    ANCHORED = "members want to anchor it"
    FADED = "members say that it has faded"
    LET_GO = "letting go, confirmed"


@dataclass(frozen=True, slots=True)
class Facts:
    """`joiners` without the proposer; `running` are the team's others, `proposals` its other open ones."""

    members: int = 0
    joiners: int = 0
    running: int = 0
    proposals: int = 0
    voices: int = 0

    @property
    def room(self) -> bool:
        return self.running < RUN

    @property
    def carried(self) -> bool:
        needed = joiners_needed(self.members)
        return needed is not None and self.joiners >= needed

    @property
    def waits(self) -> bool:
        """For one of the running ones to make room."""
        return self.carried and not self.room

    @property
    def decided(self) -> bool:
        return self.voices >= VOICES


def joiners_needed(members: int) -> int | None:
    """Besides the proposer; None where a team is too small for an agreement."""
    if members < LEAST:
        return None
    return 1 if members <= FEW else 2


def after(state: State, happens: Happens, facts: Facts) -> State | None:
    """The state that follows; None when nothing changes."""
    return _of_proposal(state, happens, facts) or _of_agreement(state, happens, facts)


def _of_proposal(state: State, happens: Happens, facts: Facts) -> State | None:
    match state, happens:
        case State.DRAFT, Happens.PROPOSED if facts.room and facts.proposals < OPEN and facts.members >= LEAST:
            return State.PROPOSED
        case State.PROPOSED, (Happens.JOINED | Happens.DEADLINE | Happens.WAITED_OUT) if facts.carried and facts.room:
            return State.ACTIVE
        case State.PROPOSED, Happens.DEADLINE if facts.waits:
            return None
        case State.PROPOSED, (Happens.DEADLINE | Happens.WAITED_OUT | Happens.PROPOSER_LEFT):
            return State.EXPIRED
        case State.PROPOSED, Happens.WITHDRAWN:
            return State.DRAFT
        case State.EXPIRED, Happens.RESHAPED:
            return State.DRAFT
    return None


def _of_agreement(state: State, happens: Happens, facts: Facts) -> State | None:
    match state, happens:
        case State.ACTIVE, Happens.RELAPSED:
            return State.RESTARTING
        case State.ACTIVE, Happens.FADED if facts.decided:
            return State.RESTARTING
        case State.RESTARTING, Happens.REWORDED:
            return State.ACTIVE
        case State.RESTARTING, Happens.KEEP if facts.decided:
            return State.ACTIVE
        case (State.RESTARTING, Happens.UNDECIDED) | (
            (State.ACTIVE | State.RESTARTING),
            (Happens.PAUSED | Happens.SHRUNK),
        ):
            return State.PAUSED
        case State.PAUSED, Happens.RESUMED if facts.room:
            return State.ACTIVE
        case State.PAUSED, Happens.RESTED_OUT:
            return State.RETIRED
        case State.ACTIVE, Happens.ANCHORED if facts.decided:
            return State.ANCHORED
        case State.ANCHORED, Happens.FADED if facts.decided and facts.room:
            return State.ACTIVE
        case ((State.ACTIVE | State.RESTARTING | State.PAUSED | State.ANCHORED), Happens.LET_GO):
            return State.RETIRED
    return None


# --- what one proposes and another confirms ---------------------------------------------------------------------------
class Choice(StrEnum):
    WORDS = "words"
    SMALLER = "smaller"
    CUE = "cue"
    PAUSE = "pause"
    RESUME = "resume"
    LONGER = "longer"
    LETGO = "letgo"


REWORDS: Final = frozenset({Choice.WORDS, Choice.SMALLER, Choice.CUE})
HAPPENS: Final[Mapping[Choice, Happens]] = {
    **dict.fromkeys(REWORDS, Happens.REWORDED),
    Choice.PAUSE: Happens.PAUSED,
    Choice.RESUME: Happens.RESUMED,
    Choice.LETGO: Happens.LET_GO,
}
IN: Final[Mapping[Choice, frozenset[State]]] = {
    **dict.fromkeys(REWORDS, RUNNING),
    Choice.PAUSE: RUNNING,
    Choice.RESUME: frozenset({State.PAUSED}),
    Choice.LONGER: frozenset({State.ACTIVE}),
    Choice.LETGO: KEPT,
}


def can(state: State, choice: Choice, asked: str = "", checks: str = "on") -> bool:
    """Whether this may be proposed now; `asked` is the kind of question that the team has before it."""
    if choice is Choice.LONGER:
        return state is State.ACTIVE and asked == "week36" and checks == "on"
    return state in IN[choice]


def ends_with(state: State, choice: Choice, asked: str) -> bool:
    """Whether what is proposed can't be done any more once the state, or what is asked in it, ends by itself."""
    if state is State.RESTARTING:
        return choice is not Choice.LETGO
    return choice is Choice.LONGER or (state is State.PAUSED and asked == "rest")


# --- when -------------------------------------------------------------------------------------------------------------
def first_workday(day: date, calendar: Calendar) -> date:
    """This day, or the next that is one. Raises NoWorkday."""
    return day if calendar.is_workday(day) else calendar.next_workday(day)


def next_quarter(since: date, after_day: date) -> date:
    """The first whole number of quarters after `since` that lies after this day."""
    return since + max(1, (after_day - since) // QUARTER + 1) * QUARTER


def checked_out(checks: str, began: date | None, day: date) -> bool:
    """Whether no anchoring check is to come any more."""
    if checks == "off" or began is None:
        return True
    return week_number(began, day) + BETWEEN > last_check(checks)


def left_together(left: Sequence[date], today: date, members: int) -> bool:
    """Whether more than half of those who were there a week ago is gone; `members` are those left now."""
    gone = sum(today - WEEK < day <= today for day in left)
    return gone * 2 > members + gone


def same(one: Words, other: Words) -> bool:
    return normal(one.x) == normal(other.x) and normal(one.y) == normal(other.y)


def may_again(expired_on: date, today: date, calendar: Calendar) -> date | None:
    """The day from which a sentence that nobody joined may be proposed once more; None when it may now."""
    day = calendar.add_workdays(expired_on, AGAIN)
    return day if today < day else None


def working(now: datetime, days: int, calendar: WorkingDays, since: datetime | None = None) -> datetime:
    """So many working days from now, or from then."""
    try:
        return deadline(since or now, days, calendar)
    except NoWorkday:
        return now + FAR
