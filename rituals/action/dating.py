"""The day on which it is looked whether an action works, as it is chosen in a form."""

from __future__ import annotations

from datetime import date

from rituals.action import rules
from rituals.calendar import Calendar
from rituals.contract import Wrong
from rituals.words import Day, _


def checked(day: date, today: date, calendar: Calendar) -> date:
    """Raises Wrong at the field for what is no working day to come, with one that is."""
    if not rules.in_reach(day, today, calendar):
        first, last = calendar.next_workday(today), rules.last_day(today, calendar)
        raise Wrong(check_on=_("Choose a working day from {first} to {last}.", first=Day(first), last=Day(last)))
    if not calendar.is_workday(day):
        next_one = Day(calendar.next_workday(day))
        raise Wrong(
            check_on=_("Your team doesn't work on {day}. The next working day is {next}.", day=Day(day), next=next_one)
        )
    return day
