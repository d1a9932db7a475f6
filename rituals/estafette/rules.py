"""What becomes of one executive's turn in the relay. Values in, values out."""

from __future__ import annotations

from datetime import time, timedelta
from enum import Enum, StrEnum
from typing import Final

CIRCLE: Final = (3, 30)  # executives
ANSWERS: Final = 2  # working days in which an offer is answered
PASSES: Final = 1  # working days in which whoever shared passes the baton
GRACE: Final = 2  # working days after the end in which a story still comes in time
GRACE_ENDS: Final = time(12, 0)  # local, of the last of these
ASKS_AT: Final = time(10, 0)  # local, in the middle of the week and on its last day
MIDWEEK: Final = 3  # the working day of a leg on which is asked whether a contact will come of it
SHORT: Final = 3  # working days: a week with fewer has no leg, and fewer that are left are no time for one
FAILURES: Final = 3  # offers in a row that come to nothing; then a week rests
WRITTEN: Final = 2  # messages about a leg, at most, beside its offer
PREPARERS: Final = 2  # of one executive
CHALLENGE: Final = (10, 200)  # characters
KEPT: Final = timedelta(days=400)  # a leg without a story: longer than two rounds of a circle that large last


class RelayState(StrEnum):
    READY = "READY"  # set up, and not begun
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"


class PausedBy(StrEnum):
    COORDINATOR = "coordinator"
    CIRCLE = "circle"  # there are fewer than three
    CHANNEL = "channel"  # nothing can be posted there
    WEEKS = "weeks"  # none without a rest is in sight


class State(StrEnum):
    OFFERED = "OFFERED"
    ACCEPTED = "ACCEPTED"
    PLANNED = "PLANNED"  # accepted, and a contact stands in the diary
    SHARED = "SHARED"
    PASSED = "PASSED"
    DECLINED = "DECLINED"
    UNANSWERED = "UNANSWERED"
    HANDED_BACK = "HANDED_BACK"
    LAPSED = "LAPSED"
    CANCELLED = "CANCELLED"


OPEN: Final = frozenset({State.OFFERED, State.ACCEPTED, State.PLANNED})
RUNS: Final = frozenset({State.ACCEPTED, State.PLANNED})
RAN: Final = frozenset({State.SHARED, State.PASSED})
FAILED: Final = frozenset({State.DECLINED, State.UNANSWERED})
CAME_TO_NOTHING: Final = FAILED | {State.HANDED_BACK, State.CANCELLED}
TELLS: Final = RUNS | {State.LAPSED}  # a story can still be told in it


class Happens(Enum):
    ACCEPTED = "whoever is offered it takes the baton"
    DECLINED = "not this time"
    UNANSWERED = "the deadline of the offer passed"
    GONE = "whoever is offered it or has it is away, leaves, or gives it back"
    PLANNED = "a contact stands in the diary"
    UNPLANNED = "it doesn't any more"
    SHARED = "the story is published"
    PASSED = "the baton goes on"
    LAPSED = "the grace is over"
    CANCELLED = "its week is off, or the relay ends"


_AFTER: Final = {
    (State.OFFERED, Happens.ACCEPTED): State.ACCEPTED,
    (State.OFFERED, Happens.DECLINED): State.DECLINED,
    (State.OFFERED, Happens.UNANSWERED): State.UNANSWERED,
    (State.ACCEPTED, Happens.PLANNED): State.PLANNED,
    (State.PLANNED, Happens.PLANNED): State.PLANNED,
    (State.PLANNED, Happens.UNPLANNED): State.ACCEPTED,
    (State.ACCEPTED, Happens.SHARED): State.SHARED,
    (State.PLANNED, Happens.SHARED): State.SHARED,
    (State.LAPSED, Happens.SHARED): State.LAPSED,
    (State.SHARED, Happens.PASSED): State.PASSED,
    (State.ACCEPTED, Happens.LAPSED): State.LAPSED,
    (State.PLANNED, Happens.LAPSED): State.LAPSED,
    **{(state, Happens.GONE): State.HANDED_BACK for state in OPEN},
    **{(state, Happens.CANCELLED): State.CANCELLED for state in OPEN},
}


def after(state: State, happens: Happens) -> State | None:
    """The state that follows; None when nothing changes."""
    return _AFTER.get((state, happens))
