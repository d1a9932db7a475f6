"""All that a person reads about what they are asked, and about quiet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from rituals.contract import Note, Refused, Ritual
from rituals.helping import HOUSE, either, lines
from rituals.nudge import Line
from rituals.nudges.rules import ALL
from rituals.shown import Button, Field, Form, Kind, Menu, Message, Option, Piece, Row, Small, Text
from rituals.words import Day, Part, Person, Sentence, Strong, Typed, _, holds_typed

WAY_OUT: Final = "nudges.way_out"
FORM: Final = "nudges.mute"
EVERYTHING: Final = "all"  # the option of a mute for all: a value is never empty
ARGUMENTS: Final = ("[dagstart] [1 week|1 maand|uit]", "[daystart] [1 week|1 month|off]")

HELP_MUTE: Final = _("Keeps me quiet for a while, for one ritual or for all.")
PUT_OFF: Final = _("Fine. I'll ask again another time.")
LISTENING: Final = _("You hear from me again.")
GONE: Final = _("This message was withdrawn.")
NOT_MUTED: Final = _("You haven't muted me.")


class Lasting(StrEnum):
    WEEK = "week"
    MONTH = "month"
    GOOD = "good"


# --- the message of the day -------------------------------------------------------------------------------------------
def bundle(person: str, day: date, found: Sequence[Line], *, morning: bool, later: bool) -> Message:
    """One line speaks for itself; more are introduced. Where nothing is left to answer there is no way out."""
    greeting = (Text(_greeting(person, morning=morning)),) if len(found) > 1 else ()
    return Message((*greeting, *(line.text for line in found), *_foot(day, found, later)), _notify(found))


def _greeting(person: str, *, morning: bool) -> Sentence:
    if morning:
        return _("Good morning {name}. For today, if it suits you:", name=Person(person))
    return _("Hello {name}. If it suits you:", name=Person(person))


def _notify(found: Sequence[Line]) -> Sentence | None:
    if len(found) > 1:
        return None
    line = found[0]
    return line.notify or (_("There is something for you to look at.") if holds_typed(line.text.text) else None)


def _foot(day: date, found: Sequence[Line], later: bool) -> tuple[Piece, ...]:
    if later:
        return (Small(PUT_OFF),)
    if not any(line.text.buttons for line in found):
        return ()
    options = (
        Option(_("Not now"), f"later:{day.isoformat()}"),
        Option(_("Mute"), f"mute:{day.isoformat()}"),
    )
    return (Row(menu=Menu(_("Not now or mute"), WAY_OUT, options, aside=True)),)


def offer_of_quiet(rituals: Iterable[Ritual], ritual: str) -> Line:
    question = _("It seems this isn't a good time. Shall I stay quiet about it for a while?")
    buttons = (
        Button(_("Yes, please"), FORM, ritual, main=True),
        Button(_("No, thanks"), "nudges.go_on", ritual),
    )
    known = names(rituals)
    text = lines([Sentence("{ritual}", {"ritual": Strong(known[ritual])}), question]) if ritual in known else question
    return Line(Text(text, buttons), notify=question)


# --- quiet ------------------------------------------------------------------------------------------------------------
def words_of(ritual: Ritual) -> tuple[str, str]:
    """What the ritual is called in commands, in Dutch and English: its own command, else its first word of /klant."""
    for command in ritual.commands:
        if command.nl != HOUSE:
            return command.nl, command.en
    subs = [sub for command in ritual.commands for sub in command.subs if sub.nl]
    return (subs[0].nl, subs[0].en) if subs else (ritual.name, ritual.name)


def names(rituals: Iterable[Ritual]) -> Mapping[str, Sentence]:
    """Of those that ask people something."""
    return {
        each.name: each.title or either(*(word.capitalize() for word in words_of(each)))
        for each in rituals
        if each.nudges
    }


def form(known: Mapping[str, Sentence], offered: Sequence[str], only: str | None) -> Form:
    """`offered` are the rituals to choose from, `only` the one that was meant; else it is about all."""
    choices = (Option(_("Everything"), EVERYTHING), *(Option(known[each], each) for each in offered))
    lasting = (
        Option(_("1 week"), Lasting.WEEK.value),
        Option(_("1 month"), Lasting.MONTH.value),
        Option(_("Until I switch it on"), Lasting.GOOD.value),
    )
    return Form(
        _("Mute"),
        (
            Field("what", _("About what?"), Kind.CHOICE, options=choices, initial=only or EVERYTHING),
            Field("lasting", _("How long?"), Kind.CHOICE, options=lasting, initial=Lasting.WEEK.value),
        ),
        seen_by=_("Only you see this."),
        submit=_("Save"),
    )


def muted(known: Mapping[str, Sentence], ritual: str, until: date | None) -> Note:
    what = known.get(ritual)
    if what is not None and until is not None:
        text = _(
            "I'll be quiet about {what} until {date}. Use /customer mute off to hear me again.",
            what=what,
            date=Day(until),
        )
        return Note(text)
    if what is not None:
        return Note(_("I'll be quiet about {what}. Use /customer mute off to hear me again.", what=what))
    if until is not None:
        return Note(_("I'll be quiet until {date}. Use /customer mute off to hear me again.", date=Day(until)))
    return Note(_("I'll be quiet. Use /customer mute off to hear me again."))


def muted_all() -> Refused:
    return Refused(_("You have muted everything. Use /customer mute off to hear me again."))


def not_understood(typed: str, every: Sequence[tuple[str, str]]) -> Refused:
    """What was typed comes back; the form is one button away."""
    nl, en = every[0] if every else ("", "")
    example = either(f"/klant stil {nl} 1 week".replace("  ", " "), f"/customer mute {en} 1 week".replace("  ", " "))
    why = _("I don't know that one. Try for example {example}.", example=example)
    return Refused(lines([why, Sentence("{typed}", {"typed": Typed(typed)})]), Button(_("Mute"), FORM))


def quiet(known: Mapping[str, Sentence], ritual: str, until: date | None) -> Sentence:
    what: Part = _("everything") if ritual == ALL else known.get(ritual, Typed(ritual))
    if until is None:
        return _("Quiet about {what}, until you switch it on.", what=what)
    return _("Quiet about {what} until {date}.", what=what, date=Day(until))
