"""People: who is in a team, who leads it, who is away, and what the house itself tells and is asked."""

from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Ritual, Sub, Timer, Who, Wins
from rituals.facts import CalendarChanged, ForLeads, GaveUp, LeadLineChanged, LeadsChanged, OfficesChosen
from rituals.home import Panel, Shelf, more
from rituals.people import (
    away,
    channels,
    choosing,
    house,
    kept,
    lines,
    membership,
    messages,
    own,
    own_data,
    panel,
    roles,
    rules,
    told,
    undelivered,
)

RITUAL = Ritual(
    "people",
    commands=(
        Command(
            "klant",
            "customer",
            (
                Sub("taal", "language", "people.language", messages.HELP_LANGUAGE, ("nl|en", "nl|en")),
                Sub("afwezig", "away", "people.away", messages.HELP_AWAY, ("[24-12 t/m 02-01]", "[24-12 to 02-01]")),
                Sub("afwezig weg", "away clear", "people.away_clear", messages.HELP_BACK, ("[24-12]", "[24-12]")),
                Sub(
                    "werkdagen", "workdays", "people.workdays", messages.HELP_WORKDAYS, ("[ma di do]", "[mon tue thu]")
                ),
                Sub("thuisteam", "hometeam", "people.home", messages.HELP_HOME, ("[#kanaal]", "[#channel]")),
                Sub("rol", "role", "people.roles", messages.HELP_ROLES),
                Sub("rol geef", "role give", "people.role_give", messages.HELP_GIVE, messages.ROLE_ARGUMENTS),
                Sub("rol neem", "role take", "people.role_take", messages.HELP_TAKE, messages.ROLE_ARGUMENTS),
            ),
        ),
    ),
    actions={
        # Told by the surface itself.
        "people.installed": Action(house.installed, Who.ANYONE, edge=True),
        "people.uninstalled": Action(channels.uninstalled, Who.ANYONE, edge=True),
        "people.changed": Action(membership.changed, Who.ANYONE, edge=True),
        "people.joined": Action(membership.joined, Who.ANYONE, edge=True),
        "people.left": Action(membership.left, Who.ANYONE, edge=True),
        "people.reconcile": Action(membership.reconcile, Who.ANYONE, edge=True),
        "people.channel_lost": Action(channels.lost, Who.ANYONE, edge=True),
        "people.channel_back": Action(channels.back, Who.ANYONE, edge=True),
        # Done by people. Who may appoint or resume is checked by the handler: an admin need not be in the team.
        "people.resume": Action(channels.resume, Who.ANYONE, Wins.FIRST),
        "people.role_give": Action(roles.give, Who.ANYONE, Wins.FIRST),
        "people.role_take": Action(roles.take, Who.ANYONE, Wins.FIRST),
        "people.language": Action(own.language, Who.ANYONE, Wins.EACH),
        "people.workdays": Action(own.workdays, Who.ANYONE, Wins.EACH),
        "people.home": Action(own.home_team, Who.ANYONE, Wins.EACH),
        "people.away": Action(away.typed, Who.ANYONE, Wins.EACH),
        "people.away_clear": Action(away.clear, Who.ANYONE, Wins.EACH),
    },
    forms={
        "people.away_form": FormSpec(away.form, away.chosen, Who.ANYONE, Wins.EACH),
        "people.workdays_form": FormSpec(own.workdays_form, own.workdays_chosen, Who.ANYONE, Wins.EACH),
        "people.role_form": FormSpec(roles.form, roles.chosen, Who.ANYONE, Wins.FIRST),
    },
    pages={
        "people.panel": PageSpec(more, Who.ANYONE),
        "people.roles": PageSpec(roles.page, Who.ANYONE),
    },
    timers={
        "people.welcome": Timer(membership.welcome, missed=membership.welcome),
        told.TIMER: Timer(told.tell, missed=told.tell),
        undelivered.TIMER: Timer(undelivered.tell_of_people, missed=undelivered.tell_of_people),
        "people.lead_lines": Timer(lines.send, missed=lines.send),
        "people.nightly": Timer(house.nightly, missed=house.nightly),
    },
    cards={lines.CARD: Card(lines.draw)},
    hears={
        ForLeads: lines.heard,
        LeadLineChanged: lines.changed,
        GaveUp: undelivered.gave_up,
        LeadsChanged: channels.leads_changed,
        CalendarChanged: house.calendar_changed,
        OfficesChosen: choosing.chosen,
    },
    lead_lines={
        rules.NOLEAD: roles.nolead,
        rules.RESUME: channels.asked,
        rules.CHANNELFAIL: undelivered.refused,
        rules.UNDELIVERED: undelivered.undelivered,
        rules.NOOFFICE: roles.nooffice,
        rules.ELSEWHERE: undelivered.elsewhere,
        rules.UNREACHED: undelivered.unreached,
    },
    home=(Panel(Shelf.TEAMS, panel.own_teams), Panel(Shelf.OWN, panel.own)),
    keeps=kept.KEEPS,
    holds_nobody=kept.HOLDS_NOBODY,
    mine=own_data.MINE,
)
