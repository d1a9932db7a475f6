"""The organisation's free days: the Dutch holidays with its own switches, and days that it added itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rituals import logged, teams
from rituals.contract import Answer, Event, Note, Turn
from rituals.facts import CalendarChanged
from rituals.settings import forms, messages, rules
from rituals.settings.team import chosen
from rituals.shown import Form, Page
from rituals.words import Sentence
from storage import audit, memberships, organisations, standing


async def page(turn: Turn, event: Event) -> Page:
    """Anybody reads the list; who may change it finds a button below."""
    org = await _organisation(turn)
    today = teams.nowhere(org).day_of(turn.now)
    who = await standing.of(turn.session, event.person, None)
    return messages.holidays_page(_coming(org, today), today, may_change=who is not None and who.admin)


def _coming(org: organisations.Organisation, today: date) -> Mapping[date, str]:
    """The free days of the coming year with their keys."""
    known = teams.holidays(org.holidays)
    both = {**known.on(today.year), **known.on(today.year + 1)}
    return {day: key for day, key in both.items() if today <= day < today + rules.YEAR}


async def form(turn: Turn, event: Event) -> Form:
    org = await _organisation(turn)
    today = teams.nowhere(org).day_of(turn.now)
    extra = rules.coming(rules.extra_days(org.holidays), today)
    now = org.holidays.get(rules.LIBERATION, "lustrum")
    return forms.holidays(rules.is_on(org.holidays), now, extra, await logged.seen_by(turn))


async def save(turn: Turn, event: Event) -> Answer:
    org = await organisations.hold(turn.session, turn.org)
    today = teams.nowhere(org).day_of(turn.now)
    extra = chosen(event, rules.extra_days(org.holidays), today)
    recent = frozenset(day for day in extra if day >= today - rules.YEAR)
    new = rules.switches(event.values.get("on") or (), event.values["liberation_day"], recent)
    if teams.holidays(new) == teams.holidays(org.holidays):
        return Note(messages.SAVED)
    org.holidays = new
    await turn.session.flush()
    await audit.log(turn.session, turn.org, event.person, "settings.organisation holidays", turn.now)
    await turn.tell(CalendarChanged(tuple(await memberships.all_teams(turn.session))))
    return Note(messages.SAVED)


async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    org = await _organisation(turn)
    today = teams.nowhere(org).day_of(turn.now)
    first = next(iter(sorted(_coming(org, today))), None)
    return dict.fromkeys(abouts, messages.holidays_hold(first, today)) if first else {}


async def _organisation(turn: Turn) -> organisations.Organisation:
    """Known from the first start on; before it there is the default list."""
    known = await organisations.of(turn.session, turn.org)
    return known or organisations.Organisation(id=turn.org, timezone="Europe/Amsterdam", holidays={})
