"""What became of the house's rows on their way, written by the database itself, in the transaction that did it.

The rows at the end say neither that one was given up before it was shown anew, nor who had it before whom.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from bot.simulation.lives import OF

NAME = "simulated_journal"
CLAIMED, DROPPED, KNOWN = "claimed", "dropped", "known"

TABLE = f"CREATE TABLE {NAME} (what, tab, row INTEGER, at REAL, life INTEGER, note)"
WRITES = "INSERT INTO {journal} VALUES ('{what}', '{table}', NEW.id, passed(), life(), {note})"
TRIGGER = "CREATE TRIGGER {what}_{table} AFTER UPDATE OF {column} ON {table} WHEN {when} BEGIN {writes}; END"

# Of a claim: until when it was leased, and is. Of what is dropped: since when it was to go out. Of a card: its stamp.
TERMS = "coalesce(OLD.lease_until, '') || '/' || NEW.lease_until"
LEASED = ("lease", CLAIMED, "NEW.lease IS NOT NULL AND NEW.lease IS NOT OLD.lease", TERMS)
GIVEN_UP = ("state", DROPPED, "NEW.state = 'dropped' AND OLD.state != 'dropped'", "NEW.since")
STANDS = ("stamp", KNOWN, "NEW.stamp != '' AND NEW.stamp != OLD.stamp", "NEW.stamp")
WATCHED = (
    *((table, LEASED) for table in ("cards", "outbox", "timers")),
    *((table, GIVEN_UP) for table in ("cards", "outbox")),
    ("cards", STANDS),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """`life`: of which process, by its number."""

    what: str
    table: str
    row: int
    at: float
    life: int
    note: object

    @property
    def mark(self) -> str:
        """As messages bear it that belong to the row."""
        return f"{'s' if self.table == 'outbox' else 'c'}{self.row}"


def begun(raw: sqlite3.Connection) -> None:
    """In a database that has the house's tables."""
    raw.execute(TABLE)
    for table, (column, what, when, note) in WATCHED:
        writes = WRITES.format(journal=NAME, what=what, table=table, note=note)
        raw.execute(TRIGGER.format(what=what, table=table, column=column, when=when, writes=writes))


def listening(raw: sqlite3.Connection) -> None:
    """Each connection that writes needs it."""
    raw.create_function("passed", 0, lambda: asyncio.get_running_loop().time())
    raw.create_function("life", 0, _number)


def _number() -> int:
    life = OF.get()
    return -1 if life is None else life.number


def entries(raw: sqlite3.Connection) -> Iterator[Entry]:
    """In the order in which they came to be."""
    return (Entry(*row) for row in raw.execute(f"SELECT * FROM {NAME} ORDER BY rowid"))  # noqa: S608  (a name of ours)
