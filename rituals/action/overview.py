"""Pages for one person: a team's actions, one's own in all teams, and a single one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rituals import teams
from rituals.action import forms, lines, linking, messages, moves, pressing, rules
from rituals.action.board import in_order
from rituals.action.holding import Ground, ground, read_one
from rituals.action.rules import State
from rituals.answers import OVER
from rituals.contract import Event, Refused, Turn, about, team_of
from rituals.facts import Board
from rituals.shown import Button, Page, Piece, Row, Small, Text, Title
from rituals.words import Person, Sentence, Typed, _
from storage import action as store
from storage.action import ImprovementAction

TITLE = _("Improvement actions")
NOTHING = _("Which small step would a customer notice this week?")


# --- of a team --------------------------------------------------------------------------------------------------------
async def page(turn: Turn, event: Event) -> Page:
    """What is under way, with what this person can do; a proposal only for whoever made it or is asked."""
    team = team_of(event.about) or 0
    found = await ground(turn, [team])
    rows = await store.open_in(turn.session, [team])
    lead = await teams.leads_in(turn, event.person, found.teams[team])
    today, calendar = found.today(turn, team), found.calendar(team)
    running = [row for row in rows if State(row.state) in rules.RUNNING]
    shown = in_order(running, Board(team, today, today), calendar)
    own = [row for row in rows if State(row.state) is State.PROPOSED and event.person in (row.asked, row.proposer)]
    labels = await linking.named(turn, [*own, *shown], event.person)
    pieces = [piece for row in (*own, *shown) for piece in one(turn, row, event.person, today, labels, leads=lead)]
    full = [Small(lines.full())] if len(shown) >= rules.AT_MOST else []
    new = Row((Button(_("New action"), "action.new", about(team), main=True),))
    return Page(TITLE, (*full, *(pieces or [Text(NOTHING)]), new))


def one(
    turn: Turn,
    row: ImprovementAction,
    viewer: str,
    today: date,
    labels: Mapping[str, Sentence],
    *,
    leads: bool = False,
) -> Sequence[Piece]:
    text = Text(said(row, viewer, today), pressing.buttons(turn, row, viewer, leads=leads))
    return text, Small(lines.more(row, labels))


def said(row: ImprovementAction, viewer: str, today: date) -> Sentence:
    """A proposal reads differently for whoever is asked and for whoever asks."""
    if State(row.state) is not State.PROPOSED:
        return lines.line(row, today)
    if row.asked == viewer:
        return messages.question(row)
    if moves.is_back(row):
        return messages.back(row)
    return _("{what} (I asked {name})", what=Typed(row.what), name=Person(row.asked or ""))


async def single(turn: Turn, event: Event) -> Page:
    row = await read_one(turn, event)
    if State(row.state) is State.PROPOSED and event.person not in (row.asked, row.proposer):
        raise Refused(OVER)
    found = await ground(turn, [row.team])
    lead = await teams.leads_in(turn, event.person, found.teams[row.team])
    labels = await linking.named(turn, [row], event.person)
    today = found.today(turn, row.team)
    return Page(forms.TITLE, tuple(one(turn, row, event.person, today, labels, leads=lead)))


# --- of a person ------------------------------------------------------------------------------------------------------
async def mine(turn: Turn, event: Event) -> Page:
    """In all teams: what I take up, what I am asked, and what is with me again."""
    rows = await store.of(turn.session, event.person)
    if not rows:
        return Page(TITLE, (Text(_("You have no actions right now, and there is no question for you.")),))
    found = await ground(turn, {row.team for row in rows})
    labels = await linking.named(turn, rows, event.person)
    return Page(TITLE, tuple(grouped(turn, rows, event.person, found, labels)))


def grouped(
    turn: Turn, rows: Iterable[ImprovementAction], person: str, found: Ground, labels: Mapping[str, Sentence]
) -> Sequence[Piece]:
    """Under the name of its team, where there are several."""
    pieces: list[Piece] = []
    for team, facts in found.teams.items():
        some = [row for row in rows if row.team == team]
        if some and len(found.teams) > 1:
            pieces.append(Title(Sentence("{team}", {"team": Typed(facts.name)})))
        today = found.today(turn, team)
        pieces += [piece for row in some for piece in one(turn, row, person, today, labels)]
    return pieces
