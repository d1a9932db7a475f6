"""What the handlers share: a team's figures with who is at work, and the boards on which they stand, held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rituals import boards, teams
from rituals.answers import OVER
from rituals.contract import Event, Refused, Turn, about, keys_of, number_of, team_of
from rituals.facts import BoardDays, BoardsBetween, BoardsChanged, Landing
from rituals.kpi import rules
from rituals.kpi.rules import Roles, State
from rituals.teams import Member, Team
from storage import kpi as store
from storage.kpi import Kpi

MONDAY_TO_FRIDAY: Final = "12345"


# --- subjects ---------------------------------------------------------------------------------------------------------
def subject(row: Kpi) -> str:
    return about(row.team, row.id)


def id_of(subject: str) -> int | None:
    """The figure that a subject names, wherever it stands in it."""
    return next((found for key in keys_of(subject) if (found := number_of(key)) is not None), None)


def board_of(subject: str) -> date | None:
    """The day of the board that a subject names."""
    for key in keys_of(subject):
        try:
            return date.fromisoformat(key) if not key.isdecimal() else None
        except ValueError:
            continue
    return None


def link(row: Kpi) -> str:
    """By which it is known to all rituals."""
    return f"kpi:{row.id}"


# --- who is at work ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ground:
    """Teams with their members, read for many at once."""

    teams: Mapping[int, Team]
    members: Mapping[int, Sequence[Member]]

    def today(self, turn: Turn, team: int) -> date:
        return self.teams[team].calendar.day_of(turn.now)

    def inside(self, team: int) -> frozenset[str]:
        return frozenset(member.person for member in self.members.get(team, ()))

    def working(self, team: int, day: date) -> frozenset[str]:
        return frozenset(one.person for one in self.members.get(team, ()) if one.calendar.is_workday(day))

    def roles(self, row: Kpi) -> Roles:
        inside = self.inside(row.team)
        owner, deputy = (each if each in inside else None for each in (row.owner, row.deputy))
        return Roles(owner, deputy)

    def may_enter(self, turn: Turn, row: Kpi, person: str) -> bool:
        return self.roles(row).enters(person, self.working(row.team, self.today(turn, row.team)))


async def ground(turn: Turn, ids: Iterable[int]) -> Ground:
    """Five statements, however many teams."""
    found = await teams.load(turn, ids)
    return Ground(found, await teams.members(turn, found, turn.now.date()))


# --- boards -----------------------------------------------------------------------------------------------------------
async def held(turn: Turn, team: int, *days: date) -> Landing:
    """Locked, before any figure is: today's board of the team, and those of these days."""
    found = await boards.held(turn, [team], [(team, day) for day in days])
    return found.get(team) or Landing(turn.now.date())


async def redrawn(turn: Turn, team: int, where: Landing, *days: date) -> None:
    """Today's board where it is up, and those of these days; all of them are held."""
    await turn.session.flush()
    keys = {(team, day) for day in days} | ({(team, where.today)} if where.board else set())
    if keys:
        await turn.tell(BoardsChanged(tuple(sorted(keys))))


def counts(where: Landing, board: date) -> bool:
    """Whether what comes now is still in time for this board."""
    return board > where.today or (board == where.today and (where.board or where.ahead))


async def board_days(turn: Turn, team: int) -> str:
    """ISO weekdays on which the team has a dagstart."""
    for answer in await turn.tell(BoardDays((team,))):
        if team in answer:
            return str(answer[team])
    return MONDAY_TO_FRIDAY


async def opening(turn: Turn, ids: Iterable[int], first: date, last: date) -> Mapping[tuple[int, date], datetime]:
    """When the boards of these teams open, or opened (UTC)."""
    found: dict[tuple[int, date], datetime] = {}
    for answer in await turn.tell(BoardsBetween(tuple(sorted(set(ids))), first, last)):
        found |= answer
    return found


# --- one figure, held -------------------------------------------------------------------------------------------------
async def hold_one(turn: Turn, event: Event, key: int | None = None) -> tuple[Kpi, Landing]:
    """The figure of this event, or of `key`, held behind today's board. Raises Refused when the team has none such."""
    team, wanted = team_of(event.about) or 0, key if key is not None else id_of(event.about)
    where = await held(turn, team)
    row = (await store.hold(turn.session, [wanted])).get(wanted) if wanted is not None else None
    if row is None or row.team != team:
        raise Refused(OVER)
    return row, where


def follow(row: Kpi, person: str) -> None:
    """Nobody stands in for themselves."""
    row.owner, row.ownerless_on = person, None
    row.deputy = None if row.deputy == person else row.deputy
    row.state = State.ACTIVE.value if row.state == State.OWNERLESS else row.state


def room(active: Sequence[Kpi]) -> bool:
    return len(active) < rules.AT_MOST
