"""The board: asked of all rituals, drawn as a card, a summary and pages, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import structlog

from rituals import apart
from rituals.calendar import Calendar
from rituals.contract import Turn
from rituals.dagstart import messages, questions, rules
from rituals.dagstart.days import Ground, coming, ground, key, on_time, running, subject
from rituals.dagstart.helping import item_subject
from rituals.dagstart.live import item_key
from rituals.dagstart.messages import Face
from rituals.dagstart.rules import LIVE, Mark, State
from rituals.facts import Block, Board, Item
from rituals.shown import Button, Message
from rituals.texts import cut
from rituals.words import Sentence, _
from storage import dagstart as store
from storage import dagstart_items as shared_store
from storage.dagstart import DagstartDay, DagstartItem, Key

Found = Mapping[Block, Sequence[Item]]

log = structlog.get_logger()


# --- asking all rituals -----------------------------------------------------------------------------------------------
async def ask(turn: Turn, boards: Sequence[Board]) -> Mapping[Board, Found]:
    """What all rituals have for these boards. One that fails costs its own part, and never the card."""
    merged: dict[Board, dict[Block, list[Item]]] = {board: {block: [] for block in Block} for board in boards}
    for answer in (await _answers(turn, boards)).values() if boards else ():
        for board, found in answer.items():
            for block, items in found.items():
                merged[board][block].extend(items)
    for blocks in merged.values():
        for block in messages.NEWEST:
            blocks[block].sort(key=lambda item: item.at)
    return merged


async def _answers(turn: Turn, boards: Sequence[Board]) -> Mapping[str, Mapping[Board, Found]]:
    def failed(ritual: str, error: Exception) -> None:
        log.error("board.failed", ritual=ritual, boards=len(boards), error=type(error).__name__)

    looks = {each.name: partial(each.board, turn, boards) for each in turn.rituals if each.board is not None}
    return await apart.each(turn, looks, failed)


def board_of(row: DagstartDay, calendar: Calendar, viewer: str = "", *, leads: bool = False) -> Board:
    return Board(row.team, row.day, calendar.previous_workday(row.day), viewer, leads)


def lines(row: DagstartDay, calendar: Calendar, found: Found) -> Mapping[Block, Sequence[Item]]:
    """The items with their marks: what was added later, carried over, or edited."""
    return {block: [_marked(row, calendar, block, item) for item in items] for block, items in found.items()}


def _marked(row: DagstartDay, calendar: Calendar, block: Block, item: Item) -> Item:
    """A figure belongs to its day whenever it was entered, and an action stands there until it is done."""
    if block is Block.FIGURES:
        return replace(item, text=messages.marked(item, (Mark.EDITED,) if item.edited else (), row.day))
    if not item.counts or block is Block.ACTIONS:
        return item
    origin = calendar.day_of(item.at)
    marks = rules.marks(item.at, origin, row.day, row.summarised_at, edited=item.edited)
    return replace(item, text=messages.marked(item, marks, origin))


# --- counting ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Tally:
    compliments: int
    improvements: int
    actions: int
    contributions: int


def tally(found: Found) -> Tally:
    """Actions are lines that stand there by themselves: they are told in the summary, and are no contributions."""
    counted = {block: sum(item.counts for item in found.get(block, ())) for block in Block}
    shared = sum(n for block, n in counted.items() if block is not Block.ACTIONS)
    return Tally(counted[Block.COMPLIMENTS], counted[Block.IMPROVE], counted[Block.ACTIONS], shared)


async def tallies(turn: Turn, rows: Iterable[DagstartDay], found: Ground | None = None) -> Mapping[Key, Tally]:
    some = list(rows)
    grounds = found or await ground(turn, [row.team for row in some])
    boards = {(row.team, row.day): board_of(row, grounds.teams[row.team].calendar) for row in some}
    answers = await ask(turn, list(boards.values()))
    return {mine: tally(answers[board]) for mine, board in boards.items()}


# --- cards ------------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    rows, found = await _rows(turn, subjects)
    boards = {mine: board_of(row, found.teams[row.team].calendar) for mine, row in rows.items()}
    answers = await ask(turn, list(boards.values()))
    nexts = await _after(turn, found, [row for row in rows.values() if State(row.state) is State.SKIPPED])
    return dict.fromkeys(subjects) | {
        mine: messages.card(_face(turn, row, boards[mine], found, answers[boards[mine]], nexts))
        for mine, row in rows.items()
    }


async def _rows(turn: Turn, subjects: Sequence[str]) -> tuple[Mapping[str, DagstartDay], Ground]:
    keys = {each: mine for each in subjects if (mine := key(each)) is not None}
    rows = await store.days(turn.session, keys.values())
    found = await ground(turn, [team for team, _day in rows])
    return {each: rows[both] for each, both in keys.items() if both in rows and both[0] in found.teams}, found


async def _after(turn: Turn, found: Ground, rows: Sequence[DagstartDay]) -> Mapping[Key, date | None]:
    nexts = await coming(turn, found, {row.team: row.day for row in rows})
    return {(row.team, row.day): nexts[row.team] for row in rows}


def _face(
    turn: Turn, row: DagstartDay, board: Board, found: Ground, answer: Found, nexts: Mapping[Key, date | None]
) -> Face:
    calendar = found.teams[row.team].calendar
    shown, parked = _apart(row, lines(row, calendar, answer))
    return Face(
        about=subject(row),
        day=row.day,
        state=State(row.state),
        figures_of=board.figures_of,
        minutes=row.minutes,
        host=row.host if row.host_state == "CONFIRMED" else None,
        rings=not row.edited and row.posted_at is None,
        late=row.late_start,
        still_quiet=row.reminded and tally(answer).contributions == 0,
        question=row.question,
        extras=tuple(row.extras.split()),
        opens_week=rules.opens_week(calendar, row.day, found.rhythm(row.team)),
        notes=row.notes,
        staffing=row.staffing,
        next=nexts.get((row.team, row.day)),
        blocks=shown,
        figures=bool(answer.get(Block.FIGURES)),
        parked=parked,
        live=now(turn, row, board, calendar, empty=not answer.get(Block.FIGURES)),
        quarter=quarter(turn, row),
    )


def _apart(row: DagstartDay, found: Found) -> tuple[Mapping[Block, Sequence[Sentence]], Sequence[Sentence]]:
    """What stands in the blocks, and what the team parked, in the order in which it did."""
    parked: dict[str, list[Sentence]] = {each: [] for each in row.parked}
    shown: dict[Block, list[Sentence]] = {block: [] for block in found}
    for block, items in found.items():
        for item in items:
            parked.get(item.of or item.key, shown[block]).append(item.text)
    return shown, [text for texts in parked.values() for text in texts]


# --- the live quarter -------------------------------------------------------------------------------------------------
def now(turn: Turn, row: DagstartDay, board: Board, calendar: Calendar, *, empty: bool) -> Sentence | None:
    """At which block the team is, until what time there, and what it asks; `empty`: the team has no figures."""
    if (at := running(turn, row)) is None:
        return None
    heading = messages.headings(board.figures_of, row.day)[at]
    until = None if row.live_until is None else calendar.local(row.live_until).time()
    return messages.now(heading, until, questions.of(at, empty=empty))


def quarter(turn: Turn, row: DagstartDay) -> Sequence[Button]:
    return messages.quarter(subject(row), running(turn, row)) if on_time(turn, row) else ()


async def draw_summary(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    rows, found = await _rows(turn, subjects)
    counted = await tallies(turn, rows.values(), found)
    return dict.fromkeys(subjects) | {
        mine: messages.summary(one.compliments, one.improvements, one.actions)
        for mine, row in rows.items()
        for one in (counted[row.team, row.day],)
    }


# --- what the dagstart itself has on the board ------------------------------------------------------------------------
async def own(turn: Turn, boards: Sequence[Board]) -> Mapping[Board, Found]:
    """Two statements, however many boards."""
    keys = {(board.team, board.day) for board in boards}
    items = await shared_store.items_on(turn.session, keys)
    live = {mine for mine, row in (await store.days(turn.session, keys)).items() if State(row.state) in LIVE}
    return {board: _blocks(board, items.get((board.team, board.day), ()), live) for board in boards}


def _blocks(board: Board, items: Sequence[DagstartItem], live: set[Key]) -> Found:
    found: dict[Block, list[Item]] = {}
    for item in items:
        found.setdefault(Block(item.block), []).append(_item(board, item, (board.team, board.day) in live))
    return found


def _item(board: Board, item: DagstartItem, live: bool) -> Item:
    whole = item.text or ""
    text = whole if board.viewer else cut(" ".join(whole.split()), messages.CUT)
    line = messages.shared(Block(item.block), item.help, item.author, item.named, text)
    return Item(line, item.at, _buttons(board, item, live), edited=item.edited, key=item_key(item.block, item.id))


def _buttons(board: Board, item: DagstartItem, live: bool) -> tuple[Button, ...]:
    if not board.viewer:
        return ()
    mine = item_subject(item)
    edit, withdraw = Button(_("Edit"), "dagstart.edit", mine), Button(_("Remove"), "dagstart.withdraw", mine)
    if item.author == board.viewer:
        return (edit, withdraw) if live else (withdraw,)
    report = Button(_("Something wrong here?"), "dagstart.report", mine)
    return (report, Button(_("Hide"), "dagstart.hide", mine)) if board.leads else (report,)
