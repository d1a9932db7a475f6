"""What became of a message, and of the person it was for."""

from __future__ import annotations

from rituals import reach
from rituals.contract import Turn
from rituals.facts import Deactivated, Delivered, GaveUp, MemberLeft, NotNudged, Nudged, WhoWantsQuiet
from rituals.nudges import drawing, rules
from storage import nudges as store
from storage.nudges import NudgeMessage


async def delivered(turn: Turn, fact: Delivered) -> None:
    if (row := await _row(turn, fact.card, fact.about)) is None or row.taken_at is not None:
        return
    row.taken_at = fact.at
    for kind, about in row.lines:
        await turn.tell(await _outcome(turn, row, kind, about, fact))
    consenting = [kind for kind, nudge in drawing.kinds(turn).items() if nudge.consents]
    reached = rules.unanswered([(kind, about) for kind, about in row.lines], consenting)
    await store.came(turn.session, turn.org, row.person, reached)


async def _outcome(turn: Turn, row: NudgeMessage, kind: str, about: str, fact: Delivered) -> Nudged | NotNudged:
    """Where silence is an answer, a line that its ritual could not word just now was not read."""
    nudge = drawing.kinds(turn).get(kind)
    if nudge is not None and nudge.consents and not await drawing.words(turn, [(row.person, kind, about)]):
        return NotNudged(kind, about, row.person)
    return Nudged(kind, about, row.person, fact.at)


async def gave_up(turn: Turn, fact: GaveUp) -> None:
    """A later edit that fails takes nothing back: the message itself was taken.

    The day stays spent, and without its lines the message is never tried again.
    """
    if (row := await _row(turn, fact.card, fact.about)) is None or row.taken_at is not None:
        return
    lost, row.lines = row.lines, []
    for kind, about in lost:
        await turn.tell(NotNudged(kind, about, row.person))
    await store.not_offered(turn.session, row.person, [about for kind, about in lost if kind == rules.STOPASK])


async def _row(turn: Turn, card: str, about: str) -> NudgeMessage | None:
    return await store.hold(turn.session, *drawing.key_of(about)) if card == drawing.CARD else None


async def left(turn: Turn, fact: MemberLeft) -> None:
    """With the last team goes all that was kept here."""
    if not await store.in_a_team(turn.session, fact.person):
        await store.leave(turn.session, fact.person)


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    await store.leave(turn.session, fact.person)


async def who_wants_quiet(turn: Turn, fact: WhoWantsQuiet) -> set[str]:
    """Who muted this ritual, or everything, and is not past the end of it."""
    mutes = await store.mutes(turn.session, fact.people)
    days = await reach.days(turn, mutes) if mutes else {}
    today = {person: days[person].day_of(turn.now) if person in days else turn.now.date() for person in mutes}
    return {person for person, own in mutes.items() if rules.muted(own, fact.ritual, today[person])}
