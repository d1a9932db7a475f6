"""A meeting reads differently, or is for others: what is planned or under way follows at once."""

from __future__ import annotations

from rituals.contract import Turn
from rituals.klantpet import holding, rota, rules
from rituals.klantpet.rules import Happens, State
from rituals.klantpet.subjects import flag_subject, subject
from storage import klantpet as store
from storage import klantpet_flags as flag_store
from storage import klantpet_own as own_store
from storage import klantpet_wearing as wearing_store
from storage.klantpet import Meeting, MeetingDay


async def follow(turn: Turn, meeting: Meeting) -> None:
    await turn.session.flush()
    known = await rota.pool(turn, [meeting.team])
    rows = [row for row in known.rows[meeting.team] if row.meeting == meeting.id and State(row.state) not in rules.OVER]
    holding.changed(turn, *rows)
    for flag in await store.flags(turn.session, [row.id for row in rows]):
        turn.changed(holding.FLAG, flag_subject(flag))
    await holding.reword(turn, [(row.wearer, row) for row in rows])
    lost = [row for row in rows if row.starts_at > turn.now and _loses(row, meeting, known)]
    await rota.pass_on(turn, known, lost, Happens.LOST, before=rota.LAST_MINUTE)


async def quieten(turn: Turn, meeting: Meeting) -> None:
    """It is confidential from now on: what was said there, however long ago, leaves the channel for good."""
    for row in await own_store.hold_days_of(turn.session, meeting.id):
        row.chosen = row.chosen if row.quiet else not meeting.whole
        row.quiet, row.fact = True, ""
        turn.changed(holding.MESSAGE, subject(row))
        turn.changed(holding.DONE, subject(row))
    for flag in await flag_store.of_meeting(turn.session, meeting.id):
        turn.changed(holding.FLAG, flag_subject(flag))


def _loses(row: MeetingDay, meeting: Meeting, known: rota.Pool) -> bool:
    """Whoever has it doesn't attend any more; or was asked, and has yet to say yes, where nobody is asked now."""
    if row.wearer is None or row.state not in wearing_store.HELD:
        return False
    outside = not meeting.whole and row.wearer not in known.attending.get(meeting.id, ())
    return outside or (State(row.state) is State.INVITED and not meeting.rotates)
