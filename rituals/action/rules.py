"""Where an improvement action stands, when it is looked at, and what of it is asked. Values in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from typing import Final

from rituals import schedule
from rituals.calendar import Calendar, NoWorkday, WorkingDays, deadline
from rituals.grammar import normal

AT_MOST: Final = 10  # actions of a team that are under way
PROPOSALS: Final = 5  # of one person in a team that nobody has taken up, so that nobody is asked day after day
EXTENSIONS: Final = 2  # of one cycle, after which it is made smaller or stopped
TO_ANSWER: Final = 3  # working days in which whoever is asked may answer
PATIENCE: Final = 10  # working days of the team after which a question is back, however late it went out
ASKED: Final = timedelta(days=30)  # for as long the same isn't put to the same colleague again
STILL: Final = 10  # working days without an answer, after which the board asks again, and then lets go
SOON: Final = 2  # working days ahead that are due
AHEAD: Final = 60  # working days ahead: the furthest that a check may lie
USUAL: Final = 10  # working days ahead: what is proposed
BEGINS: Final = schedule.FIRST  # local; when the day of a check begins, before any board or message of that day
KEPT: Final = timedelta(days=365)  # 12 months after it was over
FORMER: Final = timedelta(days=30)  # after an account was closed, until its proposals are a former colleague's
REDRAWN: Final = timedelta(days=30)  # boards so long ago still change with what stands on them
LOOK: Final = timedelta(days=60)  # where no working day is in sight, it is looked for again then


class State(StrEnum):
    PROPOSED = "PROPOSED"
    PLAN = "PLAN"
    DO = "DO"
    CHECK = "CHECK"
    ACT = "ACT"
    DONE = "DONE"
    DROPPED = "DROPPED"


FINAL: Final = frozenset({State.DONE, State.DROPPED})
AT_WORK: Final = frozenset({State.PLAN, State.DO})
LOOKED: Final = frozenset({State.CHECK, State.ACT})  # the team looks at it, or has
RUNNING: Final = AT_WORK | LOOKED


class Result(StrEnum):
    WORKS = "works"
    PARTLY = "partly"
    NOT_YET = "notyet"


class Happens(Enum):
    TAKEN = "whoever was asked agrees, the proposer does it, or nobody is left to ask"
    BEGUN = "its owner begins"
    DUE = "the day of the check has come"
    LOOKED = "the team says whether it works"
    EXTENDED = "the team is still on it"
    ADJUSTED = "the team tries it another way, or smaller"
    COMPLETED = "it is done"
    STOPPED = "it is let go"


FOLLOWS: Final[Mapping[tuple[State, Happens], State]] = {
    (State.PROPOSED, Happens.TAKEN): State.PLAN,
    (State.PROPOSED, Happens.STOPPED): State.DROPPED,
    (State.PLAN, Happens.BEGUN): State.DO,
    (State.PLAN, Happens.DUE): State.CHECK,
    (State.PLAN, Happens.COMPLETED): State.DONE,
    (State.PLAN, Happens.STOPPED): State.DROPPED,
    (State.DO, Happens.DUE): State.CHECK,
    (State.DO, Happens.COMPLETED): State.DONE,
    (State.DO, Happens.STOPPED): State.DROPPED,
    (State.CHECK, Happens.LOOKED): State.ACT,
    (State.CHECK, Happens.EXTENDED): State.DO,
    (State.CHECK, Happens.ADJUSTED): State.PLAN,
    (State.CHECK, Happens.STOPPED): State.DROPPED,
    (State.ACT, Happens.ADJUSTED): State.PLAN,
    (State.ACT, Happens.COMPLETED): State.DONE,
    (State.ACT, Happens.STOPPED): State.DROPPED,
}


def after(state: State, happens: Happens, extensions: int = 0) -> State | None:
    """None where that can't happen now. What is still going on is made smaller only after the last extension."""
    spent = extensions >= EXTENSIONS
    if state is State.CHECK and happens is (Happens.EXTENDED if spent else Happens.ADJUSTED):
        return None
    return FOLLOWS.get((state, happens))


def silence(result: Result | None) -> Happens:
    """What becomes of it where nobody chooses: what works is done."""
    return Happens.COMPLETED if result in (Result.WORKS, Result.PARTLY) else Happens.STOPPED


# --- days -------------------------------------------------------------------------------------------------------------
def last_day(today: date, calendar: Calendar) -> date:
    return calendar.add_workdays(today, AHEAD)


def usual_day(today: date, calendar: Calendar) -> date:
    return calendar.add_workdays(today, USUAL)


def in_reach(day: date, today: date, calendar: Calendar) -> bool:
    return today < day <= last_day(today, calendar)


def to_come(check_on: date, today: date, calendar: Calendar) -> date:
    """The day that was chosen, unless it passed while somebody was asked."""
    return check_on if check_on > today else usual_day(today, calendar)


def looked_at(check_on: date, team: Calendar, owner: WorkingDays | None, *, delayed: bool) -> tuple[date, bool]:
    """The day itself if the team works on it, else its next; one later where its owner doesn't, which is done once.

    So nobody can read from it how long the owner is away. Also tells whether it is delayed by then. Raises NoWorkday
    where the team has no such day.
    """
    day = check_on if team.is_workday(check_on) else team.next_workday(check_on)
    if delayed or owner is None or owner.is_workday(day):
        return day, delayed
    return team.next_workday(day), True


def morning(day: date, team: Calendar) -> datetime:
    return team.at(day, BEGINS)


def let_go(since: date, team: Calendar) -> datetime:
    """When nobody has answered for long enough."""
    return morning(team.add_workdays(since, STILL), team)


def answer_by(put_at: datetime, asked_at: datetime, team: Calendar, days: WorkingDays) -> datetime:
    """When it is back with its proposer, as nobody answered.

    Three of the colleague's own working days after the question goes out, and never later than a while by the team's:
    whoever is away for longer isn't waited for. Raises NoWorkday where the team has no such day.
    """
    last = deadline(put_at, PATIENCE, team)
    try:
        return min(deadline(asked_at, TO_ANSWER, days), last)
    except NoWorkday:
        return last


# --- the order on a board ---------------------------------------------------------------------------------------------
def urgency(state: State, check_on: date, at: datetime, day: date, calendar: Calendar) -> tuple[int, float]:
    """What is to be looked at comes first, the longest ago above; then what soon is; then the newest."""
    if state in LOOKED or check_on < day:
        return (0, check_on.toordinal())
    if check_on <= calendar.add_workdays(day, SOON):
        return (1, check_on.toordinal())
    return (2, -at.timestamp())


# --- what was typed ---------------------------------------------------------------------------------------------------
COURSE: Final = re.compile(
    r"[a-z-]*(?:training|cursus|workshop|opleiding|masterclass|webinar|bijscholing|coaching|e-learning|seminar)"
    r"(?:en|s|sen)?|(?:bij)?(?:ge)?schol(?:en|ing)|bijgeschoold|(?:ge)?train(?:en|t|d|ed|ing|ings)?"
    r"|(?:ge)?coach(?:en|t|ed|ing)?|opleiden|opgeleid|course|courses|class|classes|elearning"
)
# To follow, hold or arrange one, and the small words around it.
AROUND: Final = (
    "volgen volg doen doe geven geef organiseren organiseer plannen plan inplannen boeken boek regelen regel krijgen "
    "krijg gaan ga naar aanvragen aanmelden inschrijven we wij ik allemaal samen iedereen team het de een ons onze met "
    "voor over in op aan van een keer nog eens laten "
    "follow attend take do hold give get go to book arrange organise organize plan have our us all together everyone a "
    "an the for about on with of"
)
THEN: Final = frozenset("na daarna waarna zodat zodra dan after afterwards then so once".split())  # noqa: SIM905
TOPIC: Final = 2  # words that say what the training is about


def only_training(text: str) -> bool:
    """Whether nothing is said but that somebody is trained."""
    words = re.findall(r"[a-z-]+", normal(text))
    if not any(COURSE.fullmatch(word) for word in words) or THEN & {*words}:
        return False
    around = frozenset(AROUND.split())
    return sum(1 for word in words if not COURSE.fullmatch(word) and word not in around) <= TOPIC


def same(text: str, others: Iterable[str]) -> bool:
    """Whether one of these says the same, but for case, accents and punctuation."""
    return _bare(text) in {_bare(other) for other in others}


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", normal(text)))
