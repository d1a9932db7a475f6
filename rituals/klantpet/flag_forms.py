"""The form of a flag: in a meeting, for the next one, or where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from rituals.contract import about
from rituals.klantpet.subjects import flag_subject
from rituals.shown import Button, Field, Form, Message, Option, Row, Small, Text
from rituals.shown import Kind as Of
from rituals.words import Day, Sentence, Typed, _
from storage.klantpet import Flag, Meeting, MeetingDay

TEXT: Final = (5, 200)  # characters
IMPROVE, SILO = "dagstart.improve", "silo.new"
LINK: Final = "flag"  # before the id of one, where another form goes on with its words
TITLE: Final = _("Customer flag")
NAMED: Final = _("Visible to your team. Your name only if you tick the box.")
UNNAMED: Final = _("Without a name, visible to your team.")
QUIET: Final = _("This meeting is confidential: your flag stands there without a text.")
LAPSES: Final = _(
    "Is that one off? Then it goes to the next. If there is none in ten working days, a flag without a name lapses; "
    "with your name you hear from me."
)
NOWHERE: Final = _("No meeting is coming at which your flag can stand. You can take it elsewhere.")
NO_MEETING: Final = _("There is no meeting in the next ten working days. Where shall I take it?")
ONLY_QUIET: Final = _("No meeting is coming at which your text may be read in the channel. Where shall I take it?")
QUIET_ONE: Final = _("At a confidential meeting I put your flag up without its text.")


class Kind(StrEnum):
    UNSEEN = "unseen"
    COLLIDE = "collide"
    PROMISE = "promise"
    OTHER = "other"


class Way(StrEnum):
    DAY_START = "dagstart"
    SILO = "silo"


KINDS: Final[Mapping[Kind, Sentence]] = {
    Kind.UNSEEN: _("customer out of sight"),
    Kind.COLLIDE: _("colliding targets"),
    Kind.PROMISE: _("promise at risk"),
    Kind.OTHER: _("other"),
}
WAYS: Final[Mapping[Way, Sentence]] = {
    Way.DAY_START: _("Improvement point for the day start"),
    Way.SILO: _("Tell of aims that collide"),
}


def quiet(row: MeetingDay, meeting: Meeting) -> bool:
    """Whether a flag has no text there. What was said in confidence stays so, whatever its meeting is by now."""
    return row.quiet or meeting.confidential


def here(text: str, under_way: Sequence[MeetingDay], meetings: Mapping[int, Meeting], *, named: bool = False) -> Form:
    """At one of these meetings. Of several one is chosen."""
    without = [row for row in under_way if quiet(row, meetings[row.meeting])]
    where, at = _meeting(under_way, meetings), _at(under_way, meetings)
    if len(without) == len(under_way):
        return _quiet(text, where, at)
    return _form(text, *where, named=named, notes=(*at, *((QUIET_ONE,) if without else ())))


def _at(under_way: Sequence[MeetingDay], meetings: Mapping[int, Meeting]) -> tuple[Sentence, ...]:
    """Of one there is nothing to choose, so the form says which."""
    names = [meetings[row.meeting].name for row in under_way]
    return (_("Your flag comes to {meeting}.", meeting=Typed(names[0])),) if len(names) == 1 else ()


def _quiet(text: str, where: tuple[Field, ...], at: tuple[Sentence, ...]) -> Form:
    """Without a text, and so without a name: nobody reads more than that there is a flag."""
    typed = (_("You typed: {text}", text=Typed(text)),) if text else ()
    return Form(TITLE, (*where, _kind()), UNNAMED, submit=_("Send"), notes=(*at, QUIET, *typed))


def _meeting(under_way: Sequence[MeetingDay], meetings: Mapping[int, Meeting]) -> tuple[Field, ...]:
    if len(under_way) < 2:
        return ()
    named = [(row, Typed(meetings[row.meeting].name)) for row in under_way]
    options = tuple(Option(Sentence("{meeting}", {"meeting": name}), str(row.id)) for row, name in named)
    return (Field("at", _("At which meeting?"), Of.CHOICE, options=options),)


def later(text: str, meeting: str, day: date, today: date, *, named: bool = False) -> Form:
    note = _("Your flag comes to {meeting}, {day}.", meeting=Typed(meeting), day=Day(day, today))
    return _form(text, named=named, notes=(note, LAPSES))


def lapsed(flag: Flag) -> Message:
    """To whoever raised it with their name."""
    ways = (
        Button(WAYS[Way.DAY_START], "klantpet.improve", flag_subject(flag)),
        Button(WAYS[Way.SILO], SILO, about(flag.team, LINK, flag.id)),
    )
    return Message((Text(NOWHERE), Small(_("You wrote: {text}", text=Typed(flag.text or ""))), Row(ways)), NOWHERE)


def elsewhere(text: str, why: Sentence, *, named: bool = False) -> Form:
    options = tuple(Option(label, way.value) for way, label in WAYS.items())
    where = Field("where", _("Where to?"), Of.CHOICE, options=options, required=False)
    return _form(text, where, named=named, notes=(why,))


def _form(text: str, *where: Field, named: bool, notes: tuple[Sentence, ...]) -> Form:
    least, most = TEXT
    what = Field("text", _("What affects the customer here?"), Of.LONG, least=least, most=most, initial=text or None)
    tick = Field("named", _("With my name"), Of.CHECK, required=False, initial=named or None)
    return Form(TITLE, (*where, what, _kind(), tick), NAMED, submit=_("Send"), notes=notes)


def _kind() -> Field:
    options = tuple(Option(label, kind.value) for kind, label in KINDS.items())
    return Field("kind", _("Kind"), Of.CHOICE, options=options)
