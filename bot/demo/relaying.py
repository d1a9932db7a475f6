"""How the seed comes by a relay under way: set up and run by its people, but for what lies before the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.demo import relays
from bot.demo import tongue as t
from bot.demo.hands import Hands
from bot.demo.relays import Begins, Passes, Ran, Takes, Tells
from bot.stage import ZONE, Actor, Stage
from rituals.calendar import DAY
from rituals.contract import Turn
from rituals.shown import Place
from storage import estafette as store
from storage.estafette import Leg, Story

Relayed = Begins | Tells | Passes | Takes
STARTS, ENDS, GRACE_ENDS = time(9, 0), time(15, 0), time(12, 0)
FRIDAY, TUESDAY = 4 * DAY, 8 * DAY  # after the Monday of a turn: its end, and that of its grace
FOUR_WEEKS: Final = timedelta(weeks=4)


@dataclass(frozen=True)
class Relaying:
    """`channel`: where the stories stand."""

    stage: Stage
    hands: Hands
    channel: str

    async def does(self, what: Relayed) -> None:
        match what:
            case Begins():
                await self.begins(what)
            case Tells():
                await self.tells(what)
            case Passes():
                await self.hands.passes(self._who(what.who), self.channel, self._who(what.to), what.challenge)
            case Takes():
                await self.stage.settle()
                await self.hands.answers(self._who(what.who), t.TAKES_BATON)
        await self.stage.settle()

    def _who(self, name: str) -> Actor:
        return self.stage.people[name.lower()]

    async def tells(self, what: Tells) -> None:
        names = [self._who(what.names)] if what.names else []
        await self.hands.shares(self._who(what.who), self.channel, what.story, what.day, names)
        await self.stage.settle()
        for one in names:
            await self.hands.answers(one, t.AGREES)

    # --- before the demo ----------------------------------------------------------------------------------------------
    async def begins(self, what: Begins) -> None:
        """No clock goes back to when this began: its turns are written down, and one of their stories is posted."""
        circle = [self._who(name) for name in relays.CIRCLE]
        prepares, whose = (self._who(name) for name in relays.PREPARES)
        coordinator = self._who(relays.COORDINATOR)
        await self.hands.sets_relay(
            coordinator, self.channel, circle, self._who(relays.CHIEF), {whose.name: [prepares]}
        )
        house = self.stage.house
        async with house.turns.writing(house.org) as turn:
            relay = await store.begin(turn.session, turn.org, self.channel)
            relay.state, relay.begun, relay.round, relay.anchor = "RUNNING", True, 1, relays.FIRST_WEEK
            ran = {self._who(one.who).id: one.at for one in what.ran}
            for runner in (await store.runners(turn.session)).values():
                runner.ran_at = _utc(ran[runner.person]) if runner.person in ran else None
            for one in what.ran:
                await self._ran(turn, one)
            turn.session.add(self._leg(what.holder, what.week, state="ACCEPTED"))

    async def _ran(self, turn: Turn, one: Ran) -> None:
        leg = self._leg(one.who, one.week, state="PASSED", ran=True, closed_at=_utc(one.at))
        turn.session.add(leg)
        await turn.session.flush()
        words, story = self.hands.tongue, one.story
        row = Story(
            leg=leg.id,
            person=leg.person,
            state="PUBLISHED",
            kind=story.key,
            on=one.at.date() - DAY,
            what=[words(story.what)],
            struck=[words(story.struck)],
            change=[words(story.change)],
            channel=self.channel,
            at=_utc(one.at),
            published_at=_utc(one.at),
            asks=one.asks,
            promise_at=_utc(one.at + FOUR_WEEKS) if one.asks else None,
        )
        turn.session.add(row)
        await turn.session.flush()
        if row.promise_at is not None:  # one line about it comes into the thread
            turn.show("estafette.story", f":s{row.id}", Place(channel=self.channel))
            turn.at("estafette.promise", f":s{row.id}", row.promise_at)

    def _leg(self, who: str, week: date, **fields: object) -> Leg:
        return Leg(
            round=1,
            week=week,
            person=self._who(who).id,
            told="start",
            rung=True,
            offered_at=_at(week - 3 * DAY, STARTS),
            answer_by=_at(week - DAY, STARTS),
            starts_at=_at(week, STARTS),
            ends_at=_at(week + FRIDAY, ENDS),
            grace_at=_at(week + TUESDAY, GRACE_ENDS),
            **fields,
        )


def _at(day: date, clock: time) -> datetime:
    return _utc(datetime.combine(day, clock, ZONE))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
