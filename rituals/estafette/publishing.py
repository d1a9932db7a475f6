"""A story comes out: by whoever tells it, as they saw it, once."""

from __future__ import annotations

from typing import Final

from rituals import reach
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn
from rituals.estafette import batons, consenting, drafting, holding, messages, offering, posting, story_rules
from rituals.estafette.batons import Shared
from rituals.estafette.holding import Standing
from rituals.estafette.messages import GONE
from rituals.estafette.story_holding import hold
from rituals.estafette.story_lines import Tale
from rituals.estafette.story_preview import NOT_WHOLE, PREVIEW, SHOWN
from rituals.estafette.story_rules import READ, Choice, State
from rituals.estafette.subjects import of_leg, of_story, story_of
from rituals.facts import StoryTold
from rituals.shown import Button
from rituals.words import Channel, Sentence, _
from storage import estafette_stories as own_store
from storage import people
from storage.estafette import Leg

LATE: Final = _("Your story is posted after all. Good that you share it.")
OTHER: Final = _("The draft is another by now. Have a look how it will read.")
SECOND: Final = _("You told a story in this turn already. You can still put that one differently.")
STALE: Final = _("It is a while ago that you met this customer. Choose a day of the past thirty days, or today.")


async def publish(turn: Turn, event: Event) -> Answer:
    """The relay is held: whoever publishes, passes or pauses in the same instant waits for this."""
    standing = await holding.hold(turn)
    tale = (await hold(turn, [story_of(event.about)])).get(story_of(event.about))
    if tale is None:
        raise Refused(GONE)
    if tale.row.person != event.person:
        raise only(_("the author"))
    if tale.state in READ:
        return Note(ALREADY)
    await _publishable(turn, event, tale)
    leg = await _leg(turn, standing, tale)
    await _out(turn, standing, tale, leg)
    shared = await batons.shared(turn, standing, leg) if leg is not None else None
    if tale.row.source:
        await turn.tell(StoryTold(event.person, tale.row.source))
    return _answer(standing, leg, shared)


async def _publishable(turn: Turn, event: Event, tale: Tale) -> None:
    """Raises Refused: time goes by between writing and publishing, and somebody else may have written in it."""
    if tale.state is not State.DRAFT:
        raise Refused(OVER)
    subject = of_story(tale.row)
    again = Button(messages.SHARE, drafting.SHARE, subject)
    if event.kept.get(SHOWN) != tale.version:
        raise Refused(OTHER, Button(_("Preview"), PREVIEW, subject), again)
    if not drafting.is_whole(tale) or tale.row.on is None:
        raise Refused(NOT_WHOLE, again)
    if not story_rules.fresh(tale.row.on, await reach.today(turn, event.person)):
        raise Refused(STALE, again)


async def _leg(turn: Turn, standing: Standing, tale: Tale) -> Leg | None:
    """The turn in which it counts. Raises Refused where that has a story.

    What was begun in a turn that is over by now, or came of a dialogue, counts where its day lies in the teller's turn.
    """
    mine = holding.mine(standing, tale.row.person)
    if tale.row.leg is not None:
        others = [row for row in await own_store.of_legs(turn.session, [tale.row.leg]) if row is not tale.row]
        if any(State(row.state) in READ for row in others):
            raise Refused(SECOND)
        if mine is not None and mine.id == tale.row.leg:
            return mine
    if mine is None or tale.row.on is None or not offering.covers(mine, tale.row.on, standing):
        return None
    return mine


async def _out(turn: Turn, standing: Standing, tale: Tale, leg: Leg | None) -> None:
    row = tale.row
    row.state, row.published_at, row.drafted_by = State.PUBLISHED.value, turn.now, None
    row.leg = leg.id if leg is not None else None
    row.promise_at = turn.now + story_rules.PROMISE if row.asks else None
    await _to_ask(turn, tale)
    posting.post(turn, standing.relay, row)
    posting.plan_promise(turn, row)
    await turn.session.flush()
    await consenting.ask(turn, tale)


async def _to_ask(turn: Turn, tale: Tale) -> None:
    """Who isn't a colleague any more since the draft was written is neither asked nor named."""
    known = await people.people(turn.session, tale.choices)
    here = {key for key, row in known.items() if row.active and row.kind == "member"}
    for one in tale.colleagues:
        choice = Choice(one.choice)
        one.choice = (story_rules.published(choice) if one.person in here else Choice.UNNAMED).value


def _answer(standing: Standing, leg: Leg | None, shared: Shared | None) -> Note:
    said: Sentence = _("Your story is in {channel}. Thank you.", channel=Channel(standing.relay.channel))
    if leg is None or shared is None:
        return Note(said)
    onward = (Button(messages.PASS, "estafette.pass", of_leg(leg), main=True),) if shared.may_pass else ()
    return Note(LATE if shared.late else said, onward)
