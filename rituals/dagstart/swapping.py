"""`/dagstart begeleider`: taking a turn, handing it over, or trading it for the other's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals import reach, teams
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, about, keys_of, team_of
from rituals.dagstart import messages, private, rota
from rituals.dagstart.days import Ground, ground, key_of, leads
from rituals.dagstart.hosting import claim_next, next_row
from rituals.dagstart.hosts import Host
from rituals.dagstart.rota import SWAP, invite_subject
from rituals.dagstart.rules import State
from rituals.grammar import MENTION
from rituals.shown import Message, Place
from rituals.words import Day, Person, Sentence, _
from storage import dagstart as store
from storage import people
from storage.dagstart import DagstartDay


async def command(turn: Turn, event: Event) -> Answer:
    """Without a name: the first who takes it has it. With one: that colleague is asked."""
    team, found = team_of(event.about) or 0, MENTION.search(event.text)
    if not event.text.strip() or (found and found[1] == event.person):
        await claim_next(turn, team, event.person)
        return Note(_("Saved. Thank you."))
    if found is None or not await people.is_member(turn.session, team, found[1]):
        raise Refused(_("I can't pick guests, apps or former colleagues."))
    return await _propose(turn, team, event.person, found[1])


async def _propose(turn: Turn, team: int, person: str, other: str) -> Answer:
    found = await ground(turn, [team], held=True)
    rows = await _ahead(turn, found, team)
    row = next((row for row in rows if row.host == person), None) or await _as_lead(turn, found, team, person)
    if row.host == other:
        raise Refused(ALREADY)
    if not await _works(turn, found, team, other, row.day):
        raise Refused(_no(other))
    after = await reach.at(turn, other)
    if after >= row.starts_at:  # the question would come when it is over
        raise Refused(_no(other))
    rota.lapse(turn, row)
    row.swap_to, row.swap_by = other, person
    turn.show(SWAP, _subject(row, other), Place(person=other, after=after))
    return Note(_("I've asked {name}.", name=Person(other)))


async def _ahead(turn: Turn, found: Ground, team: int) -> list[DagstartDay]:
    """The days that have not begun, in order, held."""
    today = found.today(turn, team)
    rows = await store.hold_between(turn.session, [team], today, today + rota.AROUND)
    coming = [row for row in rows if State(row.state) is State.SCHEDULED and row.starts_at > turn.now]
    return sorted(coming, key=lambda row: row.day)


async def _as_lead(turn: Turn, found: Ground, team: int, person: str) -> DagstartDay:
    """A lead hands over somebody else's turn, or one that nobody has."""
    if not await leads(turn, found, team, person):
        raise only(_("the host, team lead or deputy"))
    return await next_row(turn, team, found.today(turn, team))


async def _works(turn: Turn, found: Ground, team: int, person: str, day: date) -> bool:
    members = (await teams.members(turn, found.teams, day))[team]
    return any(one.person == person and one.calendar.is_workday(day) for one in members)


def _no(other: str) -> Sentence:
    return _("{name} can't host then. The turn stays as it was.", name=Person(other))


def _subject(row: DagstartDay, person: str) -> str:
    return about(row.team, row.day.isoformat(), person)


# --- the other answers ------------------------------------------------------------------------------------------------
async def agree(turn: Turn, event: Event) -> Answer:
    """Each gets the other's turn; who has none to give just takes over."""
    team, day = key_of(event.about)
    found = await ground(turn, [team], held=True)
    rows = await _ahead(turn, found, team)
    row = _asked(event, next((row for row in rows if row.day == day), None))
    before = row.host
    theirs = next((one for one in rows if one.host == event.person and one is not row), None)
    await _still_works(turn, found, event.person, row)
    if theirs is not None and before is not None and row.swap_by == before:
        await _still_works(turn, found, before, theirs)
        await _give(turn, theirs, before)
    await _give(turn, row, event.person)
    text = _("{name} will host the day start of {day}.", name=Person(event.person), day=Day(row.day))
    told = sorted({str(person) for person in (row.swap_by, before) if person not in (None, event.person)})
    moments = await reach.moments(turn, told)
    for person in told:
        turn.say(Place(person=person, after=moments.get(person)), messages.line(text))
    return None


async def _still_works(turn: Turn, found: Ground, person: str, row: DagstartDay) -> None:
    """Raises Refused when there is no dagstart any more, or this person doesn't work then."""
    if not rota.occurs(row, found):
        raise Refused(rota.NO_DAY)
    if not await _works(turn, found, row.team, person, row.day):
        raise Refused(_no(person))


async def _give(turn: Turn, row: DagstartDay, person: str) -> None:
    before = invite_subject(row)
    rota.lapse(turn, row)
    row.host, row.host_state = person, Host.CONFIRMED.value
    await rota.reword(turn, [before, invite_subject(row)])


async def refuse(turn: Turn, event: Event) -> Answer:
    row = _asked(event, await store.hold(turn.session, *key_of(event.about)))
    row.asked = [*row.asked, event.person]
    rota.lapse(turn, row)
    if row.swap_by is not None:
        after = await reach.at(turn, row.swap_by)
        turn.say(Place(person=row.swap_by, after=after), messages.line(_no(event.person)))
    return None


def _asked(event: Event, row: DagstartDay | None) -> DagstartDay:
    if row is None or row.swap_to != event.person or State(row.state) is not State.SCHEDULED:
        raise Refused(OVER)
    return row


async def draw_swaps(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    keys = [key_of(each) for each in subjects]
    rows = await store.days(turn.session, keys)
    found = await ground(turn, [team for team, _day in keys])
    days = [row.day for row in rows.values()] or [turn.now.date()]
    around = await store.between(turn.session, found.teams, turn.now.date(), max(days) + rota.AROUND)
    return {each: _drawn(turn, each, rows.get(key_of(each)), found, around) for each in subjects}


def _drawn(
    turn: Turn, mine: str, row: DagstartDay | None, found: Ground, around: Sequence[DagstartDay]
) -> Message | None:
    if row is None and key_of(mine)[0] in found.teams:
        return messages.line(rota.NO_DAY)
    if row is None or row.team not in found.teams or row.swap_by is None:
        return None
    team, person = found.teams[row.team], keys_of(mine)[1]
    answered = _answered(turn, row, person, found)
    back = _in_return(turn, row, person, around) if answered is None and row.swap_by == row.host else None
    return private.swap(mine, row.swap_by, row.day, team.name, back, answered)


def _answered(turn: Turn, row: DagstartDay, person: str, found: Ground) -> Sentence | None:
    """What stands in the place of the buttons; None while they can be pressed."""
    if rota.called_off(row, found):
        return rota.NO_DAY
    if row.swap_to == person and State(row.state) is State.SCHEDULED and row.starts_at > turn.now:
        return None
    if row.host == person:
        return private.YES
    return private.NO if person in row.asked else _("This isn't needed any more.")


def _in_return(turn: Turn, row: DagstartDay, person: str, around: Sequence[DagstartDay]) -> date | None:
    ahead = [one for one in around if one.team == row.team and one.host == person and one.starts_at > turn.now]
    return min((one.day for one in ahead if State(one.state) is State.SCHEDULED), default=None)
