"""What is read about roles: who has which, who got one, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rituals.contract import Note, Refused
from rituals.grammar import MENTION
from rituals.helping import either, lines
from rituals.offices import NAMES
from rituals.people.rules import CEO, COACH, COORDINATOR, OF_TEAM, PREPARER
from rituals.shown import Button, Field, Form, Kind, Message, Page, Piece, Text
from rituals.words import Listed, Part, Person, Sentence, Told, Typed, _

if TYPE_CHECKING:
    from rituals.people.appointing import Office

TYPED: Final = {  # in a command
    CEO: ("ceo", "ceo"),
    COORDINATOR: ("estafettecoördinator", "relay coordinator"),
    COACH: ("cultuurcoach", "coach"),
}
FULL: Final = _("This role has been given already. Take it back from someone first.")
NOT_IN_TEAM: Final = _("This colleague isn't in the team's channel. Invite them there first.")
OWN_EXECUTIVE: Final = _("An executive isn't their own preparer. Choose someone else.")
ADMINS: Final = _("An admin is appointed in Slack itself.")
SEEN_BY: Final = _("Roles are visible to everybody.")


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
    return _("Preparer of {name}: {list}", name=Person(office.exec), list=_people(holders))


def form(office: Office, holders: Sequence[str], seen_by: Sentence) -> Form:
    title = Sentence("{role}", {"role": NAMES[office.role]})
    if office.role == CEO:
        who = Field("people", title, Kind.PERSON, required=False, initial=next(iter(holders), None))
    else:
        who = Field("people", title, Kind.PEOPLE, required=False, initial=tuple(holders))
    notes = (_("Who prepares for {name}?", name=Person(office.exec)),) if office.exec else ()
    return Form(_("Roles"), (who,), seen_by=seen_by, submit=_("Save"), notes=notes)


# --- what came of it --------------------------------------------------------------------------------------------------
def named(role: str, exec: str = "") -> Sentence:
    """`exec`: whose preparer."""
    return _("preparer of {name}", name=Person(exec)) if exec else NAMES[role]


def given(person: str, office: Office) -> Note:
    return Note(_("{name} is now {role}.", name=Person(person), role=named(office.role, office.exec)))


def told(role: str, exec: str = "", *, settings: bool) -> Message:
    """`settings`: there is a command with which one sets something."""
    if settings:
        text = _("You are now {role}. See what you can set with /customer settings.", role=named(role, exec))
    else:
        text = _("You are now {role}.", role=named(role, exec))
    return Message((Text(text),))


def taken(person: str, office: Office) -> Note:
    return Note(_("{name} is no longer {role}.", name=Person(person), role=named(office.role, office.exec)))


def last(person: str, role: str) -> Sentence:
    """To who may not take it: a lead may appoint another one, a coordinator may not."""
    if role == COORDINATOR:
        return _(
            "{name} is the only {role}. Ask the admin to appoint someone else first.",
            name=Person(person),
            role=NAMES[role],
        )
    return _("{name} is the only {role}. Give the role to someone else first.", name=Person(person), role=NAMES[role])


def no_executive(person: str) -> Sentence:
    return _("{name} is not an executive. Only an executive has preparers.", name=Person(person))


def elsewhere(person: str) -> Sentence:
    return _("{name} is another executive's preparer already. Take that role back first.", name=Person(person))


def free(role: str) -> Text:
    nl, en = TYPED[role]
    example = either(f"/klant rol geef {nl} @wie", f"/customer role give {en} @who")
    return Text(
        _("The role of {role} is free. You can give it to somebody with {example}.", role=NAMES[role], example=example)
    )


def not_understood(nl: str, en: str, typed: str, *, preparer: bool) -> Refused:
    """What was typed comes back, with the names of who was mentioned."""
    how = example(nl, en, preparer=preparer)
    return Refused(lines([how, Sentence("{typed}", {"typed": _told(typed)})]) if typed.strip() else how)


def _told(typed: str) -> Told:
    parts: list[Typed | Person] = []
    end = 0
    for found in MENTION.finditer(typed):
        parts += [Typed(typed[end : found.start()]), Person(found["person"])]
        end = found.end()
    return Told((*parts, Typed(typed[end:])))


def example(nl: str, en: str, *, preparer: bool) -> Sentence:
    """`nl` and `en` are the subcommand."""
    if preparer:
        both = either(f"/klant {nl} voorbereider @wie voor @bestuurder", f"/customer {en} preparer @who for @executive")
    else:
        both = either(f"/klant {nl} teamleider @wie", f"/customer {en} lead @who")
    return _("It works like this: {example}", example=both)
