"""What meetings and their cap keep of people, and how long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rituals.contract import Turn
from rituals.keeping import Kept
from rituals.klantpet import holding
from rituals.klantpet.subjects import flag_subject
from rituals.words import _
from storage import klantpet as store
from storage import klantpet_own as own_store

MEETINGS: Final = timedelta(days=365)  # after it ended; so long its decisions can be read
DAYS: Final = timedelta(days=365)
WEARERS: Final = timedelta(days=60)  # so that a month's figure can tell how many people wore the cap
FLAGS: Final = timedelta(days=180)
FORMER: Final = timedelta(days=30)  # after the account was closed
NOBODY: Final = _("nobody")
AFTER: Final = _("after that I delete it")
TEAM: Final = _("the team's channel")


async def forget_meetings(turn: Turn, before: date) -> None:
    await own_store.forget_meetings(turn.session, before)


async def forget_days(turn: Turn, before: date) -> None:
    await own_store.forget_days(turn.session, before)


async def forget_wearers(turn: Turn, before: date) -> None:
    await own_store.forget_wearers(turn.session, before)


async def forget_flags(turn: Turn, before: date) -> None:
    """Its line goes as well: it is drawn from what isn't there any more."""
    for flag in await own_store.flags_up_of(turn.session, before):
        turn.changed(holding.FLAG, flag_subject(flag))
    await own_store.forget_flags(turn.session, before)


async def forget_former(turn: Turn, before: date) -> None:
    """`before` lies as many days back as a name is kept; the rows hold the day on which the default is over."""
    over = before + FORMER
    rows = await store.days(turn.session, await own_store.of_former(turn.session, over))
    holding.changed(turn, *rows.values())
    for flag in await own_store.flags_of_former(turn.session, over):
        turn.changed(holding.FLAG, flag_subject(flag))
    await own_store.forget_former(turn.session, over)


KEEPS: Final = (
    Kept(
        "meetings",
        _("Meetings with the cap: what they are called, since when, who registered them and who was chosen to attend"),
        _("whoever registered it, and the chosen attendees"),
        _("the name of the meeting: the team; the people: whoever may change it"),
        {"meetings": ("name", "owner", "at"), "meeting_attendees": ("person",)},
        _("counted from its last day; the people at once when they leave the channel"),
        MEETINGS.days,
        forget_meetings,
    ),
    Kept(
        "meeting_days",
        _("What came of a meeting: whether the customer was considered, and what was decided differently"),
        _("none"),
        _(
            "the sentence about what was decided: the team's channel, of a confidential meeting those who attend it; "
            "the rest: nobody"
        ),
        {"meeting_days": ("considered", "decided", "collided", "heard", "looked_at")},
        AFTER,
        DAYS.days,
        forget_days,
    ),
    Kept(
        "meeting_wearers",
        _("Who wore the cap, who was asked, who looked back, and who said that a meeting is off"),
        _("whoever it was"),
        _("the name of whoever wore the cap: the team's channel; the rest: nobody"),
        {
            "meeting_days": (
                *("wearer", "asked", "passed", "invite_at", "delivered_at"),
                *("looked_by", "ends_by"),
            )
        },
        _("then nobody's name is kept"),
        WEARERS.days,
        forget_wearers,
    ),
    Kept(
        "flags",
        _("Customer flags: what was written, of what kind, and on which day"),
        _("the raiser, only where they gave their name; else nobody, not even us"),
        TEAM,
        {"flags": ("kind", "text", "person", "token", "day")},
        AFTER,
        FLAGS.days,
        forget_flags,
    ),
    Kept(
        "meeting_former",
        _("Who looked back, or raised a flag with their name, after the account was closed"),
        _("that person"),
        TEAM,
        {"meeting_days": ("former_on", "looked_former_on"), "flags": ("former_on",)},
        _("then it is from a former colleague; at once on request"),
        FORMER.days,
        forget_former,
    ),
)
HOLDS_NOBODY: Final = frozenset(
    {
        *(f"meetings.{name}" for name in ("repeats", "first", "clock", "minutes", "whole", "rotates", "confidential")),
        *(f"meetings.{name}" for name in ("anyway", "ended_on", "asked", "unanswered", "hushed")),
        "meeting_attendees.meeting",
        *(f"meeting_days.{name}" for name in ("meeting", "day", "starts_at", "minutes", "state")),
        *(f"meeting_days.{name}" for name in ("fact", "question", "begun", "edited", "quiet", "chosen")),
        *(f"flags.{name}" for name in ("occurrence", "waits_until", "gone")),
    }
)
