"""A relay that was paused goes on, with the next week that has yet to begin."""

from __future__ import annotations

from datetime import date

from rituals import reach
from rituals.contract import Turn
from rituals.estafette import batons, coordinating, offering, rules, showing, timeline, weeks
from rituals.estafette.holding import Standing, latest_run, open_leg
from rituals.estafette.rules import RelayState, State
from storage.estafette import Leg


async def resume(turn: Turn, standing: Standing) -> None:
    """Whoever holds the baton begins with that week; where nobody does, somebody is asked for it. Raises NoWeek."""
    relay = standing.relay
    relay.state, relay.paused_by = RelayState.RUNNING.value, ""
    week = weeks.ahead(standing.rhythm, turn.now, standing.calendar)
    timeline.weekly(turn, standing)
    showing.on_the_way(turn, standing)
    await coordinating.follow(turn, standing)
    leg, last = open_leg(standing), latest_run(standing)
    if leg is not None and not await _takes_up(turn, standing, leg, week):
        offering.hand_back(turn, standing, leg)
    elif leg is None and last is not None and State(last.state) is State.SHARED:
        relay.passes_at = offering.until(standing, turn.now, rules.PASSES)
    await batons.go_on(turn, standing, since=week)


async def _takes_up(turn: Turn, standing: Standing, leg: Leg, week: date) -> bool:
    """Whether whoever held it can still run; then with the dates of that week, and the time they took more."""
    of = weeks.moments(standing.rhythm, week, standing.calendar)
    person = leg.person or ""
    days = (await reach.days(turn, [person])).get(person)
    row = standing.runners.get(person)
    gone = person not in standing.circle or (row is not None and row.sits_out)
    if gone or weeks.is_away(of, days, standing.calendar):
        return False
    if leg.longer:
        of = weeks.longer(standing.rhythm, of, standing.calendar)
    leg.held, leg.told, leg.rung, leg.week = False, "", False, week
    leg.starts_at, leg.ends_at, leg.grace_at = of.starts_at, of.ends_at, of.grace_at
    if leg.contact_on is not None and not offering.covers(leg, leg.contact_on, standing):
        leg.contact_on, leg.contact_kind, leg.state = None, "", State.ACCEPTED.value
    showing.changed(turn, standing, leg)
    return True
