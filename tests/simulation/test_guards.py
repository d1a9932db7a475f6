"""Each guard is needed: without it some history of a few goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import bindparam, null, update

from bot import postbox, settling
from bot.simulation.command import played
from bot.simulation.database import Database
from bot.simulation.workspace import Workspace
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


@pytest.mark.parametrize("guard", [no_quiet, always_new, no_lease, no_claim, no_fence, no_marker])
def test_without_it_something_goes_wrong(
    database: Database, monkeypatch: Patch, guard: Callable[[Patch], None]
) -> None:
    guard(monkeypatch)
    assert any(not verdict.fine for verdict in played(range(FEW), database))
