"""The questions: of an empty block, for the host, and for the check-in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rituals.facts import Block
from rituals.words import Sentence, _

EMPTY: Final[Mapping[Block, Sentence]] = {
    Block.COMPLIMENTS: _("Which customer was happy with us?"),
    Block.IMPROVE: _("Where did a customer have to try too hard?"),
    Block.FIGURES: _("No figures yet. Start with one that customers feel."),
    Block.ACTIONS: _("Which small step would a customer notice this week?"),
    Block.TODAY: _("What will make the difference for one customer today?"),
}

FIGURES: Final = _("What stands out, and what do customers notice of it?")

TIPS: Final = (
    _("What surprised a customer?"),
    _("Which question came twice?"),
    _("Where did we give a customer time back?"),
    _("What did we promise, and did we keep it?"),
    _("Which colleague behind the scenes helped a customer?"),
    _("What would a customer strike from our process?"),
    _("What made a customer feel welcome?"),
    _("What do we repair every week?"),
    _("Which decision needs the customer's view today?"),
    _("What are customers proud of us for?"),
)

CHECK_INS: Final = (
    _("Which customer came to mind first today?"),
    _("What was the kindest thing a customer said lately?"),
    _("What are you looking forward to today?"),
    _("Which word suits you today?"),
    _("Where were you a happy customer yourself lately?"),
    _("What made you laugh lately?"),
    _("Which shop does something we could copy?"),
    _("Who helped you a step further lately?"),
    _("What do you want a customer to notice today?"),
    _("What gives you energy today?"),
)


def of(block: Block, *, empty: bool) -> Sentence:
    """What is asked at a block; that of the figures says there are none, so it gives way where there are."""
    return EMPTY[block] if empty or block is not Block.FIGURES else FIGURES


def tip(n: int) -> Sentence:
    return TIPS[n % len(TIPS)]


def check_in(n: int) -> Sentence:
    return CHECK_INS[n % len(CHECK_INS)]
