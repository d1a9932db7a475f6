"""A team's settings, and the days on which it is free besides the holidays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rituals import logged, teams
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, team_of
from rituals.facts import CalendarChanged
from rituals.settings import forms, messages, rules
from rituals.shown import Form
from rituals.words import Sentence
from storage import audit, people


async def form(turn: Turn, event: Event) -> Form:
    return forms.team(_values(await _team(turn, event)), await logged.seen_by(turn))


async def _team(turn: Turn, event: Event, *, held: bool = False) -> people.Team:
    team = team_of(event.about)
    found = await (people.hold_teams if held else people.teams)(turn.session, [] if team is None else [team])
    if team not in found:
        raise Refused(messages.NO_TEAM)
    return found[team]


def _values(row: people.Team) -> dict[str, Any]:
    return {
        "name": row.name,
        "findable": row.findable,
        "timezone": row.timezone,
        "language": row.language,
        "workdays": row.workdays,
    }


async def save(turn: Turn, event: Event) -> Answer:
    """What hasn't opened yet follows; what is open keeps its end."""
    new = _wanted(event.values)
    row = await _team(turn, event, held=True)
    changed = rules.changed(_values(row), new)
    for name in changed:
        setattr(row, name, new[name])
    await turn.session.flush()
    for name in changed:
        await audit.log(turn.session, turn.org, event.person, f"settings.team {name}", turn.now, row.id)
    if {"timezone", "workdays"} & {*changed}:
        await turn.tell(CalendarChanged((row.id,)))
    return Note(messages.SAVED)


def _wanted(given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Wrong for a time zone that is none."""
    zone = rules.zone_of(given["timezone"]) if given.get("timezone") else None
    if given.get("timezone") and zone is None:
        raise Wrong(timezone=messages.NO_ZONE)
    return {
        "name": given["name"],
        "findable": bool(given.get("findable")),
        "timezone": zone,
        "language": given["language"] if given.get("language") in messages.LANGUAGES else None,
        "workdays": "".join(sorted(given["days"])),
    }


# --- free days --------------------------------------------------------------------------------------------------------
async def free_form(turn: Turn, event: Event) -> Form:
    row = await _team(turn, event)
    coming = rules.coming(await _free(turn, row.id), await _today(turn, row.id))
    return forms.free_days(coming, messages.FREE_DAYS, await logged.seen_by(turn))


async def free_save(turn: Turn, event: Event) -> Answer:
    row = await _team(turn, event, held=True)
    before, today = await _free(turn, row.id), await _today(turn, row.id)
    after = chosen(event, before, today)
    if after == before:
        return Note(messages.SAVED)
    await people.set_free_days(turn.session, turn.org, row.id, after, before)
    await audit.log(turn.session, turn.org, event.person, "settings.team free_days", turn.now, row.id)
    await turn.tell(CalendarChanged((row.id,)))
    return Note(messages.SAVED)


async def _free(turn: Turn, team: int) -> frozenset[date]:
    return (await people.free_days(turn.session, [team])).get(team, frozenset())


async def _today(turn: Turn, team: int) -> date:
    return (await teams.load(turn, [team]))[team].calendar.day_of(turn.now)


def chosen(event: Event, before: frozenset[date], today: date) -> frozenset[date]:
    """Raises Wrong at the field that can't be."""
    given = event.values
    try:
        new = rules.added(given.get("first"), given.get("last"), today)
        return rules.free_days(before, given.get("kept") or (), new, today)
    except rules.Backwards:
        raise Wrong(last=messages.BACKWARDS) from None
    except rules.Past:
        raise Wrong(last=messages.PAST) from None
    except rules.TooMany:
        raise Wrong(last=messages.TOO_MANY) from None


# --- what holds now ---------------------------------------------------------------------------------------------------
async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    found = await teams.load(turn, [team for each in abouts if (team := team_of(each)) is not None])
    return {
        each: messages.team_holds(facts.language, facts.calendar)
        for each in abouts
        if (facts := found.get(team_of(each) or 0)) is not None
    }


async def free_holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    found = await teams.load(turn, [team for each in abouts if (team := team_of(each)) is not None])
    return {
        each: messages.free_holds(rules.coming(facts.calendar.free, facts.calendar.day_of(turn.now)))
        for each in abouts
        if (facts := found.get(team_of(each) or 0)) is not None
    }
