"""What is read of a dialogue with customers, and what its form and calendar file say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals.dialogue.rules import AHEAD_OF, AROUND, FREE, LONG, MINUTES, NOTE, PLACE, TITLE, Kind, State
from rituals.shown import Button, Field, Form, Items, Message, Option, Piece, Row, Small, Text
from rituals.shown import Kind as Of
from rituals.words import Day, Part, Person, Sentence, Typed, _, named
from storage.dialogue import Dialogue

SEEN_BY: Final = _("Only who goes, who plans it, and who prepares for who goes see this.")
MODAL: Final = _("Plan customer dialogue")
FILE: Final = _("Calendar file")
CHANGE: Final = _("Change")
CALL_OFF: Final = _("Call it off")
TELL: Final = _("Share my story")
FOR_YOU: Final = _("About your dialogue with customers.")
BEFORE: Final = _("Arrive calmly and say hello")
AFTER: Final = _("Chat and see customers off")
OUTSIDE: Final = _("The time around it falls outside office hours. Is that right?")
MEETS: Final = _("At that time another dialogue of the same executive is planned. Is that right?")
NAMES: Final[Mapping[Kind, Sentence]] = {
    Kind.DIALOGUE: _("dialogue"),
    Kind.ARENA: _("arena"),
    Kind.VISIT: _("visit"),
    Kind.LISTENING: _("listening in"),
}
KINDS: Final = tuple(Option(name, kind.value) for kind, name in NAMES.items())
AGENDA: Final[Mapping[Kind, tuple[Sentence, ...]]] = {
    Kind.DIALOGUE: (
        _("Welcome: who is here, and why."),
        _("Listening round: each customer tells, and nobody answers yet."),
        _("Questions: you ask, and they tell on."),
        _("What we do with it: one thing, and when they hear of it."),
        _("Seeing off: a thank you for each of them."),
    ),
    Kind.ARENA: (
        _("Inner ring: the customers tell. Outer ring: colleagues listen."),
        _("First round: the customers talk among themselves."),
        _("Second round: the rings change places, and colleagues say what they heard."),
        _("Third round: both rings together, about what can be better."),
    ),
    Kind.VISIT: (
        _("Look around first, and let the customer show you."),
        _("Ask what goes well, and what takes too much time."),
        _("Say at the end what you take along."),
    ),
    Kind.LISTENING: (
        _("Sit beside a colleague, and listen to the customer."),
        _("Note one sentence as the customer said it."),
        _("Talk about it together afterwards."),
    ),
}
QUESTIONS: Final = (
    _("What would this customer like to tell you?"),
    _("When was it easy with us, and when was it hard?"),
    _("What would you ask if you had one question?"),
)


# --- the form ---------------------------------------------------------------------------------------------------------
def form(row: Dialogue | None, executives: Sequence[str]) -> Form:
    """`executives`: who may be chosen; of a new one the first is."""
    around = tuple(Option(_("{n} minutes", n=each), str(each)) for each in AROUND)
    goes = row.person if row is not None and row.person in executives else executives[0]
    who = tuple(Option(named(one), one) for one in executives)
    fields = (
        Field("title", _("Title"), least=TITLE[0], most=TITLE[1], initial=row.title if row else None),
        Field("day", _("Date"), Of.DATE, initial=row.day if row else None),
        Field("clock", _("Start"), Of.TIME, initial=row.clock if row else None),
        Field("minutes", _("Minutes"), Of.NUMBER, True, *MINUTES, initial=row.minutes if row else LONG),
        Field("place", _("Place or link"), most=PLACE, initial=row.place if row else None, reachable=True),
        Field("person", _("Who goes?"), Of.CHOICE, options=who, initial=goes),
        Field("kind", _("Kind"), Of.CHOICE, options=KINDS, initial=row.kind if row else Kind.DIALOGUE.value),
        Field("before", _("Time before"), Of.CHOICE, options=around, initial=str(row.before if row else FREE)),
        Field("after", _("Time after"), Of.CHOICE, options=around, initial=str(row.after if row else FREE)),
        Field("note", _("Preparation"), Of.LONG, required=False, most=NOTE, initial=row.note if row else None),
    )
    return Form(MODAL, fields, SEEN_BY, notes=(_("I keep the time before and after free in the calendar file."),))


# --- in private -------------------------------------------------------------------------------------------------------
def line(row: Dialogue) -> Sentence:
    title, day, at = Typed(row.title), Day(row.day), row.clock
    if State(row.state) is State.CANCELLED:
        return _("{title} on {day} is off.", title=title, day=day)
    name: Part = Person(row.person) if row.person else _("a colleague")
    return _(
        "{title}: {day}, {time}, {place}. {name} goes.",
        title=title,
        day=day,
        time=at,
        place=Typed(row.place),
        name=name,
    )


def instead(row: Dialogue) -> Sentence:
    """To who went before another was chosen."""
    return _("{title} on {day}: a colleague goes instead of you.", title=Typed(row.title), day=Day(row.day))


def taken_over(row: Dialogue) -> Sentence:
    """To who planned it before somebody else took it over."""
    return _("{title} on {day}: a colleague looks after it now.", title=Typed(row.title), day=Day(row.day))


def notice(row: Dialogue, about: str, *, may_change: bool) -> Message:
    """To who goes, and to who planned it; the file is theirs to take."""
    if State(row.state) is State.CANCELLED:
        return _leaves(line(row), about)
    buttons = (Button(FILE, "dialogue.file", about), *(changing(row, about) if may_change else ()))
    return Message((Text(line(row)), *plan_of(row), Row(buttons)), FOR_YOU)


def not_you(row: Dialogue, about: str) -> Message:
    return _leaves(instead(row), about)


def _leaves(text: Sentence, about: str) -> Message:
    off = Small(_("The calendar file takes it out of your calendar."))
    return Message((Text(text), off, Row((Button(FILE, "dialogue.file", about),))), FOR_YOU)


def changing(row: Dialogue, about: str) -> tuple[Button, ...]:
    if State(row.state) not in AHEAD_OF:
        return ()
    off = Button(CALL_OFF, "dialogue.cancel", about, confirm=_("Is this dialogue off?"))
    return (Button(CHANGE, "dialogue.plan", about), off)


def plan_of(row: Dialogue) -> tuple[Piece, ...]:
    """How it can go, and what was noted beforehand."""
    note = (Small(_("Preparation: {note}", note=Typed(row.note))),) if row.note else ()
    return (Items(_("How it can go"), AGENDA[Kind(row.kind)]), *note)


def morning(row: Dialogue) -> Message:
    place = Typed(row.place)
    first = _("Today you meet customers at {time}, {place}.", time=row.clock, place=place)
    if not row.before:
        return Message((Text(first), _questions()), FOR_YOU)
    text = _(
        "Today you meet customers at {time}, {place}. Come {buffer} minutes early and the talk starts by itself.",
        time=row.clock,
        place=place,
        buffer=row.before,
    )
    return Message((Text(text), _questions()), FOR_YOU)


def _questions() -> Items:
    return Items(_("Three questions that help"), QUESTIONS)


def asks(row: Dialogue, about: str) -> Message:
    text = _(
        "What stayed with you from the talk of {day}? Three short answers make a story.", day=Day(row.day, row.day)
    )
    buttons = () if State(row.state) is State.SHARED else (Button(TELL, "dialogue.tell", about, main=True),)
    told = (Small(_("Your story is posted. Thank you for telling it.")),) if not buttons else (Row(buttons),)
    return Message((Text(text), *told), FOR_YOU)
