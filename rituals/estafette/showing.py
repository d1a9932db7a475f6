"""Where a leg can be read: each of these is drawn again when it changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from rituals.contract import Turn
from rituals.estafette import weeks
from rituals.estafette.holding import Standing, preparers_of
from rituals.estafette.names import ASKED, FRIDAY, MIDWEEK, OFFER, PASSED, PREPARES, TURN
from rituals.estafette.rules import State
from rituals.estafette.subjects import of_leg, to
from rituals.shown import Place
from storage.estafette import Leg

LONGER: Final = "+"  # behind the name of a question, once there is a week more


def offered(turn: Turn, standing: Standing, leg: Leg, reached: Mapping[str, datetime]) -> None:
    """To whoever is asked, and a copy, in their own hours, to who prepares for them. `reached`: when each can be."""
    subject = of_leg(leg)
    turn.show(OFFER, subject, Place(person=leg.person or "", after=leg.offered_at))
    for person in preparers_of(standing, leg.person):
        after = max(leg.offered_at, reached.get(person, leg.offered_at))
        turn.show(PREPARES, to(subject, person), Place(person=person, after=after))


def begun(turn: Turn, standing: Standing, leg: Leg) -> None:
    """The channel's line about who holds the baton: one for each week it is held in."""
    turn.show(TURN, of_week(leg), Place(channel=standing.relay.channel))


def passed(turn: Turn, standing: Standing, leg: Leg) -> None:
    turn.show(PASSED, of_leg(leg), Place(channel=standing.relay.channel))


def of_week(leg: Leg) -> str:
    return to(of_leg(leg), leg.week.isoformat())


def asked(leg: Leg, timer: str, *, longer: bool = False) -> str:
    """`longer`: on the last day of the week more, which is a message of its own."""
    return to(of_leg(leg), timer.rpartition(".")[2] + (LONGER if longer else ""))


def changed(turn: Turn, standing: Standing, leg: Leg) -> None:
    subject = of_leg(leg)
    for card in (OFFER, PASSED):
        turn.changed(card, subject)
    # A leg that goes on after a pause has a line of its own; that of this week must be as true.
    for week in {leg.week, weeks.monday(standing.today)}:
        turn.changed(TURN, to(subject, week.isoformat()))
    for longer in (False, True):
        for timer in (MIDWEEK, FRIDAY):
            turn.changed(ASKED, asked(leg, timer, longer=longer))
    for person in preparers_of(standing, leg.person):
        turn.changed(PREPARES, to(subject, person))


def on_the_way(turn: Turn, standing: Standing) -> None:
    """The channel's lines about batons that were given back: on their way while the relay runs, else at rest."""
    for leg in standing.legs:
        if leg.told and State(leg.state) is State.HANDED_BACK:
            turn.changed(TURN, of_week(leg))
