"""Aims that collide: a signal without blame, and a talk about what teams share."""

from datetime import timedelta

from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Ritual, Sub, Timer, Who, Wins
from rituals.facts import Deactivated, Reactivated, Round
from rituals.home import Panel, Shelf
from rituals.silo import hearing, kept, moving, news, own_data, panel, raising, register, telling
from rituals.silo.subjects import LINE, NEWS, TIMER, TOLD
from rituals.words import _

ALWAYS = timedelta(days=3650)  # however late: a signal still waits to be told of

RITUAL = Ritual(
    "silo",
    title=_("Aims that collide"),
    commands=(
        Command(
            "klant",
            "customer",
            (
                Sub("silo", "silo", "silo.list", _("Where aims collide, and what comes of it.")),
                Sub(
                    "silo nieuw",
                    "silo new",
                    "silo.new",
                    _("Tells of aims that collide. Your name only if you like."),
                    ("[tekst]", "[text]"),
                    free=True,
                ),
            ),
        ),
    ),
    forms={
        "silo.new": FormSpec(raising.form, raising.give, Who.MEMBER, Wins.EACH, signed="named"),
        "silo.invite": FormSpec(moving.invite_form, moving.invite, Who.COACH, Wins.FIRST, edits=True),
        "silo.agree": FormSpec(moving.agree_form, moving.agree, Who.COACH, Wins.FIRST, edits=True),
        "silo.park": FormSpec(moving.park_form, moving.park, Who.COACH, Wins.FIRST, edits=True),
        "silo.merge": FormSpec(moving.merge_form, moving.merge, Who.COACH, Wins.FIRST, edits=True),
    },
    actions={
        "silo.move": Action(moving.move, Who.COACH, Wins.FIRST),
        "silo.onward": Action(moving.onward, Who.LEAD, Wins.EACH, reads=True),
        "silo.withdraw": Action(own_data.withdraw, Who.KNOWN, Wins.EACH),
    },
    pages={
        "silo.list": PageSpec(register.page, Who.ANYONE),
        "silo.one": PageSpec(register.single, Who.ANYONE),
    },
    timers={TIMER: Timer(news.morning, ALWAYS)},
    cards={NEWS: Card(news.draw), TOLD: Card(telling.draw)},
    hears={Round: hearing.went_round, Deactivated: hearing.deactivated, Reactivated: hearing.reactivated},
    lead_lines={LINE: telling.lines},
    keeps=kept.KEEPS,
    holds_nobody=kept.HOLDS_NOBODY,
    mine=own_data.MINE,
    home=(Panel(Shelf.COMING, panel.panel),),
)
