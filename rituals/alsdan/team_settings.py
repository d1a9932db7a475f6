"""A team's own settings: whether it looks back, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rituals import logged, schedule, weeks
from rituals.alsdan import looking
from rituals.contract import Answer, Event, Note, Turn, Wrong, team_of
from rituals.shown import Field, Form, Kind
from rituals.words import Day, Sentence, _
from storage import alsdan as store
from storage import alsdan_look as look_store
from storage import audit

CHANGED: Final = "alsdan.settings"


async def form(turn: Turn, event: Event) -> Form:
    team = team_of(event.about) or 0
    now = (await store.settings(turn.session, [team])).get(team) or look_store.unset()
    fields = (
        Field("looks", _("Look back each week"), Kind.CHECK, required=False, initial=now.looks),
        Field("weekday", _("Day"), Kind.CHOICE, options=weeks.OPTIONS, initial=str(now.weekday)),
        Field("clock", _("Time"), Kind.TIME, initial=now.clock),
    )
    return Form(_("Agreement settings"), fields, seen_by=await logged.seen_by(turn), submit=_("Save"))


async def save(turn: Turn, event: Event) -> Answer:
    """From the next look-back on that has not opened yet."""
    team, new = team_of(event.about) or 0, _wanted(event.values)
    mine = (await store.hold_settings(turn.session, turn.org, [team]))[team]
    changed = [name for name, value in new.items() if getattr(mine, name) != value]
    for name in changed:
        setattr(mine, name, new[name])
    if changed:
        await audit.log(turn.session, turn.org, event.person, CHANGED, turn.now, team)
    await turn.session.flush()
    day = (await looking.plan(turn, [team])).get(team)
    if not mine.looks:
        return Note(_("Saved. You look back no more."))
    if day is None:
        return Note(_("Saved. It applies from now."))
    return Note(_("Saved. It applies from {date}.", date=Day(day)))


def _wanted(given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Wrong for a time that can't be chosen."""
    if not schedule.on_step(given["clock"]):
        raise Wrong(clock=schedule.CHOOSE)
    return {"looks": bool(given.get("looks")), "weekday": int(given["weekday"]), "clock": given["clock"]}


async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    chosen = await store.settings(turn.session, [team for each in abouts if (team := team_of(each)) is not None])
    return {each: _line(chosen.get(team_of(each) or 0) or look_store.unset()) for each in abouts}


def _line(now: store.AlsdanSettings) -> Sentence:
    if not now.looks:
        return _("No look-back.")
    return _("Look-back on {days} at {time}.", days=weeks.in_words(str(now.weekday)), time=now.clock)
