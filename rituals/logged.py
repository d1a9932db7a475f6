"""The log of changes in words, and what a form says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rituals import offices
from rituals.keeping import Kept, period
from rituals.words import Person, Sentence, _, plural
from storage import organisations

if TYPE_CHECKING:
    from rituals.contract import Ritual, Turn

LOG: Final = "log"  # the kind of data that the log itself is
YEAR: Final = 365  # days
ROLES: Final = frozenset({"role.give", "role.take", "role.end"})
DELETED, RETENTION = "privacy.delete", "privacy.retention"
WHOLE: Final[Mapping[str, Sentence]] = {
    "dagstart.start": _("the day start was set up"),
    "dagstart.settings": _("day start settings changed"),
    "compliment.settings": _("compliment settings changed"),
    "alsdan.settings": _("agreement settings changed"),
    "dagstart.pause": _("the day start was paused"),
    "dagstart.resume": _("the day start went on again"),
    "team.resume": _("I went on in the team's channel"),
    "kpi.edit": _("a figure was set up"),
    "kpi.owner": _("somebody else follows a figure"),
    "kpi.put_away": _("a figure was archived"),
    "kpi.use_again": _("a figure was taken up again"),
    "estafette.settings": _("the relay was set up"),
    "estafette.start": _("the relay began"),
    "estafette.pause": _("the relay was paused"),
    "estafette.resume": _("the relay went on"),
    "estafette.stop": _("the relay was stopped"),
    "estafette.cancel_week": _("a week of the relay was taken off"),
    "settings.own": _("own preferences changed"),
    "privacy.export": _("own data exported"),
    DELETED: _("own data deleted"),
    "privacy.gate open": _("figures: on"),
    "privacy.gate closed": _("figures: off"),
}
SETTINGS: Final = {
    "settings.team": _("changed for the team: {what}"),
    "settings.organisation": _("changed for the organisation: {what}"),
}
FIELDS: Final[Mapping[str, Sentence]] = {
    "name": _("name"),
    "findable": _("whether others may find it"),
    "timezone": _("time zone"),
    "language": _("language"),
    "workdays": _("working days"),
    "free_days": _("free days"),
    "holidays": _("holidays"),
    "channel": _("the channel for everybody"),
    "contact": _("the contact for questions"),
    "k": _("the smallest group of which I show figures"),
    "nudges_a_day": _("messages a person a day"),
    "nudges_a_week": _("messages a person a week"),
    "window_first": _("from when I write to people"),
    "window_last": _("until when I write to people"),
    "bundle_time": _("the time of the message of the day"),
}
UNKNOWN: Final = _("a change")


def in_words(what: str, kept: Mapping[str, Sentence]) -> Sentence:
    """An entry; `kept` names the kinds of data. Which kinds somebody deleted is theirs to know, and not told."""
    does, *rest = what.split() or [""]
    if does in ROLES and len(rest) >= 2:
        return _role(does, *rest)
    if does in SETTINGS and rest:
        named = FIELDS.get(rest[0], UNKNOWN)
        return Sentence(SETTINGS[does].msgid, {"what": named})
    if does == RETENTION and len(rest) == 2:
        return _kept(kept.get(rest[0], UNKNOWN), rest[1])
    return WHOLE.get(DELETED if does == DELETED else what, UNKNOWN)


def _role(does: str, role: str, person: str, prepares: str = "") -> Sentence:
    called = offices.NAMES.get(role, UNKNOWN)
    if prepares:
        called = _("preparer for {name}", name=Person(prepares))
    if does == "role.give":
        return _("{name} became {role}", name=Person(person), role=called)
    return _("{name} is {role} no longer", name=Person(person), role=called)


def _kept(what: Sentence, days: str) -> Sentence:
    if not days.isdigit():
        return _("kept as long as usual: {what}", what=what)
    return plural("kept for one day: {what}", "kept for {n} days: {what}", int(days), what=what)


def kept_names(rituals: Iterable[Ritual]) -> Mapping[str, Sentence]:
    return {each.name: each.what for ritual in rituals for each in ritual.keeps}


# --- what a form says of it -------------------------------------------------------------------------------------------
async def seen_by(turn: Turn, result: Sentence | None = None) -> Sentence:
    """Below a form with settings: who sees `result`, the team unless it says otherwise, and how long the log holds."""
    org = await organisations.of(turn.session, turn.org)
    kept = [each for ritual in turn.rituals for each in ritual.keeps]
    shown = result or _("Your team sees the result.")
    return Sentence("{shown} {stays}", {"shown": shown, "stays": stays(kept, org.retention if org else {})})


def stays(kept: Sequence[Kept], chosen: Mapping[str, int]) -> Sentence:
    days = next((period(each, chosen) for each in kept if each.name == LOG), None) or YEAR
    if days == YEAR:
        return _("The change stays in the log for a year.")
    return plural("The change stays in the log for one day.", "The change stays in the log for {n} days.", days)
