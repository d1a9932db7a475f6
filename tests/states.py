"""Contents of a database: kept once, and put into another in a moment, so that a test need not play how they came."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from psycopg.rows import scalar_row

FOLDER = tempfile.TemporaryDirectory(prefix="klantritme-states-", ignore_cleanup_errors=True)
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
ANEW = """SELECT setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL"""
COUNTED = (
    "SELECT setval(format('%%I', name)::regclass, last) FROM unnest(%s::text[], %s::bigint[]) AS used (name, last)"
)
# The version of the schema is no content: it stays with the tables that it is of.
USED = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"""


ANY = "SELECT id FROM organisations"


class State(Protocol):
    def put(self, url: str) -> None:
        """In place of all that is in a database of the same schema; nobody may be in a transaction on it."""


def kind(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgres"


def keep(url: str) -> State:
    return Sqlite.keep(url) if kind(url) == "sqlite" else Postgres.keep(url)


def no_rows(url: str) -> bool:
    """Of any organisation: nothing has been done here yet."""
    if kind(url) == "sqlite":
        with _file(file_of(url)) as connection:
            return connection.execute(ANY).fetchone() is None
    with opened(url) as found:
        return found.execute(ANY).fetchone() is None


# --- SQLite -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sqlite:
    file: Path

    @classmethod
    def keep(cls, url: str) -> Sqlite:
        file = Path(FOLDER.name) / f"{len(list(Path(FOLDER.name).iterdir()))}.db"
        with _file(file_of(url)) as found, _file(file) as kept:
            found.backup(kept)
        return cls(file)

    def put(self, url: str) -> None:
        with _file(self.file) as kept, _file(file_of(url)) as there:
            there.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug on a test
            kept.backup(there)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///").partition("?")[0])


@contextmanager
def _file(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection


# --- PostgreSQL -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Postgres:
    """Tables as COPY writes them, and the last value of each sequence."""

    tables: Mapping[str, bytes]
    sequences: Mapping[str, int | None]

    @classmethod
    def keep(cls, url: str) -> Postgres:
        with opened(url) as connection, connection.cursor(row_factory=scalar_row) as cursor:
            tables = {}
            for name in cursor.execute(USED).fetchall():
                with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as rows:
                    tables[name] = b"".join(rows)
            return cls(tables, dict(connection.execute(SEQUENCES).fetchall()))

    def put(self, url: str) -> None:
        with opened(url) as connection:
            empty(connection)
            for name, rows in self.tables.items():
                with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as into:
                    into.write(rows)
            used = {name: last for name, last in self.sequences.items() if last is not None}
            connection.execute(COUNTED, (list(used), list(used.values())))


@contextmanager
def opened(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        yield connection


def empty(connection: psycopg.Connection) -> None:
    """As after the migrations: no rows, and each count begins anew."""
    connection.execute("SET session_replication_role = replica")  # tables come and go in any order
    with connection.cursor(row_factory=scalar_row) as cursor:
        some = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in cursor.execute(USED).fetchall()]
    if some:
        connection.execute(sql.SQL("; ").join(some))  # TRUNCATE takes ten times as long: it makes all their files anew
    connection.execute(ANEW)
