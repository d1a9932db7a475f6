"""Somebody looks back on a meeting: whoever wore the cap, or where nobody did, whoever is first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals import colleagues, teams
from rituals.answers import OVER, only
from rituals.calendar import Calendar
from rituals.contract import Answer, Due, Event, Note, Refused, Turn, about, team_of
from rituals.klantpet import decisions, look_forms, messages, pressing, rules, timeline
from rituals.klantpet.flagging import COLLEAGUE
from rituals.klantpet.holding import DONE, LOOK, OPEN, changed, hold_one, read, thread
from rituals.klantpet.rules import UNDER_WAY, Facts, Happens, State
from rituals.klantpet.subjects import id_of, subject
from rituals.shown import Button, Form, Message
from rituals.words import _
from storage import house
from storage import klantpet as store
from storage.klantpet import Meeting, MeetingDay

SAVED: Final = _("Saved. Thank you.")
SETTLED: Final = "klantpet.settled"  # the timer at which a look-back can't be edited any more
EARLY: Final = _("You can look back once the meeting has begun.")


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    row = (await store.days(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.team != team_of(event.about):
        raise Refused(OVER)
    calendar = (await teams.load(turn, [row.team]))[row.team].calendar
    await _allow(turn, event.person, row, calendar)
    return look_forms.look_back(row, quiet=row.quiet)


async def _allow(turn: Turn, person: str, row: MeetingDay, calendar: Calendar) -> None:
    """Raises Refused for who can't look back on it, or can't any more."""
    if pressing.edits(row, person, turn.now):
        return
    state = State(row.state)
    if state not in {*UNDER_WAY, State.CHECKOUT} or timeline.closes(row, calendar) <= turn.now:
        raise Refused(OVER)
    if row.wearer == person:
        if turn.now < row.starts_at:
            raise Refused(EARLY)
        return
    if state is not State.CHECKOUT or not await _is_open(turn, row):
        raise only(messages.WEARER)


async def _is_open(turn: Turn, row: MeetingDay) -> bool:
    """Nobody wore the cap; or whoever did isn't there to look back, so that the thread asks."""
    return row.wearer is None or await house.is_there(turn.session, OPEN, subject(row))


# --- saving -----------------------------------------------------------------------------------------------------------
async def save(turn: Turn, event: Event) -> Answer:
    """Saved first: who goes no further from there loses nothing."""
    row, meeting, team = await hold_one(turn, event)
    await _allow(turn, event.person, row, team.calendar)
    await _ask_about_names(turn, event, row)
    if State(row.state) is not State.DONE:
        await _done(turn, event, row, meeting, team.calendar)
    _write(row, event)
    row.chosen = row.chosen or (row.quiet and not meeting.whole)
    changed(turn, row)
    return Note(SAVED, _offers(row))


async def _ask_about_names(turn: Turn, event: Event, row: MeetingDay) -> None:
    """The sentence stays for a year, where others read it."""
    decided = event.values.get("decided") or ""
    if decided and decided != row.decided and await colleagues.named_in(turn, [row.team], {"decided": decided}):
        event.ask(decided_colleague=COLLEAGUE)


async def _done(turn: Turn, event: Event, row: MeetingDay, meeting: Meeting, calendar: Calendar) -> None:
    """Also before its time is over: then nothing more comes at its end."""
    state = rules.after(State(row.state), Happens.LOOKED_BACK, Facts(wearer=row.wearer is not None))
    if state is None:
        raise Refused(OVER)
    row.state, row.looked_by, row.looked_at = state.value, event.person, turn.now
    meeting.unanswered, meeting.hushed = 0, False
    timeline.plan(turn, row, meeting, calendar)
    turn.show(DONE, subject(row), thread(row))
    turn.at(SETTLED, subject(row), turn.now + rules.EDITS)
    await timeline.worn(turn, [row])


def _write(row: MeetingDay, event: Event) -> None:
    given, before = event.values, row.decided
    collided = given.get("collided")
    row.considered, row.decided = given["considered"], given.get("decided") or None
    row.edited = row.edited or (before is not None and before != row.decided)
    row.collided = None if collided is None else collided == "yes"
    row.heard = given.get("heard")


def _offers(row: MeetingDay) -> tuple[Button, ...]:
    team = about(row.team)
    wanted = (
        (row.decided is not None, decisions.button(row)),
        (row.collided, Button(_("Tell of aims that collide"), "silo.new", team)),
        (row.heard == look_forms.COMPLIMENT, Button(_("Share a compliment"), "compliment.new", team)),
        (row.heard == look_forms.POINT, Button(_("Share an improvement point"), "dagstart.improve", team)),
    )
    return tuple(button for wants, button in wanted if wants)


# --- afterwards -------------------------------------------------------------------------------------------------------
async def take_back(turn: Turn, event: Event) -> Answer:
    """By whoever looked back, always; nobody is told."""
    row, _meeting, _team = await hold_one(turn, event)
    if row.looked_by != event.person:
        raise Refused(OVER)
    forget(turn, row)
    return None


def forget(turn: Turn, row: MeetingDay) -> None:
    """What was answered counts no more, and isn't read any more."""
    row.considered = row.decided = row.collided = row.heard = None
    row.looked_by, row.looked_former_on = None, None
    changed(turn, row)


async def settled(turn: Turn, due: Sequence[Due]) -> None:
    """It can't be edited any more: the button goes."""
    for one in due:
        turn.changed(LOOK, one.about)


# --- the line in the thread -------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    held = await read(turn, subjects)
    rows = {subject(row): row for row in held.rows.values()}
    return {each: _line(rows.get(each)) for each in subjects}


def _line(row: MeetingDay | None) -> Message | None:
    return look_forms.done(row) if row is not None and State(row.state) is State.DONE else None
