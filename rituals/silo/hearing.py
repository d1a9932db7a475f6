"""What others tell: accounts that close or open, and the house's round."""

from __future__ import annotations

from rituals.contract import Turn
from rituals.facts import Deactivated, Reactivated, Round
from rituals.silo import news, rules
from storage import silo as store


async def went_round(turn: Turn, _fact: Round) -> None:
    await news.plan(turn)


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    await store.leave(turn.session, [fact.person], turn.now.date() + rules.FORMER)


async def reactivated(turn: Turn, fact: Reactivated) -> None:
    await store.leave(turn.session, fact.people, None)
