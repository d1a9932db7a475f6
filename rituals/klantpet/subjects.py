"""How meetings, their occurrences and flags are named in buttons, cards and timers."""

from __future__ import annotations

from rituals.contract import about, id_in
from storage.klantpet import Flag, Meeting, MeetingDay

MEETING = "m"  # before the id of a meeting; an occurrence is a bare number
FLAG = "f"  # before the id of a flag


def of_meeting(row: Meeting) -> str:
    return about(row.team, f"{MEETING}{row.id}")


def subject(row: MeetingDay) -> str:
    return about(row.team, row.id)


def meeting_of(subject: str) -> int:
    """The id of a meeting; -1, which no row has, where there is none."""
    return id_in(subject, MEETING)


def id_of(subject: str) -> int:
    """The id of an occurrence; -1, which no row has, where there is none."""
    return id_in(subject)


def flag_subject(row: Flag) -> str:
    return about(row.team, f"{FLAG}{row.id}")


def flag_of(subject: str) -> int:
    """The id of a flag; -1, which no row has, where there is none."""
    return id_in(subject, FLAG)
