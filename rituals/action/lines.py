"""An action as a line: on a board, on a page, and as what came of something else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from rituals.action.rules import AT_MOST, Result, State
from rituals.helping import lines
from rituals.texts import cut
from rituals.words import Count, Day, Person, Sentence, Typed, _
from storage.action import ImprovementAction

CUT: Final = 140  # characters of a text on the card
WEEK: Final = timedelta(days=7)  # so far ahead, the name of a day says which one is meant

RESULTS: Final[Mapping[Result, Sentence]] = {
    Result.WORKS: _("Works"),
    Result.PARTLY: _("Works partly"),
    Result.NOT_YET: _("Doesn't work"),
}


def line(row: ImprovementAction, today: date, most: int = CUT) -> Sentence:
    """Whose it is stands in it once they agreed."""
    what, state = Typed(cut(row.what, most)), State(row.state)
    if state is State.CHECK or (state is State.ACT and row.still_asked_on is not None):
        return _owned(row, check(row, most))
    if state is State.ACT:
        return _owned(row, looked(row, most))
    day = when(row.check_on, today)
    if row.owner is None:
        return _("{what} (who takes this up? We look {day})", what=what, day=day)
    return _("{what} ({name}, we look {day})", what=what, name=Person(row.owner), day=day)


def check(row: ImprovementAction, most: int = CUT) -> Sentence:
    what = Typed(cut(row.what, most))
    if row.still_asked_on is not None:
        return _("Is this still needed: “{what}”?", what=what)
    return _("Let's check: does “{what}” work for the customer?", what=what)


def looked(row: ImprovementAction, most: int = CUT) -> Sentence:
    """What the team found."""
    return _("“{what}”: {result}. How do we go on?", what=Typed(cut(row.what, most)), result=_result(row))


def _owned(row: ImprovementAction, said: Sentence) -> Sentence:
    return said if row.owner is None else Sentence("{said} ({name})", {"said": said, "name": Person(row.owner)})


def _result(row: ImprovementAction) -> Sentence:
    """As it reads within a sentence."""
    match Result(row.result or Result.PARTLY):
        case Result.WORKS:
            return _("works")
        case Result.PARTLY:
            return _("works partly")
        case _:
            return _("doesn't work yet")


def when(day: date, today: date) -> Day:
    """“morgen” or the weekday where that says which day is meant, else with its date."""
    return Day(day, today) if today < day < today + WEEK else Day(day)


def done(row: ImprovementAction, most: int = CUT) -> Sentence:
    what, effect = Typed(cut(row.what, most)), Typed(cut(row.effect, most))
    return _("Done: “{what}”. Customers notice: {effect}", what=what, effect=effect)


def hoped(row: ImprovementAction) -> Sentence:
    """Until it is done, nobody knows."""
    return _("Customers are to notice: {effect}", effect=Typed(row.effect))


def full() -> Sentence:
    return _("{n} actions are under way. Finish one first?", n=Count(AT_MOST))


def more(row: ImprovementAction, labels: Mapping[str, Sentence]) -> Sentence:
    """What stands small below it on a page."""
    said = [hoped(row)]
    if row.evidence:
        said.append(_("So we see whether it works: {evidence}", evidence=Typed(row.evidence)))
    if row.link and row.link in labels:
        said.append(_("Linked to: {what}", what=labels[row.link]))
    return lines(said)


# --- as what came of something ----------------------------------------------------------------------------------------
def follow_up(row: ImprovementAction) -> Sentence:
    """Names nobody. Of what was dropped the text isn't told again, nor of what is still a question to a colleague."""
    what = Typed(row.what)
    match State(row.state):
        case State.PROPOSED:
            return _("An action is in the making.")
        case State.PLAN | State.DO:
            day = Day(row.check_on)
            return _("This came of it: “{what}”. We look {day} whether it works.", what=what, day=day)
        case State.CHECK | State.ACT:
            return _("This came of it: “{what}”. We are looking whether it works.", what=what)
        case State.DONE:
            return _("This came of it: “{what}”. Customers notice: {effect}", what=what, effect=Typed(row.effect))
        case _:
            return _("An action came of it, and we let it go.")
