"""Many values at once: pasted into a form, or from a file by the command line. All of them, or none and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rituals import teams, texts
from rituals.calendar import Calendar
from rituals.contract import Answer, Asks, Event, Note, Refused, Turn, team_of
from rituals.facts import Landing
from rituals.helping import lines as below
from rituals.kpi import advice, figures, heard, lines, messages, nudging, rules
from rituals.kpi.lines import Entry, Known, Slip
from rituals.kpi.rules import State, Unit
from rituals.shown import Field, Form, Kind
from rituals.words import Listed, Sentence, _, plural
from storage import kpi as store
from storage import kpi_values as values_store
from storage.kpi import Kpi
from storage.kpi_values import New

MOST: Final = 3000  # characters that Slack takes in a field
FITS: Final = 80  # lines of that, as they mostly are
SHOWN: Final = 10  # wrong lines that are named
NOTHING: Final = _("There is no line with a figure in it.")
RECOGNISABLE: Final = _("Could someone recognise the customer here? Change it, or submit again if it is fine.")


# --- the form ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    rows = await store.of_teams(turn.session, [team_of(event.about) or 0])
    if not rows:
        raise Refused(messages.NONE_YET)
    names = _("These are your figures: {names}.", names=Listed(tuple(messages.name(row) for row in rows)))
    most = _("About {n} lines fit in here. Do you have more? The admin can read in a file.", n=FITS)
    hint = _("For example: 23-11-2026;{name};8", name=messages.name(rows[0]))
    field = Field("text", _("Date, figure and value, a line each"), Kind.LONG, most=MOST, hint=hint, sheet=True)
    return Form(_("Import figures"), (field,), _("Visible to your team."), _("Import"), (names, most))


async def submit(turn: Turn, event: Event) -> Answer:
    """What is wrong stands above what was pasted, which stays to be mended."""
    team, text = team_of(event.about) or 0, str(event.values["text"])
    found = await _looked_at(turn, team, text)
    if found.wrong is not None:
        raise Asks(text_lines=found.wrong)
    if found.recognisable:
        event.ask(text_customer=RECOGNISABLE)
    if replaced := len(found.changed):
        event.ask(**{f"text_replaces_{replaced}": _replaces(replaced)})
    await _stored(turn, found)
    return Note(_report(found))


def _replaces(n: int) -> Sentence:
    return plural(
        "One value is there already. I'll replace it. Submit again if that is fine.",
        "{n} values are there already. I'll replace them. Submit again if that is fine.",
        n,
    )


# --- the command line -------------------------------------------------------------------------------------------------
async def from_file(turn: Turn, event: Event) -> Answer:
    """`values` has the text, and whether it is only to be looked at. Raises Refused with a line for each wrong one."""
    team, dry = team_of(event.about) or 0, bool(event.values["dry"])
    found = await _looked_at(turn, team, str(event.values["text"]))
    if found.wrong is not None:
        raise Refused(found.wrong)
    noted = _noted(found)
    if dry:
        return Note(below([_planned(found), *noted, _("Nothing was saved: this was a try.")]))
    await _stored(turn, found)
    return Note(below([_report(found), *noted]))


# --- both -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Found:
    """What the lines hold against what stands: `new` and `changed` are to be written. Figures and board are held."""

    team: int
    rows: Sequence[Kpi]
    where: Landing
    wrong: Sentence | None
    entries: Sequence[Entry]
    new: Sequence[New]
    changed: Sequence[New]

    @property
    def recognisable(self) -> Sequence[int]:
        """The lines whose remark may tell who a customer is."""
        return [entry.line for entry in self.entries if texts.recognisable(entry.remark or "")]


async def _looked_at(turn: Turn, team: int, text: str) -> Found:
    calendar = (await teams.load(turn, [team]))[team].calendar
    where = await figures.held(turn, team, *_read_still(calendar, calendar.day_of(turn.now)).values())
    active = await store.of_teams(turn.session, [team])
    held = await store.hold(turn.session, [row.id for row in active])
    rows = [row for row in held.values() if row.state != State.ARCHIVED]
    known = [Known(row.id, row.name, Unit(row.unit), row.decimals) for row in rows]
    found = lines.read(text, known, calendar.is_workday, calendar.day_of(turn.now))
    if found.slips or not found.entries:
        wrong = _slips(found.slips) if found.slips else NOTHING
        return Found(team, rows, where, wrong, (), (), ())
    new, changed = await _compared(turn, found.entries, lambda day: figures.counts(where, calendar.next_workday(day)))
    return Found(team, rows, where, None, found.entries, new, changed)


def _read_still(calendar: Calendar, today: date) -> Mapping[date, date]:
    """The days whose boards people still look at, with those boards."""
    return {day: calendar.next_workday(day) for day in rules.days_to_enter(calendar, today)}


async def _compared(
    turn: Turn, entries: Sequence[Entry], counts: Callable[[date], bool]
) -> tuple[Sequence[New], Sequence[New]]:
    """What isn't there yet, and what is there otherwise. What is so already is neither."""
    days = [entry.day for entry in entries]
    there = await values_store.standing(turn.session, {entry.kpi for entry in entries}, min(days), max(days))
    new, changed = [], []
    for entry in entries:
        row = New(entry.kpi, entry.day, entry.value, entry.remark, counts(entry.day))
        standing = there.get((entry.kpi, entry.day))
        if standing is None:
            new.append(row)
        elif standing != (entry.value, entry.remark or standing[1]):
            changed.append(row)
    return new, changed


async def _stored(turn: Turn, found: Found) -> None:
    """Without who did it, or when. The boards are drawn again, and whoever is asked for a figure reads it is there."""
    some = [*found.new, *found.changed]
    await values_store.put(turn.session, turn.org, some)
    touched = [row for row in found.rows if row.id in {each.kpi for each in some}]
    calendar = (await teams.load(turn, [found.team]))[found.team].calendar
    await advice.weigh(turn, touched, found.where, calendar)
    boards = _read_still(calendar, found.where.today)
    shown = {(row.kpi, boards[row.day]) for row in some if row.day in boards}
    await figures.redrawn(turn, found.team, found.where, *{board for _kpi, board in shown})
    asked = [pair for row in touched for kpi, board in shown if kpi == row.id for pair in nudging.pairs_of(row, board)]
    await nudging.reworded(turn, asked)
    by_id = {row.id: row for row in touched}
    await heard.changed(turn, [(by_id[each.kpi], each.day) for each in some])


# --- what is said -----------------------------------------------------------------------------------------------------
def _slips(slips: Sequence[Slip]) -> Sentence:
    first = plural(
        "One line isn't right yet. Nothing was saved.", "{n} lines aren't right yet. Nothing was saved.", len(slips)
    )
    shown = [_("Line {n}: {why}", n=each.line, why=each.why) for each in slips[:SHOWN]]
    more = len(slips) - SHOWN
    rest = [plural("And one more line.", "And {n} more lines.", more)] if more > 0 else []
    return below([first, *shown, *rest])


def _noted(found: Found) -> Sequence[Sentence]:
    """Nobody is there to be asked, as in the form."""
    if not (some := found.recognisable):
        return ()
    shown = Listed(tuple(some[:SHOWN]))
    return (
        plural(
            "Could someone recognise the customer in this remark? Line {lines}.",
            "Could someone recognise the customer in {n} remarks? Lines {lines}.",
            len(some),
            lines=shown,
        ),
    )


def _planned(found: Found) -> Sentence:
    """What would be, where nothing is saved."""
    new, changed = len(found.new), len(found.changed)
    same = len(found.entries) - new - changed
    said = [
        plural("One value would be new.", "{n} values would be new.", new) if new else None,
        plural("One value would be replaced.", "{n} values would be replaced.", changed) if changed else None,
        plural("One value is there already.", "{n} values are there already.", same) if same else None,
    ]
    return below([each for each in said if each is not None])


def _report(found: Found) -> Sentence:
    new, changed = len(found.new), len(found.changed)
    same = len(found.entries) - new - changed
    said = [
        plural("One value is new.", "{n} values are new.", new) if new else None,
        plural("One value was replaced.", "{n} values were replaced.", changed) if changed else None,
        plural("One value was there already.", "{n} values were there already.", same) if same else None,
    ]
    return below([each for each in said if each is not None])
