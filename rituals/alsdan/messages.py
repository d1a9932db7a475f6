"""What the channel reads about a team's agreement: the proposal, what is asked about it, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rituals import helping
from rituals.alsdan import rules
from rituals.alsdan.rules import REWORDS, RUNNING, Choice, State
from rituals.alsdan.subjects import ENDS, Words, is_ended, sentence, subject
from rituals.shown import Button, Message, Option, Piece, Row, Small, Text
from rituals.texts import cut
from rituals.words import Day, Sentence, Strong, Typed, _, plural
from storage.alsdan import Agreement, AgreementProposal, PersonalAgreement

LABEL: Final = 75  # characters of an option's label on every surface
GONE: Final = _("This message was withdrawn.")
LIMIT: Final = _("There are enough agreements running. One new habit at a time works best. Which one goes first?")
JOINED: Final = _("Nice. Read the sentence aloud once and picture the moment. Nothing more is needed.")
OWN: Final = _("This one is yours, so you are in already. Now a colleague.")
RUNS: Final = _("This one has been agreed on already. Good to have you in it.")
WAITS: Final = _("Nice. Enough of you join; it starts as soon as one of the running ones makes room.")
WAITING: Final = _("Enough colleagues join. It starts as soon as there is room.")
TWO: Final = _("An agreement of a team takes two people or more.")
NO_ROOM: Final = _("No room came free for this proposal. Feel free to make it again.")
EXPIRED: Final = _("This proposal doesn't start now. A smaller step may fit better.")
WITHDRAWN: Final = _("This proposal was withdrawn.")

REASONS: Final[Mapping[str, Sentence]] = {
    "over": _("it no longer holds"),
    "misfit": _("it doesn't fit"),
    "replaced": _("something else replaces it"),
}
LABELS: Final[Mapping[str, Sentence]] = {
    "over": _("It no longer holds"),
    "misfit": _("It doesn't fit"),
    "replaced": _("Something else replaces it"),
}
CONFIRM: Final = _("Agreed")
RESUME: Final = _("Go on")
PAUSE: Final = _("Pause")
LETGO: Final = _("Let go")
WORDS: Final = _("Other words")
AGAIN: Final = _("Propose again")


def strong(words: Words | Agreement | PersonalAgreement) -> Strong:
    return Strong(sentence(words))


def bare(words: Words | Agreement | PersonalAgreement) -> Strong:
    """Inside another sentence, so without a mark of its own."""
    return Strong(_("If {x}, then {y}", x=Typed(words.x), y=Typed(words.y.rstrip("".join(ENDS)))))


def line(text: Sentence) -> Message:
    """Of one piece; `notify` isn't needed in a channel."""
    return Message((Text(text),))


# --- the proposal -----------------------------------------------------------------------------------------------------
def proposal(row: Agreement, *, waits: bool) -> Message:
    """While it is open with its buttons; afterwards with what became of it."""
    match State(row.state):
        case State.PROPOSED:
            more = (Small(WAITING),) if waits else ()
            return Message((Text(_proposes(row)), *_joined(row.joined), *more, Row(_to_join(row))))
        case State.DRAFT:
            return line(WITHDRAWN)
        case State.EXPIRED:
            return _expired(row)
    return Message((Text(_proposes(row)), Small(_("Agreed upon."))))


def _expired(row: Agreement) -> Message:
    """Whoever proposed it can begin anew with it."""
    label, text = (AGAIN, NO_ROOM) if row.reason == rules.NO_ROOM else (_("Make it smaller"), EXPIRED)
    button = Button(label, "alsdan.reshape", subject(row))
    return Message((Text(text), *((Row((button,)),) if row.proposer else ())))


def _proposes(row: Agreement) -> Sentence:
    return _(
        "Proposal for our team: {sentence} For the customer: {why} Will you join?",
        sentence=strong(row),
        why=Typed(row.why if is_ended(row.why) else f"{row.why}."),
    )


def _joined(n: int) -> tuple[Piece, ...]:
    return (Small(plural("One colleague joins.", "{n} colleagues join.", n)),) if n else ()


def _to_join(row: Agreement) -> tuple[Button, ...]:
    join = Button(_("I'll join"), "alsdan.join", subject(row), main=True)
    return (join, Button(WORDS, "alsdan.words", subject(row)))


def proposed(row: Agreement) -> tuple[Sentence, tuple[Button, ...]]:
    """To its proposer."""
    text = _("Your proposal is in the channel. It starts as soon as enough colleagues join.")
    return text, (withdraw(row),)


def withdraw(row: Agreement) -> Button:
    return Button(_("Withdraw proposal"), "alsdan.withdraw", subject(row))


def suggested(words: Words) -> Message:
    return line(_("Other words: {sentence}", sentence=strong(words)))


def offered(row: Agreement, one: AgreementProposal, about: str) -> Message:
    """To its proposer: what a colleague would rather read."""
    new = Words(one.x or "", one.y or "")
    said = _("A colleague suggests other words for your proposal: {sentence}", sentence=strong(new))
    notify = _("A colleague suggests other words for your proposal.")
    if one.state != "open":
        done = _("You adopted these words.") if one.state == "agreed" else _("It stays as it was.")
        return Message((Text(said), Small(done)), notify)
    buttons = (
        Button(_("Adopt"), "alsdan.adopt", about, main=True),
        Button(_("Leave as is"), "alsdan.leave", about),
    )
    return Message((Text(said), Small(_("Now it reads: {sentence}", sentence=sentence(row))), Row(buttons)), notify)


def reworded_for(row: Agreement) -> Message:
    """To whoever had joined."""
    text = _("The proposal that you joined has other words now: {sentence} You are still in.", sentence=strong(row))
    return Message((Text(text),), _("The proposal that you joined has other words now."))


# --- the agreement ----------------------------------------------------------------------------------------------------
def active(row: Agreement) -> Message:
    """The agreement's own message. Its buttons are there while it runs."""
    text = _("Agreed: {sentence} We start small and look at it briefly each week.", sentence=strong(row))
    state = State(row.state)
    if state not in RUNNING:
        return Message((Text(text), Small(Sentence("{state}", {"state": STATES[state]}))))
    buttons = (Button(_("Relapse"), "alsdan.relapse", subject(row)), Button(WORDS, "alsdan.words", subject(row)))
    return Message((Text(text), Row(buttons)))


STATES: Final[Mapping[State, Sentence]] = {
    State.DRAFT: _("draft"),
    State.PROPOSED: _("proposal"),
    State.ACTIVE: _("running"),
    State.RESTARTING: _("starting small again"),
    State.PAUSED: _("paused"),
    State.ANCHORED: _("anchored"),
    State.RETIRED: _("let go"),
    State.EXPIRED: _("not started"),
}


def anchored(row: Agreement) -> Message:
    text = _("Anchored 🌱 {sentence} That's how we do it here. I won't remind you any more.", sentence=strong(row))
    return line(text)


def retired(row: Agreement) -> Message:
    return line(_("Let go: {sentence} Thank you, we learned from it.", sentence=strong(row)))


def reopened(row: Agreement) -> Message:
    return line(_("We pick it up again: {sentence}", sentence=strong(row)))


def resumed(row: Agreement) -> Message:
    return line(_("We go on: {sentence}", sentence=strong(row)))


def reworded(row: Agreement) -> Message:
    return line(_("From now on we say: {sentence}", sentence=strong(row)))


def limit(running: Sequence[Agreement]) -> Sentence:
    return helping.lines([LIMIT, *(sentence(row) for row in running)])


def to_make_room(running: Sequence[Agreement]) -> tuple[Option, ...]:
    """What one may propose, so that there is room for another."""
    labels = {Choice.PAUSE: PAUSE, Choice.LETGO: LETGO}
    return tuple(
        Option(Sentence("{does}: {x}", {"does": label, "x": Typed(cut(row.x, LABEL // 2))}), f"{subject(row)}:{choice}")
        for row in running
        for choice, label in labels.items()
    )


def option(row: Agreement) -> Option:
    """To choose one of several by; what comes with its value is the agreement's subject."""
    return Option(_("If {x}", x=Typed(cut(row.x, LABEL - 5))), subject(row))


# --- what one proposes and another confirms ---------------------------------------------------------------------------
def confirm(words: Words, one: AgreementProposal, about: str, until: date) -> Message:
    text = _("Proposal for {sentence}: {choice}. Who agrees?", sentence=bare(words), choice=chosen(one))
    if one.state == "agreed":
        return Message((Text(text), Small(_("A colleague agreed."))))
    if one.state != "open":
        return Message((Text(text), Small(_("This proposal has lapsed."))))
    lapses = Small(_("If nobody agrees, this lapses on {day}.", day=Day(until)))
    return Message((Text(text), lapses, Row((Button(CONFIRM, "alsdan.confirm", about, main=True),))))


def chosen(one: AgreementProposal) -> Sentence:
    """Within a sentence."""
    choice = Choice(one.choice)
    if choice in REWORDS:
        new = bare(Words(one.x or "", one.y or ""))
        return Sentence("{what}: {sentence}", {"what": NAMES[choice], "sentence": new})
    reason = REASONS.get(one.reason or "")
    if choice is Choice.LETGO and reason is not None:
        return _("letting it go, as {reason}", reason=reason)
    return NAMES[choice]


NAMES: Final[Mapping[Choice, Sentence]] = {
    Choice.WORDS: _("other words"),
    Choice.SMALLER: _("make it smaller"),
    Choice.CUE: _("another moment"),
    Choice.PAUSE: _("pause for a while"),
    Choice.RESUME: _("go on again"),
    Choice.LONGER: _("a bit longer"),
    Choice.LETGO: _("letting it go"),
}
PUT: Final = _("Your team sees your proposal. Once a colleague agrees, it holds.")
YOURS: Final = _("This proposal is yours. Now it is up to a colleague.")


def needs_another(n: int) -> Sentence:
    return plural("Noted. One more colleague, and it is decided.", "Noted. {n} more colleagues, and it is decided.", n)


DECIDED: Final = _("Noted. With that it is decided.")
