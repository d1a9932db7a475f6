"""A meeting is registered, changed, or ended: by any member their own, by a lead any of the team's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any, Final

from rituals import schedule, teams
from rituals.answers import OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, keys_of, team_of
from rituals.grammar import normal
from rituals.klantpet import calling_off, changing, forms, planning, rules, still
from rituals.klantpet.recurrence import Repeats
from rituals.klantpet.subjects import meeting_of
from rituals.shown import Form
from rituals.teams import Team
from rituals.words import Day, Sentence, Typed, _
from storage import klantpet as store
from storage import people
from storage.klantpet import Meeting

NOBODY: Final = _("I can't pick guests, apps or former colleagues.")
EVERYBODY: Final = _("Now the whole channel attends. Send it again if that is right.")
PAST: Final = _("This date has passed.")


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    """Of a new one, where the subject names none. Raises Refused."""
    running = await store.of_teams(turn.session, [team_of(event.about) or 0])
    row = await _meant(turn, event, running)
    chosen = (await store.attendees(turn.session, [row.id])).get(row.id, ()) if row is not None else ()
    return forms.meeting(row, chosen)


async def _meant(turn: Turn, event: Event, running: Mapping[int, Meeting]) -> Meeting | None:
    """The one that the subject names, which this person may change; None where there is room for a new one."""
    if not keys_of(event.about):
        if len(running) >= rules.MEETINGS:
            raise Refused(forms.FULL)
        return None
    row = running.get(meeting_of(event.about))
    if row is None:
        raise Refused(OVER)
    await _allow(turn, event.person, row)
    return row


async def _allow(turn: Turn, person: str, row: Meeting) -> None:
    team = (await teams.load(turn, [row.team]))[row.team]
    if not await calling_off.may(turn, person, row, team):
        raise only(calling_off.THEIRS)


# --- saving -----------------------------------------------------------------------------------------------------------
async def save(turn: Turn, event: Event) -> Answer:
    """In line on the team: names are unique in it, and there is room for ten."""
    team = team_of(event.about) or 0
    await people.hold_team(turn.session, team)
    running = await store.of_teams(turn.session, [team], held=True)
    row = await _meant(turn, event, running)
    facts = (await teams.load(turn, [team]))[team]
    new = await _wanted(turn, event, facts, row)
    _unique(new["name"], [each for each in running.values() if each is not row])
    before = {row.id: row.clock} if row is not None else {}
    quietens = row is not None and new["confidential"] and not row.confidential
    saved = _written(turn, row, new) if row is not None else _new(turn, event, team, new)
    await _attend(turn, saved, event.values.get("people") or ())
    await planning.plan_ahead(turn, {team: facts}, before)
    if row is not None:
        await changing.follow(turn, row)
    if quietens:
        await changing.quieten(turn, saved)
    return Note(_answer(turn, saved, facts))


def _answer(turn: Turn, row: Meeting, team: Team) -> Sentence:
    day = planning.coming(row, team, turn.now)
    if day is None:
        return _("Saved. Thank you.")
    return _("Saved. The cap comes along from {date}.", date=Day(day))


def _new(turn: Turn, event: Event, team: int, new: Mapping[str, Any]) -> Meeting:
    row = Meeting(team=team, owner=event.person, at=turn.now, **new)
    turn.session.add(row)
    return row


def _written(turn: Turn, row: Meeting, new: Mapping[str, Any]) -> Meeting:
    for name, value in new.items():
        setattr(row, name, value)
    return row


async def _attend(turn: Turn, row: Meeting, chosen: Iterable[str]) -> None:
    await turn.session.flush()
    await store.attend(turn.session, row.id, chosen)


# --- what is checked --------------------------------------------------------------------------------------------------
async def _wanted(turn: Turn, event: Event, team: Team, row: Meeting | None) -> dict[str, Any]:
    """As it is kept. Raises Wrong at the field, and Asks about a day on which nobody works."""
    given = event.values
    repeats, first, clock = Repeats(given["repeats"]), given["first"], given["clock"]
    _fits(clock, given["minutes"])
    if row is None or row.first != first or repeats is Repeats.ONCE:
        _ahead(turn, team, repeats, first, clock)
    chosen = await _members(turn, team, tuple(dict.fromkeys(given.get("people") or ())))
    if not chosen and row is not None and not row.whole:
        event.ask(people_whole=EVERYBODY)
    return {
        "name": given["name"],
        "repeats": repeats.value,
        "first": first,
        "clock": clock,
        "minutes": given["minutes"],
        "whole": not chosen,
        "rotates": bool(given.get("rotates")),
        "confidential": bool(given.get("confidential")),
        "anyway": _free_day(event, team, repeats, first, row),
    }


def _fits(clock: time, minutes: int) -> None:
    least, most = rules.MINUTES
    if not schedule.on_step(clock):
        raise Wrong(clock=schedule.CHOOSE)
    if not least <= minutes <= most:
        raise Wrong(minutes=_("Choose {least} to {most} minutes.", least=least, most=most))


def _ahead(turn: Turn, team: Team, repeats: Repeats, first: date, clock: time) -> None:
    """A series may begin today with the next of its days; what is held once is still to come."""
    over = repeats is Repeats.ONCE and team.calendar.at(first, clock) <= turn.now
    if first < team.calendar.day_of(turn.now) or over:
        raise Wrong(first=PAST)


def _free_day(event: Event, team: Team, repeats: Repeats, first: date, row: Meeting | None) -> bool:
    """Whether it is held although nobody works on its day: of one that is held once, after a question."""
    if repeats is not Repeats.ONCE:
        if first.isoweekday() not in team.calendar.workdays:
            raise Wrong(first=_("Your team doesn't work on that day of the week. Choose another day."))
        return False
    if team.calendar.is_workday(first):
        return False
    if row is None or row.first != first:
        event.ask(first_free=_("Your team is free on that day. Send it again if the meeting is on all the same."))
    return True


async def _members(turn: Turn, team: Team, chosen: Sequence[str]) -> Sequence[str]:
    least, most = rules.ATTENDEES
    if not chosen:
        return ()
    if not least <= len(chosen) <= most:
        raise Wrong(people=_("Choose {least} to {most} people, or nobody for the channel.", least=least, most=most))
    inside = {person.key for _member, person in await people.members(turn.session, [team.id])}
    if not set(chosen) <= inside:
        raise Wrong(people=NOBODY)
    return chosen


def _unique(name: str, others: Iterable[Meeting]) -> None:
    if normal(name) in {normal(each.name) for each in others}:
        raise Wrong(name=_("There is a meeting of that name in this channel already. Choose another name."))


# --- ending -----------------------------------------------------------------------------------------------------------
async def stop(turn: Turn, event: Event) -> Answer:
    """From now on none is planned; what has begun goes on to its end."""
    running = await store.of_teams(turn.session, [team_of(event.about) or 0], held=True)
    row = await _meant(turn, event, running)
    if row is None:
        raise Refused(OVER)
    facts = await teams.load(turn, [row.team])
    row.ended_on = facts[row.team].calendar.day_of(turn.now)
    await planning.plan_ahead(turn, facts)
    await still.reword(turn, row)
    return Note(_("Done. The cap doesn't come along to {meeting} any more.", meeting=Typed(row.name)))
