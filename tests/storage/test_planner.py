"""SQLite finds its way by an index in a database that is empty, and that nobody ever measured."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import create_engine, text

from bot.database import migrate
from storage import planner

OWN = "SELECT * FROM {} WHERE org = 'T1' AND {} = 'U1' ORDER BY id"


@pytest.fixture
def file(sqlite_url: str) -> str:
    return sqlite_url.removeprefix("sqlite:///")


@pytest.mark.parametrize(
    ("table", "column"),
    [("compliments", "thanks_by"), ("compliments", "giver"), ("improvement_actions", "link"), ("stories", "person")],
)
def test_one_persons_rows_are_found_by_their_index(file: str, table: str, column: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        (plan,) = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {OWN.format(table, column)}")][:1]
    assert f"(org=? AND {column}=?)" in plan, plan


def test_a_day_is_found_among_a_million(file: str) -> None:
    days = "SELECT * FROM dagstart_items WHERE (team, day) IN (VALUES (1, '2026-11-23')) AND org = 'T1' ORDER BY id"
    with closing(sqlite3.connect(file)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {days}")]
    assert "(org=? AND team=? AND day=?)" in plan[0], plan


def test_a_column_with_few_values_is_not_preferred_to_a_moment(file: str) -> None:
    lately = "SELECT id FROM compliments WHERE team = 1 AND read_at >= 'a' AND place IN ('board', 'channel')"
    with closing(sqlite3.connect(file)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {lately} AND org = 'T1'")]
    assert "ix_compliments_read (org=? AND team=? AND read_at>?)" in plan[0], plan


def test_rows_become_fewer_with_each_column_but_the_organisation() -> None:
    assert planner.counts(["org", "team", "day"], unique=False) == [1_000_000, 1_000_000, 200, 2]
    assert planner.counts(["org", "id"], unique=True) == [1_000_000, 1_000_000, 1]
    assert planner.counts(["parked", "due_at"], unique=False) == [1_000_000, 500_000, 100]


async def test_what_somebody_measured_is_forgotten_on_the_next_start(sqlite_url: str, file: str) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        before = sorted(planner.known(connection))
        connection.execute(text("ANALYZE"))
        assert sorted(planner.known(connection)) != before
    engine.dispose()
    await migrate(sqlite_url)
    with engine.begin() as connection:
        assert sorted(planner.known(connection)) == before
    engine.dispose()
