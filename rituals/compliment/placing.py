"""Where a compliment that may be read comes to stand: on the day's board, in the channel, or later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from rituals import schedule, teams
from rituals.calendar import Calendar, NoWorkday, window
from rituals.compliment import rules
from rituals.compliment.holding import Held, changed, hold
from rituals.compliment.rules import State
from rituals.compliment.subjects import PLACE, POST, id_of, subject
from rituals.contract import Due, Turn, about
from rituals.facts import BoardsChanged, BoardsLost, BoardsOpened, GaveUp, Landing
from rituals.shown import Place
from rituals.teams import Team
from rituals.words import _
from storage import compliment as store
from storage import house
from storage.compliment import Compliment
from storage.dagstart import Key

AGAIN: Final = timedelta(days=60)  # where no working day is in sight, it is looked for again then
SENT: Final = _("Shared. How good that you noticed.")
LATER: Final = _("Kept. How good that you noticed. I'll share it as soon as that suits your team.")


async def publish(turn: Turn, rows: Iterable[Compliment], held: Held) -> None:
    """Held rows whose receivers have all decided."""
    some = sorted(rows, key=lambda row: row.id)
    for row in some:
        row.state, row.published_at = State.PUBLISHED.value, turn.now
    await put(turn, some, held.landings)


async def put(turn: Turn, rows: Sequence[Compliment], landings: Mapping[int, Landing]) -> None:
    """Each where it belongs now. Two statements, however many."""
    found = await teams.load(turn, {row.team for row in rows})
    here = {team: landings.get(team) or Landing(facts.calendar.day_of(turn.now)) for team, facts in found.items()}
    said = dict(await store.in_channels(turn.session, [(team, landing.today) for team, landing in here.items()]))
    for row in rows:
        _put(turn, row, found[row.team], here[row.team], said)
    await turn.session.flush()
    if boards := {(row.team, row.day) for row in rows if row.place == "board" and row.day is not None}:
        await turn.tell(BoardsChanged(tuple(sorted(boards))))


def _put(turn: Turn, row: Compliment, team: Team, landing: Landing, said: dict[Key, int]) -> None:
    key = (row.team, landing.today)
    if not team.active:
        _wait(row)
    elif landing.board:
        row.place, row.day, row.read_at = "board", landing.today, turn.now
    elif not landing.ahead and _may_post(team.calendar, turn.now) and said.get(key, 0) < rules.IN_CHANNEL:
        row.place, row.day, row.read_at = "channel", landing.today, turn.now
        said[key] = said.get(key, 0) + 1
        turn.show(POST, subject(row), Place(channel=team.channel))
    else:
        _wait(row)
        turn.at(PLACE, subject(row), _later(team.calendar, turn.now))


def _wait(row: Compliment) -> None:
    row.place, row.day, row.read_at = "waiting", None, None


def _may_post(calendar: Calendar, now: datetime) -> bool:
    local = calendar.local(now)
    return calendar.is_workday(local.date()) and schedule.FIRST <= local.time() < schedule.LAST


def _later(calendar: Calendar, now: datetime) -> datetime:
    """The start of the next working day; today's where it is still to come."""
    today = calendar.day_of(now)
    try:
        if calendar.is_workday(today) and (opening := calendar.at(today, calendar.opens)) > now:
            return opening
        return window(calendar, calendar.at(calendar.next_workday(today), calendar.opens))
    except NoWorkday:
        return now + AGAIN


async def again(turn: Turn, due: Sequence[Due]) -> None:
    """What waited for an hour, or for a board that didn't come."""
    held = await hold(turn, [id_of(one.about) for one in due])
    rows = [given.row for _, given in sorted(held.given.items())]
    await put(turn, [row for row in rows if row.place == "waiting" and _readable(row)], held.landings)


def _readable(row: Compliment) -> bool:
    return State(row.state) is State.PUBLISHED


async def resumed(turn: Turn, team: int) -> None:
    """The channel can be reached again."""
    for row in await store.waiting(turn.session, [team]):
        turn.at(PLACE, subject(row), turn.now)


async def went_round(turn: Turn) -> None:
    """What waits without a plan: it came from before there were any."""
    for team, key in await store.unplaced(turn.session, PLACE):
        turn.at(PLACE, about(team, key), turn.now)


async def gave_up(turn: Turn, fact: GaveUp) -> None:
    """A message that never came to stand is tried again, at most once a working day; where a team is suspended, after.

    One that stands and could not be edited stays.
    """
    if fact.card != POST:
        return
    held = await hold(turn, [id_of(fact.about)])
    stands = await house.addresses(turn.session, [(POST, fact.about)])
    lost = [given for given in held.given.values() if given.row.place == "channel" and not stands]
    found = await teams.load(turn, {given.row.team for given in lost})
    for given in lost:
        _wait(given.row)
        if found[given.row.team].active:
            turn.at(PLACE, subject(given.row), _later(found[given.row.team].calendar, turn.now))
    await changed(turn, lost)


# --- what the boards tell ---------------------------------------------------------------------------------------------
async def boards_opened(turn: Turn, fact: BoardsOpened) -> None:
    for day in sorted({day for _team, day in fact.boards}):
        mine = [team for team, its in fact.boards if its == day]
        for team, key in await store.move(turn.session, mine, day, turn.now):
            turn.cancel(PLACE, about(team, key))


async def boards_lost(turn: Turn, fact: BoardsLost) -> None:
    """What waited for one finds another place now; what stood on one waits for the next, or for the next morning."""
    found = await teams.load(turn, {team for team, _day in fact.boards})
    for row in await store.waiting(turn.session, found):
        turn.at(PLACE, subject(row), turn.now)
    for team, key in await store.lift(turn.session, fact.boards):
        turn.at(PLACE, about(team, key), _later(found[team].calendar, turn.now))
