"""Actions on boards: what was just done, then what is under way, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rituals import teams
from rituals.action import lines, linking, pressing, rules
from rituals.action.rules import State
from rituals.action.subjects import key
from rituals.calendar import Calendar
from rituals.contract import Turn
from rituals.facts import Block, Board, Item
from rituals.words import Sentence
from storage import action as store
from storage.action import ImprovementAction

Found = Mapping[Block, Sequence[Item]]
DONE_CUT = 70  # characters of each text of a line that has two, on the card


async def own(turn: Turn, boards: Sequence[Board]) -> Mapping[Board, Found]:
    """Four statements, however many boards; a person's own page also asks what actions belong to."""
    rows = await store.since(turn.session, {board.team for board in boards}, min(board.day for board in boards))
    found = await teams.load(turn, {row.team for row in rows})
    labels = await _labels(turn, boards, rows)
    return {board: {Block.ACTIONS: _items(turn, board, _of(rows, board), found, labels)} for board in boards}


async def _labels(turn: Turn, boards: Sequence[Board], rows: Iterable[ImprovementAction]) -> Mapping[str, Sentence]:
    """On the pages of one person; several together read what everybody may."""
    pages = {board.team for board in boards if board.viewer}
    viewers = {board.viewer for board in boards if board.viewer}
    person = viewers.pop() if len(viewers) == 1 else ""
    return await linking.named(turn, [row for row in rows if row.team in pages], person)


def _of(rows: Iterable[ImprovementAction], board: Board) -> list[ImprovementAction]:
    return [row for row in rows if row.team == board.team]


def _items(
    turn: Turn,
    board: Board,
    rows: Sequence[ImprovementAction],
    found: Mapping[int, teams.Team],
    labels: Mapping[str, Sentence],
) -> Sequence[Item]:
    if not rows:
        return ()
    calendar = found[board.team].calendar
    done = [row for row in rows if row.told_on == board.day and State(row.state) is State.DONE]
    running = in_order([row for row in rows if _ran(row, board, calendar)], board, calendar)
    full = [Item(lines.full(), turn.now, counts=False)] if len(running) >= rules.AT_MOST else []
    return [*(_done(board, row) for row in done), *full, *(_item(turn, board, row, labels) for row in running)]


def _ran(row: ImprovementAction, board: Board, calendar: Calendar) -> bool:
    """Whether it was under way on the day of this board."""
    over = row.closed_on is not None and row.closed_on <= board.day
    return calendar.day_of(row.at) <= board.day and not over


def in_order(rows: Iterable[ImprovementAction], board: Board, calendar: Calendar) -> list[ImprovementAction]:
    return sorted(
        rows, key=lambda row: (*rules.urgency(State(row.state), row.check_on, row.at, board.day, calendar), -row.id)
    )


def _done(board: Board, row: ImprovementAction) -> Item:
    most = lines.CUT if board.viewer else DONE_CUT
    return Item(lines.done(row, most), row.at, counts=False, key=key(row))


def _item(turn: Turn, board: Board, row: ImprovementAction, labels: Mapping[str, Sentence]) -> Item:
    line = lines.line(row, board.day)
    if not board.viewer:
        return Item(line, row.at, key=key(row))
    buttons = pressing.buttons(turn, row, board.viewer, leads=board.leads)
    return Item(line, row.at, buttons, key=key(row), more=lines.more(row, labels))
