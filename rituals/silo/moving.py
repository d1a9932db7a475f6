"""What a coach does with a signal, and what follows from what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from rituals import teams
from rituals.contract import Answer, Event, Note, Opens, Refused, Turn, Wrong, about, keys_of, number_of, team_of
from rituals.helping import lines
from rituals.shown import Form
from rituals.silo import forms, holding, messages, naming, rules, telling
from rituals.silo.holding import GONE, Talk
from rituals.silo.rules import LIVES, State
from rituals.silo.subjects import id_of
from rituals.texts import cut
from rituals.words import Day, Listed, Sentence, Typed, _
from storage import people
from storage import silo as store
from storage.silo import SiloSignal

INVITED: Final = _("Invited. The leads of these teams read it in their message of the day.")
BY_ONE_CLICK: Final = frozenset({State.SOLVED, State.OPEN})
WHAT: Final = 140  # characters that the form of an action takes of what is to be done, and of what customers notice
WHY: Final = 200  # those that an agreement takes of what customers gain
OPTIONS: Final = 100  # signals to choose from


def _may(talk: Talk, to: State) -> None:
    """Raises Refused."""
    if not rules.may(talk.state, to):
        raise Refused(messages.moved(talk.state))


async def _looked_at(turn: Turn, event: Event, to: State) -> holding.Signal:
    """Before a form about it: the one with which its state moves. Raises Refused."""
    one = await holding.read_one(turn, event)
    if not rules.may(one.state, to):
        raise Refused(messages.moved(one.state))
    return one


# --- inviting ---------------------------------------------------------------------------------------------------------
async def invite_form(turn: Turn, event: Event) -> Form:
    one = await _looked_at(turn, event, State.IN_TALK)
    others = await naming.others(turn, one.row.team, one.named)
    if not others:
        raise Refused(_("There is no other team yet that I can invite."))
    return forms.invite(naming.field(others, one.named, known=True), messages.invitation(one.row))


async def invite(turn: Turn, event: Event) -> Answer:
    talk = await holding.hold_one(turn, event)
    _may(talk, State.IN_TALK)
    row = talk.root.row
    named = await naming.chosen(turn, event.values, await naming.others(turn, row.team, talk.root.named))
    await store.name_teams(turn.session, turn.org, row.id, named)
    await telling.withdrawn(turn, row, {*talk.root.named} - {*named})
    talk = Talk(holding.Signal(row, row, named), talk.merged)
    await telling.move(turn, [talk], State.IN_TALK, await holding.today(turn))
    await telling.to_leads(turn, talk)
    return Note(lines([INVITED, *await _leaderless(turn, talk.of_team())]))


async def _leaderless(turn: Turn, ids: Iterable[int]) -> Sequence[Sentence]:
    """In which of these teams nobody is there to read it."""
    leads = await teams.leads(turn, ids)
    alone = [team for team, held in leads.items() if not held.leads and not held.deputies]
    if not alone:
        return ()
    found = await people.teams(turn.session, alone)
    named = Listed(tuple(Sentence("{team}", {"team": Typed(found[team].name)}) for team in alone))
    return (_("There is no lead yet in {teams}. Whoever becomes one reads it then.", teams=named),)


# --- agreeing ---------------------------------------------------------------------------------------------------------
async def agree_form(turn: Turn, event: Event) -> Form:
    await _looked_at(turn, event, State.AGREED)
    return forms.agree()


async def agree(turn: Turn, event: Event) -> Answer:
    """The leads who weren't invited read it as well: it is about their teams."""
    talk = await holding.hold_one(turn, event)
    _may(talk, State.AGREED)
    text = event.values["text"]
    await naming.of_nobody(turn, talk.of_team(), {"text": text})
    talk.root.row.agreed = text
    await telling.move(turn, [talk], State.AGREED, await holding.today(turn))
    await telling.to_leads(turn, talk)
    return Note(lines([messages.SAVED, messages.agreed(text)]))


async def onward(turn: Turn, event: Event) -> Answer:
    """A lead of a team that is in it takes a step there: the form of an action, or of an agreement."""
    team, keys = team_of(event.about) or 0, keys_of(event.about)
    found = (await holding.some(turn, [id_of(event.about)])).get(id_of(event.about))
    if found is None or team not in found.involved:
        raise Refused(GONE)
    if found.state is not State.AGREED:
        raise Refused(messages.moved(found.state))
    text, effect = " ".join((found.root.agreed or "").split()), found.row.effect
    if keys[-1] == "agreement":
        return Opens("alsdan.new", about(team), {"whom": "team", "sentence": text, "why": cut(effect, WHY)})
    return Opens("action.new", about(team), {"what": cut(text, WHAT), "effect": cut(effect, WHAT)})


# --- solved, or open again --------------------------------------------------------------------------------------------
async def move(turn: Turn, event: Event) -> Answer:
    keys = keys_of(event.about)
    talk = await holding.hold_one(turn, event)
    to = next((state for state in BY_ONE_CLICK if state.value in keys[1:]), None)
    if to is None or not rules.may(talk.state, to):
        raise Refused(messages.moved(talk.state))
    await telling.move(turn, [talk], to, await holding.today(turn))
    return Note(messages.SAVED)


# --- waiting ----------------------------------------------------------------------------------------------------------
async def park_form(turn: Turn, event: Event) -> Form:
    await _looked_at(turn, event, State.PARKED)
    return forms.park(await holding.today(turn) + rules.PARKS)


async def park(turn: Turn, event: Event) -> Answer:
    talk = await holding.hold_one(turn, event)
    _may(talk, State.PARKED)
    today, row = await holding.today(turn), talk.root.row
    if wrong := _no_day(event.values, today):
        raise Wrong(until=wrong)
    row.parked, row.review_on = event.values["reason"], event.values["until"]
    await telling.move(turn, [talk], State.PARKED, today)
    return Note(messages.SAVED)


def _no_day(values: Mapping[str, Any], today: date) -> Sentence | None:
    if values["until"] < today:
        return _("This date has passed.")
    if not rules.may_park(values["until"], today):
        return _("Choose a day from tomorrow up to {day}.", day=Day(today + rules.PARKED))
    return None


# --- taking together --------------------------------------------------------------------------------------------------
async def merge_form(turn: Turn, event: Event) -> Form:
    one = await _looked_at(turn, event, State.MERGED)
    others = _others(await holding.of_states(turn, LIVES), one)
    if not others:
        raise Refused(_("There is no other signal to take it together with."))
    return forms.merge([messages.option(row) for row in others])


def _others(every: Iterable[holding.Signal], one: holding.Signal) -> list[SiloSignal]:
    """Those of the same theme first, then the newest."""
    rows = [other.row for other in every if not other.merged and other.row.id != one.root.id and other.state in LIVES]
    return sorted(rows, key=lambda row: (row.theme != one.row.theme, -row.id))[:OPTIONS]


async def merge(turn: Turn, event: Event) -> Answer:
    """All that were merged into it go along. Both count; from now on they have one state."""
    target = number_of(str(event.values["into"])) or -1
    held = await holding.hold(turn, event, target)
    mine, into = _talk_of(held, id_of(event.about)), held.get(target)
    if mine is None or mine is into:
        raise Refused(messages.moved(State.MERGED))
    _may(mine, State.MERGED)
    if into is None or into.state not in LIVES:
        raise Wrong(into=_("Choose another signal."))
    await _merge(turn, mine, into)
    return Note(messages.SAVED)


def _talk_of(held: Mapping[int, Talk], key: int) -> Talk | None:
    return next((talk for talk in held.values() if any(one.row.id == key for one in talk.all)), None)


async def _merge(turn: Turn, mine: Talk, into: Talk) -> None:
    """Where there is a talk already, their leads are invited to it."""
    today = await holding.today(turn)
    for one in mine.all:
        one.row.state, one.row.into, one.row.moved_on = State.MERGED.value, into.root.row.id, today
        one.row.told_on = one.row.told_on or today
    await turn.session.flush()
    merged = tuple(holding.Signal(one.row, into.root.row, one.named) for one in mine.all)
    await telling.to_givers(turn, merged, State.MERGED, today)
    whole = Talk(into.root, (*into.merged, *merged))
    await telling.lines_changed(turn, whole)
    if into.state in rules.TALKED:
        await telling.to_leads(turn, whole)
