"""Agreements held for a change, and what everything reads once it is made.

Locks are taken in one order: the boards of their teams, what each team's agreements wait in line on, agreements by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rituals import teams
from rituals.alsdan import aids, questions, rules
from rituals.alsdan.messages import GONE
from rituals.alsdan.rules import Choice, State
from rituals.alsdan.subjects import id_of, subject
from rituals.contract import Event, Refused, Turn, about, team_of
from rituals.facts import BoardsChanged, BoardsHeld, Landing
from rituals.shown import Place
from rituals.teams import Team
from storage import alsdan as store
from storage import alsdan_choices as choices
from storage.alsdan import Agreement, AgreementProposal

PROPOSAL: Final = "alsdan.proposal"
ACTIVE: Final = "alsdan.active"
CONFIRM: Final = "alsdan.confirm"
UNTIL: Final = "alsdan.until"  # the one timer of an agreement
LAPSE: Final = "alsdan.lapse"


@dataclass(frozen=True, slots=True)
class Held:
    rows: Mapping[int, Agreement]
    teams: Mapping[int, Team]
    landings: Mapping[int, Landing]

    def today(self, turn: Turn, team: int) -> date:
        return self.teams[team].calendar.day_of(turn.now)


async def hold(turn: Turn, ids: Iterable[int], *, also: Iterable[int] = ()) -> Held:
    """`also`: these teams too, whichever agreements they have."""
    seen = await store.get(turn.session, ids)
    mine = sorted({row.team for row in seen.values()} | set(also))
    landings: dict[int, Landing] = {}
    for answer in await turn.tell(BoardsHeld(tuple(mine))) if mine else ():
        landings |= answer
    await store.hold_settings(turn.session, turn.org, mine)
    rows = await store.hold(turn.session, seen)
    return Held(rows, await teams.load(turn, mine), landings)


async def hold_one(turn: Turn, event: Event) -> tuple[Agreement, Held]:
    """The one that a button is about. Raises Refused when it is gone, or of another team than the button says."""
    held = await hold(turn, [id_of(event.about)])
    row = held.rows.get(id_of(event.about))
    if row is None or row.team != team_of(event.about):
        raise Refused(GONE)
    return row, held


def working(turn: Turn, team: Team, days: int, since: datetime | None = None) -> datetime:
    """So many of the team's working days from now, or from then."""
    return rules.working(turn.now, days, team.calendar, since)


def lapses(turn: Turn, team: Team, row: Agreement, one: AgreementProposal) -> datetime:
    """With the question that it answers, where that ends sooner."""
    moment = working(turn, team, rules.TO_CHOOSE, one.at)
    sooner = rules.ends_with(State(row.state), Choice(one.choice), questions.kind_of(row.asked))
    return min(moment, row.until) if sooner and row.until is not None else moment


# --- what changes -----------------------------------------------------------------------------------------------------
def ends(turn: Turn, row: Agreement, moment: datetime | None) -> None:
    """When its state, or what is asked about it, ends by itself."""
    row.until = moment
    if moment is None:
        turn.cancel(UNTIL, subject(row))
    else:
        turn.at(UNTIL, subject(row), moment)


def ask(turn: Turn, held: Held, row: Agreement, kind: str, until: datetime | None) -> None:
    """In the channel; what was asked before is asked no longer."""
    settle(turn, row)
    row.asked = questions.named(turn, kind)
    ends(turn, row, until)
    if held.teams[row.team].active:
        turn.show(questions.CARD, questions.of(row, row.asked), Place(channel=held.teams[row.team].channel))


def settle(turn: Turn, row: Agreement) -> None:
    """Nothing is asked about it any more."""
    if row.asked:
        turn.changed(questions.CARD, questions.of(row, row.asked))
    row.asked = ""


def move(turn: Turn, held: Held, row: Agreement, state: State) -> None:
    row.state, row.since = state.value, held.today(turn, row.team)
    settle(turn, row)
    ends(turn, row, None)


async def moved(turn: Turn, held: Held, rows: Sequence[Agreement]) -> None:
    """After their state, words or question changed: who chose what is gone, and everything reads as it is now."""
    if not rows:
        return
    await turn.session.flush()
    await choices.forget_voices(turn.session, [row.id for row in rows])
    for one in await choices.open_about(turn.session, [row.id for row in rows]):
        if not _still(held.rows[one.agreement], one):
            lapse(turn, held.rows[one.agreement], one)
    for row in rows:
        turn.changed(PROPOSAL, subject(row))
        turn.changed(ACTIVE, subject(row))
    await turn.session.flush()
    await aids.plan(turn, {row.team for row in rows})
    landings = {row.team: held.landings.get(row.team) for row in rows}
    if boards := tuple(sorted((team, at.today) for team, at in landings.items() if at is not None and at.board)):
        await turn.tell(BoardsChanged(boards))


def _still(row: Agreement, one: AgreementProposal) -> bool:
    """Whether what is proposed about it can still be agreed to; `joining` words are its proposer's to adopt."""
    if one.choice == JOINING:
        return State(row.state) is State.PROPOSED
    return rules.can(State(row.state), Choice(one.choice), questions.kind_of(row.asked), row.checks)


JOINING: Final = "joining"  # other words for a proposal, which its proposer adopts or leaves


def named(row: Agreement, one: AgreementProposal) -> str:
    return about(row.team, row.id, one.id)


def lapse(turn: Turn, row: Agreement, one: AgreementProposal, state: str = "lapsed") -> None:
    """Nobody is kept beside what isn't open any more, and it goes on to tell which words it was about."""
    one.state, one.by, one.version = state, None, row.version
    turn.cancel(LAPSE, named(row, one))
    turn.changed(CONFIRM, named(row, one))
    turn.changed(OFFERED, named(row, one))


OFFERED: Final = "alsdan.offered"
