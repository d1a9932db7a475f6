"""Whoever follows a figure is asked for yesterday's in the message of the day, where that comes before the card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from rituals import reach
from rituals.contract import Turn, about, team_of
from rituals.facts import NudgesChanged
from rituals.kpi import figures, messages, rules
from rituals.kpi.figures import Ground
from rituals.nudge import Line, Offer
from storage import kpi as store
from storage import people
from storage.kpi import Kpi

NUDGE: Final = "kpi.value"

Board = tuple[int, date]  # a team and the day of its board
Pair = tuple[str, str]  # a person and a subject: the board on which the figures are missed


def subject(board: Board) -> str:
    return about(board[0], board[1].isoformat())


# --- who is asked -----------------------------------------------------------------------------------------------------
async def offers(turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offer]]:
    """One a team, however many figures of it this person follows."""
    rows = await store.followed_by(turn.session, days)
    found = await figures.ground(turn, {row.team for row in rows})
    boards = {(team, found.today(turn, team)) for team in found.teams}
    missed = await _missed(turn, rows, found, boards)
    return await _in_time(turn, days, {pair: some for pair, some in missed.items() if pair[0] in days})


async def _missed(
    turn: Turn, rows: Iterable[Kpi], found: Ground, boards: Iterable[Board]
) -> Mapping[tuple[str, Board], Sequence[Kpi]]:
    """Whom these boards ask for figures that nobody entered. One statement."""
    wanted = [(row, board) for row in rows for board in sorted(boards) if board[0] == row.team and _is_due(row, board)]
    entered = await _entered(turn, found, wanted)
    missed: dict[tuple[str, Board], list[Kpi]] = {}
    for row, board in wanted:
        person = found.roles(row).asked(found.working(*board))
        if person is not None and (row.id, board[1]) not in entered:
            missed.setdefault((person, board), []).append(row)
    return missed


def _is_due(row: Kpi, board: Board) -> bool:
    return rules.expected(row.days, board[1])


async def _entered(turn: Turn, found: Ground, wanted: Iterable[tuple[Kpi, Board]]) -> set[tuple[int, date]]:
    """Figures, with the days of the boards on which they stand."""
    about_day = {(row.id, found.teams[team].calendar.previous_workday(day)): day for row, (team, day) in wanted}
    if not about_day:
        return set()
    days = [day for _key, day in about_day]
    rows = await store.values(turn.session, {key for key, _day in about_day}, min(days), max(days))
    return {(row.kpi, about_day[row.kpi, row.day]) for row in rows if (row.kpi, row.day) in about_day}


async def _in_time(
    turn: Turn, days: Mapping[str, date], missed: Mapping[tuple[str, Board], Sequence[Kpi]]
) -> Mapping[str, Sequence[Offer]]:
    """Where the message goes out at least ten minutes before the board opens; later the card itself asks."""
    if not missed:
        return {}
    boards = {board for _person, board in missed}
    dates = [day for _team, day in boards]
    opens = await figures.opening(turn, {team for team, _day in boards}, min(dates), max(dates))
    homes, known = await reach.homes(turn, of={person for person, _board in missed})
    offered: dict[str, list[Offer]] = {}
    for person, board in missed:
        if person not in homes or board not in opens:
            continue
        home = known[homes[person][1]]
        sent = home.calendar.at(days[person], home.bundle)
        if turn.now < opens[board] and opens[board] - sent >= rules.IN_TIME:
            offered.setdefault(person, []).append(Offer(subject(board)))
    return offered


# --- what they read ---------------------------------------------------------------------------------------------------
async def draw_lines(turn: Turn, pairs: Sequence[Pair]) -> Mapping[Pair, Line]:
    """As it stands now: what was entered since is named no more, and when all is there nothing is asked."""
    boards = {pair: board for pair in pairs if (board := _board(pair[1])) is not None}
    rows = await store.followed_by(turn.session, {person for person, _about in pairs})
    found = await figures.ground(turn, {team for team, _day in boards.values()})
    known = {pair: board for pair, board in boards.items() if board[0] in found.teams}
    missed = await _missed(turn, rows, found, set(known.values()))
    theirs = await people.memberships(turn.session, {person for person, _about in known})
    return {
        pair: _line(pair, board, rows, found, missed.get((pair[0], board), ()), len(theirs.get(pair[0], ())))
        for pair, board in known.items()
        if not _is_over(turn, board, found)
    } | {pair: messages.NOT_NEEDED for pair, board in known.items() if _is_over(turn, board, found)}


def _is_over(turn: Turn, board: Board, found: Ground) -> bool:
    """Its figures can't be entered any more."""
    calendar = found.teams[board[0]].calendar
    return calendar.previous_workday(board[1]) < rules.days_to_enter(calendar, found.today(turn, board[0]))[-1]


def _line(pair: Pair, board: Board, rows: Iterable[Kpi], found: Ground, missed: Sequence[Kpi], teams: int) -> Line:
    """`teams`: how many this person is in."""
    mine = found.teams[board[0]]
    day, team = mine.calendar.previous_workday(board[1]), mine.name if teams > 1 else None
    if missed:
        return messages.question(pair[1], missed, day, team, open_still=True)
    working = found.working(*board)
    asked = [
        row
        for row in rows
        if row.team == board[0] and _is_due(row, board) and found.roles(row).asked(working) == pair[0]
    ]
    return messages.question(pair[1], asked, day, team, open_still=False) if asked else messages.NOT_NEEDED


def _board(subject: str) -> Board | None:
    team, day = team_of(subject), figures.board_of(subject)
    return (team, day) if team is not None and day is not None else None


# --- and read differently ---------------------------------------------------------------------------------------------
def pairs_of(row: Kpi, board: date) -> tuple[Pair, ...]:
    """Whoever may have been asked for this figure on that board."""
    return tuple((person, subject((row.team, board))) for person in (row.owner, row.deputy) if person is not None)


async def asked_of(turn: Turn, row: Kpi) -> tuple[Pair, ...]:
    """The same, today."""
    found = await figures.ground(turn, [row.team])
    return pairs_of(row, found.today(turn, row.team))


async def reworded(turn: Turn, lines: Iterable[Pair]) -> None:
    await turn.session.flush()
    if some := tuple(sorted(set(lines))):
        await turn.tell(NudgesChanged(NUDGE, some))
