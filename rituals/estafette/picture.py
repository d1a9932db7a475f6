"""The relay in numbers: how many stories a week, and what kinds of contact they came of.

It counts what its reader could read one by one, so it needs no gate; nobody is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Final

from rituals.calendar import week_of
from rituals.contract import Turn
from rituals.estafette import archive, kinds, weeks
from rituals.estafette.holding import Standing
from rituals.shown import Chart, Items, Piece, Series, Small
from rituals.words import Listed, Sentence, _, plural
from storage import estafette_own as own_store
from storage import estafette_stories as stories

WEEKS: Final = 12  # in one picture, this week among them
OF_KINDS: Final = 26  # weeks over which kinds of contact are counted
KINDS: Final = 5  # stories, from which on kinds of contact say something
TITLE: Final = _("Stories a week")


@dataclass(frozen=True, slots=True)
class Counted:
    """`told`: stories by the Monday of their week, in order of time. `without`: weeks between in which nobody ran."""

    told: Mapping[date, int]
    without: Sequence[date] = ()
    kinds: Mapping[str, int] | None = None


def counted(told: Iterable[tuple[date, str]], ran: Collection[date], here: date) -> Counted:
    """A week counts where a story came out, or somebody had the baton and it is over: the rest is no zero.

    `told` are weeks by their Monday, with the kind of contact; `here` is this week's.
    """
    some = list(told)
    stories = Counter(week for week, _kind in some)
    shown = [here - n * weeks.WEEK for n in reversed(range(WEEKS))]
    drawn = {week: stories[week] for week in shown if stories[week] or (week in ran and week < here)}
    between = [week for week in shown if week < here and drawn and week > min(drawn) and week not in drawn]
    return Counted(drawn, between, Counter(kind for _week, kind in some) if len(some) >= KINDS else None)


async def read(turn: Turn, standing: Standing, person: str) -> Counted:
    """Of what this person may read. Two statements."""
    here = weeks.monday(standing.today)
    first = here - (OF_KINDS - 1) * weeks.WEEK
    of = archive.only(standing, person)
    rows = await stories.kinds_since(turn.session, standing.calendar.at(first, time()), of=of)
    told = [(weeks.monday(standing.calendar.day_of(at)), kind) for at, kind in rows]
    return counted(told, await own_store.weeks_run(turn.session, first), here)


# --- shown ------------------------------------------------------------------------------------------------------------
def words(found: Counted) -> Sequence[Piece]:
    """All that the picture tells. Nothing where nothing was told."""
    if not any(found.told.values()):
        return ()
    of_each = Listed(tuple(_("week {n}: {stories}", n=_number(week), stories=n) for week, n in found.told.items()))
    said = (_total(sum(found.told.values())), _("By week: {list}.", list=of_each), *_without(found.without))
    return (*map(Small, said), *_kinds(found))


def chart(found: Counted) -> Sequence[Piece]:
    if not any(found.told.values()):
        return ()
    points = tuple(Decimal(n) for n in found.told.values())
    across = tuple(_("wk {n}", n=_number(week)) for week in found.told)
    return (Chart(TITLE, across, (Series(_("Stories"), points),)),)


def _number(week: date) -> int:
    return week_of(week)[1]


def _total(n: int) -> Sentence:
    return plural("One story in the past twelve weeks.", "{n} stories in the past twelve weeks.", n)


def _without(some: Sequence[date]) -> tuple[Sentence, ...]:
    if not some:
        return ()
    listed = Listed(tuple(_number(week) for week in some))
    return (plural("The baton rested in week {weeks}.", "The baton rested in weeks {weeks}.", len(some), weeks=listed),)


def _kinds(found: Counted) -> tuple[Piece, ...]:
    """Most often first."""
    if found.kinds is None:
        return ()
    order = list(kinds.NAMES)
    some = sorted(found.kinds.items(), key=lambda one: (-one[1], order.index(one[0])))
    lines = tuple(_("{kind}: {n}", kind=kinds.NAMES[kind], n=n) for kind, n in some)
    return (Items(_("How customers were met, in half a year"), lines),)
