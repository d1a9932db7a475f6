"""Three times beside the target: an improvement action is advised, on one board, and not again for a while."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

from rituals.calendar import DAY, Calendar
from rituals.contract import Turn
from rituals.facts import BoardsLost, Landing
from rituals.kpi import figures, rules
from rituals.kpi.rules import Better
from storage import kpi as store
from storage.kpi import Kpi

AHEAD: Final = timedelta(days=14)  # boards are planned no further


async def weigh(turn: Turn, rows: Sequence[Kpi], where: Landing, calendar: Calendar) -> None:
    """After values came or changed in one team. An advice stands on the board that is read next, or now; what isn't so
    any more goes. Three statements, however many figures.
    """
    first, last = where.today - rules.LATELY, where.today - DAY
    numbers = await store.last_numbers(turn.session, [row.id for row in rows], first, last, rules.IN_A_ROW)
    beside = [row for row in rows if rules.needs_action(numbers.get(row.id, ()), row.target, Better(row.better))]
    for row in rows:
        if row not in beside and row.advised_on is not None and row.advised_on >= where.today:
            row.advised_on = None
    day = await _read_next(turn, beside[0].team, where) if beside else None
    if day is None:
        return
    read = await _boards_of(turn, beside)
    for row in beside:
        before = row.advised_on if (row.team, row.advised_on) in read else None
        if rules.may_advise(before, day, calendar):
            row.advised_on = day


async def _boards_of(turn: Turn, rows: Sequence[Kpi]) -> Collection[tuple[int, date | None]]:
    """Those that were there, or are still to come: an advice that nobody could read is none."""
    days = [row.advised_on for row in rows if row.advised_on is not None]
    return {*await figures.opening(turn, {row.team for row in rows}, min(days), max(days))} if days else set()


async def _read_next(turn: Turn, team: int, where: Landing) -> date | None:
    """Today's board while it is up or ahead, else the next."""
    if where.board or where.ahead:
        return where.today
    boards = await figures.opening(turn, [team], where.today + DAY, where.today + AHEAD)
    return min((day for _team, day in boards), default=None)


async def boards_lost(turn: Turn, fact: BoardsLost) -> None:
    """An advice that stood on one of these stands on the team's next."""
    rows = await store.hold_advised(turn.session, fact.boards)
    if not rows:
        return
    days = [row.advised_on for row in rows if row.advised_on is not None]
    boards = sorted(await figures.opening(turn, {row.team for row in rows}, min(days) + DAY, max(days) + AHEAD))
    for row in rows:
        later = (
            day for team, day in boards if team == row.team and row.advised_on is not None and day > row.advised_on
        )
        row.advised_on = next(later, None)
