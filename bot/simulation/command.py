"""`klantritme simulate`: many histories, one after the other, and what became of them in one line."""

from __future__ import annotations

import asyncio
import gc
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.database import migrate
from bot.simulation import journal
from bot.simulation.database import Database
from bot.simulation.oracle import Verdict
from bot.simulation.rituals import WANTED
from bot.simulation.world import World

MEMORY = Path("/dev/shm")  # noqa: S108  (each run makes a folder of its own in it)
ROOM = 200_000_000  # bytes
REST = 50  # histories between two collections of what they left behind


@contextmanager
def prepared(template: Path | None = None) -> Iterator[Database]:
    """A migrated database in memory if there is room; `template`: one that is migrated already."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="klantritme-", dir=MEMORY if roomy else None) as folder:
        file = Path(folder) / "simulated.db"
        if template is None:
            asyncio.run(migrate(f"sqlite:///{file}"))
        else:
            shutil.copyfile(template, file)
        database = Database(str(file))
        columns = ", ".join(WANTED.columns.keys())
        database.reader.execute(f"CREATE TABLE {WANTED.name} ({columns})")
        journal.begun(database.reader)
        try:
            yield database
        finally:
            database.close()


def played(seeds: Iterable[int], database: Database) -> Iterator[Verdict]:
    """Each history's verdict, as soon as it is there."""
    gc.disable()
    try:
        for count, seed in enumerate(seeds):
            yield World(seed, database).play()
            if count % REST == 0:
                gc.collect()
    finally:
        gc.enable()


def simulate(seeds: int, first: int, say: Callable[[str], None]) -> bool:
    """Says of each history that failed how, and of all of them the outcome; whether nothing failed."""
    with prepared() as database:
        gc.freeze()  # what is loaded by now stays
        return summed_up(played(range(first, first + seeds), database), say)


def summed_up(verdicts: Iterable[Verdict], say: Callable[[str], None]) -> bool:
    seeds = lost = double = unresolved = 0
    for each in verdicts:
        seeds, lost, double = seeds + 1, lost + len(each.lost), double + len(each.double)
        unresolved += len(each.unresolved)
        if not each.fine:
            say(str(each))
    say(f"{seeds} seeds: {lost} lost, {double} double, {unresolved} unresolved")
    return not (lost or double or unresolved)
