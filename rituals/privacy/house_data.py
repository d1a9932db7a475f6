"""What the house itself keeps to do its work: requests, plans, messages, logs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

from rituals.contract import Turn
from rituals.keeping import Kept
from rituals.privacy.rules import HELD, STANDS
from rituals.words import _
from storage import house_forget


async def forget_timers(turn: Turn, before: date) -> None:
    await house_forget.forget_parked(turn.session, _midnight(before))


async def forget_said(turn: Turn, before: date) -> None:
    await house_forget.forget_unsure(turn.session, _midnight(before))


async def forget_cards(turn: Turn, before: date) -> None:
    await house_forget.forget_cards(turn.session, _midnight(before))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


NOBODY: Final = _("nobody")
RUNS: Final = _("whoever runs the bot")

KEEPS: Final = (
    Kept(
        "once",
        _("Requests already handled: a key, a hash, and my own answer; nothing typed"),
        _("who did it, and a colleague whom the answer names"),
        NOBODY,
        {"once": ("key", "request", "answer", "at")},
        _("24 hours"),
    ),
    Kept(
        "timers",
        _("What is planned"),
        _("whoever it is planned for"),
        NOBODY,
        {"timers": ("about", "due_at")},
        _("that is where something went wrong, otherwise it goes as soon as it is done"),
        HELD,
        forget_timers,
    ),
    Kept(
        "outbox",
        _("Messages waiting to be sent"),
        _("whoever they go to, and whom they name"),
        NOBODY,
        {"outbox": ("place", "line", "body")},
        _("that is where sending went wrong, otherwise the text goes as soon as it is sent and the rest within a day"),
        HELD,
        forget_said,
    ),
    Kept(
        "cards",
        _("Where a card or message stands in Slack; not its text"),
        _("whose conversation it stands in"),
        NOBODY,
        {"cards": ("about", "place", "channel", "drawn_at")},
        _("counted from its last change: that long a name can be taken out; then it goes"),
        STANDS,
        forget_cards,
        least=STANDS,
    ),
    Kept(
        "logs",
        _("Logs: what went wrong, without message text or tokens"),
        NOBODY,
        RUNS,
        {},
        _("as long as whoever runs the bot keeps them"),
    ),
)
SENDING: Final = ("due_at", "since", "lease", "lease_until", "tries", "unclear", "first_try")
HOLDS_NOBODY: Final = frozenset(
    {
        *(f"timers.{name}" for name in ("name", "lease", "lease_until", "tries", "parked")),
        *(f"outbox.{name}" for name in ("kind", "state", "why", *SENDING)),
        *(f"cards.{name}" for name in ("name", "stamp", "state", "why", "wanted", "shown", *SENDING)),
    }
)
