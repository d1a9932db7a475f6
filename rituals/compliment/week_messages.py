"""What is said about a team's week, and about customers who can be thanked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import helping, names, weeks
from rituals.compliment import lines, messages
from rituals.compliment.holding import GONE
from rituals.compliment.lines import Given
from rituals.compliment.rules import State
from rituals.contract import about
from rituals.nudge import Line
from rituals.shown import Button, Message, Row, Text
from rituals.words import Day, Sentence, _, plural
from storage.compliment import ComplimentSettings

HIDDEN: Final = _("This compliment can't be read for now.")


# --- thanking the customer --------------------------------------------------------------------------------------------
def reminder(given: Given, person: str) -> Line:
    """What was answered keeps its text and loses its buttons; what can't be read now loses both."""
    asks = _("Have you thanked the customer of {date}?", date=Day(given.row.origin))
    if given.state is not State.PUBLISHED:
        gone = GONE if given.state is State.WITHDRAWN else HIDDEN
        return Line(Text(helping.lines([asks, gone])))
    said = Sentence("“{text}”", {"text": names.shortened(lines.text(given, person), lines.CUT)})
    text = helping.lines([asks, said])
    if given.row.thanks_by == person:
        return Line(Text(text, messages.thanking(given)), notify=asks)
    answered = messages.DONE if given.row.thanked else messages.BACK
    return Line(Text(helping.lines([text, answered])), notify=asks)


def open_number(n: int) -> Sentence:
    """Without who has taken one upon them."""
    return plural(
        "A thank-you can still go to one customer of the past month.",
        "A thank-you can still go to {n} customers of the past month.",
        n,
    )


# --- the week ---------------------------------------------------------------------------------------------------------
QUESTIONS: Final = (
    _("Which customer was happy with us this week? One sentence will do."),
    _("Who helped a customer along behind the scenes?"),
    _("What did a customer say this week that stayed with you?"),
    _("Which small effort made a big difference to a customer?"),
)


def weekly_question(team: int, asked: int) -> Message:
    """The next one, after so many."""
    share = Button(_("Share a compliment"), "compliment.new", about(team), main=True)
    return Message((Text(QUESTIONS[asked % len(QUESTIONS)]), Row((share,))))


def selection(some: Sequence[Given]) -> Message:
    """Of one team; raises IndexError for nothing."""
    heading = _("From this week: this made customers happy.")
    see = Button(_("See everything"), "compliment.all", about(some[0].row.team))
    return Message((Text(heading), *(Text(messages.marked(one)) for one in some), Row((see,))))


def settings_hold(now: ComplimentSettings) -> Sentence:
    if not now.prompts:
        return _("I don't ask for compliments.")
    return _("Each {day} at {time} I ask for compliments.", day=weeks.in_words(str(now.weekday)), time=now.clock)
