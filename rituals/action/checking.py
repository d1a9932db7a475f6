"""The team looks whether an action works for the customer, and chooses how to go on. The first answer holds."""

from __future__ import annotations

from typing import Final

from rituals.action import dating, forms, lines, moves, pressing, rules
from rituals.action.doing import well_done
from rituals.action.holding import changed, ground, hold_one, passed, read_one
from rituals.action.rules import Result, State
from rituals.action.subjects import more_of
from rituals.answers import ALREADY
from rituals.contract import Answer, Event, Note, Opens, Refused, Turn, Wrong, about
from rituals.shown import Form
from rituals.texts import cut
from rituals.words import Sentence, _
from storage.action import ImprovementAction

THEN_MOST: Final = 120  # characters of what one does, in an if-then agreement
KEEP: Final = _("Keep doing it? Then we turn it into an if-then agreement.")
ON: Final = _("How do we go on?")
SPENT: Final = _("This step got more time twice. Would a smaller step help, or is it time to let go?")


# --- does it work -----------------------------------------------------------------------------------------------------
async def result(turn: Turn, event: Event) -> Answer:
    """How the team goes on stands with the action, wherever it was pressed."""
    row, held = await hold_one(turn, event)
    chosen = next((each for each in Result if [each.value] == more_of(event.about)), None)
    if chosen is None or not moves.looked(row, chosen, held.today(turn, row)):
        raise _ahead(row, event)
    await changed(turn, [row], held)
    return Note(_going_on(turn, row))


def _ahead(row: ImprovementAction, event: Event) -> Refused:
    """Somebody has looked at it: who, is stored nowhere."""
    if State(row.state) is not State.ACT:
        return passed(row, event)
    return Refused(_("A colleague was just ahead of you. {now}", now=lines.looked(row)))


def _going_on(turn: Turn, row: ImprovementAction) -> Sentence:
    return KEEP if pressing.agreement(turn) and row.result != Result.NOT_YET else ON


async def needed(turn: Turn, event: Event) -> Answer:
    """What nobody answered for two weeks is still needed: the team looks at it today, or chooses how to go on."""
    row, held = await hold_one(turn, event)
    if State(row.state) not in rules.LOOKED:
        raise passed(row, event)
    if not moves.needed(row, held.today(turn, row)):
        return Note(ALREADY)
    await changed(turn, [row], held)
    return Note(_("Good. Does it work for the customer?") if State(row.state) is State.CHECK else ON)


# --- still on it ------------------------------------------------------------------------------------------------------
async def busy_form(turn: Turn, event: Event) -> Form:
    """Twice there is another day; after that one chooses."""
    row = _extendable(await read_one(turn, event), event)
    found = await ground(turn, [row.team])
    return forms.busy(row, rules.usual_day(found.today(turn, row.team), found.calendar(row.team)))


def _extendable(row: ImprovementAction, event: Event) -> ImprovementAction:
    if State(row.state) is not State.CHECK:
        raise _ahead(row, event)
    if row.extensions >= rules.EXTENSIONS:
        raise Refused(SPENT, *pressing.smaller(row))
    return row


async def busy(turn: Turn, event: Event) -> Answer:
    row, held = await hold_one(turn, event)
    _extendable(row, event)
    day = dating.checked(event.values["check_on"], held.today(turn, row), held.calendar(row))
    moves.extend(row, day)
    await changed(turn, [row], held)
    return Note(_("Saved. Thank you."))


# --- and then ---------------------------------------------------------------------------------------------------------
async def adjust_form(turn: Turn, event: Event) -> Form:
    row = _adjustable(await read_one(turn, event), event)
    found = await ground(turn, [row.team])
    day = rules.usual_day(found.today(turn, row.team), found.calendar(row.team))
    return forms.adjust(row, day, smaller=_smaller(row))


def _smaller(row: ImprovementAction) -> bool:
    return State(row.state) is State.CHECK


def _adjustable(row: ImprovementAction, event: Event) -> ImprovementAction:
    if rules.after(State(row.state), rules.Happens.ADJUSTED, row.extensions) is None:
        raise passed(row, event)
    return row


async def adjust(turn: Turn, event: Event) -> Answer:
    row, held = await hold_one(turn, event, lately=True)
    given = event.values
    if _smaller(_adjustable(row, event)) and rules.same(given["what"], [row.what]):
        raise Wrong(what=_("This is still the same step. Which part of it is small enough?"))
    day = dating.checked(given["check_on"], held.today(turn, row), held.calendar(row))
    moves.adjust(row, given["what"], given["effect"], given.get("evidence") or None, day)
    await changed(turn, [row], held)
    return Note(_("Saved. Thank you."))


async def keep(turn: Turn, event: Event) -> Answer:
    """Done, and where there are if-then agreements the form of one follows, with the action as what one does."""
    row, held = await hold_one(turn, event)
    if State(row.state) is State.DONE:
        return Note(ALREADY)
    works = State(row.state) is State.ACT and row.result != Result.NOT_YET
    if not works or not moves.complete(row, held.today(turn, row)):
        raise passed(row, event)
    await changed(turn, [row], held)
    if (form := pressing.agreement(turn)) is None:
        return Note(well_done(row, event.person))
    return Opens(form, about(row.team), {"y": cut(row.what, THEN_MOST)})
