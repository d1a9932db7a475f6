"""What others tell of the house: teams that start or change, channels that are gone or back, people who come and go."""

from __future__ import annotations

from rituals import teams
from rituals.contract import Turn, about
from rituals.facts import (
    CalendarChanged,
    Deactivated,
    MemberLeft,
    Nudged,
    Reactivated,
    Resumed,
    Round,
    Suspended,
    TeamStarted,
)
from rituals.klantpet import asking, kept, losing, planning, rota, still
from storage import klantpet_own as own_store
from storage.nudges import unplanned


# --- teams ------------------------------------------------------------------------------------------------------------
async def started(turn: Turn, fact: TeamStarted) -> None:
    for team in (await teams.load(turn, [fact.team])).values():
        planning.next_plan(turn, team)
        rota.next_draw(turn, team)


async def went_round(turn: Turn, _fact: Round) -> None:
    """Every team has its timers, also one that was there before they were."""
    for team in await unplanned(turn.session, planning.PLAN):
        turn.at(planning.PLAN, about(team), turn.now)
    for facts in (await teams.load(turn, await unplanned(turn.session, rota.DRAW))).values():
        rota.next_draw(turn, facts)


async def calendar_changed(turn: Turn, fact: CalendarChanged) -> None:
    """The plan is made anew at once, by its own timer: an organisation may have thousands of teams."""
    for team in fact.teams:
        turn.at(planning.PLAN, about(team), turn.now)
    for facts in (await teams.load(turn, fact.teams)).values():
        rota.next_draw(turn, facts)


async def suspended(turn: Turn, fact: Suspended) -> None:
    """Nobody wears the cap where nothing can be read."""
    await planning.plan_ahead(turn, await teams.load(turn, [fact.team]))


async def resumed(turn: Turn, fact: Resumed) -> None:
    await planning.plan_ahead(turn, await teams.load(turn, [fact.team]))


# --- people -----------------------------------------------------------------------------------------------------------
async def member_left(turn: Turn, fact: MemberLeft) -> None:
    """What they registered goes on, for the lead to change; what they were to wear goes to the next."""
    await own_store.disown(turn.session, fact.person, fact.team)
    await own_store.leave_out(turn.session, fact.person, fact.team)
    await losing.member_left(turn, fact)


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    """Their memberships have ended by now, and with these what they were to wear."""
    await losing.deactivated(turn, fact)
    await own_store.leave(turn.session, fact.person, turn.now.date() + kept.FORMER)


async def reactivated(turn: Turn, fact: Reactivated) -> None:
    await own_store.come_back(turn.session, fact.people)


# --- nudges -----------------------------------------------------------------------------------------------------------
async def nudged(turn: Turn, fact: Nudged) -> None:
    """An invitation arrived, or the question whether a meeting still wants the cap."""
    await asking.nudged(turn, fact)
    await still.nudged(turn, fact)
