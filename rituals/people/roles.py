"""Who has which role: read by anyone, given and taken by who may appoint, by command and by form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals import logged
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, about, keys_of, team_of
from rituals.grammar import MENTION, normal
from rituals.people import appointing, lines, messages, role_messages, rules
from rituals.people.appointing import Office
from rituals.people.rules import CEO, EXEC, OF_ORGANISATION, OF_TEAM, PREPARER, Verdict
from rituals.shown import Form, Page, Piece, Text
from rituals.words import Sentence
from storage import people
from storage import roles as store

ADMINS: Final = frozenset({"beheerder", "admin"})
JOINING: Final = frozenset({"voor", "van", "for", "of"})  # between a preparer and the executive


async def page(turn: Turn, event: Event) -> Page:
    """Roles are public, within and outside the team; who may appoint finds a button at each."""
    team = await _team(turn, event)
    by = await appointing.actor(turn, event.person, team)
    pieces: list[Piece] = []
    for office, some in (await _all(turn, team)).items():
        may = by.appoints(office.role)
        if some or may or office.role != PREPARER:
            pieces.append(role_messages.line(office, some, may=may))
    return role_messages.page(pieces)


async def _all(turn: Turn, team: int | None) -> Mapping[Office, list[str]]:
    """Every role there is, with who has it. Two statements."""
    found: dict[Office, list[str]] = {}
    if team is not None:
        found |= {Office(role, team): [] for role in OF_TEAM}
        for row in await people.roles(turn.session, [team]):
            found[Office(row.role, team)].append(row.person)
    rows = await store.of_organisation(turn.session)
    found |= {Office(role): [] for role in OF_ORGANISATION}
    found |= {Office(PREPARER, None, row.person): [] for row in rows if row.role == EXEC}
    for held in rows:
        found.setdefault(Office(held.role, None, held.exec), []).append(held.person)
    return found


# --- by command -------------------------------------------------------------------------------------------------------
async def give(turn: Turn, event: Event) -> Answer:
    office, person = await _order(turn, event, "rol geef", "role give")
    await appointing.hold(turn, office)
    by = await appointing.actor(turn, event.person, office.team)
    verdict = await appointing.judged(turn, by, office, person, own=person == event.person)
    if verdict is Verdict.ALREADY:
        return Note(messages.ALREADY)
    _refuse(verdict, office, person)
    await appointing.give(turn, event.person, office, person)
    return role_messages.given(person, office)


async def take(turn: Turn, event: Event) -> Answer:
    office, person = await _order(turn, event, "rol neem", "role take")
    await appointing.hold(turn, office)
    by = await appointing.actor(turn, event.person, office.team)
    known = await appointing.holders(turn, office)
    verdict = rules.taking(by, office.role, person, known, own=person == event.person)
    if verdict is Verdict.ALREADY:
        return Note(messages.ALREADY)
    _refuse(verdict, office, person)
    await appointing.take(turn, event.person, office, person)
    return role_messages.taken(person, office)


async def _order(turn: Turn, event: Event, nl: str, en: str) -> tuple[Office, str]:
    """What was typed, or is carried by a button that asked for which team."""
    if not event.text and len(carried := keys_of(event.about)) == 2:
        return Office(carried[0], team_of(event.about)), carried[1]
    mentioned = [found["person"] for found in MENTION.finditer(event.text)]
    words = [word for word in MENTION.sub(" ", event.text).split() if word.casefold() not in JOINING]
    role = rules.role_of(" ".join(words))
    if normal(" ".join(words)) in ADMINS:
        raise Refused(role_messages.ADMINS)
    if role is None or len(mentioned) != (2 if role == PREPARER else 1):
        raise role_messages.not_understood(nl, en, event.text, preparer=role == PREPARER)
    if role not in OF_TEAM:
        return Office(role, None, mentioned[1] if role == PREPARER else ""), mentioned[0]
    team = await _team(turn, event, role, mentioned[0])
    if team is None:
        raise Refused(messages.NO_TEAM)
    return Office(role, team), mentioned[0]


async def _team(turn: Turn, event: Event, *keys: str) -> int | None:
    """The channel's team, else the person's only one; with several it is asked; None for who is in none."""
    if (team := team_of(event.about)) is not None:
        return team
    mine = await people.teams_of(turn.session, event.person)
    if len(mine) > 1:
        raise messages.which_team(event.does, [(about(each.id, *keys), each.name) for each in mine])
    return mine[0].id if mine else None


def _refuse(verdict: Verdict, office: Office, person: str) -> None:
    if (why := reason(verdict, office, person)) is not None:
        raise Refused(why)


def reason(verdict: Verdict, office: Office, person: str) -> Sentence | None:
    """None where it is fine."""
    return {
        Verdict.NO_RIGHT: messages.no_right(role_messages.appoints(office.role)),
        Verdict.NOT_A_MEMBER: messages.NOT_CHOOSABLE,
        Verdict.NOT_IN_TEAM: role_messages.NOT_IN_TEAM,
        Verdict.NO_EXECUTIVE: role_messages.no_executive(office.exec),
        Verdict.OWN_EXECUTIVE: role_messages.OWN_EXECUTIVE,
        Verdict.ELSEWHERE: role_messages.elsewhere(person),
        Verdict.FULL: role_messages.FULL,
        Verdict.LAST: role_messages.last(person, office.role),
    }.get(verdict)


# --- by form ----------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    office = await _appointed(turn, event)
    seen_by = await logged.seen_by(turn, role_messages.SEEN_BY)
    return role_messages.form(office, await appointing.holders(turn, office), seen_by)


async def _appointed(turn: Turn, event: Event) -> Office:
    """The role that the form is about. Raises Refused for who may not appoint it, at this moment."""
    office = appointing.office_of(event.about)
    if office is None:
        raise Refused(messages.NO_TEAM)
    if not (await appointing.actor(turn, event.person, office.team)).appoints(office.role):
        raise Refused(messages.no_right(role_messages.appoints(office.role)))
    return office


async def chosen(turn: Turn, event: Event) -> Answer:
    """These people have the role from now on, and nobody else; a CEO is replaced at once."""
    office = await _appointed(turn, event)
    await appointing.hold(turn, office)
    by = await appointing.actor(turn, event.person, office.team)
    before = await appointing.holders(turn, office)
    wanted = _wanted(event, office)
    if set(wanted) == set(before):
        return Note(messages.ALREADY)
    _check(by, office, before, wanted, event.person)
    new = [person for person in wanted if person not in before]
    gone = [person for person in before if person not in wanted]
    for person in new:
        await _given(turn, event, by, office, person)
    for person in gone:  # afterwards, so that a team doesn't seem to be without a lead in between
        await appointing.take(turn, event.person, office, person, tells=False)
    if office.team is None:
        await appointing.changed(turn, *((office.role, person) for person in (*new, *gone)))
    return Note(role_messages.listed(office.role, wanted))


def _wanted(event: Event, office: Office) -> tuple[str, ...]:
    given = event.values.get("people") or ()
    return tuple(dict.fromkeys([given] if office.role == CEO and isinstance(given, str) else given))


def _check(by: rules.Actor, office: Office, before: Sequence[str], wanted: Sequence[str], who: str) -> None:
    """Raises Wrong for more than there may be, for none where there must be one, or for a role not theirs to take."""
    if len(wanted) > rules.MOST.get(office.role, len(wanted)):
        raise Wrong(people=role_messages.FULL)
    if before and not wanted and office.role in rules.LASTING and not by.admin:
        raise Wrong(people=role_messages.last(before[0], office.role))
    gone = [person for person in before if person not in wanted]
    if any(rules.taking(by, office.role, one, before, own=one == who) is Verdict.NO_RIGHT for one in gone):
        raise Wrong(people=messages.no_right(role_messages.appoints(office.role)))


async def _given(turn: Turn, event: Event, by: rules.Actor, office: Office, person: str) -> None:
    verdict = await appointing.judged(turn, by, office, person, own=person == event.person)
    why = reason(verdict, office, person)
    if why is not None and verdict is not Verdict.FULL:  # those who have it now may be about to give it up
        raise Wrong(people=why)
    await appointing.give(turn, event.person, office, person, tells=False)


# --- lines for the admins ---------------------------------------------------------------------------------------------
async def nolead(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
    return {subject: messages.no_lead(team.name) for subject, team in (await lines.teams_of(turn, abouts)).items()}


async def nooffice(turn: Turn, abouts: Sequence[str]) -> Mapping[str, Text]:
    return {subject: role_messages.free(role) for subject in abouts for role in keys_of(subject)}
