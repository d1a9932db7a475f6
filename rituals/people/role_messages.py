"""What is read about roles: who has which, who got one, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rituals.contract import Note
from rituals.helping import either
from rituals.people.rules import CEO, COACH, COORDINATOR, DEPUTY, EXEC, LEAD, OF_TEAM, PREPARER
from rituals.shown import Button, Field, Form, Kind, Message, Page, Piece, Text
from rituals.words import Listed, Part, Person, Sentence, _

if TYPE_CHECKING:
    from rituals.people.appointing import Office

NAMES: Final = {
    LEAD: _("team lead"),
    DEPUTY: _("deputy"),
    COACH: _("culture coach"),
    EXEC: _("executive"),
    CEO: _("CEO"),
    COORDINATOR: _("relay coordinator"),
    PREPARER: _("preparer"),
}
FULL: Final = _("This role has been given already. Take it back from someone first.")
ADMINS: Final = _("An admin is appointed in Slack itself.")
SEEN_BY: Final = _("Roles are visible to everybody. The change stays in the log for a year.")


def appoints(role: str) -> Sentence:
    """Who may give and take this role."""
    if role in OF_TEAM:
        return _("the team lead or the admin")
    return _("the admin") if role in (COACH, COORDINATOR) else _("the admin or the relay coordinator")


def listed(role: str, holders: Sequence[str]) -> Sentence:
    return _("{role}: {list}", role=NAMES[role], list=_people(holders))


def _people(holders: Sequence[str]) -> Part:
    return Listed(tuple(Person(each) for each in holders)) if holders else _("nobody")


# --- the page and its form --------------------------------------------------------------------------------------------
def page(pieces: Sequence[Piece]) -> Page:
    return Page(_("Roles"), tuple(pieces))


def line(office: Office, holders: Sequence[str], *, may: bool) -> Text:
    buttons = (Button(_("Edit"), "people.role_form", office.about),) if may else ()
    return Text(_of(office, holders), buttons)


def _of(office: Office, holders: Sequence[str]) -> Sentence:
    if office.role != PREPARER:
        return listed(office.role, holders)
    return _("preparer of {name}: {list}", name=Person(office.exec), list=_people(holders))


def form(office: Office, holders: Sequence[str]) -> Form:
    title = Sentence("{role}", {"role": NAMES[office.role]})
    if office.role == CEO:
        who = Field("people", title, Kind.PERSON, required=False, initial=next(iter(holders), None))
    else:
        who = Field("people", title, Kind.PEOPLE, required=False, initial=tuple(holders))
    notes = (_("Who prepares for {name}?", name=Person(office.exec)),) if office.exec else ()
    return Form(_("Roles"), (who,), seen_by=SEEN_BY, submit=_("Save"), notes=notes)


# --- what came of it --------------------------------------------------------------------------------------------------
def given(person: str, role: str) -> Note:
    return Note(_("{name} is now {role}.", name=Person(person), role=NAMES[role]))


def told(role: str, *, settings: bool) -> Message:
    """`settings`: there is a command with which one sets something."""
    if settings:
        text = _("You are now {role}. See what you can set with /customer settings.", role=NAMES[role])
    else:
        text = _("You are now {role}.", role=NAMES[role])
    return Message((Text(text),))


def taken(person: str, role: str) -> Note:
    return Note(_("{name} is no longer {role}.", name=Person(person), role=NAMES[role]))


def last(person: str, role: str) -> Sentence:
    return _("{name} is the only {role}. Give the role to someone else first.", name=Person(person), role=NAMES[role])


def no_executive(person: str) -> Sentence:
    return _("{name} is not an executive. Only an executive has preparers.", name=Person(person))


def example(nl: str, en: str, *, preparer: bool) -> Sentence:
    """`nl` and `en` are the subcommand."""
    if preparer:
        both = either(f"/klant {nl} voorbereider @wie voor @bestuurder", f"/customer {en} preparer @who for @executive")
    else:
        both = either(f"/klant {nl} teamleider @wie", f"/customer {en} lead @who")
    return _("It works like this: {example}", example=both)
