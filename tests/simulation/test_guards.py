"""Each guard is needed: without it some history of a few goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import bindparam, null, update

from bot import delivery, postbox, scheduler, settling, timers
from bot.simulation.command import played
from bot.simulation.database import Database
from bot.simulation.workspace import Workspace
from bot.surface import Later
from rituals.contract import Turn
from rituals.facts import GaveUp
from storage import house, sending
from storage.base import EVERY
from storage.prepared import kept

Patch = pytest.MonkeyPatch
FEW = 400


def no_quiet(patch: Patch) -> None:
    """What is unclear is settled at once, when it may still arrive."""
    for module in (postbox, settling):
        patch.setattr(module, "QUIET", timedelta(0))


def always_new(patch: Patch) -> None:
    """The unique key of `once` keeps nobody out."""
    first_time = house.first_time

    async def again(*which: Any) -> bool:
        await first_time(*which)
        return True

    patch.setattr(house, "first_time", again)


def no_lease(patch: Patch) -> None:
    """Claims take what another process has, and whoever had it writes on."""
    no_claim(patch)
    no_fence(patch)


def no_claim(patch: Patch) -> None:
    """A claim lasts no time at all."""
    for name in ("LEASE", "EDITING"):
        patch.setattr(postbox, name, timedelta(0))


def no_fence(patch: Patch) -> None:
    """Whoever has lost a row writes to it all the same."""

    @cache
    def changed(table: Any, names: tuple[str, ...]) -> Any:
        values = {name: null() if name == "body" else bindparam(f"{name}_") for name in names}
        anybody = (table.id == bindparam("key"), bindparam("mine") != "")
        return kept(update(table).where(*anybody).values(values).execution_options(**EVERY))

    patch.setattr(sending, "_changed", changed)


def no_marker(patch: Patch) -> None:
    """Whoever looks finds nothing."""

    async def nothing(*_: Any) -> None:
        return None

    patch.setattr(Workspace, "find", nothing)


def no_claim_of_timers(patch: Patch) -> None:
    patch.setattr(timers, "LEASE", timedelta(0))


def short_editing(patch: Patch) -> None:
    """An edit may land when another process has the card."""
    patch.setattr(postbox, "EDITING", postbox.LEASE)


def too_late_at_once(patch: Patch) -> None:
    for name in ("TOO_LATE", "TOO_LATE_FOR_ONE"):
        patch.setattr(settling, name, timedelta(seconds=-100))


def one_try(patch: Patch) -> None:
    """The first definite failure gives up."""
    patch.setattr(settling, "TRIES", 1)


def no_patience(patch: Patch) -> None:
    """What the workspace said of when to come again is not heeded."""
    settle = settling.Settling.settle

    async def at_once(self: settling.Settling, one: postbox.Waiting, outcome: Any) -> None:
        await settle(self, one, Later(0.0) if isinstance(outcome, Later) else outcome)

    patch.setattr(settling.Settling, "settle", at_once)


def no_word(patch: Patch) -> None:
    """No ritual hears that something was given up."""
    tell = Turn.tell

    async def silent(self: Turn, fact: object) -> None:
        if not isinstance(fact, GaveUp):
            await tell(self, fact)

    patch.setattr(Turn, "tell", silent)


def no_own_limit(patch: Patch) -> None:
    """An edit is begun however long ago its card was claimed."""
    patch.setattr(delivery, "BEGINS", timedelta(days=1))


def no_copy_taken_away(patch: Patch) -> None:
    """Who finds that another one is known leaves its own where it stands."""

    async def nothing(*_: Any) -> None:
        return None

    patch.setattr(settling.Settling, "_overtaken", nothing)


def no_line(patch: Patch) -> None:
    """Nobody asks what was said before."""

    async def nothing(*_: Any) -> dict[int, Any]:
        return {}

    patch.setattr(postbox, "_behind", nothing)


def no_leaving(patch: Patch) -> None:
    """Who is asked to end waits for nothing."""
    patch.setattr(scheduler, "LEAVING", 0.0)


# What is said of the history that shows it, as another one may go wrong for a reason of its own; and how many
# seeds are left out where it takes long to come by: that saves time, and nothing else depends on it. Of what hardly any
# history shows, that who lost a row or a timer neither puts it off nor takes it, tests/storage/test_leases.py tells.
GUARDS: dict[Callable[[Patch], None], tuple[str, int]] = {
    no_quiet: ("double", 0),
    always_new: ("double: event", 0),
    no_lease: ("double", 0),
    no_claim: ("taken too early: ", 0),
    no_fence: ("double", 0),
    no_marker: ("double", 0),
    no_claim_of_timers: ("taken too early: timers", 50),
    short_editing: ("left of its lease", 0),
    no_own_limit: ("left of its lease", 50),
    no_copy_taken_away: ("a copy of", 350),
    too_late_at_once: ("was dropped", 0),
    one_try: ("was dropped", 0),
    no_patience: ("s before its time", 50),
    no_word: ("word that", 0),
    no_line: ("stands before", 0),
    no_leaving: ("left behind", 350),
}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_without_it_something_goes_wrong(
    database: Database, monkeypatch: Patch, guard: Callable[[Patch], None]
) -> None:
    guard(monkeypatch)
    said, first = GUARDS[guard]
    assert any(said in str(verdict) for verdict in played(range(first, first + FEW), database))
