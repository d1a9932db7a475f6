"""How signals are named in buttons, cards, lines and timers."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.contract import about, id_in, keys_of, number_of
from storage.silo import SiloSignal

LINE: Final = "silo.invite"  # what the leads of a team read of one
NEWS: Final = "silo.news"  # a coach's message of one day
TOLD: Final = "silo.told"  # what became of it, for whoever gave it with their name
TIMER: Final = "silo.morning"
SUBJECT: Final = "morning"  # names no team: the morning is the organisation's


def subject(row: SiloSignal) -> str:
    return about(row.team, row.id)


def id_of(subject: str) -> int:
    """-1, which no row has, where there is none."""
    return id_in(subject)


def news(person: str, day: date) -> str:
    """A coach may be in no team."""
    return f":{day.isoformat()}:{person}"


def news_of(subject: str) -> tuple[date, str] | None:
    """The day and the person; None for what is no such message."""
    day, _, person = subject.removeprefix(":").partition(":")
    try:
        return date.fromisoformat(day), person
    except ValueError:
        return None


def told(row: SiloSignal, state: str, day: date, before: int) -> str:
    """One message for each change of state, of which there were so many `before`."""
    return about(row.team, row.id, state, day.isoformat(), before)


def when(change: str) -> tuple[str, int]:
    """Sorts what was told of one signal, as it came."""
    _key, _state, day, before, *_more = (*keys_of(change), "", "", "", "")
    return day, number_of(before) or 0


def state_of(change: str) -> str:
    return (*keys_of(change), "", "")[1]
