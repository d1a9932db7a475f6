"""Compliments from customers, as they can be told again in the team: without anybody's name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from rituals import names, retelling
from rituals.compliment.lines import Given
from rituals.compliment.rules import Kind, State
from rituals.contract import Turn
from rituals.facts import Heard, HeardChanged, HeardNow, HeardOf, NamesGo
from rituals.names import Marked
from rituals.words import Sentence
from storage import compliment as store
from storage import compliment_heard as heard_store
from storage.compliment import Compliment

KEY: Final = "compliment:"


async def of_teams(turn: Turn, fact: HeardOf) -> Mapping[int, Sequence[Heard]]:
    since = await retelling.since(turn, fact)
    found: dict[int, list[Heard]] = {}
    for team, key, at in await heard_store.read_since(turn.session, since):
        found.setdefault(team, []).append(Heard(f"{KEY}{key}", at))
    return found


async def now(turn: Turn, fact: HeardNow) -> Mapping[tuple[int, str], Sentence]:
    return await retelling.now(
        turn, fact, KEY, partial(store.many, turn.session), partial(_told, turn.now - retelling.TELLS)
    )


def _told(since: datetime, row: Compliment) -> Marked:
    """What everybody in the team can read already."""
    read = State(row.state) is State.PUBLISHED and row.read_at is not None and row.read_at >= since
    tellable = read and Kind(row.kind) is Kind.CUSTOMER and not row.untold
    return names.restored(row.text or ()) if tellable else ()


async def names_go(turn: Turn, fact: NamesGo) -> None:
    rows = await heard_store.tellable(turn.session, turn.now - retelling.TELLS)
    texts = ((row.id, row.team, names.restored(row.text or ())) for row in rows)
    if ids := await retelling.naming(turn, fact, texts):
        await heard_store.keep(turn.session, ids)


async def changed(turn: Turn, some: Collection[Given]) -> None:
    if keys := tuple(sorted((each.row.team, f"{KEY}{each.row.id}") for each in some if each.kind is Kind.CUSTOMER)):
        await turn.tell(HeardChanged(keys))
