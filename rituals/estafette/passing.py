"""Whoever shared passes the baton to a colleague, with a challenge."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from rituals.contract import Answer, Event, Note, Opens, Refused, Turn, Wrong
from rituals.estafette import batons, circle, offering, pass_form, rules
from rituals.estafette.addressed import whom
from rituals.estafette.holding import NO_RELAY, Standing, hold, latest_run, mine, read, to_pass
from rituals.estafette.offering import Passing
from rituals.estafette.relaying import NOT_RUNNING
from rituals.estafette.rules import RelayState, State
from rituals.estafette.subjects import of_leg
from rituals.shown import Form
from rituals.words import Listed, Person, Sentence, Typed, _
from storage.estafette import Leg

FORM: Final = "estafette.pass"
SHARE_FIRST: Final = _(
    "First share your story, then you pass the baton. With /relay share it takes three short answers."
)
NOT_YOURS: Final = _("You have no baton to pass on now.")
GONE_ON: Final = _("The baton has gone on already. Thank you for your story.")
PAUSED: Final = _("The relay is paused. You can pass the baton once it goes on.")
NOBODY: Final = _("There is nobody to pass it to right now. I'll see to it.")
SAME: Final = _("Choose somebody else as your second choice.")


@dataclass(frozen=True, slots=True)
class Choice:
    """To whom it can go, in the order of the circle: the order in which they are asked says who was asked before.

    `extra`: whoever is still to go is away, so that these would run one more time.
    """

    leg: Leg
    some: Sequence[str]
    away: Collection[str]
    extra: bool = False


async def choice(turn: Turn, standing: Standing, person: str) -> Choice:
    """Raises Refused for who has no baton to pass."""
    leg = _leg(standing, person)
    week = offering.coming(standing)
    away = await offering.absent(turn, standing, week) if week is not None else set()
    some = circle.eligible(standing, away, without={person})
    extra = not some
    if extra:
        some = circle.repeaters(standing, away, without={person})
    return Choice(leg, [one for one in standing.circle if one in some], away, extra)


def _leg(standing: Standing, person: str) -> Leg:
    if standing.state is RelayState.PAUSED:
        raise Refused(PAUSED)
    if standing.state is not RelayState.RUNNING:
        raise Refused(NOT_RUNNING)
    if (leg := to_pass(standing, person)) is not None:
        return leg
    current = mine(standing, person)
    if current is not None and State(current.state) in rules.RUNS:
        raise Refused(SHARE_FIRST)
    last = latest_run(standing)
    raise Refused(GONE_ON if last is not None and last.person == person else NOT_YOURS)


async def _read(turn: Turn, person: str) -> tuple[Standing, Choice]:
    standing = await read(turn)
    if standing is None:
        raise Refused(NO_RELAY)
    return standing, await choice(turn, standing, person)


# --- by command -------------------------------------------------------------------------------------------------------
async def typed(turn: Turn, event: Event) -> Answer:
    """`/estafette geef @wie`: the form, with that colleague chosen. Raises Refused for who can't get it."""
    standing, found = await _read(turn, event.person)
    to = await whom(turn, event.text, standing.circle)
    if to is None:
        return Opens(FORM, of_leg(found.leg))
    if isinstance(to, Person) and to.id in found.some:
        return Opens(FORM, of_leg(found.leg), {"to": to.id})
    raise Refused(_why_not(standing, found, to))


def _why_not(standing: Standing, found: Choice, to: Person | Typed) -> Sentence:
    some = _listed(found.some)
    if isinstance(to, Typed) or to.id not in standing.circle:
        return _("{name} is not in this circle. Still to go: {list}", name=to, list=some)
    # Who stays out of it by their own choice reads as anybody who can't be asked: nothing here tells the two apart.
    if to.id not in circle.ran(standing) and to.id != found.leg.person:
        return _("{name} is away then. Available: {list}", name=to, list=some)
    return _("{name} has already run this round. Still to go: {list}", name=to, list=some)


def _listed(some: Sequence[str]) -> Listed | Sentence:
    return Listed(tuple(Person(one) for one in some)) if some else _("nobody")


# --- by the form ------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    _standing, found = await _read(turn, event.person)
    if not found.some:
        raise Refused(NOBODY)
    return pass_form.form(found.some)


async def submit(turn: Turn, event: Event) -> Answer:
    standing = await hold(turn)
    found = await choice(turn, standing, event.person)
    to, second = str(event.values["to"]), event.values.get("second") or None
    if to not in found.some:
        raise Wrong(to=_why_not(standing, found, Person(to)))
    if second == to:
        raise Wrong(second=SAME)
    if second is not None and second not in found.some:
        raise Wrong(second=_why_not(standing, found, Person(second)))
    if found.extra:
        event.ask(_("Yes, please"), **pass_form.repeat(to))
    along = Passing(event.person, str(event.values["challenge"]), second, found.extra)
    await batons.passed(turn, standing, found.leg, to, along)
    return Note(_("Your baton is on its way to {to}.", to=Person(to)))
