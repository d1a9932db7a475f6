"""The forms of the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from rituals import weeks
from rituals.settings import rules
from rituals.settings.messages import DAYS, HOLIDAYS, LANGUAGES, OWN, TEAM, TITLE, of_team
from rituals.shown import Field, Form, Kind, Option
from rituals.words import Day, Sentence, _

if TYPE_CHECKING:
    from rituals.settings.own import Own

ORGANISATIONS: Final = "org"  # the choice to leave a thing at what the organisation has
ONLY_YOU: Final = _("Only you see this.")
SAVE: Final = _("Save")


def _form(title: Sentence, fields: Sequence[Field], seen_by: Sentence, *notes: Sentence) -> Form:
    return Form(title, tuple(fields), seen_by=seen_by, submit=SAVE, notes=notes)


def _language(now: str | None) -> Field:
    options = tuple(Option(name, key) for key, name in LANGUAGES.items())
    return Field("language", _("Language"), Kind.CHOICE, options=options, initial=now)


def _week(now: str) -> Field:
    return Field("days", _("Working days"), Kind.CHOICES, options=weeks.OPTIONS, initial=tuple(now))


def _zone(now: str | None, hint: Sentence, *, required: bool) -> Field:
    return Field("timezone", _("Time zone"), Kind.TEXT, most=60, required=required, initial=now, hint=hint)


def _numbers(name: str, label: Sentence, first: int, last: int, now: int) -> Field:
    options = tuple(Option(Sentence("{n}", {"n": n}), str(n)) for n in range(first, last + 1))
    return Field(name, label, Kind.CHOICE, options=options, initial=str(now))


RATHER_NOT: Final = {
    "rather_not": _("I'd rather not host the day start of"),
    "rather_not_wear": _("I'd rather not wear the customer's cap in"),
}


# --- one's own --------------------------------------------------------------------------------------------------------
def own(now: Own) -> Form:
    teams = tuple(Option(of_team(team.name), str(team.id)) for team in now.teams)
    home = Field("home", _("Home team"), Kind.CHOICE, options=teams, initial=str(now.home))
    rather_not = [_rather_not(field, label, teams, now) for field, label in RATHER_NOT.items()]
    fields = [_language(now.language), _week(now.week)]
    fields += [home] if len(teams) > 1 else []
    fields += [_numbers("nudges", _("At most so many questions a week"), 0, now.most_nudges, now.nudges)]
    fields += rather_not if teams else []
    return _form(OWN, fields, ONLY_YOU)


def _rather_not(field: str, label: Sentence, teams: tuple[Option, ...], now: Own) -> Field:
    initial = tuple(str(team) for team in sorted(now.rather_not[field]))
    return Field(field, label, Kind.CHOICES, required=False, options=teams, initial=initial)


# --- a team -----------------------------------------------------------------------------------------------------------
def team(now: Mapping[str, Any], seen_by: Sentence) -> Form:
    as_organisation = Option(_("that of the organisation"), ORGANISATIONS)
    options = (as_organisation, *(Option(name, key) for key, name in LANGUAGES.items()))
    return _form(
        TEAM,
        (
            Field("name", _("Name"), least=rules.NAME[0], most=rules.NAME[1], initial=now["name"]),
            Field("findable", _("Other teams may find us"), Kind.CHECK, required=False, initial=now["findable"]),
            _zone(now["timezone"], _("Leave it empty for that of the organisation."), required=False),
            Field("language", _("Language"), Kind.CHOICE, options=options, initial=now["language"] or ORGANISATIONS),
            _week(now["workdays"]),
        ),
        seen_by,
    )


def _more_days(coming: Sequence[date]) -> list[Field]:
    """What is there can be unticked; what comes is given by its first and last day."""
    options = tuple(Option(Sentence("{day}", {"day": Day(day)}), day.isoformat()) for day in coming)
    kept = tuple(option.value for option in options)
    known = Field("kept", _("Extra free days"), Kind.CHOICES, required=False, options=options, initial=kept)
    hint = _("Only for several days in a row.")
    return [
        *([known] if options else []),
        Field("first", _("Add from"), Kind.DATE, required=False),
        Field("last", _("Up to and including"), Kind.DATE, required=False, hint=hint),
    ]


def free_days(coming: Sequence[date], title: Sentence, seen_by: Sentence) -> Form:
    return _form(title, _more_days(coming), seen_by)


# --- the organisation -------------------------------------------------------------------------------------------------
def organisation(now: Mapping[str, Any], seen_by: Sentence, *, contact_is_person: bool) -> Form:
    person = now["contact"] if contact_is_person else None
    text = None if contact_is_person else now["contact"]
    where = Field("channel", _("Channel for everybody"), Kind.CHANNEL, required=False, initial=now["channel"])
    return _form(
        TITLE,
        (
            _zone(now["timezone"], _("For example Europe/Amsterdam."), required=True),
            _language(now["language"]),
            where,
            Field("contact_person", _("Contact for questions"), Kind.PERSON, required=False, initial=person),
            Field("contact", _("Or in words"), most=rules.CONTACT, required=False, initial=text, reachable=True),
            _numbers("k", _("Smallest group I show figures of"), rules.SMALLEST, rules.LARGEST, now["k"]),
            _numbers("nudges_a_day", _("Messages a person a day"), 0, rules.A_DAY, now["nudges_a_day"]),
            _numbers("nudges_a_week", _("Messages a person a week"), 0, rules.A_WEEK, now["nudges_a_week"]),
            Field("window_first", _("I write to people from"), Kind.TIME, initial=now["window_first"]),
            Field("window_last", _("I write to people until"), Kind.TIME, initial=now["window_last"]),
            Field("bundle_time", _("The message of the day comes at"), Kind.TIME, initial=now["bundle_time"]),
        ),
        seen_by,
    )


def holidays(on: Sequence[str], liberation_day: str, extra: Sequence[date], seen_by: Sentence) -> Form:
    options = tuple(Option(DAYS[key], key) for key in rules.SWITCHED)
    lustrum = (
        Option(_("once in five years"), "lustrum"),
        Option(_("every year"), "always"),
        Option(_("never"), "never"),
    )
    return _form(
        HOLIDAYS,
        (
            Field("on", HOLIDAYS, Kind.CHOICES, required=False, options=options, initial=tuple(on)),
            Field(rules.LIBERATION, DAYS["liberation_day"], Kind.CHOICE, options=lustrum, initial=liberation_day),
            *_more_days(extra),
        ),
        seen_by,
    )
