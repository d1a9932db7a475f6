"""A person's Home: what waits for their answer, customers they would thank, and what they gave in the last day."""

from __future__ import annotations

from collections.abc import Sequence

from rituals import names
from rituals.compliment import lines, messages, mine, rules, thanking
from rituals.compliment.audience import Unclear, unclear
from rituals.compliment.lines import Given
from rituals.contract import Turn
from rituals.shown import Piece, Small, Text
from rituals.words import _
from storage import compliment as store
from storage import compliment_own as own_store


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Eight statements, however many compliments."""
    asked = [one.compliment for one in await store.asked_of(turn.session, person)]
    gave = await own_store.given_since(turn.session, person, turn.now - rules.TO_EDIT)
    found = await mine.loaded(turn, [*asked, *gave])
    own = [found[key] for key in gave if key in found and _lately(turn, found[key])]
    waiting = [found[key] for key in asked if key in found]
    teams = await unclear(turn, [(person, given) for given in waiting])
    pieces = [piece for given in waiting for piece in _question(given, person, teams)]
    pieces += [_to_thank(given, person) for given in await thanking.taken(turn, person)]
    pieces += [Small(_("Compliments from you:"))] if own else []
    return [*pieces, *(mine.gave_text(turn, given, person) for given in own)]


def _question(given: Given, person: str, teams: Unclear) -> Sequence[Piece]:
    """As in their own conversation, while there is something to decide; not what was withdrawn."""
    question = messages.question(given, person, teams.get((person, given.row.team), ""))
    return question.pieces if question.open else ()


def _to_thank(given: Given, person: str) -> Text:
    about = names.shortened(lines.text(given, person), lines.CUT)
    text = _("You are going to thank the customer: “{text}”", text=about)
    return Text(text, messages.thanking(given))


def _lately(turn: Turn, given: Given) -> bool:
    """One that came out later is there again, once that can be read: it can be edited for a day."""
    at = given.row.read_at
    since = turn.now - rules.TO_EDIT
    return given.row.at >= since or (mine.shared(given) and at is not None and at >= since)
