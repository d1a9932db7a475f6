"""How a team's agreement goes on: it begins, slips, rests, is anchored or let go, and what is asked on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from rituals.alsdan import fading, messages, rules
from rituals.alsdan.holding import ACTIVE, Held, ask, ends, hold, move, moved, settle, working
from rituals.alsdan.rules import RUNNING, Facts, Happens, State
from rituals.alsdan.subjects import subject
from rituals.calendar import NoWorkday
from rituals.contract import Turn
from rituals.shown import Message, Place
from storage import alsdan as store
from storage import alsdan_choices as choices
from storage import people
from storage.alsdan import Agreement


# --- what is known ----------------------------------------------------------------------------------------------------
async def running(turn: Turn, team: int) -> Sequence[Agreement]:
    return list((await store.of_teams(turn.session, [team], RUNNING)).values())


async def facts(turn: Turn, rows: Iterable[Agreement]) -> Mapping[int, Facts]:
    """Two statements, however many."""
    some = list(rows)
    known = await _grounds(turn, {row.team for row in some})
    return {row.id: known.facts(row.team, row) for row in some}


async def ground(turn: Turn, team: int) -> Facts:
    """What a new one of this team comes into."""
    return (await _grounds(turn, {team})).facts(team)


@dataclass(frozen=True, slots=True)
class _Grounds:
    sizes: Mapping[int, int]
    others: Sequence[Agreement]

    def facts(self, team: int, row: Agreement | None = None) -> Facts:
        mine = [State(each.state) for each in self.others if each.team == team and each is not row]
        run, open_ = sum(state in RUNNING for state in mine), mine.count(State.PROPOSED)
        return Facts(self.sizes.get(team, 0), row.joined if row else 0, run, open_)


async def _grounds(turn: Turn, ids: Collection[int]) -> _Grounds:
    sizes = await people.sizes(turn.session, ids)
    rows = await store.of_teams(turn.session, ids, {*RUNNING, State.PROPOSED})
    return _Grounds(sizes, list(rows.values()))


def say(turn: Turn, held: Held, row: Agreement, message: Message) -> None:
    team = held.teams[row.team]
    if team.active:
        turn.say(Place(channel=team.channel), message)


# --- it begins --------------------------------------------------------------------------------------------------------
def begin(turn: Turn, held: Held, row: Agreement) -> None:
    """Enough of the team joined."""
    today = held.today(turn, row.team)
    move(turn, held, row, State.ACTIVE)
    row.activated_on = row.aids_from = today
    choices.new_version(turn.session, row, today)
    if held.teams[row.team].active:
        turn.show(ACTIVE, subject(row), Place(channel=held.teams[row.team].channel))


async def make_room(turn: Turn, ids: Iterable[int]) -> None:
    """A place came free, or it takes fewer now: what enough colleagues had joined begins, the oldest first."""
    waiting = await store.of_teams(turn.session, ids, [State.PROPOSED])
    ready = [row for row in waiting.values() if row.joined and row.proposer is not None]
    if not ready:
        return
    held = await hold(turn, [row.id for row in ready])
    begun: list[Agreement] = []
    for key, known in (await facts(turn, ready)).items():
        row = held.rows[key]
        given = replace(known, running=known.running + sum(each.team == row.team for each in begun))
        can = held.teams[row.team].active and State(row.state) is State.PROPOSED
        if can and rules.after(State.PROPOSED, Happens.JOINED, given) is State.ACTIVE:
            begin(turn, held, row)
            begun.append(row)
    await moved(turn, held, begun)


async def joined_anew(turn: Turn, held: Held, rows: Sequence[Agreement]) -> None:
    """Of proposals, after somebody left: what waited for a place, and has too few by now, has its days to join again.

    The others end when they did.
    """
    known = await facts(turn, rows)
    for row in rows:
        moment = working(turn, held.teams[row.team], rules.TO_JOIN)
        if not known[row.id].carried and row.until is not None and row.until > moment:
            ends(turn, row, moment)
    await turn.session.flush()


# --- it slips, and it settles: what the look-backs found --------------------------------------------------------------
async def relapsed(turn: Turn, rows: Sequence[Agreement]) -> None:
    """The old pattern won twice in a row."""
    held, some = await _active(turn, rows)
    for row in some:
        restart(turn, held, row)
    await moved(turn, held, some)


def restart(turn: Turn, held: Held, row: Agreement) -> None:
    move(turn, held, row, State.RESTARTING)
    ask(turn, held, row, "restart", working(turn, held.teams[row.team], rules.TO_CHOOSE))


async def offer_anchor(turn: Turn, rows: Sequence[Agreement]) -> None:
    await _asked(turn, rows, "anchor")


async def talk_anchor(turn: Turn, rows: Sequence[Agreement]) -> None:
    await _asked(turn, rows, "talk")


async def week36(turn: Turn, rows: Sequence[Agreement]) -> None:
    """The last check wasn't passed."""
    await _asked(turn, rows, "week36")


async def _asked(turn: Turn, rows: Sequence[Agreement], kind: str) -> None:
    held, some = await _active(turn, rows)
    for row in some:
        ask(turn, held, row, kind, working(turn, held.teams[row.team], rules.TO_CHOOSE))
    await moved(turn, held, some)


async def silent(turn: Turn, rows: Sequence[Agreement]) -> None:
    """Look-backs in a row without any answer: asked once of each agreement, and not while something else is."""
    held, some = await _active(turn, rows)
    quiet = [row for row in some if not row.hushed and not row.asked]
    for row in quiet:
        row.hushed = True
        ask(turn, held, row, "silent", row.until)
    await moved(turn, held, quiet)


async def _active(turn: Turn, rows: Sequence[Agreement]) -> tuple[Held, Sequence[Agreement]]:
    held = await hold(turn, [row.id for row in rows])
    return held, [row for row in held.rows.values() if State(row.state) is State.ACTIVE]


# --- what was decided -------------------------------------------------------------------------------------------------
def pause(turn: Turn, held: Held, row: Agreement) -> None:
    move(turn, held, row, State.PAUSED)
    ask(turn, held, row, "paused", at_ten(held, row, held.today(turn, row.team) + rules.REST))


def go_on(turn: Turn, held: Held, row: Agreement) -> None:
    """Running again, or still; what has no more checks is asked about once a quarter."""
    move(turn, held, row, State.ACTIVE)
    if row.checks == "off":
        next_quarter(turn, held, row)


def let_go(turn: Turn, held: Held, row: Agreement, reason: str | None) -> None:
    move(turn, held, row, State.RETIRED)
    row.reason = reason
    say(turn, held, row, messages.retired(row))


def anchor(turn: Turn, held: Held, row: Agreement) -> None:
    move(turn, held, row, State.ANCHORED)
    next_quarter(turn, held, row)
    say(turn, held, row, messages.anchored(row))


def reopen(turn: Turn, held: Held, row: Agreement) -> None:
    """The reminders begin as in their third week; the anchoring checks begin anew with them."""
    today = held.today(turn, row.team)
    move(turn, held, row, State.ACTIVE)
    row.activated_on, row.checks, row.checked, row.early = today, "on", None, False
    row.silent, row.hushed = 0, False
    row.aids_from = fading.taken_up(today)
    say(turn, held, row, messages.reopened(row))


def no_more_checks(turn: Turn, held: Held, row: Agreement) -> None:
    settle(turn, row)
    row.checks = "off"
    next_quarter(turn, held, row)


def next_quarter(turn: Turn, held: Held, row: Agreement) -> None:
    settle(turn, row)
    ends(turn, row, at_ten(held, row, rules.next_quarter(row.since, held.today(turn, row.team))))


def at_ten(held: Held, row: Agreement, day: date) -> datetime:
    """On this day, or the next working one."""
    calendar = held.teams[row.team].calendar
    try:
        return calendar.at(rules.first_workday(day, calendar), time(rules.ASKS_AT))
    except NoWorkday:
        return calendar.at(day, time(rules.ASKS_AT))
