"""How one person's own agreements are named: “:12”, and behind that a week, a question or a choice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from rituals.alsdan.subjects import own
from rituals.contract import keys_of
from storage.alsdan import PersonalAgreement

AID: Final = "alsdan.aid"  # the nudges
LOOK: Final = "alsdan.look"
TIMER: Final = "alsdan.own"
WEEK: Final = timedelta(days=7)
WEEKS: Final = 60  # how long a message of the day may still be drawn again


def id_of(subject: str) -> int:
    """-1, which no row has, where there is none."""
    keys = keys_of(subject)
    return int(keys[0]) if keys and keys[0].isdigit() else -1


def behind(subject: str) -> str:
    return (*keys_of(subject), "", "")[1]


def week_in(subject: str) -> tuple[int, int] | None:
    """The ISO year and week; None where it names none that there is."""
    found = re.fullmatch(r"(\d{4})-(\d\d)", behind(subject))
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1).isocalendar()[:2] if found else None
    except ValueError:
        return None


def week_of(day: date) -> str:
    year, week, _day = day.isocalendar()
    return f"{year}-{week:02}"


def looking(row: PersonalAgreement, day: date) -> str:
    return f"{own(row)}:{week_of(day)}"


def looks_of(row: PersonalAgreement, today: date) -> Iterator[str]:
    """Every line about it that a message may carry, newest first."""
    yield from (f"{own(row)}:{kind}" for kind in ("rest", "quarter"))
    yield from (looking(row, today - n * WEEK) for n in range(WEEKS))
