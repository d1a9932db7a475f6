"""Lines for the leads: kept, bundled into one message a day, and drawn by whoever they are from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from functools import partial
from typing import Final

import structlog

from rituals import apart, teams
from rituals.calendar import DAY, PersonCalendar
from rituals.contract import Due, Turn, team_of
from rituals.facts import ForLeads, LeadLineChanged
from rituals.people import messages, rules
from rituals.shown import Message, Place, Text
from storage import lead_lines as store
from storage import people, roles

CARD: Final = "people.lead"
TIMER: Final = "people.lead_lines"

log = structlog.get_logger()


async def heard(turn: Turn, fact: ForLeads) -> None:
    """Kept once; the timer finds the moment."""
    if await store.add(turn.session, turn.org, fact.team, fact.kind, fact.about, turn.now):
        turn.at(TIMER, str(fact.team), turn.now)


async def changed(turn: Turn, fact: LeadLineChanged) -> None:
    for team, person, day in await store.carrying(turn.session, fact.kind, fact.about):
        turn.changed(CARD, _subject(team, person, day))


async def drop(turn: Turn, kind: str, about: str) -> None:
    """It is no longer so: the line goes, also from the messages that carry it, and may come again later."""
    await changed(turn, LeadLineChanged(kind, about))
    await store.drop(turn.session, kind, about)


async def unanswerable(turn: Turn, team: int, kind: str, about: str) -> bool:
    """Whether this line was told, and none of those who read it can decide about it today."""
    read = await store.readers(turn.session, kind, about)
    if not read:
        return False
    found = await teams.load(turn, [team])
    audience = (await _audiences(turn, found))[team]
    return not read & rules.answering(audience, found[team].calendar.day_of(turn.now))


async def look_again(turn: Turn, ids: Iterable[int] | None = None) -> None:
    """Somebody else may hear now what waits for these teams, or for all."""
    for team in await store.teams_waiting(turn.session, ids):
        turn.at(TIMER, str(team), turn.now)


async def send(turn: Turn, due: Sequence[Due]) -> None:
    """One message to each who hears something now; what is left waits for the next moment."""
    held = await people.hold_teams(turn.session, [int(one.about) for one in due])
    found = await teams.load(turn, held)
    audiences = await _audiences(turn, found)
    waiting = await _waiting(turn, found)
    copies = {
        (team, person, found[team].calendar.day_of(turn.now)): ids
        for team, some in waiting.items()
        for person, ids in rules.bundle(some, audiences[team], turn.now).items()
    }
    told = await _put_up(turn, copies)
    for team, some in waiting.items():
        left = [line for line in some if line.id not in told]
        _wait(turn, found[team], audiences[team], left, heard=any(copy[0] == team for copy in copies))


async def _waiting(turn: Turn, found: Iterable[int]) -> Mapping[int, Sequence[rules.Line]]:
    rows = await store.waiting(turn.session, found)
    return {team: [rules.Line(row.id, row.kind, row.at) for row in some] for team, some in rows.items()}


async def _put_up(turn: Turn, copies: Mapping[store.Copy, Sequence[int]]) -> Mapping[int, date]:
    """The lines that somebody hears now, with the day of their message."""
    sent = await store.spend(turn.session, turn.org, copies)
    for team, person, day in sorted(sent):
        turn.show(CARD, _subject(team, person, day), Place(person=person))
    told = {line: copy[2] for copy in sent for line in copies[copy]}
    for day in sorted(set(told.values())):
        await store.told(turn.session, [line for line, on in told.items() if on == day], day)
    return told


def _wait(turn: Turn, team: teams.Team, audience: rules.Audience, left: Sequence[rules.Line], *, heard: bool) -> None:
    """`heard`: today's message has gone, or was spent on another team; then it is tomorrow at the earliest."""
    tomorrow = team.calendar.day_of(turn.now) + DAY
    after = team.calendar.at(tomorrow, time.min) if heard else turn.now
    if (moment := rules.next_message(left, audience, after)) is not None:
        turn.at(TIMER, str(team.id), moment)


async def _audiences(turn: Turn, found: Mapping[int, teams.Team]) -> Mapping[int, rules.Audience]:
    """Who leads, who stands in, and the admins, each with their own days; five statements, however many teams."""
    today = turn.now.date()
    leads = await teams.leads(turn, found)
    members = await teams.members(turn, found, today)
    admins = await roles.admins(turn.session)
    away = await people.away(turn.session, [row.key for row in admins], today, today + rules.LOOK_AHEAD)

    absences = {person: tuple((a.first, a.last) for a in some) for person, some in away.items()}

    def of(team: teams.Team) -> rules.Audience:
        days = {member.person: member.calendar for member in members[team.id]}
        own = {row.key: PersonCalendar(team.calendar, None, absences.get(row.key, ())) for row in admins}
        held = leads[team.id]
        return rules.Audience(_hearers(held.leads, days), _hearers(held.deputies, days), _hearers(own, own))

    return {key: of(team) for key, team in found.items()}


def _hearers(some: Iterable[str], days: Mapping[str, PersonCalendar]) -> tuple[rules.Hearer, ...]:
    return tuple(rules.Hearer(person, days[person]) for person in some if person in days)


async def carries(turn: Turn, subject: str, kind: str) -> bool:
    """Whether the message of this subject has such a line."""
    carried = await store.messages(turn.session, [_copy(subject)])
    rows = await store.lines(turn.session, {line for some in carried.values() for line in some})
    return any(row.kind == kind for row in rows.values())


# --- the message ------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    wanted = {subject: _copy(subject) for subject in subjects}
    carried = await store.messages(turn.session, wanted.values())
    rows = await store.lines(turn.session, {line for some in carried.values() for line in some})
    worded = await _worded(turn, rows.values())
    found: dict[str, Message | None] = {}
    for subject, copy in wanted.items():
        texts = [worded[row.kind, row.about] for line in carried.get(copy, ()) if (row := rows.get(line))]
        found[subject] = messages.for_lead(texts) if texts else None
    return found


async def _worded(turn: Turn, rows: Iterable[store.LeadLine]) -> Mapping[tuple[str, str], Text]:
    """Each ritual words its own lines; one that fails costs those, never the message."""
    abouts: dict[str, list[str]] = {}
    for row in rows:
        abouts.setdefault(row.kind, []).append(row.about)
    found = {(kind, about): messages.NOT_SHOWN for kind, some in abouts.items() for about in some}
    looks = {
        kind: partial(ritual.lead_lines[kind], turn, abouts[kind])
        for ritual in turn.rituals
        for kind in sorted(abouts.keys() & ritual.lead_lines.keys())
    }
    for kind, texts in (await apart.each(turn, looks, _not_worded)).items():
        found |= {(kind, about): text for about, text in texts.items()}
    return found


def _not_worded(kind: str, error: Exception) -> None:
    log.error("lead_line.not_worded", kind=kind, error=type(error).__name__, exc_info=error)


def _subject(team: int, person: str, day: date) -> str:
    return f"{team}:{person}:{day.isoformat()}"


def _copy(subject: str) -> store.Copy:
    team, person, day = subject.split(":")
    return int(team), person, date.fromisoformat(day)


async def teams_of(turn: Turn, abouts: Iterable[str]) -> Mapping[str, people.Team]:
    """The team of each subject that has one."""
    ids = {subject: team for subject in abouts if (team := team_of(subject)) is not None}
    found = await people.teams(turn.session, ids.values())
    return {subject: found[team] for subject, team in ids.items() if team in found}
