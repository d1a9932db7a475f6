"""When what is due in the relay: of a leg from its offer to the end of its grace, and of each week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rituals.calendar import DAY
from rituals.contract import Turn
from rituals.estafette import rules, weeks
from rituals.estafette.holding import Standing, moments_of
from rituals.estafette.names import ANSWER, BEGINS, FALL_BACK, FRIDAY, LAPSE, MIDWEEK, SEEK, TIMERS_OF_LEG, WEEK
from rituals.estafette.rules import State
from rituals.estafette.subjects import RELAY, of_leg
from storage.estafette import Leg

# The states in which each of them still has something to do.
DUE_IN: Mapping[str, frozenset[State]] = {
    ANSWER: frozenset({State.OFFERED}),
    BEGINS: rules.RUNS,
    MIDWEEK: frozenset({State.ACCEPTED}),
    FRIDAY: rules.RUNS,
    LAPSE: rules.RUNS,
}


def plan(turn: Turn, standing: Standing, leg: Leg) -> None:
    """Sets the timers of a leg that has its id; none while the relay is paused. What was asked isn't asked again."""
    due = moments(standing, leg)
    for name in TIMERS_OF_LEG:
        moment = due.get(name)
        if moment is not None and State(leg.state) in DUE_IN[name] and not leg.held:
            turn.at(name, of_leg(leg), max(moment, turn.now))
        else:
            turn.cancel(name, of_leg(leg))


def moments(standing: Standing, leg: Leg) -> Mapping[str, datetime]:
    """In UTC, by timer; without those that are behind us and would only ask or tell."""
    of, calendar = moments_of(leg), standing.calendar
    found = {ANSWER: leg.answer_by, LAPSE: leg.grace_at}
    if not leg.told:
        found[BEGINS] = leg.starts_at
    middle, last = weeks.midweek(of, calendar), weeks.last_day(of, calendar)
    if middle is not None and middle > standing.now:
        found[MIDWEEK] = middle
    if last > standing.now and last >= leg.starts_at:
        found[FRIDAY] = last
    return found


def weekly(turn: Turn, standing: Standing) -> None:
    """The beginning of the next week, whether or not there is a leg in it."""
    here = weeks.monday(standing.today)
    for week in (here, here + weeks.WEEK):
        moment = weeks.start(standing.rhythm, week, standing.calendar)
        if moment > turn.now:
            turn.at(WEEK, RELAY, moment)
            return
    turn.at(WEEK, RELAY, weeks.start(standing.rhythm, here + 2 * weeks.WEEK, standing.calendar))


def seek(turn: Turn, standing: Standing) -> None:
    """On the last working day before the week in which it goes on, when a leg would end."""
    week = standing.relay.rests_until
    if week is None:
        return
    before = standing.calendar.workdays_between(week - weeks.WEEK, week - DAY)
    day = before[-1] if before else week - DAY
    turn.at(SEEK, RELAY, max(standing.calendar.at(day, standing.relay.end_clock), turn.now))


def stop(turn: Turn) -> None:
    """Nothing comes up any more for a relay that doesn't run."""
    for name in (WEEK, SEEK, FALL_BACK):
        turn.cancel(name, RELAY)
