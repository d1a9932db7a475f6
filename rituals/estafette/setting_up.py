"""A coordinator sets the relay up, or changes it: nothing holds before the second form is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final

from rituals import executives, logged, schedule
from rituals.contract import Answer, Event, Note, Opens, Refused, Stranger, Turn, Where, Wrong
from rituals.estafette import replanning, rules, settings_form
from rituals.estafette.holding import Standing, hold, read
from rituals.estafette.rules import RelayState
from rituals.estafette.settings_form import CARRIED
from rituals.executives import Executives
from rituals.facts import OfficesChosen
from rituals.shown import Button, Form
from rituals.teams import of_organisation
from rituals.weeks import in_words
from rituals.words import Channel, Sentence, _
from storage import audit, organisations, people
from storage import estafette as store

PREPARERS: Final = "estafette.preparers"
TOO_FEW: Final = _("A relay takes three executives or more, and thirty at most.")
NOT_INSIDE: Final = _("Choose the CEO from the circle.")
NOBODY: Final = _("I can't pick guests, apps or former colleagues.")
BEFORE: Final = _("The end comes after the start.")
OUTSIDERS: Final = _("People from outside the organisation read this channel as well. Choose another one.")
PRIVATE: Final = _("Not everybody can read this channel. Send it again if that is how you want it.")
START: Final = _("Start the relay")
GO_ON: Final = _("Go on")
SEEN_BY: Final = _("Everybody in the organisation notices the result.")
CHANGED: Final = _(
    "Roles were given or taken back while this form was open. Send it again and it will be as you chose here."
)
VERSION: Final = 8  # hexadecimal digits: enough to tell a handful of circles apart
OLD: Final = _("This form is from an earlier version. Nothing was saved.")


# --- the first form ---------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    calendar = await of_organisation(turn)
    shown = settings_form.coming_weeks(calendar.day_of(turn.now))
    known = await executives.known(turn)
    given = settings_form.standing(await store.relay(turn.session), shown, calendar)
    given |= {"circle": known.executives or None, "ceo": known.ceo, "seen": _version(known)} | _given(event)
    return settings_form.first(given, shown, calendar, await logged.seen_by(turn, SEEN_BY))


def _version(known: Executives) -> str:
    """Of who has which role: a form that was opened on another would take away what was given meanwhile."""
    held = [sorted(known.executives), known.ceo, sorted((one, sorted(some)) for one, some in known.preparers.items())]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()[:VERSION]


def _given(event: Event) -> dict[str, Any]:
    """From the form that was filled in before, and from this one."""
    found = {name: value for name, value in {**event.kept, **event.values}.items() if value is not None}
    for name in ("start_clock", "end_clock"):
        if isinstance(found.get(name), str):
            found[name] = time.fromisoformat(found[name])
    return found


async def go_on(turn: Turn, event: Event) -> Answer:
    given = _given(event)
    _check_people(given)
    await _all_ours(turn, {*given["circle"], given["ceo"]})
    _check_times(given)
    where = _check_channel(event, str(given["channel"]))
    relay = await store.relay(turn.session)
    known = relay is not None and relay.private and relay.channel == where.id
    if where.private and not known:
        event.ask(channel_private=PRIVATE)
    given["private"] = where.private
    given.setdefault("off", ())
    values = {name: given.get(name) for name in (*CARRIED, *given["circle"]) if name in given}
    return Opens(PREPARERS, "", values)


def _check_people(given: Mapping[str, Any]) -> None:
    circle = tuple(dict.fromkeys(given["circle"]))
    least, most = rules.CIRCLE
    if not least <= len(circle) <= most:
        raise Wrong(circle=TOO_FEW)
    if given["ceo"] not in circle:
        raise Wrong(ceo=NOT_INSIDE)


async def _all_ours(turn: Turn, some: set[str]) -> None:
    """Raises Stranger for somebody never seen, Wrong for who is no full member."""
    known = await people.people(turn.session, some)
    for person in sorted(some):
        if person not in known:
            raise Stranger(person)
        if not known[person].active or known[person].kind != "member":
            raise Wrong(circle=NOBODY)


def _check_channel(event: Event, channel: str) -> Where:
    """As the surface tells it at this moment. Raises Wrong."""
    where = event.where
    if where is None or not where.inside or where.id != channel:
        raise Wrong(channel=_("I'm not in {channel} yet. Invite me there and try again.", channel=Channel(channel)))
    if where.outsiders:
        raise Wrong(channel=OUTSIDERS)
    return where


def _check_times(given: Mapping[str, Any]) -> None:
    wrong = {name: schedule.CHOOSE for name in ("start_clock", "end_clock") if not schedule.on_step(given[name])}
    if wrong:
        raise Wrong(**wrong)
    if (given["end_day"], given["end_clock"]) <= (given["start_day"], given["start_clock"]):
        raise Wrong(end_day=BEFORE)


# --- the second -------------------------------------------------------------------------------------------------------
async def preparers_form(turn: Turn, event: Event) -> Form:
    given = _given(event)
    known = await executives.known(turn)
    held = {**known.preparers, **{one: given[one] for one in given.get("circle", ()) if one in given}}
    return settings_form.second(given, given.get("circle", ()), held, await logged.seen_by(turn, SEEN_BY))


async def save(turn: Turn, event: Event) -> Answer:
    """The organisation is held first, as by whoever changes a role; what follows from these finds the new weeks."""
    given = _given(event)
    if not given.get("circle") or not given.get("channel"):
        raise Refused(OLD)
    await organisations.hold(turn.session, turn.org)
    version = _version(await executives.known(turn))
    if given.get("seen", version) != version:
        event.ask(**{f"roles_{version}": CHANGED})
    await store.begin(turn.session, turn.org, str(given["channel"]))
    standing = await hold(turn)
    _write(standing, given)
    await turn.session.flush()
    await _appoint(turn, event, given)
    await audit.log(turn.session, turn.org, event.person, "estafette.settings", turn.now)
    await replanning.follow(turn, await hold(turn))
    return _saved(standing.state)


async def _appoint(turn: Turn, event: Event, given: Mapping[str, Any]) -> None:
    """Raises Wrong at each executive whose preparers can't be these, Refused for the rest."""
    circle = tuple(dict.fromkeys(given["circle"]))
    preparers = {one: tuple(given.get(one) or ()) for one in circle}
    fact = OfficesChosen(event.person, circle, str(given["ceo"]), preparers)
    wrong = {field: why for some in await turn.tell(fact) for field, why in some.items()}
    if mine := {field: why for field, why in wrong.items() if field in circle}:
        raise Wrong(**mine)
    if wrong:
        raise Refused(next(iter(wrong.values())))


def _write(standing: Standing, given: Mapping[str, Any]) -> None:
    relay, calendar = standing.relay, standing.calendar
    shown = settings_form.coming_weeks(standing.today)
    if relay.channel != given["channel"]:
        relay.outsiders = False
    relay.channel, relay.private = str(given["channel"]), bool(given.get("private"))
    relay.start_day, relay.start_clock = int(given["start_day"]), given["start_clock"]
    relay.end_day, relay.end_clock = int(given["end_day"]), given["end_clock"]
    relay.off, relay.on = settings_form.taken_off(relay, shown, given.get("off") or (), calendar)
    if relay.every != int(given["every"]):
        relay.every = int(given["every"])
        relay.anchor = replanning.counted_from(relay, standing)


def _saved(state: RelayState) -> Note:
    """What runs keeps its times; the next turn follows these."""
    if state is RelayState.RUNNING:
        return Note(_("Saved. It applies from the next turn on."))
    if state is RelayState.PAUSED:
        return Note(_("Saved. The relay is paused."), (Button(GO_ON, "estafette.resume", main=True),))
    return Note(_("Saved. You begin the relay with /relay start."), (Button(START, "estafette.start", main=True),))


async def holds(turn: Turn, _person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    """What stands, in one line."""
    standing = await read(turn)
    if standing is None:
        return {}
    row = standing.relay
    text = _(
        "{n} executives, in {channel}; from {first} to {last}",
        n=len(standing.circle),
        channel=Channel(row.channel),
        first=in_words(str(row.start_day)),
        last=in_words(str(row.end_day)),
    )
    return dict.fromkeys(abouts, text)
