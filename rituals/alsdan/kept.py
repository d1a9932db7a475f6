"""What agreements keep of people, and how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.alsdan import own_rules, rules
from rituals.contract import Turn
from rituals.keeping import Kept
from rituals.words import _
from storage import alsdan_own as store

ENDED: Final = 365  # days after it was let go
JOINED: Final = 14  # days after it began
RESULTS: Final = 730  # days: two years, to see a habit come and stay
LEARNED: Final = 30  # days that a lesson waits at most for a look-back to be told in


async def forget_ended(turn: Turn, before: date) -> None:
    await store.forget_ended(turn.session, before)


async def forget_joiners(turn: Turn, before: date) -> None:
    await store.forget_joiners(turn.session, before)


async def forget_former(turn: Turn, before: date) -> None:
    """`before` lies as many days back as a name is kept; the rows hold the day on which the default is over."""
    await store.forget_former(turn.session, before + rules.FORMER)


async def forget_looks(turn: Turn, before: date) -> None:
    await store.forget_looks(turn.session, before)


async def forget_learned(turn: Turn, before: date) -> None:
    await store.forget_learned(turn.session, before)


async def forget_own(turn: Turn, before: date) -> None:
    await store.forget(turn.session, before)
    await store.drop_of_strangers(turn.session)


NOBODY: Final = _("nobody")
TEAM: Final = _("the team")
ONLY_YOU: Final = _("only you")
SENTENCE: Final = ("x", "y", "old", "why", "often", "aid", "weekday", "clock")
COURSE: Final = ("state", "version", "at", "until", "since", "activated_on", "aids_from", "asked")

KEEPS: Final = (
    Kept(
        "agreements",
        _("Agreements of a team: the sentence, what for, when a reminder helps, and how it goes with them"),
        _("whoever proposed it, which is shown to nobody"),
        TEAM,
        {
            "agreements": (*SENTENCE, *COURSE, "checks", "proposer", "reason", "joined"),
            "agreement_versions": ("x", "y", "first", "version", "agreement"),
        },
        _("as long as it runs or was made a habit; then, counted from when it was let go, or wasn't begun, it goes"),
        ENDED,
        forget_ended,
    ),
    Kept(
        "agreement_joiners",
        _("Who joined an agreement, counted from when it began"),
        _("whoever joined"),
        _("nobody; the number: the team"),
        {"agreement_joiners": ("person", "at", "agreement")},
        _("then only the number is left; at once where it never begins, or on request"),
        JOINED,
        forget_joiners,
    ),
    Kept(
        "agreement_choices",
        _("What you chose or proposed about an agreement, where it takes a colleague as well"),
        _("whoever chose or proposed"),
        _("your name: nobody; what was proposed: the team"),
        {
            "agreement_voices": ("person", "choice", "matter", "at", "agreement"),
            "agreement_proposals": ("by", "choice", "x", "y", "reason", "at", "state", "version", "agreement"),
        },
        _("your name until it is decided or lapses; what was proposed as long as the agreement"),
    ),
    Kept(
        "agreement_answers",
        _("Your answer in a week's look-back"),
        _("whoever answered"),
        _("nobody; from a number of people on, the figures: the team"),
        {"agreement_answers": ("person", "answer", "by_itself", "slips", "agreement", "look_back")},
        _("until the look-back closes, the next working day; then nobody can tell whose answer it was"),
    ),
    Kept(
        "agreement_results",
        _("What a look-back found, and on which days a team was reminded: figures only where enough people answered"),
        NOBODY,
        TEAM,
        {
            "agreement_results": (
                *("did", "old", "none", "halves", "slipped"),
                *("line", "day", "year", "week", "agreement"),
            ),
        },
        _("then it goes; with the agreement at the latest"),
        RESULTS,
        forget_looks,
    ),
    Kept(
        "agreement_lessons",
        _("What made the old pattern handy, shared without a name"),
        NOBODY,
        TEAM,
        {"agreement_learned": ("text", "day", "agreement")},
        _("at the next look-back, which tells it; at the latest after that time"),
        LEARNED,
        forget_learned,
    ),
    Kept(
        "agreement_former",
        _("Who proposed an agreement, after the account was closed"),
        _("whoever proposed it"),
        NOBODY,
        {"agreements": ("former_on",)},
        _("then nothing tells any more who it was; at once on request"),
        rules.FORMER.days,
        forget_former,
    ),
    Kept(
        "agreements_own",
        _("Agreements with yourself: the sentence, reminders, how it goes with them, and what you answered each week"),
        ONLY_YOU,
        ONLY_YOU,
        {
            "personal_agreements": ("person", *SENTENCE, *COURSE),
            "personal_answers": ("answer", "year", "week", "agreement"),
        },
        _(
            "until you delete them, or the account is closed, or somebody becomes a guest, then within a day; else, "
            "counted from when you let it go, it goes"
        ),
        own_rules.KEPT_DAYS,
        forget_own,
    ),
)
HOLDS_NOBODY: Final = frozenset(
    {
        "alsdan_settings",
        "agreement_look_backs",
        "agreement_aids",
        *(f"agreements.{name}" for name in ("checked", "early", "silent", "hushed")),
        *(f"agreement_results.{name}" for name in ("members", "k")),
    }
)
