"""Whose an action becomes: whoever was asked agrees or passes, its proposer does it, or anybody takes it up."""

from __future__ import annotations

from rituals.action import asking, lines, moves, rules
from rituals.action.holding import PROPOSER, changed, hold_one, passed, tell_leads
from rituals.action.rules import State
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn
from rituals.words import Person, _
from storage import action as store
from storage.action import ImprovementAction

ASKED_ONE = _("the colleague who was asked")


async def accept(turn: Turn, event: Event) -> Answer:
    row, held = await hold_one(turn, event)
    if row.owner == event.person and State(row.state) in rules.RUNNING:
        return Note(ALREADY)
    if row.asked != event.person:
        raise passed(row, event) if row.asked is None else only(ASKED_ONE)
    await _room(turn, row)
    await asking.settle(turn, [row])
    moves.agree(row, event.person, held.today(turn, row), held.calendar(row))
    await asking.tell_proposer(turn, [row])
    await changed(turn, [row], held)
    return Note(_("You take this up. Thank you."))


async def _room(turn: Turn, row: ImprovementAction) -> None:
    """The question stays, for when there is. Raises Refused."""
    if len(await store.running_in(turn.session, [row.team])) >= rules.AT_MOST:
        raise Refused(lines.full())


async def pass_on(turn: Turn, event: Event) -> Answer:
    """No reason is asked, and none is told."""
    row, held = await hold_one(turn, event)
    if row.asked != event.person:
        raise passed(row, event) if row.asked is None else only(ASKED_ONE)
    orphans = await asking.send_back(turn, [row], held)
    await changed(turn, [row], held)
    await tell_leads(turn, orphans)
    return Note(_("That's fine. You needn't do anything."))


async def myself(turn: Turn, event: Event) -> Answer:
    """By its proposer, once it is back."""
    row, held = await hold_one(turn, event)
    if row.proposer != event.person:
        raise only(PROPOSER)
    if row.owner == event.person:
        return Note(ALREADY)
    if not moves.is_back(row):
        raise passed(row, event)
    await _room(turn, row)
    moves.agree(row, event.person, held.today(turn, row), held.calendar(row))
    await changed(turn, [row], held)
    return Note(_("You take this up. Thank you."))


async def take(turn: Turn, event: Event) -> Answer:
    """*Ik pak dit op*, of what nobody has: the first who presses it."""
    row, held = await hold_one(turn, event)
    if row.owner == event.person:
        return Note(ALREADY)
    if State(row.state) not in rules.RUNNING:
        raise Refused(OVER)
    if row.owner is not None:
        raise Refused(_("{name} was just ahead of you. Thanks for offering.", name=Person(row.owner)))
    moves.take(row, event.person)
    await changed(turn, [row], held)
    return Note(_("You take this up. Thank you."))
