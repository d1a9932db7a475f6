"""How the processes of a history behaved on the way: what harms nobody in this history would in another."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import inf

from bot.simulation import journal
from bot.simulation.calls import Call
from bot.simulation.faults import LATEST
from bot.simulation.host import SKEW
from bot.simulation.journal import CLAIMED, KNOWN, Entry
from bot.simulation.lives import Life
from bot.simulation.watch import passed
from bot.simulation.workspace import Workspace
from bot.surface import Later, Sent

CLAIM_LASTS = 5.0  # seconds, at the least: nobody else takes the row in them
MENDS = 60.0  # seconds in which a process takes away the copy that it made
FINISHES = 3.5  # seconds: a call that is answered in them is waited for by a process that is asked to end
LEAVES = 10.0  # seconds after which nobody waits for it any more
SENT = "SELECT id, org, place, since FROM outbox WHERE state = 'sent' ORDER BY id"
EXACT = 0.001  # seconds: SQLite keeps moments less precisely than the loop


def misconduct(raw: sqlite3.Connection, workspace: Workspace, lives: Sequence[Life]) -> Iterable[str]:
    entries, calls = list(journal.entries(raw)), workspace.calls
    claims: dict[str, list[Entry]] = defaultdict(list)
    for each in entries:
        if each.what == CLAIMED and each.table != "timers":
            claims[each.mark].append(each)
    yield from _impatient(calls)
    yield from _taken_early(entries)
    yield from _edited_late(calls, claims)
    yield from _copied(calls, {(each.mark, str(each.note)) for each in entries if each.what == KNOWN}, workspace)
    yield from _left_behind(calls, lives, workspace.loop.time())
    yield from _out_of_order(raw, workspace)


def _impatient(calls: Sequence[Call]) -> Iterable[str]:
    """Made before the moment from which the workspace would take it again: by whoever heard so, or of the same row.

    Of the row only what comes next: once it was taken, it is due anew by the clock of whoever changes it.
    """
    for turned in calls:
        if not isinstance(turned.answer, Later) or turned.method not in ("post", "edit"):
            continue
        until = turned.heard + turned.answer.seconds - EXACT
        later = [each for each in calls if each.method == turned.method and each.turn > turned.heard]
        following = next((each for each in later if each.row == turned.row), None)
        for call in later:
            if call.at >= until + 2 * SKEW:
                continue
            mine = call.life is turned.life and (call.method == "edit" or call.channel == turned.channel)
            if (mine and call.at < until) or (call is following and call.clock < until + turned.off):
                yield f"{call.method} {call.row} at {call.at:.3f}, {until - call.at:.3f} s before its time"


def _taken_early(entries: Sequence[Entry]) -> Iterable[str]:
    """While whoever had it may still be at it."""
    for each in entries:
        if each.what == CLAIMED:
            had, has = (passed(part or None) for part in str(each.note).split("/"))
            if had < inf and has - had < CLAIM_LASTS:
                yield f"taken too early: {each.table} {each.row} at {each.at:.3f}"


def _edited_late(calls: Sequence[Call], claims: Mapping[str, Sequence[Entry]]) -> Iterable[str]:
    """Begun so late that it can still land when somebody else, by a clock that differs, has the card."""
    for call in calls:
        if call.method != "edit" or call.life is None:
            continue
        held = [each for each in claims[call.row] if each.life == call.life.number and each.at <= call.at]
        until = passed(str(held[-1].note).rpartition("/")[2]) if held else 0.0
        if call.clock + LATEST + 2 * SKEW > until:
            yield f"edit {call.row} at {call.at:.3f}, with {until - call.clock:.3f} s left of its lease"


def _copied(calls: Sequence[Call], known: set[tuple[str, str]], workspace: Workspace) -> Iterable[str]:
    """A copy that a process knew of, lived on and left there."""
    now = workspace.loop.time()
    removed = [(call.life, call.stamp, call.at) for call in calls if call.method == "remove"]
    for call in calls:
        if call.method != "post" or not call.row.startswith("c") or not isinstance(call.answer, Sent):
            continue
        by, stamp = call.heard + MENDS, call.answer.stamp
        if (call.row, stamp) in known or now < by or (call.life is not None and call.life.died < by):
            continue
        if not any(life is call.life and gone == stamp and at <= by for life, gone, at in removed):
            yield f"a copy of {call.row} left at {call.heard:.3f}"


def _left_behind(calls: Sequence[Call], lives: Sequence[Life], now: float) -> Iterable[str]:
    """By a process that was asked to end, and neither crashed nor stood still meanwhile."""
    for life in lives:
        if life.until > life.leaving or min(life.died, now) < min(life.left, life.leaving + LEAVES):
            continue
        if min(life.left, now) > life.leaving + LEAVES:
            yield f"{life.name} was asked to end at {life.leaving:.3f}, and stayed"
        for call in calls:
            mine = call.life is life and call.method != "remove" and call.at < life.leaving
            if mine and call.heard == inf and call.due < life.leaving + FINISHES:
                yield f"{call.method} {call.row} at {call.at:.3f} left behind by {life.name}"


def _out_of_order(raw: sqlite3.Connection, workspace: Workspace) -> Iterable[str]:
    """What was said in one place, and nothing went wrong with, stands in the order in which it was said, whoever sent
    it. Of a process that stood still in its call nobody waits for it longer than a call may take.
    """
    posts: dict[str, list[Call]] = defaultdict(list)
    for call in workspace.calls:
        posts[call.row].append(call)
    stood = {each.row: each.at for each in workspace.posted}
    places: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for key, org, place, since in raw.execute(SENT):
        if not posts[f"s{key}"]:
            continue
        *earlier, last = posts[f"s{key}"]
        if last.fine and last.brief and all(each.not_taken and each.brief for each in earlier):
            told = json.loads(place)
            places[f"{org}/{told['channel']}/{told['person']}/{told['under']}"].append((passed(since), f"s{key}"))
    for some in places.values():
        for (first, one), (second, other) in combinations(some, 2):
            if first <= second and stood[one] > stood[other]:
                yield f"{other} stands before {one}"
