"""Figures are switched on by an admin who records what the works council said, and off at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals import logged, teams
from rituals.contract import Answer, Event, Note, Turn, Wrong
from rituals.gate import OPEN
from rituals.privacy import messages, rules
from rituals.sheet import gate
from rituals.shown import Form, Place
from rituals.words import Sentence
from storage import audit, organisations
from storage.organisations import Organisation


async def form(turn: Turn, event: Event) -> Form:
    org = await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)
    return messages.gate_form(org, await logged.seen_by(turn))


async def save(turn: Turn, event: Event) -> Answer:
    org = await organisations.hold(turn.session, turn.org)
    if event.values["gate"] == OPEN:
        _may_open(org, event.values, teams.nowhere(org).day_of(turn.now))
    before = (org.gate, org.gate_position, org.gate_on, org.gate_reference)
    happened = rules.changes(org.gate, event.values["gate"])
    _take_over(org, event.values)
    if before != (org.gate, org.gate_position, org.gate_on, org.gate_reference):
        await audit.log(turn.session, turn.org, event.person, f"{event.does} {org.gate.lower()}", turn.now)
    if happened and org.channel is None:
        return Note(messages.CLOSED_UNTOLD)
    _announce(turn, org, happened)
    return Note(messages.SAVED)


def _may_open(org: Organisation, given: Mapping[str, object], today: date) -> None:
    """Raises Wrong."""
    if lacking := rules.lacking(given, today):
        raise Wrong(**{name: messages.LACKING[why] for name, why in lacking.items()})
    if org.channel is None:
        raise Wrong(gate=messages.NO_CHANNEL)


def _take_over(org: Organisation, given: Mapping[str, object]) -> None:
    """Closing keeps what was recorded; it is shown while the figures are on only."""
    org.gate = str(given["gate"])
    if org.gate == OPEN:
        org.gate_position, org.gate_reference = str(given["position"]), str(given["reference"])
        on = given["on"]
        org.gate_on = on if isinstance(on, date) else None


def _announce(turn: Turn, org: Organisation, happened: str) -> None:
    if happened and org.channel is not None:
        turn.say(Place(channel=org.channel), messages.opened(org) if happened == "opened" else messages.closed())


async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    org = await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)
    return dict.fromkeys(abouts, messages.figures(gate(org)))
