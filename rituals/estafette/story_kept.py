"""What stories keep of people, and how long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

from rituals.contract import Turn
from rituals.estafette import rules, story_rules
from rituals.estafette.rules import State as LegState
from rituals.estafette.story_holding import changed, hold
from rituals.estafette.story_lines import Tale
from rituals.estafette.story_own import forget_colleague, unsign
from rituals.keeping import Kept
from rituals.words import _
from storage import estafette as store
from storage import estafette_stories as own_store


async def forget(turn: Turn, before: date) -> None:
    ids = await own_store.published_before(turn.session, datetime.combine(before, time(), UTC))
    await own_store.drop(turn.session, ids)


async def forget_drafts(turn: Turn, before: date) -> None:
    """Counted from the end of the turn they were for, or from when somebody last wrote in them."""
    await store.hold(turn.session)
    gone = []
    for key, at, closed_at, state in await own_store.all_drafts(turn.session):
        since = max(at, closed_at) if closed_at is not None else at
        if (state is None or LegState(state) not in rules.OPEN) and since.date() < before:
            gone.append(key)
    await own_store.drop(turn.session, gone)


async def forget_former(turn: Turn, before: date) -> None:
    """`before` lies as many days back as a name is kept; the rows hold the day on which the default is over."""
    over = before + story_rules.FORMER
    tales = await hold(turn, await own_store.of_former(turn.session, over))
    await changed(turn, tales.values())
    for tale in tales.values():
        _forget(turn, tale, over)
    await turn.session.flush()


def _forget(turn: Turn, tale: Tale, over: date) -> None:
    row = tale.row
    if row.former_on is not None and row.former_on < over:
        unsign(turn, tale)
    for one in tale.colleagues:
        if one.person is not None and one.former_on is not None and one.former_on < over:
            forget_colleague(tale, one.person)


STORY_KEPT: Final = (
    Kept(
        "stories",
        _("Customer stories: what was told, when, and whether it was changed, hidden, withdrawn or doubted"),
        _("whoever tells it; chosen colleagues, shown only if they agree; any other name reads as it was typed"),
        _("everybody in the relay's channel; what a colleague decided about their name: only they"),
        {
            "stories": (
                *("person", "state", "kind", "day", "what", "struck", "change", "link", "published_at"),
                *("edited", "reported"),
            ),
            "story_colleagues": ("person", "choice", "asked"),
        },
        _("then it goes; what stands in Slack by then follows your organisation's settings there"),
        story_rules.KEPT.days,
        forget,
    ),
    Kept(
        "story_drafts",
        _("Drafts of customer stories, and who prepared them"),
        _("whoever is to tell it, and who wrote in it last for them"),
        _("only the two of them"),
        {"stories": ("drafted_by", "at")},
        _("counted from the end of the turn, or from when it was last changed; then it goes"),
        story_rules.DRAFTS.days,
        forget_drafts,
    ),
    Kept(
        "story_promises",
        _("Whether you want to be asked what came of it, when, and whether that was done; never what you answered"),
        _("whoever tells the story"),
        _("only you"),
        {"stories": ("asks", "promise_at", "brought", "glad_on")},
        _("until it is answered or withdrawn, or for two weeks; whether it was asked goes with the story"),
    ),
    Kept(
        "story_former",
        _("Who told a customer story, and whom it names, after the account was closed"),
        _("those people"),
        _("the teller's name: the relay's channel; a colleague's: the teller"),
        {"stories": ("former_on",), "story_colleagues": ("former_on",)},
        _("then it is from a former colleague, or about a colleague; at once on request"),
        story_rules.FORMER.days,
        forget_former,
    ),
)
STORY_HOLDS_NOBODY: Final = frozenset(
    {"stories.leg", "stories.source", "stories.channel", "stories.untold", "story_colleagues.story"},
)
