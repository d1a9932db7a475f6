"""A meeting that somebody starts on the spot: nobody was asked before, so the cap is free."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals import teams, texts
from rituals.contract import Answer, Event, Note, Refused, Turn, team_of
from rituals.grammar import normal
from rituals.klantpet import forms, rules, timeline
from rituals.klantpet.recurrence import Repeats
from rituals.klantpet.rules import AHEAD_OF, UNDER_WAY, State
from rituals.teams import Team
from rituals.words import Sentence, Typed, _
from storage import klantpet as store
from storage import klantpet_wearing as wearing_store
from storage import people
from storage.klantpet import Meeting, MeetingDay

UNNAMED: Final = {"nl": "Overleg", "en": "Meeting"}  # kept as the meeting's name, in the language of its channel


async def now(turn: Turn, event: Event) -> Answer:
    """In line on the team: whoever starts the same one a moment later reads that it is on."""
    team = team_of(event.about) or 0
    await people.hold_team(turn.session, team)
    facts = (await teams.load(turn, [team]))[team]
    if not facts.active:
        raise Refused(_("I can't post in your team's channel right now, so nobody would read it."))
    today, name = facts.calendar.day_of(turn.now), _name(event.text, facts)
    await _is_new(turn, facts, today, name)
    meeting = await _held_once(turn, event, facts, name)
    row = MeetingDay(team=team, meeting=meeting.id, day=today, starts_at=turn.now, minutes=meeting.minutes, asked=[])
    turn.session.add(row)
    await turn.session.flush()
    await timeline.begin_now(turn, row, meeting, facts)
    return Note(_("Begun. The channel reads it."))


def _name(typed: str, team: Team) -> str:
    """Raises Refused for what can't be a name, or may hold a customer's data."""
    name, (least, most) = texts.tidy(typed), forms.NAME
    if not name:
        return UNNAMED.get(team.language, UNNAMED["en"])
    if not least <= texts.length(name) <= most or "\n" in name:
        raise Refused(_("Choose a name of {least} to {most} characters.", least=least, most=most))
    if texts.customer_data(name) is not None:
        raise Refused(_("Choose a name without data of a customer: everybody in the channel reads it."))
    return name


async def _is_new(turn: Turn, team: Team, today: date, name: str) -> None:
    """Raises Refused where one of that name is on, or comes later today."""
    rows = await store.between(turn.session, [team.id], today, today)
    open_still = [row for row in rows if State(row.state) in {*AHEAD_OF, *UNDER_WAY}]
    meetings = await store.meetings(turn.session, {row.meeting for row in open_still})
    same = [row for row in open_still if normal(meetings[row.meeting].name) == normal(name)]
    if any(State(row.state) in UNDER_WAY for row in same):
        raise Refused(_("{meeting} has begun already. You find the cap in the channel.", meeting=Typed(name)))
    if same:
        raise Refused(_already_planned(name, same[0], team))


def _already_planned(name: str, row: MeetingDay, team: Team) -> Sentence:
    return _(
        "{meeting} is planned for today at {time}. The cap comes along by itself.",
        meeting=Typed(name),
        time=team.calendar.local(row.starts_at).time(),
    )


async def _held_once(turn: Turn, event: Event, team: Team, name: str) -> Meeting:
    """It has ended as far as any plan is concerned, so it takes nobody's place among those that are registered.

    Its question is the next of the team's.
    """
    local = team.calendar.local(turn.now)
    row = Meeting(
        team=team.id,
        name=name,
        repeats=Repeats.ONCE.value,
        first=local.date(),
        clock=local.time().replace(second=0, microsecond=0, tzinfo=None),
        minutes=rules.NOW,
        rotates=False,
        owner=event.person,
        at=turn.now,
        ended_on=local.date(),
        asked=await wearing_store.last_question(turn.session, team.id),
    )
    turn.session.add(row)
    await turn.session.flush()
    return row
