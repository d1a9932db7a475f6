"""What others tell: people who leave or come back, channels that are back, and days that change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from rituals.alsdan import life, looking, questions, rules
from rituals.alsdan.fading import WEEK
from rituals.alsdan.holding import ACTIVE, CONFIRM, PROPOSAL, Held, ends, hold, lapse, moved, named, working
from rituals.alsdan.proposing import end
from rituals.alsdan.rules import Facts, Happens, State
from rituals.alsdan.subjects import subject
from rituals.calendar import LATEST_DEADLINE, Calendar, NoWorkday, deadline
from rituals.contract import Turn
from rituals.facts import CalendarChanged, Deactivated, MemberLeft, Reactivated, Resumed
from rituals.shown import Place
from storage import alsdan as store
from storage import alsdan_choices as choices
from storage import alsdan_look as look_store
from storage import people
from storage.alsdan import Agreement


# --- people -----------------------------------------------------------------------------------------------------------
async def member_left(turn: Turn, fact: MemberLeft) -> None:
    """What they had proposed lapses; what runs goes on, unless too few are left to carry it."""
    joined = await choices.joined_in(turn.session, fact.person, fact.team)
    mine = await store.of_teams(turn.session, [fact.team], {*rules.KEPT, State.PROPOSED})
    held = await hold(turn, mine, also=[fact.team])
    await _leaves_proposals(turn, held, fact.person, joined)
    await choices.forget_voices(turn.session, held.rows, fact.person)
    await _shrinks(turn, held, fact.team)
    await life.joined_anew(turn, held, [row for row in held.rows.values() if State(row.state) is State.PROPOSED])
    await life.make_room(turn, [fact.team])


async def _leaves_proposals(turn: Turn, held: Held, person: str, joined: Collection[int]) -> None:
    open_ = [row for row in held.rows.values() if State(row.state) is State.PROPOSED]
    await end(turn, held, [row for row in open_ if row.proposer == person], State.EXPIRED)
    left = [row for row in open_ if row.id in joined and State(row.state) is State.PROPOSED]
    for row in left:
        row.joined -= 1
    await choices.unjoin(turn.session, person, joined)
    for one in await choices.open_about(turn.session, held.rows):
        if one.by == person:
            lapse(turn, held.rows[one.agreement], one)
    await moved(turn, held, left)


async def _shrinks(turn: Turn, held: Held, team: int) -> None:
    """Rests what runs where only one is left, or more than half went within a week."""
    today = held.today(turn, team)
    settings = (await store.hold_settings(turn.session, turn.org, [team]))[team]
    left = [day for each in settings.left if (day := date.fromisoformat(each)) > today - WEEK]
    settings.left = [day.isoformat() for day in (*left, today)]
    members = (await people.sizes(turn.session, [team])).get(team, 0)
    if members >= rules.LEAST and not rules.left_together([*left, today], today, members):
        return
    running = [row for row in held.rows.values() if _rests(row)]
    for row in running:
        life.pause(turn, held, row)
    await moved(turn, held, running)


def _rests(row: Agreement) -> bool:
    return rules.after(State(row.state), Happens.SHRUNK, Facts()) is State.PAUSED


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    """Their memberships have ended by now, and what was theirs alone has been erased."""
    await choices.leave(turn.session, fact.person, turn.now.date() + rules.FORMER)


async def reactivated(turn: Turn, fact: Reactivated) -> None:
    await choices.come_back(turn.session, fact.people)


# --- teams ------------------------------------------------------------------------------------------------------------
async def resumed(turn: Turn, fact: Resumed) -> None:
    """Nobody could read or answer while the channel was gone: what is asked is there by now, and waits a while yet."""
    rows = await store.of_teams(turn.session, [fact.team], {*rules.KEPT, State.PROPOSED})
    held = await hold(turn, rows, also=[fact.team])
    for row in held.rows.values():
        least = working(turn, held.teams[row.team], rules.TO_JOIN)
        if row.until is not None:
            ends(turn, row, max(row.until, least))
        if row.asked:
            place = Place(channel=held.teams[row.team].channel)
            turn.show(questions.CARD, questions.of(row, row.asked), place)
    await _draws_again(turn, held, fact.team)
    await turn.session.flush()
    await life.make_room(turn, [fact.team])


async def _draws_again(turn: Turn, held: Held, team: int) -> None:
    for row in held.rows.values():
        turn.changed(PROPOSAL, subject(row))
        turn.changed(ACTIVE, subject(row))
    for one in await choices.open_about(turn.session, held.rows):
        turn.changed(CONFIRM, named(held.rows[one.agreement], one))
    for look in (await look_store.newest(turn.session, [team])).values():
        turn.changed(looking.OPEN, looking.subject(look))


async def calendar_changed(turn: Turn, fact: CalendarChanged) -> None:
    """A day that is free now is no day to join on: what is open ends later, and never earlier."""
    await looking.calendar_changed(turn, fact)
    held = await hold(turn, await store.of_teams(turn.session, fact.teams, [State.PROPOSED, State.RESTARTING]))
    for row in held.rows.values():
        moment = _ends_at(row, held.teams[row.team].calendar)
        if row.until is not None and moment is not None and moment > row.until:
            ends(turn, row, moment)
    await turn.session.flush()


def _ends_at(row: Agreement, calendar: Calendar) -> datetime | None:
    """By the working days as they are now."""
    try:
        if State(row.state) is State.PROPOSED:
            return deadline(row.at, rules.TO_JOIN, calendar)
        return deadline(calendar.at(row.since, LATEST_DEADLINE), rules.TO_CHOOSE, calendar)
    except NoWorkday:
        return None
