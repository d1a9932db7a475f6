"""What is said of signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals import anonymity
from rituals.contract import about
from rituals.helping import lines
from rituals.shown import Button, Items, Message, Option, Piece, Row, Small, Text
from rituals.silo.forms import THEMES
from rituals.silo.holding import Signal
from rituals.silo.rules import STILL, State, Tally, Theme
from rituals.silo.subjects import subject
from rituals.texts import cut
from rituals.words import Count, Day, Listed, Part, Person, Sentence, Strong, Typed, _, plural
from storage.silo import SiloSignal

SHORT: Final = 60  # characters of an aim in a list
IN_OPTION: Final = 30  # of one in an option, which holds 75
LISTED: Final = 10  # signals under one heading of a message
STATES: Final[Mapping[State, Sentence]] = {
    State.OPEN: _("open"),
    State.IN_TALK: _("being talked about"),
    State.AGREED: _("agreed"),
    State.SOLVED: _("solved"),
    State.PARKED: _("waiting"),
    State.MERGED: _("taken together"),
}
SAVED: Final = _("Saved. Thank you.")
WAITS: Final = _("This talk waits for a while. You'll read it when it goes on.")
REGISTER: Final = Row((Button(_("All signals"), "silo.list"),))


def moved(state: State) -> Sentence:
    """To whoever pressed what can't be done any more."""
    return _("This signal has moved on: {state}. Nothing was changed.", state=STATES[state])


def both(row: SiloSignal, most: int = SHORT) -> Sentence:
    return _("{ours} – {theirs}", ours=_short(row.ours, most), theirs=_short(row.theirs, most))


def _short(text: str, most: int) -> Typed:
    return Typed(cut(" ".join(text.split()), most))


def option(row: SiloSignal) -> Option:
    return Option(both(row, IN_OPTION), str(row.id))


# --- to leads ---------------------------------------------------------------------------------------------------------
def invitation(row: SiloSignal) -> Sentence:
    ask = _(
        "Your targets seem to collide. The customer notices: “{effect}” Shall we look at it together for half an hour?",
        effect=Typed(row.effect),
    )
    agenda = _(
        "Half an hour: both aims on one line ({ours} – {theirs}), what the customer notices, one aim we share, "
        "one small step.",
        ours=Typed(row.ours),
        theirs=Typed(row.theirs),
    )
    return lines([ask, agenda])


def agreed(text: str) -> Sentence:
    return _("Agreed together: {text}", text=Typed(text))


def to_lead(one: Signal, team: int) -> Text:
    look = Button(_("See the signal"), "silo.one", subject(one.row))
    match one.state:
        case State.IN_TALK:
            return Text(invitation(one.row), (look,))
        case State.AGREED:
            return Text(agreed(one.root.agreed or ""), (*onward(one, team), look))
        case State.SOLVED:
            return Text(_("Solved: {text}", text=Typed(one.root.agreed or "")), (look,))
        case _:
            return Text(WAITS)


def onward(one: Signal, team: int) -> tuple[Button, ...]:
    """What its lead can make of what was agreed, in this team."""
    steps = (("action", _("Make it an action")), ("agreement", _("Make it an agreement")))
    return tuple(Button(label, "silo.onward", about(team, one.row.id, step)) for step, label in steps)


# --- to whoever gave it -----------------------------------------------------------------------------------------------
def told(one: Signal, state: State) -> Message:
    said = _said(one, state)
    return Message(
        (Text(_("Something moved in a signal of yours.")), Text(both(one.row)), Text(said)),
        notify=_("Something moved in a signal of yours."),
    )


def _said(one: Signal, state: State) -> Sentence:
    match state:
        case State.IN_TALK:
            return _("The teams are invited to talk about it.")
        case State.AGREED:
            return agreed(one.root.agreed or "")
        case State.SOLVED:
            return _("It is solved. Thank you for saying so.")
        case State.PARKED:
            return _("It waits for a while, and then comes back.")
        case State.MERGED:
            return _("It is taken together with one that looks like it. You'll read what comes of it.")
        case _:
            return _("It is open again.")


# --- to a coach -------------------------------------------------------------------------------------------------------
def news(new: Sequence[SiloSignal], back: Sequence[SiloSignal], still: Sequence[SiloSignal]) -> Message:
    said = _("There are signals about aims that collide.")
    parts = (
        (_("New"), new),
        (_("Back again"), back),
        (_("Nothing moved for {n} working days", n=STILL), still),
    )
    return Message((Text(said), *(_listed(title, some) for title, some in parts if some), REGISTER), notify=said)


def _listed(title: Sentence, some: Sequence[SiloSignal]) -> Items:
    shown = [both(row) for row in some[:LISTED]]
    left = len(some) - len(shown)
    more = [plural("and one more", "and {n} more", left)] if left else []
    return Items(title, (*shown, *more))


# --- the register -----------------------------------------------------------------------------------------------------
def in_list(one: Signal) -> Text:
    text = _("{state}: {signal}", state=Strong(STATES[one.state]), signal=both(one.row))
    return Text(text, (Button(_("See it"), "silo.one", subject(one.row)),))


def whole(one: Signal, merged: Sequence[Signal], teams: Mapping[int, Sentence], *, coach: bool) -> Sequence[Piece]:
    """Why it waits is a coach's to read."""
    row = one.row
    pieces: list[Piece] = [
        Text(_("We want: {text}", text=Typed(row.ours))),
        Text(_("The other wants: {text}", text=Typed(row.theirs))),
        Text(_("The customer notices: {text}", text=Typed(row.effect))),
        Small(_from(row, one.named, teams)),
        Text(_("{state} since {day}", state=Strong(STATES[one.state]), day=Day(one.root.moved_on))),
    ]
    pieces += [Text(agreed(one.root.agreed))] if one.root.agreed else []
    pieces += [Small(_waits(one.root, coach=coach))] if one.state is State.PARKED else []
    others = [both(other.row) for other in merged]
    return [*pieces, *([Items(_("Taken together with"), tuple(others))] if others else [])]


def _from(row: SiloSignal, named: Sequence[int], teams: Mapping[int, Sentence]) -> Sentence:
    theme, team, day = THEMES[Theme(row.theme)], teams[row.team], Day(row.on)
    if named:
        which = Listed(tuple(teams[each] for each in named))
        said = _("{theme}. From {team}, about {teams}. {day}.", theme=theme, team=team, teams=which, day=day)
    else:
        said = _("{theme}. From {team}. No team is named. {day}.", theme=theme, team=team, day=day)
    return _("{said} Given by {name}.", said=said, name=Person(row.person)) if row.person else said


def _waits(row: SiloSignal, *, coach: bool) -> Sentence:
    until = Day(row.review_on or row.moved_on)
    if not (coach and row.parked):
        return _("Until {day}.", day=until)
    return _("Until {day}: {reason}", day=until, reason=Typed(row.parked or ""))


# --- what all may read ------------------------------------------------------------------------------------------------
def themes(found: Mapping[Theme, Tally]) -> Items:
    title = _("Where aims collide, in the whole organisation")
    if not found:
        return Items(title, (anonymity.HIDDEN,))
    shown = [_tally(theme, tally) for theme, tally in found.items()]
    rest = _("other themes: {hidden}", hidden=anonymity.HIDDEN)
    return Items(title, (*shown, rest) if len(found) < len(Theme) else tuple(shown))


def _tally(theme: Theme, tally: Tally) -> Sentence:
    open_, solved = _number(tally.open), _number(tally.solved)
    return _("{theme}: {open} open, {solved} solved", theme=THEMES[theme], open=open_, solved=solved)


def _number(n: int) -> Part:
    return Count(n) if n else _("none")


def give(team: int | None) -> Row:
    return Row((Button(_("Tell of aims that collide"), "silo.new", str(team), main=True),))
