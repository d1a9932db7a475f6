"""What is kept here of a person, for how long, and what the person sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from rituals import reach
from rituals.contract import Turn
from rituals.keeping import Erase, Kept, Mine, Own
from rituals.nudges import messages, rules
from rituals.shown import Button, Piece, Row, Text
from rituals.words import _
from storage import nudges as store

NOBODY: Final = _("nobody")
YOURS: Final = _("whom I wrote to")


async def forget(turn: Turn, before: date) -> None:
    await store.forget(turn.session, before)


KEEPS: Final = (
    Kept(
        "nudge_messages",
        what=_("On which days I wrote to you, and about what"),
        key=YOURS,
        seen_by=NOBODY,
        columns={"nudges": ("person", "day", "lines", "morning", "taken_at", "later")},
        until=_("counted from the message, or until you leave your last team"),
        days=rules.KEPT.days,
        forget=forget,
        least=rules.WEEK.days,
    ),
    Kept(
        "nudge_mutes",
        what=_("What you muted, and until when"),
        key=_("who muted me"),
        seen_by=_("only you"),
        columns={"mutes": ("person", "ritual", "until")},
        until=_("until the mute ends, or until you leave your last team"),
    ),
    Kept(
        "nudge_backoffs",
        what=_("How many of my questions in a row came without an answer"),
        key=YOURS,
        seen_by=NOBODY,
        columns={"nudge_backoffs": ("person", "ritual", "sent", "skipped_on", "asked")},
        until=_("until you do something with that ritual, or leave your last team"),
    ),
)


# --- what I muted -----------------------------------------------------------------------------------------------------
async def mutes(turn: Turn, person: str) -> Sequence[Own]:
    known = messages.names(turn.rituals)
    mine = (await store.mutes(turn.session, [person])).get(person, {})
    return [
        Own(
            messages.quiet(known, ritual, until),
            {"ritual": ritual or messages.EVERYTHING, "until": until.isoformat() if until else None},
        )
        for ritual, until in mine.items()
    ]


async def unmute(turn: Turn, person: str, _how: Erase) -> None:
    await store.unmute(turn.session, person)


# --- what I was asked -------------------------------------------------------------------------------------------------
async def asked(turn: Turn, person: str) -> Sequence[Own]:
    """The messages, and how many went unanswered: nobody else sees either."""
    sent = [
        Own(_("I wrote to you."), {"day": day.isoformat(), "lines": lines}, day)
        for _person, day, lines in await store.sent_to(turn.session, [person])
    ]
    rows = (await store.backoffs(turn.session, [person])).values()
    return [*sent, *(_counted(row) for row in rows)]


def _counted(row: store.BackOff) -> Own:
    text = _("I keep count of when to be quieter.")
    return Own(text, {"ritual": row.ritual, "unanswered": row.sent, "quiet_offered": row.asked})


async def erase(turn: Turn, person: str, _how: Erase) -> None:
    """The days of this week stay spent: deleting what is kept brings no second message."""
    today = await reach.today(turn, person)
    await store.empty(turn.session, person, today - timedelta(days=today.isoweekday() - 1))


MINE: Final = {
    "mutes": Mine(_("What I muted"), mutes, unmute, also=_("then you hear from me again.")),
    "asked": Mine(_("When I was asked something"), asked, erase),
}


# --- in App Home ------------------------------------------------------------------------------------------------------
async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    today = await reach.today(turn, person)
    known = messages.names(turn.rituals)
    mine = (await store.mutes(turn.session, [person])).get(person, {})
    lines = [
        messages.quiet(known, ritual, until)
        for ritual, until in mine.items()
        if rules.muted({ritual: until}, ritual, today)
    ]
    buttons = (Button(_("Mute"), messages.FORM), *((Button(_("Listen again"), "nudges.listen"),) if lines else ()))
    return (*(Text(line) for line in lines), Row(buttons))
