"""What happens to actions by themselves: a check comes, nobody answers, a question goes back."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.action import asking, moves, rules
from rituals.action.holding import Held, changed, hold, next_moment, tell_leads
from rituals.action.rules import State
from rituals.action.subjects import id_of
from rituals.calendar import NoWorkday
from rituals.contract import Due, Turn
from storage.action import ImprovementAction


async def due(turn: Turn, some: Sequence[Due]) -> None:
    """A dozen statements, however many: what isn't due by now, as a calendar changed, is only planned anew."""
    held = await hold(turn, [id_of(one.about) for one in some])
    ready = [row for row in held.rows.values() if _is_due(turn, row, held)]
    orphans = await asking.send_back(turn, [row for row in ready if row.asked is not None], held)
    for row in ready:
        _move(turn, row, held)
    await changed(turn, list(held.rows.values()), held)
    await tell_leads(turn, orphans)


def _is_due(turn: Turn, row: ImprovementAction, held: Held) -> bool:
    moment = next_moment(turn, row, held.found)
    return moment is not None and moment <= turn.now


def _move(turn: Turn, row: ImprovementAction, held: Held) -> None:
    today, state = held.today(turn, row), State(row.state)
    if state in rules.AT_WORK:
        _look(row, held, turn)
    elif state in rules.LOOKED and row.still_asked_on is None:
        moves.ask_still(row, today)
    elif state in rules.LOOKED or (moves.is_back(row) and row.still_asked_on != today):
        moves.fade(row, today)


def _look(row: ImprovementAction, held: Held, turn: Turn) -> None:
    """On the first day on which the team works; a day later where its owner doesn't."""
    today, owner = held.today(turn, row), held.found.days(row.team, row.owner)
    try:
        day, delayed = rules.looked_at(max(row.check_on, today), held.calendar(row), owner, delayed=row.delayed)
    except NoWorkday:
        return
    if day > today:
        moves.put_off(row, day, delayed=delayed)
    else:
        moves.due(row, today)
