"""What happens on a day with a dagstart: one scene a day, in this order, however many days the team has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from bot.demo import captions as c
from bot.demo import spoken
from bot.demo import tongue as t
from bot.demo.agenda import Day
from bot.demo.batons import relay
from bot.demo.caps import meet
from bot.demo.compliments import PREFERENCES
from bot.demo.habits import agree, look_back, read_what_came
from bot.demo.improving import FIGURES
from bot.demo.rehearsing import Rehearsal
from bot.demo.tongue import Both
from bot.stage import ZONE, Actor

FRIDAY: Final = 5
COMPANY: Final = 2  # with fewer left, nobody goes away

Scene = Callable[[Rehearsal, Day], Awaitable[None]]


async def share(at: Rehearsal, day: Day) -> None:
    """All that a card is for, in one day."""
    await at.says(c.CARD, day=day.day, time=at.turns.now())
    words, hands, channel = at.here.tongue, at.hands, at.channel
    await _give(at, day, c.FOUND, t.KEEPS, c.KEPT)
    second = at.somebody(day.present)
    await at.step(c.IMPROVE, second, lambda one: hands.improves(one, channel, words(c.IMPROVED)), on=t.IMPROVE)
    await _help(at, day)
    await _wind_up(at, day)
    third = at.somebody(day.present)
    at.late = await at.step(c.LATE, third, lambda one: hands.improves(one, channel, words(c.LATECOMER)))
    await _swap(at, day)


async def _give(at: Rehearsal, day: Day, text: Both, answer: Both, then: Both) -> None:
    """To somebody who is asked first."""
    giver = at.somebody(day.present)
    other = at.somebody((one for one in day.present if one.name not in PREFERENCES), giver)
    if giver is None or other is None:
        return
    told = at.here.tongue(text).format(name=other.name.split()[0])
    gave = await at.step(
        c.GAVE,
        giver,
        lambda one: at.hands.gives(one, at.channel, told, kind=t.COLLEAGUE, to=[other]),
        other=other,
    )
    if gave and await at.answered(other, answer):
        await at.says(then, name=giver, other=other)


async def _help(at: Rehearsal, day: Day) -> None:
    asks = at.somebody(day.present)
    helps = at.somebody(day.present, asks)
    if asks is None or helps is None:
        return
    words, hands, channel = at.here.tongue, at.hands, at.channel
    asked = await at.step(
        c.HELP, asks, lambda one: hands.asks(one, channel, words(c.ASKED), helps), on=t.TODAY, other=helps
    )
    if asked and await at.answered(helps, t.HELPS):
        await at.says(c.HELPED, name=asks, other=helps)


async def _swap(at: Rehearsal, day: Day) -> None:
    """The one who is invited for the next dagstart swaps with a colleague who works then."""
    coming = await at.agenda.after(day.day)
    if coming is None or coming.invites is None:
        return
    if coming.day > day.day + timedelta(days=1) and coming.invites > at.turns.now() + timedelta(days=1):
        await at.ahead(coming)
    await at.until(coming.invites)
    coming = await at.agenda.day(coming.day)
    host = next((one for one in coming.present if one.id == coming.host and at.hands.asked(one, t.WILL_DO)), None)
    other = at.somebody(coming.present, host)
    if host is None or other is None:
        return
    await at.says(c.INVITED, name=host, day=coming.day, time=at.turns.now())
    handle = other.person.handle
    asked = await at.step(
        c.SWAP, host, lambda one: at.hands.types(one, t.HOSTS, at.channel, handle=handle), other=other
    )
    if asked and await at.answered(other, t.WILL_DO):
        await at.says(c.SWAPPED, other=other)
        at.host = other, coming.day


async def carry_on(at: Rehearsal, day: Day) -> None:
    await at.says(c.CARRIED if at.late else c.CARD, day=day.day, time=at.turns.now())
    if at.host is not None and (at.host[0].id, at.host[1]) == (day.host, day.day):
        await at.says(c.HOSTED, other=at.host[0])
    await _enter(at, day)
    await agree(at, day)
    words, hands, channel = at.here.tongue, at.hands, at.channel
    who = at.somebody(day.present)
    await at.step(c.FOCUSED, who, lambda one: hands.focuses(one, channel, words(c.FOCUS)), on=t.TODAY)
    await _wind_up(at, day)


async def _enter(at: Rehearsal, day: Day) -> None:
    """By those who were asked for it that morning, where the team has figures."""
    caption = c.ENTERED
    for one in day.present:
        if number := _number(at, one, day):
            await at.step(caption, at.somebody([one]), partial(at.hands.enters, number=number))
            caption = c.ENTERED_TOO


def _number(at: Rehearsal, one: Actor, day: Day) -> str | None:
    """What this person was asked for today, as far as it is one of the demo's own figures."""
    seen = at.hands.asked(one, t.ENTER)
    today = seen is not None and datetime.fromtimestamp(float(seen.ts), ZONE).date() == day.day
    text = seen.text if seen is not None and today else ""
    found = next((each for each in FIGURES if at.here.tongue(each.name) in text), None)
    return found.coming.split()[day.day.weekday()] if found is not None and found.coming else None


async def stay_quiet(at: Rehearsal, day: Day) -> None:
    """Nobody shares, unless the viewer does. Then somebody says to be away on the days that are left."""
    await at.says(c.QUIET, day=day.day)
    await at.until(day.reminder)
    if (await at.agenda.day(day.day)).reminded:
        await at.says(c.REMINDER, time=at.turns.now())
    await _wind_up(at, day)
    friday = day.day + timedelta(days=FRIDAY - day.day.isoweekday())
    coming = await at.agenda.after(day.day, friday)
    if coming is not None and len(coming.present) > COMPANY:
        await _away(at, coming, friday)


async def _away(at: Rehearsal, coming: Day, friday: date) -> None:
    who = at.somebody(reversed(coming.present))
    span = {"first": f"{coming.day:%d-%m-%Y}", "last": f"{friday:%d-%m-%Y}"}
    days = spoken.days(at.here.tongue, coming.day, friday)
    if await at.step(c.AWAY, who, lambda one: at.hands.types(one, t.AWAY, at.channel, **span), days=days):
        at.gone = who


async def wrap_up(at: Rehearsal, day: Day) -> None:
    if at.gone is not None:
        await at.says(c.SPARED, day=day.day, name=at.gone)
    else:
        await at.says(c.CARD, day=day.day, time=at.turns.now())
    words, hands, channel = at.here.tongue, at.hands, at.channel
    first = at.somebody(day.present)
    await _enter(at, day)
    await at.step(c.NAMED, first, lambda one: hands.improves(one, channel, words(c.IMPROVED), named=True), on=t.IMPROVE)
    await _quarter(at, day)
    second = at.somebody(day.present, first)
    await at.step(c.FINISH, second, lambda one: hands.on_card(one, channel, t.FINISH), on=t.FINISH)
    await _wind_up(at, day)


async def _quarter(at: Rehearsal, day: Day) -> None:
    """Nobody in particular leads it."""
    hands, channel = at.hands, at.channel
    for caption, button in ((c.QUARTER, t.QUARTER), (c.NEXT, t.NEXT)):
        press = partial(hands.on_card, channel=channel, button=button)
        await at.step(caption, at.somebody(day.present), press, on=button)
        await at.turns.forward(at.turns.now())
    await at.step(c.PARKED, at.somebody(day.present), lambda one: hands.parks(one, channel), on=t.PARK)
    who = at.somebody(day.present)
    card = hands.card(who, channel, t.ALL) if who is not None else None
    if who is None or card is None or at.here.tongue(t.LOOKS) not in card.text:
        return
    if await at.step(c.CHECKED, who, lambda one: hands.looked(one, channel)):
        await at.says(c.STAYS, name=who)


async def end_the_week(at: Rehearsal, day: Day) -> None:
    await at.says(c.LAST, day=day.day)
    await _enter(at, day)
    await _try(at, day)
    await _give(at, day, c.EXPLAINED, t.WITH_NAME, c.AGREED)
    await _wind_up(at, day)


async def _try(at: Rehearsal, day: Day) -> None:
    who = at.somebody(day.present)
    other = at.somebody(day.present, who)
    if who is None or other is None:
        return
    words = at.here.tongue
    asked = await at.step(
        c.TRIES, who, lambda one: at.hands.tries(one, at.channel, words(c.TRIED), words(c.NOTICED), other), other=other
    )
    if asked and await at.answered(other, t.TAKES_UP):
        await at.says(c.TAKEN, other=other)


async def afternoon(at: Rehearsal, day: Day) -> None:
    """What compliments, agreements, the cap and the relay add to a day, with or without a dagstart."""
    now = at.turns.now()
    if day.looked is not None and day.looked > now:
        await read_what_came(at, day, day.looked)
    await meet(at, day)
    await relay(at, day)
    if day.question is not None and day.question > now:
        await _week_question(at, day, day.question)
    if day.look is not None and day.look > now:
        await look_back(at, day, day.look)
    if day.selection is not None and day.selection > now:
        before = at.seen()
        await at.until(day.selection)
        if at.seen() > before:
            await at.says(c.SELECTION, day=day.day, time=at.turns.now())


async def _week_question(at: Rehearsal, day: Day, moment: datetime) -> None:
    """It doesn't come where the viewer shared something before; then it is told without."""
    before, words = at.seen(), at.here.tongue
    await at.until(moment)
    asked = at.seen() > before
    who = at.somebody(day.present)
    if asked:
        await at.says(c.QUESTION, day=day.day, time=at.turns.now())
        told = await at.step(
            c.PRAISE, who, lambda one: at.hands.praises(one, at.channel, words(c.THANKS)), on=t.COMPLIMENT
        )
    else:
        told = await at.step(c.TOLD, who, lambda one: at.hands.gives(one, at.channel, words(c.THANKS)))
    if told:
        await at.says(c.POSTED)


async def _wind_up(at: Rehearsal, day: Day) -> None:
    """To the close of the card, as far as the viewer hasn't closed it."""
    await at.until(day.end)
    if (await at.agenda.day(day.day)).state == "SUMMARISED":
        await at.says(c.SUMMARY, time=at.turns.now())
    await at.until(day.close)
    match (await at.agenda.day(day.day)).state:
        case "CLOSED":
            await at.says(c.CLOSED, time=at.turns.now())
        case "QUIET":
            await at.says(c.STAYED_QUIET)


SCENES: Final[tuple[Scene, ...]] = (share, carry_on, stay_quiet, wrap_up, end_the_week)
