"""Two working days before somebody speaks, a customer story comes along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rituals import executives, reach
from rituals.calendar import Calendar, WorkingDays
from rituals.contract import Due, Turn, person_of
from rituals.facts import BackAgain, BecameAway, CalendarChanged, HeardChanged, PatternChanged, StoriesTold, Story
from rituals.shown import Message, Place, Small, Text
from rituals.stage import rules
from rituals.stage.subjects import KEY, STORY, of, story_of, subject, to
from rituals.teams import of_organisation
from rituals.words import Typed, _
from storage import stage as store
from storage import stage_own as own_store
from storage.stage import Appearance, BroughtStory

SOON: Final = _("Something for your stage.")
SEARCHED: Final = 100  # stories, newest first, of which one that wasn't brought yet is taken


# --- when -------------------------------------------------------------------------------------------------------------
async def plan(turn: Turn, rows: Iterable[Appearance]) -> None:
    """By the days on which each of them works, as far as these are known by now; what is late comes at once."""
    some = [row for row in rows if row.person is not None and row.brought_on is None]
    found = await reach.days(turn, {row.person for row in some if row.person}) if some else {}
    nobody = await of_organisation(turn) if some else Calendar()
    for row in some:
        days: WorkingDays = found.get(row.person or "", nobody)
        turn.at(STORY, subject(row), max(rules.looks_at(row.day, days, turn.now), turn.now))


async def calendar_changed(turn: Turn, _fact: CalendarChanged) -> None:
    await plan(turn, await own_store.waiting(turn.session, (await of_organisation(turn)).day_of(turn.now)))


async def days_changed(turn: Turn, fact: BecameAway | BackAgain | PatternChanged) -> None:
    rows = await own_store.waiting(turn.session, (await of_organisation(turn)).day_of(turn.now))
    await plan(turn, [row for row in rows if row.person == fact.person])


# --- what -------------------------------------------------------------------------------------------------------------
async def bring(turn: Turn, due: Sequence[Due]) -> None:
    """The newest story that wasn't brought to them before; where there is none, a line about the last they met.

    In their hours; where those come only after the day itself, nothing.
    """
    rows = (await store.hold(turn.session, [of(one.about) for one in due])).values()
    here = set((await executives.known(turn)).executives)
    wanted = [row for row in rows if row.person in here and row.brought_on is None]
    days = await reach.days(turn, {row.person for row in wanted if row.person})
    await plan(turn, [row for row in wanted if rules.brings_at(row.day, days[row.person or ""]) > turn.now])
    ready = [row for row in wanted if rules.brings_at(row.day, days[row.person or ""]) <= turn.now]
    stories = await _stories(turn) if ready else []
    used = await own_store.brought(turn.session, {row.person for row in ready if row.person})
    for row in ready:
        theirs = days[row.person or ""]
        moment = reach.opening(theirs, turn.now)
        if theirs.day_of(moment) <= row.day:
            row.brought_on = theirs.day_of(turn.now)
            row.story = _bring(turn, row.person or "", stories, used.setdefault(row.person or "", set()))
            turn.show(STORY, to(row, row.person or ""), Place(person=row.person or "", after=moment))


def _bring(turn: Turn, person: str, stories: Iterable[Story], used: set[int]) -> str:
    """The key of the newest that isn't among these yet; then it is."""
    key = next((one.key for one in stories if story_of(one.key) not in used), "")
    if key:
        used.add(story_of(key))
        turn.session.add(BroughtStory(person=person, story=story_of(key)))
    return key


async def _stories(turn: Turn) -> list[Story]:
    return [one for some in await turn.tell(StoriesTold(SEARCHED)) for one in some]


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """A story that was withdrawn meanwhile is told no more."""
    rows = await store.many(turn.session, {of(each) for each in subjects})
    wanted = {each: rows[of(each)] for each in subjects if of(each) in rows}
    stories = {one.key: one for one in await _stories(turn)} if any(row.story for row in wanted.values()) else {}
    found = {
        each: _message(row, stories.get(row.story))
        for each, row in wanted.items()
        if row.brought_on is not None and row.person == person_of(each)
    }
    return {each: found.get(each) for each in subjects}


def _message(row: Appearance, story: Story | None) -> Message:
    occasion = Typed(row.occasion)
    if story is None:
        text = _("{occasion} is coming up. Do tell about the last customer you met.", occasion=occasion)
        return Message((Text(text),), SOON)
    text = _("{occasion} is coming up. Perhaps this customer story fits: {story}", occasion=occasion, story=story.text)
    return Message((Text(text), Small(_("To begin with: {opening}", opening=story.opening))), SOON)


async def heard_changed(turn: Turn, fact: HeardChanged) -> None:
    """A story reads differently now, or not at all."""
    keys = {key for _team, key in fact.keys if key.startswith(KEY)}
    for row in await own_store.with_story(turn.session, keys) if keys else ():
        turn.changed(STORY, to(row, row.person or ""))
