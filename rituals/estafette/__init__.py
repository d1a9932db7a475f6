"""The relay: every week one executive meets a customer, tells about it, and passes the baton to a colleague."""

from datetime import timedelta

from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Part, Ritual, Sub, Timer, Who, Wins, each
from rituals.estafette import (
    answering,
    cards,
    contact,
    coordinating,
    due,
    hearing,
    kept,
    names,
    overview,
    own_data,
    panel,
    passing,
    relaying,
    replanning,
    rounds,
    setting_up,
    sitting_out,
    story_hearing,
    story_kept,
    story_own,
    story_panel,
    story_table,
    watching,
)
from rituals.estafette.all_of import all_of
from rituals.facts import (
    BackAgain,
    BecameAway,
    CalendarChanged,
    ChannelIs,
    ContactPlanned,
    Deactivated,
    Delivered,
    GaveUp,
    LookedAfter,
    OfficesChanged,
    Round,
)
from rituals.home import Panel, Shelf
from rituals.words import _

ALWAYS = timedelta(days=3650)  # however late: these keep the relay alive

RITUAL = Ritual(
    "estafette",
    title=_("CX relay"),
    commands=(
        Command(
            "estafette",
            "relay",
            (
                Sub("", "", "estafette.overview", _("Who holds the baton, and the last stories.")),
                Sub("start", "start", "estafette.start", _("Begins the relay, or lets it go on.")),
                Sub("pauze", "pause", "estafette.pause", _("Pauses the relay.")),
                Sub("hervat", "resume", "estafette.resume", _("Lets a relay that is paused go on.")),
                Sub("stop", "stop", "estafette.stop", _("Stops the relay. Stories stay.")),
                Sub("instellen", "settings", "estafette.settings", _("The circle, its weeks, and who prepares.")),
                Sub("neem", "take", "estafette.accept", _("Takes the baton that is offered to you.")),
                Sub(
                    "geef",
                    "pass",
                    "estafette.give",
                    _("Passes the baton to a colleague."),
                    ("[@naam]", "[@name]"),
                ),
                *story_table.SUBS,
                Sub("beeld", "picture", "estafette.picture", _("Stories by week, and how customers were met.")),
                Sub("ronde", "round", "estafette.round", _("Who is still to go; for the circle.")),
                Sub(
                    "terug",
                    "back",
                    "estafette.back",
                    _("Gives the baton back, without a reason."),
                    ("[@naam]", "[@name]"),
                ),
            ),
        ),
    ),
    forms={
        **story_table.FORMS,
        "estafette.settings": FormSpec(
            setting_up.form, setting_up.go_on, Who.COORDINATOR, Wins.EACH, reads=True, looks_at="channel", edits=True
        ),
        "estafette.preparers": FormSpec(
            setting_up.preparers_form, setting_up.save, Who.COORDINATOR, Wins.EACH, edits=True
        ),
        "estafette.pass": FormSpec(passing.form, passing.submit, Who.EXEC, Wins.FIRST),
        "estafette.plan": FormSpec(contact.form, contact.plan, Who.ANYONE, Wins.EACH, edits=True),
        "estafette.swap": FormSpec(answering.swap_form, answering.swap, Who.EXEC, Wins.FIRST),
        "estafette.later": FormSpec(answering.later_form, answering.later, Who.EXEC, Wins.FIRST),
    },
    pages={
        **story_table.PAGES,
        "estafette.overview": PageSpec(overview.page, Who.ANYONE),
        "estafette.round": PageSpec(rounds.page, Who.ANYONE),
    },
    actions={
        **story_table.ACTIONS,
        "estafette.picture": Action(rounds.show, Who.ANYONE, Wins.EACH, reads=True),
        "estafette.give": Action(passing.typed, Who.EXEC, Wins.EACH, reads=True),
        "estafette.sit_out": Action(sitting_out.sit_out, Who.EXEC, Wins.EACH),
        "estafette.come_back": Action(sitting_out.come_back, Who.EXEC, Wins.EACH),
        "estafette.accept": Action(answering.accept, Who.EXEC, Wins.FIRST),
        "estafette.decline": Action(answering.decline, Who.EXEC, Wins.FIRST),
        "estafette.away": Action(answering.away, Who.EXEC, Wins.FIRST),
        "estafette.more_time": Action(answering.more_time, Who.EXEC, Wins.FIRST),
        "estafette.back": Action(answering.back, Who.ANYONE, Wins.FIRST),
        "estafette.start": Action(relaying.start, Who.COORDINATOR, Wins.FIRST),
        "estafette.pause": Action(relaying.pause, Who.COORDINATOR, Wins.FIRST),
        "estafette.resume": Action(relaying.resume, Who.COORDINATOR, Wins.FIRST),
        "estafette.stop": Action(relaying.stop, Who.COORDINATOR, Wins.FIRST),
        "estafette.cancel_week": Action(relaying.cancel_week, Who.COORDINATOR, Wins.FIRST),
    },
    timers={
        **story_table.TIMERS,
        names.ANSWER: Timer(each(due.unanswered), ALWAYS),
        names.BEGINS: Timer(each(due.begin), ALWAYS),
        names.MIDWEEK: Timer(each(due.midweek)),
        names.FRIDAY: Timer(each(due.friday)),
        names.LAPSE: Timer(each(due.lapse), ALWAYS),
        names.FALL_BACK: Timer(due.fall_back, ALWAYS),
        names.WEEK: Timer(due.week, ALWAYS),
        names.SEEK: Timer(due.seek, ALWAYS),
    },
    cards={
        **story_table.CARDS,
        names.OFFER: Card(cards.draw_offers),
        names.TURN: Card(cards.draw_turns, told=True),
        names.PASSED: Card(cards.draw_passed, told=True),
        names.ASKED: Card(cards.draw_asked),
        names.PREPARES: Card(cards.draw_prepares),
        names.NEWS: Card(coordinating.draw),
    },
    hears={
        **story_table.HEARS,
        BackAgain: hearing.back_again,
        BecameAway: hearing.became_away,
        CalendarChanged: hearing.calendar_changed,
        ContactPlanned: contact.told,
        Deactivated: all_of(kept.left, story_hearing.deactivated),
        ChannelIs: watching.channel_is,
        OfficesChanged: all_of(hearing.offices_changed, replanning.offices_changed),
        Round: all_of(hearing.went_round, watching.went_round, story_hearing.went_round),
        Delivered: hearing.delivered,
        GaveUp: all_of(hearing.gave_up, story_hearing.gave_up),
        LookedAfter: hearing.looked_after,
    },
    nudges=story_table.NUDGES,
    keeps=(*kept.KEPT, *story_kept.STORY_KEPT),
    holds_nobody=kept.HOLDS_NOBODY | story_kept.STORY_HOLDS_NOBODY,
    mine={**own_data.MINE, **story_own.STORY_MINE},
    settings=(Part(_("CX relay"), "estafette.settings", Who.COORDINATOR, setting_up.holds),),
    home=(Panel(Shelf.COMING, panel.coming), Panel(Shelf.COMING, story_panel.panel)),
)
