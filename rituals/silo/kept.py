"""What signals keep of people, and how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.contract import Turn
from rituals.keeping import Kept
from rituals.silo import rules
from rituals.words import _
from storage import silo as store


async def forget(turn: Turn, before: date) -> None:
    await store.forget_solved(turn.session, before)


async def forget_former(turn: Turn, before: date) -> None:
    """`before` lies as many days back as a name is kept; the rows hold the day on which the default is over."""
    await store.forget_former(turn.session, before + rules.FORMER)


KEEPS: Final = (
    Kept(
        "silo_signals",
        _("Signals that aims collide: what was written, on which day, and what came of it"),
        _("nobody; whoever gave it only where they chose to give their name"),
        _("the culture coach, leads of the teams that it names, and of the own team once it is talked about"),
        {
            "silo_signals": (
                *("person", "ours", "theirs", "effect", "theme", "day", "state", "moved_on", "reminded_on"),
                *("told_on", "parked", "review_on", "into", "agreed"),
            )
        },
        _("counted from when it is solved, then it goes; until it is solved it stays"),
        rules.KEPT.days,
        forget,
    ),
    Kept(
        "silo_former",
        _("Who gave such a signal with their name, after the account was closed"),
        _("whoever gave it"),
        _("the culture coach and those leads"),
        {"silo_signals": ("former_on",)},
        _("then the signal is nobody's; at once on request"),
        rules.FORMER.days,
        forget_former,
    ),
)
HOLDS_NOBODY: Final = frozenset({"silo_teams"})
