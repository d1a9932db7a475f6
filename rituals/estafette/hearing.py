"""What others tell that the relay follows: who is in its circle, who is away, and what could not be posted."""

from __future__ import annotations

from rituals import reach
from rituals.contract import Turn
from rituals.estafette import batons, replanning, resting, timeline, weeks
from rituals.estafette.holding import held, moments_of, open_leg
from rituals.estafette.names import PASSED, TURN
from rituals.estafette.rules import PausedBy, RelayState
from rituals.estafette.story_subjects import STORY
from rituals.estafette.subjects import leg_of
from rituals.facts import BackAgain, BecameAway, CalendarChanged, Delivered, GaveUp, LookedAfter, OfficesChanged, Round
from storage import estafette as store


async def offices_changed(turn: Turn, _fact: OfficesChanged) -> None:
    standing = await held(turn)
    if standing is not None:
        await batons.follow_circle(turn, standing)


async def became_away(turn: Turn, fact: BecameAway) -> None:
    """Whoever is away for more than half of their leg gives it back; while it is paused, once it goes on."""
    relay = await store.relay(turn.session)
    if relay is None or relay.state != RelayState.RUNNING.value:
        return
    standing = await held(turn)
    leg = open_leg(standing) if standing is not None else None
    if standing is None or leg is None or leg.person != fact.person or leg.held:
        return
    days = (await reach.days(turn, [fact.person])).get(fact.person)
    if weeks.is_away(moments_of(leg), days, standing.calendar):
        await batons.gave_back(turn, standing, leg)


async def back_again(turn: Turn, fact: BackAgain) -> None:
    """Where a week was to rest because everybody is away, this one may run it."""
    standing = await held(turn)
    if standing is not None and fact.person in standing.circle:
        await batons.go_on(turn, standing)


async def calendar_changed(turn: Turn, _fact: CalendarChanged) -> None:
    """With other days off, weeks begin, end and rest at another time."""
    standing = await held(turn)
    if standing is not None:
        await replanning.follow(turn, standing)


async def went_round(turn: Turn, _fact: Round) -> None:
    """Whatever was lost is taken up: the night makes sure that there is a next step."""
    standing = await held(turn)
    if standing is None:
        return
    if standing.state is RelayState.RUNNING:
        timeline.weekly(turn, standing)
        timeline.seek(turn, standing)
    await batons.follow_circle(turn, standing)


async def delivered(turn: Turn, fact: Delivered) -> None:
    """Whoever holds the baton was rung by the line as it was first posted, and by no edit of it."""
    if fact.card != TURN:
        return
    leg = (await store.legs(turn.session, [leg_of(fact.about)])).get(leg_of(fact.about))
    if leg is not None:
        leg.rung = True


async def gave_up(turn: Turn, fact: GaveUp) -> None:
    """Nothing can be posted in the relay's channel: it pauses, and its coordinator knows.

    That a line which stood there can't be edited any more is no reason: somebody deleted it.
    """
    if not fact.channel or not _stops(fact):
        return
    standing = await held(turn)
    if standing is not None and standing.relay.channel == fact.channel and standing.state is RelayState.RUNNING:
        await resting.pause(turn, standing, PausedBy.CHANNEL)


def _stops(fact: GaveUp) -> bool:
    return fact.lost or (fact.card in (TURN, PASSED, STORY) and not fact.stood)


async def looked_after(turn: Turn, asked: LookedAfter) -> bool:
    """The relay pauses for it, or did already for its channel: of both the coordinator reads."""
    relay = await store.relay(turn.session)
    if relay is None or relay.channel != asked.gave_up.channel:
        return False
    if relay.state == RelayState.RUNNING.value:
        return _stops(asked.gave_up)
    return (relay.state, relay.paused_by) == (RelayState.PAUSED.value, PausedBy.CHANNEL.value)
