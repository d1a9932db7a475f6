"""SQLite chooses its ways as for a big workspace, whatever is in the file.

Without knowing how often a value occurs it takes every row of an organisation for a handful, and reads a million of
them in the order of their ids where an index would have led it to ten. Measuring (`ANALYZE`) would tell it so, but
differently in each file and on each day: a column that is mostly empty, such as who thanks a customer, then looks as
if its index were of no use. So what it is told is written down here, and is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

ROWS = 1_000_000  # of each table
FEWER = 5_000  # times, with each column that is known
TIMES = {"org": 1, "parked": 2, "place": 2, "state": 50}  # but with these: they have few values, or one in most rows
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"

Told = tuple[str, str, str]  # a table, an index of it, and how many rows each more of its columns leads to


def tell(connection: Connection) -> None:
    """What it was told before, or measured, is forgotten. Each connection that opens from now on knows."""
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # makes the table, and measures nothing
    wanted = set(_told(connection))
    if wanted == {(table, index, stat) for table, index, stat in known(connection)}:
        return
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", sorted(wanted))


def known(connection: Connection) -> Sequence[Told]:
    return [(row[0], row[1], row[2]) for row in connection.exec_driver_sql("SELECT tbl, idx, stat FROM sqlite_stat1")]


def _told(connection: Connection) -> Iterator[Told]:
    for table in connection.exec_driver_sql(TABLES).scalars().all():
        for _, index, unique, *_ in connection.exec_driver_sql(f'PRAGMA index_list("{table}")').all():
            columns = [row[2] for row in connection.exec_driver_sql(f'PRAGMA index_info("{index}")')]
            yield table, index, " ".join(map(str, counts(columns, unique=bool(unique))))


def counts(columns: Sequence[str], *, unique: bool) -> list[int]:
    """Rows in all, and those with the same first column, the same first two, and so on."""
    found = [ROWS]
    for column in columns:
        found.append(max(found[-1] // TIMES.get(column, FEWER), 2))
    return [*found[:-1], 1] if unique else found
