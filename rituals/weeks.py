"""A person's own week and home team: what holds, and from which day something else does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from rituals import reach
from rituals.calendar import DAY, NoWorkday
from rituals.contract import Turn
from rituals.dates import UNTIL, WEEKDAYS
from rituals.facts import PatternChanged
from rituals.grammar import normal
from rituals.shown import Option
from rituals.words import Day, Listed, Sentence, _
from storage import audit, people

NAMES: Final[Mapping[str, Sentence]] = {
    "1": _("Monday"),
    "2": _("Tuesday"),
    "3": _("Wednesday"),
    "4": _("Thursday"),
    "5": _("Friday"),
    "6": _("Saturday"),
    "7": _("Sunday"),
}
SOME_MONDAY: Final = date(2001, 1, 1)
FAR: Final = timedelta(days=3)  # seen from so many days before, a day reads as the weekday alone
OPTIONS: Final = tuple(Option(name, day) for day, name in NAMES.items())
MONDAY_TO_FRIDAY: Final = "12345"
HYPHEN: Final = re.compile(r"\s*-\s*")
FILLERS: Final = frozenset({"en", "and", "van", "from"})
CHANGED: Final = "settings.own"  # in the log: that something changed. What it was says too much of a person


def in_words(week: Iterable[str]) -> Listed:
    """The days within a sentence."""
    days = [SOME_MONDAY + timedelta(days=int(each) - 1) for each in sorted(week)]
    return Listed(tuple(Day(day, day - FAR) for day in days))


class NoWeek(ValueError):
    """What was typed holds something else than days of the week."""


def parse(typed: str) -> str:
    """“ma, di en do” or “ma t/m do” as ISO weekdays, “124”. Raises NoWeek."""
    text = HYPHEN.sub("-", UNTIL.sub("-", normal(typed).replace(",", " ")))
    words = [word for word in text.split() if word not in FILLERS]
    if not words:
        raise NoWeek(typed)
    return "".join(sorted({str(day) for word in words for day in _days(word)}))


def _days(word: str) -> Iterable[int]:
    """Of “ma” or “ma-do”; a stretch may go over the weekend. Raises NoWeek."""
    first, *others = word.split("-")
    last = others[0] if others else first
    if len(others) > 1 or first not in WEEKDAYS or last not in WEEKDAYS:
        raise NoWeek(word)
    begin = WEEKDAYS[first]
    return ((begin + more - 1) % 7 + 1 for more in range((WEEKDAYS[last] - begin) % 7 + 1))


def chosen_week(row: people.PersonRow) -> str | None:
    """What the person chose last, whether or not it holds yet; None is the team's week."""
    return (row.pattern if row.next_pattern is None else row.next_pattern) or None


async def shown(turn: Turn, person: str) -> str:
    """The week to begin a form with: what was chosen, else that of the home team, else Monday to Friday."""
    row = (await people.people(turn.session, [person]))[person]
    mine = await people.teams_of(turn.session, person)
    home = chosen_home(row, mine)
    return chosen_week(row) or next((team.workdays for team in mine if team.id == home), MONDAY_TO_FRIDAY)


def chosen_home(row: people.PersonRow, mine: Iterable[people.Team]) -> int | None:
    """What the person chose last; else the first team they joined."""
    ids = [team.id for team in mine]
    chosen = row.home_team if row.next_home is None else row.next_home
    return chosen if chosen in ids else next(iter(ids), None)


def works_with(week: str, mine: Iterable[people.Team]) -> bool:
    """Whether any of the person's teams works on any of these days; without a team any week will do."""
    weeks = [set(team.workdays) for team in mine]
    return not weeks or any(team & set(week) for team in weeks)


async def change(turn: Turn, person: str, *, week: str | None = None, home: int | None = None) -> date:
    """From the person's next working day on, which is returned. None leaves a thing as it is."""
    row = await people.hold_person(turn.session, person)
    days = (await reach.days(turn, [person]))[person]
    today = days.day_of(turn.now)
    if row.changes_on is not None and row.changes_on <= today:
        await people.apply_changes(turn.session, today, person)
        row = await people.hold_person(turn.session, person)
    row.changes_on = first = _next(days.next_workday, today)
    row.next_pattern = row.next_pattern if week is None else week
    row.next_home = row.next_home if home is None else home
    await turn.session.flush()
    await audit.log(turn.session, turn.org, person, CHANGED, turn.now)
    if week is not None:
        await turn.tell(PatternChanged(person, first))
    return first


def _next(next_workday: Callable[[date], date], today: date) -> date:
    """Somebody who is away for long still has a day from which it holds."""
    try:
        return next_workday(today)
    except NoWorkday:
        return today + DAY
