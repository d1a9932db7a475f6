"""What each bot reads from files when it starts, read once a run: the migrations and the translations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache

import pytest
from alembic.script import ScriptDirectory

from bot import app
from bot.catalogs import Catalogs
from bot.database import config, migrate
from tests.states import file_of, kind

VERSION = "SELECT version_num FROM alembic_version"


@contextmanager
def once() -> Iterator[None]:
    """A database that isn't at the newest version is migrated, as is whatever a process of its own starts on."""
    newest = ScriptDirectory.from_config(config()).get_current_head()

    async def migrated(url: str) -> None:
        if kind(url) != "sqlite" or _version(url) != newest:
            await migrate(url)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "migrate", migrated)
        patch.setattr(Catalogs, "load", lru_cache(Catalogs.load))
        yield


def _version(url: str) -> str | None:
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file_of(url))) as connection:
        found = connection.execute(VERSION).fetchone()
        return str(found[0]) if found else None
    return None
