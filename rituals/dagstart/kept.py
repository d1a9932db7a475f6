"""What the dagstart keeps of people, and how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.contract import Turn
from rituals.dagstart import rules
from rituals.keeping import Kept
from rituals.words import _
from storage import dagstart_own as store


async def forget_items(turn: Turn, before: date) -> None:
    await store.forget_items(turn.session, before)


async def forget_notes(turn: Turn, before: date) -> None:
    await store.forget_notes(turn.session, before)


async def forget_authors(turn: Turn, before: date) -> None:
    """`before` lies as many days back as an author is kept; the rows hold the day on which the default is over."""
    await store.forget_authors(turn.session, before + rules.FORMER)


async def forget_hosts(turn: Turn, before: date) -> None:
    await store.forget_hosts(turn.session, before)


async def forget_asked(turn: Turn, before: date) -> None:
    await store.forget_asked(turn.session, before - rules.ASKED)


NOBODY: Final = _("nobody")
TEAM: Final = _("the team's channel")

KEEPS: Final = (
    Kept(
        "contributions",
        _("Contributions to a dagstart: what, when, and whether it was changed, hidden or reported"),
        _("the author; shown only where the author wants it, and always with a request for help"),
        TEAM,
        {
            "dagstart_items": (
                *("author", "text", "cause", "origin", "at", "day", "block"),
                *("named", "edited", "hidden", "reported"),
            )
        },
        _("then the text goes; the totals of the week stay"),
        rules.KEPT.days,
        forget_items,
    ),
    Kept(
        "announcements",
        _("Announcements on a card"),
        _("who wrote it; not shown"),
        TEAM,
        {"dagstart_days": ("notes", "notes_by")},
        _("then the text goes"),
        rules.KEPT.days,
        forget_notes,
    ),
    Kept(
        "former",
        _("The author of a contribution, after the account was closed"),
        _("the author; shown as a colleague"),
        NOBODY,
        {"dagstart_items": ("author", "former_on")},
        _("then it is from a former colleague; at once on request"),
        rules.FORMER.days,
        forget_authors,
    ),
    Kept(
        "hosts",
        _("Who hosted, and who was asked for a day and didn't take it"),
        _("the host and who was asked"),
        _("the host's name: the team's channel; the rest: nobody"),
        {"dagstart_days": ("host", "asked", "swap_to", "swap_by", "invite_at", "delivered_at")},
        _("then nobody's name is kept"),
        rules.HOSTS_KEPT.days,
        forget_hosts,
    ),
    Kept(
        "rota",
        _("When somebody last hosted or wore the cap, how often they passed it on, and whether they'd rather not"),
        _("the member"),
        NOBODY,
        {"rota": ("person", "last_done", "declines", "opted_out")},
        _("overwritten each time; until they leave the team"),
    ),
    Kept(
        "help",
        _("Whom a request for help is for"),
        _("the colleague who is asked"),
        _("that colleague"),
        {"dagstart_items": ("receiver",), "dagstart_help": ("person", "day")},
        _("with the contribution; that somebody was asked that day: two days"),
        forget=forget_asked,
    ),
)
HOLDS_NOBODY: Final = frozenset(
    {
        "dagstart_settings",
        "dagstart_weeks",
        *(f"dagstart_days.{name}" for name in ("day", "state", "starts_at", "minutes", "extras", "question")),
        *(f"dagstart_days.{name}" for name in ("posted_at", "ends_at", "closes_at", "summarised_at", "late_start")),
        *(f"dagstart_days.{name}" for name in ("reminded", "edited", "host_state", "staffing")),
        *(f"dagstart_days.{name}" for name in ("compliments", "improvements", "contributions")),
        *(f"dagstart_days.{name}" for name in ("live", "live_until", "parked")),
        "dagstart_items.help",
        "dagstart_items.untold",
        "rota.role",
    }
)
