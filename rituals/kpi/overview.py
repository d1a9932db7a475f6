"""The figures of a team on a row: what each last was, and what this one person can do with it."""

from __future__ import annotations

from collections.abc import Sequence

from rituals import teams
from rituals.contract import Answer, Event, Note, Turn, about, team_of
from rituals.kpi import board, figures, forms, messages, picture
from rituals.kpi.messages import Figure
from rituals.kpi.picture import SHOW, WEEKS
from rituals.kpi.rules import State
from rituals.shown import Button, Piece, Row, Text
from rituals.words import Day, Sentence, Typed, _
from storage import kpi as store
from storage.kpi import Kpi


async def show(turn: Turn, event: Event) -> Answer:
    """One figure is shown as a picture at once. Nobody's name stands in it."""
    team = team_of(event.about) or 0
    found = await teams.load(turn, [team])
    rows = await store.of_teams(turn.session, [team])
    leads = await teams.leads_in(turn, event.person, found[team])
    below = _below(team, leads=leads)
    if not rows:
        return Note(messages.NONE_YET, below[:1])
    today = found[team].calendar.day_of(turn.now)
    if len(rows) == 1:
        (mine,) = await picture.drawn(turn, [(rows[0], WEEKS, today)])
        return picture.of(mine, (Row((*_own(rows[0], leads=leads), *below)),))
    known = await board.known(turn, rows, [today])
    lines = [_line(board.figure(row, known.get(row.id, ()), today), leads=leads) for row in rows]
    return Note(_("The figures of {team}", team=Typed(found[team].name)), _enter(team, below), pieces=tuple(lines))


def _line(mine: Figure, *, leads: bool) -> Piece:
    see = Button(_("See"), SHOW, about(mine.row.team, mine.row.id, WEEKS))
    return Text(_said(mine), (see, *_own(mine.row, leads=leads)))


def _said(mine: Figure) -> Sentence:
    """The newest number, with its day."""
    said = messages.line(Figure(mine.row, next(iter(mine.numbers), None), mine.numbers), expected=True)
    if mine.numbers:
        said = _("{figure}, from {day}", figure=said, day=Day(mine.numbers[0].day))
    if mine.row.state != State.OWNERLESS:
        return said
    return Sentence("{said}. {asked}", {"said": said, "asked": messages.ownerless([mine.row])})


def _own(row: Kpi, *, leads: bool) -> tuple[Button, ...]:
    """What can be done with one figure."""
    follow = (messages.follow(figures.subject(row)),) if row.state == State.OWNERLESS else ()
    edit = (Button(_("Edit"), "kpi.edit", figures.subject(row)),) if leads else ()
    return (*follow, *edit)


def _below(team: int, *, leads: bool) -> tuple[Button, ...]:
    """What is for leads alone."""
    some = ((forms.SET_UP, "kpi.new"), (_("Archive figures"), "kpi.archive"), (_("Import figures"), "kpi.import"))
    return tuple(Button(label, does, about(team)) for label, does in some) if leads else ()


def _enter(team: int, below: Sequence[Button]) -> tuple[Button, ...]:
    return (messages.enter(about(team), main=True), *below)
