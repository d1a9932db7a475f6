"""A team's figures, each followed by one person, and their values of yesterday."""

from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Ritual, Sub, Timer, Who, Wins
from rituals.facts import (
    BoardsLost,
    Deactivated,
    FiguresIn,
    HeardNow,
    HeardOf,
    LinksNamed,
    LinksOffered,
    MemberLeft,
)
from rituals.home import Panel, Shelf
from rituals.kpi import (
    advice,
    archive,
    board,
    filling,
    heard,
    hearing,
    importing,
    kept,
    nudging,
    overview,
    own_data,
    owning,
    panel,
    picture,
    setting,
    telling,
)
from rituals.nudge import Nudge, Order
from rituals.words import _

RITUAL = Ritual(
    "kpi",
    title=_("Figures"),
    commands=(
        Command(
            "klant",
            "customer",
            (
                Sub("kpi", "kpi", "kpi.list", _("Your team's figures, and a picture of each.")),
                Sub("kpi import", "kpi import", "kpi.import", _("Reads in values from a spreadsheet.")),
                Sub("kpi nieuw", "kpi new", "kpi.new", _("Sets up a figure for your team.")),
                Sub("kpi vul", "kpi fill", "kpi.fill", _("Enters a figure.")),
                Sub("kpi eigenaar", "kpi owner", "kpi.owner", _("Hands a figure to a colleague."), ("@wie", "@who")),
                Sub("kpi archief", "kpi archive", "kpi.archive", _("Archives figures, or takes them up again.")),
            ),
        ),
    ),
    forms={
        "kpi.edit": FormSpec(setting.form, setting.save, Who.LEAD, Wins.EACH, edits=True),
        "kpi.import": FormSpec(importing.form, importing.submit, Who.LEAD, Wins.EACH, edits=True),
        "kpi.fill": FormSpec(filling.form, filling.fill, Who.MEMBER, Wins.EACH, edits=True),
    },
    actions={
        "kpi.list": Action(overview.show, Who.MEMBER, Wins.EACH, reads=True),
        "kpi.picture": Action(picture.show, Who.MEMBER, Wins.EACH, reads=True),
        "kpi.share": Action(picture.share, Who.MEMBER, Wins.FIRST),
        "kpi.read_in": Action(importing.from_file, Who.LEAD, Wins.EACH, edge=True),
        "kpi.follow": Action(owning.take_up, Who.MEMBER, Wins.FIRST),
        "kpi.owner": Action(owning.hand_over, Who.MEMBER, Wins.EACH),
        "kpi.put_away": Action(archive.put_away, Who.LEAD, Wins.EACH),
        "kpi.use_again": Action(archive.use_again, Who.LEAD, Wins.FIRST),
    },
    pages={
        "kpi.new": PageSpec(setting.examples, Who.LEAD),
        "kpi.archive": PageSpec(archive.page, Who.LEAD),
    },
    cards={"kpi.shared": Card(picture.draw)},
    timers={telling.TIMER: Timer(telling.tell, missed=telling.tell)},
    hears={
        BoardsLost: advice.boards_lost,
        MemberLeft: hearing.member_left,
        Deactivated: hearing.deactivated,
        FiguresIn: hearing.figures_in,
        HeardOf: heard.of_teams,
        HeardNow: heard.now,
        LinksOffered: hearing.links_offered,
        LinksNamed: hearing.links_named,
    },
    lead_lines={"kpi.ownerless": hearing.lead_lines},
    board=board.own,
    nudges={"kpi.value": Nudge(Order.FIGURE, nudging.offers, nudging.draw_lines)},
    keeps=kept.KEEPS,
    holds_nobody=kept.HOLDS_NOBODY,
    mine=own_data.MINE,
    home=(Panel(Shelf.TEAMS, panel.panel),),
)
