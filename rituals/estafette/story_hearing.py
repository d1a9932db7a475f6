"""What others tell that stories follow: who leaves, who is back, and what could not be posted."""

from __future__ import annotations

from rituals.contract import Turn
from rituals.estafette import posting, story_rules
from rituals.estafette.story_holding import changed, hold
from rituals.estafette.story_rules import READ, Choice
from rituals.estafette.story_subjects import GLAD, PROMISE
from rituals.estafette.subjects import of_story
from rituals.facts import Deactivated, GaveUp, Reactivated, Round
from storage import estafette_stories as own_store


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    """What they were asked can't be answered any more, and nobody reads their name as a colleague's; nothing comes back
    to them. What they told keeps their name for a while."""
    person = fact.person
    ids = {*await own_store.naming(turn.session, person), *await own_store.own(turn.session, person)}
    tales = [tale for tale in (await hold(turn, ids)).values() if tale.state in READ]
    for tale in tales:
        mine = tale.of(person)
        if mine is not None and Choice(mine.choice) is not Choice.NAMED:
            mine.choice = story_rules.left(Choice(mine.choice)).value
        if tale.row.person == person:
            tale.row.promise_at = None
            turn.cancel(GLAD, of_story(tale.row))
            turn.cancel(PROMISE, of_story(tale.row))
    await changed(turn, tales)
    await own_store.leave(turn.session, person, turn.now.date() + story_rules.FORMER)


async def reactivated(turn: Turn, fact: Reactivated) -> None:
    """Whoever hasn't become a former colleague by now keeps their name."""
    tales = await hold(turn, await own_store.about_to_be_former(turn.session, fact.people))
    for tale in tales.values():
        if tale.row.person in fact.people:
            tale.row.former_on = None
        for one in tale.colleagues:
            one.former_on = None if one.person in fact.people else one.former_on
    await changed(turn, tales.values())


async def went_round(turn: Turn, _fact: Round) -> None:
    await posting.again(turn)


async def gave_up(turn: Turn, fact: GaveUp) -> None:
    await posting.gave_up(turn, fact)
