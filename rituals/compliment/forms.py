"""The forms of compliments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Final

from rituals import weeks
from rituals.compliment import rules
from rituals.compliment.rules import Kind as Of
from rituals.compliment.rules import Preference
from rituals.shown import Field, Form, Kind, Option
from rituals.words import Sentence, _

WHAT: Final = (10, 500)  # characters; below, it doesn't say what happened
MEANING_MOST: Final = 280
RECEIVER: Final = _("Only your colleague sees this first, then perhaps your team.")
NAMES: Final = _("I only show the names of chosen colleagues in your text once they agree.")
TITLE: Final = _("Share a compliment")
KINDS: Final = (
    Option(_("from a customer"), Of.CUSTOMER.value),
    Option(_("to a colleague"), Of.COLLEAGUE.value),
)
PREFERENCES: Final = (
    Option(_("Ask me first"), Preference.ASK.value),
    Option(_("Always fine"), Preference.ALWAYS.value),
    Option(_("Keep it with me"), Preference.KEEP.value),
)
SAME: Final = "same"  # the question whether a colleague told of it already, and the box that answers it


def vague(text: str) -> Mapping[str, Sentence]:
    question = _("Lovely! What exactly happened? Then everyone hears what works.")
    return {"text_vague": question} if rules.is_vague(text) else {}


def new(text: str = "", *, same: bool = False) -> Form:
    """`same`: with the box for who was asked whether a colleague told of it already."""
    box = (Field(SAME, _("A colleague told of it too"), Kind.CHECK, required=False),) if same else ()
    fields = (
        Field("kind", _("What kind?"), Kind.CHOICE, options=KINDS),
        _what(text),
        *box,
        _meaning(""),
        Field("to", _("For whom?"), Kind.PEOPLE, required=False, most=rules.RECEIVERS, hint=_("Five people at most.")),
        Field("team", _("For the whole team"), Kind.CHECK, required=False),
        _named(True),
    )
    return Form(TITLE, fields, seen_by=RECEIVER, submit=_("Send"))


def edit(text: str, meaning: str, *, named: bool) -> Form:
    """Of what has been out already: another text is read at once."""
    fields = (_what(text), _meaning(meaning), _named(named))
    return Form(_("Edit compliment"), fields, seen_by=_("Visible to your team."), submit=_("Save"))


def _what(text: str) -> Field:
    label = _("What happened? Tell it the way you'd tell a colleague.")
    return Field("text", label, Kind.LONG, least=WHAT[0], most=WHAT[1], initial=text or None, hint=NAMES, advice=vague)


def _meaning(text: str) -> Field:
    label = _("What did it mean to the customer?")
    return Field("meaning", label, Kind.LONG, required=False, most=MEANING_MOST, initial=text or None)


def _named(on: bool) -> Field:
    return Field("named", _("With my name as giver"), Kind.CHECK, required=False, initial=on)


def preference(now: Preference) -> Form:
    field = Field("preference", _("May a team read your name?"), Kind.CHOICE, options=PREFERENCES, initial=now.value)
    return Form(_("Compliments for you"), (field,), seen_by=_("Only you see this."), submit=_("Save"))


def settings(prompts: bool, weekday: int, clock: time, seen_by: Sentence) -> Form:
    fields = (
        Field("prompts", _("A weekly question in the channel"), Kind.CHECK, required=False, initial=prompts),
        Field("weekday", _("Day"), Kind.CHOICE, options=weeks.OPTIONS, initial=str(weekday)),
        Field("clock", _("Time"), Kind.TIME, initial=clock),
    )
    return Form(_("Compliment settings"), fields, seen_by=seen_by, submit=_("Save"))
