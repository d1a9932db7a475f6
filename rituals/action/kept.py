"""What improvement actions keep of people, and how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.action import rules
from rituals.contract import Turn
from rituals.keeping import Kept
from rituals.words import _
from storage import action_asked as asked_store
from storage import action_own as store


async def forget(turn: Turn, before: date) -> None:
    await store.forget(turn.session, before)


async def forget_proposers(turn: Turn, before: date) -> None:
    """`before` lies as many days back as a name is kept; the rows hold the day on which the default is over."""
    await store.forget_proposers(turn.session, before + rules.FORMER)


async def forget_questions(turn: Turn, before: date) -> None:
    await asked_store.forget(turn.session, before)


KEEPS: Final = (
    Kept(
        "actions",
        _("Improvement actions: what, for which effect, who takes it up, and where it stands"),
        _("whoever takes it up, after a yes, and whoever proposed it"),
        _("the team; who proposed it: only the colleague who is asked"),
        {
            "improvement_actions": (
                *("what", "effect", "evidence", "owner", "proposer", "state", "check_on", "at", "begun_at"),
                *("result", "cycle", "extensions", "delayed", "closed_on", "told_on", "still_asked_on", "ownerless_on"),
            )
        },
        _("counted from its end; then it goes; what is in Slack by then follows your organisation's settings there"),
        rules.KEPT.days,
        forget,
    ),
    Kept(
        "action_asked",
        _("Who is asked to take up an action, and when"),
        _("the colleague who is asked"),
        _("whoever proposed it, and that colleague"),
        {"improvement_actions": ("asked", "asked_at", "put_at", "asks")},
        _("until they answer, or three working days, ten at most; why, nobody asks"),
    ),
    Kept(
        "action_questions",
        _("That somebody was asked once to take up an action, and on which day"),
        _("the colleague who was asked"),
        _("nobody"),
        {"action_questions": ("action", "person", "day", "counts")},
        _("so that nobody is asked the same twice, or two things on a day"),
        rules.ASKED.days,
        forget_questions,
    ),
    Kept(
        "action_former",
        _("Who proposed an action, after the account was closed"),
        _("whoever proposed it"),
        _("the colleague who is asked"),
        {"improvement_actions": ("former_on",)},
        _("then it is from a former colleague; at once on request"),
        rules.FORMER.days,
        forget_proposers,
    ),
)
HOLDS_NOBODY: Final = frozenset({"improvement_actions.link"})
