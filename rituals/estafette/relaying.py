"""What a coordinator does with the whole relay: begin, pause, go on, stop, and take a week off."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals import reach
from rituals.answers import ALREADY, OVER
from rituals.contract import Answer, Event, Note, Refused, Turn
from rituals.estafette import (
    batons,
    coordinating,
    messages,
    offering,
    resting,
    resuming,
    rules,
    showing,
    timeline,
    weeks,
)
from rituals.estafette.holding import Standing, hold, latest_run, open_leg
from rituals.estafette.offering import was_sent
from rituals.estafette.rules import Happens, PausedBy, RelayState, State
from rituals.estafette.subjects import leg_of
from rituals.shown import Place
from rituals.words import Day, Person, Sentence, _
from storage import audit
from storage.estafette import Leg

RUNS: Final = _("The relay is running already.")
NOT_RUNNING: Final = _("The relay isn't running now.")
NO_CEO: Final = _("Choose a CEO first, with /relay settings. The relay begins with the CEO.")
TOO_FEW: Final = _("A relay takes three executives or more. Choose them with /relay settings.")
NO_WEEKS: Final = _("No week without a rest is in sight. Look at the weeks off with /relay settings.")


async def start(turn: Turn, event: Event) -> Answer:
    """The first leg is offered to the CEO. Of a relay that is paused: it goes on."""
    standing = await hold(turn)
    if standing.state is RelayState.PAUSED:
        return await resume(turn, event)
    if standing.state is RelayState.RUNNING:
        raise Refused(RUNS)
    _enough(standing)
    if standing.offices.ceo is None or standing.offices.ceo not in standing.circle:
        raise Refused(NO_CEO)
    relay = standing.relay
    relay.state, relay.begun, relay.round, relay.paused_by = RelayState.RUNNING.value, False, relay.round + 1, ""
    relay.rests_until = relay.passes_at = None
    week = _ahead(standing)
    relay.anchor = week
    timeline.weekly(turn, standing)
    await batons.know_circle(turn, standing)
    await coordinating.follow(turn, standing)
    await _noted(turn, event, "start")
    await offering.offer(turn, standing, standing.offices.ceo, week, offering.NOBODY, first=True)
    return Note(_asking(standing))


def _enough(standing: Standing) -> None:
    if len(standing.circle) < rules.CIRCLE[0]:
        raise Refused(TOO_FEW)


def _ahead(standing: Standing) -> date:
    try:
        return weeks.ahead(standing.rhythm, standing.now, standing.calendar)
    except weeks.NoWeek:
        raise Refused(NO_WEEKS) from None


def _asking(standing: Standing) -> Sentence:
    leg = open_leg(standing)
    if leg is None or not leg.person:
        return _("The relay goes on. I'll let you know when a turn is open.")
    name, day = Person(leg.person), Day(standing.calendar.day_of(leg.starts_at))
    if State(leg.state) is State.OFFERED:
        return _("The relay begins. I'm asking {name} for the week of {date}.", name=name, date=day)
    return _("The relay goes on. {name} holds the baton from {date}.", name=name, date=day)


async def pause(turn: Turn, event: Event) -> Answer:
    standing = await hold(turn)
    if standing.state is RelayState.PAUSED:
        return Note(ALREADY)
    if standing.state is not RelayState.RUNNING:
        raise Refused(NOT_RUNNING)
    await resting.pause(turn, standing, PausedBy.COORDINATOR)
    await _noted(turn, event, "pause")
    return Note(_("The relay rests. Who holds the baton keeps it, without dates. You let it go on with /relay start."))


async def resume(turn: Turn, event: Event) -> Answer:
    standing = await hold(turn)
    if standing.state is RelayState.RUNNING:
        return Note(ALREADY)
    if standing.state is not RelayState.PAUSED:
        raise Refused(NOT_RUNNING)
    _enough(standing)
    _ahead(standing)
    await resuming.resume(turn, standing)
    await _noted(turn, event, "resume")
    return Note(_asking(standing))


async def stop(turn: Turn, event: Event) -> Answer:
    """Whatever is open ends; stories stay."""
    standing = await hold(turn)
    if standing.state is RelayState.STOPPED:
        return Note(ALREADY)
    if standing.state is RelayState.READY:
        raise Refused(NOT_RUNNING)
    standing.relay.state, standing.relay.passes_at, standing.relay.rests_until = RelayState.STOPPED.value, None, None
    for leg in [each for each in standing.legs if State(each.state) in rules.OPEN]:
        had = State(leg.state) in rules.RUNS
        offering.close(turn, standing, leg, Happens.CANCELLED)
        if had and leg.person:
            turn.say(Place(person=leg.person, after=await reach.at(turn, leg.person)), messages.stopped())
    if (last := latest_run(standing)) is not None and State(last.state) is State.SHARED:
        batons.close_pass(turn, standing, last)
    timeline.stop(turn)
    showing.on_the_way(turn, standing)
    await coordinating.follow(turn, standing)
    await _noted(turn, event, "stop")
    return Note(_("The relay has stopped. All stories stay. You begin anew with /relay start."))


async def cancel_week(turn: Turn, event: Event) -> Answer:
    """The week of the open leg is off: who was in it reads so in private, and somebody is asked for the next."""
    standing = await hold(turn)
    leg = open_leg(standing)
    named = leg_of(event.about)
    if leg is None or standing.state is not RelayState.RUNNING or named not in (-1, leg.id):
        raise Refused(OVER)
    person, week = leg.person or "", _under_way(standing, leg)
    standing.relay.off = sorted({*standing.relay.off, weeks.key(week)})
    offering.close(turn, standing, leg, Happens.CANCELLED)
    if was_sent(leg, turn.now):
        turn.say(Place(person=person, after=await reach.at(turn, person)), messages.back())
    await _noted(turn, event, "cancel_week")
    if leg.first and not standing.relay.begun:
        await resting.not_begun(turn, standing)
        return Note(_("That week is off."))
    began = weeks.start(standing.rhythm, week, standing.calendar) <= turn.now
    await batons.go_on(turn, standing, since=week + weeks.WEEK)
    following = open_leg(standing)
    if began and following is not None:
        resting.say_rest(turn, standing, week, following.week)
    return Note(_("That week is off."))


def _under_way(standing: Standing, leg: Leg) -> date:
    """The week of a leg, or of its longer half the one it is in by now."""
    last = weeks.monday(standing.calendar.day_of(leg.ends_at))
    return min(max(leg.week, weeks.monday(standing.today)), max(last, leg.week))


async def _noted(turn: Turn, event: Event, what: str) -> None:
    await audit.log(turn.session, turn.org, event.person, f"estafette.{what}", turn.now)
