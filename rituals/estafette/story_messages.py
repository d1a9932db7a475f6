"""What is said about stories: in the channel, to whom they name, and to whoever tells them."""

from __future__ import annotations

from typing import Final

from rituals.estafette import story_lines
from rituals.estafette.messages import GONE
from rituals.estafette.story_lines import Tale
from rituals.estafette.story_rules import OPEN, READ, Answer, Choice, State
from rituals.estafette.story_subjects import HIDDEN
from rituals.estafette.subjects import of_story
from rituals.nudge import Line
from rituals.shown import Button, Message, Piece, Row, Small, Text
from rituals.words import Sentence, _
from storage.estafette import StoryColleague

NICE: Final = _("Good to hear")
EDIT: Final = _("Edit")
REMOVE: Final = _("Remove")
REMOVE_NAME: Final = _("Remove my name")
NAME_ME: Final = _("Yes, with my name")
NAMELESS: Final = _("Rather not")
AGREE: Final = _("Fine by me")
REPORT: Final = _("Something wrong here?")
HIDE: Final = _("Hide")
WITHDRAWN: Final = _("This story was withdrawn by its teller.")
GLAD: Final = _("Colleagues enjoyed reading your story.")
THANKS: Final = _("Thank you. You may reply in the thread as well.")


# --- in the channel ---------------------------------------------------------------------------------------------------
def story(tale: Tale) -> Message:
    """Its one button is for everybody the same."""
    if tale.state is State.WITHDRAWN:
        return Message((Text(WITHDRAWN),))
    if tale.state is not State.PUBLISHED:
        return Message((Text(GONE),))
    return Message((*paragraphs(tale), Row((Button(NICE, "estafette.nice", of_story(tale.row)),))))


def paragraphs(tale: Tale, reader: str = "") -> tuple[Piece, ...]:
    return tuple(Text(line) for line in story_lines.lines(tale, reader))


def did(tale: Tale) -> Message | None:
    """In the thread, once what was promised was done; gone with the story."""
    if tale.state is State.WITHDRAWN:
        return None
    if tale.state is not State.PUBLISHED:
        return Message((Text(GONE),))
    text = _("{name} did it: {change}", name=story_lines.teller(tale), change=story_lines.told(tale, "change"))
    return Message((Text(text),))


# --- to a named colleague ---------------------------------------------------------------------------------------------
def asks(tale: Tale, one: StoryColleague) -> Message:
    """As it stands now, for this colleague; the first line, which a lock screen shows, holds nothing typed."""
    if tale.state is not State.PUBLISHED or one.person is None:
        return Message((Text(GONE),))
    said = paragraphs(tale, one.person)
    return Message((Text(_question(tale, one)), *said, *_decided(one), Row(own_name(tale, one))))


def _question(tale: Tale, one: StoryColleague) -> Sentence:
    name = story_lines.teller(tale)
    if Choice(one.choice) is Choice.CHANGED:
        return _("{name} changed a customer story in which you are named. Is it still all right?", name=name)
    if Choice(one.choice) is Choice.ASKED:
        return _("{name} names you in a customer story. May everybody read your name in it?", name=name)
    return _("{name} names you in a customer story.", name=name)


def _decided(one: StoryColleague) -> tuple[Piece, ...]:
    match Choice(one.choice):
        case Choice.NAMED:
            return (Small(_("Your name is in it.")),)
        case Choice.UNNAMED:
            return (Small(_("Your name isn't in it: it says “a colleague”.")),)
        case _:
            return (Small(_("Until you say yes it says “a colleague”.")),)


def own_name(tale: Tale, one: StoryColleague) -> tuple[Button, ...]:
    """What somebody can do about their own name; who agrees does so to the text that was asked about last."""
    if tale.state not in READ:
        return ()
    subject = of_story(tale.row)
    newest = f"{subject}:{tale.wording}"
    unname = "estafette.unname"
    match Choice(one.choice):
        case Choice.NAMED:
            return (Button(REMOVE_NAME, unname, subject),)
        case Choice.CHANGED:
            return (Button(AGREE, "estafette.agree", newest, main=True), Button(REMOVE_NAME, unname, subject))
        case Choice.ASKED:
            return (Button(NAME_ME, "estafette.agree", newest, main=True), Button(NAMELESS, unname, subject))
        case _:
            return (Button(NAME_ME, "estafette.agree", newest),)


def is_open(one: StoryColleague) -> bool:
    return Choice(one.choice) in OPEN


# --- to the teller ----------------------------------------------------------------------------------------------------
def own(tale: Tale, *, may_edit: bool) -> tuple[Button, ...]:
    subject = of_story(tale.row)
    withdraw = Button(REMOVE, "estafette.withdraw", subject)
    return (Button(EDIT, "estafette.edit", subject), withdraw) if may_edit else (withdraw,)


def to_mend(tale: Tale, what: str, *, may_edit: bool) -> Message:
    """What a colleague doubts, or a coach has hidden."""
    if what == HIDDEN:
        text = _(
            "The culture coach has hidden your customer story for now because something in it is recognisable. "
            "Change it and I'll post it again."
        )
    elif may_edit:
        text = _(
            "A colleague thinks a person or customer is recognisable in your customer story. "
            "Would you put it differently?"
        )
    else:
        text = _(
            "A colleague thinks a person or customer is recognisable in your customer story. "
            "It is a while ago, so you can only remove it."
        )
    return Message((Text(text), Row(own(tale, may_edit=may_edit))))


# --- what was promised ------------------------------------------------------------------------------------------------
ANSWERS: Final = {
    Answer.DONE: _("I did it"),
    Answer.BUSY: _("Working on it"),
    Answer.NOT_YET: _("Not yet"),
    Answer.LET_GO: _("I'm letting it go"),
}


def promise(tale: Tale, *, open: bool) -> Line:
    """One line of the day's message; once it is answered, or over, it asks nothing."""
    if tale.state is not State.PUBLISHED:
        return Line(Text(GONE), GONE, settled=True)
    change = story_lines.told(tale, "change", tale.row.person)
    subject = of_story(tale.row)
    if not open:
        return Line(Text(_("Four weeks ago you wrote: “{change}”", change=change)), _promised(), settled=True)
    buttons = tuple(
        Button(label, "estafette.promise", f"{subject}:{answer}", main=answer is Answer.DONE)
        for answer, label in ANSWERS.items()
    )
    return Line(Text(_("Four weeks ago you wrote: “{change}” How is it going?", change=change), buttons), _promised())


def _promised() -> Sentence:
    return _("Four weeks ago you told what you would do differently.")
