"""Flags for those who can take them down: one's own, where one gave one's name, and for a lead what is long up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from rituals.contract import Turn
from rituals.klantpet import pressing
from rituals.shown import Piece, Text
from rituals.words import Typed, _
from storage import klantpet_flags as flag_store
from storage import klantpet_own as own_store
from storage.klantpet import Flag

LATELY: Final = timedelta(days=14)  # one that is older is found among what is kept of a person
MOST: Final = 5  # of one's own, the newest


async def own(turn: Turn, person: str, team: int | None = None) -> Sequence[Piece]:
    """In this team, or in any; what lapsed stands nowhere. One statement."""
    today = turn.now.date()
    mine = [row for row in await own_store.flags_of(turn.session, person) if row.text and row.on >= today - LATELY]
    some = [row for row in mine if team in (None, row.team) and _up(row, today)][:MOST]
    return [Text(_("Your flag: {text}", text=Typed(row.text or "")), (pressing.remove(row),)) for row in some]


def _up(row: Flag, today: date) -> bool:
    return row.occurrence is not None or (row.waits_until is not None and row.waits_until >= today)


async def long_up(turn: Turn, team: int, before: date) -> Iterator[Piece]:
    """At a meeting before this day. One statement; there may be years of them, and each is drawn as it is taken."""
    rows = await flag_store.up_since(turn.session, team, before)
    return (Text(_("🚩 {text}", text=Typed(row.text or "")), (pressing.hide(row),)) for row in rows)
