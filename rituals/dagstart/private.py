"""What one person reads: invitations, requests for help, pages, and lines for the leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Final

from rituals.dagstart import messages, questions
from rituals.facts import Block, Item
from rituals.helping import lines
from rituals.nudge import Line
from rituals.shown import Button, CardRef, Message, Page, Piece, Row, Small, Text, Title
from rituals.words import Count, Day, Person, Sentence, Typed, _

PAGE: Final = 24  # items: with their buttons they stay below the hundred blocks of a page
GONE: Final = _("This message was withdrawn.")
YES: Final = _("Will do")
NO: Final = _("Another time")
WAITING: Final = _("From you, for the next board:")

Placed = tuple[Block | None, Item]  # an item in its block; in none while it waits for the next board


# --- the host ---------------------------------------------------------------------------------------------------------
def invite(about: str, day: date, today: date, team: str, answered: Sentence | None) -> Line:
    """`about` names the invited person too; an invitation that was answered keeps its text and loses its buttons."""
    if day == today:
        text = _("Today it's your turn to host the day start in {team}. Asking questions is enough.", team=Typed(team))
        notify = _("Today it's your turn to host the day start.")
    else:
        text = _(
            "{day} it's your turn to host the day start in {team}. Asking questions is enough.",
            day=Day(day, today),
            team=Typed(team),
        )
        notify = _("{day} it's your turn to host the day start.", day=Day(day, today))
    buttons = (Button(YES, "dagstart.ok", about, main=True), Button(NO, "dagstart.other", about))
    return Line(Text(lines([text, answered])) if answered else Text(text, buttons), notify)


def swap(about: str, asker: str, day: date, team: str, back: date | None, answered: Sentence | None) -> Message:
    text = _(
        "{name} asks whether you could host the day start in {team} of {day}.",
        name=Person(asker),
        team=Typed(team),
        day=Day(day),
    )
    notify = _("{name} asks whether you could host a day start.", name=Person(asker))
    trade = (
        (Text(_("In return your turn of {day} goes to {name}.", day=Day(back), name=Person(asker))),) if back else ()
    )
    buttons = Row((Button(YES, "dagstart.swap_ok", about, main=True), Button(NO, "dagstart.swap_no", about)))
    return Message((Text(text), *trade, Small(answered) if answered else buttons), notify)


def leave_rotation(about: str) -> tuple[Sentence, tuple[Button, ...]]:
    text = _(
        "Would you rather not be scheduled as {role} for now? Fine, no reason needed.",
        role=_("host"),
    )
    return text, (
        Button(_("Yes, please"), "dagstart.optout", about),
        Button(_("No, thanks"), "dagstart.stay", about),
    )


# --- help and reports -------------------------------------------------------------------------------------------------
def help_asked(about: str, asker: str | None, text: str | None, state: str) -> Message:
    if text is None:
        return messages.line(GONE)
    who = Person(asker) if asker else _("A former colleague")
    asked = _("{name} could use your help: “{text}”", name=who, text=Typed(text))
    notify = _("{name} could use your help.", name=who)
    accept, decline = _("I'll help"), _("Not right now")
    buttons = Row((Button(accept, "dagstart.help_yes", about, main=True), Button(decline, "dagstart.help_no", about)))
    answered = {"yes": accept, "no": decline}.get(state)
    return Message((Text(asked), Small(answered) if answered else buttons), notify)


def help_answer(who: str, yes: bool) -> Message:
    if yes:
        return messages.line(_("{name} is happy to help. Have a word together.", name=Person(who)))
    return messages.line(_("{name} can't right now. Your question stays on the board.", name=Person(who)))


def own_item(about: str, *, may_edit: bool = True) -> tuple[Button, ...]:
    withdraw = Button(_("Remove"), "dagstart.withdraw", about)
    return (Button(_("Edit"), "dagstart.edit", about), withdraw) if may_edit else (withdraw,)


def reported(about: str, *, may_edit: bool) -> Message:
    if may_edit:
        text = _(
            "A colleague thinks a person or customer is recognisable in your message. Would you put it differently?",
        )
    else:
        text = _(
            "A colleague thinks a person or customer is recognisable in your message. "
            "That day start is done, so you can only remove it.",
        )
    return Message((Text(text), Row(own_item(about, may_edit=may_edit))))


def hidden(about: str, *, may_edit: bool) -> Message:
    if may_edit:
        text = _(
            "The team lead has hidden your message for now because something in it is recognisable. "
            "Change it and I'll post it again.",
        )
    else:
        text = _(
            "The team lead has hidden your message because something in it is recognisable. "
            "That day start is done, so you can only remove it.",
        )
    return Message((Text(text), Row(own_item(about, may_edit=may_edit))))


# --- pages ------------------------------------------------------------------------------------------------------------
def board_page(
    found: Sequence[Placed], titles: Mapping[Block, Sentence], back: Button | None, on: Button | None
) -> Page:
    """One page of the items of a board and of what waits; an empty board shows the questions of its blocks."""
    empty = back is None and all(block is None for block, _item in found)
    asked = tuple(piece for block in Block for piece in (Title(titles[block]), Text(questions.EMPTY[block])))
    return Page(_("Today's board"), (*(asked if empty else ()), *grouped(found, titles), *_steps(back, on)))


def waiting_page(found: Sequence[Placed]) -> Page:
    """Where there is no board yet."""
    return Page(_("Day start"), grouped(found, {}))


def missed_page(
    day: date,
    found: Sequence[Placed],
    titles: Mapping[Block, Sentence],
    back: Button | None,
    on: Button | None,
) -> Page:
    intro = Text(_("Here is what you missed in the day start of {date}:", date=Day(day)))
    return Page(_("Day start"), (intro, *grouped(found, titles), *_steps(back, on)))


def nothing_missed() -> Page:
    return Page(_("Day start"), (Text(_("Nothing was shared in the last five working days.")),))


def grouped(found: Sequence[Placed], titles: Mapping[Block, Sentence]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    for at, (block, item) in enumerate(found):
        if at == 0 or found[at - 1][0] is not block:
            made.append(Small(WAITING) if block is None else Title(titles[block]))
        made += pieces([item])
    return tuple(made)


def pieces(items: Iterable[Item]) -> list[Piece]:
    found: list[Piece] = []
    for item in items:
        found += [Text(item.text, item.buttons), *([Small(item.more)] if item.more else [])]
    return found


def below(*said: Sentence | None) -> Sentence | None:
    """What stands small under an item, each on a line of its own."""
    some = [each for each in said if each is not None]
    return lines(some) if some else None


def back_on_board(about: str) -> Button:
    return Button(_("Discuss it after all"), "dagstart.unpark", about)


def _steps(back: Button | None, on: Button | None) -> tuple[Row, ...]:
    buttons = tuple(button for button in (back, on) if button is not None)
    return (Row(buttons),) if buttons else ()


def step_on(does: str, about: str) -> Button:
    return Button(_("Next"), does, about)


def step_back(does: str, about: str) -> Button:
    return Button(_("Back"), does, about)


# --- notes ------------------------------------------------------------------------------------------------------------
def to_card(about: str) -> Button:
    return Button(_("Go to the card"), "dagstart.menu", about, link=CardRef("dagstart.card", about))


def next_one(day: date, clock: time) -> Sentence:
    return _("The next day start is {date} at {time}.", date=Day(day), time=clock)


# --- the leads --------------------------------------------------------------------------------------------------------
def quiet_days(about: str, *, still_open: bool) -> Text:
    text = _(
        "The day start stayed quiet three times. Would another time or fewer days fit better? "
        "The rhythm may follow your work.",
    )
    choices = (
        (_("Other time"), "dagstart.settings"),
        (_("Fewer days"), "dagstart.settings"),
        (_("Pause two weeks"), "dagstart.rest"),
        (_("Keep as is"), "dagstart.keep"),
    )
    return Text(text, tuple(Button(label, does, about) for label, does in choices) if still_open else ())


def large(members: int) -> Text:
    text = _("With {n} people, talking in a quarter of an hour gets hard. Two teams make it easier.", n=Count(members))
    return Text(text)
