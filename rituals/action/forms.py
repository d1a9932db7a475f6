"""The forms of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from rituals.action import lines, rules
from rituals.facts import Linked
from rituals.shown import Field, Form, Kind, Option
from rituals.words import Sentence, Typed, _
from storage.action import ImprovementAction

TEXT: Final = (5, 140)  # characters
EVIDENCE_MOST: Final = 140
TITLE: Final = _("Improvement action")
SEEN_BY: Final = _("Visible to your team.")
NAMED: Final = _("If you take it up yourself, your name is on the card.")
TRAINING: Final = _("What will we do differently after the training?")


def new(person: str, day: date, offered: Sequence[Linked], link: str, *, full: bool) -> Form:
    """`full`: as many actions are open as a team has at most."""
    options = tuple(Option(one.label, one.key) for one in offered)
    chosen = link if link in {one.key for one in offered} else None
    fields = (
        *_texts({}),
        Field("owner", _("Who takes it up?"), Kind.PERSON, initial=person, hint=_("I ask somebody else first.")),
        _day(day),
        *(
            (Field("link", _("Linked to"), Kind.CHOICE, required=False, options=options, initial=chosen),)
            * bool(options)
        ),
        _evidence({}),
    )
    notes = (*((lines.full(),) if full else ()), NAMED)
    return Form(TITLE, fields, SEEN_BY, submit=_("Save"), notes=notes)


def _texts(now: Mapping[str, Any]) -> tuple[Field, ...]:
    least, most = TEXT
    return (
        Field("what", _("What will we do?"), least=least, most=most, initial=now.get("what"), advice=training),
        Field("effect", _("What will the customer notice?"), least=least, most=most, initial=now.get("effect")),
    )


def _day(day: date) -> Field:
    return Field("check_on", _("When do we check?"), Kind.DATE, initial=day)


def _evidence(now: Mapping[str, Any]) -> Field:
    label, given = _("How do we see that it worked?"), now.get("evidence")
    return Field("evidence", label, required=False, most=EVIDENCE_MOST, initial=given)


def training(text: str) -> Mapping[str, Sentence]:
    return {"what_training": TRAINING} if rules.only_training(text) else {}


def _known(row: ImprovementAction) -> Mapping[str, Any]:
    return {"what": row.what, "effect": row.effect, "evidence": row.evidence}


def edit(row: ImprovementAction) -> Form:
    return Form(TITLE, (*_texts(_known(row)), _evidence(_known(row))), SEEN_BY, submit=_("Save"))


def adjust(row: ImprovementAction, day: date, *, smaller: bool) -> Form:
    """A new cycle, that begins with what it was."""
    title = _("Make it smaller") if smaller else _("Adjust")
    notes = (_("Which smaller step can you take by then?"),) if smaller else ()
    return Form(
        title, (*_texts(_known(row)), _day(day), _evidence(_known(row))), SEEN_BY, submit=_("Save"), notes=notes
    )


def another(row: ImprovementAction) -> Form:
    owner = Field("owner", _("Who takes it up?"), Kind.PERSON, hint=_("I ask that colleague first."))
    return Form(TITLE, (owner,), SEEN_BY, submit=_("Send"), notes=(quoted(row),))


def busy(row: ImprovementAction, day: date) -> Form:
    return Form(_("Still on it"), (_day(day),), SEEN_BY, submit=_("Save"), notes=(quoted(row),))


def done(some: Sequence[ImprovementAction], *, choose: bool) -> Form:
    """What customers notice is filled in, but where it didn't work, or which action is still to be chosen."""
    options = tuple(Option(quoted(row), str(row.id)) for row in some)
    which = (Field("action", _("Which action?"), Kind.CHOICE, options=options, initial=options[0].value),)
    effect = Field(
        "effect",
        _("What do customers notice?"),
        least=TEXT[0],
        most=TEXT[1],
        initial=some[0].effect if len(some) == 1 and some[0].result != rules.Result.NOT_YET else None,
    )
    notes = () if choose else (quoted(some[0]),)
    return Form(_("Action done"), (*(which if choose else ()), effect), SEEN_BY, submit=_("Save"), notes=notes)


def quoted(row: ImprovementAction) -> Sentence:
    return Sentence("{what}", {"what": Typed(row.what)})
