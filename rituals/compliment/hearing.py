"""What others tell: people who leave, teams that start, channels that are gone or back."""

from __future__ import annotations

from rituals import reach
from rituals.compliment import asking, placing, rules, thanking, weekly
from rituals.compliment.answering import settle
from rituals.compliment.holding import changed, hold
from rituals.compliment.rules import Choice
from rituals.compliment.subjects import ASK, SILENCE, asked, waits
from rituals.contract import Turn
from rituals.facts import BackAgain, Deactivated, MemberLeft, Reactivated, Resumed, Round
from rituals.shown import Place
from storage import compliment as store
from storage import compliment_own as own_store


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    """What they were asked can't be answered any more, and nobody reads their name as a receiver's.

    What they gave keeps it for a while.
    """
    held = await hold(turn, await own_store.received(turn.session, fact.person))
    for given in held.given.values():
        mine = given.of(fact.person)
        if mine is not None and Choice(mine.choice) is Choice.ASKED:
            mine.choice = Choice.GONE.value
    await settle(turn, list(held.given.values()), held)
    await store.leave(turn.session, fact.person, turn.now.date() + rules.FORMER)
    await thanking.freed(turn, fact.person)


async def reactivated(turn: Turn, fact: Reactivated) -> None:
    held = await hold(turn, await own_store.about_to_be_former(turn.session, fact.people))
    for given in held.given.values():
        if given.row.giver in fact.people:
            given.row.former_on = None
        for one in given.receivers:
            one.former_on = None if one.person in fact.people else one.former_on
    await changed(turn, held.given.values())


async def member_left(turn: Turn, fact: MemberLeft) -> None:
    """Another of the team can thank the customer; what waits for an answer says from now on which team reads it."""
    await thanking.freed(turn, fact.person, fact.team)
    await asking.drawn_again(turn, fact.person)


async def resumed(turn: Turn, fact: Resumed) -> None:
    await placing.resumed(turn, fact.team)


async def went_round(turn: Turn, fact: Round) -> None:
    await weekly.went_round(turn, fact)
    await placing.went_round(turn)


async def back_again(turn: Turn, fact: BackAgain) -> None:
    """What was held until the end of an absence comes sooner, and silence decides as soon as for anybody else."""
    held = await store.held_for(turn.session, fact.person, asking.batch(turn.now))
    moment = await reach.at(turn, fact.person)
    for n, one in enumerate(one for one in held if asking.unsent(turn, one)):
        one.batch = asking.batch(moment, n // asking.IN_A_MESSAGE)
        turn.show(ASK, asked(fact.person, one.batch), Place(person=fact.person, after=moment))
    await _deadlines(turn, fact.person)
    await turn.session.flush()


async def _deadlines(turn: Turn, person: str) -> None:
    open_ = [one for one in await store.asked_of(turn.session, person) if one.asked_at is not None]
    rows = await store.many(turn.session, [one.compliment for one in open_])
    since = min((one.asked_at.date() for one in open_ if one.asked_at is not None), default=None)
    days = (await reach.days(turn, [person], since)).get(person)
    for one in open_:
        if one.asked_at is not None and rows[one.compliment].text is not None:
            turn.at(SILENCE, waits(rows[one.compliment], one), asking.until(one.asked_at, days))
