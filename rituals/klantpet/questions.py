"""The question that is put on behalf of the customer: twelve, in turn."""

from __future__ import annotations

from typing import Final

from rituals.contract import Answer, Event, Note, Turn, about, keys_of, number_of, team_of
from rituals.klantpet import rules
from rituals.shown import Button
from rituals.words import Sentence, _
from storage import klantpet_wearing as store

BANK: Final = (
    _("What would a customer think of this decision?"),
    _("Which customer notices this first?"),
    _("Do we make it easier for the customer or for us?"),
    _("What has the customer already told us about this?"),
    _("Would we do this if the customer were listening?"),
    _("Which question would the customer ask now?"),
    _("Which customer do we overlook here?"),
    _("What do we promise, and can we keep it?"),
    _("What does this cost the customer in time or effort?"),
    _("What do we know about the customer, and what do we assume?"),
    _("Do targets of teams collide here?"),
    _("Which small step would a customer notice tomorrow?"),
)


def key(asked: int) -> str:
    """Of the question that comes next, as an occurrence keeps it; “01” is the first."""
    return f"{rules.question(asked) + 1:02d}"


def of(key: str) -> Sentence | None:
    """In words; None where none was put yet."""
    return BANK[(int(key) - 1) % rules.BANK] if key.isdecimal() else None


def said(question: Sentence) -> Sentence:
    return _("Question on behalf of the customer: {question}", question=question)


async def another(turn: Turn, event: Event) -> Answer:
    """For this person alone, and for the talk of this moment: the one after the last that the team was asked."""
    team = team_of(event.about) or 0
    named = number_of(next(iter(keys_of(event.about)), ""))
    at = named if named is not None else await store.last_question(turn.session, team)
    more = Button(_("Another question"), "klantpet.question", about(team, rules.question(at + 1)))
    return Note(said(BANK[rules.question(at)]), (more,))
