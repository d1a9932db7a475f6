"""Executives, the CEO and who prepares for whom, chosen all together elsewhere: all of it holds, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rituals.contract import Turn
from rituals.facts import OfficesChosen
from rituals.people import appointing, roles, rules
from rituals.people.appointing import Office
from rituals.people.rules import CEO, EXEC, PREPARER, Actor, Verdict
from rituals.words import Sentence
from storage import roles as store

Named = tuple[Office, str]  # an office, and who has it


async def chosen(turn: Turn, fact: OfficesChosen) -> Mapping[str, Sentence]:
    """What is wrong, by field; nothing has changed then. Raises Stranger for somebody never seen."""
    await appointing.hold(turn, Office(EXEC))
    by = await appointing.actor(turn, fact.by, None)
    held = await _held(turn)
    wanted = list(_wanted(fact, held))
    if wrong := await _wrong(turn, fact, by, held, wanted):
        return wrong
    gone = [one for one in held if one not in wanted]
    new = [one for one in wanted if one not in held]
    for office, person in sorted(gone, key=lambda one: one[0].role == EXEC):  # with an executive others go
        await appointing.take(turn, fact.by, office, person, tells=False)
    for office, person in _at_once(new):
        await appointing.give(turn, fact.by, office, person, tells=False)
    await appointing.changed(turn, *((office.role, person) for office, person in (*gone, *new)))
    return {}


async def _held(turn: Turn) -> list[Named]:
    rows = await store.of_organisation(turn.session)
    return [(Office(row.role, None, row.exec), row.person) for row in rows if row.role in (EXEC, CEO, PREPARER)]


def _wanted(fact: OfficesChosen, held: Sequence[Named]) -> Iterator[Named]:
    yield from ((Office(EXEC), person) for person in fact.executives)
    if fact.ceo:
        yield Office(CEO), fact.ceo
    if fact.preparers is None:
        yield from (one for one in held if one[0].role == PREPARER and one[0].exec in fact.executives)
        return
    for executive, some in fact.preparers.items():
        yield from ((Office(PREPARER, None, executive), person) for person in some)


def _at_once(new: Sequence[Named]) -> Iterator[Named]:
    """A new CEO is an executive with that, and reads of it once."""
    ceo = {person for office, person in new if office.role == CEO}
    return (one for one in new if one[0].role != EXEC or one[1] not in ceo)


async def _wrong(
    turn: Turn, fact: OfficesChosen, by: Actor, held: Sequence[Named], wanted: Sequence[Named]
) -> Mapping[str, Sentence]:
    found: dict[str, Sentence] = {}
    for office, person in wanted:
        if (office, person) in held:
            continue
        verdict = await appointing.judged(turn, by, office, person, own=person == fact.by)
        reason = roles.reason(_as_chosen(fact, verdict, office, person, wanted), office, person)
        if reason is not None:
            found.setdefault(_field(office), reason)
    return found


def _as_chosen(fact: OfficesChosen, verdict: Verdict, office: Office, person: str, wanted: Sequence[Named]) -> Verdict:
    """As it will be: a place that somebody leaves is free, and who prepared for another may do so no more."""
    if verdict in (Verdict.NO_RIGHT, Verdict.NOT_A_MEMBER):
        return verdict
    if sum(other == office for other, _who in wanted) > rules.MOST[office.role]:
        return Verdict.FULL
    if office.role == PREPARER:
        return _prepares(fact, office, person, wanted)
    return Verdict.FINE


def _prepares(fact: OfficesChosen, office: Office, person: str, wanted: Sequence[Named]) -> Verdict:
    if office.exec not in fact.executives:
        return Verdict.NO_EXECUTIVE
    if person == office.exec:
        return Verdict.OWN_EXECUTIVE
    elsewhere = any(who == person and other.role == PREPARER and other != office for other, who in wanted)
    return Verdict.ELSEWHERE if elsewhere else Verdict.FINE


def _field(office: Office) -> str:
    return {EXEC: "executives", CEO: "ceo"}.get(office.role, office.exec)
