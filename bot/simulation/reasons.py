"""Why something doesn't stand: what the workspace answered and how the processes fared must explain it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.simulation import journal
from bot.simulation.calls import Call
from bot.simulation.journal import DROPPED, Entry
from bot.simulation.lives import Life
from bot.simulation.rituals import CARD, WANTED, giving_up
from bot.simulation.watch import passed

# What is promised, and not what the code has: a constant that is wrong there is to be found out.
REFUSALS = 3  # definite ones of one message, after which it is given up
UNCLEAR = 6  # posts of one card of which nobody knows
LATE, LATE_FOR_ONE = 3_600.0, 7 * 86_400.0  # seconds, in a channel and to one person


@dataclass(frozen=True, slots=True)
class Row:
    """`about`: of a card. `under`: the card in whose thread it is said."""

    about: str
    channel: str
    person: str
    under: str


@dataclass
class Reasons:
    """`blind`: nobody may look whether a message stands. `closed`: cards that were to be taken away at some time."""

    rows: Mapping[str, Row]
    calls: Mapping[str, Sequence[Call]]
    lives: Sequence[Life]
    blind: bool
    closed: frozenset[str]
    dropped: dict[str, list[Entry]] = field(default_factory=dict)

    def unexplained(self) -> Iterable[str]:
        """Rows that were dropped, each time that nothing explains."""
        for mark, times in self.dropped.items():
            since = 0.0
            for each in times:
                if not (self._given_up(each, since) or self._orphan(each)):
                    yield f"{mark} was dropped at {each.at:.3f}"
                since = each.at

    def over(self, mark: str, state: str) -> bool:
        """Whether it may end so."""
        return state == "dropped" or (state == "unsure" and self._left_open(mark))

    def _left_open(self, mark: str) -> bool:
        """Nobody may look whether an unclear message stands. A card that is wanted is posted again all the same."""
        open_ = any(call.unclear for call in self.calls.get(mark, ()) if call.method == "post")
        row = self.rows[mark]
        return self.blind and (open_ or any(life.dead for life in self.lives)) and row.about in (self.closed | {""})

    def told(self) -> tuple[Counter[str], Counter[str]]:
        """What the rituals must have heard of, and what they may have, each as often."""
        must, may = Counter[str](), Counter[str]()
        for mark, times in self.dropped.items():
            since, row = 0.0, self.rows[mark]
            where = row.channel or next((call.channel for call in self.calls.get(mark, ())), "")
            key = giving_up(row.about, "" if row.person else where, row.person)
            for each in times:
                gave_up = self._given_up(each, since)
                may[key] += gave_up
                must[key] += gave_up and not self._orphan(each)
                since = each.at
        return must, may

    def _given_up(self, drop: Entry, since: float) -> bool:
        heard = [call for call in self.calls.get(drop.mark, ()) if since < call.heard <= drop.at]
        refused = sum(call.refused for call in heard)
        unclear = sum(call.unclear for call in heard if call.method == "post")
        return any(call.fatal for call in heard) or refused >= REFUSALS or unclear >= UNCLEAR or self._late(drop)

    def _late(self, drop: Entry) -> bool:
        late = LATE_FOR_ONE if self.rows[drop.mark].person else LATE
        off = self.lives[drop.life].off if drop.life >= 0 else 0.0
        return drop.note is not None and drop.at + off - passed(str(drop.note)) > late

    def _orphan(self, drop: Entry) -> bool:
        """Nothing is said under a card that went, or was given up."""
        under = self.rows[drop.mark].under
        parents = [mark for mark, row in self.rows.items() if under and row.about == under]
        return under in self.closed or any(
            each.at <= drop.at for mark in parents for each in self.dropped.get(mark, ())
        )


def reasons(raw: sqlite3.Connection, calls: Iterable[Call], lives: Sequence[Life], *, blind: bool) -> Reasons:
    rows = {f"c{key}": _row(about, place) for key, about, place in raw.execute(CARDS, (CARD,))}
    rows |= {f"s{key}": _row("", place) for key, place in raw.execute("SELECT id, place FROM outbox")}
    by_row: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        by_row[call.row].append(call)
    found = Reasons(rows, by_row, lives, blind, frozenset(about for (about,) in raw.execute(CLOSED)))
    for each in journal.entries(raw):
        if each.what == DROPPED:
            found.dropped.setdefault(each.mark, []).append(each)
    return found


def _row(about: str, place: str) -> Row:
    told: dict[str, Any] = json.loads(place)
    return Row(about, told["channel"], told["person"], (told["under"] or {}).get("about", ""))


CARDS = "SELECT id, about, place FROM cards WHERE name = ?"
CLOSED = f"SELECT about FROM {WANTED.name} WHERE kind = 'closed'"  # noqa: S608  (a name of ours)
