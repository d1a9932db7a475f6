"""A meeting is off: said by its owner or a lead, or by two who attend it."""

from __future__ import annotations

from rituals import reach, teams
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Refused, Turn, about
from rituals.klantpet import attending, flag_lines, messages, rules, timeline
from rituals.klantpet.holding import LAPSE, OFF, Held, changed, hold_one, reword, thread
from rituals.klantpet.rules import Facts, Happens, State
from rituals.klantpet.subjects import subject
from rituals.shown import Place
from rituals.teams import Team
from rituals.words import _
from storage.klantpet import Meeting, MeetingDay

THEIRS = _("whoever registered the meeting, or the team lead or deputy")


async def cancel(turn: Turn, event: Event) -> Answer:
    """By its owner or a lead."""
    row, meeting, team = await hold_one(turn, event)
    if not await may(turn, event.person, meeting, team):
        raise only(THEIRS)
    _still_ahead(turn, row)
    await _end(turn, row, meeting, team)
    return None


async def off(turn: Turn, event: Event) -> Answer:
    """The first who says so asks the others; of an owner or lead it is enough."""
    row, meeting, team = await hold_one(turn, event)
    _still_ahead(turn, row)
    if await may(turn, event.person, meeting, team):
        await _end(turn, row, meeting, team)
        return None
    await attending.allow(turn, event.person, meeting)
    if row.ends_by == event.person:
        raise Refused(ALREADY)
    if row.ends_by is not None:
        raise Refused(_("Somebody said so already. Do you confirm it?"), messages.yes_off(subject(row)))
    row.ends_by = event.person
    turn.show(OFF, subject(row), thread(row))
    return None


async def confirm(turn: Turn, event: Event) -> Answer:
    """A second, who isn't the first."""
    row, meeting, team = await hold_one(turn, event)
    _still_ahead(turn, row)
    await attending.allow(turn, event.person, meeting)
    if row.ends_by is None:
        raise Refused(OVER)
    if row.ends_by == event.person:
        raise Refused(_("You said so yourself. Somebody else can confirm it."))
    await _end(turn, row, meeting, team)
    return None


async def may(turn: Turn, person: str, meeting: Meeting, team: Team) -> bool:
    return person == meeting.owner or await teams.leads_in(turn, person, team)


def _still_ahead(turn: Turn, row: MeetingDay) -> None:
    """Raises Refused once it has begun, or was called off."""
    facts = Facts(begun=row.starts_at <= turn.now)
    if facts.begun or rules.after(State(row.state), Happens.CANCELLED, facts) is None:
        raise Refused(OVER)


async def _end(turn: Turn, row: MeetingDay, meeting: Meeting, team: Team) -> None:
    """Whoever was asked in private, or had agreed, reads so in private unless the channel does."""
    wearer = row.wearer if State(row.state) in (State.INVITED, State.ACCEPTED) and not row.begun else None
    asked = row.invite_at is not None and row.invite_at <= turn.now
    line = [(row.wearer, row)]
    row.state, row.ends_by, row.wearer, row.asked, row.passed = State.CANCELLED.value, None, None, [], 0
    timeline.plan(turn, row, meeting, team.calendar)
    changed(turn, row)
    await flag_lines.wait_on(turn, Held({row.id: row}, {meeting.id: meeting}, {team.id: team}), [row])
    await reword(turn, line)
    turn.at(LAPSE, about(team.id), turn.now)
    if wearer is not None and asked:
        moment = await reach.at(turn, wearer)
        if moment < row.starts_at:
            turn.say(Place(person=wearer, after=moment), messages.cancelled(meeting))
