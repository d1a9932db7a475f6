"""Whether a meeting still wants the cap: asked of its owner, once, when nobody looked back four times in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, team_of
from rituals.facts import Nudged, NudgesChanged
from rituals.klantpet import rules
from rituals.klantpet.holding import STILL
from rituals.klantpet.recurrence import Repeats
from rituals.klantpet.subjects import meeting_of, of_meeting
from rituals.nudge import Line, Offer
from rituals.shown import Button, Text
from rituals.words import Sentence, Typed, _
from storage import klantpet as store
from storage import klantpet_own as own_store
from storage.klantpet import Meeting

KEPT: Final = _("The cap stays.")
GONE: Final = _("The cap doesn't come along any more.")
ASKS: Final = _("Shall I still bring the customer's cap to your meeting?")
OWNER: Final = _("whoever registered the meeting")


async def offers(turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offer]]:
    found: dict[str, list[Offer]] = {}
    for row in await own_store.silent(turn.session, days, rules.SILENT, Repeats.ONCE.value):
        found.setdefault(row.owner or "", []).append(Offer(of_meeting(row), urgent=False))
    return found


async def draw_lines(turn: Turn, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Line]:
    rows = await store.meetings(turn.session, {meeting_of(each) for _person, each in pairs})
    found = {}
    for person, each in pairs:
        row = rows.get(meeting_of(each))
        if row is not None and of_meeting(row) == each and row.owner == person:
            found[person, each] = Line(_asked(row), ASKS)
    return found


def _asked(row: Meeting) -> Text:
    """What was answered keeps its text."""
    text = _(
        "Nobody had a minute to look back on {meeting} lately. Shall I still bring the cap along? Both are fine.",
        meeting=Typed(row.name),
    )
    if (answer := _answer(row)) is not None:
        return Text(Sentence("{text} {answer}", {"text": text, "answer": answer}))
    keep = Button(_("Yes, please"), "klantpet.keep", of_meeting(row))
    return Text(text, (keep, Button(_("No, thanks"), "klantpet.stop", of_meeting(row))))


def _answer(row: Meeting) -> Sentence | None:
    if row.ended_on is not None:
        return GONE
    return None if row.unanswered >= rules.SILENT else KEPT


async def nudged(turn: Turn, fact: Nudged) -> None:
    if fact.kind == STILL:
        for row in (await store.hold_meetings(turn.session, [meeting_of(fact.about)])).values():
            row.hushed = True


# --- answered ---------------------------------------------------------------------------------------------------------
async def keep(turn: Turn, event: Event) -> Answer:
    """It isn't asked again before somebody has looked back."""
    row = (await store.hold_meetings(turn.session, [meeting_of(event.about)])).get(meeting_of(event.about))
    if row is None or row.team != team_of(event.about) or row.ended_on is not None:
        raise Refused(OVER)
    if row.owner != event.person:
        raise only(OWNER)
    if row.unanswered == 0:
        return Note(ALREADY)
    row.unanswered = 0
    await reword(turn, row)
    return None


async def reword(turn: Turn, row: Meeting) -> None:
    """The question that was put about it reads differently now."""
    if row.owner is not None and row.hushed:
        await turn.session.flush()
        await turn.tell(NudgesChanged(STILL, ((row.owner, of_meeting(row)),)))
