"""What compliments keep of people, and how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.compliment import rules
from rituals.compliment.holding import changed, hold
from rituals.compliment.lines import Given
from rituals.compliment.own_data import forget_receiver
from rituals.contract import Turn
from rituals.keeping import Kept
from rituals.words import _
from storage import compliment_own as store


async def forget(turn: Turn, before: date) -> None:
    await store.forget(turn.session, before)


async def forget_former(turn: Turn, before: date) -> None:
    """`before` lies as many days back as a name is kept; the rows hold the day on which the default is over."""
    over = before + rules.FORMER
    held = await hold(turn, await store.of_former(turn.session, over))
    some = [held.given[key] for key in sorted(held.given)]
    await changed(turn, some)
    for given in some:
        _forget(turn, given, over)
    await turn.session.flush()


def _forget(turn: Turn, given: Given, over: date) -> None:
    row = given.row
    if row.former_on is not None and row.former_on < over:
        row.giver, row.former_on = None, None
    for one in given.receivers:
        if one.person is not None and one.former_on is not None and one.former_on < over:
            forget_receiver(turn, given, one.person)


async def forget_preferences(turn: Turn, before: date) -> None:
    await store.drop_strange_preferences(turn.session)


NOBODY: Final = _("nobody")

KEEPS: Final = (
    Kept(
        "compliments",
        _("Compliments: what was written, when, and whether it was changed, hidden or reported"),
        _(
            "the giver, shown only where the giver wants it; chosen colleagues in the text, shown only if they agree; "
            "any other name reads as it was typed"
        ),
        _("first whoever it is for; then the team's channel, unless they keep it with them"),
        {
            "compliments": (
                *("giver", "named", "whole_team", "kind", "text", "meaning", "state", "at", "origin"),
                *("published_at", "read_at", "place", "day", "edited", "reported", "also", "picked"),
            )
        },
        _("then it goes; what stands in Slack by then follows your organisation's settings there"),
        rules.KEPT.days,
        forget,
    ),
    Kept(
        "compliment_receivers",
        _("Whom a compliment is for, when they were asked, what they decided, and whether they said thank you"),
        _("the colleague it is for"),
        _(
            "the name: the giver, and the team if that colleague agrees; what they decided: only they; "
            "a thank-you: the giver"
        ),
        {"compliment_receivers": ("person", "choice", "batch", "asked_at", "thanked")},
        _("with the compliment; at once on request, then the name goes from the text as well"),
    ),
    Kept(
        "compliment_former",
        _("Who gave a compliment and whom it is for, after the account was closed"),
        _("both of them"),
        _("the giver's name: the team's channel; the other: the giver"),
        {"compliments": ("former_on",), "compliment_receivers": ("former_on",)},
        _("then it is from a former colleague, or for a colleague; at once on request"),
        rules.FORMER.days,
        forget_former,
    ),
    Kept(
        "compliment_preferences",
        _("Whether compliments for you may be shared: ask first, always, or never"),
        _("whoever it is for"),
        _("only you"),
        {"compliment_preferences": ("person", "preference")},
        _("until the account is closed, or somebody becomes a guest; gone within a day"),
        forget=forget_preferences,
    ),
    Kept(
        "compliment_thanks",
        _("Who took it upon them to thank a customer, since when, and whether they were reminded"),
        _("whoever took it upon them"),
        NOBODY,
        {"compliments": ("thanks_by", "thanks_on", "reminded")},
        _("until they tick it off, give it back or leave the team; with the compliment at the latest"),
    ),
)
HOLDS_NOBODY: Final = frozenset(
    {"compliment_settings", "compliments.thanked", "compliments.untold", "compliment_receivers.compliment"},
)
