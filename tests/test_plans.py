"""No page, card, report or timer reads a whole table of what people handed in: each way leads through an index.

A default test: whatever is new is in it by itself. SQLite is asked for the way of each statement, which is the same
however much there is (storage/planner.py), so that next to nothing has to be there for it.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from benchmarks.growth import LATER, deeds, grown, moment, present
from benchmarks.past import SHARES
from bot.app import Core, core
from bot.clock import TurnedClock
from bot.database import migrate
from storage import compliment_week
from storage.compliment import Receiver
from storage.dagstart import DagstartDay
from storage.house import CardRow
from storage.klantpet import MeetingDay
from tests.world import ORG, settings_of

GROWS = {each.__tablename__ for each in (*SHARES, Receiver, DagstartDay, CardRow, MeetingDay)}
SIZE = 500  # contributions
WHOLE = re.compile(r"^SCAN (\w+)|^SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(org=\?\)$")

# Who looks at all that is kept of them reads what no index leads to: who was asked, who may have been named.
# The register counts its themes over all signals.
KNOWN = {
    "privacy.mine": {"dagstart_items", "dagstart_days", "meeting_days", "improvement_actions", "stories"},
    "privacy.kind": {"dagstart_days"},
    "silo.list": {"silo_signals"},
    "silo.news": {"silo_signals"},
}


async def test_each_way_leads_through_an_index(tmp_path: Path) -> None:
    kept = tmp_path / "present.db"
    subjects = await present(f"sqlite:///{kept}")
    found: dict[str, set[str]] = defaultdict(set)
    file = Path(shutil.copy(kept, tmp_path / "grown.db"))
    async with grown(file, subjects, SIZE) as parts:
        for _kind, name, deed in deeds(subjects):
            moment(parts, name)
            with asked(parts) as statements:
                await deed(parts)
            found[name] |= {table for each in statements for table in whole(file, *each)}
    assert {name: tables for name, tables in found.items() if tables - KNOWN.get(name, set())} == {}


@pytest.mark.parametrize("last", ["picked", "place"])
async def test_a_weeks_compliments_are_found_by_their_moment(sqlite_url: str, last: str) -> None:
    """Nearly all are in no selection: an index that begins with that leads to all that a team ever got. Between two
    that are alike to it SQLite chooses by their age, which differs from one database to the next.
    """
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"DROP INDEX ix_compliments_{last}")
        connection.execute(f"CREATE INDEX ix_compliments_{last} ON compliments (org, team, {last})")
    await migrate(sqlite_url)
    weeks = [(team, f"2026-{week}") for team in (1, 2) for week in range(10, 50)]
    async with core(settings_of(sqlite_url, threads=True), TurnedClock(LATER)) as parts:
        with asked(parts) as statements:
            async with parts.turns.reading(ORG) as turn:
                await compliment_week.of_week(turn.session, [1, 2], LATER)
                await compliment_week.picked(turn.session, weeks[:1])
                await compliment_week.picked(turn.session, weeks)
    plans = ["\n".join(plan(file, *each)) for each in statements if "compliments" in each[0]]
    assert "ix_compliments_read (org=? AND team=? AND read_at>?)" in plans[0]
    assert all("ix_compliments_picked (org=? AND team=? AND picked=?)" in each for each in plans[1:])
    assert len(plans) == 3


@contextmanager
def asked(parts: Core) -> Iterator[list[tuple[str, Any]]]:
    """The statements that go to the database meanwhile, with their parameters."""
    engine, found = parts.sessions.kw["bind"].sync_engine, list[tuple[str, Any]]()

    def heard(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            found.append((statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", heard)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", heard)


def whole(file: Path, statement: str, parameters: Any) -> set[str]:
    """The tables of which it reads each row that the organisation has."""
    ways = plan(file, statement, parameters)
    read = (match.group(1) or match.group(2) for line in ways if (match := WHOLE.match(line)))
    return GROWS.intersection(read)


def plan(file: Path, statement: str, parameters: Any) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
