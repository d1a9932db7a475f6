"""What timers do in the relay. They come one at a time, as there is one relay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rituals import reach
from rituals.contract import Due, Turn
from rituals.estafette import batons, circle, coordinating, offering, resting, rules, showing, timeline, weeks
from rituals.estafette.holding import Standing, held, latest_run, open_leg
from rituals.estafette.names import ASKED, FRIDAY, MIDWEEK
from rituals.estafette.rules import Happens, RelayState, State
from rituals.estafette.subjects import leg_of
from rituals.facts import WhoWantsQuiet
from rituals.shown import Place
from storage.estafette import Leg


async def _held(turn: Turn, due: Due, states: frozenset[State]) -> tuple[Standing, Leg] | None:
    """The leg, where it is still the open one in one of these states and the relay runs."""
    standing = await held(turn)
    if standing is None or standing.state is not RelayState.RUNNING:
        return None
    leg = open_leg(standing)
    if leg is None or leg.id != leg_of(due.about) or State(leg.state) not in states or leg.held:
        return None
    return standing, leg


async def unanswered(turn: Turn, due: Due) -> None:
    found = await _held(turn, due, frozenset({State.OFFERED}))
    if found is None or found[1].answer_by > turn.now:
        return
    standing, leg = found
    offering.close(turn, standing, leg, Happens.UNANSWERED)
    await said_no(turn, standing, leg)


async def said_no(turn: Turn, standing: Standing, leg: Leg) -> None:
    """A no, or no answer: somebody else is asked, and after two rounds in a row a talk is better than a message."""
    if circle.two_rounds_running(standing.legs, leg):
        await coordinating.tell(turn, standing, coordinating.TALK, leg.person)
    if leg.first and not standing.relay.begun:
        await resting.not_begun(turn, standing)
    else:
        await batons.go_on(turn, standing)


async def begin(turn: Turn, due: Due) -> None:
    """The week begins: the channel reads who holds the baton, once."""
    found = await _held(turn, due, rules.RUNS)
    if found is None or found[1].told or found[1].starts_at > turn.now:
        return
    standing, leg = found
    leg.told = "start"
    if leg.ends_at > turn.now:  # else the service was away for the whole week
        showing.begun(turn, standing, leg)


async def midweek(turn: Turn, due: Due) -> None:
    await _ask(turn, due, MIDWEEK, frozenset({State.ACCEPTED}))


async def friday(turn: Turn, due: Due) -> None:
    await _ask(turn, due, FRIDAY, rules.RUNS)


async def _ask(turn: Turn, due: Due, timer: str, states: frozenset[State]) -> None:
    """Never more than twice in a leg; not who is away today, or wants quiet."""
    found = await _held(turn, due, states)
    if found is None or found[1].written >= rules.WRITTEN:
        return
    _standing, leg = found
    person = leg.person or ""
    days = (await reach.days(turn, [person])).get(person)
    quiet = {one for some in await turn.tell(WhoWantsQuiet("estafette", (person,))) for one in some}
    if person in quiet or (days is not None and not days.is_workday(days.day_of(turn.now))):
        return
    leg.written += 1
    after = reach.opening(days, turn.now) if days is not None else None
    turn.show(ASKED, showing.asked(leg, timer, longer=leg.longer), Place(person=person, after=after))


async def lapse(turn: Turn, due: Due) -> None:
    found = await _held(turn, due, rules.RUNS)
    if found is None or found[1].grace_at > turn.now:
        return
    standing, leg = found
    offering.close(turn, standing, leg, Happens.LAPSED)
    await batons.go_on(turn, standing)


async def fall_back(turn: Turn, due: Sequence[Due]) -> None:
    """Whoever shared didn't pass the baton in time: it goes on by itself."""
    standing = await held(turn)
    if standing is not None and latest_run(standing) is not None:
        await batons.go_on(turn, standing)


async def week(turn: Turn, due: Sequence[Due]) -> None:
    """A week begins. Where it rests, the channel reads so; the next beginning is planned in any case."""
    standing = await held(turn)
    if standing is None or standing.state is not RelayState.RUNNING:
        return
    timeline.weekly(turn, standing)
    here = weeks.monday(standing.today)
    goes_on = _goes_on(standing, here)
    if goes_on is not None:
        resting.say_rest(turn, standing, here, goes_on)
    await batons.go_on(turn, standing)


def _goes_on(standing: Standing, here: date) -> date | None:
    """The week in which it goes on, where this one rests and nobody runs through it."""
    rhythm, leg = standing.rhythm, open_leg(standing)
    if not weeks.in_turn(rhythm, here):  # of every second week, this one never had a leg
        return None
    if leg is not None and State(leg.state) in rules.RUNS and leg.starts_at <= standing.now < leg.ends_at:
        return None
    waits = standing.relay.rests_until is not None and here < standing.relay.rests_until
    if not (waits or weeks.rests(rhythm, here, standing.calendar)):
        return None
    if leg is not None and leg.week > here:
        return leg.week
    try:
        return standing.relay.rests_until or weeks.next_week(rhythm, here + weeks.WEEK, standing.calendar)
    except weeks.NoWeek:
        return None


async def seek(turn: Turn, due: Sequence[Due]) -> None:
    """The week after one that rests is near: somebody is asked again."""
    standing = await held(turn)
    if standing is None or standing.relay.rests_until is None:
        return
    since, standing.relay.rests_until = standing.relay.rests_until, None
    await batons.go_on(turn, standing, since=since)
