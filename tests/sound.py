"""Whether a database is whole: SQLite's own checks; on PostgreSQL each key read again from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Select, Table, UniqueConstraint, and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

import storage.tables  # noqa: F401  (every table, known to the metadata)
from storage.base import Base, open_database

ALL = {"all_orgs": True}
ROWS_ONLY = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")  # an index that is broken can't hide it


async def unsound(url: str) -> list[str]:
    async with open_database(url) as sessions, sessions() as session:
        return await (_sqlite(session) if url.startswith("sqlite") else _postgres(session))


async def _sqlite(session: AsyncSession) -> list[str]:
    found = await session.scalars(text("PRAGMA integrity_check"), execution_options=ALL)
    loose = await session.execute(text("PRAGMA foreign_key_check"), execution_options=ALL)
    return [line for line in found if line != "ok"] + [str(row) for row in loose]


async def _postgres(session: AsyncSession) -> list[str]:
    for each in ROWS_ONLY:
        await session.execute(text(f"SET LOCAL {each} = off"), execution_options=ALL)
    checks = [check for table in Base.metadata.sorted_tables for check in (*_doubles(table), *_orphans(table))]
    found = [
        name for name, asked in checks if (await session.execute(asked, execution_options=ALL)).first() is not None
    ]
    for table in Base.metadata.sorted_tables:  # a unique index that is made anew says where it can't be
        await session.execute(text(f'REINDEX TABLE "{table.name}"'), execution_options=ALL)
    return found


def _doubles(table: Table) -> Iterator[tuple[str, Select[Any]]]:
    keys = [[*table.primary_key.columns]]
    keys += [[*each.columns] for each in table.constraints if isinstance(each, UniqueConstraint)]
    for key in keys:
        filled = and_(*(column.is_not(None) for column in key))
        yield f"{table.name}: {key} twice", select(*key).where(filled).group_by(*key).having(func.count() > 1)


def _orphans(table: Table) -> Iterator[tuple[str, Select[Any]]]:
    for each in table.constraints:
        if isinstance(each, ForeignKeyConstraint):
            other = each.referred_table.alias()
            pairs = [(pair.parent, other.c[pair.column.name]) for pair in each.elements]
            filled = and_(*(mine.is_not(None) for mine, _ in pairs))
            stands = select(other).where(*(mine == theirs for mine, theirs in pairs)).exists()
            yield f"{table.name}: {each.name} without its row", select(*each.columns).where(filled, ~stands)
