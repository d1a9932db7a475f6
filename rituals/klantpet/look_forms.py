"""The form in which one looks back on a meeting, and the line that says what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rituals.shown import Field, Form, Kind, Message, Option, Text
from rituals.words import Person, Sentence, Typed, _
from storage.klantpet import FORGOTTEN, MeetingDay

DECIDED: Final = 280  # characters
TITLE: Final = _("Cap look-back")
CONSIDERED: Final[Mapping[str, Sentence]] = {"yes": _("yes"), "little": _("a little"), "no": _("no")}
COLLIDED: Final[Mapping[str, Sentence]] = {"yes": _("yes"), "no": _("no")}
ATTENDEES: Final = _("Visible to those who attend the meeting.")
COMPLIMENT, POINT = "compliment", "point"
HEARD: Final[Mapping[str, Sentence]] = {COMPLIMENT: _("compliment"), POINT: _("improvement point")}


def look_back(row: MeetingDay, *, quiet: bool) -> Form:
    """With what was answered before."""
    collided = None if row.collided is None else "yes" if row.collided else "no"
    fields = (
        _choice("considered", _("Was the customer considered?"), CONSIDERED, row.considered, required=True),
        _decided(row.decided),
        _choice("collided", _("Did targets collide?"), COLLIDED, collided),
        _choice("heard", _("Did you hear a compliment or improvement point?"), HEARD, row.heard),
    )
    return Form(TITLE, fields, seen_by=ATTENDEES if quiet else _("Visible to your team."), submit=_("Save"))


def _decided(text: str | None) -> Field:
    label = _("What did we decide differently because of the customer?")
    return Field("decided", label, Kind.LONG, required=False, most=DECIDED, initial=text)


def _choice(
    name: str, label: Sentence, options: Mapping[str, Sentence], now: str | None, *, required: bool = False
) -> Field:
    some = tuple(Option(each, value) for value, each in options.items())
    return Field(name, label, Kind.CHOICE, required=required, options=some, initial=now)


# --- what came of it --------------------------------------------------------------------------------------------------
def done(row: MeetingDay) -> Message | None:
    """None takes it away: it was taken back."""
    if row.considered is None:
        return None
    said = _thanks(row) if row.quiet or row.decided is None else _decided_so(row, row.decided)
    return Message((Text(said),))


def _thanks(row: MeetingDay) -> Sentence:
    """For having worn the cap, where nobody else looked back."""
    wore = row.wearer not in (None, FORGOTTEN) and row.looked_by in (None, row.wearer)
    return _("Thank you for wearing the cap.") if wore else _("Thank you for looking back.")


def _decided_so(row: MeetingDay, decided: str) -> Sentence:
    """Who wore the cap and looked back is named; of others who looked back it is nobody's business."""
    text = _("{text} (edited)", text=Typed(decided)) if row.edited else Typed(decided)
    if not row.wearer or row.looked_by != row.wearer:
        return _("Decided differently because of the customer: {text}", text=text)
    return _(
        "Thank you, {wearer}. Decided differently because of the customer: {text}",
        wearer=Person(row.wearer),
        text=text,
    )
