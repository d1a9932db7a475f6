"""Whether an agreement goes by itself: asked earlier than its tenth week where somebody in the team wants to know."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals import teams
from rituals.alsdan import look_rules
from rituals.alsdan.fading import week_number
from rituals.alsdan.messages import option
from rituals.alsdan.rules import State
from rituals.alsdan.subjects import id_of
from rituals.contract import Answer, Event, Note, Refused, Turn, team_of
from rituals.shown import Menu
from rituals.words import Count, Sentence, _
from storage import alsdan as store
from storage import alsdan_look as look_store
from storage.alsdan import Agreement

ACTION: Final = "alsdan.check"
NONE: Final = _("No agreement is running in your team now.")
ASKED: Final = _("In the next look-back I ask the team whether it goes by itself.")
WHICH: Final = _("Which agreement has become a habit?")


NO_MORE: Final = _("I don't ask that about this agreement any more. Each quarter I ask whether you still do it.")
NO_LOOKS: Final = _("Your team doesn't look back now, so I can't ask.")


def young() -> Sentence:
    return _("This agreement still needs some time. From week {n} on I can ask.", n=Count(look_rules.EARLY_CHECK))


async def early(turn: Turn, event: Event) -> Answer:
    """About a team, or one of its agreements. Twice is once."""
    team = team_of(event.about) or 0
    mine = id_of(event.about)
    rows = await store.hold_team(turn.session, [team], [State.ACTIVE])
    some = [row for row in rows.values() if mine in (-1, row.id)]
    if not some:
        raise Refused(NONE)
    if len(some) > 1:
        return Note(WHICH, menu=Menu(WHICH, ACTION, tuple(option(row) for row in some)))
    today = (await teams.load(turn, [some[0].team]))[some[0].team].calendar.day_of(turn.now)
    if not await _looks_back(turn, some[0].team):
        raise Refused(NO_LOOKS)
    if not may_ask(some[0], today):
        raise Refused(young() if is_young(some[0], today) else NO_MORE)
    some[0].early = True
    return Note(ASKED)


async def _looks_back(turn: Turn, team: int) -> bool:
    return ((await store.settings(turn.session, [team])).get(team) or look_store.unset()).looks


def is_young(row: Agreement, today: date) -> bool:
    return week_number(row.activated_on or today, today) < look_rules.EARLY_CHECK


def may_ask(row: Agreement, today: date) -> bool:
    """Whether the next look-back would ask it."""
    week = week_number(row.activated_on or today, today)
    return not is_young(row, today) and look_rules.is_checked(week, row.checked, row.checks, early=True)
