"""The words of what is stored, what is one's own, and what an admin records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rituals.gate import CLOSED, OPEN
from rituals.keeping import LONGER, Kept, Own, period
from rituals.privacy.rules import LINES, REFERENCE, SHOWN
from rituals.sheet import AGREED, NOT_NEEDED, POSITIONS, KeptLine, Sheet, reference
from rituals.shown import Button, Field, Form, Items, Kind, Message, Option, Page, Piece, Row, Small, Text, Title
from rituals.words import Day, Sentence, Strong, _, plural
from storage.organisations import Organisation

HELP_MINE: Final = _("What is yours: view, export or delete it.")
HELP_PRIVACY: Final = _("What I store, and who sees it.")
GATE: Final = _("Figures")
RETENTION: Final = _("How long I keep things")
SETTINGS: Final = _("Your team sees the result. The change stays in the log for a year.")
SAVED: Final = _("Saved. It applies from now on.")
ONLY_YOU: Final = _("Only you see this.")
NOT_SHOWN: Final = _("There was something here that I can't show right now.")
SAVE: Final = _("Save")


# --- what is stored ---------------------------------------------------------------------------------------------------
def sheet_page(sheet: Sheet) -> Page:
    told = tuple(Text(each) for each in sheet.promises)
    may = Items(_("What I may do in Slack"), tuple(why for _may, why in sheet.permissions))
    cannot = Items(_("What I can't do"), sheet.cannot)
    kept = tuple(Text(kept_line(each)) for each in sheet.kept)
    return Page(_("Privacy"), (*told, may, cannot, Title(_("What I keep, and how long")), *kept))


def kept_line(line: KeptLine) -> Sentence:
    return _(
        "{what}. Holds: {key}. Seen by: {seen_by}. Kept: {how_long}.",
        what=Strong(line.what),
        key=line.key,
        seen_by=line.seen_by,
        how_long=line.how_long,
    )


def panel() -> tuple[Piece, ...]:
    line = _("What you share, your preferences and your absence. Never a reason, and nobody's score.")
    buttons = (Button(_("View what is mine"), "privacy.mine"), Button(_("Privacy"), "privacy.sheet"))
    return (Text(line, buttons),)


# --- what is one's own ------------------------------------------------------------------------------------------------
def mine_page(kinds: Sequence[tuple[Sentence, Sequence[Own]]], today: date) -> Page:
    top = Row((Button(_("Export"), "privacy.export"), Button(_("Delete"), "privacy.delete")))
    found = tuple(piece for title, owns in kinds if owns for piece in _kind(title, owns, today))
    return Page(_("What is mine"), (Small(ONLY_YOU), top, *(found or (Text(_("I keep nothing of yours yet.")),))))


def _kind(title: Sentence, owns: Sequence[Own], today: date) -> tuple[Piece, ...]:
    """What can be changed has its buttons; the rest is one block."""
    if not any(own.buttons for own in owns):
        return (Items(title, tuple(line(own, today) for own in owns[:LINES])), *_rest(len(owns) > LINES))
    shown = tuple(Text(line(own, today), own.buttons) for own in owns[:SHOWN])
    return (Title(title), *shown, *_rest(len(owns) > SHOWN))


def _rest(cut: bool) -> tuple[Piece, ...]:
    return (Small(_("The rest stands in your export.")),) if cut else ()


def line(own: Own, today: date) -> Sentence:
    return _("{day}: {text}", day=Day(own.on, today), text=own.text) if own.on else own.text


def delete_form(kinds: Mapping[str, Sentence]) -> Form:
    options = tuple(Option(title, name) for name, title in kinds.items())
    visible = (
        Option(_("Take it away"), "withdraw"),
        Option(_("Keep it, from a former colleague"), "unsign"),
    )
    return Form(
        _("Delete what is mine"),
        (
            Field("kinds", _("What shall I delete?"), Kind.CHOICES, options=options),
            Field("shared", _("What colleagues can see"), Kind.CHOICE, options=visible, initial="withdraw"),
        ),
        seen_by=ONLY_YOU,
        submit=_("Delete"),
        notes=(_("What is deleted can't be brought back. Export it first if you want to keep it."),),
    )


DELETED: Final = _("Deleted. Nobody is notified.")
SENT: Final = _("Your file is in our conversation.")
ABOVE: Final = _("This is what I store of you, to read and as data.")


def export_lines(kinds: Sequence[tuple[Sentence, Sequence[Own]]], today: date) -> tuple[Sentence, ...]:
    found: list[Sentence] = [_("This is what I stored of you on {day}.", day=Day(today))]
    for title, owns in kinds:
        nothing = () if owns else (_("nothing"),)
        items = (*(line(own, today) for own in owns), *nothing)
        found += [Sentence(""), title, *(Sentence("- {item}", {"item": each}) for each in items)]
    return tuple(found)


# --- figures ----------------------------------------------------------------------------------------------------------
def gate_form(org: Organisation) -> Form:
    switch = (Option(_("on"), OPEN), Option(_("off"), CLOSED))
    positions = tuple(Option(POSITIONS[name], name) for name in (AGREED, NOT_NEEDED))
    fields = (
        Field("gate", GATE, Kind.CHOICE, options=switch, initial=org.gate),
        Field(
            "position",
            _("Position of the works council or staff body"),
            Kind.CHOICE,
            required=False,
            options=positions,
            initial=org.gate_position,
        ),
        Field("on", _("Date of that position"), Kind.DATE, required=False, initial=org.gate_on),
        Field(
            "reference",
            _("Reference"),
            required=False,
            most=REFERENCE,
            initial=org.gate_reference,
            hint=_("For example the number of the letter."),
        ),
    )
    note = _("Switching figures on or off is posted in the organisation's channel. Off hides them at once.")
    return Form(GATE, fields, seen_by=SETTINGS, submit=SAVE, notes=(note,))


LACKING: Final = {
    "empty": _("Record this before the figures go on."),
    "future": _("This date has not come yet."),
}
NO_CHANNEL: Final = _("First choose the organisation's channel with /customer settings: it is posted there.")


def opened(org: Organisation) -> Message:
    ref = Sentence("{ref}.", {"ref": reference(org)})
    text = _("From today we show figures per team, never per person. {ref} Read more with /customer privacy.", ref=ref)
    return Message((Text(text),))


def closed() -> Message:
    return Message((Text(_("Figures are switched off. The rituals simply go on.")),))


# --- how long ---------------------------------------------------------------------------------------------------------
def retention_form(kept: Sequence[Kept], chosen: Mapping[str, int]) -> Form:
    fields = tuple(
        Field(
            each.name,
            each.what,
            Kind.NUMBER,
            least=1,
            most=(each.days or 0) * LONGER,
            initial=period(each, chosen),
            hint=_("{n} days by default.", n=each.days or 0),
        )
        for each in kept
    )
    note = _("In days. You may shorten each, and lengthen it to at most twice the default.")
    return Form(RETENTION, fields, seen_by=SETTINGS, submit=SAVE, notes=(note,))


def between(most: int) -> Sentence:
    return _("Choose from 1 to {most} days.", most=most)


def figures(state: Sentence) -> Sentence:
    return _("Figures: {state}.", state=state)


def differing(chosen: Mapping[str, int]) -> Sentence:
    if not chosen:
        return _("I keep everything as long as usual.")
    return plural("For one kind of data you chose the time.", "For {n} kinds of data you chose the time.", len(chosen))
