"""Figures that a team doesn't follow any more, and that it takes up again."""

from __future__ import annotations

from typing import Final

from rituals.answers import ALREADY
from rituals.contract import Answer, Event, Note, Refused, Turn, team_of
from rituals.kpi import figures, forms, hearing, messages, nudging, rules, setting
from rituals.kpi.rules import State
from rituals.shown import Button, Page, Piece, Small, Text
from rituals.words import _
from storage import audit
from storage import kpi as store
from storage.kpi import Kpi

AWAY, BACK = "kpi.put_away", "kpi.use_again"
ARCHIVED: Final = _("Archived. What was entered stays.")


async def page(turn: Turn, event: Event) -> Page:
    rows = await store.whole(turn.session, team_of(event.about) or 0)
    if not rows:
        raise Refused(messages.NONE_YET, Button(forms.SET_UP, "kpi.new", event.about))
    used = [_used(row) for row in rows if row.state != State.ARCHIVED]
    put_away = [_put_away(row) for row in rows if row.state == State.ARCHIVED]
    older: list[Piece] = [Small(_("In the archive:")), *put_away] if put_away else []
    return Page(_("Archive figures"), (*used, *older))


def _used(row: Kpi) -> Text:
    sure = _("The figure leaves the card. What was entered stays, and you can use it again.")
    return Text(messages.named(row), (Button(_("Archive"), AWAY, figures.subject(row), confirm=sure),))


def _put_away(row: Kpi) -> Text:
    return Text(messages.named(row), (Button(_("Use again"), BACK, figures.subject(row)),))


async def put_away(turn: Turn, event: Event) -> Answer:
    row, where = await figures.hold_one(turn, event)
    if row.state == State.ARCHIVED:
        return Note(ALREADY)
    asked = await nudging.asked_of(turn, row)
    row.state = State.ARCHIVED.value
    await figures.redrawn(turn, row.team, where)
    await nudging.reworded(turn, asked)
    await hearing.told_again(turn, row.team, row.ownerless_on)
    await audit.log(turn.session, turn.org, event.person, AWAY, turn.now, row.team)
    return Note(ARCHIVED)


async def use_again(turn: Turn, event: Event) -> Answer:
    """By whoever followed it, if they are still in the team."""
    row, where = await figures.hold_one(turn, event)
    if row.state != State.ARCHIVED:
        return Note(ALREADY)
    active = await store.of_teams(turn.session, [row.team])
    if not figures.room(active):
        raise setting.full()
    if rules.is_taken(row.name, [one.name for one in active]):
        raise Refused(_("Your team has a figure with this name already. Give that one another name first."))
    row.state = (State.ACTIVE if row.owner is not None else State.OWNERLESS).value
    await figures.redrawn(turn, row.team, where)
    await audit.log(turn.session, turn.org, event.person, BACK, turn.now, row.team)
    return Note(messages.SAVED)
