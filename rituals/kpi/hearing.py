"""What others tell and ask: people who leave, which teams have figures, and what an action can belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from rituals import teams
from rituals.contract import Turn, about, number_of, team_of
from rituals.facts import (
    Deactivated,
    FiguresIn,
    ForLeads,
    LeadLineChanged,
    Linked,
    LinksNamed,
    LinksOffered,
    MemberLeft,
)
from rituals.kpi import figures, messages, nudging
from rituals.kpi.rules import State
from rituals.shown import Text
from rituals.words import Sentence
from storage import kpi as store
from storage import people
from storage.kpi import Kpi

OWNERLESS: Final = "kpi.ownerless"
LINK: Final = "kpi:"


# --- people -----------------------------------------------------------------------------------------------------------
async def member_left(turn: Turn, fact: MemberLeft) -> None:
    await let_go(turn, fact.person, fact.team)


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    for team in sorted({row.team for row in await store.naming(turn.session, fact.person)}):
        await let_go(turn, fact.person, team)


async def let_go(turn: Turn, person: str, team: int) -> None:
    """This person follows nothing there any more, and stands in for nobody. The leads hear of it in one line."""
    known = await store.naming(turn.session, person, team)
    if not known:
        return
    where = await figures.held(turn, team)
    today = (await teams.load(turn, [team]))[team].calendar.day_of(turn.now)
    rows = list((await store.hold(turn.session, [row.id for row in known])).values())
    asked = [pair for row in rows for pair in nudging.pairs_of(row, today)]
    lost = [row for row in rows if row.owner == person and row.state != State.ARCHIVED]
    for row in rows:
        _without(row, person, today)
    await figures.redrawn(turn, team, where)
    await nudging.reworded(turn, asked)
    if lost:
        await turn.tell(ForLeads(team, OWNERLESS, about(team, today.isoformat())))
        await turn.tell(LeadLineChanged(OWNERLESS, about(team, today.isoformat())))


def _without(row: Kpi, person: str, today: date) -> None:
    row.deputy = None if row.deputy == person else row.deputy
    if row.owner == person:
        row.owner, row.ownerless_on = None, today
        row.state = State.OWNERLESS.value if row.state == State.ACTIVE else row.state


# --- the leads --------------------------------------------------------------------------------------------------------
async def lead_lines(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Text]:
    """Of the figures that lost their owner on one day: those that nobody follows yet."""
    ids = {team for each in subjects if (team := team_of(each)) is not None}
    rows, names = await store.of_teams(turn.session, ids), await _names(turn, ids)
    return {
        each: messages.lost([row for row in rows if _was_lost(row, each)], names.get(team_of(each) or 0))
        for each in subjects
    }


async def _names(turn: Turn, ids: Iterable[int]) -> Mapping[int, str]:
    """Of those of these teams whose leads are in several. Three statements."""
    found, leads = await teams.load(turn, ids), await teams.leads(turn, ids)
    persons = {team: {*some.leads, *some.deputies} for team, some in leads.items()}
    known = await people.memberships(turn.session, {each for some in persons.values() for each in some})
    several = {person for person, its in known.items() if len(its) > 1}
    return {team: facts.name for team, facts in found.items() if several & persons[team]}


def _was_lost(row: Kpi, subject: str) -> bool:
    lost = row.state == State.OWNERLESS and row.ownerless_on == figures.board_of(subject)
    return lost and row.team == team_of(subject)


async def told_again(turn: Turn, team: int, lost_on: date | None) -> None:
    """A figure that lost its owner on this day is followed again, or gone: the line to the leads says so."""
    if lost_on is not None:
        await turn.session.flush()
        await turn.tell(LeadLineChanged(OWNERLESS, about(team, lost_on.isoformat())))


# --- what others ask --------------------------------------------------------------------------------------------------
async def figures_in(turn: Turn, fact: FiguresIn) -> set[int]:
    return await store.teams_with(turn.session, fact.teams)


async def links_offered(turn: Turn, fact: LinksOffered) -> Sequence[Linked]:
    rows = await store.of_teams(turn.session, [fact.team])
    return [Linked(figures.link(row), messages.named(row)) for row in reversed(rows)]


async def links_named(turn: Turn, fact: LinksNamed) -> Mapping[str, Sentence]:
    ids = [found for key in fact.keys if key.startswith(LINK) and (found := number_of(key.removeprefix(LINK)))]
    rows = (await store.get(turn.session, ids)).values() if ids else ()
    return {figures.link(row): messages.named(row) for row in rows if row.team in fact.teams}
