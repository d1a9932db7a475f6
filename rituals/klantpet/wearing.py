"""The cap is accepted, passed on, or taken by whoever is first."""

from __future__ import annotations

from rituals import inviting
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, keys_of, team_of
from rituals.klantpet import attending, messages, rota, rules
from rituals.klantpet.holding import changed, hold_one, reword
from rituals.klantpet.rules import ROLE, Facts, Happens, State
from rituals.klantpet.subjects import id_of
from rituals.words import Person, Sentence, _
from storage import klantpet_wearing as store
from storage import people
from storage.klantpet import MeetingDay

SAVED = _("Saved. Thank you.")


def taken(person: str) -> Sentence:
    return _("{name} was just ahead of you. Thanks for offering.", name=Person(person))


async def accept(turn: Turn, event: Event) -> Answer:
    row, _meeting, _team = await hold_one(turn, event)
    _theirs(row, event.person)
    if State(row.state) is State.ACCEPTED:
        return Note(ALREADY)
    state = rules.after(State(row.state), Happens.ACCEPTED, Facts())
    if state is None:
        raise Refused(OVER)
    row.state = state.value
    turn.cancel(rota.INVITE, event.about)
    await reword(turn, [(row.wearer, row)])
    return None


def _theirs(row: MeetingDay, person: str) -> None:
    """Raises Refused for who isn't asked, or isn't any more."""
    if row.wearer != person:
        raise Refused(OVER) if person in row.asked else only(messages.WEARER)


# --- passing on -------------------------------------------------------------------------------------------------------
async def pass_on(turn: Turn, event: Event) -> Answer:
    """By the invitation, or by command what is theirs next. Nobody reads who did, and no reason is asked."""
    team, wanted = team_of(event.about) or 0, id_of(event.about)
    known = await rota.pool(turn, [team])
    mine = [row for row in known.rows.get(team, ()) if row.id == wanted or not keys_of(event.about)]
    rows = [row for row in mine if row.wearer == event.person and _passes(turn, row)]
    if not rows:
        raise _not_theirs(event, mine)
    await rota.pass_on(turn, known, rows[:1], Happens.PASSED)
    declines = await people.declined(turn.session, turn.org, team, ROLE, event.person)
    if declines % inviting.DECLINES == 0:
        text, buttons = messages.leave_rotation(team)
        return Note(text, buttons)
    return Note(_("Passed on. Fine, no reason needed.")) if event.where is not None else None


def _passes(turn: Turn, row: MeetingDay) -> bool:
    ahead = State(row.state) in (State.INVITED, State.ACCEPTED, State.CHECKED_IN)
    return ahead and row.starts_at > turn.now


def _not_theirs(event: Event, mine: list[MeetingDay]) -> Refused:
    if not keys_of(event.about):
        return Refused(_("You have no customer cap now that you can pass on."))
    if not mine or any(event.person in (row.wearer, *row.asked) for row in mine):
        return Refused(OVER)
    return only(messages.WEARER)


async def opt_out(turn: Turn, event: Event) -> Answer:
    """A turn that was given already stays: one passes it on by its invitation."""
    await people.opt_out(turn.session, turn.org, team_of(event.about) or 0, ROLE, event.person, True)
    return Note(SAVED)


async def stay(turn: Turn, event: Event) -> Answer:
    await people.stays(turn.session, team_of(event.about) or 0, ROLE, event.person)
    return Note(SAVED)


# --- who is first -----------------------------------------------------------------------------------------------------
async def take(turn: Turn, event: Event) -> Answer:
    row, meeting, _team = await hold_one(turn, event)
    if row.wearer == event.person and State(row.state) in (State.ACCEPTED, State.CHECKED_IN):
        raise Refused(ALREADY)
    if row.wearer is not None and State(row.state) in (State.ACCEPTED, State.CHECKED_IN):
        raise Refused(taken(row.wearer))
    state = rules.after(State(row.state), Happens.TAKEN, Facts(wearer=row.wearer is not None))
    if state is None:
        raise Refused(OVER)
    await attending.allow(turn, event.person, meeting)
    row.state, row.wearer = state.value, event.person
    changed(turn, row)
    return None


# --- who can't --------------------------------------------------------------------------------------------------------
async def drop(turn: Turn, person: str, rows: list[MeetingDay]) -> None:
    """This person is away then, or gone: what has not begun goes to the next in order, or to the channel."""
    if not rows:
        return
    wanted = {row.id for row in rows}
    known = await rota.pool(turn, {row.team for row in rows})
    held = [row for some in known.rows.values() for row in some if row.id in wanted and row.wearer == person]
    ahead = [row for row in held if State(row.state).value in store.HELD and row.starts_at > turn.now]
    await rota.pass_on(turn, known, ahead, Happens.LOST, before=rota.LAST_MINUTE)
