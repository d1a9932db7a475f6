"""One database for all histories of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs
from bot.simulation.command import prepared
from bot.simulation.database import Database


@pytest.fixture(scope="session")
def database(migrated_sqlite: Path) -> Iterator[Database]:
    with prepared(migrated_sqlite) as found:
        yield found


@pytest.fixture(scope="module", autouse=True)
def silent_logs() -> Iterator[None]:
    """What goes wrong in a history is meant to, and writing it down costs more than playing it."""
    logs.configure("CRITICAL")
    yield
    logs.configure("ERROR")
