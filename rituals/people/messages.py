"""All that people, leads and admins read from the house itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from rituals.contract import Note, Refused
from rituals.helping import either, lines
from rituals.people.rules import DEPUTY, LEAD
from rituals.shown import Button, Field, Form, Kind, Menu, Message, Option, Page, Text
from rituals.words import Channel, Count, Day, Listed, Person, Sentence, Strong, Typed, _, holds_typed

TEAM_BUTTONS: Final = 5  # more teams to choose from become a menu
K: Final = 5  # people: the smallest group of which a figure is shown
ROLE_ARGUMENTS: Final = ("<rol> @wie", "<role> @who")

HELP_PRIVACY: Final = _("What I store, and who sees it.")
HELP_LANGUAGE: Final = _("The language in which I speak to you.")
HELP_AWAY: Final = _("On those days I leave you in peace.")
HELP_BACK: Final = _("Takes an absence away again.")
HELP_ROLES: Final = _("Who leads this team.")
HELP_GIVE: Final = _("Makes somebody team lead or deputy.")
HELP_TAKE: Final = _("Takes the role back.")

ROLES: Final = {LEAD: _("team lead"), DEPUTY: _("deputy")}
APPOINTS: Final = _("the team lead or the admin")

ALREADY: Final = _("I already had this one from you. All is well.")
NOT_CHOOSABLE: Final = _("I can't pick guests, apps or former colleagues.")
ROLE_FULL: Final = _("This role has been given already. Take it back from someone first.")
NO_TEAM: Final = _("You aren't in a team yet. Start one in your channel with /daystart start.")
INVALID: Final = _("I don't understand this date. Try for example 24-12-2026.")
PAST: Final = _("This date has passed.")
BACKWARDS: Final = _("The last day lies before the first.")
LANGUAGE_SET: Final = _("From now on I speak English with you.")
AWAY_CLEARED: Final = _("Welcome back. Your absence has been removed.")


# --- joining and leading ----------------------------------------------------------------------------------------------
def welcome(team: str) -> Message:
    sentence = _(
        "Welcome to {team}! Every day we briefly share what customers teach us. Nothing to prepare. "
        "See what I store with /customer privacy.",
        team=Typed(team),
    )
    return Message((Text(sentence),), notify=_("Welcome to the team!"))


def role_list(role: str, holders: Sequence[str]) -> Sentence:
    people = Listed(tuple(Person(each) for each in holders)) if holders else _("nobody")
    return _("{role}: {list}", role=ROLES[role], list=people)


def role_lists(leads: Sequence[str], deputies: Sequence[str]) -> Note:
    return Note(lines([role_list(LEAD, leads), role_list(DEPUTY, deputies)]))


def role_given(person: str, role: str) -> Note:
    return Note(_("{name} is now {role}.", name=Person(person), role=ROLES[role]))


def role_told(role: str, *, settings: bool) -> Message:
    """`settings`: there is a command with which one sets something."""
    if settings:
        told = _("You are now {role}. See what you can set with /customer settings.", role=ROLES[role])
    else:
        told = _("You are now {role}.", role=ROLES[role])
    return Message((Text(told),))


def role_taken(person: str, role: str) -> Note:
    return Note(_("{name} is no longer {role}.", name=Person(person), role=ROLES[role]))


def role_last(person: str, role: str) -> Sentence:
    return _("{name} is the only {role}. Give the role to someone else first.", name=Person(person), role=ROLES[role])


def no_right(who: Sentence) -> Sentence:
    return _("Only {who} can do this. Nothing was changed.", who=who)


def role_example(nl: str, en: str) -> Sentence:
    """`nl` and `en` are the subcommand."""
    return _(
        "It works like this: {example}", example=either(f"/klant {nl} teamleider @wie", f"/customer {en} lead @who")
    )


def which_team(does: str, teams: Sequence[tuple[str, str]]) -> Refused:
    """`teams`: the subject of each button, and the team's name."""
    question = _("For which team?")
    named = [(subject, Sentence("{team}", {"team": Typed(name)})) for subject, name in teams]
    if len(named) <= TEAM_BUTTONS:
        return Refused(question, *(Button(label, does, subject) for subject, label in named))
    options = tuple(Option(label, subject) for subject, label in named)
    return Refused(question, menu=Menu(_("Choose a team"), does, options))


# --- lines for the leads ----------------------------------------------------------------------------------------------
NOT_SHOWN: Final = Text(_("There was a line here that I can't show right now."))


def for_lead(texts: Sequence[Text]) -> Message:
    first = texts[0].text
    return Message(tuple(texts), notify=_("There is something for you to look at.") if holds_typed(first) else None)


def no_lead(team: str) -> Text:
    example = either("/klant rol geef teamleider @wie", "/customer role give lead @who")
    return Text(
        _(
            "{team} has no team lead any more. You can appoint one with {example}, typed in the team's channel.",
            team=Typed(team),
            example=example,
        )
    )


def channel_fails(channel: str) -> Text:
    return Text(
        _("I can't post in {channel}. Could you check whether I'm still a member?", channel=Channel(channel)),
    )


def ask_resume(channel: str, does: str, about: str) -> Text:
    go_on = Button(_("Yes, please"), does, about, main=True)
    return Text(_("I can post in {channel} again. Shall we carry on?", channel=Channel(channel)), (go_on,))


def resumed(channel: str) -> Sentence:
    return _("We carry on in {channel}.", channel=Channel(channel))


def invite(channel: str) -> Sentence:
    return _("I'm not in {channel} yet. Invite me there and try again.", channel=Channel(channel))


# --- what is one's own ------------------------------------------------------------------------------------------------
def which_language(does: str, dutch: str, english: str) -> Note:
    buttons = (Button(_("Nederlands"), does, dutch), Button(_("English"), does, english))
    return Note(_("In which language shall I speak to you?"), buttons)


def away_form(today: date) -> Form:
    return Form(
        _("Away"),
        (
            Field("first", _("First day"), Kind.DATE, initial=today),
            Field("last", _("Last day"), Kind.DATE, initial=today),
        ),
        seen_by=_("Only you see this."),
        submit=_("Save"),
        notes=(_("Away? I never ask why."),),
    )


def away_set(first: date, last: date) -> Note:
    return Note(
        _("Noted. From {from} up to and including {to} I leave you in peace.", **{"from": Day(first), "to": Day(last)})
    )


def not_away(day: date, today: date) -> Sentence:
    if day == today:
        example = either("/klant afwezig weg 24-12", "/customer away clear 24-12")
        return _("You aren't noted as away today. For another day, type {example}.", example=example)
    return _("You aren't noted as away on {day}.", day=Day(day))


def not_understood(why: Sentence, typed: str, form: str = "") -> Refused:
    """What was typed comes back, to be copied; where there is a form it is one button away."""
    buttons = (Button(_("Choose the days"), form),) if form else ()
    return Refused(lines([why, Sentence("{typed}", {"typed": Typed(typed)})]), *buttons)


def privacy() -> Page:
    """Only what is true today; the figures are off, and there is no contact to name."""
    all_of_it = Strong(_("See everything"))
    sentences = (
        _(
            "I only read what you hand to me. That is commands, buttons, forms and messages you pass on to me "
            "yourself. I cannot read other messages."
        ),
        _("I show figures about teams, never about persons, and only from {k} people.", k=Count(K)),
        _(
            "Nobody gets to see whether you answer my questions, relapsed or muted me. "
            "If a colleague asks you something, they only hear whether you can."
        ),
        _(
            "Slack always tells me who clicks. With a contribution I keep who wrote it, so that you can change it. "
            "Your name stands there only if you want it to."
        ),
        _("I only share compliments with your name if you agree."),
        _("Away? I never ask why."),
        _(
            "Your own contributions you edit or remove in {page}. Do you want all of your data deleted? Ask the admin.",
            page=all_of_it,
        ),
        _("State of the figures: {gate}.", gate=_("switched off")),
    )
    return Page(_("Privacy"), tuple(Text(each) for each in sentences))
