"""Who is in play, who has run in this round, and who comes next. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Final

from rituals.estafette import rules
from rituals.estafette.holding import Standing
from rituals.estafette.rules import State
from storage.estafette import Leg

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)  # before anybody ran


def in_play(standing: Standing) -> list[str]:
    """Of the circle, who doesn't stay out of it by their own choice."""
    return [one for one in standing.circle if not _sits_out(standing, one)]


def _sits_out(standing: Standing, person: str) -> bool:
    row = standing.runners.get(person)
    return row is not None and row.sits_out


def ran(standing: Standing) -> set[str]:
    """Who has run in this round."""
    here = [leg for leg in standing.legs if leg.round == standing.relay.round and leg.ran and not leg.extra]
    return {leg.person for leg in here if leg.person}


def to_go(standing: Standing) -> list[str]:
    """Who has yet to run in this round, in the order in which they are asked."""
    done = ran(standing)
    return ordered(standing, [one for one in in_play(standing) if one not in done])


def tried(standing: Standing, week: date) -> set[str]:
    """Who was asked for this week already, or had it; not whoever could not answer before the relay was paused."""
    some = [leg for leg in standing.legs if leg.week == week and State(leg.state) is not State.CANCELLED]
    return {leg.person for leg in some if leg.person}


def last_holder(standing: Standing) -> Leg | None:
    """The last leg that somebody had to its end, told or not."""
    return next((leg for leg in reversed(standing.legs) if State(leg.state) in rules.RAN | {State.LAPSED}), None)


def eligible(standing: Standing, away: Collection[str], *, without: Collection[str] = ()) -> list[str]:
    """Who could be asked for a leg, in order: in play, yet to run, there, without an open leg."""
    return [one for one in to_go(standing) if one not in away and one not in without and not has_open(standing, one)]


def repeaters(standing: Standing, away: Collection[str], *, without: Collection[str] = ()) -> list[str]:
    """Who ran already, and may run an extra time where everybody who is still to go is away."""
    done = ran(standing)
    some = [one for one in in_play(standing) if one in done and one not in away and one not in without]
    return ordered(standing, [one for one in some if not has_open(standing, one)])


def has_open(standing: Standing, person: str) -> bool:
    return any(leg.person == person and State(leg.state) in rules.OPEN for leg in standing.legs)


def ordered(standing: Standing, some: Sequence[str]) -> list[str]:
    """Longest ago first; behind them who was asked in this round already, who is placed last in it, and last of all a
    CEO who has run in it.

    Never first by the order of the circle: who never ran is asked by when they came into it.
    """
    done = ran(standing)
    here = [leg for leg in standing.legs if leg.round == standing.relay.round]
    asked = {leg.person for leg in here if State(leg.state) is not State.CANCELLED}

    def place(one: str) -> tuple[bool, bool, bool, datetime, datetime, str]:
        row = standing.runners.get(one)
        last = row is not None and row.last_in == standing.relay.round
        ceo = one == standing.offices.ceo and one in done
        return (ceo, last, one in asked, (row.ran_at if row else None) or NEVER, row.since if row else NEVER, one)

    return sorted(some, key=place)


def is_complete(standing: Standing) -> bool:
    """Everybody in play has run, and somebody did."""
    return bool(ran(standing)) and not to_go(standing)


def failed_in_a_row(standing: Standing) -> int:
    """How many offers, one after the other, came to a no or to no answer, whatever week they were for.

    Where nobody answers, a week is over before three could be asked for it. Who gave it back, or to a colleague, is no
    failure: it just goes on. After as many as make a week rest they are counted anew.
    """
    n = 0
    for leg in standing.legs:
        if State(leg.state) in rules.FAILED:
            n = n % rules.FAILURES + 1
        elif State(leg.state) is not State.HANDED_BACK:
            n = 0
    return n


def two_rounds_running(legs: Sequence[Leg], leg: Leg) -> bool:
    """Whether this person's last answer in the round before was none either; who swapped or was away gave none."""
    before = [one for one in legs if one.person == leg.person and one.round == leg.round - 1]
    before = [one for one in before if State(one.state) not in (State.HANDED_BACK, State.CANCELLED)]
    same = [one for one in legs if one.person == leg.person and one.round == leg.round and one is not leg]
    return (
        bool(before)
        and State(before[-1].state) in rules.FAILED
        and not any(State(o.state) in rules.FAILED for o in same)
    )
