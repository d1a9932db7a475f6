"""All that people, leads and admins read from the house itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from rituals import weeks
from rituals.contract import Note, Refused
from rituals.helping import either, lines
from rituals.shown import Button, Field, Form, Kind, Menu, Message, Option, Text
from rituals.words import Channel, Day, Part, Sentence, Typed, _, holds_typed

TEAM_BUTTONS: Final = 5  # more teams to choose from become a menu
K: Final = 5  # people: the smallest group of which a figure is shown
ROLE_ARGUMENTS: Final = ("<rol> @wie", "<role> @who")

HELP_LANGUAGE: Final = _("The language in which I speak to you.")
HELP_AWAY: Final = _("On those days I leave you in peace.")
HELP_BACK: Final = _("Takes an absence away again.")
HELP_ROLES: Final = _("Who has which role, in this team and in the organisation.")
HELP_GIVE: Final = _("Gives somebody a role.")
HELP_TAKE: Final = _("Takes the role back.")
HELP_WORKDAYS: Final = _("The days of the week on which you work.")
HELP_HOME: Final = _("The team whose clock is yours.")

ALREADY: Final = _("I already had this one from you. All is well.")
NOT_CHOOSABLE: Final = _("I can't pick guests, apps or former colleagues.")
NO_TEAM: Final = _("You aren't in a team yet. Start one in your channel with /daystart start.")
INVALID: Final = _("I don't understand this date. Try for example 24-12-2026.")
PAST: Final = _("This date has passed.")
TOO_FAR: Final = _("That is more than two years ahead. Choose a day before that.")
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


def no_right(who: Sentence) -> Sentence:
    return _("Only {who} can do this. Nothing was changed.", who=who)


def which_team(does: str, teams: Sequence[tuple[str, str]]) -> Refused:
    """`teams`: the subject of each button, and the team's name."""
    question = _("For which team?")
    named = [(subject, Sentence("{team}", {"team": Typed(name)})) for subject, name in teams]
    if len(named) <= TEAM_BUTTONS:
        return Refused(question, *(Button(label, does, subject) for subject, label in named))
    options = tuple(Option(label, subject) for subject, label in named)
    return Refused(question, menu=Menu(_("Choose a team"), does, options))


# --- lines for the leads ----------------------------------------------------------------------------------------------
UNREACHED: Final = Text(_("A message to a colleague didn't arrive. Whoever runs me can see why."))
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


def undelivered(channel: str) -> Text:
    sentence = _("Something didn't arrive in {channel}. Whoever runs me can see what it was.", channel=Channel(channel))
    return Text(sentence)


def elsewhere(channel: str) -> Text:
    return Text(
        _(
            "Something didn't arrive in {channel}. Am I still a member there? Then whoever runs me can see what it "
            "was.",
            channel=Channel(channel),
        )
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


def away_set(first: date, last: date, today: date) -> Note:
    if first == last:
        return Note(_("Noted. On {day} I leave you in peace.", day=_dated(first, today)))
    ends: dict[str, Part] = {"from": _dated(first, today), "to": _dated(last, today)}
    return Note(_("Noted. From {from} up to and including {to} I leave you in peace.", **ends))


def away_cleared(first: date, last: date, today: date) -> Note:
    """Only who was away comes back."""
    return Note(AWAY_CLEARED if first <= today <= last else _("Your absence has been removed."))


def not_away(day: date, today: date) -> Sentence:
    if day == today:
        example = either("/klant afwezig weg 24-12", "/customer away clear 24-12")
        return _("You aren't noted as away today. For another day, type {example}.", example=example)
    return _("You aren't noted as away on {day}.", day=_dated(day, today))


def _dated(day: date, today: date) -> Part:
    """Always with its date, and with its year where that isn't this one."""
    return Day(day) if day.year == today.year else Sentence("{day} {year}", {"day": Day(day), "year": day.year})


# --- own week and home ------------------------------------------------------------------------------------------------
NO_WEEK: Final = _(
    "I don't recognise these days. Try for example {example}.", example=either("ma di do", "mon tue thu")
)
NOT_TOGETHER: Final = _("Your team doesn't work on these days. Choose at least one on which it does.")
HOME_UNKNOWN: Final = _("You aren't in that team. Choose one of your own teams.")


def workdays_form(chosen: Sequence[str]) -> Form:
    field = Field("days", _("Working days"), Kind.CHOICES, options=weeks.OPTIONS, initial=tuple(chosen))
    return Form(
        _("Working days"),
        (field,),
        seen_by=_("Only you see this."),
        submit=_("Save"),
        notes=(_("It applies from your next working day."),),
    )


def workdays_set(week: str) -> Note:
    return Note(_("Noted. Your working days: {days}.", days=weeks.in_words(week)))


def home_set(team: str) -> Note:
    return Note(_("{team} is your home team from now on.", team=Typed(team)))


def only_team(team: str) -> Sentence:
    return _("You are in one team: {team}. That is your home team.", team=Typed(team))


def not_understood(why: Sentence, typed: str, form: str = "") -> Refused:
    """What was typed comes back, to be copied; where there is a form it is one button away."""
    buttons = (Button(_("Choose the days"), form),) if form else ()
    return Refused(lines([why, Sentence("{typed}", {"typed": Typed(typed)})]), *buttons)
