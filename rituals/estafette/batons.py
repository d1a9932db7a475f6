"""The one engine of the relay: whatever happened, it sees to it that there is a next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rituals.contract import Turn
from rituals.estafette import circle, coordinating, messages, rules, showing, timeline, weeks
from rituals.estafette.holding import Standing, latest_run, open_leg, to_pass
from rituals.estafette.names import FALL_BACK
from rituals.estafette.offering import (
    NOBODY,
    Passing,
    askable,
    close,
    coming,
    hand_back,
    offer,
    repeaters,
    unplaced,
    until,
)
from rituals.estafette.resting import not_begun, pause, rest
from rituals.estafette.rules import Happens, PausedBy, RelayState, State
from rituals.estafette.subjects import RELAY
from rituals.shown import Place
from storage.estafette import Leg, Runner


@dataclass(frozen=True, slots=True)
class Shared:
    """What follows for whoever shared: `late`, and whether the baton is theirs to pass."""

    late: bool
    may_pass: bool


# --- whatever happened ------------------------------------------------------------------------------------------------
async def go_on(turn: Turn, standing: Standing, *, since: date | None = None) -> None:
    """Does what is missing, and nothing the second time. `since`: no leg begins before this week."""
    await turn.session.flush()
    if standing.state is not RelayState.RUNNING:
        return
    if len(standing.circle) < rules.CIRCLE[0]:
        await pause(turn, standing, PausedBy.CIRCLE)
        return
    if (leg := open_leg(standing)) is not None:
        timeline.plan(turn, standing, leg)
        return
    _complete(turn, standing)
    if _can_be_passed(turn, standing):
        return
    if standing.relay.rests_until is None or since is not None:
        await _next(turn, standing, since)
    else:
        await _after_all(turn, standing)


def _complete(turn: Turn, standing: Standing) -> None:
    """Everybody in play has run: said once, as the next round begins. While no week is in sight none does.

    Its first leg may be for the week under way, which then begins as somebody takes it: no day that has been is said.
    """
    week = coming(standing) if circle.is_complete(standing) else None
    if week is None:
        return
    standing.relay.round += 1
    day = standing.calendar.day_of(weeks.start(standing.rhythm, week, standing.calendar))
    turn.say(Place(channel=standing.relay.channel), messages.round_done(max(day, standing.today)))


def _can_be_passed(turn: Turn, standing: Standing) -> bool:
    """Whether whoever shared last can still pass it; when they can't any more it goes on."""
    last, until_ = latest_run(standing), standing.relay.passes_at
    if last is None or State(last.state) is not State.SHARED:
        return False
    if until_ is not None and until_ > turn.now and last.person in standing.circle:
        turn.at(FALL_BACK, RELAY, until_)
        return True
    close_pass(turn, standing, last)
    return False


def close_pass(turn: Turn, standing: Standing, last: Leg) -> None:
    last.state, standing.relay.passes_at = State.PASSED.value, None
    turn.cancel(FALL_BACK, RELAY)
    showing.changed(turn, standing, last)


# --- the next ---------------------------------------------------------------------------------------------------------
async def _next(turn: Turn, standing: Standing, since: date | None) -> None:
    week = coming(standing, since)
    if week is None:
        await pause(turn, standing, PausedBy.WEEKS)
        return
    if not standing.relay.begun:
        await _first(turn, standing, week)
        return
    before = unplaced(standing)
    person = None if since is None and _enough_asked(standing) else await _ask(turn, standing, week)
    if person is None:
        await rest(turn, standing, week)
    elif before is not None:
        await coordinating.tell(turn, standing, coordinating.OPEN, person, week)


def _enough_asked(standing: Standing) -> bool:
    """Whether a week rests before anybody else is asked. One that begins anew, after a rest, asks in any case."""
    return circle.failed_in_a_row(standing) >= rules.FAILURES


async def _ask(turn: Turn, standing: Standing, week: date) -> str | None:
    """Whoever is asked for it now; nobody where there is nobody to ask.

    Whom the passer named next, with the same challenge, where the first had it not to its end; else the first in order.
    """
    last = standing.legs[-1] if standing.legs else None
    second = last.second if last is not None and State(last.state) in rules.CAME_TO_NOTHING else None
    some = await askable(turn, standing, week)
    if last is not None and second is not None:
        extra = last.extra and second in await repeaters(turn, standing, week)
        if extra or second in some:
            await offer(turn, standing, second, week, Passing(last.passed_by, last.challenge, extra=extra))
            return second
    if some:
        await offer(turn, standing, some[0], week, NOBODY)
    return some[0] if some else None


async def _after_all(turn: Turn, standing: Standing) -> None:
    """A week that was to rest has yet to begin, and somebody can be asked for it by now."""
    week, until_ = weeks.ahead_or_none(standing.rhythm, turn.now, standing.calendar), standing.relay.rests_until
    if week is None or until_ is None or week >= until_ or _enough_asked(standing):
        return
    if (person := await _ask(turn, standing, week)) is not None:
        await coordinating.tell(turn, standing, coordinating.OPEN, person, week)


async def _first(turn: Turn, standing: Standing, week: date) -> None:
    """Of a relay that nobody took up yet: only whoever it is to begin with is asked."""
    person = standing.relay.starts_with or standing.offices.ceo
    asked = [leg for leg in standing.legs if leg.first and leg.round == standing.relay.round]
    if person is None or person not in standing.circle or any(State(one.state) is not State.CANCELLED for one in asked):
        await not_begun(turn, standing)
        return
    await offer(turn, standing, person, week, NOBODY, first=True)


# --- what ends a leg --------------------------------------------------------------------------------------------------
async def gave_back(turn: Turn, standing: Standing, leg: Leg, *, last: bool = True) -> None:
    """Whoever had it, or was offered it, is away, left or said so: without a reason, and `last` in this round."""
    if not hand_back(turn, standing, leg, last=last):
        return
    if leg.first and not standing.relay.begun:
        await not_begun(turn, standing)
        return
    await go_on(turn, standing)


async def shared(turn: Turn, standing: Standing, leg: Leg) -> Shared:
    """A story was told in this leg, of which the state allows it. The relay goes on."""
    late = State(leg.state) is State.LAPSED
    leg.ran = True
    close(turn, standing, leg, Happens.SHARED)
    person = leg.person or ""
    if (row := standing.runners.get(person)) is not None:
        row.ran_at = turn.now
    if not late:
        standing.relay.passes_at = until(standing, turn.now, rules.PASSES)
    elif (asked := open_leg(standing)) is not None and asked.person == person:
        hand_back(turn, standing, asked)  # they have run by now, and are not to run twice
    await go_on(turn, standing)
    return Shared(late, standing.state is RelayState.RUNNING and to_pass(standing, person) is leg)


async def passed(turn: Turn, standing: Standing, leg: Leg, to: str, along: Passing) -> None:
    """By whoever ran: it is offered to that colleague, and the channel reads nothing before they say yes."""
    close_pass(turn, standing, leg)
    week = coming(standing)
    if week is None:
        await go_on(turn, standing)
        return
    await offer(turn, standing, to, week, along)


# --- the circle -------------------------------------------------------------------------------------------------------
async def know_circle(turn: Turn, standing: Standing) -> None:
    """Executives came or went: who came while it is under way is placed last in this round."""
    under_way = standing.state in (RelayState.RUNNING, RelayState.PAUSED) and standing.relay.begun
    known = {person: row for person, row in standing.runners.items() if person in standing.circle}
    for person in standing.circle:
        if person not in known:
            last = standing.relay.round if under_way else 0
            known[person] = Runner(person=person, since=turn.now, last_in=last)
            turn.session.add(known[person])
    for person, row in standing.runners.items():
        if person not in known:
            await turn.session.delete(row)
    standing.runners = known
    await turn.session.flush()


async def follow_circle(turn: Turn, standing: Standing) -> None:
    """Whoever went gives back what they had."""
    await know_circle(turn, standing)
    leg = open_leg(standing)
    if leg is not None and leg.person not in standing.circle:
        await gave_back(turn, standing, leg, last=False)
    if standing.state is RelayState.PAUSED and standing.relay.paused_by == PausedBy.CIRCLE.value:
        await _is_enough(turn, standing)
    await go_on(turn, standing)


async def _is_enough(turn: Turn, standing: Standing) -> None:
    """That there are three again is said once, until there are too few once more."""
    few = f"{coordinating.PAUSED}.{PausedBy.CIRCLE.value}"
    kind = coordinating.ENOUGH if len(standing.circle) >= rules.CIRCLE[0] else few
    if await coordinating.newest(turn, (few, coordinating.ENOUGH)) != kind:
        await coordinating.tell(turn, standing, kind)
