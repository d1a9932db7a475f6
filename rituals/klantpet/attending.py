"""Who attends a meeting: the whole channel, or those who were chosen as far as they are still there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rituals.answers import only
from rituals.contract import Turn
from rituals.words import _
from storage import klantpet as store
from storage.klantpet import Meeting


@dataclass(frozen=True, slots=True)
class Reader:
    """`closed`: meetings for which attendees were chosen; of these, `inside` has those with this person.

    `outside`: those that this person doesn't attend. Where all who were chosen have left, everybody does.
    """

    person: str
    closed: frozenset[int]
    inside: frozenset[int]
    outside: frozenset[int]


async def reader(turn: Turn, person: str, meetings: Iterable[Meeting]) -> Reader:
    closed = frozenset(row.id for row in meetings if not row.whole)
    chosen = await store.attendees(turn.session, closed)
    inside = frozenset(key for key, people in chosen.items() if person in people)
    return Reader(person, closed, inside, frozenset(chosen) - inside)


async def allow(turn: Turn, person: str, meeting: Meeting) -> None:
    """Raises Refused for who doesn't attend."""
    if (await reader(turn, person, [meeting])).outside:
        raise only(_("somebody who attends the meeting"))
