"""What is said about compliments: to receivers, to givers, and in the channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rituals import helping
from rituals.compliment import lines
from rituals.compliment.holding import GONE, HIDDEN
from rituals.compliment.lines import Given
from rituals.compliment.rules import CAN_STILL, READ, Choice, Kind, State
from rituals.compliment.subjects import subject, version
from rituals.shown import Button, Message, Piece, Row, Rule, Small, Text
from rituals.words import Person, Sentence, Told, Typed, _, plural
from storage.compliment import Receiver

CHOOSE: Final = "compliment.choose"
LABELS: Final = {
    Choice.NAMED: _("Share with name"),
    Choice.UNNAMED: _("Share without name"),
    Choice.PRIVATE: _("Keep it with me"),
}
CHOSEN: Final = {
    Choice.NAMED: _("You share it with your name."),
    Choice.UNNAMED: _("You share it without your name."),
    Choice.PRIVATE: _("You keep it with you."),
}

OUT: Final = _("It has been shared without your name.")
SILENT: Final = {
    State.AWAITING: _("Your name won't be in it. You can still choose."),
    State.PRIVATE: _("It stays with you."),
    State.PUBLISHED: OUT,
    State.HIDDEN: OUT,
}


# --- to a receiver ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Question:
    """One compliment in a receiver's message. `open`: there is something to decide."""

    pieces: tuple[Piece, ...]
    notify: Sentence
    open: bool


def asked(some: Sequence[Question]) -> Message:
    """One or several; a lock screen shows nothing of what was written."""
    pieces: list[Piece] = []
    for question in some:
        pieces += [Rule()] if pieces else []
        pieces += question.pieces
    n = len(some)
    several = plural("There is {n} compliment for you.", "There are {n} compliments for you.", n)
    return Message(tuple(pieces), some[0].notify if n == 1 else several)


def question(given: Given, person: str, team: str = "") -> Question:
    """As it stands now, for this receiver. `team`: who would read it, where “your team” would not say which."""
    if given.state is State.WITHDRAWN:
        return Question((Text(GONE),), GONE, open=False)
    choice = given.choices[person]
    meant = lines.meaning(given, person)
    more = (Small(_("To the customer it meant: {meaning}", meaning=meant)),) if meant is not None else ()
    decided = status(given, choice)
    row = buttons(given, person)
    readers = _readers(given, choice, team)
    pieces = (
        Text(_asks(given, person, choice, team)),
        *more,
        *(Small(each) for each in (decided, readers) if each is not None),
        *((Row(row),) if row else ()),
    )
    changed = choice is Choice.CHANGED
    notify = _("A compliment for you was changed.") if changed else _("There is a compliment for you.")
    return Question(pieces, notify, open=decided is None)


def _readers(given: Given, choice: Choice, team: str) -> Sentence | None:
    """Beside the buttons with which it can be shared after an answer."""
    if not team or choice is Choice.ASKED or given.state not in (State.AWAITING, State.PRIVATE):
        return None
    return _("Once you share it, team {team} reads it.", team=Typed(team))


def _asks(given: Given, person: str, choice: Choice, team: str) -> Sentence:
    told = lines.text(given, person)
    if choice is Choice.CHANGED:
        giver = lines.giver(given)
        return _("{giver} changed the compliment: “{text}” Is it still all right?", giver=giver, text=told)
    if choice is Choice.ASKED:
        return _may_team_read(given, told, team)
    if given.kind is Kind.CUSTOMER:
        return _("A customer was happy with you: “{text}”", text=told)
    return _("{giver} has a compliment for you: “{text}”", giver=lines.giver(given), text=told)


def _may_team_read(given: Given, told: Told, team: str) -> Sentence:
    giver, name = lines.giver(given), Typed(team)
    if given.kind is Kind.CUSTOMER:
        if team:
            return _("A customer was happy with you: “{text}” May team {team} read it?", text=told, team=name)
        return _("A customer was happy with you: “{text}” May your team read it?", text=told)
    if team:
        return _(
            "{giver} has a compliment for you: “{text}” May team {team} read it?", giver=giver, text=told, team=name
        )
    return _("{giver} has a compliment for you: “{text}” May your team read it?", giver=giver, text=told)


def status(given: Given, choice: Choice) -> Sentence | None:
    """What this receiver decided, or what silence did; None while it is open."""
    if choice in CHOSEN:
        if given.state in READ and choice is Choice.PRIVATE:
            return OUT
        return CHOSEN[choice]
    if choice is Choice.SILENT:
        return SILENT[given.state]
    return None


def buttons(given: Given, person: str) -> tuple[Button, ...]:
    """What this receiver can do now; the first of them is the one that is asked for."""
    mine, choice, receiver = subject(given.row), given.choices[person], given.of(person)
    if receiver is None:
        return ()
    thanks = Button(_("Thank you"), "compliment.thanks", mine)
    thank = (thanks,) if not receiver.thanked and _can_be_thanked(given, person) else ()
    return (*_decisions(given, receiver, choice), *thank)


def _can_be_thanked(given: Given, person: str) -> bool:
    giver = given.row.giver
    return giver is not None and giver != person and given.row.former_on is None


def _decisions(given: Given, receiver: Receiver, choice: Choice) -> tuple[Button, ...]:
    """Who agrees to another text agrees to the one in this message."""
    mine = subject(given.row)
    remove = Button(_("Remove my name"), "compliment.unname", mine)
    if given.state is State.AWAITING:
        others = [one for one in LABELS if one is not choice]
        return tuple(Button(LABELS[one], CHOOSE, f"{mine}:{one.value}", main=one is Choice.NAMED) for one in others)
    if choice is Choice.CHANGED:
        return (Button(_("Fine by me"), "compliment.agree", f"{mine}:{receiver.batch}", main=True), remove)
    if choice is Choice.NAMED:
        return (remove,)
    if given.state is State.PRIVATE:
        return (Button(_("Share after all"), "compliment.share", mine),)
    if given.state in READ and choice in CAN_STILL:
        return (Button(LABELS[Choice.NAMED], CHOOSE, f"{mine}:{Choice.NAMED.value}:{version(given.row)}"),)
    return ()


def thanked(who: str) -> Message:
    return Message((Text(_("{who} says thank you.", who=Person(who))),))


# --- to the giver -----------------------------------------------------------------------------------------------------
def own(given: Given, *, may_edit: bool) -> tuple[Button, ...]:
    mine = subject(given.row)
    withdraw = Button(_("Remove"), "compliment.withdraw", mine)
    return (Button(_("Edit"), "compliment.edit", mine), withdraw) if may_edit else (withdraw,)


def to_mend(given: Given, what: str, *, may_edit: bool) -> Message:
    """What a colleague doubts, or a lead has hidden."""
    if what == HIDDEN:
        text = _(
            "The team lead has hidden your compliment for now because something in it is recognisable. "
            "Change it and I'll post it again.",
        )
    elif may_edit:
        text = _(
            "A colleague thinks a person or customer is recognisable in your compliment. Would you put it differently?",
        )
    else:
        text = _(
            "A colleague thinks a person or customer is recognisable in your compliment. "
            "It is a while ago, so you can only remove it.",
        )
    return Message((Text(text), Row(own(given, may_edit=may_edit))))


def not_arrived() -> Message:
    text = _("Your compliment did not arrive: your colleague doesn't work here any more. I removed it.")
    return Message((Text(text),))


# --- in the channel ---------------------------------------------------------------------------------------------------
def post(given: Given) -> Message:
    """Its own message. Its buttons are for everybody the same."""
    meant = lines.meaning(given)
    more = (Small(_("To the customer it meant: {meaning}", meaning=meant)),) if meant is not None else ()
    mine = subject(given.row)
    thank = (Button(THANK, "compliment.thank_customer", mine),) if thankable(given) else ()
    see = Button(_("See everything"), "compliment.one", mine)
    return Message((Text(marked(given)), *more, Row((*thank, see))))


UNNAMED: Final = _("Without your name for your team.")


def nameless(given: Given, reader: str) -> bool:
    """Whether this receiver still reads the own name where the others read a colleague."""
    return given.state in READ and reader in given.choices and reader not in given.named


def whole(given: Given, reader: str) -> Sentence:
    """In full, and to a receiver whose name the team doesn't read that it doesn't."""
    said = lines.whole(given, reader)
    return helping.lines([said, UNNAMED]) if nameless(given, reader) else said


def marked(given: Given, reader: str = "") -> Sentence:
    said = lines.line(given, reader)
    return _("{text} (edited)", text=said) if given.row.edited else said


THANK: Final = _("I'll thank the customer")


def thankable(given: Given) -> bool:
    """Whether anybody may still take it upon them to thank the customer."""
    row = given.row
    return given.kind is Kind.CUSTOMER and given.state is State.PUBLISHED and row.thanks_by is None and not row.thanked


# --- thanking the customer --------------------------------------------------------------------------------------------
DONE: Final = _("Customer thanked")
BACK: Final = _("Not after all")


def thanking(given: Given) -> tuple[Button, ...]:
    """For whoever took it upon them."""
    mine = subject(given.row)
    done = Button(DONE, "compliment.customer_thanked", mine, main=True)
    return (done, Button(BACK, "compliment.give_back", mine))
