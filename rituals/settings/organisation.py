"""The organisation's own settings: clock, language, channel, contact, how large a group, how many nudges and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rituals import logged
from rituals.contract import Answer, Event, Note, Stranger, Turn, Wrong
from rituals.facts import CalendarChanged
from rituals.settings import forms, messages, rules
from rituals.shown import Form
from rituals.words import Sentence
from storage import audit, memberships, organisations, people, standing

SETTINGS: Final = (
    "timezone",
    "language",
    "channel",
    "contact",
    "k",
    "nudges_a_day",
    "nudges_a_week",
    "window_first",
    "window_last",
    "bundle_time",
)
MOVES: Final = frozenset({"timezone", "window_first", "window_last", "bundle_time"})  # when something happens


async def form(turn: Turn, event: Event) -> Form:
    now = await _now(turn)
    known = await people.people(turn.session, [now["contact"]] if now["contact"] else [])
    return forms.organisation(now, await logged.seen_by(turn), contact_is_person=now["contact"] in known)


async def _now(turn: Turn) -> Mapping[str, Any]:
    row = await organisations.of(turn.session, turn.org)
    return {name: getattr(row, name) for name in SETTINGS}


async def save(turn: Turn, event: Event) -> Answer:
    new = await _wanted(turn, event)
    row = await organisations.hold(turn.session, turn.org)
    changed = rules.changed({name: getattr(row, name) for name in SETTINGS}, new)
    for name in changed:
        setattr(row, name, new[name])
    await turn.session.flush()
    for name in changed:
        await audit.log(turn.session, turn.org, event.person, f"settings.organisation {name}", turn.now)
    if MOVES & {*changed}:
        await turn.tell(CalendarChanged(tuple(await memberships.all_teams(turn.session))))
    return Note(messages.SAVED)


async def _wanted(turn: Turn, event: Event) -> Mapping[str, Any]:
    """Raises Wrong at the field that can't be."""
    given = event.values
    zone = rules.zone_of(given["timezone"])
    if zone is None:
        raise Wrong(timezone=messages.NO_ZONE)
    _check_times(given)
    if given.get("channel") and not (event.where and event.where.inside and event.where.id == given["channel"]):
        raise Wrong(channel=messages.invite(given["channel"]))
    return {
        "timezone": zone,
        "language": given["language"],
        "channel": given.get("channel") or None,
        "contact": await _contact(turn, given),
        "k": int(given["k"]),
        "nudges_a_day": int(given["nudges_a_day"]),
        "nudges_a_week": int(given["nudges_a_week"]),
        "window_first": given["window_first"],
        "window_last": given["window_last"],
        "bundle_time": given["bundle_time"],
    }


def _check_times(given: Mapping[str, Any]) -> None:
    if not rules.window_fits(given["window_first"], given["window_last"]):
        raise Wrong(window_last=messages.NO_WINDOW)
    if not given["window_first"] <= given["bundle_time"] <= given["window_last"]:
        raise Wrong(bundle_time=messages.OUTSIDE_WINDOW)


async def _contact(turn: Turn, given: Mapping[str, Any]) -> str | None:
    """A person goes before a text. Raises Wrong for a guest and the like, Stranger for somebody never seen."""
    person = given.get("contact_person")
    if not person:
        return given.get("contact") or None
    who = await standing.of(turn.session, person, None)
    if who is None:
        raise Stranger(person)
    if not who.active or who.kind != "member":
        raise Wrong(contact_person=messages.NOT_CHOOSABLE)
    return str(person)


async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    now = await _now(turn)
    return dict.fromkeys(abouts, messages.organisation_holds(now))
