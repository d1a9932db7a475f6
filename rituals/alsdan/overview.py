"""What a team has agreed on, how it does things by now, and what somebody agreed with themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from rituals import reach, teams
from rituals.alsdan import anchoring, messages, own_messages, own_rules, questions
from rituals.alsdan.fading import week_number
from rituals.alsdan.proposing import UNBEGUN
from rituals.alsdan.rules import KEPT, RUNNING, State
from rituals.alsdan.subjects import sentence, subject
from rituals.contract import Event, Turn, about, team_of
from rituals.home import MOST, part_of, portion, turning
from rituals.shown import Button, Page, Piece, Row, Small, Text, Title
from rituals.words import Sentence, Strong, Typed, _
from storage import alsdan as store
from storage import alsdan_own as own_store
from storage.alsdan import Agreement

LIST: Final = "alsdan.list"
TITLE: Final = _("If-then agreements")
HERE: Final = _("How we do it here")
NOTHING: Final = _(
    "Your team hasn't agreed on anything yet. Is there something that you would like to go differently? "
    "Start with one small step."
)


async def page(turn: Turn, event: Event) -> Page:
    """Six statements and what it takes to know the reader's days, however many agreements there are."""
    team = team_of(event.about) or 0
    rows = [row for row in await _of_team(turn, team) if _reads(row, event.person)]
    own = await own_store.of(turn.session, [event.person], own_rules.LIVES)
    today = (await teams.load(turn, [team]))[team].calendar.day_of(turn.now)
    pieces = [*running(rows, event.person, today), *anchored(rows)]
    mine = own_messages.listed(own, await reach.today(turn, event.person))
    new = Row((Button(_("New agreement"), "alsdan.new", about(team), main=True),))
    return _page_of((*(pieces or (Text(NOTHING),)), *mine, new), event.about)


def _page_of(pieces: Sequence[Piece], subject: str) -> Page:
    """In parts, where there is more than a page holds."""
    found = portion(pieces, MOST - 1, part_of(subject))
    turned = turning(LIST, subject.partition(":")[0], found.at, more=found.more)
    return Page(TITLE, (*found.pieces, *turned))


async def _of_team(turn: Turn, team: int) -> Sequence[Agreement]:
    wanted = {*KEPT, State.PROPOSED, *UNBEGUN}
    return list((await store.of_teams(turn.session, [team], wanted)).values())


def _reads(row: Agreement, person: str) -> bool:
    """What wasn't begun is only its proposer's to see."""
    return State(row.state) not in UNBEGUN or row.proposer == person


# --- what runs --------------------------------------------------------------------------------------------------------
def running(rows: Iterable[Agreement], person: str, today: date) -> Sequence[Piece]:
    some = [row for row in rows if State(row.state) is not State.ANCHORED]
    if not some:
        return ()
    return [Title(_("Of our team")), *(Text(_said(row, today), buttons(row, person, today)) for row in some)]


def _said(row: Agreement, today: date) -> Sentence:
    said = Strong(sentence(row))
    state = State(row.state)
    if state is not State.ACTIVE or row.activated_on is None:
        return own_messages.below(said, messages.STATES[state])
    return own_messages.below(said, _("week {n}", n=week_number(row.activated_on, today)))


def buttons(row: Agreement, person: str, today: date) -> tuple[Button, ...]:
    """What this person can do with it now; whatever takes a second one is only proposed."""
    match State(row.state):
        case State.PROPOSED:
            return _of_proposal(row, person)
        case State.DRAFT | State.EXPIRED:
            return (Button(messages.AGAIN, "alsdan.reshape", subject(row)),)
        case State.PAUSED:
            return (_button(row, messages.RESUME, "alsdan.resume"), _let_go(row), _path(row))
        case State.ANCHORED:
            return (_button(row, _("Share with another team"), "alsdan.share"), _let_go(row), _path(row))
    return (
        _button(row, _("Relapse"), "alsdan.relapse"),
        _button(row, messages.WORDS, "alsdan.words"),
        *_check(row, today),
        _button(row, messages.PAUSE, "alsdan.pause"),
        _let_go(row),
        _path(row),
    )


def _of_proposal(row: Agreement, person: str) -> tuple[Button, ...]:
    if row.proposer == person:
        return (messages.withdraw(row),)
    return (_button(row, _("I'll join"), "alsdan.join"), _button(row, messages.WORDS, "alsdan.words"))


def _button(row: Agreement, label: Sentence, does: str) -> Button:
    return Button(label, does, subject(row))


def _let_go(row: Agreement) -> Button:
    return _button(row, messages.LETGO, "alsdan.letgo")


def _path(row: Agreement) -> Button:
    return _button(row, _("How it went"), "alsdan.path")


def _check(row: Agreement, today: date) -> tuple[Button, ...]:
    asks = State(row.state) is State.ACTIVE and anchoring.may_ask(row, today)
    return (_button(row, questions.ANCHOR, "alsdan.check"),) if asks else ()


# --- what became a habit ----------------------------------------------------------------------------------------------
def anchored(rows: Iterable[Agreement]) -> Sequence[Piece]:
    some = [row for row in rows if State(row.state) is State.ANCHORED]
    if not some:
        return ()
    return [Title(HERE), *(Text(_anchored(row), buttons(row, "", date.min)) for row in some)]


def _anchored(row: Agreement) -> Sentence:
    return Sentence("🌱 {said}", {"said": sentence(row)})


# --- in a Home --------------------------------------------------------------------------------------------------------
def in_short(rows: Mapping[int, Sequence[Agreement]], named: Mapping[int, str]) -> Sequence[Piece]:
    """Of each team what runs, in a line each."""
    pieces: list[Piece] = []
    for team, some in rows.items():
        lines = [row for row in some if State(row.state) in RUNNING]
        name = Typed(named[team])
        open_ = Button(TITLE, LIST, about(team))
        text = _("Agreed in {team}:", team=name) if lines else _("Agreements of {team}", team=name)
        pieces += [Text(text), *(Small(sentence(row)) for row in lines), Row((open_,))]
    return pieces
