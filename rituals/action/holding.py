"""What the handlers share: actions held for a change, behind the boards of their teams, and what follows from one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from rituals import boards, teams
from rituals.action import rules
from rituals.action.rules import State
from rituals.action.subjects import ASK, DUE, OWNERLESS, TOLD, asked, id_of, subject, told
from rituals.answers import OVER
from rituals.calendar import Calendar, NoWorkday, WorkingDays
from rituals.contract import Event, Refused, Turn, about, team_of
from rituals.facts import BoardsChanged, ForLeads, Landing, LeadLineChanged, NudgesChanged
from rituals.teams import Member, Team
from rituals.words import _
from storage import action as store
from storage.action import ImprovementAction
from storage.dagstart import Key

FURTHER: Final = _("The action has moved on meanwhile. Nothing was changed.")
TEXT_KEPT: Final = _("The action has moved on meanwhile. Your text is still here.")
SAVED: Final = _("Saved. Thank you.")
PROPOSER: Final = _("whoever proposed it")


# --- teams ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ground:
    """Teams with their members, read for many at once."""

    teams: Mapping[int, Team]
    members: Mapping[int, Sequence[Member]]

    def calendar(self, team: int) -> Calendar:
        return self.teams[team].calendar

    def today(self, turn: Turn, team: int) -> date:
        return self.calendar(team).day_of(turn.now)

    def inside(self, team: int) -> frozenset[str]:
        return frozenset(member.person for member in self.members.get(team, ()))

    def days(self, team: int, person: str | None) -> WorkingDays | None:
        """Of a member."""
        return next((one.calendar for one in self.members.get(team, ()) if one.person == person), None)


async def ground(turn: Turn, ids: Iterable[int]) -> Ground:
    """Five statements, however many teams."""
    found = await teams.load(turn, ids)
    return Ground(found, await teams.members(turn, found, turn.now.date()))


# --- held -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Held:
    """Actions that are locked, with where in each of their teams something shared now lands.

    `also` are boards of other days that are drawn again; `were` those whom each action named when it was locked.
    """

    rows: Mapping[int, ImprovementAction]
    where: Mapping[int, Landing]
    found: Ground
    also: frozenset[Key] = frozenset()
    were: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def today(self, turn: Turn, row: ImprovementAction) -> date:
        return self.found.today(turn, row.team)

    def calendar(self, row: ImprovementAction) -> Calendar:
        return self.found.calendar(row.team)


async def hold(turn: Turn, ids: Iterable[int], *, lately: bool = False) -> Held:
    """`lately`: with the boards of the past weeks on which they stood."""
    seen = await store.get(turn.session, ids)
    found = await ground(turn, {row.team for row in seen.values()})
    also = frozenset(key for row in seen.values() for key in _stood(turn, row, found)) if lately else frozenset()
    where = await boards.held(turn, found.teams, also)
    rows = await store.hold(turn.session, seen)
    return Held(rows, where, found, also, {row.id: with_them(row) for row in rows.values()})


def with_them(row: ImprovementAction) -> frozenset[str]:
    """Who has it, or is asked to: it stands in a message of theirs."""
    return frozenset(person for person in (row.asked, row.owner) if person is not None)


def _stood(turn: Turn, row: ImprovementAction, found: Ground) -> Iterable[Key]:
    calendar, today = found.calendar(row.team), found.today(turn, row.team)
    first = max(calendar.day_of(row.at), today - rules.REDRAWN)
    last = min(today, row.told_on or row.closed_on or today)
    read = State(row.state) is not State.PROPOSED
    return [(row.team, day) for day in calendar.workdays_between(first, last)] if read else ()


async def hold_one(turn: Turn, event: Event, *, lately: bool = False) -> tuple[ImprovementAction, Held]:
    """The action of this event. Raises Refused when the team that it names has none such."""
    held = await hold(turn, [id_of(event.about)], lately=lately)
    row = held.rows.get(id_of(event.about))
    if row is None or row.team != team_of(event.about):
        raise Refused(OVER)
    return row, held


async def read_one(turn: Turn, event: Event) -> ImprovementAction:
    """The same, to look at only."""
    row = (await store.get(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.team != team_of(event.about) or State(row.state) in rules.FINAL:
        raise Refused(OVER)
    return row


def passed(row: ImprovementAction, event: Event) -> Refused:
    """What was meant can't happen any more: it is over, or further on. What was typed by then isn't lost."""
    if State(row.state) in rules.FINAL:
        return Refused(OVER)
    return Refused(TEXT_KEPT if event.values else FURTHER)


# --- what follows -----------------------------------------------------------------------------------------------------
async def changed(turn: Turn, rows: Collection[ImprovementAction], held: Held) -> None:
    """Wherever they can be read they are drawn again, and what comes next for each is planned."""
    await turn.session.flush()
    for row in rows:
        plan(turn, row, held.found)
        redraw(turn, row, held)
    await renudge(turn, rows, held)
    for about_day in sorted({lost_on(row) for row in rows if row.ownerless_on is not None}):
        await turn.tell(LeadLineChanged(OWNERLESS, about_day))
    await redraw_boards(turn, {row.team for row in rows}, held)


async def tell_leads(turn: Turn, rows: Iterable[ImprovementAction]) -> None:
    """Of those that nobody has any more: one line for all that a team loses on a day."""
    for team, about_day in sorted({(row.team, lost_on(row)) for row in rows}):
        await turn.tell(ForLeads(team, OWNERLESS, about_day))


def lost_on(row: ImprovementAction) -> str:
    """What a team loses on one day is one subject."""
    return about(row.team, row.ownerless_on.isoformat() if row.ownerless_on else "")


def redraw(turn: Turn, row: ImprovementAction, held: Held) -> None:
    """In the messages of whoever has it or is asked to, and of those who did until now."""
    for person in sorted(with_them(row) | held.were.get(row.id, frozenset())):
        turn.changed(ASK, asked(row, person))
    turn.changed(TOLD, told(row))


async def renudge(turn: Turn, rows: Collection[ImprovementAction], held: Held) -> None:
    some = [(person, row) for row in rows for person in with_them(row) | held.were.get(row.id, frozenset())]
    if some:
        await turn.tell(NudgesChanged(DUE, tuple(sorted((person, subject(row)) for person, row in some))))


async def redraw_boards(turn: Turn, ids: Iterable[int], held: Held) -> None:
    """Today's that are up, and those of other days."""
    up = {(team, held.where[team].today) for team in ids if team in held.where and held.where[team].board}
    keys = up | held.also
    if keys:
        await turn.tell(BoardsChanged(tuple(sorted(keys))))


# --- what comes next --------------------------------------------------------------------------------------------------
def plan(turn: Turn, row: ImprovementAction, found: Ground) -> None:
    moment = next_moment(turn, row, found)
    if moment is None:
        turn.cancel(DUE, subject(row))
    else:
        turn.at(DUE, subject(row), moment)


def next_moment(turn: Turn, row: ImprovementAction, found: Ground) -> datetime | None:
    """When something happens to it by itself; looked at again where no working day is in sight."""
    try:
        return _next_moment(row, found)
    except NoWorkday:
        return turn.now + rules.LOOK


def _next_moment(row: ImprovementAction, found: Ground) -> datetime | None:
    state, team = State(row.state), found.calendar(row.team)
    if state in rules.AT_WORK:
        return rules.morning(row.check_on, team)
    if state is State.PROPOSED and row.asked is not None:
        put_at, days = row.put_at or row.at, found.days(row.team, row.asked) or team
        return rules.answer_by(put_at, row.asked_at or put_at, team, days)
    if state in rules.FINAL:
        return None
    return rules.let_go(row.still_asked_on or row.check_on, team)
