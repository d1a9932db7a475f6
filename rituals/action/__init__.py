"""Improvement actions: a small step that customers are to notice, and a look whether they do."""

from datetime import timedelta

from rituals.action import (
    answering,
    asking,
    board,
    checking,
    doing,
    hearing,
    kept,
    nudging,
    overview,
    own_data,
    panel,
    proposing,
    timeline,
)
from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Ritual, Sub, Timer, Who, Wins
from rituals.facts import (
    BoardsLost,
    BoardsOpened,
    CalendarChanged,
    Deactivated,
    FollowUps,
    MemberLeft,
    Reactivated,
)
from rituals.home import Panel, Shelf
from rituals.nudge import Nudge, Order
from rituals.words import _

ALWAYS = timedelta(days=3650)  # however late: a check that came while nobody looked still comes

RITUAL = Ritual(
    "action",
    title=_("Improvement actions"),
    commands=(
        Command(
            "klant",
            "customer",
            (
                Sub("actie", "action", "action.list", _("Your team's improvement actions.")),
                Sub("actie nieuw", "action new", "action.new", _("Begins an improvement action.")),
                Sub("actie klaar", "action done", "action.done", _("Says that one of your actions is done.")),
                Sub("actie mijn", "action mine", "action.mine", _("Your actions, and what you are asked.")),
            ),
        ),
    ),
    forms={
        "action.new": FormSpec(proposing.form, proposing.propose, Who.MEMBER, Wins.EACH),
        "action.another": FormSpec(proposing.another_form, proposing.another, Who.MEMBER, Wins.EACH),
        "action.edit": FormSpec(proposing.edit_form, proposing.edit, Who.MEMBER, Wins.EACH, edits=True),
        "action.done": FormSpec(doing.done_form, doing.done, Who.MEMBER, Wins.EACH),
        "action.busy": FormSpec(checking.busy_form, checking.busy, Who.MEMBER, Wins.FIRST),
        "action.adjust": FormSpec(checking.adjust_form, checking.adjust, Who.MEMBER, Wins.FIRST, edits=True),
    },
    actions={
        "action.accept": Action(answering.accept, Who.MEMBER, Wins.EACH),
        "action.pass": Action(answering.pass_on, Who.MEMBER, Wins.EACH),
        "action.myself": Action(answering.myself, Who.MEMBER, Wins.EACH),
        "action.again": Action(proposing.again, Who.MEMBER, Wins.EACH, reads=True),
        "action.take": Action(answering.take, Who.MEMBER, Wins.FIRST),
        "action.begin": Action(doing.begin, Who.MEMBER, Wins.EACH),
        "action.stop": Action(doing.stop, Who.MEMBER, Wins.FIRST),
        "action.result": Action(checking.result, Who.MEMBER, Wins.FIRST),
        "action.needed": Action(checking.needed, Who.MEMBER, Wins.FIRST),
        "action.keep": Action(checking.keep, Who.MEMBER, Wins.FIRST),
    },
    pages={
        "action.list": PageSpec(overview.page, Who.MEMBER),
        "action.one": PageSpec(overview.single, Who.MEMBER),
        "action.mine": PageSpec(overview.mine, Who.ANYONE),
    },
    timers={"action.due": Timer(timeline.due, ALWAYS)},
    cards={"action.ask": Card(asking.draw_asked), "action.told": Card(asking.draw_told)},
    hears={
        MemberLeft: hearing.member_left,
        Deactivated: hearing.deactivated,
        Reactivated: hearing.reactivated,
        CalendarChanged: hearing.calendar_changed,
        BoardsOpened: hearing.boards_opened,
        BoardsLost: hearing.boards_lost,
        FollowUps: hearing.follow_ups,
    },
    lead_lines={"action.ownerless": hearing.lead_lines},
    board=board.own,
    nudges={"action.due": Nudge(Order.ACTION, nudging.offers, nudging.draw_lines)},
    keeps=kept.KEEPS,
    holds_nobody=kept.HOLDS_NOBODY,
    mine=own_data.MINE,
    home=(Panel(Shelf.COMING, panel.panel),),
)
