"""What a teller said they would do differently comes back to them after four weeks, once, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from rituals import reach
from rituals.answers import ALREADY, OVER, only
from rituals.calendar import NoWorkday, PersonCalendar
from rituals.contract import Answer as Answered
from rituals.contract import Due, Event, Note, Refused, Turn
from rituals.estafette import posting, story_messages, story_rules
from rituals.estafette.story_holding import changed, hold, hold_one, read
from rituals.estafette.story_lines import Tale
from rituals.estafette.story_rules import Answer, State
from rituals.estafette.story_subjects import PROMISE, last_of
from rituals.estafette.subjects import of_story, story_of
from rituals.facts import AskNow, NotNudged, Nudged, NudgesChanged, PutOff
from rituals.nudge import Line, Offer, afternoon
from rituals.teams import BUNDLE
from rituals.words import _
from storage import estafette_stories as own_store
from storage import nudges, organisations

DONE: Final = _("Lovely. One line about it is in the thread of your story.")
THANKS: Final = _("Thank you. I keep nothing of your answer.")  # whichever of the others it is


# --- the question -----------------------------------------------------------------------------------------------------
async def offers(turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offer]]:
    found: dict[str, list[Offer]] = {}
    for row in await own_store.promised(turn.session, days, turn.now):
        if not row.brought:
            found.setdefault(row.person, []).append(Offer(of_story(row), urgent=False))
    return found


async def draw(turn: Turn, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Line]:
    """Two statements. What went before anybody was asked is left out."""
    tales = await read(turn, {story_of(mine) for _person, mine in pairs})
    found = {(person, mine): tales.get(story_of(mine)) for person, mine in pairs}
    return {
        pair: story_messages.promise(tale, open=story_rules.is_asked(tale.row.promise_at, turn.now))
        for pair, tale in found.items()
        if tale is not None and tale.row.person == pair[0] and (tale.row.brought or tale.state is State.PUBLISHED)
    }


async def nudged(turn: Turn, fact: Nudged) -> None:
    """From now on it can be answered for a while, and isn't asked again."""
    await _brought(turn, fact, yes=True)


async def not_nudged(turn: Turn, fact: NotNudged) -> None:
    """It was not read: it may be offered once more."""
    await _brought(turn, fact, yes=False)


async def put_off(turn: Turn, fact: PutOff) -> None:
    """Not now: it may be offered once more, but not to who wants quiet."""
    if not fact.quiet:
        await _brought(turn, fact, yes=False)


async def _brought(turn: Turn, fact: Nudged | NotNudged | PutOff, *, yes: bool) -> None:
    if fact.kind != PROMISE:
        return
    tale = (await hold(turn, [story_of(fact.about)])).get(story_of(fact.about))
    if tale is None or tale.row.person != fact.person or tale.row.promise_at is None:
        return
    tale.row.brought = yes
    over = story_rules.over_at(tale.row.promise_at, turn.now, brought=True)
    turn.at(PROMISE, fact.about, over if yes else (await _afternoons(turn, [fact.person]))[fact.person].later(turn.now))


# --- its day ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Afternoon:
    """When a person is asked what can wait: never ahead of the morning's message, whose room it would take."""

    days: PersonCalendar
    clock: time

    def has_come(self, now: datetime) -> bool:
        local = self.days.local(now)
        return self.days.is_workday(local.date()) and local.time() >= self.clock

    def later(self, now: datetime) -> datetime:
        """The next one after now."""
        today = self.days.day_of(now)
        if self.days.is_workday(today) and self.days.at(today, self.clock) > now:
            return self.days.at(today, self.clock)
        try:
            return self.days.at(self.days.next_workday(today), self.clock)
        except NoWorkday:
            return now + reach.LOOK


async def _afternoons(turn: Turn, people: Iterable[str]) -> Mapping[str, Afternoon]:
    org = await organisations.of(turn.session, turn.org)
    bundle = org.bundle_time if org is not None else BUNDLE
    found = await reach.days(turn, people)
    return {person: Afternoon(days, afternoon(days, bundle)) for person, days in found.items()}


async def due(turn: Turn, some: Sequence[Due]) -> None:
    """Asks within each person's budget, also who is in no team; what could never be asked goes unseen."""
    tales = await hold(turn, [story_of(one.about) for one in some])
    waiting = [tale for tale in tales.values() if story_rules.is_asked(tale.row.promise_at, turn.now)]
    over = [tale for tale in waiting if _is_over(tale, turn.now)]
    await _no_more(turn, over)
    open_ = [tale for tale in waiting if tale not in over]
    times = await _afternoons(turn, {tale.row.person for tale in open_})
    now = {person for person, one in times.items() if one.has_come(turn.now)}
    if now:
        await turn.tell(AskNow(tuple(sorted(now))))
    for tale in open_:
        if tale.row.person in times:
            turn.at(PROMISE, of_story(tale.row), times[tale.row.person].later(turn.now))


def _is_over(tale: Tale, now: datetime) -> bool:
    """Asked, and left unanswered; or longer ago than it can be asked about; or there is nobody to ask."""
    at = tale.row.promise_at
    if at is None or tale.state is State.WITHDRAWN or not tale.row.person or tale.row.brought:
        return True
    return story_rules.over_at(at, now, brought=False) <= now


async def _no_more(turn: Turn, some: Sequence[Tale]) -> None:
    lines = tuple((tale.row.person, of_story(tale.row)) for tale in some if tale.row.person and tale.row.brought)
    for tale in some:
        tale.row.asks, tale.row.promise_at = False, None
    await turn.session.flush()
    if lines:
        await turn.tell(NudgesChanged(PROMISE, lines))


# --- the answer -------------------------------------------------------------------------------------------------------
async def answer(turn: Turn, event: Event) -> Answered:
    """Which answer it is stands in no row: after any of them the question is over, and only “done” is told.

    Of an anonymous request, as its key would give away the answer; so that they do answer is noted here.
    """
    tale = await hold_one(turn, event)
    if tale.row.person != event.person:
        raise only(_("the author"))
    given = Answer(last_of(event.about))
    if tale.row.promise_at is None:
        return Note(ALREADY)
    if tale.state is not State.PUBLISHED or not story_rules.is_asked(tale.row.promise_at, turn.now):
        raise Refused(OVER)
    tale.row.asks, tale.row.promise_at = False, None
    turn.cancel(PROMISE, of_story(tale.row))
    if given is Answer.DONE:
        posting.did(turn, tale.row)
    await nudges.acted(turn.session, event.person, "estafette")
    await changed(turn, [tale])
    return Note(DONE if given is Answer.DONE else THANKS)
