"""How a person reads what actions keep of them, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rituals.action import hearing
from rituals.action.holding import changed, hold, redraw_boards, tell_leads
from rituals.action.rules import State
from rituals.action.subjects import ASK, DUE, TOLD, asked, subject, told
from rituals.contract import Turn
from rituals.facts import NudgesChanged
from rituals.keeping import Erase, Mine, Own
from rituals.words import Sentence, Typed, _
from storage import action_asked as asked_store
from storage import action_own as store
from storage.action import ImprovementAction

STATES: Final[Mapping[State, str]] = {
    State.PROPOSED: "proposed",
    State.PLAN: "planned",
    State.DO: "begun",
    State.CHECK: "being checked",
    State.ACT: "checked",
    State.DONE: "done",
    State.DROPPED: "let go",
}


# --- proposed ---------------------------------------------------------------------------------------------------------
async def proposed(turn: Turn, person: str) -> Sequence[Own]:
    return [_proposed(row) for row in await store.proposed(turn.session, person)]


def _proposed(row: ImprovementAction) -> Own:
    what, effect = Typed(row.what), Typed(row.effect)
    if State(row.state) is State.DONE:
        text = _("you proposed: {what}. Customers notice: {effect}", what=what, effect=effect)
    else:
        text = _("you proposed: {what}. Customers are to notice: {effect}", what=what, effect=effect)
    return Own(text, _data(row, "proposed an action") | _filled({"asked": row.asked}), row.at.date())


def _data(row: ImprovementAction, kind: str) -> dict[str, Any]:
    told = {"kind": kind, "what": row.what, "effect": row.effect, "evidence": row.evidence}
    return _filled(told | {"state": STATES[State(row.state)]})


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


async def erase_proposed(turn: Turn, person: str, how: Erase) -> None:
    """Withdrawn, they leave every board and message; unsigned, they are the team's."""
    if how is Erase.UNSIGN:
        await _unsign(turn, person)
        return
    ids = [row.id for row in await store.proposed(turn.session, person)]
    held = await hold(turn, ids, lately=True)
    rows = list(held.rows.values())
    lines = tuple((row.owner, subject(row)) for row in rows if row.owner is not None)
    teams = {row.team for row in rows}
    for row in rows:
        await _gone(turn, row)
    await turn.session.flush()
    if lines:
        await turn.tell(NudgesChanged(DUE, lines))
    await redraw_boards(turn, teams, held)


async def _gone(turn: Turn, row: ImprovementAction) -> None:
    for person in (row.asked, row.owner):
        if person is not None:
            turn.changed(ASK, asked(row, person))
    turn.changed(TOLD, told(row))
    turn.cancel(DUE, subject(row))
    await turn.session.delete(row)


async def _unsign(turn: Turn, person: str) -> None:
    """What is with them again, or comes back later, waits for somebody of the team."""
    held = await hold(turn, await store.ids_of(turn.session, person))
    mine = [row for row in held.rows.values() if row.proposer == person]
    for row in mine:
        row.proposer, row.former_on = None, None
    orphans = [row for row in mine if hearing.orphaned(turn, row, held)]
    await changed(turn, mine, held)
    await tell_leads(turn, orphans)
    await store.unsign(turn.session, person)


# --- taken up ---------------------------------------------------------------------------------------------------------
async def taken(turn: Turn, person: str) -> Sequence[Own]:
    return [_taken(row, person) for row in await store.taken(turn.session, person)]


def _taken(row: ImprovementAction, person: str) -> Own:
    if row.owner == person:
        return Own(_("you take this up: {what}", what=Typed(row.what)), _data(row, "takes up an action"), row.at.date())
    text: Sentence = _("a colleague asked you to take this up: {what}", what=Typed(row.what))
    return Own(text, _data(row, "asked to take up an action"), row.at.date())


async def erase_taken(turn: Turn, person: str, _how: Erase) -> None:
    await hearing.let_go(turn, person, proposes=True)
    await store.let_go(turn.session, person)
    await asked_store.forget_person(turn.session, person)


MINE: Final = {
    "actions_proposed": Mine(
        _("Actions I proposed"),
        proposed,
        erase_proposed,
        shared=True,
        also=_("that goes for those that a colleague is working on as well: they leave the card."),
    ),
    "actions_taken": Mine(
        _("Actions I take up"), taken, erase_taken, also=_("a colleague can take them up from then on.")
    ),
}
