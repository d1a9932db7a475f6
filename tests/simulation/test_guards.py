"""Each guard is needed: without it some history of a few goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import bindparam, null, update

from bot import postbox, settling, timers
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


GUARDS = (
    no_quiet, always_new, no_lease, no_claim, no_fence, no_marker,
    no_claim_of_timers, short_editing, too_late_at_once, one_try, no_patience, no_word,
)  # fmt: skip


@pytest.mark.parametrize("guard", GUARDS)
def test_without_it_something_goes_wrong(
    database: Database, monkeypatch: Patch, guard: Callable[[Patch], None]
) -> None:
    guard(monkeypatch)
    assert any(not verdict.fine for verdict in played(range(FEW), database))
