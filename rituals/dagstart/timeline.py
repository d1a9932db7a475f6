"""One day from its start to its close: every timer takes as many days at once as are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from rituals import teams
from rituals.answers import ALREADY
from rituals.contract import Answer, Due, Event, Note, Refused, Turn
from rituals.dagstart import hosts, messages, rota, rules
from rituals.dagstart.board import Tally, tallies
from rituals.dagstart.days import CARD, SUMMARY, Ground, ground, held_days, live, subject, touch
from rituals.dagstart.rules import Facts, Happens, State
from rituals.facts import BoardsLost, BoardsOpened, ForLeads
from rituals.shown import CardRef, Place
from rituals.teams import Member, named_by
from rituals.words import _
from storage import dagstart as store
from storage import dagstart_items as shared_store
from storage import people
from storage.dagstart import DagstartDay

SMALL = 2  # members up to which a summary would only repeat what everybody heard
STALE = timedelta(minutes=60)  # after the live part: a summary that comes later than this, after an outage, is left out
QUIET3 = "dagstart.quiet3"
LOOK_BACK = timedelta(days=60)  # within which three dagstarts in a row are looked for


# --- T0 ---------------------------------------------------------------------------------------------------------------
async def open_days(turn: Turn, due: Sequence[Due]) -> None:
    found = await ground(turn, named_by(due), held=True)
    rows = [row for row in await held_days(turn, due) if row.starts_at <= turn.now]
    opened = await _started(turn, rows, found, Happens.START)
    members = await teams.members(turn, {row.team: found.teams[row.team] for row in opened}, _around(opened, turn))
    await _take_in(turn, opened)
    invited = [rota.invite_subject(row) for row in opened]
    for row in opened:
        _open(turn, row, found)
        _settle_host(turn, row, members[row.team])
    await rota.reword(turn, invited)


def _around(rows: Sequence[DagstartDay], turn: Turn) -> date:
    return min((row.day for row in rows), default=turn.now.date())


async def miss_days(turn: Turn, due: Sequence[Due]) -> None:
    """More than an hour late: nothing is posted any more."""
    rows = await held_days(turn, due)
    found = await ground(turn, {row.team for row in rows})
    await _started(turn, rows, found, Happens.TOO_LATE)


async def _started(turn: Turn, rows: Sequence[DagstartDay], found: Ground, happens: Happens) -> list[DagstartDay]:
    """The days that open; the others end here."""
    changed = [row for row in rows if row.team in found.teams and _goes_on(row, found, happens)]
    over = [row for row in changed if row.state != State.OPEN.value]
    await rota.release(turn, over)
    await lose(turn, over)
    return [row for row in changed if row.state == State.OPEN.value]


async def lose(turn: Turn, rows: Iterable[DagstartDay]) -> None:
    """What other rituals had for these boards finds another place."""
    if keys := tuple(sorted((row.team, row.day) for row in rows)):
        await turn.tell(BoardsLost(keys))


def _goes_on(row: DagstartDay, found: Ground, happens: Happens) -> bool:
    """Whether its state is another now."""
    occurs = found.rhythm(row.team).occurs(row.day, found.teams[row.team].calendar)
    states = rules.after(State(row.state), happens, Facts(occurs=occurs))
    if states:
        row.state = states[-1].value
    return bool(states)


def _open(turn: Turn, row: DagstartDay, found: Ground) -> None:
    mine, team = found.settings[row.team], found.teams[row.team]
    row.extras, row.question = mine.extras, mine.opened
    mine.opened += 1
    minutes = rules.duration(mine.minutes, mine.extras.split(), team.calendar, row.day, found.rhythm(row.team))
    course = rules.course(row.starts_at, turn.now, minutes, mine.late)
    row.minutes, row.late_start = course.minutes, course.late
    row.ends_at, row.closes_at = course.end, course.close
    turn.show(CARD, subject(row), Place(channel=team.channel))
    turn.at("dagstart.reminder", subject(row), course.reminder)
    if course.end < course.close:
        turn.at("dagstart.summarise", subject(row), course.end)
    turn.at("dagstart.close", subject(row), course.close)


async def _take_in(turn: Turn, rows: Iterable[DagstartDay]) -> None:
    """What came after the last closing stands on this board, with its day of origin."""
    days = {row.team: row.day for row in rows}
    for item in await shared_store.waiting(turn.session, days):
        item.day = days[item.team]
    if days:
        await turn.tell(BoardsOpened(tuple(sorted(days.items()))))


def _settle_host(turn: Turn, row: DagstartDay, members: Iterable[Member]) -> None:
    present = any(one.person == row.host and one.calendar.is_workday(row.day) for one in members)
    state = hosts.at_start(hosts.Host(row.host_state), row.starts_at, row.invite_at, row.delivered_at, present=present)
    row.host_state, row.host = state.value, row.host if state is hosts.Host.CONFIRMED else None
    rota.lapse(turn, row, told=True)


# --- T0 + 2/3 D -------------------------------------------------------------------------------------------------------
async def remind(turn: Turn, due: Sequence[Due]) -> None:
    """Only while nobody shared anything: one line in the thread, which the card's first line then repeats."""
    rows = [row for row in await held_days(turn, due) if State(row.state) is State.OPEN and not row.reminded]
    found = await ground(turn, {row.team for row in rows})
    counted = await tallies(turn, rows, found)
    for row in rows:
        if counted[row.team, row.day].contributions == 0 and found.teams[row.team].active:
            row.reminded = True
            turn.say(Place(under=CardRef(CARD, subject(row))), messages.line(messages.REMINDER))
            touch(turn, row)


# --- T0 + D -----------------------------------------------------------------------------------------------------------
async def summarise(turn: Turn, due: Sequence[Due]) -> None:
    """A live quarter that was on is over, also where nobody shared anything."""
    rows = [row for row in await held_days(turn, due) if State(row.state) is State.OPEN]
    for row in rows:
        if row.live is not None:
            touch(turn, row)
    await _happen(turn, rows, Happens.LIVE_END)


async def finish(turn: Turn, event: Event) -> Answer:
    """Any member wraps up: the host's turn is a service, not a right."""
    row = await live(turn, event.about)
    if State(row.state) is State.SUMMARISED:
        return Note(ALREADY)
    counted = await _happen(turn, [row], Happens.FINISHED)
    if counted[row.team, row.day].contributions == 0:
        found = await ground(turn, [row.team])
        closing = found.teams[row.team].calendar.local(row.closes_at or turn.now).time()
        text = _("There is nothing on the board yet. I'll close by myself at {time}.", time=closing)
        raise Refused(text)
    return None


async def sum_up_if_due(turn: Turn, rows: Sequence[DagstartDay]) -> None:
    """After a contribution: the first one that comes after the live part."""
    over = [row for row in rows if State(row.state) is State.OPEN and row.ends_at is not None]
    if due := [row for row in over if row.ends_at is not None and row.ends_at <= turn.now]:
        await _happen(turn, due, Happens.CONTRIBUTED)


# --- T0 + D + L -------------------------------------------------------------------------------------------------------
async def close(turn: Turn, due: Sequence[Due]) -> None:
    """Whenever it comes: no day stays open after an outage."""
    await ground(turn, named_by(due), held=True)
    rows = [row for row in await held_days(turn, due) if State(row.state) in rules.LIVE]
    await _happen(turn, rows, Happens.CLOSING)


async def _happen(turn: Turn, rows: Sequence[DagstartDay], happens: Happens) -> Mapping[store.Key, Tally]:
    """One thing happens to these days; each goes through its states, with what belongs to each of them."""
    found = await ground(turn, {row.team for row in rows})
    counted = await tallies(turn, rows, found)
    passed = {
        (row.team, row.day): _unless_suspended(
            rules.after(State(row.state), happens, _facts(turn, row, counted[row.team, row.day])), row, found
        )
        for row in rows
    }
    summed = [row for row in rows if State.SUMMARISED in passed[row.team, row.day]]
    done = [row for row in rows if passed[row.team, row.day] and passed[row.team, row.day][-1] in rules.FINAL]
    await _sum_up(turn, summed, found, told_until=turn.now - STALE if happens is Happens.CLOSING else None)
    await end(turn, [(row, passed[row.team, row.day][-1]) for row in done], counted, found)
    return counted


def _unless_suspended(states: Sequence[State], row: DagstartDay, found: Ground) -> Sequence[State]:
    """Where nobody could reach the channel, silence says nothing about the team: that day doesn't count."""
    reachable = found.teams[row.team].active
    return [State.SKIPPED if state is State.QUIET and not reachable else state for state in states]


def _facts(turn: Turn, row: DagstartDay, counted: Tally) -> Facts:
    over = row.ends_at is not None and row.ends_at <= turn.now
    return Facts(contributions=counted.contributions, live_over=over)


async def _sum_up(
    turn: Turn, rows: Sequence[DagstartDay], found: Ground, *, told_until: datetime | None = None
) -> None:
    """`told_until`: the thread reads nothing about live parts that ended before it."""
    members = await teams.members(turn, {row.team: found.teams[row.team] for row in rows}, _around(rows, turn))
    for row in rows:
        row.state, row.summarised_at = State.SUMMARISED.value, turn.now
        touch(turn, row)
        stale = told_until is not None and row.ends_at is not None and row.ends_at < told_until
        if len(members[row.team]) > SMALL and found.teams[row.team].active and not stale:
            turn.show(SUMMARY, subject(row), Place(under=CardRef(CARD, subject(row))))


async def end(
    turn: Turn, rows: Sequence[tuple[DagstartDay, State]], counted: Mapping[store.Key, Tally], found: Ground
) -> None:
    """The day is over, in this state."""
    for row, state in rows:
        row.state = state.value
        keep_totals(row, counted[row.team, row.day])
        touch(turn, row)
    await _hosted(turn, [row for row, state in rows if state is State.CLOSED])
    await _ask_leads(turn, [row for row, state in rows if state is State.QUIET], found)


def keep_totals(row: DagstartDay, counted: Tally) -> None:
    row.compliments, row.improvements = counted.compliments, counted.improvements
    row.contributions = counted.contributions


async def _hosted(turn: Turn, rows: Sequence[DagstartDay]) -> None:
    """Only a turn that was really carried out moves its host to the end of the order."""
    hosted = [row for row in rows if row.host is not None]
    known = await people.rota(turn.session, {row.team for row in hosted}, hosts.ROLE)
    for row in hosted:
        mine = known.get((row.team, row.host or ""))
        if mine is None:
            mine = people.Rota(team=row.team, role=hosts.ROLE, person=row.host or "", declines=0)
            turn.session.add(mine)
        mine.last_done, mine.declines = row.day, 0


async def _ask_leads(turn: Turn, rows: Sequence[DagstartDay], found: Ground) -> None:
    """After three quiet ones in a row the leads may choose another rhythm; the channel reads nothing."""
    if not rows:
        return
    last = max(row.day for row in rows)
    past = await store.between(turn.session, {row.team for row in rows}, last - LOOK_BACK, last)
    for row in rows:
        ended = [one for one in past if one.team == row.team and one.state in ("CLOSED", "QUIET")]
        newest_first = [State(one.state) for one in sorted(ended, key=lambda one: one.day, reverse=True)]
        mine, team = found.settings[row.team], found.teams[row.team]
        if team.active and rules.still_quiet(newest_first, mine.quiet_told_on, row.day, team.calendar):
            mine.quiet_told_on, mine.quiet_open = row.day, True
            await turn.tell(ForLeads(row.team, QUIET3, subject(row)))
