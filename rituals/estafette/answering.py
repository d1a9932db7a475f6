"""What whoever is offered the baton, or has it, says to it."""

from __future__ import annotations

from typing import Final

from rituals import reach
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong
from rituals.estafette import addressed, batons, circle, contact, due, messages, offering, rules, showing, weeks
from rituals.estafette.contact import NOT_YOURS
from rituals.estafette.holding import Standing, hold, moments_of, open_leg, read, running
from rituals.estafette.offering import Passing, was_sent
from rituals.estafette.rules import Happens, RelayState, State
from rituals.estafette.subjects import leg_of
from rituals.shown import Field, Form, Kind, Option, Place
from rituals.words import Day, Person, Sentence, _, named
from storage.estafette import Leg

OFFERED: Final = _("whoever is offered the baton")
RUNNER: Final = _("whoever holds the baton")
NOTHING: Final = _("No baton is waiting for you now.")
NOBODY_HAS: Final = _("Nobody has a baton that can be taken back.")
NOBODY_ELSE: Final = _("There is nobody else to ask right now. With Not this time I'll see to it.")


def _leg(standing: Standing, event: Event) -> Leg:
    """The one a button is about; without one, the open one. Raises Refused."""
    wanted = leg_of(event.about)
    found = next((leg for leg in standing.legs if leg.id == wanted), None) if wanted > 0 else open_leg(standing)
    if found is None:
        raise Refused(NOTHING if wanted < 0 else OVER)
    return found


def _theirs(standing: Standing, event: Event, who: Sentence) -> Leg:
    leg = _leg(standing, event)
    if leg.person != event.person:
        raise Refused(NOTHING) if leg_of(event.about) < 0 else only(who)
    return leg


def _offered(standing: Standing, event: Event) -> Leg:
    """Raises Refused for what is no offer to this person any more."""
    leg = _theirs(standing, event, OFFERED)
    if State(leg.state) is State.OFFERED and standing.state is RelayState.RUNNING:
        return leg
    now = running(standing)
    if now is not None and now is not leg and now.week == leg.week:
        name = Person(now.person or "")
        raise Refused(_("{name} was just ahead of you. Thanks for offering.", name=name))
    raise Refused(OVER)


# --- the offer --------------------------------------------------------------------------------------------------------
async def accept(turn: Turn, event: Event) -> Answer:
    standing = await hold(turn)
    leg = _theirs(standing, event, OFFERED)
    if State(leg.state) in rules.RUNS:
        return Note(ALREADY)
    leg = _offered(standing, event)
    of = weeks.from_now(standing.rhythm, leg.week, turn.now, standing.calendar)
    leg.starts_at, leg.ends_at, leg.grace_at = of.starts_at, of.ends_at, of.grace_at
    leg.offered_at = min(leg.offered_at, turn.now)  # by command one can say yes before the message comes
    standing.relay.begun, standing.relay.starts_with = True, None
    if (row := standing.runners.get(event.person)) is not None:
        row.sits_out = False  # whoever begins a relay is asked in any case, and a yes is a yes
    if leg.passed_by:
        showing.passed(turn, standing, leg)
    if leg.starts_at <= turn.now:
        leg.told = "pass" if leg.passed_by else "start" if leg.first else "new"
        if leg.told != "pass":
            showing.begun(turn, standing, leg)
    offering.close(turn, standing, leg, Happens.ACCEPTED)
    await contact.look(turn, standing, leg)
    return Note(messages.accepted(standing.calendar.day_of(leg.starts_at))) if event.where is not None else None


async def decline(turn: Turn, event: Event) -> Answer:
    """Nothing public, no reason; somebody else is asked."""
    standing = await hold(turn)
    leg = _theirs(standing, event, OFFERED)
    if State(leg.state) is State.DECLINED:
        return Note(ALREADY)
    leg = _offered(standing, event)
    offering.close(turn, standing, leg, Happens.DECLINED)
    await due.said_no(turn, standing, leg)
    return None


async def away(turn: Turn, event: Event) -> Answer:
    """Of who is offered it or has it: a colleague runs, and no reason is asked."""
    standing = await hold(turn)
    leg = _theirs(standing, event, RUNNER)
    if State(leg.state) is State.HANDED_BACK:
        return Note(ALREADY)
    if State(leg.state) not in rules.OPEN:
        raise Refused(OVER)
    await batons.gave_back(turn, standing, leg)
    return None


# --- to a colleague ---------------------------------------------------------------------------------------------------
async def swap_form(turn: Turn, event: Event) -> Form:
    standing = await read(turn)
    if standing is None:
        raise Refused(OVER)
    leg = _offered(standing, event)
    others = offering.others(standing, await offering.absent(turn, standing, leg.week), event.person)
    if not others:
        raise Refused(NOBODY_ELSE)
    some = [one for one in standing.circle if one in others]  # their own order would tell who was asked before
    return Form(
        messages.SWAP,
        (Field("to", _("With whom?"), Kind.CHOICE, options=tuple(Option(named(one), one) for one in some)),),
        _("Only your colleague and the relay coordinator see this."),
        submit=_("Ask"),
    )


async def swap(turn: Turn, event: Event) -> Answer:
    """That colleague is asked instead, with the same challenge; who swaps stays in play."""
    standing = await hold(turn)
    leg = _offered(standing, event)
    to = str(event.values["to"])
    away = await offering.absent(turn, standing, leg.week)
    if to not in offering.others(standing, away, event.person):
        raise Wrong(to=_("{name} can't run that week. Choose somebody else.", name=Person(to)))
    offering.close(turn, standing, leg, Happens.GONE)
    await offering.offer(turn, standing, to, leg.week, Passing(leg.passed_by, leg.challenge, leg.second))
    return Note(_("I'm asking {name}. You stay in play.", name=Person(to)))


async def later_form(turn: Turn, event: Event) -> Form:
    """By whoever the relay was to begin with: it begins with a colleague instead."""
    standing = await read(turn)
    if standing is None:
        raise Refused(OVER)
    leg = _offered(standing, event)
    some = await _may_begin(turn, standing, leg)
    if not some:
        raise Refused(NOBODY_ELSE)
    return Form(
        messages.LATER,
        (Field("to", _("Begin with"), Kind.CHOICE, options=tuple(Option(named(one), one) for one in some)),),
        _("Your colleague is asked, and the relay coordinator knows."),
        submit=_("Ask"),
    )


async def _may_begin(turn: Turn, standing: Standing, leg: Leg) -> list[str]:
    """In place of whoever it was to begin with: in play, and there in that week."""
    away = await offering.absent(turn, standing, leg.week)
    return [one for one in circle.in_play(standing) if one != leg.person and one not in away]


async def later(turn: Turn, event: Event) -> Answer:
    standing = await hold(turn)
    leg = _offered(standing, event)
    to = str(event.values["to"])
    if not leg.first or to not in await _may_begin(turn, standing, leg):
        raise Wrong(to=_("{name} can't run that week. Choose somebody else.", name=Person(to)))
    offering.close(turn, standing, leg, Happens.GONE)
    standing.relay.starts_with = to
    await offering.offer(turn, standing, to, leg.week, offering.NOBODY, first=True)
    return Note(_("I'm asking {name}. You stay in play.", name=Person(to)))


# --- more time --------------------------------------------------------------------------------------------------------
async def more_time(turn: Turn, event: Event) -> Answer:
    """A week more, once in a leg. The channel reads nothing."""
    standing = await hold(turn)
    leg = _theirs(standing, event, RUNNER)
    if State(leg.state) not in rules.RUNS or leg.held:
        raise Refused(OVER)
    if leg.longer:
        return Note(ALREADY)
    of = weeks.longer(standing.rhythm, moments_of(leg), standing.calendar)
    leg.longer, leg.ends_at, leg.grace_at = True, of.ends_at, of.grace_at
    await batons.go_on(turn, standing)
    showing.changed(turn, standing, leg)
    local = standing.calendar.local(of.ends_at)
    return Note(_("Fine. You have until {date}, {time}.", date=Day(local.date()), time=local.time()))


# --- back -------------------------------------------------------------------------------------------------------------
async def back(turn: Turn, event: Event) -> Answer:
    """By whoever has it, or of anybody by a coordinator: the same, and no reason."""
    standing = await hold(turn)
    leg = open_leg(standing) if leg_of(event.about) < 0 else _leg(standing, event)
    whose = await addressed.whom(turn, event.text, standing.circle)
    by_coordinator = event.person in standing.offices.coordinators
    meant = whose is None or (leg is not None and whose == Person(leg.person or ""))
    if leg is None or State(leg.state) not in rules.OPEN or not meant:
        raise Refused(OVER if leg_of(event.about) > 0 else NOBODY_HAS if by_coordinator else NOT_YOURS)
    if leg.person != event.person and not by_coordinator:
        raise Refused(NOT_YOURS) if leg_of(event.about) < 0 else only(RUNNER)
    person = leg.person or ""
    await batons.gave_back(turn, standing, leg)
    if person != event.person and was_sent(leg, turn.now):
        turn.say(Place(person=person, after=await reach.at(turn, person)), messages.back())
    return Note(messages.TAKEN_BACK if open_leg(standing) is not None else messages.BACK)
