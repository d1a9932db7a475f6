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

from sqlalchemy import event

from benchmarks.growth import deeds, grown, moment, present
from benchmarks.past import SHARES
from bot.app import Core
from storage.compliment import Receiver
from storage.dagstart import DagstartDay
from storage.house import CardRow
from storage.klantpet import MeetingDay

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
    with closing(sqlite3.connect(file)) as connection:
        plan = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    read = (match.group(1) or match.group(2) for line in plan if (match := WHOLE.match(line)))
    return GROWS.intersection(read)
