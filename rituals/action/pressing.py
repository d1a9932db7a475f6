"""What one person can press about an action."""

from __future__ import annotations

from typing import Final

from rituals.action.lines import RESULTS
from rituals.action.rules import EXTENSIONS, Result, State
from rituals.action.subjects import subject
from rituals.contract import Turn
from rituals.shown import Button
from rituals.words import _
from storage.action import ImprovementAction

AGREEMENT: Final = "alsdan.new"  # the form of an if-then agreement, once a ritual has one
TAKE: Final = _("I'll take this up")
PASS: Final = _("Not right now")
BEGIN: Final = _("I'm starting")
STOP: Final = _("Stop")
SURE: Final = _("The action leaves the card. Nobody is told.")
LOOK: Final = _("Have a look")


def agreement(turn: Turn) -> str | None:
    """The form in which what works becomes an if-then agreement, if any ritual has it."""
    return next((name for ritual in turn.rituals for name in ritual.forms if name == AGREEMENT), None)


def buttons(turn: Turn, row: ImprovementAction, viewer: str, *, leads: bool = False) -> tuple[Button, ...]:
    match State(row.state):
        case State.PROPOSED:
            return _proposed(row, viewer)
        case State.PLAN | State.DO:
            return (*take(row), *_at_work(row, viewer), *_stop(row, viewer, leads=leads))
        case State.CHECK | State.ACT if row.still_asked_on is not None:
            return (*still(row), *take(row))
        case State.CHECK:
            spent = row.extensions >= EXTENSIONS  # then *Nog bezig* asks whether to stop
            return (*checks(row), *take(row), *(() if spent else _stop(row, viewer, leads=leads)))
        case State.ACT:
            return (*choices(turn, row), *take(row))
        case _:
            return ()


def _proposed(row: ImprovementAction, viewer: str) -> tuple[Button, ...]:
    own = (_edit(row),) if row.proposer == viewer else ()
    if row.asked == viewer:
        return (*ask(row), *own)
    if row.proposer != viewer:
        return ()
    return (*back(row), *own) if row.asked is None else (*own, _drop(row))


def take(row: ImprovementAction) -> tuple[Button, ...]:
    return (Button(TAKE, "action.take", subject(row)),) if row.owner is None else ()


def _at_work(row: ImprovementAction, viewer: str) -> tuple[Button, ...]:
    mine = subject(row)
    begin = (Button(BEGIN, "action.begin", mine, main=True),) if row.state == State.PLAN else ()
    own = (*begin, Button(_("Done"), "action.done", mine)) if row.owner == viewer else ()
    return (*own, *((_edit(row),) if viewer == answers_for(row) else ()))


def _edit(row: ImprovementAction) -> Button:
    return Button(_("Edit"), "action.edit", subject(row))


def _stop(row: ImprovementAction, viewer: str, *, leads: bool) -> tuple[Button, ...]:
    return (stop(row),) if leads or viewer == answers_for(row) else ()


def stop(row: ImprovementAction) -> Button:
    return Button(STOP, "action.stop", subject(row), confirm=SURE)


def _drop(row: ImprovementAction) -> Button:
    return Button(_("Never mind"), "action.stop", subject(row))


# --- questions --------------------------------------------------------------------------------------------------------
def ask(row: ImprovementAction) -> tuple[Button, ...]:
    mine = subject(row)
    return Button(TAKE, "action.accept", mine, main=True), Button(PASS, "action.pass", mine)


def back(row: ImprovementAction) -> tuple[Button, ...]:
    mine = subject(row)
    return (
        Button(_("I'll do it myself"), "action.myself", mine, main=True),
        Button(_("Somebody else"), "action.another", mine),
        _drop(row),
    )


def checks(row: ImprovementAction) -> tuple[Button, ...]:
    results = tuple(Button(RESULTS[each], "action.result", subject(row, each.value)) for each in Result)
    return (*results, Button(_("Still on it"), "action.busy", subject(row)))


def still(row: ImprovementAction) -> tuple[Button, ...]:
    mine = subject(row)
    return Button(_("Yes"), "action.needed", mine), Button(_("No, never mind"), "action.stop", mine)


def smaller(row: ImprovementAction) -> tuple[Button, ...]:
    return Button(_("Make it smaller"), "action.adjust", subject(row)), stop(row)


def choices(turn: Turn, row: ImprovementAction) -> tuple[Button, ...]:
    mine = subject(row)
    kept, done = Button(_("Keep doing it"), "action.keep", mine), Button(_("Done"), "action.done", mine)
    keeps = agreement(turn) and row.result != Result.NOT_YET
    return kept if keeps else done, Button(_("Adjust"), "action.adjust", mine), stop(row)


def answers_for(row: ImprovementAction) -> str | None:
    """Who may word or drop it: whoever takes it up, and its proposer as long as nobody does."""
    return row.owner or row.proposer


def may_stop(row: ImprovementAction, person: str, *, leads: bool) -> bool:
    """The team, once it has looked or can't go on as before; until then whoever answers for it, or leads."""
    match State(row.state):
        case State.PROPOSED:
            return person == row.proposer
        case State.ACT:
            return True
        case State.CHECK if row.extensions >= EXTENSIONS or row.still_asked_on is not None:
            return True
        case _:
            return leads or person == answers_for(row)
