"""How a person reads what the relay keeps of them, beside their stories, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rituals import executives
from rituals.contract import Turn
from rituals.estafette import coordinating, rules, showing
from rituals.estafette.names import OFFER, PASSED, TURN
from rituals.estafette.rules import State
from rituals.estafette.subjects import of_leg
from rituals.keeping import Erase, Mine, Own
from rituals.shown import Button
from rituals.words import Day, Sentence, Typed, _
from storage import estafette as store
from storage import estafette_own as own_store
from storage.estafette import Leg, RelayLine, Runner

WHAT: Final[Mapping[State, Sentence]] = {
    State.OFFERED: _("you are asked"),
    State.ACCEPTED: _("you hold the baton"),
    State.PLANNED: _("you hold the baton"),
    State.SHARED: _("you told a story"),
    State.PASSED: _("you told a story"),
    State.DECLINED: _("not this time"),
    State.UNANSWERED: _("the baton went on"),
    State.HANDED_BACK: _("the baton went back"),
    State.LAPSED: _("the baton went on"),
    State.CANCELLED: _("it was called off"),
}
READ: Final[Mapping[str, Sentence]] = {
    coordinating.OPEN: _("the relay coordinator read that you were asked"),
    coordinating.TALK: _("the relay coordinator read that a chat may help you more than a message"),
}


# --- turns ------------------------------------------------------------------------------------------------------------
async def turns(turn: Turn, person: str) -> Sequence[Own]:
    row = await own_store.runner(turn.session, person)
    out = [_out()] if row is not None and row.sits_out else []
    lines = [_line(each) for each in await own_store.lines_about(turn.session, person)]
    return [*out, *map(_turn, await own_store.turns_of(turn.session, person)), *lines]


def _out() -> Own:
    back = Button(_("I'm in again"), "estafette.come_back")
    return Own(_("you stay out of the relay for now"), {"kind": "stays out"}, buttons=(back,))


def _turn(leg: Leg) -> Own:
    state = State(leg.state)
    data: dict[str, Any] = {"kind": "turn", "week": leg.week.isoformat(), "state": state.value}
    if leg.contact_on is not None:
        data |= {"contact_on": leg.contact_on.isoformat(), "contact_kind": leg.contact_kind}
    text = _("the week of {date} in the relay: {what}", date=Day(leg.week), what=WHAT[state])
    return Own(text, data, leg.week)


def _line(row: RelayLine) -> Own:
    text = READ.get(row.kind, _("the relay coordinator read about you"))
    return Own(text, {"kind": "told to the coordinator", "about": row.kind}, row.on)


async def erase_turns(turn: Turn, person: str, _how: Erase) -> None:
    """All but what the round under way still goes by; its own retention sees to that."""
    relay = await store.hold(turn.session)
    round_ = relay.round if relay is not None else 0
    for leg in await own_store.hold_naming(turn.session, person):
        if leg.second == person:
            leg.second = None
        if leg.person == person and not _is_needed(leg, round_):
            leg.person, leg.contact_on, leg.contact_kind = None, None, ""
            redrawn(turn, leg)
    row: Runner | None = await own_store.runner(turn.session, person)
    if row is not None:
        row.sits_out = False
    await drop_lines(turn, person)


def _is_needed(leg: Leg, round: int) -> bool:
    state = State(leg.state)
    return state in rules.OPEN or state is State.SHARED or (leg.ran and leg.round == round)


def redrawn(turn: Turn, leg: Leg) -> None:
    """Wherever somebody is named in it."""
    for card, about in ((OFFER, of_leg(leg)), (PASSED, of_leg(leg)), (TURN, showing.of_week(leg))):
        turn.changed(card, about)


async def drop_lines(turn: Turn, person: str) -> None:
    """What coordinators read of this person."""
    some = await own_store.lines_about(turn.session, person)
    await lines_gone(turn, some)
    await own_store.drop_lines(turn.session, person)


async def lines_gone(turn: Turn, some: Iterable[RelayLine]) -> None:
    rows = list(some)
    if rows:
        readers = await coordinating.readers(turn, await executives.known(turn))
        coordinating.drawn_again(turn, rows, readers)


# --- challenges -------------------------------------------------------------------------------------------------------
async def challenges(turn: Turn, person: str) -> Sequence[Own]:
    return [_challenge(leg) for leg in await own_store.passed_by(turn.session, person)]


def _challenge(leg: Leg) -> Own:
    data = {"kind": "passed on", "week": leg.week.isoformat(), "challenge": leg.challenge}
    if not leg.challenge:
        return Own(_("you passed the baton on"), data, leg.week)
    return Own(_("you passed the baton on: “{challenge}”", challenge=Typed(leg.challenge)), data, leg.week)


async def erase_challenges(turn: Turn, person: str, how: Erase) -> None:
    """Unsigned, the challenge stays, from a colleague."""
    await store.hold(turn.session)
    for leg in await own_store.hold_naming(turn.session, person):
        if leg.passed_by == person:
            leg.passed_by = None
            leg.challenge = None if how is Erase.WITHDRAW else leg.challenge
            redrawn(turn, leg)


MINE: Final = {
    "relay_turns": Mine(
        _("My turns in the relay"),
        turns,
        erase_turns,
        also=_(
            "then I also forget that you stay out for now, and may ask you again; what the round under way goes by "
            "stays until it is over."
        ),
    ),
    "relay_challenges": Mine(_("What I passed the baton on with"), challenges, erase_challenges, shared=True),
}
