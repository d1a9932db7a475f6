"""What is said of figures: on the card, in a person's own message and Home, and to the leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rituals.helping import either, lines
from rituals.kpi import rules
from rituals.kpi.rules import Better, State, Trend, Unit
from rituals.nudge import Line
from rituals.shown import Button, Message, Text
from rituals.words import Count, Day, Listed, Part, Sentence, Typed, _
from storage.kpi import Kpi

FILL: Final = "kpi.fill"
ENTER: Final = _("Enter a figure")
FOLLOW: Final = _("I'll follow this")
MISSING: Final = _("no figure yet")
ARROWS: Final = {Trend.UP: Sentence("▲"), Trend.DOWN: Sentence("▼"), Trend.SAME: Sentence("●")}
WORDS: Final = {True: _("better"), False: _("less good"), None: _("unchanged")}
NONE_YET: Final = _("No figures yet. Start with one that customers feel.")
HAND_OVER: Final = either("/klant kpi eigenaar @wie", "/customer kpi owner @who")
DRIVERS: Final = _("What influences this?")
SAVED: Final = _("Saved. Thank you.")
NAMED: Final = 3  # figures in one question; what is more stays for the form

UNITS: Final[Mapping[Unit, Sentence]] = {
    Unit.PERCENT: _("percentage (%)"),
    Unit.NUMBER: _("number"),
    Unit.MINUTES: _("minutes"),
    Unit.HOURS: _("hours"),
    Unit.DAYS: _("days"),
    Unit.GRADE: _("grade, 1 to 10"),
    Unit.NPS: _("NPS, −100 to 100"),
}


def name(row: Kpi) -> Typed:
    return Typed(row.name)


def named(row: Kpi) -> Sentence:
    return Sentence("{kpi}", {"kpi": name(row)})


def with_unit(row: Kpi) -> Sentence:
    """As an option to choose."""
    if row.unit == Unit.NUMBER:
        return named(row)
    return Sentence("{kpi}: {unit}", {"kpi": name(row), "unit": UNITS[Unit(row.unit)]})


# --- one figure as it stands ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Value:
    """`number` in tenths; None says that there is none that day. `counts`: it came before its board closed."""

    day: date
    number: int | None
    remark: str | None
    counts: bool
    edited: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what is known of it up to and including a day: what was entered for that day, and numbers lately.

    `numbers` are the newest first, the day's own among them.
    """

    row: Kpi
    value: Value | None
    numbers: Sequence[Value]

    @property
    def advises(self) -> bool:
        numbers = [each.number for each in self.numbers if each.number is not None]
        return rules.needs_action(numbers, self.row.target, Better(self.row.better))


def line(figure: Figure, *, expected: bool) -> Sentence:
    """On a day on which none is expected the last one reads, with its day."""
    row, value = figure.row, figure.value
    if value is not None and value.number is not None:
        return _compared(row, *(each.number or 0 for each in figure.numbers[:2]))
    if value is not None:
        return _("{kpi}: no figure that day", kpi=name(row))
    if not expected and figure.numbers:
        last = figure.numbers[0]
        return _("{figure}, from {day}", figure=_valued(row, last.number or 0), day=Day(last.day))
    return Sentence("{kpi}: {missing}", {"kpi": name(row), "missing": MISSING})


def on_card(figure: Figure, *, expected: bool) -> Sentence:
    """Without anybody's name. Nobody follows it: then who does is asked, beside what there is."""
    said = line(figure, expected=expected)
    if figure.row.state != State.OWNERLESS:
        return said
    asked = ownerless([figure.row])
    if figure.value is None and (expected or not figure.numbers):
        return asked
    return Sentence("{said}. {asked}", {"said": said, "asked": asked})


def _valued(row: Kpi, number: int) -> Sentence:
    unit = Unit(row.unit)
    value = rules.worded(number, unit, row.decimals)
    if row.target is None:
        return Sentence("{kpi}: {value}", {"kpi": name(row), "value": value})
    return _("{kpi}: {value} (target {target})", kpi=name(row), value=value, target=aim(row, row.target))


def aim(row: Kpi, target: int) -> Part:
    """The target as it stands beside a value with its unit."""
    unit = Unit(row.unit)
    if unit is Unit.PERCENT:
        return rules.worded(target, unit, row.decimals)
    return rules.number(target, row.decimals)


def _compared(row: Kpi, now: int, before: int | None = None) -> Sentence:
    """With an arrow against the number before it, and what that means in a word."""
    valued = _valued(row, now)
    if before is None:
        return valued
    trend = rules.trend(now, before)
    word = WORDS[rules.is_better(trend, Better(row.better))]
    return Sentence("{figure} {arrow} {word}", {"figure": valued, "arrow": ARROWS[trend], "word": word})


def ownerless(rows: Iterable[Kpi]) -> Sentence:
    who = Listed(tuple(name(row) for row in rows))
    return _("Who follows {kpi}? One minute a day is enough.", kpi=who)


def drivers(row: Kpi) -> Sentence | None:
    if not row.drivers:
        return None
    return Sentence("{asked} {drivers}", {"asked": DRIVERS, "drivers": Typed(row.drivers)})


def advice(row: Kpi) -> Sentence:
    return _("{kpi} missed the target three times. Time for a small improvement action?", kpi=name(row))


def given(row: Kpi, team: str) -> Message:
    """To whoever got it by a colleague's hand."""
    text = _(
        "You follow {kpi} in {team} from now on. One minute a day is enough. "
        "Would you rather have somebody else do it? Hand it over with {command}.",
        kpi=name(row),
        team=Typed(team),
        command=HAND_OVER,
    )
    return Message((Text(text),), _("You follow a figure of your team from now on."))


def in_team(said: Sentence, team: str) -> Sentence:
    """With the team in front, for who has several."""
    return Sentence("{team}: {said}", {"team": Typed(team), "said": said})


# --- what one can press -----------------------------------------------------------------------------------------------
def enter(about: str, *, main: bool = False) -> Button:
    return Button(ENTER, FILL, about, main=main)


def follow(about: str) -> Button:
    return Button(FOLLOW, "kpi.follow", about)


# --- the nudge --------------------------------------------------------------------------------------------------------
def question(about: str, rows: Sequence[Kpi], day: date, team: str | None, *, open_still: bool) -> Line:
    """One line for all that one person is asked of a day. Once all is entered it has no buttons."""
    text = _asked(rows, day) if team is None else in_team(_asked(rows, day), team)
    notify = _("Could you enter a figure? Later is fine too.")
    if open_still:
        return Line(Text(text, (enter(about, main=True),)), notify)
    return Line(Text(lines([text, SAVED])), notify)


def _asked(rows: Sequence[Kpi], day: date) -> Sentence:
    if len(rows) > 1:
        return _("Could you enter these figures of {day}: {kpi}? Later is fine too.", day=Day(day), kpi=_some(rows))
    return _("Could you enter the figure of {day} for {kpi}? Later is fine too.", day=Day(day), kpi=name(rows[0]))


def _some(rows: Sequence[Kpi]) -> Listed:
    shown = tuple(name(row) for row in rows[:NAMED])
    more = len(rows) - NAMED
    return Listed((*shown, _("{n} more", n=Count(more))) if more > 0 else shown)


NOT_NEEDED: Final = Line(Text(_("This isn't needed any more.")))


# --- the leads --------------------------------------------------------------------------------------------------------
def lost(rows: Sequence[Kpi], team: str | None) -> Text:
    """To the leads, of figures whose owner left; `team` where any of them has several."""
    said = ownerless(rows) if rows else _("All figures are followed again.")
    said = said if team is None else in_team(said, team)
    return Text(said, tuple(Button(named(row), "kpi.edit", f"{row.team}:{row.id}") for row in rows))
