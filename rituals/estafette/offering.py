"""A turn is offered to somebody, and ends: what every way of the baton comes down to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rituals import reach
from rituals.calendar import NoWorkday, PersonCalendar, deadline
from rituals.contract import Turn
from rituals.estafette import circle, rules, showing, timeline, weeks
from rituals.estafette.holding import Standing, moments_of, open_leg, preparers_of
from rituals.estafette.names import SEEK
from rituals.estafette.rules import Happens, State
from rituals.estafette.subjects import RELAY
from storage.estafette import Leg


@dataclass(frozen=True, slots=True)
class Passing:
    """What goes along with a baton that somebody passes on."""

    by: str | None = None
    challenge: str | None = None
    second: str | None = None
    extra: bool = False


NOBODY: Final = Passing()


# --- for which week, and to whom --------------------------------------------------------------------------------------
def coming(standing: Standing, since: date | None = None) -> date | None:
    """The week of the next leg; None where no week is in sight. Never before one that is still open."""
    calendar, rhythm = standing.calendar, standing.rhythm
    over = [leg for leg in standing.legs if State(leg.state) in rules.RAN | {State.LAPSED}]
    ended = weeks.monday(max(calendar.day_of(leg.ends_at) for leg in over)) if over else None
    least = [each for each in (since, _still_open(standing)) if each is not None]
    try:
        week = weeks.coming(rhythm, ended, standing.now, calendar)
        return week if not least or week >= max(least) else weeks.next_week(rhythm, max(least), calendar)
    except weeks.NoWeek:
        return None


def _still_open(standing: Standing) -> date | None:
    """The week for which nobody was found yet."""
    leg = unplaced(standing)
    return leg.week if leg is not None else None


def unplaced(standing: Standing) -> Leg | None:
    """The newest leg, where nothing came of it: its baton is still on the way."""
    leg = standing.legs[-1] if standing.legs else None
    return leg if leg is not None and State(leg.state) in rules.FAILED | {State.HANDED_BACK} else None


async def askable(turn: Turn, standing: Standing, week: date) -> list[str]:
    """Who can be asked for it, in order; each of them once."""
    return _without_last(standing, await absent(turn, standing, week), week, circle.tried(standing, week))


async def repeaters(turn: Turn, standing: Standing, week: date) -> list[str]:
    """Who ran already and could run one more time in it, where everybody who is still to go is away; each once."""
    away = await absent(turn, standing, week)
    if circle.eligible(standing, away):
        return []
    return circle.repeaters(standing, away, without=circle.tried(standing, week))


def others(standing: Standing, away: Collection[str], person: str) -> list[str]:
    """To whom an offer can go in this person's place, in order."""
    leg = open_leg(standing)
    if leg is None:
        return []
    return _without_last(standing, away, leg.week, {person, *circle.tried(standing, leg.week)})


def _without_last(standing: Standing, away: Collection[str], week: date, tried: Collection[str]) -> list[str]:
    """Whoever had the baton last comes behind all others, and doesn't run twice in a row."""
    some = circle.eligible(standing, away, without=tried)
    last = circle.last_holder(standing)
    if last is None or last.person not in some:
        return some
    ended = weeks.monday(standing.calendar.day_of(last.ends_at))
    in_a_row = State(last.state) in rules.RAN and weeks.follows(standing.rhythm, week, ended, standing.calendar)
    behind = [] if in_a_row else [last.person]
    return [*(one for one in some if one != last.person), *behind]


async def absent(turn: Turn, standing: Standing, week: date) -> set[str]:
    """Who is away on more than half of the days of a leg that begins in this week, or can't be asked before it ends."""
    of = weeks.from_now(standing.rhythm, week, turn.now, standing.calendar)
    days = await reach.days(turn, standing.circle)

    def is_absent(theirs: PersonCalendar | None) -> bool:
        late = theirs is not None and reach.opening(theirs, turn.now) >= of.ends_at
        return late or weeks.is_away(of, theirs, standing.calendar)

    return {one for one in standing.circle if is_absent(days.get(one))}


# --- the offer --------------------------------------------------------------------------------------------------------
async def offer(turn: Turn, standing: Standing, person: str, week: date, along: Passing, *, first: bool = False) -> Leg:
    """In the hours of whoever is asked. `first`: of whoever the relay begins with it is no matter if they are away."""
    days = await reach.days(turn, [person, *preparers_of(standing, person)])
    theirs = PersonCalendar(standing.calendar) if first else days.get(person)
    sent = reach.opening(theirs, turn.now) if theirs is not None else turn.now
    of = weeks.from_now(standing.rhythm, week, turn.now, standing.calendar)
    leg = Leg(
        round=standing.relay.round,
        week=week,
        person=person,
        first=first,
        extra=along.extra,
        passed_by=along.by,
        challenge=along.challenge,
        second=along.second,
        offered_at=sent,
        answer_by=until(standing, sent, rules.ANSWERS),
        starts_at=of.starts_at,
        ends_at=of.ends_at,
        grace_at=of.grace_at,
    )
    turn.session.add(leg)
    standing.legs.append(leg)
    standing.relay.rests_until = None
    turn.cancel(SEEK, RELAY)
    await turn.session.flush()
    showing.offered(turn, standing, leg, {one: reach.opening(each, turn.now) for one, each in days.items()})
    timeline.plan(turn, standing, leg)
    return leg


def until(standing: Standing, start: datetime, n: int) -> datetime:
    """So many working days of the organisation on."""
    try:
        return deadline(start, n, standing.calendar)
    except NoWorkday:
        return start + weeks.WEEK


# --- its end ----------------------------------------------------------------------------------------------------------
def close(turn: Turn, standing: Standing, leg: Leg, happens: Happens) -> bool:
    """Whether it changed. Its messages follow, and its timers go."""
    state = rules.after(State(leg.state), happens)
    if state is None:
        return False
    leg.state, leg.held = state.value, False
    if state not in rules.OPEN:
        leg.closed_at = turn.now
    timeline.plan(turn, standing, leg)
    showing.changed(turn, standing, leg)
    return True


def hand_back(turn: Turn, standing: Standing, leg: Leg, *, last: bool = True) -> bool:
    """Whether it changed. `last`: whoever had it, or was asked, is placed last in this round."""
    if not close(turn, standing, leg, Happens.GONE):
        return False
    row = standing.runners.get(leg.person or "")
    if last and row is not None:
        row.last_in = standing.relay.round
    return True


def covers(leg: Leg, day: date, standing: Standing) -> bool:
    """Whether a day lies in a leg or its grace."""
    calendar, of = standing.calendar, moments_of(leg)
    return calendar.day_of(of.starts_at) <= day <= calendar.day_of(of.grace_at)


def was_sent(leg: Leg, now: datetime) -> bool:
    """Whether whoever is asked could read it before it was over."""
    return leg.offered_at <= (leg.closed_at or now)
