"""What only one person reads: their own agreements, and what they can do with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rituals.alsdan import look_messages, messages, own_rules, questions
from rituals.alsdan.fading import week_number
from rituals.alsdan.own_rules import Asks, Choice
from rituals.alsdan.own_subjects import week_of
from rituals.alsdan.rules import State
from rituals.alsdan.subjects import own, reminder, sentence, words_of
from rituals.nudge import Line
from rituals.shown import Button, Piece, Small, Text, Title
from rituals.words import Sentence, Strong, _
from storage.alsdan import PersonalAgreement

CHOOSE: Final = "alsdan.own"
ANSWER: Final = "alsdan.own_look"
RELAPSE: Final = "alsdan.own_relapse"
WORDS: Final = "alsdan.own_words"
PRIVATE: Final = _("Only you see this.")
RESTART: Final = _(
    "The old pattern won for some weeks. No harm done, the agreement still stands. "
    "Will you make it smaller or choose another moment?"
)
LABELS: Final[Mapping[Choice, Sentence]] = {
    Choice.PAUSE: messages.PAUSE,
    Choice.RESUME: messages.RESUME,
    Choice.ANCHOR: questions.ANCHOR,
    Choice.KEEP: questions.KEEP,
    Choice.STILL: _("Yes, I do"),
    Choice.FADED: questions.FADED,
    Choice.LETGO: messages.LETGO,
}
ANSWERS: Final = {choice.value: label for choice, label in look_messages.CHOICES.items()}
SURE: Final = _("Then I don't mention it any more.")


def week_number_of(row: PersonalAgreement, day: date) -> int:
    return week_number(row.activated_on or day, day)


def choice(row: PersonalAgreement, what: Choice) -> Button:
    confirm = SURE if what is Choice.LETGO else None
    return Button(LABELS[what], CHOOSE, f"{own(row)}:{what}", confirm=confirm)


def buttons(row: PersonalAgreement, today: date) -> tuple[Button, ...]:
    state = State(row.state)
    offered = tuple(choice(row, each) for each in own_rules.offered(state, week_number_of(row, today)))
    if state is State.ACTIVE:
        return (relapse(row), Button(messages.WORDS, WORDS, own(row)), *offered)
    return (*anew(row), *offered) if state is State.RESTARTING else offered


def anew(row: PersonalAgreement) -> tuple[Button, ...]:
    return (
        Button(questions.SMALLER, WORDS, f"{own(row)}:smaller"),
        Button(questions.CUE, WORDS, f"{own(row)}:cue"),
    )


def relapse(row: PersonalAgreement) -> Button:
    return Button(_("Relapse"), RELAPSE, own(row))


def to_answer(row: PersonalAgreement, week: str) -> tuple[Button, ...]:
    return tuple(Button(label, ANSWER, f"{own(row)}:{week}:{key}") for key, label in ANSWERS.items())


# --- the list ---------------------------------------------------------------------------------------------------------
def listed(rows: Sequence[PersonalAgreement], today: date) -> Sequence[Piece]:
    if not rows:
        return ()
    return [Title(_("Of your own")), Small(PRIVATE), *(piece for row in rows for piece in one(row, today))]


def one(row: PersonalAgreement, today: date) -> Sequence[Piece]:
    state = State(row.state)
    said = Strong(sentence(row))
    text = Sentence("{said}", {"said": said}) if state is State.ACTIVE else below(said, messages.STATES[state])
    looks = own_rules.RUNS if today.isoweekday() >= own_rules.LOOKS_ON else ()
    week = _("Did this occur this week?")
    ask = (Text(week, to_answer(row, week_of(today))),) if row.state in looks and _began_before(row, today) else ()
    return [Text(text, buttons(row, today)), *ask]


def below(said: Strong, state: Sentence) -> Sentence:
    """A line of its own, which begins with a capital."""
    return Sentence("{said}\n{state}", {"said": said, "state": state})


def _began_before(row: PersonalAgreement, today: date) -> bool:
    return row.activated_on is not None and row.activated_on < today


# --- in the message of the day ----------------------------------------------------------------------------------------
def aid(row: PersonalAgreement) -> Line:
    text = reminder(row)
    pressed = (relapse(row),) if row.state in own_rules.RUNS else ()
    return Line(Text(text, pressed), _("A reminder of your own."))


def look(row: PersonalAgreement, week: str, day: date, *, answered: bool) -> Line:
    """`day` lies in that week."""
    said = messages.bare(words_of(row))
    if answered or row.state not in own_rules.RUNS:
        return Line(Text(_("You looked back on {sentence}.", sentence=said)), LOOKED)
    text = _("Looking back. Did this occur this week: {sentence}?", sentence=said)
    anchors = State(row.state) is State.ACTIVE and own_rules.is_checked(week_number_of(row, day))
    return Line(Text(text, (*to_answer(row, week), *((choice(row, Choice.ANCHOR),) if anchors else ()))), LOOKED)


LOOKED: Final = _("Looking back on an agreement of your own.")


def question(row: PersonalAgreement, kind: Asks) -> Line:
    said = messages.bare(words_of(row))
    asked = row.asked.partition(".")[0] == kind
    if kind is Asks.QUARTER:
        text, offered = _("Do you still do this: {sentence}?", sentence=said), (Choice.STILL, Choice.FADED)
    else:
        text = _("{sentence} has rested for a while. Will you go on with it?", sentence=said)
        offered = (Choice.RESUME, Choice.LETGO)
    return Line(Text(text, tuple(choice(row, each) for each in offered) if asked else ()), LOOKED)
