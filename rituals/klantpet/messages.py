"""What is read of a meeting's cap: the message in the channel, and lines below it and in private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from rituals.helping import lines
from rituals.klantpet import questions
from rituals.klantpet.rules import State
from rituals.nudge import Line
from rituals.shown import Button, Message, Piece, Row, Small, Text
from rituals.words import Day, Mention, Part, Person, Sentence, Typed, _
from storage.klantpet import FORGOTTEN, FORMER, Meeting

ACCEPT: Final = _("I'll wear it")
PASS: Final = _("Pass it on")
TAKE: Final = _("I'll take the cap")
FLAG: Final = _("🚩 Customer flag")
LOOK_BACK: Final = _("Look back (1 minute)")
IS_OFF: Final = _("Meeting is off")
YES_OFF: Final = _("Yes, that's right")
ON_TABLE: Final = _("🧢 The cap is on the table. We look after it together.")
HOW_WAS_IT: Final = _("How was it for the customer? One minute of looking back is enough.")
FREE: Final = frozenset({State.CALLING, State.CHECKED_IN, State.NO_WEARER})  # where nobody has it, anybody takes it
FLAGGED: Final = frozenset({State.CHECKED_IN, State.NO_WEARER})
GONE: Final = frozenset({State.SKIPPED, State.MISSED})
WEARER: Final = _("whoever wears the cap")
WEARS: Final = _("You wear the cap.")
NO_MORE: Final = _("You don't need to do anything more.")
NOT_ON: Final = _("This meeting is off.")
ASKS: Final = frozenset({State.PLANNED, State.INVITED, State.CALLING})


# --- the message in the channel ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Face:
    """`rings`: whoever wears it is told so by this very message. `ahead`: the meeting has yet to begin.

    `figure`: the fact is one of the team's own figures. `ended`: the cap comes along to this meeting no more.
    """

    about: str
    name: str
    state: State
    wearer: str | None
    question: Sentence | None
    fact: Sentence | None
    ahead: bool
    rings: bool
    figure: bool = False
    ended: bool = False


def meeting(face: Face) -> Message | None:
    """None takes the message away: there was no meeting."""
    name = Typed(face.name)
    if face.state in GONE:
        return None
    if face.state is State.CANCELLED:
        return Message((Text(is_off(face.name)),))
    if face.state is State.STOPPED:
        return Message((Text(stays_away(face.name, ended=face.ended)),))
    if face.state in ASKS:
        first = _("Who will wear the customer cap at {meeting}?", meeting=name)
        return Message((Text(first), *_buttons(face)))
    return Message((Text(_who(face)), *_facts(face), *_buttons(face)))


def _who(face: Face) -> Sentence:
    name = Typed(face.name)
    if face.wearer == FORGOTTEN:
        return _("🧢 The customer cap came along to {meeting}.", meeting=name)
    if face.wearer is not None:
        wearer: Part = Mention(face.wearer) if face.rings else Person(face.wearer)
        wearer = wearer if face.wearer != FORMER else _("A former colleague")
        return _("🧢 {wearer} wears the customer cap at {meeting}.", wearer=wearer, meeting=name)
    if face.state is State.CHECKED_IN:
        return _("🧢 The customer cap for {meeting} is still free.", meeting=name)
    return ON_TABLE


def _facts(face: Face) -> tuple[Piece, ...]:
    question = None if face.question is None else questions.said(face.question)
    return tuple(Text(each) for each in (_fact(face), question) if each is not None)


def _fact(face: Face) -> Sentence | None:
    if face.fact is None:
        return None
    return _("Our figure: {text}", text=face.fact) if face.figure else _("From a customer: {text}", text=face.fact)


def _buttons(face: Face) -> tuple[Row, ...]:
    free = face.state in FREE and face.wearer is None
    buttons = (
        *((Button(FLAG, "klantpet.flag", face.about),) if face.state in FLAGGED else ()),
        *((Button(TAKE, "klantpet.take", face.about, main=True),) if free else ()),
        *((Button(IS_OFF, "klantpet.off", face.about),) if face.ahead else ()),
    )
    return (Row(buttons),) if buttons else ()


def is_off(name: str) -> Sentence:
    return _("{meeting} is off. The cap goes back on its hook.", meeting=Typed(name))


def stays_away(name: str, *, ended: bool) -> Sentence:
    """The meeting itself may well be on."""
    if ended:
        return _("The cap doesn't come along to {meeting} any more.", meeting=Typed(name))
    return _("{meeting} is on another day from now on. This time the cap stays on its hook.", meeting=Typed(name))


def cancelled(meeting: Meeting) -> Message:
    """To whoever was asked to wear the cap."""
    return Message((Text(is_off(meeting.name)),), _("A meeting is off. The cap goes back on its hook."))


def stopped(meeting: Meeting) -> Message:
    """The same, where only the cap stays away."""
    text = stays_away(meeting.name, ended=meeting.ended_on is not None)
    return Message((Text(text),), _("You don't need to wear the cap this time."))


# --- below it ---------------------------------------------------------------------------------------------------------
def off_asked(about: str, name: str, *, still_open: bool) -> Message:
    text = _("Someone says that {meeting} is off. Is that right?", meeting=Typed(name))
    return Message((Text(text), *((Row((yes_off(about),)),) if still_open else ())))


def yes_off(about: str) -> Button:
    return Button(YES_OFF, "klantpet.off_yes", about)


def looks_back(about: str, *, still_open: bool) -> Message:
    """For whoever is first, where nobody wore it."""
    return Message((Text(HOW_WAS_IT), *(_look(about) if still_open else ())))


def _look(about: str) -> tuple[Row, ...]:
    return (Row((Button(LOOK_BACK, "klantpet.checkout", about, main=True),)),)


# --- in private -------------------------------------------------------------------------------------------------------
def look(about: str, name: str, *, still_open: bool, own: tuple[Button, ...] = ()) -> Message:
    """For the wearer. `own`: for who has looked back."""
    named = _("About {meeting}", meeting=Typed(name))
    below = _look(about) if still_open else (Row(own),) if own else ()
    return Message((Text(HOW_WAS_IT), Small(named), *below))


def invite(
    about: str, name: str, day: date, clock: time, today: date, answered: Sentence | None, *, passes: bool
) -> Line:
    """What was answered keeps its text; `passes`: it can be passed on still."""
    meeting = Typed(name)
    if day == today:
        text = _(
            "Today you wear the customer cap at {meeting}, {time}. One question on behalf of the customer is enough.",
            meeting=meeting,
            time=clock,
        )
        notify = _("Today you wear the customer cap at a meeting.")
    else:
        text = _(
            "{day} you wear the customer cap at {meeting}, {time}. One question on behalf of the customer is enough.",
            day=Day(day, today),
            meeting=meeting,
            time=clock,
        )
        notify = _("{day} you wear the customer cap at a meeting.", day=Day(day, today))
    accept = () if answered else (Button(ACCEPT, "klantpet.accept", about, main=True),)
    passed = (Button(PASS, "klantpet.pass", about),) if passes else ()
    shown = Text(lines([text, answered]) if answered else text, (*accept, *passed))
    return Line(shown, notify, settled=answered is not None)


def moved(name: str, clock: time) -> Message:
    """To the wearer, or who is asked to be."""
    text = _("{meeting} starts at {time} today. The cap stays with you.", meeting=Typed(name), time=clock)
    return Message((Text(text),), _("Your meeting starts at {time} today.", time=clock))


def leave_rotation(team: int) -> tuple[Sentence, tuple[Button, ...]]:
    text = _("Would you rather not be scheduled as {role} for now? Fine, no reason needed.", role=_("cap wearer"))
    yes = Button(_("Yes, please"), "klantpet.opt_out", str(team))
    return text, (yes, Button(_("No, thanks"), "klantpet.stay", str(team)))
