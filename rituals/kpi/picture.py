"""One figure as a picture, with a table and the same in words: for whoever asks, and for the team if they share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final

from rituals import teams
from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, about, keys_of, team_of
from rituals.kpi import figures, messages, points, rules
from rituals.kpi.points import Point, Points, Week
from rituals.kpi.rules import Better, State, Unit
from rituals.shown import Button, CardRef, Chart, Menu, Message, Option, Piece, Place, Series, Small, Table, Text
from rituals.words import Count, Day, Listed, Sentence, _, plural
from storage import kpi as store
from storage import kpi_values as values_store
from storage.kpi import Kpi

SHOW, SHARE, CARD = "kpi.picture", "kpi.share", "kpi.shared"
WEEKS, VALUES = "weeks", "values"
Wanted = tuple[Kpi, str, date]  # a figure, by week or by value, as seen on a day
GONE: Final = _("This message was withdrawn.")
THERE: Final = _("This picture is in the channel today.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What there is to draw of a figure, by week or by value, as seen on a day."""

    row: Kpi
    by: str
    found: Points


# --- reading it -------------------------------------------------------------------------------------------------------
async def show(turn: Turn, event: Event) -> Answer:
    row = (await store.get(turn.session, [_id(event)])).get(_id(event))
    if row is None or row.team != team_of(event.about) or row.state == State.ARCHIVED:
        raise Refused(OVER)
    today = (await teams.load(turn, [row.team]))[row.team].calendar.day_of(turn.now)
    (mine,) = await drawn(turn, [(row, _by(event.about), today)])
    return of(mine)


def _id(event: Event) -> int:
    return figures.id_of(event.about) or 0


def _by(subject: str) -> str:
    return VALUES if VALUES in keys_of(subject) else WEEKS


async def drawn(turn: Turn, wanted: Sequence[Wanted]) -> Sequence[Drawn]:
    """Two statements, however many pictures."""
    if not wanted:
        return ()
    ids = {row.id for row, _by, _day in wanted}
    first, last = min(_first(by, day) for _row, by, day in wanted), max(day for _row, _by, day in wanted)
    values = await values_store.of_figures(turn.session, ids, first, last)
    since = await values_store.since(turn.session, ids)
    return [Drawn(row, by, _points(values.get(row.id, {}), by, day, since.get(row.id))) for row, by, day in wanted]


def _first(by: str, day: date) -> date:
    return points.first_day(day) if by == WEEKS else day - rules.KEPT


def _points(values: Mapping[date, int], by: str, day: date, since: date | None) -> Points:
    mine = {each: value for each, value in values.items() if _first(by, day) <= each <= day}
    return points.weekly(mine, day, since) if by == WEEKS else points.last(mine)


def of(mine: Drawn, more: Sequence[Piece] = ()) -> Note:
    """`more` stands below it."""
    row, enter = mine.row, messages.enter(figures.subject(mine.row))
    if not mine.found.points:
        empty = _("No figure yet for {kpi}.", kpi=messages.name(row))
        return Note(empty, (enter,), _other(mine), pieces=tuple(more))
    share = Button(_("Share with the team"), SHARE, about(row.team, row.id, mine.by))
    return Note(_title(mine), (share, enter), _other(mine), pieces=(*_pieces(mine), *more))


def _other(mine: Drawn) -> Menu:
    kinds = {WEEKS: _("The last twelve weeks"), VALUES: _("The last 20 values")}
    options = tuple(Option(label, about(mine.row.team, mine.row.id, by)) for by, label in kinds.items())
    return Menu(_("Show"), SHOW, options)


# --- sharing it -------------------------------------------------------------------------------------------------------
async def share(turn: Turn, event: Event) -> Answer:
    """Once a day each: who was second finds it there. It says nothing of who shared it."""
    row = (await store.hold(turn.session, [_id(event)])).get(_id(event))
    if row is None or row.team != team_of(event.about) or row.state == State.ARCHIVED:
        raise Refused(OVER)
    team = (await teams.load(turn, [row.team]))[row.team]
    today = team.calendar.day_of(turn.now)
    card = about(row.team, today.isoformat(), row.id, _by(event.about))
    if await values_store.shared(turn.session, CARD, card):
        raise Refused(THERE, Button(_("Go to the card"), SHOW, event.about, link=CardRef(CARD, card)))
    (mine,) = await drawn(turn, [(row, _by(event.about), today)])
    if not mine.found.points:
        raise Refused(_("No figure yet for {kpi}.", kpi=messages.name(row)))
    turn.show(CARD, card, Place(channel=team.channel))
    return Note(_("Shared in your team's channel."))


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """As it was on the day on which it was shared, with what was corrected since."""
    rows = await store.get(turn.session, {key for each in subjects if (key := figures.id_of(each)) is not None})
    meant = {each: (rows.get(figures.id_of(each) or 0), figures.board_of(each)) for each in subjects}
    wanted = {each: (row, _by(each), day) for each, (row, day) in meant.items() if row is not None and day is not None}
    pictures = dict(zip(wanted, await drawn(turn, list(wanted.values())), strict=True))
    return {each: _message(pictures.get(each)) for each in subjects}


def _message(mine: Drawn | None) -> Message | None:
    if mine is None:
        return None
    return Message((Text(_title(mine)), *_pieces(mine))) if mine.found.points else Message((Text(GONE),))


# --- what it says -----------------------------------------------------------------------------------------------------
def _title(mine: Drawn) -> Sentence:
    if mine.by == WEEKS:
        return _("{kpi}: the last twelve weeks", kpi=messages.name(mine.row))
    n = len(mine.found.points)
    return plural("{kpi}: the last value", "{kpi}: the last {n} values", n, kpi=messages.name(mine.row))


def _pieces(mine: Drawn) -> tuple[Piece, ...]:
    drivers = messages.drivers(mine.row)
    return (_chart(mine), Text(_words(mine)), _table(mine), *((Small(drivers),) if drivers else ()))


def _chart(mine: Drawn) -> Chart:
    row, found = mine.row, mine.found.points
    lines = [Series(_("Value"), tuple(rules.number(each.value, row.decimals) for each in found))]
    if row.target is not None:
        lines.append(Series(_("Target"), (rules.number(row.target, row.decimals),) * len(found)))
    return Chart(messages.named(row), tuple(_short(each.at) for each in found), tuple(lines))


def _table(mine: Drawn) -> Table:
    row = mine.row
    aim = () if row.target is None else (_worded(row, row.target),)
    head = (_("Week") if mine.by == WEEKS else _("Day"), _("Value"), *((_("Target"),) if aim else ()))
    rows = tuple((_full(each.at), _worded(row, each.value), *aim) for each in mine.found.points)
    return Table(head, rows)


def _words(mine: Drawn) -> Sentence:
    """For who can't see the picture, and for where it can't be drawn."""
    marks, row = points.marks(mine.found.points), mine.row
    said = [_("Newest: {value} ({when}).", value=_worded(row, marks.newest.value), when=_full(marks.newest.at))]
    if marks.highest.value != marks.lowest.value:
        high, low = _marked(row, marks.highest), _marked(row, marks.lowest)
        said.append(_("Highest: {high}, lowest: {low}.", high=high, low=low))
    if row.target is not None:
        hits = points.on_target(mine.found.points, row.target, Better(row.better))
        said.append(_hits(hits, len(mine.found.points)))
    if weeks := tuple(week for _year, week in mine.found.missing):
        said.append(_without(weeks))
    return reduce(lambda before, after: Sentence("{a} {b}", {"a": before, "b": after}), said)


def _without(weeks: tuple[int, ...]) -> Sentence:
    return plural("No figure in week {weeks}.", "No figure in weeks {weeks}.", len(weeks), weeks=Listed(weeks))


def _hits(hits: int, of_all: int) -> Sentence:
    """Who reached it never reads no count."""
    if hits == 0:
        return _("The target still lies ahead.")
    if hits == of_all:
        return _("Each time at the target or better.")
    return _("{n} of {all} at the target or better.", n=Count(hits), all=Count(of_all))


def _marked(row: Kpi, point: Point) -> Sentence:
    return _("{value} ({when})", value=_worded(row, point.value), when=_full(point.at))


def _worded(row: Kpi, value: int) -> Sentence:
    return rules.worded(value, Unit(row.unit), row.decimals)


def _short(at: Week | date) -> Sentence:
    """Below the picture, in at most twenty characters."""
    if isinstance(at, date):
        return _("{day}-{month}", day=at.day, month=at.month)
    return _("wk {n}", n=at[1])


def _full(at: Week | date) -> Sentence:
    return Sentence("{day}", {"day": Day(at)}) if isinstance(at, date) else _("week {n}", n=at[1])
