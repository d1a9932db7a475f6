"""A person's Home: their baton, that of whoever they prepare for, and the relay for who looks after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals.calendar import week_of
from rituals.contract import Turn
from rituals.estafette import circle, messages, overview, rules, weeks
from rituals.estafette.holding import Standing, open_leg, read, running
from rituals.estafette.rules import RelayState, State
from rituals.estafette.subjects import of_leg
from rituals.shown import Button, Piece, Small, Text
from rituals.words import Day, Listed, Person, Sentence, _
from storage.estafette import Leg

RELAY: Final = _("The relay")
STARTS: Final = _("The relay is set up. You begin it when it suits.")
AHEAD: Final = 8  # weeks of which is said whether they rest
PAUSED: Final = _("The relay is paused.")
STOPPED: Final = _("The relay has stopped.")


async def coming(turn: Turn, person: str) -> Sequence[Piece]:
    """Six statements, for whomever; nothing for who has nothing to do with it."""
    standing = await read(turn)
    if standing is None:
        return ()
    return [*_own(standing, person), *_prepares(standing, person), *_coordinates(standing, person)]


def _own(standing: Standing, person: str) -> Sequence[Piece]:
    if person not in standing.circle:
        return ()
    leg = open_leg(standing)
    buttons = overview.own_buttons(standing, person)
    if leg is not None and leg.person == person:
        return (Text(_said(standing, leg), buttons),)
    page = Button(RELAY, overview.OVERVIEW)
    said = Text(overview.now(standing), (*buttons, page, _in_play(standing, person)))
    return (said, *_this_round(standing, person))


def _this_round(standing: Standing, person: str) -> Sequence[Piece]:
    """Whether their own turn is behind or before them."""
    if standing.state is not RelayState.RUNNING or person not in circle.in_play(standing):
        return ()
    if person in circle.ran(standing):
        return (Small(_("You have met a customer in this round.")),)
    return (Small(_("Your turn in this round is still to come. You'll hear in time.")),)


def _said(standing: Standing, leg: Leg) -> Sentence:
    if State(leg.state) is State.OFFERED:
        return _("A baton is waiting for you, for the week of {date}.", date=Day(leg.week))
    if leg.held:
        return messages.PAUSED
    starts, ends = standing.calendar.day_of(leg.starts_at), standing.calendar.day_of(leg.ends_at)
    if leg.contact_on is not None:
        return _(
            "You hold the baton from {first} to {last}. You meet your customer on {day}.",
            first=Day(starts),
            last=Day(ends),
            day=Day(leg.contact_on),
        )
    return _("You hold the baton from {first} to {last}.", first=Day(starts), last=Day(ends))


def _in_play(standing: Standing, person: str) -> Button:
    row = standing.runners.get(person)
    if row is not None and row.sits_out:
        return Button(_("I'm in again"), "estafette.come_back")
    return Button(_("Leave me out for now"), "estafette.sit_out")


def _prepares(standing: Standing, person: str) -> Sequence[Piece]:
    leg = running(standing)
    if leg is None or leg.held or person not in standing.offices.preparers.get(leg.person or "", ()):
        return ()
    text = _("{name} holds the baton. You can prepare a draft.", name=Person(leg.person or ""))
    return (Text(text, (Button(messages.DRAFT, "estafette.share", of_leg(leg)),)),)


# --- whoever looks after it -------------------------------------------------------------------------------------------
def _coordinates(standing: Standing, person: str) -> Sequence[Piece]:
    if person not in standing.offices.coordinators:
        return ()
    settings = Button(_("Relay settings"), "estafette.settings")
    round_ = (Button(overview.ROUND, "estafette.round"),) if standing.relay.round else ()
    match standing.state:
        case RelayState.READY:
            return (Text(STARTS, (Button(_("Start the relay"), "estafette.start", main=True), settings)),)
        case RelayState.STOPPED:
            return (Text(STOPPED, (Button(_("Start the relay"), "estafette.start"), settings, *round_)),)
        case RelayState.PAUSED:
            go_on = Button(_("Go on"), "estafette.resume", main=True)
            return (Text(PAUSED, (go_on, settings, *round_, _stop())),)
    buttons = (*_of_week(standing), *round_, settings, _pause(), _stop())
    return (Text(_how_it_goes(standing), buttons), *_weeks_off(standing))


def _how_it_goes(standing: Standing) -> Sentence:
    """That a turn is open, and who is asked now; not who was asked before."""
    leg = open_leg(standing)
    if leg is not None and State(leg.state) is State.OFFERED and leg.person:
        return _(
            "The turn for the week of {date} is open. I'm asking {name}.", date=Day(leg.week), name=Person(leg.person)
        )
    return overview.now(standing)


def _weeks_off(standing: Standing) -> Sequence[Piece]:
    here, calendar = weeks.monday(standing.today), standing.calendar
    some = [week for n in range(AHEAD) if weeks.rests(standing.rhythm, week := here + n * weeks.WEEK, calendar)]
    if not some:
        return ()
    named = tuple(_("week {n} ({date})", n=week_of(week)[1], date=Day(week)) for week in some)
    return (Small(_("Weeks without a relay: {list}.", list=Listed(named))),)


def _of_week(standing: Standing) -> tuple[Button, ...]:
    leg = open_leg(standing)
    if leg is None:
        return ()
    about = of_leg(leg)
    off = Button(_("No relay that week"), "estafette.cancel_week", about, confirm=_("Shall this week be off?"))
    back = Button(_("Take the baton back"), "estafette.back", about, confirm=_("Shall I ask a colleague instead?"))
    return (back, off) if State(leg.state) in rules.OPEN else ()


def _pause() -> Button:
    return Button(_("Pause"), "estafette.pause")


def _stop() -> Button:
    return Button(_("Stop"), "estafette.stop", confirm=_("Shall the relay stop? Whatever is open ends. Stories stay."))
