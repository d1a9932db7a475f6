"""Help on a stage: who will speak gets a customer's story to take along, and afterwards nothing is asked."""

from datetime import timedelta

from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Ritual, Sub, Timer, Who, Wins
from rituals.facts import BackAgain, BecameAway, CalendarChanged, Deactivated, HeardChanged, PatternChanged
from rituals.home import Panel, Shelf
from rituals.stage import bringing, kept, overview, registering
from rituals.stage.subjects import STORY
from rituals.words import _

ALWAYS = timedelta(days=3650)  # however late: it looks itself whether it is still of use

RITUAL = Ritual(
    "stage",
    title=_("Stages"),
    commands=(
        Command(
            "klant",
            "customer",
            (
                Sub("podium", "stage", "stage.list", _("Where you speak, and which story comes along.")),
                Sub("podium nieuw", "stage new", "stage.new", _("Registers a stage on which you speak.")),
            ),
        ),
    ),
    forms={"stage.new": FormSpec(registering.form, registering.save, Who.ANYONE, Wins.EACH, edits=True)},
    pages={"stage.list": PageSpec(overview.page, Who.ANYONE)},
    actions={"stage.remove": Action(registering.remove, Who.ANYONE, Wins.FIRST)},
    timers={STORY: Timer(bringing.bring, ALWAYS)},
    cards={STORY: Card(bringing.draw)},
    hears={
        BecameAway: bringing.days_changed,
        BackAgain: bringing.days_changed,
        PatternChanged: bringing.days_changed,
        CalendarChanged: bringing.calendar_changed,
        HeardChanged: bringing.heard_changed,
        Deactivated: kept.deactivated,
    },
    keeps=kept.KEEPS,
    mine=kept.MINE,
    home=(Panel(Shelf.COMING, overview.panel),),
)
