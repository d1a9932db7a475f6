"""Three times beside the target: an improvement action is advised, on one board, and not again for a while."""

from __future__ import annotations

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


async def weigh(turn: Turn, row: Kpi, where: Landing, calendar: Calendar) -> None:
    """After a value came or changed. It stands on the board that is read next, or now; what isn't so any more goes."""
    first, last = where.today - rules.LATELY, where.today - DAY
    numbers = await store.last_numbers(turn.session, row.id, first, last, rules.IN_A_ROW)
    if not rules.needs_action(numbers, row.target, Better(row.better)):
        if row.advised_on is not None and row.advised_on >= where.today:
            row.advised_on = None
        return
    day, before = await _read_next(turn, row.team, where), await _advised(turn, row)
    if day is not None and rules.may_advise(before, day, calendar):
        row.advised_on = day


async def _advised(turn: Turn, row: Kpi) -> date | None:
    """On which board, if that one was there or is still to come: an advice that nobody could read is none."""
    day = row.advised_on
    if day is None or (row.team, day) not in await figures.opening(turn, [row.team], day, day):
        return None
    return day


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
