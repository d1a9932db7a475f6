"""A dialogue as a calendar file: the talk, and the time kept free before and after it, as events of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import icalendar

from rituals.calendar import Calendar
from rituals.contract import File, Files, Reads
from rituals.dialogue import messages
from rituals.dialogue.messages import AFTER, AGENDA, BEFORE
from rituals.dialogue.rules import Kind, State, span_of
from rituals.words import Sentence, Typed, _
from storage.dialogue import Dialogue

MADE_BY: Final = "-//Klantritme//Dialogue//NL"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three."""

    name: str
    start: datetime
    end: datetime
    summary: Sentence

    @property
    def there(self) -> bool:
        return self.start != self.end


def parts(row: Dialogue, calendar: Calendar) -> tuple[Part, Part, Part]:
    """Adjoining, also where the clock changes in between."""
    span = span_of(row)
    first, begins, ends, last = (_read(each, calendar) for each in (span.first, span.begins, span.ends, span.last))
    return (
        Part("before", first, begins, BEFORE),
        Part("talk", begins, ends, Sentence("{title}", {"title": Typed(row.title)})),
        Part("after", ends, last, AFTER),
    )


def _read(moment: datetime, calendar: Calendar) -> datetime:
    """On the local clock; in UTC where that shows the same hour twice, of which a file can only mean the first."""
    local = calendar.local(moment)
    return local.astimezone(UTC) if local.fold else local


def files(row: Dialogue, calendar: Calendar, now: datetime) -> Files:
    """As it stands. A talk that is off, and a side that is nought by now, leave the reader's calendar."""
    off = State(row.state) is State.CANCELLED
    return _files(row, messages.line(row), partial(drawn, row, calendar, now, off=off))


def without_you(row: Dialogue, calendar: Calendar, now: datetime) -> Files:
    """For who doesn't go any more: all of it leaves their calendar."""
    return _files(row, messages.instead(row), partial(drawn, row, calendar, now, off=True))


def not_yours(row: Dialogue, calendar: Calendar, now: datetime) -> Files:
    """For who planned it, once somebody else looks after it."""
    return _files(row, messages.taken_over(row), partial(drawn, row, calendar, now, off=True))


def _files(row: Dialogue, above: Sentence, draw: Callable[[Reads], bytes]) -> Files:
    name = f"klantdialoog-{row.day.isoformat()}.ics"
    return Files((File(name, draw),), above, _("Your file is in our conversation."))


def drawn(row: Dialogue, calendar: Calendar, now: datetime, reads: Reads, *, off: bool) -> bytes:
    file = icalendar.Calendar()
    file.add("prodid", MADE_BY)
    file.add("version", "2.0")
    file.add("method", "CANCEL" if off else "PUBLISH")
    for event in _events(row, calendar, now, reads, off=off):
        file.add_component(event)
    file.add_missing_timezones(first_date=row.day - timedelta(days=1), last_date=row.day + timedelta(days=2))
    return bytes(file.to_ical())


def _events(row: Dialogue, calendar: Calendar, now: datetime, reads: Reads, *, off: bool) -> Iterator[icalendar.Event]:
    """A side that never was there isn't called off either; one that was, is."""
    had = {"before": row.had_before, "after": row.had_after}
    for part in parts(row, calendar):
        if part.there or had.get(part.name):
            yield _event(row, part, now, reads, off=off or not part.there)


def _event(row: Dialogue, part: Part, now: datetime, reads: Reads, *, off: bool) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"dialogue-{row.id}-{part.name}.{row.org}@klantritme")
    event.add("sequence", row.sequence)
    event.add("dtstamp", now)
    event.add("summary", reads(part.summary))
    event.add("dtstart", part.start)
    event.add("dtend", part.end)
    event.add("transp", "OPAQUE")
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if row.place:
        event.add("location", row.place)
    if part.name == "talk":
        event.add("description", _described(row, reads))
    return event


def _described(row: Dialogue, reads: Reads) -> str:
    lines = [reads(each) for each in AGENDA[Kind(row.kind)]]
    return "\n".join([*lines, *([row.note] if row.note else [])])
