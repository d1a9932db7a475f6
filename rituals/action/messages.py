"""What people are told of actions in their own conversation, and the leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals.action import lines as lines_of
from rituals.action import moves, pressing
from rituals.action.rules import State
from rituals.action.subjects import subject
from rituals.helping import lines
from rituals.nudge import Line
from rituals.shown import Button, Message, Piece, Row, Small, Text
from rituals.words import Listed, Part, Person, Sentence, Typed, _, plural
from storage.action import ImprovementAction

BACK: Final = _("An action is back with you.")
NOT_NEEDED: Final = _("This isn't needed any more.")


# --- to whom it is asked ----------------------------------------------------------------------------------------------
def question(row: ImprovementAction) -> Sentence:
    return _("{name} asks whether you'd take this up: “{what}”", name=_proposer(row), what=Typed(row.what))


def _proposer(row: ImprovementAction) -> Part:
    return Person(row.proposer) if row.proposer else _("A colleague")


def ask(row: ImprovementAction, person: str) -> Message:
    """As it stands now, for whoever was asked."""
    notify = _("{name} asks you something.", name=_proposer(row))
    return Message((Text(question(row)), *_asked(row, person)), notify)


def _asked(row: ImprovementAction, person: str) -> tuple[Piece, ...]:
    state = State(row.state)
    if state is State.DROPPED:
        return (Small(NOT_NEEDED),)
    if row.asked == person:
        return Small(lines_of.hoped(row)), Row(pressing.ask(row))
    if row.owner != person:
        return (Small(_("That's fine. You needn't do anything.")),)
    if state is State.DONE:
        return (Small(_("This is done. Thank you.")),)
    begin = Button(pressing.BEGIN, "action.begin", subject(row), main=True)
    mine = (Row((begin,)),) if state is State.PLAN else ()
    return Small(lines_of.hoped(row)), Small(_("You take this up. Thank you.")), *mine


# --- to its proposer --------------------------------------------------------------------------------------------------
def back(row: ImprovementAction) -> Sentence:
    return _("“{what}” is back with you. Another moment, or someone else?", what=Typed(row.what))


def told(row: ImprovementAction) -> Message:
    """What came of the newest question. Whether somebody said no, or nothing, it doesn't tell."""
    what, state = Typed(row.what), State(row.state)
    if state is State.DONE:
        return Message((Text(lines_of.done(row)),), _("An action is done."))
    if state is State.DROPPED:
        return _dropped(row)
    if state is State.PROPOSED:
        return Message((Text(back(row)), Row(pressing.back(row))), BACK)
    if row.owner is None:
        seeks = Text(_("“{what}” is looking for somebody again.", what=what), pressing.take(row))
        return Message((seeks,), _("An action is looking for somebody again."))
    if row.owner == row.proposer:
        return Message((Text(_("You take this up: “{what}”", what=what)),), _("You take up your action."))
    text = _("{name} takes this up: “{what}”", name=Person(row.owner), what=what)
    return Message((Text(text),), _("{name} takes up your action.", name=Person(row.owner)))


def _dropped(row: ImprovementAction) -> Message:
    what = Typed(row.what)
    if moves.lapsed(row):
        again = Button(_("Once more"), "action.again", subject(row))
        text = lines([Sentence("“{what}”", {"what": what}), _("This proposal has lapsed.")])
        return Message((Text(text, (again,)),), _("A proposal of yours has lapsed."))
    if moves.ran(row):
        return Message((Text(_("“{what}” has been let go.", what=what)),), _("An action has been let go."))
    return answered(row)


def answered(row: ImprovementAction) -> Message:
    """It was back, and its proposer said what becomes of it."""
    return Message((Text(back(row)), Small(_("You have answered this."))), BACK)


# --- on the day of the check ------------------------------------------------------------------------------------------
def due(row: ImprovementAction, person: str) -> Line:
    text = _("Shall we check today whether “{what}” works for the customer?", what=Typed(row.what))
    notify = _("Shall we check an improvement action today?")
    if row.state == State.CHECK and row.owner == person:
        look = Button(pressing.LOOK, "action.one", subject(row), main=True)
        return Line(Text(text, (look,)), notify)
    return Line(Text(lines([text, NOT_NEEDED])), notify)


# --- the leads --------------------------------------------------------------------------------------------------------
def ownerless(rows: Sequence[ImprovementAction]) -> Text:
    if not rows:
        return Text(_("There is somebody again for every action."))
    some = Listed(tuple(Sentence("“{what}”", {"what": Typed(row.what)}) for row in rows))
    see = Button(_("Improvement actions"), "action.list", str(rows[0].team))
    said = plural(
        "We are looking for somebody for this action: {what}",
        "We are looking for somebody for these actions: {what}",
        len(rows),
        what=some,
    )
    return Text(said, (see,))
