"""What people handed in over two years, so many rows of it: behind teams that stand in the database already.

Half of it are contributions to dagstarts, three in ten compliments; the rest are actions, figures, flags, signals and
stories. In each team twenty people wrote it, three of whom are still there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from benchmarks.bulk import Values, fill
from benchmarks.scale import scaled
from rituals.facts import Block
from storage.action import ImprovementAction
from storage.compliment import Compliment, Receiver
from storage.dagstart import DagstartDay, DagstartItem
from storage.estafette import Story
from storage.house import CardRow
from storage.klantpet import Flag, Meeting, MeetingDay
from storage.kpi import KpiValue
from storage.silo import SiloSignal

ORG = "T1"
WORKDAYS = scaled(520, 20)
WEEK = 5  # working days
AGO = 8  # days: the last week is the same, whatever lies behind it
HALF_A_YEAR = timedelta(days=190)
FIRST = 1_000_000  # the id of the first row: below it are those that stood there already
STAY = "ABC"  # those of each team who are still there
GONE = 17  # and those who are not
BLOCKS = (Block.IMPROVE, Block.TODAY)
SHARES = {
    DagstartItem: 0.52,
    Compliment: 0.3,
    ImprovementAction: 0.06,
    Flag: 0.06,
    KpiValue: 0.04,
    Story: 0.01,
    SiloSignal: 0.01,
}


@dataclass(frozen=True)
class Past:
    """`teams`: whose it is; `today`: the day before which all of it was."""

    teams: Sequence[int]
    today: date
    size: int

    def write(self, url: str) -> int:
        """Returns how many contributions there are by now."""
        days = [self.today - timedelta(days=n) for n in range(AGO, AGO + WORKDAYS * 2)]
        worked = [day for day in days if day.isoweekday() < 6][:WORKDAYS]
        fill(url, DagstartDay, ({"org": ORG, **_day(team, day)} for team in self.teams for day in worked))
        fill(url, CardRow, ({"org": ORG, **_card(team, day)} for team in self.teams for day in worked))
        fill(url, Meeting, ({"org": ORG, **_meeting(team, worked)} for team in self.teams))
        weekly = [(team, n, day) for team in self.teams for n, day in enumerate(worked[::WEEK])]
        fill(url, MeetingDay, ({"org": ORG, **_occurrence(team, n, day)} for team, n, day in weekly))
        for table, share in SHARES.items():
            fill(url, table, ({"org": ORG, **row} for row in self._rows(table, int(self.size * share), worked)))
        fill(url, Receiver, ({"org": ORG, **row} for row in self._receivers(int(self.size * SHARES[Compliment]))))
        return sum(int(self.size * share) for share in SHARES.values())

    def _rows(self, table: Any, size: int, worked: Sequence[date]) -> Iterator[Values]:
        """The teams in turn, and for each its days, the oldest first."""
        each = size // len(self.teams) + 1
        for n in range(size):
            team, nth = self.teams[n % len(self.teams)], n // len(self.teams)
            day = worked[len(worked) - 1 - nth * len(worked) // each]
            yield MADE[table](FIRST + n, team, _person(team, nth), day, nth)

    def _receivers(self, size: int) -> Iterator[Values]:
        for n in range(size):
            if n % 10 < 6:
                person = _person(self.teams[n % len(self.teams)], n // len(self.teams) + 1)
                yield {"compliment": FIRST + n, "person": person, "choice": "named", "batch": f"{n}-1"}


def _person(team: int, n: int) -> str:
    n %= len(STAY) + GONE
    return f"{STAY[n]}{team}" if n < len(STAY) else f"G{team}X{n}"


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, 5, tzinfo=UTC)


def _day(team: int, day: date) -> Values:
    start = _at(day) - timedelta(minutes=5)
    ended = {"ends_at": start + timedelta(minutes=15), "closes_at": start + timedelta(minutes=135)}
    return {"team": team, "day": day, "starts_at": start, "state": "CLOSED", "summarised_at": start, **ended}


def _card(team: int, day: date) -> Values:
    stands = {"channel": f"C{team}", "stamp": f"{_at(day).timestamp():.0f}.{team:06}", "state": "shown", "shown": 1}
    place = {"is": "Place", "channel": f"C{team}", "person": "", "under": None}
    return {"name": "dagstart.card", "about": f"{team}:{day.isoformat()}", "place": place, **stands}


def _meeting(team: int, worked: Sequence[date]) -> Values:
    """It was ended, so that those who look see what was decided at it, and nothing of it comes."""
    rhythm = {"repeats": "weekly", "first": worked[-1], "clock": time(10), "minutes": 60, "ended_on": worked[0]}
    return {"id": FIRST + team, "team": team, "name": "vroeger", "owner": f"A{team}", "at": _at(worked[-1]), **rhythm}


def _occurrence(team: int, n: int, day: date) -> Values:
    told = {"wearer": f"A{team}", "considered": "yes", "decided": "wij bellen terug", "begun": True}
    return {"id": _key(team, n), "team": team, "meeting": FIRST + team, "day": day, **told} | {
        "starts_at": _at(day),
        "minutes": 60,
        "state": "DONE",
    }


def _key(team: int, n: int) -> int:
    """Of the team's occurrence, the newest first."""
    return FIRST + team * 1000 + n


# --- a row of each kind -----------------------------------------------------------------------------------------------
def _item(key: int, team: int, person: str, day: date, n: int) -> Values:
    told = {"block": BLOCKS[n % 2].value, "author": person, "text": f"Een klant vertelde iets, nummer {n} van {day}"}
    return {"id": key, "team": team, "day": day, "origin": day, "at": _at(day), **told}


def _compliment(key: int, team: int, person: str, day: date, n: int) -> Values:
    text = [f"Een klant vertelde iets, nummer {n} van {day}, en ", ["Bram", False, _person(team, n + 1)], " hielp"]
    told = {"kind": "colleague" if n % 3 else "customer", "giver": person, "text": text, "state": "PUBLISHED"}
    at = _at(day)
    place = {"place": "channel" if n % 5 == 0 else "board", "day": day, "published_at": at, "read_at": at}
    return {"id": key, "team": team, "at": at, "origin": day, **told, **place}


def _action(key: int, team: int, person: str, day: date, n: int) -> Values:
    told = {"what": f"bellers terugbellen, nummer {n}", "effect": "zij wachten niet", "proposer": person}
    state = {"owner": person, "state": "DONE", "check_on": day, "closed_on": day, "told_on": day, "result": "works"}
    return {"id": key, "team": team, "at": _at(day), **told, **state}


def _flag(key: int, team: int, person: str, day: date, n: int) -> Values:
    """At one of the meetings that were."""
    told = {"kind": "other", "text": f"zij wachten, nummer {n}", "person": person}
    return {"id": key, "team": team, "on": day, "occurrence": _key(team, n % (WORKDAYS // WEEK)), **told}


def _value(key: int, team: int, _person: str, day: date, n: int) -> Values:
    return {"id": key, "kpi": team, "day": day, "value": 700 + n % 300}


def _signal(key: int, team: int, person: str, day: date, n: int) -> Values:
    told = {"ours": "snel", "theirs": "goed", "effect": f"zij wachten, nummer {n}", "theme": "aims", "person": person}
    return {"id": key, "team": team, "on": day, "moved_on": day, "told_on": day, "state": "SOLVED", **told}


def _story(key: int, team: int, _person: str, day: date, n: int) -> Values:
    """A of each team is an executive; the half year that the relay looks at is as it is."""
    day -= HALF_A_YEAR
    texts = {name: [f"Een klant vertelde iets, nummer {n} van {day}"] for name in ("what", "struck", "change")}
    told = {"person": f"A{team}", "state": "PUBLISHED", "kind": "visit", "channel": "C1"}
    return {"id": key, "on": day, "at": _at(day), "published_at": _at(day), **told, **texts}


MADE: dict[Any, Callable[[int, int, str, date, int], Values]] = {
    DagstartItem: _item,
    Compliment: _compliment,
    ImprovementAction: _action,
    Flag: _flag,
    KpiValue: _value,
    SiloSignal: _signal,
    Story: _story,
}
