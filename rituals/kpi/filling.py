"""The value of a day: one for each figure, entered by whoever follows it, and by anybody while nobody does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, about, team_of
from rituals.facts import Landing
from rituals.kpi import advice, figures, forms, heard, messages, nudging, rules
from rituals.kpi.figures import Ground
from rituals.kpi.forms import Seen
from rituals.kpi.rules import State, Unit
from rituals.shown import Button, Form
from rituals.words import Day, Sentence, Typed, _
from storage import kpi as store
from storage import people
from storage.kpi import Kpi, KpiValue

OTHERS: Final = _("Colleagues follow the figures of your team. You needn't enter anything.")
FOLLOWER: Final = _("whoever follows this figure or stands in")
NEITHER: Final = _("Enter a number, or tick that there is no figure.")
BOTH: Final = _("Choose one of the two: a number, or no figure.")
OTHER: Final = _("This number was there for another figure or day. Submit again if it is right here too.")
TOO_LONG_AGO: Final = _("Choose one of the last ten working days.")


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    """About a team; behind it a board, whose figures are meant, or one figure, or both.

    Once it was sent, its submit says what isn't so any more.
    """
    team = team_of(event.about) or 0
    rows = await store.of_teams(turn.session, [team])
    if not rows and not event.values:
        raise Refused(messages.NONE_YET)
    found = await figures.ground(turn, [team])
    mine = [row for row in rows if found.may_enter(turn, row, event.person)]
    if not mine and not event.values:
        raise Refused(OTHERS)
    days = rules.days_to_enter(found.teams[team].calendar, found.today(turn, team))
    day, over = _meant(event, found, team, days)
    chosen = await _first(turn, event, mine, day or days[0])
    there = await _there(turn, chosen, day)
    several = len(await people.teams_of(turn.session, event.person)) > 1
    own = (_("The figures of {team}", team=Typed(found.teams[team].name)),) if several else ()
    return forms.fill(mine, chosen, days, day, there, (*own, *over))


def _meant(event: Event, found: Ground, team: int, days: Sequence[date]) -> tuple[date | None, tuple[Sentence, ...]]:
    """The day that the board is about from which it was opened, else the last working day.

    None, with a sentence, where that can't be entered any more.
    """
    board = figures.board_of(event.about)
    day = days[0] if board is None else found.teams[team].calendar.previous_workday(board)
    if day < days[-1]:
        return None, (_("{day} is more than ten working days ago. Choose another day.", day=Day(day)),)
    return (day if day in days else days[0]), ()


async def _first(turn: Turn, event: Event, mine: Sequence[Kpi], day: date) -> Kpi | None:
    """The figure that was meant; else one of their own that is missing, else any that is."""
    wanted = figures.id_of(event.about)
    if (meant := next((row for row in mine if row.id == wanted), None)) is not None:
        return meant
    entered = {one.kpi for one in await store.values(turn.session, [row.id for row in mine], day, day)}
    missing = [row for row in mine if row.id not in entered]
    own = [row for row in missing if event.person in (row.owner, row.deputy)]
    return next(iter((*own, *missing, *mine)), None)


async def _there(turn: Turn, row: Kpi | None, day: date | None) -> Seen | None:
    """What was entered already for the day that is proposed."""
    found = await store.value(turn.session, row.id, day) if row is not None and day is not None else None
    return None if found is None else Seen(found.kpi, found.day, found.value, found.remark)


# --- a value ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Entry:
    """What was sent, of a figure that is held, and what was `there`. `board`: on which it stands, and `counts` for."""

    row: Kpi
    day: date
    number: int | None
    remark: str | None
    there: KpiValue | None
    board: date
    counts: bool


async def fill(turn: Turn, event: Event) -> Answer:
    team, day = team_of(event.about) or 0, date.fromisoformat(event.values["day"])
    found = await figures.ground(turn, [team])
    board = found.teams[team].calendar.next_workday(day)
    where = await figures.held(turn, team, board)
    row = await _held(turn, event, found)
    if day not in rules.days_to_enter(found.teams[team].calendar, where.today):
        raise Wrong(day=TOO_LONG_AGO)
    there = await store.value(turn.session, row.id, day)
    number, remark = _sent(event, row, day, there)
    entry = Entry(row, day, number, remark, there, board, figures.counts(where, board))
    if not _kept(turn, entry):
        return Note(ALREADY)
    await _told(turn, entry, where, found)
    return await _answer(turn, event, entry, found)


async def _held(turn: Turn, event: Event, found: Ground) -> Kpi:
    """Raises Refused for a figure that isn't theirs to enter at this moment."""
    team, key = team_of(event.about), int(event.values["kpi"])
    row = (await store.hold(turn.session, [key])).get(key)
    if row is None or row.team != team or row.state == State.ARCHIVED:
        raise Refused(OVER)
    if not found.may_enter(turn, row, event.person):
        raise only(FOLLOWER)
    return row


# --- what was sent, and what stood there ------------------------------------------------------------------------------
def _sent(event: Event, row: Kpi, day: date, there: KpiValue | None) -> tuple[int | None, str | None]:
    """The number and the remark: as changed in the form, else as they stand by now.

    Raises Asks before anything goes, or comes along from elsewhere, that nobody looked at.
    """
    number, remark = _number(event.values, row), event.values.get("remark") or None
    seen = forms.seen(event.kept.get("begun", ""))
    own = seen if seen is not None and (seen.kpi, seen.day) == (row.id, day) else None
    if number is not None and seen is not None and number == seen.number:
        if own is None:
            event.ask(value_other=OTHER)
        number = there.value if own is not None and there is not None else number
    elif (
        number is None and there is not None and there.value is not None and (own is None or own.number != there.value)
    ):
        event.ask(none_number=_goes(row, there.value))
    untouched = remark == (seen.remark if seen is not None else None)
    if untouched or (remark is None and own is None):
        remark = there.remark if there is not None else None
    return number, remark


def _goes(row: Kpi, number: int) -> Sentence:
    value = rules.worded(number, Unit(row.unit), row.decimals)
    return _("{value} has been entered. Submit again if that has to go.", value=value)


def _number(given: Mapping[str, Any], row: Kpi) -> int | None:
    """None is an answer too. Raises Wrong at the field."""
    typed, none = given.get("value") or "", bool(given.get("none"))
    if not typed and not none:
        raise Wrong(value=NEITHER)
    if typed and none:
        raise Wrong(none=BOTH)
    try:
        return forms.number(typed, row) if typed else None
    except rules.Misread as misread:
        raise Wrong(value=misread.why) from None


def _kept(turn: Turn, entry: Entry) -> bool:
    """False when it is so already. What replaces another number is no later contribution."""
    row = entry.there
    if row is None:
        new = {"kpi": entry.row.id, "day": entry.day, "value": entry.number, "remark": entry.remark}
        turn.session.add(KpiValue(**new, counts=entry.counts, edited=False))
        return True
    if (row.value, row.remark) == (entry.number, entry.remark):
        return False
    row.counts = entry.counts if row.value is None else row.counts
    row.value, row.remark, row.edited = entry.number, entry.remark, True
    return True


# --- what follows -----------------------------------------------------------------------------------------------------
async def _told(turn: Turn, entry: Entry, where: Landing, found: Ground) -> None:
    await turn.session.flush()
    await advice.weigh(turn, [entry.row], where, found.teams[entry.row.team].calendar)
    await figures.redrawn(turn, entry.row.team, where, entry.board)
    await nudging.reworded(turn, nudging.pairs_of(entry.row, entry.board))
    await heard.changed(turn, [(entry.row, entry.day)])


async def _answer(turn: Turn, event: Event, entry: Entry, found: Ground) -> Note:
    """With a way to the next that is still missing of what they are asked for."""
    team = entry.row.team
    working = found.working(team, found.today(turn, team))
    due = [row for row in await store.of_teams(turn.session, [team]) if rules.expected(row.days, entry.board)]
    mine = [row for row in due if found.roles(row).asked(working) == event.person]
    entered = {one.kpi for one in await store.values(turn.session, [row.id for row in mine], entry.day, entry.day)}
    left = [row for row in mine if row.id not in entered]
    return Note(messages.SAVED, (_next(left[0], entry.board),) if left else ())


def _next(row: Kpi, board: date) -> Button:
    label: Sentence = _("Next: {kpi}", kpi=messages.name(row))
    return Button(label, messages.FILL, about(row.team, board.isoformat(), row.id))
