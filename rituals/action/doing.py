"""The way of an action that somebody has: it begins, it is done, or it is let go."""

from __future__ import annotations

from collections.abc import Sequence

from rituals import teams
from rituals.action import asking, forms, lines, moves, pressing, rules
from rituals.action.holding import (
    PROPOSER,
    Held,
    changed,
    hold,
    hold_one,
    passed,
)
from rituals.action.rules import State
from rituals.action.subjects import id_of, subject
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, team_of
from rituals.shown import Button, Form
from rituals.words import Sentence, _
from storage import action as store
from storage.action import ImprovementAction

OWNER: Sentence = _("whoever takes it up")
OWNER_OR_LEAD: Sentence = _("whoever takes it up, the team lead or deputy")
ENDS = frozenset({State.PLAN, State.DO, State.ACT})  # from here it can be done
WELL_DONE: Sentence = _("Well done. At the next day start it is on the card.")
NOTED: Sentence = _("Noted. At the next day start it is on the card.")


async def begin(turn: Turn, event: Event) -> Answer:
    row, held = await hold_one(turn, event)
    if row.owner != event.person:
        raise only(OWNER)
    if State(row.state) is State.DO:
        return Note(ALREADY)
    if not moves.begin(row, turn.now):
        raise passed(row, event)
    await changed(turn, [row], held)
    return Note(_("Good luck with it."))


# --- done -------------------------------------------------------------------------------------------------------------
async def done_form(turn: Turn, event: Event) -> Form:
    """About one action, or about a team: then one of the person's own is chosen."""
    some = await _doable(turn, event)
    return forms.done(some, choose=id_of(event.about) < 0)


async def _doable(turn: Turn, event: Event) -> Sequence[ImprovementAction]:
    """Raises Refused where there is none."""
    wanted, team = id_of(event.about), team_of(event.about)
    if wanted >= 0:
        row = (await store.get(turn.session, [wanted])).get(wanted)
        if row is None or row.team != team:
            raise Refused(OVER)
        return [_completable(row, event)]
    own = [row for row in await store.of(turn.session, event.person) if row.owner == event.person and row.team == team]
    some = [row for row in own if State(row.state) in ENDS]
    if not some:
        raise _checked_first([row for row in own if State(row.state) is State.CHECK])
    return some


def _checked_first(rows: Sequence[ImprovementAction]) -> Refused:
    """While the team looks at it, that is what there is to do."""
    if rows:
        return Refused(lines.check(rows[0]), Button(pressing.LOOK, "action.one", subject(rows[0]), main=True))
    return Refused(_("You have no action here that can be done. See them with /customer action."))


def _completable(row: ImprovementAction, event: Event) -> ImprovementAction:
    """By its owner; once the team has looked, by anybody of it."""
    if State(row.state) is State.CHECK and not event.values:
        raise _checked_first([row])
    if State(row.state) not in ENDS:
        raise passed(row, event)
    if row.owner != event.person and State(row.state) is not State.ACT:
        raise only(OWNER)
    return row


async def done(turn: Turn, event: Event) -> Answer:
    team, wanted = team_of(event.about), id_of(event.about)
    held = await hold(turn, [wanted if wanted >= 0 else int(event.values["action"])])
    row = next(iter(held.rows.values()), None)
    if row is None or row.team != team:
        raise Refused(OVER)
    _completable(row, event)
    moves.complete(row, held.today(turn, row), event.values["effect"])
    await changed(turn, [row], held)
    return Note(well_done(row, event.person))


def well_done(row: ImprovementAction, person: str) -> Sentence:
    return WELL_DONE if row.owner == person else NOTED


# --- let go -----------------------------------------------------------------------------------------------------------
async def stop(turn: Turn, event: Event) -> Answer:
    row, held = await hold_one(turn, event)
    if State(row.state) is State.DROPPED:
        return Note(ALREADY)
    if State(row.state) in rules.FINAL:
        raise Refused(OVER)
    lead = await teams.leads_in(turn, event.person, held.found.teams[row.team])
    if not pressing.may_stop(row, event.person, leads=lead):
        raise only(
            PROPOSER if State(row.state) is State.PROPOSED else _("whoever takes it up, the team lead or deputy")
        )
    await drop(turn, row, held)
    return Note(_("Let go. Nobody is notified."))


async def drop(turn: Turn, row: ImprovementAction, held: Held) -> None:
    await asking.settle(turn, [row])
    moves.stop(row, held.today(turn, row))
    await changed(turn, [row], held)
