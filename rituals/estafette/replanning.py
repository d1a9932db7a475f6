"""What follows once the relay is set up otherwise: a turn that has begun keeps its times, the next ones follow."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals import reach
from rituals.contract import Turn
from rituals.estafette import batons, offering, showing, timeline, weeks
from rituals.estafette.holding import Standing, held, open_leg, preparers_of
from rituals.estafette.names import PREPARES
from rituals.estafette.rules import RUNS, Happens, RelayState, State
from rituals.estafette.subjects import of_leg, to
from rituals.estafette.weeks import Moments
from rituals.facts import OfficesChanged
from rituals.shown import Message, Place, Text
from rituals.words import Day, _
from storage.estafette import Leg, Relay

FORTNIGHTLY: Final = 2  # weeks from one start to the next


async def follow(turn: Turn, standing: Standing) -> None:
    """Where it runs: the open turn that has yet to begin, and the week in which a relay that rests goes on."""
    if standing.state is not RelayState.RUNNING:
        return
    timeline.weekly(turn, standing)
    leg = open_leg(standing)
    if leg is not None and leg.starts_at > turn.now:
        await _moved(turn, standing, leg)
    if standing.relay.rests_until is not None:
        standing.relay.rests_until = _goes_on(standing, standing.relay.rests_until)
        timeline.seek(turn, standing)
    await batons.go_on(turn, standing)


def counted_from(relay: Relay, standing: Standing) -> date | None:
    """Every second week is counted from the newest turn, so that the next one isn't put off by more than a week."""
    last = max((leg.week for leg in standing.legs), default=None)
    return last if relay.every == FORTNIGHTLY and last is not None else relay.anchor


def _goes_on(standing: Standing, planned: date) -> date:
    """As planned, or sooner where a week before it is on again."""
    try:
        soonest = weeks.ahead(standing.rhythm, standing.now, standing.calendar)
        return (
            min(soonest, planned)
            if soonest <= planned
            else weeks.next_week(standing.rhythm, planned, standing.calendar)
        )
    except weeks.NoWeek:
        return planned


async def _moved(turn: Turn, standing: Standing, leg: Leg) -> None:
    """Whoever took it reads from when it is theirs now; who is asked finds it in the offer."""
    try:
        week = weeks.next_week(standing.rhythm, leg.week, standing.calendar)
    except weeks.NoWeek:
        return
    of = weeks.from_now(standing.rhythm, week, turn.now, standing.calendar)
    if leg.longer:
        of = weeks.longer(standing.rhythm, of, standing.calendar)
    if (of.starts_at, of.ends_at, week) == (leg.starts_at, leg.ends_at, leg.week):
        return
    began = standing.calendar.day_of(leg.starts_at)
    _write(standing, leg, week, of)
    timeline.plan(turn, standing, leg)
    showing.changed(turn, standing, leg)
    begins = standing.calendar.day_of(of.starts_at)
    if State(leg.state) in RUNS and begins != began and leg.person:
        turn.say(Place(person=leg.person, after=await reach.at(turn, leg.person)), moved(begins))


def _write(standing: Standing, leg: Leg, week: date, of: Moments) -> None:
    leg.week, leg.starts_at, leg.ends_at, leg.grace_at = week, of.starts_at, of.ends_at, of.grace_at
    if leg.contact_on is not None and not offering.covers(leg, leg.contact_on, standing):
        leg.contact_on, leg.contact_kind, leg.state = None, "", State.ACCEPTED.value


def moved(begins: date) -> Message:
    return Message((Text(_("The weeks of the relay changed. The baton is yours from {date}.", date=Day(begins))),))


# --- who it is about --------------------------------------------------------------------------------------------------
async def offices_changed(turn: Turn, fact: OfficesChanged) -> None:
    """Whoever prepares for who has the baton finds it; who does so no more finds nothing to prepare.

    A relay that nobody took up yet begins with whoever is CEO now.
    """
    standing = await held(turn)
    leg = open_leg(standing) if standing is not None else None
    if standing is None or leg is None or standing.state is not RelayState.RUNNING:
        return
    if leg.first and not standing.relay.begun and leg.person not in (standing.offices.ceo, standing.relay.starts_with):
        offering.close(turn, standing, leg, Happens.CANCELLED)
        await batons.go_on(turn, standing)
        return
    moments = await reach.moments(turn, fact.people)
    for person in fact.people:
        subject = to(of_leg(leg), person)
        if person in preparers_of(standing, leg.person):
            turn.show(PREPARES, subject, Place(person=person, after=max(leg.offered_at, moments.get(person, turn.now))))
        else:
            turn.changed(PREPARES, subject)
