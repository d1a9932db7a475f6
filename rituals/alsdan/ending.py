"""What ends by itself: the time to join, a rest, and what a team is asked about an agreement."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.alsdan import life, questions, rules
from rituals.alsdan.holding import UNTIL, Held, ask, ends, hold, move, moved, settle, working
from rituals.alsdan.rules import RUNNING, Facts, Happens, State
from rituals.alsdan.subjects import id_of, subject
from rituals.contract import Due, Turn
from storage import alsdan_choices as choices
from storage.alsdan import Agreement


async def due(turn: Turn, some: Sequence[Due]) -> None:
    """Whatever is due of agreements that can be told so; those of suspended teams wait until the channel is back."""
    held = await hold(turn, [id_of(one.about) for one in some])
    over = [row for row in held.rows.values() if _is_over(turn, row) and held.teams[row.team].active]
    known = await life.facts(turn, over)
    for row in over:
        _end(turn, held, row, known[row.id])
    await choices.forget_joiners(turn.session, [row.id for row in over if State(row.state) is State.EXPIRED])
    await moved(turn, held, over)
    await life.make_room(turn, {row.team for row in over if State(row.state) not in RUNNING})


def _is_over(turn: Turn, row: Agreement) -> bool:
    if row.until is not None and row.until > turn.now:
        turn.at(UNTIL, subject(row), row.until)
    return row.until is not None and row.until <= turn.now


def _end(turn: Turn, held: Held, row: Agreement, known: Facts) -> None:
    match State(row.state), questions.kind_of(row.asked):
        case State.PROPOSED, _:
            _end_of_joining(turn, held, row, known)
        case State.RESTARTING, _:
            life.pause(turn, held, row)
        case State.PAUSED, "rest":
            life.let_go(turn, held, row, None)
        case State.PAUSED, _:
            ask(turn, held, row, "rest", working(turn, held.teams[row.team], rules.TO_RESUME))
        case ((State.ACTIVE | State.ANCHORED), ""):
            ask(turn, held, row, "quarter", working(turn, held.teams[row.team], rules.TO_CHOOSE))
        case ((State.ACTIVE | State.ANCHORED), kind):
            _unanswered(turn, held, row, kind)
        case _:
            ends(turn, row, None)


def _end_of_joining(turn: Turn, held: Held, row: Agreement, known: Facts) -> None:
    """What enough of the team joined begins with the next place that is free, be that at once."""
    last = held.teams[row.team].calendar.day_of(row.at) + rules.WAIT
    waited = held.today(turn, row.team) >= last
    happens = Happens.WAITED_OUT if waited else Happens.DEADLINE
    if rules.after(State.PROPOSED, happens, known) is State.EXPIRED:
        move(turn, held, row, State.EXPIRED)
        row.reason = rules.NO_ROOM if waited else None
    else:
        ends(turn, row, life.at_ten(held, row, last))


def _unanswered(turn: Turn, held: Held, row: Agreement, kind: str) -> None:
    """Nobody decided in time; after the last check only the quarter's question is left."""
    last = kind == "week36" or rules.checked_out(row.checks, row.activated_on, held.today(turn, row.team))
    if State(row.state) is State.ACTIVE and last:
        life.no_more_checks(turn, held, row)
    elif State(row.state) is State.ANCHORED:
        life.next_quarter(turn, held, row)
    else:
        settle(turn, row)
        ends(turn, row, None)
