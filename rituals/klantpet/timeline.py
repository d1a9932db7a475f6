"""One occurrence from ten minutes before its start to the end of its look-back: timers take as many as are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from rituals import inviting, reach, schedule, teams
from rituals.calendar import DAY, Calendar, NoWorkday, window
from rituals.contract import Due, Turn
from rituals.klantpet import flag_lines, heard, questions, rota, rules
from rituals.klantpet.holding import LOOK, MESSAGE, OPEN, Held, changed, hold_due, reword, thread
from rituals.klantpet.rota import INVITE
from rituals.klantpet.rules import AHEAD_OF, UNDER_WAY, Facts, Happens, State
from rituals.klantpet.subjects import subject
from rituals.shown import Place
from rituals.teams import Team
from storage import people
from storage.klantpet import Meeting, MeetingDay

CALL, CHECK_IN, START, TABLE, END, CLOSE = (
    "klantpet.call",
    "klantpet.check_in",
    "klantpet.start",
    "klantpet.table",
    "klantpet.end",
    "klantpet.close",
)
NIGHT: Final = time(22)  # local: whoever sat in a meeting so late looks back the next day
# The states in which each of them still has something to do.
DUE_IN: Final = {
    CALL: frozenset({State.PLANNED, State.INVITED, State.ACCEPTED}),
    CHECK_IN: AHEAD_OF,
    START: AHEAD_OF | UNDER_WAY,
    TABLE: AHEAD_OF | UNDER_WAY,
    END: AHEAD_OF | UNDER_WAY,
    CLOSE: AHEAD_OF | UNDER_WAY | {State.CHECKOUT},
}


# --- when -------------------------------------------------------------------------------------------------------------
def plan(turn: Turn, row: MeetingDay, meeting: Meeting, calendar: Calendar) -> None:
    """Sets the timers of one occurrence that has its id; anew when it was moved, and none where it is off.

    What should have happened by now happens at once.
    """
    state = State(row.state)
    for name, moment in moments(row, calendar).items():
        if state in DUE_IN[name]:
            turn.at(name, subject(row), max(moment, turn.now))
        else:
            turn.cancel(name, subject(row))
    if state is not State.INVITED:
        turn.cancel(INVITE, subject(row))


def moments(row: MeetingDay, calendar: Calendar) -> Mapping[str, datetime]:
    """In UTC, by timer."""
    start, ends = row.starts_at, row.starts_at + timedelta(minutes=row.minutes)
    return {
        CALL: start - rules.CALLS,
        CHECK_IN: start - rules.CHECKS_IN,
        START: start,
        TABLE: start + rules.ON_TABLE,
        END: ends,
        CLOSE: closes(row, calendar),
    }


def closes(row: MeetingDay, calendar: Calendar) -> datetime:
    """Until then somebody can look back (UTC); where no working day is in sight, a day."""
    ends = row.starts_at + timedelta(minutes=row.minutes)
    try:
        return rules.closes(ends, calendar)
    except NoWorkday:
        return ends + DAY


# --- S − 10 -----------------------------------------------------------------------------------------------------------
async def call(turn: Turn, due: Sequence[Due]) -> None:
    held = await hold_due(turn, due)
    await _called(turn, held, [row for row in held.rows.values() if row.starts_at - rules.CALLS <= turn.now])


async def _called(turn: Turn, held: Held, rows: Iterable[MeetingDay]) -> None:
    """Who was asked and said nothing has it, if the question came in time; else whoever is first in the channel."""
    invited = []
    for row in rows:
        consents = inviting.consents(row.starts_at, row.invite_at, row.delivered_at)
        state = rules.after(State(row.state), Happens.CALLED, Facts(consents=consents))
        if state is None:
            continue
        invited.append((row.wearer, row))
        row.state = state.value
        if state is State.CALLING:
            row.wearer = None
            rota.call(turn, row, held.teams[row.team])
    await reword(turn, invited)


# --- S − 2 ------------------------------------------------------------------------------------------------------------
async def check_in(turn: Turn, due: Sequence[Due]) -> None:
    held = await hold_due(turn, due)
    rows = [row for row in held.rows.values() if row.starts_at - rules.CHECKS_IN <= turn.now]
    await _called(turn, held, rows)
    await begin(turn, held, [row for row in rows if _happens(row, Happens.CHECKS_IN, Facts())])


async def begin(turn: Turn, held: Held, rows: Sequence[MeetingDay]) -> None:
    """The check-in: posted, or what was asked in the channel becomes it. Nothing is kept of who passed it on."""
    open_teams = {row.team for row in rows if not held.meetings[row.meeting].confidential}
    facts = await heard.newest(turn, open_teams)
    for row in rows:
        meeting, team = held.of(row)
        row.question = questions.key(meeting.asked)
        meeting.asked += 1
        row.fact, row.quiet = "" if meeting.confidential else facts.get(row.team, ""), meeting.confidential
        row.chosen = row.quiet and not meeting.whole
        row.asked, row.passed = [], 0
        turn.show(MESSAGE, subject(row), Place(channel=team.channel))
    await flag_lines.land(turn, held, rows)


async def begin_now(turn: Turn, row: MeetingDay, meeting: Meeting, team: Team) -> None:
    """Of a meeting that somebody starts on the spot: nobody wears the cap yet. The row has its id."""
    row.state = State.CHECKED_IN.value
    await begin(turn, Held({row.id: row}, {meeting.id: meeting}, {team.id: team}), [row])
    plan(turn, row, meeting, team.calendar)


async def miss(turn: Turn, due: Sequence[Due]) -> None:
    """The service was away until long after the start: nothing is posted any more, and nobody is counted."""
    await lose(turn, await hold_due(turn, due), Happens.TOO_LATE)


async def lose(turn: Turn, held: Held, happens: Happens) -> None:
    """These were never seen: nobody wore a cap there, and nobody looks back."""
    invited = [(row.wearer, row) for row in held.rows.values()]
    lost = [row for row in held.rows.values() if _happens(row, happens, Facts())]
    for row in lost:
        row.wearer, row.asked, row.passed = None, [], 0
        meeting, team = held.of(row)
        plan(turn, row, meeting, team.calendar)
    changed(turn, *lost)
    await flag_lines.wait_on(turn, held, lost)
    await reword(turn, invited)


def _happens(row: MeetingDay, happens: Happens, facts: Facts) -> bool:
    """Whether its state is another now."""
    state = rules.after(State(row.state), happens, facts)
    if state is None:
        return False
    row.state = state.value
    return True


# --- S ----------------------------------------------------------------------------------------------------------------
async def start(turn: Turn, due: Sequence[Due]) -> None:
    """From now on it can't be off any more, and a turn can't be passed on."""
    held = await hold_due(turn, due)
    rows = [row for row in held.rows.values() if State(row.state) in UNDER_WAY and row.starts_at <= turn.now]
    for row in rows:
        row.ends_by = None
    changed(turn, *rows)
    await reword(turn, [(row.wearer, row) for row in rows])


# --- S + 10 -----------------------------------------------------------------------------------------------------------
async def table(turn: Turn, due: Sequence[Due]) -> None:
    held = await hold_due(turn, due)
    for row in held.rows.values():
        late = row.starts_at + rules.ON_TABLE <= turn.now
        if late and _happens(row, Happens.NOBODY, Facts(wearer=row.wearer is not None)):
            changed(turn, row)


# --- S + D ------------------------------------------------------------------------------------------------------------
async def end(turn: Turn, due: Sequence[Due]) -> None:
    """The wearer looks back in private; where there is none, or none any more, whoever is first."""
    held, rows = await _ended(turn, due)
    inside = await teams.members(turn, held.teams, turn.now.date())
    wearers = sorted({row.wearer for row in rows if row.wearer is not None})
    moments = await reach.moments(turn, wearers) if wearers else {}
    for row in rows:
        here = any(one.person == row.wearer and one.calendar.is_workday(row.day) for one in inside[row.team])
        moment = moments.get(row.wearer or "", turn.now)
        if here and moment < closes(row, held.teams[row.team].calendar):
            turn.show(LOOK, subject(row), Place(person=row.wearer or "", after=moment))
        else:
            after = _awake(turn.now, held.teams[row.team].calendar)
            turn.show(OPEN, subject(row), replace(thread(row), after=after))


def _awake(moment: datetime, calendar: Calendar) -> datetime:
    """What would come at night is read when the team's next day begins."""
    if schedule.FIRST <= calendar.local(moment).time() < NIGHT:
        return moment
    try:
        return window(calendar, moment)
    except NoWorkday:
        return moment


async def end_late(turn: Turn, due: Sequence[Due]) -> None:
    """Nothing is posted about what ended long ago; the wearer still finds the way to look back."""
    await _ended(turn, due)


async def _ended(turn: Turn, due: Sequence[Due]) -> tuple[Held, list[MeetingDay]]:
    held = await hold_due(turn, due)
    rows = [row for row in held.rows.values() if row.starts_at + timedelta(minutes=row.minutes) <= turn.now]
    ended = [row for row in rows if _happens(row, Happens.ENDED, Facts())]
    changed(turn, *ended)
    return held, ended


# --- the next working day at noon -------------------------------------------------------------------------------------
async def close(turn: Turn, due: Sequence[Due]) -> None:
    """Whenever it comes: no look-back stays open after an outage."""
    held = await hold_due(turn, due)
    expired = [row for row in held.rows.values() if _happens(row, Happens.CLOSED, Facts())]
    for row in expired:
        held.meetings[row.meeting].unanswered += 1
    changed(turn, *expired)
    await worn(turn, expired)


async def worn(turn: Turn, rows: Iterable[MeetingDay]) -> None:
    """These are done, or expired: whoever wore the cap goes to the end of the order."""
    await turn.session.flush()
    done = [(row.team, row.wearer, row.day) for row in rows if row.wearer is not None]
    await people.carried_out(turn.session, turn.org, rules.ROLE, done)
