"""Figures on boards: a line for each, in the order in which they were made, and below it an action that is advised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from rituals.calendar import Calendar
from rituals.contract import Turn, about
from rituals.facts import Block, Board, Item
from rituals.helping import lines
from rituals.kpi import figures, messages, rules
from rituals.kpi.figures import Ground
from rituals.kpi.messages import Figure, Value
from rituals.kpi.rules import State
from rituals.shown import Button
from rituals.words import Sentence, Typed, _
from storage import kpi as store
from storage.kpi import Kpi

Found = Mapping[Block, Sequence[Item]]


async def own(turn: Turn, boards: Sequence[Board]) -> Mapping[Board, Found]:
    """Two statements, however many boards; a person's own page takes five more, to say what is theirs to enter."""
    rows = await store.of_teams(turn.session, {board.team for board in boards})
    values = await known(turn, rows, [board.figures_of for board in boards])
    pages = {board.team for board in boards if board.viewer}
    found = await figures.ground(turn, pages) if pages else Ground({}, {})
    return {
        board: {
            Block.FIGURES: [
                item
                for row in rows
                if row.team == board.team
                for item in _items(turn, board, figure(row, values.get(row.id, ()), board.figures_of), found)
            ]
        }
        for board in boards
    }


async def known(turn: Turn, rows: Sequence[Kpi], days: Sequence[date]) -> Mapping[int, Sequence[Value]]:
    """What was entered for these days of each figure, and as many numbers before as an advice needs. One statement."""
    if not rows or not days:
        return {}
    ids = [row.id for row in rows]
    found: dict[int, list[Value]] = {}
    for each in await store.around(turn.session, ids, min(days), max(days), lately=rules.LATELY, before=rules.IN_A_ROW):
        found.setdefault(each.kpi, []).append(_value(each))
    return found


def _value(row: Any) -> Value:
    return Value(row.day, row.value, row.remark, row.counts, row.edited)


def figure(row: Kpi, values: Sequence[Value], day: date) -> Figure:
    """As it stood on this day; `values` in their order."""
    until = [one for one in values if one.day <= day]
    numbers = [one for one in reversed(until) if one.number is not None]
    return Figure(row, next((one for one in until if one.day == day), None), numbers)


# --- items ------------------------------------------------------------------------------------------------------------
def _items(turn: Turn, board: Board, mine: Figure, found: Ground) -> Sequence[Item]:
    row, value = mine.row, mine.value
    there = value is not None and value.number is not None
    at = datetime.combine(board.day, time(), UTC)  # of the day, and not of whoever entered it
    line = Item(
        messages.on_card(mine, expected=rules.expected(row.days, board.day)),
        at=at,
        buttons=_buttons(turn, board, mine, found) if board.viewer else (),
        counts=there and value is not None and value.counts,
        edited=there and value is not None and value.edited,
        key=figures.link(row),
        more=_more(mine) if board.viewer else None,
    )
    if row.advised_on != board.day or not mine.advises:
        return (line,)
    act = _act(row) if board.viewer else ()
    return (line, Item(messages.advice(row), at, act, counts=False, of=figures.link(row)))


def _more(mine: Figure) -> Sentence | None:
    """The remark of the day, and what influences the figure on any day."""
    remark = mine.value.remark if mine.value is not None else None
    said = [
        Sentence("{remark}", {"remark": Typed(remark)}) if remark else None,
        messages.drivers(mine.row),
    ]
    return lines(some) if (some := [each for each in said if each is not None]) else None


def _buttons(turn: Turn, board: Board, mine: Figure, found: Ground) -> tuple[Button, ...]:
    """What this one person may do with it."""
    row = mine.row
    calendar: Calendar = found.teams[board.team].calendar
    in_time = board.figures_of in rules.days_to_enter(calendar, found.today(turn, board.team))
    may = in_time and found.may_enter(turn, row, board.viewer)
    label = messages.ENTER if mine.value is None else _("Edit")
    subject = about(board.team, board.day.isoformat(), row.id)
    enter = (Button(label, messages.FILL, subject),) if may else ()
    follow = (messages.follow(figures.subject(row)),) if row.state == State.OWNERLESS else ()
    return (*follow, *enter)


def _act(row: Kpi) -> tuple[Button, ...]:
    """Opens the form of an action that belongs to this figure."""
    return (Button(_("Improvement action"), "action.new", about(row.team, "kpi", row.id)),)
