"""Rows by the hundred thousand, written straight into a table, past the ORM: SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Column, Table, insert, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as dialect_of_sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, DropIndex

Values = Mapping[str, Any]


def fill(url: str, kind: Any, rows: Iterable[Values]) -> None:
    """Each row as the ORM would write it, all with the same attributes: the others have the column's default."""
    left = iter(rows)
    if (first := next(left, None)) is None:
        return
    into = _into_sqlite if url.startswith("sqlite") else _into_postgres
    into(url, kind.__table__, _columns(kind, first), chain((first,), left))


@dataclass(frozen=True)
class Source:
    """Where the value of one column comes from, and how the driver takes it."""

    attribute: str
    column: Column[Any]
    default: Callable[[], Any] | None

    def reader(self, dialect: Dialect) -> Callable[[Values], Any]:
        change: Callable[[Any], Any] = self.column.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
        default, attribute = self.default, self.attribute
        if default is not None:
            return lambda _row: change(default())
        return lambda row: change(row[attribute])


def _as_it_is(value: Any) -> Any:
    return value


def _columns(kind: Any, first: Values) -> list[Source]:
    found = []
    for attribute in inspect(kind).column_attrs:
        column = attribute.columns[0]
        default = None if attribute.key in first else _default(column)
        if attribute.key in first or default is not None:
            found.append(Source(attribute.key, column, default))
    return found


def _default(column: Any) -> Callable[[], Any] | None:
    default = column.default
    if default is None or default.is_sequence:
        return None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


def _made(dialect: Dialect, columns: Iterable[Source], rows: Iterable[Values]) -> Iterator[list[Any]]:
    readers = [each.reader(dialect) for each in columns]
    return ([read(row) for read in readers] for row in rows)


def _into_sqlite(url: str, table: Table, columns: list[Source], rows: Iterable[Values]) -> None:
    """An index is made in a fraction of the time when its rows are there."""
    dialect: Dialect = dialect_of_sqlite.dialect()
    names = [each.column.name for each in columns]
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    by_name = {each.column.name: each for each in columns}
    ordered = [by_name[name] for name in compiled.positiontup or ()]
    indexes = sorted(table.indexes, key=lambda each: str(each.name))
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        for index in indexes:
            connection.execute(str(DropIndex(index).compile(dialect=dialect)))
        connection.executemany(str(compiled), _made(dialect, ordered, rows))
        for index in indexes:
            connection.execute(str(CreateIndex(index).compile(dialect=dialect)))


def _into_postgres(url: str, table: Table, columns: list[Source], rows: Iterable[Values]) -> None:
    dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    name, names = sql.Identifier(table.name), [sql.Identifier(each.column.name) for each in columns]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, sql.SQL(", ").join(names))) as copy:
            for row in _made(dialect, columns, rows):
                copy.write_row(row)
        if issubclass(table.columns["id"].type.python_type, int):
            last = "SELECT setval(pg_get_serial_sequence({}, 'id'), coalesce(max(id), 1)) FROM {}"
            cursor.execute(sql.SQL(last).format(sql.Literal(table.name), name))
