"""What there is: the register for a coach and for leads of the teams in it, and in how many themes for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rituals import home
from rituals.contract import Event, Turn, team_of
from rituals.shown import Button, Page, Piece, Row, Small, Text
from rituals.silo import forms, holding, messages, rules
from rituals.silo.holding import Signal
from rituals.silo.rules import Reader, State
from rituals.silo.subjects import subject
from rituals.words import Sentence, Typed, _
from storage import people

ORDER: Final = (State.OPEN, State.IN_TALK, State.AGREED, State.PARKED, State.SOLVED)
EACH: Final = (home.MOST - 4) // 2  # signals of two blocks each, beside what stands above and below them
AT: Final = 0  # which page, behind the team


# --- all of them ------------------------------------------------------------------------------------------------------
async def page(turn: Turn, event: Event) -> Page:
    """Themes for everybody; signals only for who may read them."""
    themes, reader = rules.themes(await holding.counted(turn)), await holding.reader(turn, event.person)
    found = await holding.listed(turn, reader, ORDER, home.part_of(event.about, AT), EACH)
    team = event.about.partition(":")[0]
    turned = home.turning("silo.list", team, found.at, more=found.more)
    own = [messages.in_list(one) for one in found.signals]
    empty = (Text(_("There is no signal for you to look at.")),) if not own and _has_a_part(reader) else ()
    mine = [team.id for team in await people.teams_of(turn.session, event.person)]
    give = (messages.give(team_of(event.about) if team_of(event.about) in mine else mine[0]),) if mine else ()
    return Page(forms.TITLE, (messages.themes(themes), *empty, *own, *turned, *give))


def _has_a_part(reader: Reader) -> bool:
    return reader.coach or bool(reader.leads)


def listed(every: Iterable[Signal], reader: Reader) -> Sequence[Signal]:
    """What this person may read, by state and then the newest. A coach reads merged ones at the one they went into."""
    mine = [one for one in every if one.is_for(reader) and not (one.merged and reader.coach)]
    return sorted(mine, key=lambda one: (ORDER.index(one.state), -one.row.id))


# --- one --------------------------------------------------------------------------------------------------------------
async def single(turn: Turn, event: Event) -> Page:
    one, reader = await holding.read_one(turn, event), await holding.reader(turn, event.person)
    merged = await holding.merged_into(turn, one) if reader.coach else ()
    names = await _names(turn, one, reader)
    pieces: list[Piece] = [*messages.whole(one, merged, names, coach=reader.coach)]
    buttons = tuple(_of_coach(one)) if reader.coach and not one.merged else ()
    pieces += [Row(buttons)] if buttons else []
    own = sorted(reader.leads & {*one.involved}) if one.state is State.AGREED else ()
    pieces += [Text(names[team], messages.onward(one, team)) for team in own]
    return Page(forms.TITLE, (*pieces, Small(forms.LEADS)))


async def _names(turn: Turn, one: Signal, reader: Reader) -> Mapping[int, Sentence]:
    """A team that doesn't want to be found is called so for a coach and its own leads only."""
    found = await people.teams(turn.session, one.involved)
    return {
        team: Sentence("{team}", {"team": Typed(row.name)})
        if row.findable or reader.coach or team in reader.leads
        else _("another team")
        for team, row in found.items()
    }


def _of_coach(one: Signal) -> Sequence[Button]:
    mine = subject(one.row)
    ways = {
        State.IN_TALK: Button(_("Invite"), "silo.invite", mine, main=True),
        State.AGREED: Button(_("Agreed together"), "silo.agree", mine),
        State.SOLVED: Button(_("Solved"), "silo.move", f"{mine}:{State.SOLVED.value}", main=True),
        State.OPEN: Button(_("Take up again"), "silo.move", f"{mine}:{State.OPEN.value}"),
        State.PARKED: Button(_("Let it wait"), "silo.park", mine),
        State.MERGED: Button(_("Take together"), "silo.merge", mine),
    }
    return [button for state, button in ways.items() if rules.may(one.state, state)]
