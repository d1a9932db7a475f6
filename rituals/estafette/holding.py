"""The relay as it stands, held for a change: its row first, then its legs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rituals import executives, teams
from rituals.calendar import Calendar
from rituals.contract import Refused, Turn
from rituals.estafette import rules
from rituals.estafette.rules import RelayState, State
from rituals.estafette.weeks import Moments, Rhythm
from rituals.executives import Executives
from rituals.words import _
from storage import estafette as store
from storage.estafette import Leg, Relay, Runner

NO_RELAY = _("There is no relay yet. The relay coordinator sets it up with /relay settings.")


@dataclass(slots=True)
class Standing:
    """`legs`: those of this round and the one before, and whatever is open, oldest first. `circle`: the executives.

    `calendar` is the organisation's.
    """

    relay: Relay
    calendar: Calendar
    offices: Executives
    runners: Mapping[str, Runner]
    legs: list[Leg]
    now: datetime

    @property
    def circle(self) -> tuple[str, ...]:
        return self.offices.executives

    @property
    def state(self) -> RelayState:
        return RelayState(self.relay.state)

    @property
    def rhythm(self) -> Rhythm:
        row = self.relay
        return Rhythm(
            row.start_day,
            row.start_clock,
            row.end_day,
            row.end_clock,
            row.every,
            row.anchor,
            frozenset(row.off),
            frozenset(row.on),
        )

    @property
    def today(self) -> date:
        return self.calendar.day_of(self.now)


async def hold(turn: Turn) -> Standing:
    """Raises Refused where no relay is set up."""
    relay = await store.hold(turn.session)
    if relay is None:
        raise Refused(NO_RELAY)
    return await _standing(turn, relay)


async def held(turn: Turn) -> Standing | None:
    relay = await store.hold(turn.session)
    return None if relay is None else await _standing(turn, relay)


async def read(turn: Turn) -> Standing | None:
    """The same, without waiting for anybody."""
    relay = await store.relay(turn.session)
    return None if relay is None else await _standing(turn, relay)


async def _standing(turn: Turn, relay: Relay) -> Standing:
    """Seven statements, however many have run."""
    await turn.session.flush()
    calendar = await teams.of_organisation(turn)
    offices = await executives.known(turn)
    runners = await store.runners(turn.session)
    legs = await store.standing(turn.session, relay.round - 1, sorted(rules.OPEN))
    return Standing(relay, calendar, offices, runners, list(legs), turn.now)


# --- legs -------------------------------------------------------------------------------------------------------------
def open_leg(standing: Standing) -> Leg | None:
    """The one that is offered, or runs; there is never more than one."""
    return next((leg for leg in reversed(standing.legs) if State(leg.state) in rules.OPEN), None)


def running(standing: Standing) -> Leg | None:
    leg = open_leg(standing)
    return leg if leg is not None and State(leg.state) in rules.RUNS else None


def mine(standing: Standing, person: str) -> Leg | None:
    """The leg in which this person can tell: the one they run, else their last if it lapsed without a story."""
    own = [leg for leg in standing.legs if leg.person == person]
    current = next((leg for leg in reversed(own) if State(leg.state) in rules.RUNS), None)
    if current is not None:
        return current
    last = next((leg for leg in reversed(own) if State(leg.state) in rules.TELLS | rules.RAN), None)
    return last if last is not None and State(last.state) is State.LAPSED and not last.ran else None


def to_pass(standing: Standing, person: str) -> Leg | None:
    """Their leg from which the baton can still be passed: nobody else has it, or is asked."""
    last = latest_run(standing) if open_leg(standing) is None else None
    return last if last is not None and last.person == person and State(last.state) is State.SHARED else None


def latest_run(standing: Standing) -> Leg | None:
    """The last leg in which a story was told in time."""
    return next((leg for leg in reversed(standing.legs) if State(leg.state) in rules.RAN), None)


def moments_of(leg: Leg) -> Moments:
    return Moments(leg.starts_at, leg.ends_at, leg.grace_at)


def preparers_of(standing: Standing, person: str | None) -> Sequence[str]:
    return standing.offices.preparers.get(person or "", ())
