"""What others tell: people who come and go, a channel that is gone or back, cards that were posted or never will be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete

from rituals import teams
from rituals.contract import Turn, about, keys_of
from rituals.dagstart import hosts, own_data, planning, rota, rules
from rituals.dagstart.days import CARD, ground, key_of, touch
from rituals.dagstart.hosts import Host
from rituals.dagstart.rules import LIVE, Facts, Happens, State
from rituals.facts import (
    BecameAway,
    BoardsLost,
    CalendarChanged,
    Deactivated,
    Delivered,
    GaveUp,
    LeadsChanged,
    MemberLeft,
    NotNudged,
    Nudged,
    PatternChanged,
    PutOff,
    Reactivated,
    Resumed,
    Suspended,
)
from storage import dagstart as store
from storage import dagstart_items as shared_store
from storage import people
from storage.dagstart import DagstartDay

YESTERDAY = timedelta(days=1)  # somewhere it is still the day before


# --- people -----------------------------------------------------------------------------------------------------------
async def member_left(turn: Turn, fact: MemberLeft) -> None:
    keys = await store.hosting(turn.session, fact.person, turn.now.date() - YESTERDAY)
    await _drop(turn, fact.person, [key for key in keys if key[0] == fact.team])
    mine = (people.Rota.team == fact.team, people.Rota.person == fact.person, people.Rota.role == hosts.ROLE)
    await turn.session.execute(delete(people.Rota).where(*mine))


async def became_away(turn: Turn, fact: BecameAway) -> None:
    first = max(fact.first, turn.now.date() - YESTERDAY)
    await _drop(turn, fact.person, await store.hosting(turn.session, fact.person, first, fact.last))


async def pattern_changed(turn: Turn, fact: PatternChanged) -> None:
    """What this person hosts on a day that is no longer theirs goes to the next in order."""
    keys = await store.hosting(turn.session, fact.person, max(fact.first, turn.now.date() - YESTERDAY))
    found = await teams.load(turn, {team for team, _day in keys})
    days = await teams.members(turn, found, turn.now.date())
    mine = {team: one.calendar for team, some in days.items() for one in some if one.person == fact.person}
    await _drop(turn, fact.person, [key for key in keys if key[0] in mine and not mine[key[0]].is_workday(key[1])])


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    today = turn.now.date()
    await _drop(turn, fact.person, await store.hosting(turn.session, fact.person, today - YESTERDAY))
    await own_data.forget_engaged(turn, fact.person)
    await shared_store.leave(turn.session, fact.person, today + rules.FORMER)


async def reactivated(turn: Turn, fact: Reactivated) -> None:
    await shared_store.come_back(turn.session, fact.people)


async def _drop(turn: Turn, person: str, keys: Iterable[store.Key]) -> None:
    """This person can't host on these days: what has not begun goes to the next in order."""
    wanted = list(keys)
    await ground(turn, {team for team, _day in wanted}, held=True)
    rows = await store.hold_many(turn.session, wanted)
    passed = []
    for key, row in rows.items():
        if row.swap_to == person:
            rota.lapse(turn, row, told=True)
        if row.host != person:
            continue
        if State(row.state) in LIVE:
            row.host, row.host_state = None, Host.UNASSIGNED.value
            touch(turn, row)
        elif State(row.state) is State.SCHEDULED:
            passed.append(key)
    if passed:
        await rota.pass_on(turn, passed)


# --- teams ------------------------------------------------------------------------------------------------------------
async def suspended(turn: Turn, fact: Suspended) -> None:
    await rota.release_idle(turn, await ground(turn, [fact.team], held=True))


async def resumed(turn: Turn, fact: Resumed) -> None:
    found = await ground(turn, [fact.team], held=True)
    await planning.plan_ahead(turn, found)


async def calendar_changed(turn: Turn, fact: CalendarChanged) -> None:
    """The plan is made anew at once, by its own timer: an organisation may have thousands of teams."""
    found = await ground(turn, fact.teams)
    for team, facts in found.teams.items():
        turn.at("dagstart.plan", about(team), turn.now)
        planning.next_expiry(turn, facts)
        planning.next_draw(turn, facts)


async def leads_changed(turn: Turn, fact: LeadsChanged) -> None:
    settings = (await store.hold_settings(turn.session, [fact.team])).get(fact.team)
    if settings is not None and (await teams.leads(turn, [fact.team]))[fact.team].leads:
        settings.leaderless = False


# --- cards ------------------------------------------------------------------------------------------------------------
async def delivered(turn: Turn, fact: Delivered) -> None:
    row = await store.hold(turn.session, *key_of(fact.about)) if fact.card == CARD else None
    if row is not None:
        row.posted_at = fact.at


async def gave_up(turn: Turn, fact: GaveUp) -> None:
    row = await store.hold(turn.session, *key_of(fact.about)) if fact.card == CARD else None
    if row is not None and row.posted_at is None:
        await _never_posted(turn, row)


async def _never_posted(turn: Turn, row: DagstartDay) -> None:
    states = rules.after(State(row.state), Happens.GAVE_UP, Facts())
    if not states:
        return
    row.state = states[-1].value
    await rota.release(turn, [row])
    for item in await shared_store.standing(turn.session, [(row.team, row.day)]):
        item.day = None
    await turn.tell(BoardsLost(((row.team, row.day),)))


# --- invitations ------------------------------------------------------------------------------------------------------
async def nudged(turn: Turn, fact: Nudged) -> None:
    row = await _invited(turn, fact)
    if row is not None:
        row.delivered_at = fact.at


async def not_nudged(turn: Turn, fact: NotNudged) -> None:
    if fact.kind == rota.HOST:
        await ground(turn, [key_of(fact.about)[0]], held=True)
    row = await _invited(turn, fact)
    if row is not None and row.host_state == Host.INVITED.value:
        await rota.pass_on(turn, [(row.team, row.day)])


async def put_off(turn: Turn, fact: PutOff) -> None:
    """Not asked yet, then: until the next message, silence is no consent."""
    row = await _invited(turn, fact)
    if row is not None and row.host_state == Host.INVITED.value and row.starts_at > turn.now:
        row.delivered_at = None


async def _invited(turn: Turn, fact: Nudged | NotNudged | PutOff) -> DagstartDay | None:
    """The day of this invitation, held, while it is still that person's."""
    row = await store.hold(turn.session, *key_of(fact.about)) if fact.kind == rota.HOST else None
    return row if row is not None and row.host == keys_of(fact.about)[1] else None
