"""What agreements add to a rehearsal: one begins, the team looks back, and anchors what has become a habit."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.demo import captions as c
from bot.demo import tongue as t
from bot.demo.agenda import Day
from bot.demo.agreements import ASKED, COMING, OPEN
from bot.demo.rehearsing import Rehearsal
from bot.demo.tongue import Both
from bot.stage import Actor


async def agree(at: Rehearsal, day: Day) -> None:
    """As far as the viewer didn't."""
    card = at.hands.card(_anybody(at), at.channel, t.ALL)
    if card is not None and at.here.tongue(t.REMINDER) in card.text:
        await at.says(c.REMINDED)
    if at.hands.card(_anybody(at), at.channel, t.JOIN) is None:
        return
    in_it = [at.here.actor(name) for name in (OPEN.who, *OPEN.joined)]
    who = at.somebody(one for one in day.present if one not in in_it)
    join = partial(at.hands.on_card, channel=at.channel, button=t.JOIN)
    if await at.step(c.JOINS, who, join) and await _is_decided(at, t.JOIN):
        await at.says(c.BEGAN)


async def look_back(at: Rehearsal, day: Day, moment: datetime) -> None:
    """It comes where something has been agreed on."""
    await at.until(moment)
    if at.hands.card(_anybody(at), at.channel, t.DID) is None:
        return
    await at.says(c.LOOK, time=at.turns.now())
    for who, (*said, habit) in zip(day.present, COMING, strict=False):
        known = dict(zip((at.here.tongue(one.x) for one in ASKED), said, strict=True))
        act = partial(at.hands.looks_back, channel=at.channel, said=known, habit=habit)
        await (at.step(c.ANSWERS, who, act) if who is day.present[0] else at.does(who, act))


async def read_what_came(at: Rehearsal, day: Day, moment: datetime) -> None:
    await at.until(moment)
    words = at.here.tongue(t.LOOKING_BACK)
    looks = [seen for seen in _anybody(at).sees(at.channel) if seen.text.startswith(words)]
    if looks and looks[-1].thread:
        await at.says(c.LOOKED, day=day.day, time=at.turns.now())
    await _anchor(at, day)


async def _anchor(at: Rehearsal, day: Day) -> None:
    if at.hands.card(_anybody(at), at.channel, t.ANCHOR) is None:
        return
    press = partial(at.hands.on_card, channel=at.channel, button=t.ANCHOR)
    who = at.somebody(day.present)
    other = at.somebody(day.present, who)
    if other is None or not await at.step(c.ANCHORS, who, press, other=other):
        return
    await at.does(other, press)
    if await _is_decided(at, t.ANCHOR):
        await at.says(c.ANCHORED)


async def _is_decided(at: Rehearsal, button: Both) -> bool:
    """Nobody is asked any more."""
    await at.turns.forward(at.turns.now())
    return at.hands.card(_anybody(at), at.channel, button) is None


def _anybody(at: Rehearsal) -> Actor:
    return at.here.actor(at.crew.people[0])
