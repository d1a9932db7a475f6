"""The forms of signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rituals.shown import Field, Form, Kind, Option
from rituals.silo import rules
from rituals.silo.rules import Theme
from rituals.words import Sentence, _

TITLE: Final = _("Colliding targets")
SEEN_BY: Final = _("Visible to the culture coach and the team leads you name.")
OWN_LEAD: Final = _("If it comes to a talk, your own team's lead reads it too. Your name only if you tick the box.")
THEMES: Final[Mapping[Theme, Sentence]] = {
    Theme.AIMS: _("targets"),
    Theme.PRIORITY: _("priority"),
    Theme.RULES: _("rules"),
    Theme.SYSTEM: _("system"),
    Theme.HANDOVER: _("hand-over"),
    Theme.OTHER: _("other"),
}
LEADS: Final = _("Visible to the culture coach and the leads of the teams in it.")


def new(teams: Field, effect: str) -> Form:
    least, most = rules.AIM
    options = tuple(Option(label, theme.value) for theme, label in THEMES.items())
    fields = (
        Field("ours", _("What do we want to achieve?"), least=least, most=most),
        Field("theirs", _("What does the other want to achieve?"), least=least, most=most),
        Field(
            "effect",
            _("What does the customer notice?"),
            Kind.LONG,
            least=rules.EFFECT[0],
            most=rules.EFFECT[1],
            initial=effect or None,
        ),
        teams,
        Field("theme", _("Theme"), Kind.CHOICE, options=options),
        Field("named", _("With my name"), Kind.CHECK, required=False),
    )
    return Form(TITLE, fields, SEEN_BY, submit=_("Send"), notes=(OWN_LEAD,))


def invite(teams: Field, text: Sentence) -> Form:
    """`text`: what the leads will read."""
    seen_by = _("Visible to the leads of these teams, and of the team that it comes from.")
    return Form(_("Invite to a talk"), (teams,), seen_by, submit=_("Invite"), notes=(text,))


def agree() -> Form:
    least, most = rules.AGREED
    text = Field("text", _("What do you agree together?"), Kind.LONG, least=least, most=most)
    return Form(_("Agreed together"), (text,), LEADS, submit=_("Save"))


def park(until: date) -> Form:
    fields = (
        Field("reason", _("Why does it wait?"), most=rules.REASON),
        Field("until", _("When shall I bring it up again?"), Kind.DATE, initial=until),
    )
    return Form(_("Let it wait"), fields, _("Visible to the culture coach."), submit=_("Save"))


def merge(options: Sequence[Option]) -> Form:
    which = Field("into", _("With which signal?"), Kind.CHOICE, options=tuple(options))
    note = _("Both still count. From now on they move together.")
    return Form(_("Take together"), (which,), _("Visible to the culture coach."), submit=_("Save"), notes=(note,))
