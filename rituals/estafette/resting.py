"""The relay rests: a week, or until somebody lets it go on. Whoever looks after it knows in any case."""

from __future__ import annotations

from datetime import date

from rituals.contract import Turn
from rituals.estafette import coordinating, messages, offering, showing, timeline, weeks
from rituals.estafette.holding import Standing, open_leg
from rituals.estafette.rules import Happens, PausedBy, RelayState, State
from rituals.shown import Place


async def pause(turn: Turn, standing: Standing, why: PausedBy) -> None:
    """Offers are withdrawn; who runs keeps the baton, without dates."""
    standing.relay.state, standing.relay.paused_by = RelayState.PAUSED.value, why.value
    standing.relay.rests_until = standing.relay.passes_at = None
    leg = open_leg(standing)
    if leg is not None and State(leg.state) is State.OFFERED:
        offering.close(turn, standing, leg, Happens.CANCELLED)
    elif leg is not None:
        leg.held = True
        timeline.plan(turn, standing, leg)
        showing.changed(turn, standing, leg)
    timeline.stop(turn)
    showing.on_the_way(turn, standing)
    if why is not PausedBy.COORDINATOR:
        await coordinating.tell(turn, standing, f"{coordinating.PAUSED}.{why.value}")
    await coordinating.follow(turn, standing)


async def rest(turn: Turn, standing: Standing, week: date) -> None:
    """There is nobody to ask: the week rests, the coordinator knows, and the channel reads so as it begins."""
    relay = standing.relay
    try:
        relay.rests_until = weeks.next_week(standing.rhythm, week + weeks.WEEK, standing.calendar)
    except weeks.NoWeek:
        await pause(turn, standing, PausedBy.WEEKS)
        return
    timeline.seek(turn, standing)
    await coordinating.tell(turn, standing, coordinating.RESTS, None, relay.rests_until)
    if weeks.start(standing.rhythm, week, standing.calendar) <= turn.now:
        say_rest(turn, standing, week, relay.rests_until)


def say_rest(turn: Turn, standing: Standing, week: date, goes_on: date) -> None:
    """Once for each week."""
    if standing.relay.rested is not None and standing.relay.rested >= week:
        return
    standing.relay.rested = week
    day = standing.calendar.day_of(weeks.start(standing.rhythm, goes_on, standing.calendar))
    turn.say(Place(channel=standing.relay.channel), messages.week_off(day))


async def not_begun(turn: Turn, standing: Standing) -> None:
    """Whoever it was to begin with doesn't: the relay waits, and its coordinator knows."""
    standing.relay.state, standing.relay.starts_with = RelayState.READY.value, None
    timeline.stop(turn)
    await coordinating.tell(turn, standing, coordinating.NOT_BEGUN)
