"""A team's own settings: whether there is a weekly question, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from rituals import logged, schedule, teams
from rituals.calendar import DAY
from rituals.compliment import forms, rhythm, week_messages, weekly
from rituals.contract import Answer, Event, Note, Turn, Wrong, team_of
from rituals.shown import Form
from rituals.teams import Team
from rituals.words import Day, Sentence, _
from storage import audit
from storage import compliment_week as week_store
from storage.compliment import ComplimentSettings

CHANGED: Final = "compliment.settings"


async def form(turn: Turn, event: Event) -> Form:
    now = await _now(turn, team_of(event.about) or 0)
    return forms.settings(now.prompts, now.weekday, now.clock, await logged.seen_by(turn))


async def _now(turn: Turn, team: int) -> ComplimentSettings:
    chosen = await week_store.settings(turn.session, [team])
    return chosen.get(team) or ComplimentSettings(**week_store.unset())


async def save(turn: Turn, event: Event) -> Answer:
    """From the next occurrence on: what was asked this week isn't asked again in it."""
    team, new = team_of(event.about) or 0, _wanted(event.values)
    mine = (await week_store.hold_settings(turn.session, turn.org, [team]))[team]
    changed = [name for name, value in new.items() if getattr(mine, name) != value]
    if new["prompts"] and "prompts" in changed:
        mine.unanswered = 0
    for name in changed:
        setattr(mine, name, new[name])
    if changed:
        await audit.log(turn.session, turn.org, event.person, CHANGED, turn.now, team)
    facts = (await teams.load(turn, [team]))[team]
    day = weekly.next_question(turn, facts, mine)
    if not mine.prompts:
        return Note(_("Saved. I don't ask any more."))
    return Note(_saved(day, rhythm.monday(day) + (mine.weekday - 1) * DAY, facts))


def _saved(day: date, chosen: date, team: Team) -> Sentence:
    """Also why it comes earlier than on the day that was `chosen`."""
    if day == chosen or team.calendar.is_workday(chosen):
        return _("Saved. It applies from {date}.", date=Day(day))
    return _(
        "Saved. It applies from {date}, as {chosen} is no working day of your team.", date=Day(day), chosen=Day(chosen)
    )


def _wanted(given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Wrong for a time that can't be chosen."""
    if not schedule.on_step(given["clock"]):
        raise Wrong(clock=schedule.CHOOSE)
    return {"prompts": bool(given.get("prompts")), "weekday": int(given["weekday"]), "clock": given["clock"]}


async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    chosen = await week_store.settings(turn.session, [team for each in abouts if (team := team_of(each)) is not None])
    plain = ComplimentSettings(**week_store.unset())
    return {each: week_messages.settings_hold(chosen.get(team_of(each) or 0, plain)) for each in abouts}
