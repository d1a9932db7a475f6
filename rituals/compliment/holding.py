"""A compliment held for a change: in line behind the boards of its team, then on its own row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rituals import boards
from rituals.compliment import heard
from rituals.compliment.lines import Given
from rituals.compliment.rules import State
from rituals.compliment.subjects import ASK, POST, THANK, TOLD, WEEK, asked, id_of, subject, told
from rituals.contract import Event, Refused, Turn, about, team_of
from rituals.facts import BoardsChanged, Landing, NudgesChanged
from rituals.words import _
from storage import compliment as store
from storage.compliment import Compliment
from storage.dagstart import Key

HIDDEN, REPORTED = "hidden", "reported"
GONE: Final = _("This message was withdrawn.")


@dataclass(frozen=True, slots=True)
class Held:
    """Compliments with their receivers, and where in each of their teams something shared now lands."""

    given: Mapping[int, Given]
    landings: Mapping[int, Landing]


async def landings(turn: Turn, teams: Iterable[int], rows: Iterable[Compliment] = ()) -> Mapping[int, Landing]:
    """Holds the boards of these teams, and those that these rows stand on. A team without boards isn't in it."""
    keys = {(row.team, row.day) for row in rows if row.day is not None and row.place == "board"}
    return await boards.held(turn, teams, keys)


async def hold(turn: Turn, ids: Iterable[int]) -> Held:
    """Boards first, then the compliments by id: two turns never wait for each other crosswise."""
    seen = await store.many(turn.session, ids)
    where = await landings(turn, {row.team for row in seen.values()}, seen.values())
    rows = await store.hold_many(turn.session, seen)
    receivers = await store.receivers(turn.session, rows)
    return Held({key: Given(row, receivers[key]) for key, row in rows.items()}, where)


async def hold_one(turn: Turn, event: Event) -> tuple[Given, Held]:
    """The one that a button is about. Raises Refused when it is gone, or of another team than the button says."""
    held = await hold(turn, [id_of(event.about)])
    given = held.given.get(id_of(event.about))
    if given is None or given.row.team != team_of(event.about) or given.state is State.WITHDRAWN:
        raise Refused(GONE)
    return given, held


async def changed(turn: Turn, some: Collection[Given]) -> None:
    """Wherever they can be read they are drawn again, and the boards count anew."""
    await turn.session.flush()
    boards: set[Key] = set()
    for given in some:
        _redraw(turn, given)
        row = given.row
        boards |= {(row.team, row.day)} if row.place == "board" and row.day is not None else set()
    if boards:
        await turn.tell(BoardsChanged(tuple(sorted(boards))))
    await _reminders_changed(turn, some)
    await heard.changed(turn, some)


async def _reminders_changed(turn: Turn, some: Iterable[Given]) -> None:
    """Also in the reminder of whoever took it upon them to thank the customer."""
    if lines := tuple((row.thanks_by, subject(row)) for row in (given.row for given in some) if row.thanks_by):
        await turn.tell(NudgesChanged(THANK, lines))


def _redraw(turn: Turn, given: Given) -> None:
    row = given.row
    turn.changed(POST, subject(row))
    for what in (HIDDEN, REPORTED):
        turn.changed(TOLD, told(row, what))
    for one in given.receivers:
        if one.person and one.batch:
            turn.changed(ASK, asked(one.person, one.batch))
    if row.picked:
        turn.changed(WEEK, about(row.team, row.picked))
