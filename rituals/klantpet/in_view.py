"""Whether the customer was considered in a team's meetings: a figure of a month, never of a meeting or a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from rituals import anonymity
from rituals.calendar import DAY
from rituals.contract import Turn
from rituals.gate import measuring
from rituals.klantpet.look_forms import CONSIDERED
from rituals.shown import Items, Piece
from rituals.words import Listed, Month, Sentence, _
from storage import klantpet_own as store
from storage import organisations

LOOKED_BACK: Final = 5  # times in a month; of fewer it would be told how it was at a meeting
PEOPLE: Final = 3  # who looked back; of two each knows what the other said
SETTLES: Final = timedelta(days=7)  # after a month, in which its last look-backs are given and edited

Answer = tuple[str | None, str | None]  # what was answered, and by whom


async def figure(turn: Turn, team: int, today: date) -> Sequence[Piece]:
    """Nothing while figures are off, or where the cap didn't come along yet. Two statements."""
    if not measuring(await organisations.of(turn.session, turn.org)):
        return ()
    first, last = month(today)
    given = await store.answers(turn.session, team, first, last)
    if not given:
        return ()
    return (Items(_("Was the customer considered?"), (_line(first, counted(given)),)),)


def month(today: date) -> tuple[date, date]:
    """First and last day of the newest month of which nothing changes any more.

    From day to day the figure of a month that goes on would tell what that day's wearer answered.
    """
    last = (today - SETTLES).replace(day=1) - DAY
    return last.replace(day=1), last


def counted(given: Iterable[Answer]) -> Mapping[str, int] | None:
    """How often each was answered; None where it may not be told.

    Nor may it when somebody took theirs back: whoever had read the figure before would know what it was.
    """
    some = list(given)
    people = {person for _answer, person in some if person}
    answers = Counter(answer for answer, _person in some if answer is not None)
    taken_back = answers.total() < len(some)
    if taken_back or answers.total() < LOOKED_BACK or len(people) < PEOPLE:
        return None
    return {answer: answers[answer] for answer in CONSIDERED}


def _line(first: date, found: Mapping[str, int] | None) -> Sentence:
    if found is None:
        return _("{month}: {hidden}", month=Month(first), hidden=anonymity.HIDDEN)
    each = tuple(_("{answer} {n}", answer=CONSIDERED[key], n=n) for key, n in found.items())
    return _("{month}: {hidden}", month=Month(first), hidden=Listed(each, joined=False))
