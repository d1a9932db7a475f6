"""The live quarter: at which block a team is, and until when. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from rituals.contract import number_of
from rituals.facts import Block

# Minutes of a quarter of an hour for each block: their proportion is what counts.
HINTS: Final[Mapping[Block, int]] = {
    Block.COMPLIMENTS: 3,
    Block.IMPROVE: 3,
    Block.FIGURES: 4,
    Block.ACTIONS: 3,
    Block.TODAY: 2,
}
FIRST: Final = Block.COMPLIMENTS
MINUTE: Final = timedelta(minutes=1)
SPACING: Final = timedelta(seconds=20)  # a card that everybody looks at is edited at most once in it


def following(block: Block) -> Block | None:
    """None after the last."""
    return Block(block + 1) if block + 1 in list(Block) else None


def until(block: Block, now: datetime, end: datetime) -> datetime:
    """When this block's part of what is left of the live part is over, in whole minutes; `end` is when all of it is.

    Each of the blocks to come keeps a minute where there is that much time, so that the last ends when the rest does.
    """
    rest = [HINTS[each] for each in Block if each >= block]
    if len(rest) == 1:
        return end
    share = _minute(now + (end - now) * rest[0] / sum(rest) + MINUTE / 2)
    latest = _minute(end) - (len(rest) - 1) * MINUTE
    least = _minute(now + 2 * MINUTE - timedelta.resolution)  # a whole minute from now, and the rest of the last one
    return min(end, max(least, min(share, latest)))


def shown_until(block: Block, now: datetime, end: datetime) -> datetime | None:
    """None where the next block would have no time of its own: a time says nothing then."""
    found = until(block, now, end)
    return None if found >= end and following(block) is not None else found


def _minute(moment: datetime) -> datetime:
    """The one that has begun."""
    return moment.replace(second=0, microsecond=0)


# --- what is parked ---------------------------------------------------------------------------------------------------
POINT, OTHER = "point", "item"  # an improvement point, and what else is shared in the dagstart itself


def item_key(block: int, item: int) -> str:
    """How an item is named among all rituals."""
    return f"{POINT if block == Block.IMPROVE else OTHER}:{item}"


def own(key: str) -> bool:
    """Whether the dagstart itself has it."""
    return key.partition(":")[0] in (POINT, OTHER)


def point(key: str) -> int | None:
    """The improvement point that it names."""
    kind, _, number = key.partition(":")
    return number_of(number) if kind == POINT else None
