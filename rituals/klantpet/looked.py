"""What one looked back on lately, in one's own Home."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.contract import Turn
from rituals.klantpet import pressing, rules
from rituals.shown import Piece, Text
from rituals.words import Sentence, Typed, _
from storage import klantpet as store
from storage import klantpet_own as own_store
from storage.klantpet import Meeting, MeetingDay


async def own(turn: Turn, person: str) -> Sequence[Piece]:
    """While it can be edited. Two statements."""
    rows = await own_store.looked_since(turn.session, person, turn.now - rules.EDITS)
    meetings = await store.meetings(turn.session, {row.meeting for row in rows}) if rows else {}
    return [Text(_said(row, meetings[row.meeting]), pressing.of_look(row, person, turn.now)) for row in rows]


def _said(row: MeetingDay, meeting: Meeting) -> Sentence:
    at = Typed(meeting.name)
    if row.decided is None:
        return _("You looked back on {meeting}.", meeting=at)
    return _("You looked back on {meeting}: {text}", meeting=at, text=Typed(row.decided))
