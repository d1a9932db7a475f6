"""What is read of legs, drawn for many at once. At most five statements each, however many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals import executives
from rituals.calendar import Calendar
from rituals.contract import Turn, person_of
from rituals.estafette import messages
from rituals.estafette.names import MIDWEEK
from rituals.estafette.offering import was_sent
from rituals.estafette.rules import RelayState
from rituals.estafette.subjects import leg_of, of_leg
from rituals.shown import Message
from rituals.teams import of_organisation
from rituals.words import Part, Person, _
from storage import estafette as store
from storage.estafette import Leg

Drawn = Mapping[str, Message | None]


async def _legs(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Leg]:
    rows = await store.legs(turn.session, {leg_of(each) for each in subjects})
    return {each: rows[leg_of(each)] for each in subjects if leg_of(each) in rows}


def begins(leg: Leg, calendar: Calendar) -> date:
    return calendar.day_of(leg.starts_at)


def named(person: str | None) -> Part:
    return Person(person) if person else _("A former colleague")


async def draw_offers(turn: Turn, subjects: Sequence[str]) -> Drawn:
    """Nothing of an offer that was over before anybody could read it."""
    legs, calendar = await _legs(turn, subjects), await of_organisation(turn)
    found = {
        each: messages.offer(leg, of_leg(leg), begins(leg, calendar), named(leg.passed_by))
        for each, leg in legs.items()
        if leg.person and was_sent(leg, turn.now)
    }
    return {each: found.get(each) for each in subjects}


async def draw_asked(turn: Turn, subjects: Sequence[str]) -> Drawn:
    legs = await _legs(turn, subjects)
    word = MIDWEEK.rpartition(".")[2]
    found = {
        each: messages.asked(leg, of_leg(leg), person_of(each).startswith(word))
        for each, leg in legs.items()
        if leg.person
    }
    return {each: found.get(each) for each in subjects}


async def draw_prepares(turn: Turn, subjects: Sequence[str]) -> Drawn:
    """For who prepares for them no more there is nothing to prepare."""
    legs, offices = await _legs(turn, subjects), await executives.known(turn)
    found = {
        each: messages.prepares(leg, of_leg(leg), still=person_of(each) in offices.preparers.get(leg.person, ()))
        for each, leg in legs.items()
        if leg.person and was_sent(leg, turn.now)
    }
    return {each: found.get(each) for each in subjects}


async def draw_turns(turn: Turn, subjects: Sequence[str]) -> Drawn:
    """A week that this leg isn't held in any more keeps its line, without ringing anybody."""
    legs, relay = await _legs(turn, subjects), await store.relay(turn.session)
    goes_on = relay is not None and relay.state == RelayState.RUNNING.value
    found = {each: _turn(leg, person_of(each), goes_on=goes_on) for each, leg in legs.items()}
    return {each: found.get(each) for each in subjects}


def _turn(leg: Leg, week: str, *, goes_on: bool) -> Message:
    rings = not leg.rung and leg.week.isoformat() == week
    return messages.turn(leg, named(leg.person), rings=rings, goes_on=goes_on)


async def draw_passed(turn: Turn, subjects: Sequence[str]) -> Drawn:
    legs = await _legs(turn, subjects)
    found = {each: messages.passed(leg, named(leg.passed_by), named(leg.person)) for each, leg in legs.items()}
    return {each: found.get(each) for each in subjects}
