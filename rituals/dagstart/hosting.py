"""The host's turn: drawn, invited, answered, passed on, or taken by whoever is first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals import inviting, rotating
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Due, Event, Note, Refused, Turn, keys_of, team_of
from rituals.dagstart import hosts, private, rota
from rituals.dagstart.days import Ground, coming, ground, held_days, key_of, live, present, touch
from rituals.dagstart.hosts import Host
from rituals.dagstart.planning import next_draw
from rituals.dagstart.rules import LIVE, State
from rituals.nudge import Line, Offer
from rituals.teams import named_by
from rituals.words import Person, Sentence, _
from storage import dagstart as store
from storage import people
from storage.dagstart import DagstartDay


# --- the draw ---------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, due: Sequence[Due]) -> None:
    found = await ground(turn, named_by(due), held=True)
    known = await rota.pool(turn, found)
    for team, facts in found.teams.items():
        next_draw(turn, facts)
        if not facts.active or not found.settings[team].rotates:
            continue
        by_id = {row.id: row for row in known.rows[team]}
        days = {one.person: one.days for one in known.candidates[team]}
        for drawn in rota.draw(team, found.today(turn, team), known, found):
            at = inviting.drawn(days[drawn.person], drawn.day, drawn.invite_on, facts.bundle)
            rota.give(turn, by_id[int(drawn.occurrence)], inviting.Invitation(drawn.person, max(at, turn.now)))
            known.given(by_id[int(drawn.occurrence)])


async def redraw(turn: Turn, due: Sequence[Due]) -> None:
    """Too late for today's draw: tomorrow's is planned."""
    found = await ground(turn, named_by(due))
    for facts in found.teams.values():
        next_draw(turn, facts)


async def invite(turn: Turn, due: Sequence[Due]) -> None:
    """Since the draw the day may have been called off. Who can't be asked is passed over."""
    found = await ground(turn, named_by(due), held=True)
    rows = [row for row in await held_days(turn, due) if row.team in found.teams and row.host is not None]
    ahead = [row for row in rows if row.starts_at > turn.now]
    await rota.release(turn, [row for row in ahead if not rota.occurs(row, found)])
    invited = [row for row in ahead if row.host_state == Host.INVITED.value]
    asked = await rotating.asked(turn, sorted({row.host for row in invited if row.host is not None}))
    left = [row for row in invited if (rota.HOST, rota.invite_subject(row)) not in asked.get(row.host or "", ())]
    if left:
        await rota.pass_on(turn, [(row.team, row.day) for row in left])


async def lost(turn: Turn, due: Sequence[Due]) -> None:
    """The invitation can't go out in time any more: the next in order gets the turn."""
    await rota.pass_on(turn, [key_of(one.about) for one in due])


# --- the invitation ---------------------------------------------------------------------------------------------------
async def offers(turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offer]]:
    """The turns that these people are to be asked for by now, and weren't yet."""
    first = min(days.values(), default=turn.now.date())
    rows = await store.invited(turn.session, days, first)
    found = await ground(turn, {row.team for row in rows})
    offered: dict[str, list[Offer]] = {}
    for row in rows:
        if row.host is not None and _to_be_asked(turn, row, days[row.host], found):
            offer = Offer(rota.invite_subject(row), urgent=row.day <= days[row.host])
            offered.setdefault(row.host, []).append(offer)
    return offered


def _to_be_asked(turn: Turn, row: DagstartDay, today: date, found: Ground) -> bool:
    if row.team not in found.teams or row.invite_at is None or row.starts_at <= turn.now:
        return False
    return found.teams[row.team].calendar.day_of(row.invite_at) <= today and rota.occurs(row, found)


async def draw_lines(turn: Turn, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Line]:
    keys = {subject: key_of(subject) for _person, subject in pairs}
    rows = await store.days(turn.session, keys.values())
    found = await ground(turn, [team for team, _day in keys.values()])
    lines = {pair: _invite(turn, pair[1], rows.get(keys[pair[1]]), found) for pair in pairs}
    return {pair: line for pair, line in lines.items() if line is not None}


def _invite(turn: Turn, mine: str, row: DagstartDay | None, found: Ground) -> Line | None:
    team, day = key_of(mine)
    if team not in found.teams:
        return None
    answered = _answer(turn, row, keys_of(mine)[1], found)
    return private.invite(mine, day, found.today(turn, team), found.teams[team].name, answered)


def _answer(turn: Turn, row: DagstartDay | None, person: str, found: Ground) -> Sentence | None:
    """What stands in the place of the buttons; None while they can be pressed."""
    if row is None or rota.called_off(row, found):
        return rota.NO_DAY
    if row.host == person:
        open_still = row.host_state == Host.INVITED.value and row.starts_at > turn.now
        return None if open_still else private.YES
    return private.NO if person in row.asked else OVER


async def confirm(turn: Turn, event: Event) -> Answer:
    row = await _invited(turn, event)
    if row.host_state == Host.CONFIRMED.value:
        return Note(ALREADY)
    row.host_state = Host.CONFIRMED.value
    await rota.reword(turn, [event.about])
    return None


async def other_time(turn: Turn, event: Event) -> Answer:
    """No reason is asked; after the third time in a row, whether to stay in the rotation."""
    await present(turn, team_of(event.about), whole=True)
    row = await _invited(turn, event)
    await rota.pass_on(turn, [(row.team, row.day)])
    await rota.reword(turn, [event.about])
    memory = await _memory(turn, row.team, event.person)
    memory.declines += 1
    if memory.declines % inviting.DECLINES:
        return None
    text, buttons = private.leave_rotation(str(row.team))
    return Note(text, buttons)


async def _invited(turn: Turn, event: Event) -> DagstartDay:
    row = await store.hold(turn.session, *key_of(event.about))
    if row is None or State(row.state) is not State.SCHEDULED or row.starts_at <= turn.now:
        raise Refused(OVER)
    if event.person != keys_of(event.about)[1]:
        raise only(_("the host"))
    if row.host != event.person:
        raise Refused(OVER)
    return row


async def _memory(turn: Turn, team: int, person: str) -> people.Rota:
    found = (await people.rota(turn.session, [team], hosts.ROLE)).get((team, person))
    if found is None:
        found = people.Rota(team=team, role=hosts.ROLE, person=person, declines=0, opted_out=False)
        turn.session.add(found)
    return found


async def opt_out(turn: Turn, event: Event) -> Answer:
    await present(turn, team_of(event.about), whole=True)
    (await _memory(turn, team_of(event.about) or 0, event.person)).opted_out = True
    return Note(_("Saved. Thank you."))


async def stay(turn: Turn, event: Event) -> Answer:
    await present(turn, team_of(event.about), whole=True)
    (await _memory(turn, team_of(event.about) or 0, event.person)).declines = 0
    return Note(_("Saved. Thank you."))


# --- who is first -----------------------------------------------------------------------------------------------------
async def claim(turn: Turn, event: Event) -> Answer:
    """*Ik begeleid* on the card."""
    row = await live(turn, event.about)
    _take(turn, row, event.person)
    return None


def _take(turn: Turn, row: DagstartDay, person: str) -> None:
    """Raises Refused when somebody has it already."""
    if row.host == person and row.host_state == Host.CONFIRMED.value:
        raise Refused(ALREADY)
    if row.host is not None and row.host != person:
        raise Refused(_("{name} was just ahead of you. Thanks for offering.", name=Person(row.host)))
    rota.lapse(turn, row, told=row.swap_by != person)
    row.host, row.host_state = person, Host.CONFIRMED.value
    if State(row.state) in LIVE:
        touch(turn, row)


async def claim_next(turn: Turn, team: int, person: str) -> None:
    """`/dagstart begeleider`: today's while it isn't over, else the next one."""
    now = await present(turn, team, whole=True)
    if now.row is not None and now.state in LIVE | {State.SCHEDULED} and rota.taking_place([now.row], now.ground):
        _take(turn, now.row, person)
        await rota.reword(turn, [rota.invite_subject(now.row)])
        return
    row = await next_row(turn, team, now.today)
    _take(turn, row, person)
    await rota.reword(turn, [rota.invite_subject(row)])


async def next_row(turn: Turn, team: int, after: date) -> DagstartDay:
    """The next planned day, held. Raises Refused when there is none."""
    found = await ground(turn, [team])
    rows = await store.hold_between(turn.session, [team], after, after + rota.AROUND)
    for row in sorted(rows, key=lambda row: row.day):
        if State(row.state) is State.SCHEDULED and rota.occurs(row, found):
            return row
    if (day := (await coming(turn, found, {team: after}))[team]) is not None:
        raise Refused(private.next_one(day, found.settings[team].clock))
    raise Refused(_("There is no day start planned."))
