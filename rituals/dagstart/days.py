"""What the handlers share: a team's day as it stands now, held; and the days to come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rituals import teams
from rituals.answers import OVER
from rituals.contract import Due, Refused, Turn, about, keys_of, team_of
from rituals.dagstart import live as quarter
from rituals.dagstart import rules
from rituals.dagstart.private import to_card
from rituals.dagstart.rules import FINAL, Rhythm, State
from rituals.facts import Block
from rituals.shown import CardRef, Place
from rituals.teams import Team
from rituals.words import Day, _
from storage import dagstart as store
from storage import standing
from storage.dagstart import DagstartDay, DagstartSettings, Key

CARD, SUMMARY, PARKED = "dagstart.card", "dagstart.summary", "dagstart.parked"


def key(subject: str) -> Key | None:
    """The team and the day that a subject names; None where it names no day."""
    team, keys = team_of(subject), keys_of(subject)
    if team is None or not keys:
        return None
    try:
        return team, date.fromisoformat(keys[0])
    except ValueError:
        return None


def key_of(subject: str) -> Key:
    """The same, where a subject without a day can only be an error of ours."""
    if (found := key(subject)) is None:
        raise ValueError(f"no day of a team: {subject!r}")
    return found


def subject(row: DagstartDay) -> str:
    return about(row.team, row.day.isoformat())


@dataclass(frozen=True, slots=True)
class Ground:
    """Teams with their settings, read for many at once."""

    teams: Mapping[int, Team]
    settings: Mapping[int, DagstartSettings]

    def rhythm(self, team: int) -> Rhythm:
        mine = self.settings[team]
        days = frozenset(int(each) for each in mine.days)
        return Rhythm(days, mine.clock, mine.paused_until, not self.teams[team].active or mine.leaderless)

    def today(self, turn: Turn, team: int) -> date:
        return self.teams[team].calendar.day_of(turn.now)


async def ground(turn: Turn, ids: Iterable[int], *, held: bool = False) -> Ground:
    """Four statements, however many teams; only teams that have a dagstart."""
    wanted = sorted(set(ids))
    settings = await (store.hold_settings if held else store.settings)(turn.session, wanted)
    return Ground(await teams.load(turn, settings), settings)


async def held_days(turn: Turn, due: Sequence[Due]) -> Sequence[DagstartDay]:
    rows = await store.hold_many(turn.session, [key_of(one.about) for one in due])
    return list(rows.values())


# --- one team, now ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Present:
    """A team at this moment. `row` is today's dagstart, locked; without one the settings are."""

    team: Team
    settings: DagstartSettings
    ground: Ground
    today: date
    row: DagstartDay | None

    @property
    def state(self) -> State | None:
        return State(self.row.state) if self.row else None


async def present(turn: Turn, team: int | None, *, whole: bool = False) -> Present:
    """What an event changes in a team's day waits in line here; `whole`: what changes settings, or several days.

    Locks are taken in one order: settings, days by id, items.
    """
    found = await ground(turn, [] if team is None else [team], held=whole)
    if team is None or team not in found.teams:
        raise Refused(_("You aren't in a team yet. Start one in your channel with /daystart start."))
    today = found.today(turn, team)
    row = await store.hold(turn.session, team, today)
    if row is None and not whole:
        found = await ground(turn, [team], held=True)
    return Present(found.teams[team], found.settings[team], found, today, row)


async def leads(turn: Turn, found: Ground, team: int, person: str) -> bool:
    """Whether this person has a lead's rights in the team: a deputy has them while any lead is away or none is left."""
    who = await standing.of(turn.session, person, team)
    if who is None or not (who.lead or who.deputy):
        return False
    return who.lead or await standing.deputies_stand_in(turn.session, team, found.today(turn, team))


def touch(turn: Turn, row: DagstartDay, *, every: timedelta | None = None) -> None:
    """Its card and summary are drawn again; from now on the host is a name and rings nobody."""
    row.edited = True
    turn.changed(CARD, subject(row), every=quarter.SPACING if running(turn, row) else every)
    turn.changed(SUMMARY, subject(row))


def on_time(turn: Turn, row: DagstartDay) -> bool:
    """Whether the live part is on: it ends at its time, or when somebody wraps up."""
    return State(row.state) is State.OPEN and row.ends_at is not None and turn.now < row.ends_at


def running(turn: Turn, row: DagstartDay) -> Block | None:
    """The block at which the team is in its live quarter; None outside it."""
    return Block(row.live) if row.live is not None and on_time(turn, row) else None


def parked_subject(row: DagstartDay, key: str) -> str:
    return about(row.team, row.day.isoformat(), key)


def reword(turn: Turn, row: DagstartDay, keys: Collection[str]) -> None:
    """What stands in the thread of what was parked, of these keys: drawn again, gone, or back again."""
    for key in row.parked:
        if key in keys:
            turn.show(PARKED, parked_subject(row, key), Place(under=CardRef(CARD, subject(row))))


def reword_others(turn: Turn, row: DagstartDay) -> None:
    """The same of what other rituals have on the board, which don't say what changed."""
    reword(turn, row, [key for key in row.parked if not quarter.own(key)])


async def live(turn: Turn, subject_of_card: str) -> DagstartDay:
    """The day of a card that was clicked, held. Raises Refused when that card is an old one, or done."""
    row = await store.hold(turn.session, *key_of(subject_of_card))
    if row is not None and State(row.state) not in FINAL | {State.SCHEDULED}:
        await not_stale(turn, subject_of_card)
        return row
    await not_stale(turn, subject_of_card)
    raise Refused(OVER)


async def not_stale(turn: Turn, subject_of_card: str) -> None:
    """Raises Refused, with a way to the newer card, when there is one. One statement; none without a day."""
    if (mine := key(subject_of_card)) is None:
        return
    newest = await store.newest(turn.session, mine[0])
    if newest is not None and newest.day > mine[1]:
        text = _("This card is from {date}. There is a newer one.", date=Day(mine[1]))
        raise Refused(text, to_card(subject(newest)))


# --- the days to come -------------------------------------------------------------------------------------------------
async def coming(turn: Turn, found: Ground, after: Mapping[int, date]) -> Mapping[int, date | None]:
    """For each team the first day with a dagstart after the given one. One statement."""
    if not after:
        return {}
    first, last = min(after.values()), max(after.values()) + timedelta(days=366)
    rows = await store.between(turn.session, after, first, last)
    skipped: dict[int, set[date]] = {}
    for row in rows:
        if State(row.state) in FINAL:
            skipped.setdefault(row.team, set()).add(row.day)
    return {
        team: rules.coming(found.rhythm(team), found.teams[team].calendar, day, frozenset(skipped.get(team, ())))
        for team, day in after.items()
    }


async def next_day(turn: Turn, now: Present, after: date | None = None) -> date | None:
    return (await coming(turn, now.ground, {now.team.id: after or now.today}))[now.team.id]
