"""The words of what is stored, what is one's own, and what an admin records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rituals.gate import CLOSED, OPEN
from rituals.helping import lines
from rituals.home import turning
from rituals.keeping import LONGER, Kept, Mine, Own, period
from rituals.privacy.rules import REFERENCE
from rituals.sheet import AGREED, NOT_NEEDED, POSITIONS, KeptLine, Sheet, reference
from rituals.shown import Button, Field, Form, Items, Kind, Message, Option, Page, Piece, Text, Title
from rituals.words import Day, Person, Sentence, Strong, Typed, _, plural
from storage.organisations import Organisation

HELP_MINE: Final = _("What is yours: view, export or delete it.")
HELP_PRIVACY: Final = _("What I store, and who sees it.")
HELP_LOG: Final = _("What was changed, for the admin and team leads.")
GATE: Final = _("Figures")
RETENTION: Final = _("How long I keep things")
SAVED: Final = _("Saved. It applies from now on.")
ONLY_YOU: Final = _("Only you see this.")
NOT_SHOWN: Final = _("There was something here that I can't show right now.")
SAVE: Final = _("Save")


KEEP: Final = _("What I keep, and how long")


# --- what is stored ---------------------------------------------------------------------------------------------------
def sheet_page(sheet: Sheet) -> Page:
    told = tuple(Text(each) for each in sheet.promises)
    may = Items(_("What I may do in Slack"), tuple(why for _may, why in sheet.permissions))
    cannot = Items(_("What I can't do"), sheet.cannot)
    does_not = Items(_("What I could do, and don't"), sheet.does_not)
    where = Items(_("Where it stands"), sheet.where)
    kept = tuple(Text(kept_line(each)) for each in sheet.kept)
    return Page(_("Privacy"), (*told, may, cannot, does_not, where, Title(KEEP), *kept))


def kept_line(line: KeptLine) -> Sentence:
    return _(
        "{what}. About whom: {key}. Seen by: {seen_by}. Kept: {how_long}.",
        what=Strong(line.what),
        key=line.key,
        seen_by=line.seen_by,
        how_long=line.how_long,
    )


def panel() -> tuple[Piece, ...]:
    line = _(
        "What you share, compliments for you, your preferences and your absence. Also when you host, who asked for "
        "your help, when I wrote to you, what you muted and what the log says. Never a reason, and nobody's score."
    )
    buttons = (Button(_("View what is mine"), "privacy.mine"), Button(_("Privacy"), "privacy.sheet"))
    return (Text(line, buttons),)


# --- what is one's own ------------------------------------------------------------------------------------------------
def line(own: Own, today: date) -> Sentence:
    return _("{day}: {text}", day=Day(own.on, today), text=own.text) if own.on else own.text


def delete_form(kinds: Mapping[str, Mine]) -> Form:
    options = tuple(Option(kind.title, name) for name, kind in kinds.items())
    also = [_("{kind}: {also}", kind=kind.title, also=kind.also) for kind in kinds.values() if kind.also]
    hint = lines(also) if also else None
    visible = (
        Option(_("Take it away"), "withdraw"),
        Option(_("Keep it, from a former colleague"), "unsign"),
    )
    return Form(
        _("Delete what is mine"),
        (
            Field("kinds", _("What shall I delete?"), Kind.CHOICES, options=options, hint=hint),
            Field(
                "shared",
                _("What colleagues can see"),
                Kind.CHOICE,
                options=visible,
                initial="withdraw",
                hint=_("In a small team colleagues still know who wrote it, certainly if your name stood there."),
            ),
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


# --- the log ----------------------------------------------------------------------------------------------------------
LOG: Final = _("Log")
LOG_FOR_LEADS: Final = _(
    "Only {who} can do this. Nothing was changed.",
    who=_("the admin or a team lead"),
)


def logged(day: date, by: str, what: Sentence, team: str) -> Sentence:
    if team:
        return _(
            "{day}, {team}, {name}: {what}.",
            day=Day(day),
            team=Typed(team),
            name=Person(by),
            what=what,
        )
    return _("{day}, {name}: {what}.", day=Day(day), name=Person(by), what=what)


def log_page(lines: Sequence[Sentence], at: int, *, more: bool) -> Page:
    found = tuple(Text(each) for each in lines) or (Text(_("Nothing was changed yet.")),)
    return Page(LOG, (*found, *turning("privacy.log", "", at, more=more)))


# --- figures ----------------------------------------------------------------------------------------------------------
def gate_form(org: Organisation, seen_by: Sentence) -> Form:
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
    return Form(GATE, fields, seen_by=seen_by, submit=SAVE, notes=(note,))


LACKING: Final = {
    "empty": _("Record this before the figures go on."),
    "future": _("This date has not come yet."),
}
NO_CHANNEL: Final = _("First choose the organisation's channel with /customer settings: it is posted there.")

CLOSED_UNTOLD: Final = _(
    "Saved. The figures are off, and nobody was told: the organisation has no channel. Tell your colleagues yourself, "
    "and choose a channel with /customer settings."
)


def opened(org: Organisation) -> Message:
    ref = Sentence("{ref}.", {"ref": reference(org)})
    text = _("From today we show figures per team, never per person. {ref} Read more with /customer privacy.", ref=ref)
    return Message((Text(text),))


def closed() -> Message:
    return Message((Text(_("Figures are switched off. The rituals simply go on.")),))


# --- how long ---------------------------------------------------------------------------------------------------------
def retention_form(kept: Sequence[Kept], chosen: Mapping[str, int], seen_by: Sentence) -> Form:
    fields = tuple(
        Field(
            each.name,
            each.what,
            Kind.NUMBER,
            least=each.least,
            most=(each.days or 0) * LONGER,
            initial=period(each, chosen),
            hint=_by_default(each),
        )
        for each in kept
    )
    note = _("In days. You may shorten each, and lengthen it to at most twice the default.")
    return Form(RETENTION, fields, seen_by=seen_by, submit=SAVE, notes=(note,))


def _by_default(kept: Kept) -> Sentence:
    if kept.least > 1:
        return _("{n} days by default, and {least} at least: I need those.", n=kept.days or 0, least=kept.least)
    return _("{n} days by default.", n=kept.days or 0)


def between(kept: Kept) -> Sentence:
    return _("Choose from {least} to {most} days.", least=kept.least, most=(kept.days or 0) * LONGER)


def figures(state: Sentence) -> Sentence:
    return _("Figures: {state}.", state=state)


def differing(chosen: Mapping[str, int]) -> Sentence:
    if not chosen:
        return _("I keep everything as long as usual.")
    return plural("For one kind of data you chose the time.", "For {n} kinds of data you chose the time.", len(chosen))
