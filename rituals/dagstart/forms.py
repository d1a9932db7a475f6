"""The forms of the dagstart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Final

from rituals import schedule, weeks
from rituals.dagstart import rules
from rituals.facts import Block
from rituals.shown import Field, Form, Kind, Option
from rituals.words import Count, Sentence, _
from storage.dagstart import DagstartItem, DagstartSettings

TEAM: Final = _("Visible to your team.")
NAMED: Final = _("Visible to your team. Your name only if you tick the box.")
OUTSIDERS: Final = _("People outside your team read along here. A channel of your own is safer for customer stories.")
SEND, SAVE = _("Send"), _("Save")

EXTRAS: Final = (
    Option(_("Check-in"), "checkin"),
    Option(_("Announcements"), "notes"),
    Option(_("Staffing"), "staffing"),
    Option(_("Start of the week"), "week"),
)
TARGETS: Final = "targets"  # a cause that lies between teams
CAUSES: Final = (
    Option(_("unclear process"), "process"),
    Option(_("mistake we repair"), "repair"),
    Option(_("knowledge"), "knowledge"),
    Option(_("system"), "system"),
    Option(_("no room to decide"), "room"),
    Option(_("colliding targets"), TARGETS),
    Option(_("other"), "other"),
)
KINDS: Final = (
    Option(_("what today is about"), "focus"),
    Option(_("request for help"), "help"),
)
IMPROVE: Final = (10, 280)
TODAY: Final = (3, 140)
NOTES_MOST: Final = 140
STAFFING_MOST: Final = 999


def start(clock: time, minutes: int, *, outsiders: bool) -> Form:
    question = _(
        "Shall I set up a day start of {minutes} minutes here each working day at {time}? "
        "You then become team lead with me.",
        minutes=Count(minutes),
        time=clock,
    )
    anyway = Field("anyway", _("Start here anyway"), Kind.CHECK)
    return Form(
        _("Start a day start"),
        (anyway,) if outsiders else (),
        seen_by=TEAM,
        submit=_("Yes, please"),
        notes=(question, OUTSIDERS) if outsiders else (question,),
    )


def settings(now: DagstartSettings, seen_by: Sentence) -> Form:
    lengths = tuple(_minutes(n) for n in range(schedule.STEP, 31, schedule.STEP))
    late = tuple(_minutes(n) for n in range(0, rules.LATE_MOST + 1, rules.LATE_STEP))
    fields = (
        Field("days", _("Days"), Kind.CHOICES, options=weeks.OPTIONS, initial=tuple(now.days)),
        Field("time", _("Time"), Kind.TIME, initial=now.clock),
        Field("minutes", _("Duration"), Kind.CHOICE, options=lengths, initial=str(now.minutes)),
        Field("late", _("Late window"), Kind.CHOICE, options=late, initial=str(now.late)),
        Field("rotates", _("Host rotates"), Kind.CHECK, required=False, initial=now.rotates),
        Field("extras", _("Extras"), Kind.CHOICES, required=False, options=EXTRAS, initial=tuple(now.extras.split())),
    )
    return Form(
        _("Day start settings"),
        fields,
        seen_by=seen_by,
        submit=SAVE,
    )


def _minutes(n: int) -> Option:
    return Option(_("{n} minutes", n=n), str(n))


def improve(item: DagstartItem | None = None) -> Form:
    what = _text(_("What did a customer notice or ask?"), IMPROVE, item)
    initial = item.cause if item else None
    cause = Field("cause", _("What is behind it?"), Kind.CHOICE, required=False, options=CAUSES, initial=initial)
    action = Field("action", _("Turn it into an improvement action"), Kind.CHECK, required=False)
    named = _named(_("Add my name"), item, default=False)
    return _shared(_("Improvement point"), item, what, cause, named, *(() if item else (action,)))


def today() -> Form:
    fields = (
        Field("kind", _("Kind"), Kind.CHOICE, options=KINDS, initial="focus"),
        _text(_("Text"), TODAY, None),
        Field("to", _("To whom?"), Kind.PERSON, required=False, hint=_("Only for a request for help.")),
    )
    return Form(_("Today"), fields, seen_by=TEAM, submit=SEND)


def park(points: Sequence[Option]) -> Form:
    what = Field("point", _("Which point do you discuss later?"), Kind.CHOICE, options=tuple(points))
    return Form(_("Park it"), (what,), seen_by=TEAM, submit=SAVE)


def edit(item: DagstartItem) -> Form:
    match Block(item.block):
        case Block.IMPROVE:
            return improve(item)
        case _:
            return Form(_("Today"), (_text(_("Text"), TODAY, item),), seen_by=TEAM, submit=SAVE)


def _shared(title: Sentence, item: DagstartItem | None, *fields: Field) -> Form:
    return Form(title, fields, seen_by=NAMED, submit=SAVE if item else SEND)


def _text(label: Sentence, bounds: tuple[int, int], item: DagstartItem | None) -> Field:
    return Field("text", label, Kind.LONG, least=bounds[0], most=bounds[1], initial=item.text if item else None)


def _named(label: Sentence, item: DagstartItem | None, *, default: bool) -> Field:
    return Field("named", label, Kind.CHECK, required=False, initial=item.named if item else default)


def notes(extras: tuple[str, ...], text: str | None, staffing: int | None) -> Form:
    fields: Mapping[str, Field] = {
        "notes": Field("notes", _("Announcement"), Kind.TEXT, required=False, most=NOTES_MOST, initial=text),
        "staffing": Field("staffing", _("Staffing"), Kind.NUMBER, required=False, most=STAFFING_MOST, initial=staffing),
    }
    chosen = tuple(field for name, field in fields.items() if name in extras)
    return Form(_("Notes and staffing"), chosen, seen_by=TEAM, submit=SAVE)
