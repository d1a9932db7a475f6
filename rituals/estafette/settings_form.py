"""The two forms in which the relay is set up: the circle and its weeks, then who prepares for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, Final

from rituals.calendar import DAY, Calendar, week_of
from rituals.estafette import rules, weeks
from rituals.estafette.weeks import Rhythm
from rituals.shown import Field, Form, Kind, Option
from rituals.weeks import OPTIONS
from rituals.words import Day, Sentence, _, named
from storage.estafette import Relay

TITLE: Final = _("Relay settings")
SHOWN: Final = 53  # weeks ahead that can be taken off: a year
WEEKLY, FORTNIGHTLY = "1", "2"
RHYTHMS: Final = (Option(_("weekly"), WEEKLY), Option(_("every two weeks"), FORTNIGHTLY))
WEEKDAYS: Final = OPTIONS[:5]
CARRIED: Final = (
    *("circle", "ceo", "channel", "start_day", "start_clock", "end_day", "end_clock", "every", "off"),
    "private",
    "seen",
)


def first(given: Mapping[str, Any], shown: Sequence[date], calendar: Calendar, seen_by: Sentence) -> Form:
    """`given`: what was filled in, or what stands. `shown`: the weeks that can be taken off."""
    fields = (
        Field(
            "circle",
            _("Circle"),
            Kind.PEOPLE,
            most=rules.CIRCLE[1],
            initial=given.get("circle"),
            hint=_("The executives who take part."),
        ),
        Field("ceo", _("CEO"), Kind.PERSON, initial=given.get("ceo"), hint=_("The relay begins with them.")),
        Field("channel", _("Channel"), Kind.CHANNEL, initial=given.get("channel"), hint=_("Stories stand in it.")),
        Field("start_day", _("Week start"), Kind.CHOICE, options=WEEKDAYS, initial=given.get("start_day")),
        Field("start_clock", _("Start time"), Kind.TIME, initial=given.get("start_clock")),
        Field("end_day", _("End"), Kind.CHOICE, options=WEEKDAYS, initial=given.get("end_day")),
        Field("end_clock", _("End time"), Kind.TIME, initial=given.get("end_clock")),
        Field("every", _("Rhythm"), Kind.CHOICE, options=RHYTHMS, initial=given.get("every")),
        Field(
            "off",
            _("Weeks off"),
            Kind.CHOICES,
            required=False,
            options=tuple(Option(_week(week, calendar), week.isoformat()) for week in shown),
            initial=given.get("off"),
            hint=_("Weeks with fewer than three working days are chosen already."),
        ),
    )
    return Form(TITLE, fields, seen_by, submit=_("Next"), kept=_carried(given, "seen", *(given.get("circle") or ())))


def _week(week: date, calendar: Calendar) -> Sentence:
    days = calendar.workdays_between(week, week + weeks.WEEK - DAY)
    return _("week {n}, from {date}", n=week_of(week)[1], date=Day(days[0] if days else week))


def second(
    given: Mapping[str, Any], circle: Sequence[str], held: Mapping[str, Sequence[str]], seen_by: Sentence
) -> Form:
    """One field for each executive who was chosen."""
    fields = tuple(
        Field(
            person,
            named(person),
            Kind.PEOPLE,
            required=False,
            most=rules.PREPARERS,
            initial=tuple(held.get(person, ())) or None,
        )
        for person in circle
    )
    note = _("Who prepares a draft for whom? At most two for each. A preparer can't publish.")
    return Form(
        _("Preparers"),
        fields,
        seen_by,
        submit=_("Save"),
        notes=(note,),
        kept=_carried(given, *CARRIED),
        back="estafette.settings",
    )


def _carried(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """As a form can carry it along: clocks as text. What was emptied is carried too, so that it stays so."""
    found = {name: given[name] for name in names if given.get(name) is not None}
    return {name: value.isoformat("minutes") if isinstance(value, time) else value for name, value in found.items()}


# --- what stands ------------------------------------------------------------------------------------------------------
def standing(relay: Relay | None, shown: Sequence[date], calendar: Calendar) -> dict[str, Any]:
    row = relay or Relay(
        channel="", start_day=1, start_clock=time(9), end_day=5, end_clock=time(15), every=1, off=[], on=[]
    )
    rhythm = Rhythm(off=frozenset(row.off), on=frozenset(row.on))
    return {
        "channel": row.channel or None,
        "start_day": str(row.start_day),
        "start_clock": row.start_clock,
        "end_day": str(row.end_day),
        "end_clock": row.end_clock,
        "every": str(row.every),
        "off": tuple(week.isoformat() for week in shown if weeks.rests(rhythm, week, calendar)),
    }


def coming_weeks(today: date) -> list[date]:
    return [weeks.monday(today) + n * weeks.WEEK for n in range(SHOWN)]


def taken_off(
    relay: Relay, shown: Sequence[date], chosen: Sequence[str], calendar: Calendar
) -> tuple[list[str], list[str]]:
    """The weeks that are off, and the short ones that run all the same. What isn't shown stays as it was."""
    keys = {weeks.key(week) for week in shown}
    picked = {date.fromisoformat(each) for each in chosen}
    off = {weeks.key(week) for week in picked if not weeks.is_short(week, calendar)}
    on = {weeks.key(week) for week in shown if weeks.is_short(week, calendar) and week not in picked}
    return sorted(off | (set(relay.off) - keys)), sorted(on | (set(relay.on) - keys))
