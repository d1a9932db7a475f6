"""Ten thousand teams as they stand a minute before their dagstart: eight members, the day planned, and its timer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from benchmarks.bulk import Values, fill
from benchmarks.scale import scaled
from rituals.calendar import KEYS
from rituals.contract import about
from storage import dagstart, house, organisations, people

ORG = "T1"
TEAMS = scaled(10_000, 20)
MEMBERS = 8  # of each team


def due(url: str, day: date, moment: datetime, *, org: bool = True) -> None:
    """Into a database at the newest version. `org`: the organisation too. No day is a holiday."""
    known = [(organisations.Organisation, [{"id": ORG, "name": "Bench", "holidays": {"off": sorted(KEYS.values())}}])]
    for table, rows in [*(known if org else ()), *_rows(day, moment)]:
        fill(url, table, ({"org": ORG, **row} if table is not organisations.Organisation else row for row in rows))


def _rows(day: date, moment: datetime) -> Iterable[tuple[Any, Iterable[Values]]]:
    ids, joined = range(1, TEAMS + 1), day - timedelta(days=30)
    team = {"workdays": "1234567", "started_on": joined}
    member = {"joined_on": joined, "seasoned": True}
    who = [(t, f"U{t}X{n}") for t in ids for n in range(MEMBERS)]
    plan = {"name": "dagstart.open", "due_at": moment}
    return (
        (people.Team, ({"id": t, "channel": f"C{t}", "name": f"Team {t}", **team} for t in ids)),
        (people.PersonRow, ({"key": key, "name": key} for _team, key in who)),
        (people.Member, ({"team": t, "person": key, **member} for t, key in who)),
        (dagstart.DagstartSettings, ({"team": t, "days": "1234567"} for t in ids)),
        (dagstart.DagstartDay, ({"team": t, "day": day, "starts_at": moment} for t in ids)),
        (house.Timer, ({"about": about(t, day.isoformat()), **plan} for t in ids)),
    )
