"""Nudges: one message a day to each person, within a budget, with a way out of each."""

from rituals.contract import Action, Card, Command, FormSpec, Part, Ritual, Sub, Timer, Who, Wins
from rituals.facts import (
    AskNow,
    CalendarChanged,
    Deactivated,
    Delivered,
    GaveUp,
    MemberLeft,
    NudgesChanged,
    Resumed,
    Round,
    TeamStarted,
    WhoWantsQuiet,
)
from rituals.home import Panel, Shelf
from rituals.nudges import bundling, drawing, hearing, messages, muting, own
from rituals.words import _

RITUAL = Ritual(
    "nudges",
    commands=(
        Command(
            "klant",
            "customer",
            (Sub("stil", "mute", "nudges.quiet", messages.HELP_MUTE, messages.ARGUMENTS),),
        ),
    ),
    actions={
        "nudges.quiet": Action(muting.typed, Who.ANYONE, Wins.EACH),
        "nudges.way_out": Action(muting.way_out, Who.ANYONE, Wins.EACH),
        "nudges.go_on": Action(muting.go_on, Who.ANYONE, Wins.EACH),
        "nudges.listen": Action(muting.listen, Who.ANYONE, Wins.EACH),
    },
    forms={"nudges.mute": FormSpec(muting.form, muting.chosen, Who.ANYONE, Wins.EACH)},
    timers={
        "nudges.bundle": Timer(bundling.morning, missed=bundling.late_morning),
        "nudges.afternoon": Timer(bundling.afternoon, missed=bundling.late_afternoon),
    },
    cards={"nudges.message": Card(drawing.draw, told=True)},
    hears={
        TeamStarted: bundling.started,
        Resumed: bundling.started,
        CalendarChanged: bundling.changed,
        Round: bundling.went_round,
        AskNow: bundling.ask_now,
        NudgesChanged: drawing.changed,
        Delivered: hearing.delivered,
        GaveUp: hearing.gave_up,
        MemberLeft: hearing.left,
        Deactivated: hearing.deactivated,
        WhoWantsQuiet: hearing.who_wants_quiet,
    },
    keeps=own.KEEPS,
    mine=own.MINE,
    settings=(Part(_("Mute"), "nudges.mute", Who.ANYONE),),
    home=(Panel(Shelf.OWN, own.panel),),
)
