"""The pages of the settings, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from rituals import weeks
from rituals.calendar import EXTRA, Calendar
from rituals.contract import Part
from rituals.shown import Button, Items, Page, Piece, Row, Small, Text, Title
from rituals.words import Channel, Day, Sentence, Typed, _

TITLE: Final = _("Settings")
SAVED: Final = _("Saved. It applies from now on.")
YOURS: Final = _("Yours")
ORGANISATION: Final = _("Organisation")
NOTHING: Final = _("There is nothing to set for you yet.")
NO_TEAM: Final = _("You aren't in a team yet. Start one in your channel with /daystart start.")
LANGUAGES: Final = {"nl": _("Nederlands"), "en": _("English")}

# Labels of the parts.
OWN: Final = _("My settings")
TEAM: Final = _("Team")
FREE_DAYS: Final = _("Team-free days")
HOLIDAYS: Final = _("Free days")

# Why something can't be.
NOT_TOGETHER: Final = _("Your team doesn't work on these days. Choose at least one on which it does.")
NO_ZONE: Final = _("I don't know this time zone. Try for example Europe/Amsterdam.")
NO_WINDOW: Final = _("Choose times between 08:00 and 18:00, the first before the last.")
OUTSIDE_WINDOW: Final = _("Choose a time within these hours.")
NOT_CHOOSABLE: Final = _("I can't pick guests, apps or former colleagues.")
BACKWARDS: Final = _("The last day lies before the first.")
PAST: Final = _("This date has passed.")
TOO_MANY: Final = _("That is too many days at once, or too far ahead. Choose fewer.")

HELP: Final = _("What you can set for yourself, your team or the organisation.")
HELP_HOLIDAYS: Final = _("The free days of the coming year.")

DAYS: Final[Mapping[str, Sentence]] = {
    "new_year": _("New Year's Day"),
    "good_friday": _("Good Friday"),
    "easter": _("Easter Sunday"),
    "easter_monday": _("Easter Monday"),
    "kings_day": _("King's Day"),
    "liberation_day": _("Liberation Day"),
    "ascension": _("Ascension Day"),
    "whitsun": _("Whit Sunday"),
    "whit_monday": _("Whit Monday"),
    "christmas": _("Christmas Day"),
    "boxing_day": _("Boxing Day"),
    EXTRA: _("extra free day"),
}


def invite(channel: str) -> Sentence:
    return _("I'm not in {channel} yet. Invite me there and try again.", channel=Channel(channel))


def saved_from(first: date) -> Sentence:
    return _("Saved. Your working days and home team apply from {day}.", day=Day(first))


# --- the page ---------------------------------------------------------------------------------------------------------
def page(pieces: Sequence[Piece], *, more: bool) -> Page:
    rest = _("You open the settings of your other teams in their own channel.")
    return Page(TITLE, (*pieces, *((Small(rest),) if more else ())))


def heading(text: Sentence) -> Title:
    return Title(text)


def of_team(name: str) -> Sentence:
    return Sentence("{team}", {"team": Typed(name)})


def button(part: Part, subject: str) -> Button:
    return Button(part.label, part.does, subject)


# --- what holds now, in one line --------------------------------------------------------------------------------------
def own_holds(language: str, week: str) -> Sentence:
    return _("{language}, works on {days}.", language=LANGUAGES[language], days=weeks.in_words(week))


def team_holds(language: str, calendar: Calendar) -> Sentence:
    return _(
        "{language}, on the clock of {zone}, works on {days}.",
        language=LANGUAGES[language],
        zone=Typed(calendar.zone),
        days=weeks.in_words(str(day) for day in calendar.workdays),
    )


def free_holds(coming: Sequence[date]) -> Sentence:
    if not coming:
        return _("No free days besides the holidays.")
    return _("The next free day is {day}.", day=Day(coming[0]))


def holidays_hold(first: date, today: date) -> Sentence:
    return _("The next free day is {day}.", day=Day(first, today))


def organisation_holds(now: Mapping[str, Any]) -> Sentence:
    channel = Channel(now["channel"]) if now["channel"] else _("no channel yet")
    return _(
        "{language}, on the clock of {zone}, {channel}.",
        language=LANGUAGES[now["language"]],
        zone=Typed(now["timezone"]),
        channel=channel,
    )


# --- free days --------------------------------------------------------------------------------------------------------
def holidays_page(coming: Mapping[date, str], today: date, *, may_change: bool) -> Page:
    lines = tuple(
        Sentence("{day}: {name}", {"day": Day(day), "name": DAYS[key]}) for day, key in sorted(coming.items())
    )
    pieces: list[Piece] = [Items(_("The coming year"), lines)] if lines else [Text(_("There are no free days."))]
    if may_change:
        pieces.append(Row((Button(_("Edit"), "settings.holidays_form"),)))
    return Page(HOLIDAYS, tuple(pieces))
