"""Compliments where everybody reads them: on boards, and in messages of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals.compliment import lines, messages, owning, thanking, week_messages
from rituals.compliment.lines import Given, together
from rituals.compliment.rules import Kind, State
from rituals.compliment.subjects import id_of
from rituals.contract import Turn
from rituals.facts import Block, Board, Item
from rituals.shown import Message
from storage import compliment as store

Found = Mapping[Block, Sequence[Item]]


async def own(turn: Turn, boards: Sequence[Board]) -> Mapping[Board, Found]:
    """Two statements, however many boards. A person's own page also has what stood in the channel that day, and how
    many customers can still be thanked where one of them can: two more."""
    pages = any(board.viewer for board in boards)
    rows = await store.on_boards(turn.session, {(board.team, board.day) for board in boards}, channel=pages)
    given = together(rows, await store.receivers(turn.session, [row.id for row in rows]))
    open_numbers = await thanking.open_numbers(turn, {one.row.team for one in given if _is_open(one)}) if pages else {}
    on: dict[tuple[int, date | None], list[Given]] = {}
    for one in given:
        on.setdefault((one.row.team, one.row.day), []).append(one)
    return {
        board: {Block.COMPLIMENTS: _items(turn, board, on.get((board.team, board.day), ()), open_numbers)}
        for board in boards
    }


def _items(turn: Turn, board: Board, mine: Sequence[Given], open_numbers: Mapping[int, int]) -> Sequence[Item]:
    shown = [_item(turn, board, one) for one in mine if board.viewer or one.row.place == "board"]
    if board.viewer and board.team in open_numbers and any(_is_open(one) for one in mine):
        shown.append(Item(week_messages.open_number(open_numbers[board.team]), turn.now, counts=False))
    return shown


def _is_open(one: Given) -> bool:
    """Of a customer whom nobody thanked yet."""
    return one.kind is Kind.CUSTOMER and not one.row.thanked


def _item(turn: Turn, board: Board, one: Given) -> Item:
    """In full with what this person can do, or cut for the card."""
    row = one.row
    at = row.published_at or row.at
    counts = row.place == "board"
    if not board.viewer:
        return Item(lines.line(one, limit=lines.CUT), at, counts=counts, edited=row.edited)
    buttons = owning.buttons(turn, one, board.viewer, leads=board.leads)
    return Item(messages.whole(one, board.viewer), at, buttons, counts=counts, edited=row.edited)


async def draw_posts(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Two statements, however many."""
    ids = {each: id_of(each) for each in subjects}
    rows = await store.many(turn.session, ids.values())
    given = {one.row.id: one for one in together(list(rows.values()), await store.receivers(turn.session, rows))}
    return {each: _post(given.get(key)) for each, key in ids.items()}


def _post(one: Given | None) -> Message | None:
    """None takes the message away: withdrawn, hidden, or back on its way to a board."""
    if one is None or one.state is not State.PUBLISHED or one.row.place != "channel":
        return None
    return messages.post(one)
