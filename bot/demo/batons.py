"""What the relay adds to a rehearsal: who holds the baton, a story, a glad reader, the next, and a promise kept."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Final

from sqlalchemy import select

from bot.demo import cast, relays
from bot.demo import tongue as t
from bot.demo.agenda import Day
from bot.demo.rehearsing import Rehearsal
from bot.demo.tongue import Both
from bot.stage import ZONE, Actor
from rituals.calendar import Calendar
from storage.estafette import Leg

THURSDAY: Final = 4
AT_WORK: Final = time(11, 30)
RUNS: Final = frozenset({"ACCEPTED", "PLANNED"})
OPEN: Final = RUNS | {"OFFERED"}

# --- captions ---------------------------------------------------------------------------------------------------------
TAKES = Both(
    "{name} drukt op ‘Ik neem het stokje’. Nu pas leest iedereen in #klantverhalen van wie het komt.",
    "{name} presses “I'll take the baton”. Only now does everybody in #customer-stories read from whom it comes.",
)
HOLDS = Both(
    "In #klantverhalen staat wie deze week het stokje van de CX-estafette heeft: {name}.",
    "In #customer-stories it says who holds the baton of the CX relay this week: {name}.",
)
TELLS = Both(
    "{name} sprak een klant, en vertelt dat in drie korte antwoorden.",
    "{name} spoke to a customer, and tells of it in three short answers.",
)
GLAD = Both(
    "{name} drukt op ‘Mooi om te horen’. Van wie dat is, staat nergens.",
    "{name} presses “Good to hear”. Whose it is stands nowhere.",
)
PASSES = Both(
    "{name} geeft het stokje door, met een uitdaging. Alleen {other} leest het. Nee zeggen mag, zonder uitleg.",
    "{name} passes the baton on, with a challenge. Only {other} reads it. A no is fine, without a reason.",
)
PROMISED = Both(
    "Vier weken geleden schreef {name} wat anders zou gaan. Alleen {name} krijgt die vraag, en drukt op ‘Gedaan’.",
    "Four weeks ago {name} wrote what would go otherwise. Only {name} is asked how it goes, and presses “Done”.",
)


async def relay(at: Rehearsal, day: Day) -> None:
    """On days at work, where there is one."""
    if not Calendar(zone=ZONE.key).is_workday(day.day):
        return
    leg = await _open(at)
    if leg is not None and leg.state == "OFFERED":
        await _takes(at, day, leg)
    elif leg is not None and leg.told == "start" and leg.starts_at.astimezone(ZONE).date() == day.day:
        await _at_work(at, day)
        await at.says(HOLDS, name=_who(at, leg))
    elif leg is not None and leg.state in RUNS and day.day.isoweekday() == THURSDAY:
        await _tells(at, day, leg)
    await _promised(at, day)


async def _takes(at: Rehearsal, day: Day, leg: Leg) -> None:
    await _at_work(at, day)
    who = _who(at, leg)
    if at.hands.asked(who, t.TAKES_BATON):
        await at.step(TAKES, who, partial(at.hands.answers, button=t.TAKES_BATON))


async def _tells(at: Rehearsal, day: Day, leg: Leg) -> None:
    await _at_work(at, day)
    who, channel, hands = _who(at, leg), at.here.channel(cast.VERHALEN), at.hands
    share = partial(hands.shares, channel=channel, story=relays.PLAYED, day=day.day)
    if not await at.step(TELLS, who, share):
        return
    await at.turns.forward(at.turns.now())
    await at.step(GLAD, at.somebody(day.present, who), partial(hands.on_card, channel=channel, button=t.GOOD))
    if (to := await _next(at, who)) is not None:
        give = partial(hands.passes, channel=channel, to=to, challenge=relays.NEXT)
        await at.step(PASSES, who, give, other=to)


async def _promised(at: Rehearsal, day: Day) -> None:
    for who in map(at.here.actor, relays.CIRCLE):
        if at.hands.asked(who, t.DONE, t.FOUR_WEEKS):
            await _at_work(at, day)
            await at.step(PROMISED, who, partial(at.hands.answers, button=t.DONE, says=t.FOUR_WEEKS))


async def _at_work(at: Rehearsal, day: Day) -> None:
    """Some teams have nothing on a day."""
    await at.until(datetime.combine(day.day, AT_WORK, ZONE) if _today(at) < day.day else None)


def _today(at: Rehearsal) -> date:
    return at.turns.now().astimezone(ZONE).date()


# --- as the bot knows it ----------------------------------------------------------------------------------------------
def _who(at: Rehearsal, leg: Leg) -> Actor:
    return next(one for one in at.here.stage.people.values() if one.id == leg.person)


async def _open(at: Rehearsal) -> Leg | None:
    """The turn that is offered to somebody, or is theirs."""
    legs = await _legs(at)
    return next((leg for leg in reversed(legs) if leg.state in OPEN and leg.person and not leg.held), None)


async def _next(at: Rehearsal, who: Actor) -> Actor | None:
    """Of the circle, somebody who has yet to run in this round; all but who passes it where everybody has."""
    legs = await _legs(at)
    ran = {leg.person for leg in legs if leg.ran and leg.round == max(each.round for each in legs)}
    others = [one for one in map(at.here.actor, relays.CIRCLE) if one is not who]
    return next((one for one in others if one.id not in ran), others[0] if others else None)


async def _legs(at: Rehearsal) -> list[Leg]:
    house = at.here.stage.house
    async with house.turns.reading(house.org) as turn:
        return list(await turn.session.scalars(select(Leg).order_by(Leg.id)))
