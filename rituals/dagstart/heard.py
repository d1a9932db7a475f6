"""Improvement points, as they can be told again in the team: without anybody's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from rituals import retelling
from rituals.contract import Turn
from rituals.dagstart.live import item_key
from rituals.facts import Block, Heard, HeardChanged, HeardNow, HeardOf, NamesGo
from rituals.names import Marked
from rituals.words import Sentence
from storage import dagstart_heard as heard_store
from storage import dagstart_items as shared_store
from storage.dagstart import DagstartItem

KEY: Final = "point:"


async def of_teams(turn: Turn, fact: HeardOf) -> Mapping[int, Sequence[Heard]]:
    since = await retelling.since(turn, fact)
    found: dict[int, list[Heard]] = {}
    for team, key, at in await heard_store.points_since(turn.session, Block.IMPROVE.value, since):
        found.setdefault(team, []).append(Heard(f"{KEY}{key}", at))
    return found


async def now(turn: Turn, fact: HeardNow) -> Mapping[tuple[int, str], Sentence]:
    return await retelling.now(
        turn, fact, KEY, partial(shared_store.items, turn.session), partial(_told, turn.now - retelling.TELLS)
    )


def _told(since: datetime, row: DagstartItem) -> Marked:
    """What stands, or stood, on a board for everybody in the team."""
    on_board = row.day is not None and row.day >= since.date()
    stood = row.block == Block.IMPROVE and not row.hidden and on_board
    return (row.text,) if stood and row.text and not row.untold else ()


async def names_go(turn: Turn, fact: NamesGo) -> None:
    since = turn.now - retelling.TELLS
    rows = await heard_store.tellable(turn.session, Block.IMPROVE.value, since)
    if ids := await retelling.naming(turn, fact, ((row.id, row.team, (row.text,)) for row in rows)):
        await heard_store.keep(turn.session, ids)


async def changed(turn: Turn, items: Iterable[DagstartItem]) -> None:
    some = [item for item in items if item.block == Block.IMPROVE]
    if keys := tuple(sorted((item.team, item_key(item.block, item.id)) for item in some)):
        await turn.tell(HeardChanged(keys))
