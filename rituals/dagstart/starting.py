"""Starting a dagstart in a channel, and its settings."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy.exc import IntegrityError

from rituals import logged, schedule, teams
from rituals.calendar import DAY
from rituals.contract import Answer, Event, Note, Refused, Turn, Where, Wrong, about
from rituals.dagstart import forms, messages, planning, rules
from rituals.dagstart.days import Ground, ground, next_day, present
from rituals.dagstart.leading import carry_on, quiet_settled
from rituals.facts import TeamStarted
from rituals.shown import Form, Place
from rituals.words import Day, Listed, Part, Person, _
from storage import audit, people
from storage.dagstart import DagstartSettings

CLOCK, MINUTES = time(9, 0), 15  # what a new dagstart begins with
SIZE_AFTER = rules.PROMPT  # by then the surface has told who is in the channel


# --- starting ---------------------------------------------------------------------------------------------------------
async def start_form(turn: Turn, event: Event) -> Form:
    where = await _startable(turn, event)
    return forms.start(CLOCK, MINUTES, outsiders=_read_along(where))


async def _startable(turn: Turn, event: Event) -> Where:
    """Raises Refused unless a dagstart can begin in the channel where this was typed."""
    where = event.where
    if where is None or where.talk:
        raise Refused(_("That only works in a channel. Type it in your team's channel."))
    if (team := await people.team_in(turn.session, where.id)) is not None:
        raise await carry_on(turn, await ground(turn, [team.id]), team.id, event.person) or await _exists(turn, team.id)
    if not where.inside:
        raise Refused(_("I'm not in this channel yet. Type /invite and my name here, then try again."))
    return where


async def _exists(turn: Turn, team: int) -> Refused:
    leads = (await teams.leads(turn, [team]))[team].leads
    who: Part = Listed(tuple(Person(lead) for lead in leads)) if leads else _("the team lead or deputy")
    return Refused(_("This channel already has a day start. {lead} can change it.", lead=who))


def _read_along(where: Where) -> bool:
    return where.outsiders or where.everyone


async def start(turn: Turn, event: Event) -> Answer:
    where = await _startable(turn, event)
    if _read_along(where) and not event.values.get("anyway"):
        raise Wrong(anyway=forms.OUTSIDERS)
    found = await _founded(turn, event, where)
    (team,) = found.teams
    await planning.plan_ahead(turn, found)
    planning.plant(turn, found.teams[team])
    await turn.tell(TeamStarted(team))
    turn.at("dagstart.size", about(team), turn.now + SIZE_AFTER)
    turn.sync(where.id)
    first = rules.coming(found.rhythm(team), found.teams[team].calendar, found.today(turn, team))
    return _announced(turn, event, where, first or found.today(turn, team), found.settings[team].clock)


def _announced(turn: Turn, event: Event, where: Where, first: date, clock: time) -> Note:
    turn.say(Place(channel=where.id), messages.announcement(event.person, first, clock))
    text = _("Done. The first day start is {date} at {time}. No preparation needed.", date=Day(first), time=clock)
    return Note(text)


async def _founded(turn: Turn, event: Event, where: Where) -> Ground:
    """The team with its first lead and member. The key of the channel decides between two who start at once."""
    row = people.Team(
        channel=where.id, name=where.name or where.id, started_on=turn.now.date(), findable=not where.private
    )
    try:
        async with turn.session.begin_nested():
            turn.session.add(row)
    except IntegrityError:
        other = await people.team_in(turn.session, where.id)
        raise await _exists(turn, other.id if other else 0) from None
    team = row.id
    mine = DagstartSettings(team=team, clock=CLOCK, minutes=MINUTES)
    turn.session.add(mine)
    await turn.session.flush()
    found = await ground(turn, [team])
    today = row.started_on = found.today(turn, team)
    mine.paused_until = today + DAY
    turn.session.add_all(
        [
            people.Role(team=team, person=event.person, role="lead"),
            people.Member(team=team, person=event.person, joined_on=today, seasoned=True),
        ]
    )
    await audit.log(turn.session, turn.org, event.person, "dagstart.start", turn.now, team)
    return found


# --- settings ---------------------------------------------------------------------------------------------------------
async def settings_form(turn: Turn, event: Event) -> Form:
    found = await ground(turn, [_team(event)])
    return forms.settings(found.settings[_team(event)], await logged.seen_by(turn))


def _team(event: Event) -> int:
    return int(event.about.partition(":")[0])


async def save_settings(turn: Turn, event: Event) -> Answer:
    new = event.values
    _check(new["time"], int(new["minutes"]), int(new["late"]), tuple(new.get("extras") or ()))
    longer = await _works_on(turn, _team(event), {*new["days"]})
    now = await present(turn, _team(event), whole=True)
    found, mine = now.ground, now.settings
    mine.days, mine.clock = "".join(sorted(new["days"])), new["time"]
    mine.minutes, mine.late = int(new["minutes"]), int(new["late"])
    mine.rotates, mine.extras = bool(new.get("rotates")), " ".join(sorted(new.get("extras") or ()))
    await audit.log(turn.session, turn.org, event.person, "dagstart.settings", turn.now, now.team.id)
    await quiet_settled(turn, mine)
    await planning.plan_ahead(turn, found)
    if longer:
        planning.next_draw(turn, now.team)
    opened_today = now.row is not None and now.row.ends_at is not None
    later = now.team.calendar.at(now.today, mine.clock) <= turn.now
    before = now.today if opened_today or later else now.today - DAY
    first = await next_day(turn, now, before)
    if first is None:
        return Note(_("Saved. No day start is planned right now."))
    return Note(_("Saved. It applies from {date}.", date=Day(first)))


async def _works_on(turn: Turn, team: int, days: set[str]) -> bool:
    """A day that a team chooses is one on which it works; whether there are more of those now."""
    held = await people.hold_team(turn.session, team)
    if held is None or days <= {*held.workdays}:
        return False
    held.workdays = "".join(sorted({*held.workdays} | days))
    await turn.session.flush()
    return True


def _check(clock: time, minutes: int, late: int, extras: tuple[str, ...]) -> None:
    """Raises Wrong at the field that can't be."""
    if not schedule.on_step(clock):
        raise Wrong(time=schedule.CHOOSE)
    longest = minutes + (rules.WEEK_START if "week" in extras else 0)
    if not rules.closes_in_time(clock, longest, late):
        raise Wrong(late=_("The day start would close after 22:00. Choose a shorter time."))
