"""The reminder of an agreement on the team's board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from rituals.alsdan.rules import RUNNING, State
from rituals.alsdan.subjects import reminder
from rituals.contract import Turn
from rituals.facts import Block, Board, Item
from storage import alsdan_look as look_store
from storage.alsdan import Agreement, Aid


async def own(turn: Turn, boards: Sequence[Board]) -> Mapping[Board, Mapping[Block, Sequence[Item]]]:
    """One statement, however many boards."""
    given = await look_store.on_boards(turn.session, {(board.team, board.day) for board in boards})
    on = {(aid.team, aid.day): (_item(aid, row),) for aid, row in given if _stands(aid, row)}
    return {board: {Block.TODAY: on.get((board.team, board.day), ())} for board in boards}


def _stands(aid: Aid, row: Agreement) -> bool:
    """What ended today is no reminder any more; on the boards before it was one."""
    return State(row.state) in RUNNING or aid.day < row.since


def _item(aid: Aid, row: Agreement) -> Item:
    """Above what people share that day."""
    begins = datetime.combine(aid.day, time.min, UTC)
    return Item(reminder(row), begins, counts=False, key=f"alsdan:{row.id}")
