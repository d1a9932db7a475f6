"""Dialogues with customers: an executive gets calmly into one, and out of it with a story."""

from datetime import timedelta

from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Ritual, Sub, Timer, Who, Wins
from rituals.dialogue import due, hearing, kept, overview, planning
from rituals.dialogue.subjects import AFTER, MORNING, NOTICE
from rituals.facts import CalendarChanged, ContactsPlanned, Deactivated, OfficesChanged, StoryTold
from rituals.home import Panel, Shelf
from rituals.words import _

ALWAYS = timedelta(days=3650)  # however late: what is over is over, and may still be told
HALF_A_DAY = timedelta(hours=12)  # a morning's message that comes so late is no morning's any more

RITUAL = Ritual(
    "dialogue",
    title=_("Customer dialogues"),
    commands=(
        Command(
            "klant",
            "customer",
            (
                Sub("dialoog", "dialogue", "dialogue.list", _("Your dialogues with customers.")),
                Sub("dialoog nieuw", "dialogue new", "dialogue.plan", _("Plans a dialogue with customers.")),
            ),
        ),
    ),
    forms={"dialogue.plan": FormSpec(planning.form, planning.save, Who.ANYONE, Wins.EACH, edits=True)},
    pages={"dialogue.list": PageSpec(overview.page, Who.ANYONE)},
    actions={
        "dialogue.cancel": Action(planning.cancel, Who.ANYONE, Wins.FIRST),
        "dialogue.file": Action(planning.send_file, Who.ANYONE, Wins.EACH, reads=True),
        "dialogue.tell": Action(due.tell, Who.ANYONE, Wins.EACH, reads=True),
    },
    timers={MORNING: Timer(due.morning, HALF_A_DAY), AFTER: Timer(due.after, ALWAYS)},
    cards={NOTICE: Card(due.draw_notices), MORNING: Card(due.draw_mornings), AFTER: Card(due.draw_afters)},
    hears={
        StoryTold: hearing.story_told,
        ContactsPlanned: hearing.contacts_planned,
        OfficesChanged: hearing.offices_changed,
        CalendarChanged: hearing.calendar_changed,
        Deactivated: hearing.deactivated,
    },
    keeps=kept.KEEPS,
    holds_nobody=kept.HOLDS_NOBODY,
    mine=kept.MINE,
    home=(Panel(Shelf.COMING, overview.panel),),
)
