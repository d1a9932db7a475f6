"""How long things are kept: chosen by an admin, and kept to every night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import structlog

from rituals import logged, teams
from rituals.calendar import DAY
from rituals.contract import Answer, Due, Event, Note, Turn, Wrong
from rituals.facts import CalendarChanged, Round
from rituals.keeping import Kept, horizon
from rituals.privacy import messages, rules
from rituals.sheet import choosable
from rituals.shown import Form
from rituals.words import Sentence
from storage import audit, house, organisations

TIMER: Final = "privacy.nightly"
SUBJECT: Final = "nightly"  # names no team: the round is the organisation's

log = structlog.get_logger()


# --- the round --------------------------------------------------------------------------------------------------------
async def went_round(turn: Turn, _fact: Round | CalendarChanged) -> None:
    """A round that is due already, after an outage, keeps its place."""
    org = await organisations.of(turn.session, turn.org)
    due = await house.planned_at(turn.session, TIMER, SUBJECT)
    if org is None or (due is not None and due <= turn.now):
        return
    calendar = teams.nowhere(org)
    today = calendar.day_of(turn.now)
    tonight = calendar.at(today, rules.ROUND)
    turn.at(TIMER, SUBJECT, tonight if tonight > turn.now else calendar.at(today + DAY, rules.ROUND))


async def nightly(turn: Turn, due: Sequence[Due]) -> None:
    await went_round(turn, Round())
    org = await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)
    today = teams.nowhere(org).day_of(turn.now)
    kinds = [
        (kept, horizon(kept, org.retention, today))
        for ritual in turn.rituals
        for kept in ritual.keeps
        if kept.forget is not None
    ]
    if not await _forget(turn, kinds):
        for each in kinds:
            if not await _forget(turn, [each]):
                log.error("retention.failed", kind=each[0].name)


async def _forget(turn: Turn, kinds: Sequence[tuple[Kept, date]]) -> bool:
    """All of these or none. A kind that fails is tried again tomorrow, and keeps nothing else from going."""
    try:
        async with turn.session.begin_nested():
            for kept, before in kinds:
                if kept.forget is not None:
                    await kept.forget(turn, before)
    except Exception as error:
        log.warning("retention.interrupted", kinds=len(kinds), error=type(error).__name__, exc_info=error)
        return False
    return True


# --- the choice -------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    org = await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)
    return messages.retention_form(choosable(turn.rituals), org.retention, await logged.seen_by(turn))


async def save(turn: Turn, event: Event) -> Answer:
    org = await organisations.hold(turn.session, turn.org)
    kept = choosable(turn.rituals)
    if wrong := rules.out_of_range(event.values, kept):
        raise Wrong(**{each.name: messages.between(each) for each in kept if each.name in wrong})
    before, org.retention = org.retention, rules.chosen(event.values, kept)
    changed = sorted(name for name in {*before, *org.retention} if before.get(name) != org.retention.get(name))
    for name in changed:
        days = org.retention.get(name, "default")
        await audit.log(turn.session, turn.org, event.person, f"{event.does} {name} {days}", turn.now)
    return Note(messages.SAVED)


async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    org = await organisations.of(turn.session, turn.org) or organisations.unset(turn.org)
    return dict.fromkeys(abouts, messages.differing(org.retention))
