"""Fair rotation of host and cap wearer: one algorithm for both."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Generic, Literal, TypeVar

from rituals.calendar import DAY, NoWorkday, WorkingDays

P = TypeVar("P", int, str)

SETTLING_IN: Final = 10  # working days in which a newcomer isn't drawn
HORIZON: Final = 5  # working days that a draw looks ahead
NOTICE: Final = timedelta(minutes=15)  # between the bundle and the start, for an invitation on the day itself


@dataclass(frozen=True, slots=True)
class Candidate(Generic[P]):
    """A member of the team. `days` is that person's own calendar, in the zone of the bundle (the home team's).

    `last_done` is the day on which the role was last carried out. `founder` was in the channel before its team existed
    and isn't a newcomer. `opted_out` is of this role.
    """

    person: P
    joined: date
    days: WorkingDays
    last_done: date | None = None
    founder: bool = False
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence(Generic[P]):
    """One dagstart or meeting. `start` is an aware moment, `day` its date in the team's zone.

    `holder` has the role or is invited for it; nobody, once the occurrence is over and the role wasn't carried out.
    `asked` can't be asked again: they declined, or weren't reached. `busy` host or wear something else that day.
    `pool`: those who may be asked at all; None for the whole team. `series`: what it is one of, such as a meeting.
    """

    id: int | str
    day: date
    start: datetime
    holder: P | None = None
    asked: frozenset[P] = frozenset()
    busy: frozenset[P] = frozenset()
    pool: frozenset[P] | None = None
    series: int = 0


@dataclass(frozen=True, slots=True)
class Draw(Generic[P]):
    """`invite_on` is the day of the bundle. `when` is `ahead` on an earlier day than the occurrence, else `today`."""

    occurrence: int | str
    day: date
    person: P
    invite_on: date
    when: Literal["ahead", "today"]


def seasoned(joined: date, calendar: WorkingDays, on: date) -> bool:
    """Whether ten working days lie between `joined`, which may be one of them, and `on`, which isn't."""
    return _last_of_settling_in(joined, calendar) < on


def order(candidates: Iterable[Candidate[P]], team: int | str, role: str) -> list[Candidate[P]]:
    """Longest ago first, never counts as the day of joining; then who joined first; then a hash that never changes."""
    return sorted(candidates, key=lambda one: _rank(one, (), date.min, date.max, team, role))


def draw(
    today: date,
    occurrences: Sequence[Occurrence[P]],
    candidates: Sequence[Candidate[P]],
    calendar: WorkingDays,
    *,
    team: int | str,
    role: str,
    bundle: time,
) -> list[Draw[P]]:
    """Who is drawn in today's draw, five minutes before the bundle; nobody when the team doesn't work today.

    `occurrences` are those from today up to and including the fifth working day after it, drawn ones with their holder,
    and of each series the last one before today: a pool of one is asked for every second occurrence at most. Whoever
    holds one, or is about to be drawn for one, counts as having done it for the next: `last_done` alone, which changes
    afterwards, would give each person two turns in a row. Nobody has two on one day where others could be found for
    all of that day. `bundle` is a clock time. Raises NoWorkday when the calendar ends.
    """
    if not calendar.is_workday(today):
        return []
    until, held, able = calendar.add_workdays(today, HORIZON), _held(occurrences), _able(occurrences, candidates)
    drawn: list[Draw[P]] = []
    before: dict[int, frozenset[P]] = {}
    ordered = sorted(occurrences, key=lambda one: (one.start, str(one.id)))
    for at, one in enumerate(ordered):
        asked = one.asked if one.holder is None else one.asked | {one.holder}
        if one.holder is None and today <= one.day <= until:
            ranked = _in_order(one, _unless_alone(able[one.id], before.get(one.series, ())), held, team, role)
            rest = [_free(other, able, held) for other in ordered[at + 1 :] if _open_too(other, one)]
            if chosen := _invitation(today, one, _leaving_room(ranked, rest), bundle):
                drawn.append(chosen)
                held.setdefault(chosen.person, set()).add(one.day)
                asked |= {chosen.person}
        before[one.series] = asked
    return [one for one in drawn if one.invite_on == today]


def successor(
    occurrence: Occurrence[P],
    occurrences: Iterable[Occurrence[P]],
    candidates: Sequence[Candidate[P]],
    *,
    team: int | str,
    role: str,
) -> Candidate[P] | None:
    """Who gets the turn after a decline, an absence or a lost invitation; None is the open call.

    The holder and all in `occurrence.asked` are passed over. `occurrences` say who has a turn elsewhere.
    """
    held = _held(one for one in occurrences if one.id != occurrence.id)
    able = _able([occurrence], candidates)[occurrence.id]
    left = _in_order(occurrence, [one for one in able if one.person != occurrence.holder], held, team, role)
    return next(iter(left), None)


def _last_of_settling_in(joined: date, calendar: WorkingDays) -> date:
    try:
        return calendar.add_workdays(joined - DAY, SETTLING_IN)
    except NoWorkday:
        return date.max


def _able(
    occurrences: Iterable[Occurrence[P]], candidates: Iterable[Candidate[P]]
) -> dict[int | str, list[Candidate[P]]]:
    new_until = [
        (who, date.min if who.founder else _last_of_settling_in(who.joined, who.days))
        for who in candidates
        if not who.opted_out
    ]
    return {
        one.id: [who for who, until in new_until if until < one.day and who.days.is_workday(one.day) and _in(one, who)]
        for one in occurrences
    }


def _in(one: Occurrence[P], who: Candidate[P]) -> bool:
    return one.pool is None or who.person in one.pool


def _unless_alone(able: list[Candidate[P]], asked_before: Collection[P]) -> list[Candidate[P]]:
    return [] if len(able) == 1 and able[0].person in asked_before else able


def _in_order(
    one: Occurrence[P], able: Iterable[Candidate[P]], held: Mapping[P, set[date]], team: int | str, role: str
) -> list[Candidate[P]]:
    latest = max((day for some in held.values() for day in some if day < one.day), default=one.day - DAY)

    def rank(who: Candidate[P]) -> tuple[bool, tuple[date, bool, date, bytes]]:
        mine = held.get(who.person, set())
        busy = who.person in one.busy or one.day in mine
        return busy, _rank(who, mine, latest, one.day, team, role)

    return sorted((who for who in able if who.person not in one.asked), key=rank)


def _open_too(other: Occurrence[P], one: Occurrence[P]) -> bool:
    return other.day == one.day and other.holder is None


def _free(one: Occurrence[P], able: Mapping[int | str, list[Candidate[P]]], held: Mapping[P, set[date]]) -> set[P]:
    """Who can take this one and has nothing else that day."""
    taken = {person for person, days in held.items() if one.day in days}
    return {who.person for who in able[one.id]} - taken - one.asked - one.busy


def _leaving_room(ranked: Iterable[Candidate[P]], rest: Sequence[set[P]]) -> list[Candidate[P]]:
    """First those without whom as many of the rest can still have somebody of their own."""
    most = _room(rest)
    return sorted(ranked, key=lambda who: _room([some - {who.person} for some in rest]) < most)


def _room(rest: Sequence[set[P]]) -> int:
    """How many of these can have somebody of their own, when they are given out as well as can be."""
    given: dict[P, int] = {}

    def finds(at: int, seen: set[P]) -> bool:
        for who in sorted(rest[at] - seen):
            seen.add(who)
            if who not in given or finds(given[who], seen):
                given[who] = at
                return True
        return False

    return sum(finds(at, set()) for at in range(len(rest)))


def _invitation(today: date, one: Occurrence[P], ranked: Iterable[Candidate[P]], bundle: time) -> Draw[P] | None:
    for who in ranked:
        if ahead := who.days.workdays_between(today, one.day - DAY):
            return Draw(one.id, one.day, who.person, ahead[-1], "ahead")
        if who.days.at(one.day, bundle) + NOTICE <= one.start:
            return Draw(one.id, one.day, who.person, one.day, "today")
    return None


def _held(occurrences: Iterable[Occurrence[P]]) -> dict[P, set[date]]:
    held: dict[P, set[date]] = {}
    for one in occurrences:
        if one.holder is not None:
            held.setdefault(one.holder, set()).add(one.day)
    return held


def _rank(
    who: Candidate[P], held: Iterable[date], latest: date, day: date, team: int | str, role: str
) -> tuple[date, bool, date, bytes]:
    """A turn to come after `day` counts as done before the latest turn: all but whoever has that one go first."""
    last = max(who.last_done or who.joined, *(each for each in held if each < day), date.min)
    coming = any(each > day for each in held) and last < latest
    tie = hashlib.sha256(f"{team}\n{role}\n{who.person}".encode()).digest()
    return (latest if coming else last), not coming, who.joined, tie
