"""A contact with a customer stands in the diary of whoever holds the baton."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong
from rituals.estafette import kinds, offering, rules, showing, timeline
from rituals.estafette.holding import Standing, held, hold, read, running
from rituals.estafette.messages import PAUSED
from rituals.estafette.rules import Happens, State
from rituals.estafette.subjects import leg_of
from rituals.facts import ContactPlanned, ContactsPlanned
from rituals.shown import Field, Form, Kind
from rituals.words import Day, _
from storage.estafette import Leg

NOT_YOURS: Final = _("You don't hold the baton now.")
SEEN_BY: Final = _("Only you and who prepares for you see this.")


def _theirs(standing: Standing | None, event: Event) -> tuple[Standing, Leg]:
    """Raises Refused for who doesn't hold the baton, of this leg."""
    leg = running(standing) if standing is not None else None
    if standing is None or leg is None:
        raise Refused(NOT_YOURS if leg_of(event.about) < 0 else OVER)
    if leg_of(event.about) not in (-1, leg.id):
        raise Refused(OVER)
    if not standing.offices.may_act_for(event.person, leg.person or ""):
        raise Refused(NOT_YOURS)
    if leg.held:
        raise Refused(PAUSED)
    return standing, leg


async def form(turn: Turn, event: Event) -> Form:
    _standing, leg = _theirs(await read(turn), event)
    return Form(
        _("Plan the contact"),
        (
            Field("on", _("When?"), Kind.DATE, initial=leg.contact_on),
            Field("kind", _("Kind of contact"), Kind.CHOICE, options=kinds.OPTIONS, initial=leg.contact_kind or None),
        ),
        SEEN_BY,
    )


async def plan(turn: Turn, event: Event) -> Answer:
    standing, leg = _theirs(await hold(turn), event)
    day: date = event.values["on"]
    if not offering.covers(leg, day, standing):
        first, last = standing.calendar.day_of(leg.starts_at), standing.calendar.day_of(leg.grace_at)
        raise Wrong(on=_("Choose a day from {first} to {last}.", first=Day(first), last=Day(last)))
    if day < standing.today:
        raise Wrong(on=_("This date has passed."))
    set_contact(turn, standing, leg, day, str(event.values["kind"]))
    return Note(_("Noted: {date}. Have a good talk.", date=Day(day)))


def set_contact(turn: Turn, standing: Standing, leg: Leg, day: date | None, kind: str) -> None:
    leg.contact_on, leg.contact_kind = day, kind if day is not None else ""
    state = rules.after(State(leg.state), Happens.PLANNED if day is not None else Happens.UNPLANNED)
    if state is not None:
        leg.state = state.value
        timeline.plan(turn, standing, leg)
        showing.changed(turn, standing, leg)


# --- planned elsewhere ------------------------------------------------------------------------------------------------
async def told(turn: Turn, fact: ContactPlanned) -> None:
    """What was planned with customers counts for the leg that covers it; called off, it doesn't any more."""
    standing = await held(turn)
    leg = running(standing) if standing is not None else None
    if standing is None or leg is None or leg.person != fact.person:
        return
    if fact.off:
        if leg.contact_on == fact.day:
            set_contact(turn, standing, leg, None, "")
            await look(turn, standing, leg)
    elif offering.covers(leg, fact.day, standing):
        set_contact(turn, standing, leg, fact.day, fact.kind)


async def look(turn: Turn, standing: Standing, leg: Leg) -> None:
    """Whether something that was planned before already stands within the leg of whoever just took the baton."""
    for some in await turn.tell(ContactsPlanned(leg.person or "")):
        for day, kind in some:
            if leg.contact_on is None and offering.covers(leg, day, standing):
                set_contact(turn, standing, leg, day, kind)
