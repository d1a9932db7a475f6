"""The form in which a meeting is registered or changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals.klantpet import rules
from rituals.klantpet.recurrence import Repeats
from rituals.shown import Field, Form, Kind, Option
from rituals.words import _
from storage.klantpet import Meeting

NAME: Final = (3, 60)  # characters
TITLE: Final = _("Meeting with cap")
REPEATS: Final = {
    Repeats.ONCE: _("once"),
    Repeats.WEEKLY: _("weekly"),
    Repeats.FORTNIGHTLY: _("every two weeks"),
    Repeats.MONTHLY: _("monthly"),
}
OPTIONS: Final = tuple(Option(label, repeats.value) for repeats, label in REPEATS.items())
FULL: Final = _("Your channel has ten meetings with the cap. Stop one first, with /customerhat meeting.")
MONTHLY: Final = _(
    "Monthly goes by the weekday: where the first day is a second Thursday, each second Thursday of the month. "
    "A fifth stands for the last."
)
NTH: Final = (_("first"), _("second"), _("third"), _("fourth"), _("last"))


def meeting(row: Meeting | None = None, attendees: Sequence[str] = ()) -> Form:
    """Of a new one, or one that is there."""
    fields = (
        Field("name", _("Name of the meeting"), least=NAME[0], most=NAME[1], initial=row.name if row else None),
        Field("repeats", _("Repeats"), Kind.CHOICE, options=OPTIONS, initial=row.repeats if row else "weekly"),
        Field("first", _("First day"), Kind.DATE, initial=row.first if row else None, hint=MONTHLY),
        Field("clock", _("Time"), Kind.TIME, initial=row.clock if row else None),
        _minutes(row.minutes if row else rules.NOW),
        _people(attendees),
        _rotates(row is None or row.rotates),
        _confidential(row is not None and row.confidential),
    )
    return Form(TITLE, fields, seen_by=_("Visible to your team."), submit=_("Save"))


def _minutes(minutes: int) -> Field:
    least, most = rules.MINUTES
    return Field("minutes", _("Minutes"), Kind.NUMBER, least=least, most=most, initial=minutes)


def _people(attendees: Sequence[str]) -> Field:
    least, most = rules.ATTENDEES
    hint = _("Leave it empty for the whole channel; otherwise {least} to {most} people.", least=least, most=most)
    chosen = tuple(attendees) or None
    return Field("people", _("Attendees"), Kind.PEOPLE, required=False, most=most, initial=chosen, hint=hint)


def _rotates(on: bool) -> Field:
    hint = _("Off? Then I ask each time in the channel who wears the cap.")
    return Field("rotates", _("The cap rotates"), Kind.CHECK, required=False, initial=on, hint=hint)


def _confidential(on: bool) -> Field:
    hint = _("No customer fact and no flag text in the channel")
    return Field("confidential", _("Confidential"), Kind.CHECK, required=False, initial=on, hint=hint)
