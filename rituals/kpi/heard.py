"""What changed in a team's figures, as it can be told again: by a twentieth at least, against the value before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from rituals import retelling, teams
from rituals.calendar import DAY
from rituals.contract import Turn, number_of
from rituals.facts import Heard, HeardChanged, HeardNow, HeardOf
from rituals.kpi import figures, messages, rules
from rituals.kpi.rules import State, Unit
from rituals.words import Sentence, _
from storage import kpi as store
from storage.kpi import Kpi

KEY: Final = "kpi:"
TOLD: Final = timedelta(days=14)  # longer than a change is news, and than what follows it lets wait


@dataclass(frozen=True, slots=True)
class Change:
    day: date
    now: int
    before: int


def key_of(row: Kpi, day: date) -> str:
    return f"{figures.link(row)}:{day.isoformat()}"


# --- what changed -----------------------------------------------------------------------------------------------------
async def of_teams(turn: Turn, fact: HeardOf) -> Mapping[int, Sequence[Heard]]:
    """The newest value of each figure. Nobody keeps when it was entered: its day counts, from its end on."""
    since = await retelling.since(turn, fact)
    found = await teams.load(turn, since)
    rows = await store.of_teams(turn.session, since)
    today = turn.now.date() + DAY
    changes = await _changes(turn, rows, [min(since.values()).date(), today] if since else [])
    heard: dict[int, list[Heard]] = {}
    for row in rows:
        for change in changes.get(row.id, ())[-1:]:
            at = found[row.team].calendar.at(change.day + DAY, time())
            if rules.stands_out(change.now, change.before) and since[row.team] <= at <= turn.now:
                heard.setdefault(row.team, []).append(Heard(key_of(row, change.day), at))
    return heard


async def _changes(turn: Turn, rows: Sequence[Kpi], days: Sequence[date]) -> Mapping[int, Sequence[Change]]:
    """Of each figure its values of these days, from the first up to and including the last, in their order."""
    if not rows or not days:
        return {}
    first, last = min(days), max(days)
    ids = [row.id for row in rows]
    known = await store.around(turn.session, ids, first, last, lately=rules.LATELY, before=1)
    found: dict[int, list[Change]] = {}
    previous: dict[int, int] = {}
    for each in known:
        if each.value is None:
            continue
        if each.day >= first and each.kpi in previous:
            found.setdefault(each.kpi, []).append(Change(each.day, each.value, previous[each.kpi]))
        previous[each.kpi] = each.value
    return found


# --- how it reads by now ----------------------------------------------------------------------------------------------
async def now(turn: Turn, fact: HeardNow) -> Mapping[tuple[int, str], Sentence]:
    wanted = {each: read for each in fact.keys if (read := _read(each[1])) is not None}
    rows = await store.get(turn.session, {key for key, _day in wanted.values()}) if wanted else {}
    changes = await _changes(turn, list(rows.values()), [day for _key, day in wanted.values()])
    found: dict[tuple[int, str], Sentence] = {}
    for (team, key), (figure, day) in wanted.items():
        row = rows.get(figure)
        change = next((one for one in changes.get(figure, ()) if one.day == day), None)
        if row is not None and row.team == team and row.state != State.ARCHIVED and change is not None:
            found |= {(team, key): _said(row, change)} if rules.stands_out(change.now, change.before) else {}
    return found


def _read(key: str) -> tuple[int, date] | None:
    figure, _colon, day = key.removeprefix(KEY).partition(":")
    found = number_of(figure) if key.startswith(KEY) else None
    try:
        return None if found is None else (found, date.fromisoformat(day))
    except ValueError:
        return None


def _said(row: Kpi, change: Change) -> Sentence:
    before, after = (rules.worded(each, Unit(row.unit), row.decimals) for each in (change.before, change.now))
    return _("{kpi} went from {before} to {now}.", kpi=messages.name(row), before=before, now=after)


async def changed(turn: Turn, entered: Iterable[tuple[Kpi, date]]) -> None:
    """Other values of these days: what is told of them, and of the value after each, reads differently."""
    recent = [(row, day) for row, day in entered if day >= turn.now.date() - TOLD]
    after = range(TOLD.days)
    keys = {(row.team, key_of(row, day + n * DAY)) for row, day in recent for n in after}
    if keys:
        await turn.tell(HeardChanged(tuple(sorted(keys))))
