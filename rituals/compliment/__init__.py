"""Klantcompliment: what customers appreciate, caught in one sentence and shared as far as its receivers agree."""

from datetime import timedelta

from rituals.compliment import (
    answering,
    asking,
    board,
    giving,
    heard,
    hearing,
    kept,
    lately,
    mine,
    own_data,
    owning,
    panel,
    placing,
    preference,
    single,
    team_settings,
    thanking,
    weekly,
)
from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Part, Ritual, Shortcut, Sub, Timer, Who, Wins
from rituals.facts import (
    BackAgain,
    BoardsLost,
    BoardsOpened,
    CalendarChanged,
    Deactivated,
    GaveUp,
    HeardNow,
    HeardOf,
    MemberLeft,
    NamesGo,
    NotNudged,
    Nudged,
    PutOff,
    Reactivated,
    Resumed,
    Round,
    TeamStarted,
)
from rituals.home import Panel, Shelf
from rituals.nudge import Nudge, Order
from rituals.words import _

ALWAYS = timedelta(days=3650)  # however late: what was handed in still has to come out

RITUAL = Ritual(
    "compliment",
    commands=(
        Command(
            "compliment",
            "kudos",
            (
                Sub("", "", "compliment.new", _("Shares a compliment."), ("[tekst]", "[text]"), free=True),
                Sub("alles", "all", "compliment.all", _("What your team shared in the past month.")),
                Sub("mijn", "me", "compliment.mine", _("What you gave and received.")),
                Sub("voorkeur", "preference", "compliment.preference", _("How you want compliments.")),
                Sub("instellen", "settings", "compliment.settings", _("The weekly question: whether, and when.")),
            ),
        ),
    ),
    shortcuts=(
        Shortcut(_("Share as a compliment"), _("Puts this message as a compliment in a form"), "compliment.new"),
    ),
    forms={
        "compliment.new": FormSpec(giving.form, giving.give, Who.MEMBER, Wins.EACH),
        "compliment.edit": FormSpec(owning.edit_form, owning.edit, Who.ANYONE, Wins.EACH, edits=True),
        "compliment.preference": FormSpec(preference.form, preference.save, Who.ANYONE, Wins.EACH),
        "compliment.settings": FormSpec(team_settings.form, team_settings.save, Who.LEAD, Wins.EACH),
    },
    actions={
        "compliment.choose": Action(answering.choose, Who.KNOWN, Wins.EACH),
        "compliment.agree": Action(answering.agree, Who.KNOWN, Wins.EACH),
        "compliment.unname": Action(answering.unname, Who.KNOWN, Wins.EACH),
        "compliment.share": Action(answering.share, Who.KNOWN, Wins.EACH),
        "compliment.thanks": Action(answering.thanks, Who.KNOWN, Wins.EACH),
        "compliment.withdraw": Action(owning.withdraw, Who.KNOWN, Wins.EACH),
        "compliment.report": Action(owning.report, Who.MEMBER, Wins.EACH),
        "compliment.hide": Action(owning.hide, Who.LEAD, Wins.EACH),
        "compliment.thank_customer": Action(thanking.take, Who.MEMBER, Wins.FIRST),
        "compliment.customer_thanked": Action(thanking.done, Who.MEMBER, Wins.EACH),
        "compliment.give_back": Action(thanking.give_back, Who.MEMBER, Wins.EACH),
    },
    pages={
        "compliment.mine": PageSpec(mine.page, Who.KNOWN),
        "compliment.all": PageSpec(lately.page, Who.MEMBER),
        "compliment.one": PageSpec(single.page, Who.MEMBER),
    },
    timers={
        "compliment.silence": Timer(answering.silence, ALWAYS),
        "compliment.place": Timer(placing.again, ALWAYS),
        "compliment.prompt": Timer(weekly.ask, missed=weekly.late_question),
        "compliment.week": Timer(weekly.select, missed=weekly.late_selection),
    },
    cards={
        "compliment.ask": Card(asking.draw),
        "compliment.post": Card(board.draw_posts, told=True),
        "compliment.told": Card(owning.draw_told),
        "compliment.week": Card(weekly.draw),
    },
    hears={
        BackAgain: hearing.back_again,
        BoardsOpened: placing.boards_opened,
        BoardsLost: placing.boards_lost,
        Reactivated: hearing.reactivated,
        Resumed: hearing.resumed,
        MemberLeft: hearing.member_left,
        Deactivated: hearing.deactivated,
        TeamStarted: weekly.started,
        CalendarChanged: weekly.calendar_changed,
        Round: hearing.went_round,
        GaveUp: placing.gave_up,
        HeardOf: heard.of_teams,
        HeardNow: heard.now,
        NamesGo: heard.names_go,
        Nudged: thanking.nudged,
        NotNudged: thanking.not_nudged,
        PutOff: thanking.not_nudged,
    },
    board=board.own,
    nudges={"compliment.thankcustomer": Nudge(Order.PROMISE, thanking.offers, thanking.draw_lines)},
    settings=(
        Part(preference.LABEL, "compliment.preference", Who.ANYONE, preference.holds),
        Part(_("Compliment settings"), "compliment.settings", Who.LEAD, team_settings.holds),
    ),
    keeps=kept.KEEPS,
    holds_nobody=kept.HOLDS_NOBODY,
    mine=own_data.MINE,
    home=(Panel(Shelf.COMING, panel.panel), Panel(Shelf.OWN, preference.panel)),
)
