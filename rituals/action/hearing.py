"""What others tell and ask: people who leave, calendars that change, boards that open, and what came of a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rituals.action import asking, lines, messages, moves, rules
from rituals.action.holding import Held, changed, hold, lost_on, tell_leads
from rituals.action.rules import State
from rituals.calendar import NoWorkday
from rituals.contract import Turn, team_of
from rituals.facts import (
    BoardsLost,
    BoardsOpened,
    CalendarChanged,
    Deactivated,
    FollowUp,
    FollowUps,
    MemberLeft,
    Reactivated,
)
from rituals.shown import Text
from storage import action as store
from storage import action_asked as asked_store
from storage import action_own as own_store
from storage.action import ImprovementAction


# --- people -----------------------------------------------------------------------------------------------------------
async def member_left(turn: Turn, fact: MemberLeft) -> None:
    await let_go(turn, fact.person, fact.team)
    await asked_store.forget_person(turn.session, fact.person, fact.team)


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    await let_go(turn, fact.person)
    await own_store.let_go(turn.session, fact.person)
    await asked_store.forget_person(turn.session, fact.person)
    await own_store.leave(turn.session, fact.person, turn.now.date() + rules.FORMER)


async def reactivated(turn: Turn, fact: Reactivated) -> None:
    await own_store.come_back(turn.session, fact.people)


async def let_go(turn: Turn, person: str, team: int | None = None, *, proposes: bool = False) -> None:
    """This person takes up nothing any more, in this team or in any; what they were asked goes back.

    `proposes`: what they proposed stays theirs.
    """
    if not (ids := await own_store.ids_of(turn.session, person, team)):
        return
    held = await hold(turn, ids)
    rows = list(held.rows.values())
    orphans = list(await asking.send_back(turn, [row for row in rows if row.asked == person], held))
    orphans += [row for row in rows if row.owner == person and moves.leave(row, held.today(turn, row))]
    orphans += [row for row in rows if row.proposer == person and not proposes and orphaned(turn, row, held)]
    await changed(turn, rows, held)
    await tell_leads(turn, orphans)


def orphaned(turn: Turn, row: ImprovementAction, held: Held) -> bool:
    """A proposal that came back to whoever has gone now."""
    return moves.orphan(row, held.today(turn, row), held.calendar(row))


# --- the leads --------------------------------------------------------------------------------------------------------
async def lead_lines(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Text]:
    """Of the actions that lost their owner on one day: those that nobody has taken up yet."""
    rows = await store.open_in(turn.session, {team for each in subjects if (team := team_of(each)) is not None})
    return {each: messages.ownerless([row for row in rows if _was_lost(row, each)]) for each in subjects}


def _was_lost(row: ImprovementAction, subject: str) -> bool:
    lost = row.owner is None and State(row.state) in rules.RUNNING and row.ownerless_on is not None
    return lost and lost_on(row) == subject


# --- calendars and boards ---------------------------------------------------------------------------------------------
async def calendar_changed(turn: Turn, fact: CalendarChanged) -> None:
    """A check on what isn't a working day any more is on the next one."""
    rows = await store.open_in(turn.session, fact.teams)
    if not rows:
        return
    held = await hold(turn, [row.id for row in rows])
    for row in held.rows.values():
        _moved(turn, row, held)
    await changed(turn, list(held.rows.values()), held)


def _moved(turn: Turn, row: ImprovementAction, held: Held) -> None:
    calendar = held.calendar(row)
    ahead = State(row.state) in rules.AT_WORK and row.check_on >= held.today(turn, row)
    if not ahead or calendar.is_workday(row.check_on):
        return
    try:
        row.check_on = calendar.next_workday(row.check_on)
    except NoWorkday:
        return


async def boards_opened(turn: Turn, fact: BoardsOpened) -> None:
    for day in sorted({day for _team, day in fact.boards}):
        await store.tell_done(turn.session, [team for team, its in fact.boards if its == day], day)


async def boards_lost(turn: Turn, fact: BoardsLost) -> None:
    """Nobody read what was done: the next board says so."""
    if fact.boards:
        await store.untell(turn.session, fact.boards)


# --- what came of it --------------------------------------------------------------------------------------------------
async def follow_ups(turn: Turn, fact: FollowUps) -> Mapping[str, tuple[FollowUp, ...]]:
    return grouped(await store.linked(turn.session, fact.keys) if fact.keys else ())


def grouped(rows: Iterable[ImprovementAction]) -> Mapping[str, tuple[FollowUp, ...]]:
    found: dict[str, tuple[FollowUp, ...]] = {}
    for row in rows:
        over = State(row.state) in rules.FINAL
        if over and not moves.ran(row):
            continue
        one = FollowUp(row.id, lines.follow_up(row), done=over, on=row.closed_on)
        found[row.link or ""] = (*found.get(row.link or "", ()), one)
    return found
