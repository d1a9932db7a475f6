"""A signal is given: by anybody in a team, without a name unless they want it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rituals.contract import Answer, Event, Note, Turn, keys_of, team_of
from rituals.facts import LinksNamed
from rituals.helping import lines
from rituals.shown import Form
from rituals.silo import forms, naming, news
from rituals.silo.holding import today
from rituals.silo.rules import EFFECT, State
from rituals.texts import cut
from rituals.words import Sentence, Typed, _
from storage import people
from storage import silo as store
from storage.silo import SiloSignal

THANKS: Final = _("Thank you. We're not looking for someone to blame, but for an aim we share.")
NOBODY_YET: Final = _("There is no culture coach yet. I keep it until there is one.")
TEXTS: Final = ("ours", "theirs", "effect")


async def form(turn: Turn, event: Event) -> Form:
    """What stands behind its team is what it came from: “12:point:5”.

    That may be without a name, so nothing is kept of who went on from there, whether they sign this or not.
    """
    others = await naming.others(turn, team_of(event.about) or 0)
    shown = forms.new(naming.field(others), event.text or await _linked(turn, event))
    return replace(shown, echoes=not keys_of(event.about))


async def _linked(turn: Turn, event: Event) -> str:
    team, key = team_of(event.about), ":".join(keys_of(event.about))
    if team is None or not key:
        return ""
    for answer in await turn.tell(LinksNamed((team,), (key,), event.person)):
        if key in answer:
            return cut(_plain(answer[key]), EFFECT[1])
    return ""


def _plain(named: Sentence) -> str:
    """What was typed in it."""
    return " ".join(part.text for part in named.args.values() if isinstance(part, Typed))


async def give(turn: Turn, event: Event) -> Answer:
    team, given = team_of(event.about) or 0, event.values
    others = await naming.others(turn, team)
    named = await naming.chosen(turn, given, others)
    await _of_nobody(turn, event, (team, *named))
    row = SiloSignal(
        team=team,
        **{name: given[name] for name in (*TEXTS, "theme")},
        person=event.person if given.get("named") else None,
        on=await today(turn),
        moved_on=await today(turn),
        state=State.OPEN.value,
    )
    turn.session.add(row)
    await turn.session.flush()
    await store.name_teams(turn.session, turn.org, row.id, named)
    await news.plan(turn)
    return Note(THANKS if await news.coaches(turn) else lines([THANKS, NOBODY_YET]))


async def _of_nobody(turn: Turn, event: Event, teams: Iterable[int]) -> None:
    mine = [team.id for team in await people.teams_of(turn.session, event.person)]
    await naming.of_nobody(turn, {*mine, *teams}, {name: event.values[name] for name in TEXTS})
