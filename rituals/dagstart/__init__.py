"""The dagstart: a quarter of an hour a day around a card with what customers teach a team."""

from datetime import timedelta

from rituals.contract import Action, Card, Command, FormSpec, PageSpec, Ritual, Sub, Timer, Who, Wins
from rituals.dagstart import (
    board,
    contributing,
    hearing,
    helping,
    hosting,
    leading,
    owning,
    pages,
    planning,
    starting,
    swapping,
    timeline,
)
from rituals.facts import (
    BecameAway,
    Deactivated,
    Delivered,
    GaveUp,
    LeadsChanged,
    MemberLeft,
    Resumed,
    Shared,
    Suspended,
)
from rituals.words import _

ALWAYS = timedelta(days=3650)  # however late: these put the plan itself in order
SOON = timedelta(minutes=15)  # a reminder that comes later than this would ask for what is over

RITUAL = Ritual(
    "dagstart",
    commands=(
        Command(
            "dagstart",
            "daystart",
            (
                Sub("", "", "dagstart.menu", _("Today's card and its buttons, or when the next one is.")),
                Sub("start", "start", "dagstart.start", _("Starts a day start in this channel.")),
                Sub("instellen", "settings", "dagstart.settings", _("Days, time and extras.")),
                Sub("sla over", "skip", "dagstart.skip", _("Skips one day."), ("[datum]", "[date]")),
                Sub("pauze", "pause", "dagstart.pause", _("Pauses until a day."), ("<datum>", "<date>")),
                Sub("verder", "resume", "dagstart.resume", _("Goes on after a pause.")),
                Sub("begeleider", "host", "dagstart.hosting", _("Takes or passes on a turn."), ("[@wie]", "[@who]")),
                Sub("gemist", "missed", "dagstart.missed", _("What you missed in the last five working days.")),
                Sub("verbeterpunt", "improve", "dagstart.improve", _("Shares an improvement point.")),
            ),
        ),
    ),
    forms={
        "dagstart.start": FormSpec(starting.start_form, starting.start, Who.ANYONE, Wins.FIRST, looks=True),
        "dagstart.settings": FormSpec(starting.settings_form, starting.save_settings, Who.LEAD, Wins.EACH),
        "dagstart.compliment": FormSpec(contributing.compliment_form, contributing.compliment, Who.MEMBER, Wins.EACH),
        "dagstart.improve": FormSpec(contributing.improve_form, contributing.improve, Who.MEMBER, Wins.EACH),
        "dagstart.today": FormSpec(contributing.today_form, contributing.today, Who.MEMBER, Wins.EACH),
        "dagstart.notes": FormSpec(contributing.notes_form, contributing.notes, Who.MEMBER, Wins.EACH),
        "dagstart.edit": FormSpec(owning.edit_form, owning.edit, Who.ANYONE, Wins.EACH),
    },
    actions={
        "dagstart.menu": Action(pages.menu, Who.MEMBER, Wins.EACH, reads=True),
        "dagstart.finish": Action(timeline.finish, Who.MEMBER, Wins.FIRST),
        "dagstart.host": Action(hosting.claim, Who.MEMBER, Wins.FIRST),
        "dagstart.hosting": Action(swapping.command, Who.MEMBER, Wins.EACH),
        "dagstart.ok": Action(hosting.confirm, Who.MEMBER, Wins.EACH),
        "dagstart.other": Action(hosting.other_time, Who.MEMBER, Wins.EACH),
        "dagstart.optout": Action(hosting.opt_out, Who.MEMBER, Wins.EACH),
        "dagstart.stay": Action(hosting.stay, Who.MEMBER, Wins.EACH),
        "dagstart.swap_ok": Action(swapping.agree, Who.MEMBER, Wins.EACH),
        "dagstart.swap_no": Action(swapping.refuse, Who.MEMBER, Wins.EACH),
        "dagstart.help_yes": Action(helping.accept, Who.ANYONE, Wins.EACH),
        "dagstart.help_no": Action(helping.decline, Who.ANYONE, Wins.EACH),
        "dagstart.withdraw": Action(owning.withdraw, Who.ANYONE, Wins.EACH),
        "dagstart.report": Action(owning.report, Who.MEMBER, Wins.EACH),
        "dagstart.hide": Action(owning.hide, Who.LEAD, Wins.EACH),
        "dagstart.skip": Action(leading.skip, Who.LEAD, Wins.EACH),
        "dagstart.pause": Action(leading.pause, Who.LEAD, Wins.EACH),
        "dagstart.resume": Action(leading.resume, Who.LEAD, Wins.EACH),
        "dagstart.rest": Action(leading.rest, Who.LEAD, Wins.FIRST),
        "dagstart.keep": Action(leading.keep, Who.LEAD, Wins.FIRST),
    },
    pages={
        "dagstart.all": PageSpec(pages.everything, Who.MEMBER),
        "dagstart.missed": PageSpec(pages.missed, Who.MEMBER),
    },
    timers={
        "dagstart.plan": Timer(planning.plan, ALWAYS),
        "dagstart.expire": Timer(planning.expire, ALWAYS),
        "dagstart.size": Timer(leading.size, ALWAYS),
        "dagstart.draw": Timer(hosting.draw, missed=hosting.redraw),
        "dagstart.invite": Timer(hosting.invite, missed=hosting.lost),
        "dagstart.open": Timer(timeline.open_days, missed=timeline.miss_days),
        "dagstart.reminder": Timer(timeline.remind, SOON),
        "dagstart.summarise": Timer(timeline.summarise),
        "dagstart.close": Timer(timeline.close, ALWAYS),
        "dagstart.help": Timer(helping.opened),
    },
    cards={
        "dagstart.card": Card(board.draw, told=True),
        "dagstart.summary": Card(board.draw_summary),
        "dagstart.invite": Card(hosting.draw_invites, told=True),
        "dagstart.swap": Card(swapping.draw_swaps),
        "dagstart.help": Card(helping.draw),
    },
    hears={
        Shared: contributing.heard,
        MemberLeft: hearing.member_left,
        BecameAway: hearing.became_away,
        Deactivated: hearing.deactivated,
        Suspended: hearing.suspended,
        Resumed: hearing.resumed,
        LeadsChanged: hearing.leads_changed,
        Delivered: hearing.delivered,
        GaveUp: hearing.gave_up,
    },
    lead_lines={"dagstart.quiet3": leading.quiet_lines, "dagstart.large": leading.large_lines},
    board=board.own,
)
