"""A team's meetings with the cap: what comes, who wears it, and what was decided differently; and those to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Final

from rituals import teams
from rituals.calendar import DAY
from rituals.contract import Event, Turn, about, team_of
from rituals.home import MOST, part_of, portion, turning
from rituals.klantpet import attending, decisions, flags_up, forms, in_view, planning, pressing, rules
from rituals.klantpet.attending import Reader
from rituals.klantpet.pressing import Viewer
from rituals.klantpet.recurrence import Repeats, nth_of_month
from rituals.klantpet.rules import AHEAD_OF, UNDER_WAY, State
from rituals.shown import Page, Piece, Row, Rule, Small, Text
from rituals.teams import Team
from rituals.words import Day, Person, Sentence, Strong, Typed, _
from storage import klantpet as store
from storage import klantpet_own as own_store
from storage.klantpet import Flag, Meeting, MeetingDay

LIST: Final = "klantpet.list"
TITLE: Final = _("Customer's cap")
NOTHING: Final = _("Your team has no meeting with the cap yet. Which one could use the customer's voice?")
NONE_OF_YOURS: Final = _("You haven't registered a meeting with the cap yet.")
LATELY: Final = timedelta(days=14)  # a look-back is open until the next working day, which a holiday puts off
SHOWN: Final = frozenset({*AHEAD_OF, *UNDER_WAY, State.CHECKOUT})


# --- what comes -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Coming:
    """One team's meetings, with the occurrences that can be read now."""

    team: Team
    now: datetime
    meetings: Mapping[int, Meeting]
    rows: Sequence[MeetingDay]
    flags: Mapping[int, Sequence[Flag]]
    decided: Mapping[int, Sequence[MeetingDay]]

    @property
    def today(self) -> date:
        return self.team.calendar.day_of(self.now)

    def of(self, meeting: Meeting) -> list[MeetingDay]:
        """What is under way or can be looked back on, and the next one."""
        mine = [row for row in self.rows if row.meeting == meeting.id]
        begun = [row for row in mine if State(row.state) not in AHEAD_OF]
        return [*begun, *[row for row in mine if State(row.state) in AHEAD_OF][:1]]


async def page(turn: Turn, event: Event) -> Page:
    """Fifteen statements and those of a lead's rights, however many meetings."""
    team = team_of(event.about) or 0
    facts = (await teams.load(turn, [team]))[team]
    viewer = Viewer(event.person, await teams.leads_in(turn, event.person, facts))
    found = await _coming(turn, facts, viewer)
    reader = await attending.reader(turn, viewer.person, found.meetings.values())
    viewer = replace(viewer, outside=reader.outside)
    pieces = [piece for row in _in_order(found) for piece in _of_meeting(found, row, viewer, reader)] or [Text(NOTHING)]
    flags = chain(await flags_up.own(turn, event.person, team), await _long_up(turn, found, viewer))
    decided = await decisions.before(turn, team, viewer.person, found.meetings)
    counted = await in_view.figure(turn, team, found.today)
    every = chain(pieces, decided, counted, flags, (Row(pressing.below(team)),))
    shown = portion(every, MOST - 1, part_of(event.about))
    return Page(TITLE, (*shown.pieces, *turning(LIST, about(team), shown.at, more=shown.more)))


async def _coming(turn: Turn, team: Team, viewer: Viewer) -> Coming:
    today = team.calendar.day_of(turn.now)
    known = await store.between(turn.session, [team.id], today - LATELY, today + planning.AHEAD)
    flags: dict[int, list[Flag]] = {}
    for flag in await store.flags(turn.session, [row.id for row in known]):
        flags.setdefault(flag.occurrence or 0, []).append(flag)
    rows = [row for row in known if _shows(turn, row, viewer, flags)]
    meetings = dict(await store.of_teams(turn.session, [team.id]))
    meetings |= await store.meetings(turn.session, {row.meeting for row in rows} - meetings.keys())
    decided = await own_store.decisions(turn.session, meetings, rules.DECISIONS)
    return Coming(team, turn.now, meetings, rows, flags, decided)


def _shows(turn: Turn, row: MeetingDay, viewer: Viewer, flags: Mapping[int, Sequence[Flag]]) -> bool:
    """Also what is over, for whoever can change their look-back on it, or hide a flag there."""
    hides = row.id in flags and (viewer.leads or viewer.person == row.wearer)
    return State(row.state) in SHOWN or hides or pressing.edits(row, viewer.person, turn.now)


def _in_order(found: Coming) -> list[Meeting]:
    """By when it is next held; what is held no more comes last."""
    never = found.now + planning.YEAR

    def begins(row: Meeting) -> tuple[datetime, int]:
        return min((each.starts_at for each in found.of(row)), default=never), row.id

    return sorted(found.meetings.values(), key=begins)


def _of_meeting(found: Coming, meeting: Meeting, viewer: Viewer, reader: Reader) -> Sequence[Piece]:
    rows = found.of(meeting)
    pieces: list[Piece] = []
    for row in rows:
        pieces += [_occurrence(found, meeting, row, viewer), *_flags(found, row, viewer)]
    if not rows:
        pieces.append(Text(_none_planned(found, meeting)))
    pieces += decisions.listed(found.decided.get(meeting.id, ()), reader)
    below = pressing.of_meeting(meeting, viewer)
    return [*pieces, *((Row(below),) if below else ()), Rule()]


def _occurrence(found: Coming, meeting: Meeting, row: MeetingDay, viewer: Viewer) -> Text:
    return Text(said(meeting, row, found.team, viewer.person, found.now), pressing.of(row, meeting, viewer, found.now))


def _none_planned(found: Coming, meeting: Meeting) -> Sentence:
    name, day = Strong(Typed(meeting.name)), planning.coming(meeting, found.team, found.now)
    if day is None or meeting.ended_on is not None:
        return _("{meeting}: nothing is planned.", meeting=name)
    return _("{meeting}: {day} at {time}.", meeting=name, day=Day(day), time=meeting.clock)


def _flags(found: Coming, row: MeetingDay, viewer: Viewer) -> Sequence[Piece]:
    """For whoever may hide them: the wearer and the lead. One without a text says nothing that could be hidden."""
    if row.quiet or not (viewer.leads or viewer.person == row.wearer):
        return ()
    some = [flag for flag in found.flags.get(row.id, ()) if flag.text and flag.person != viewer.person]
    return [Text(_("🚩 {text}", text=Typed(flag.text or "")), (pressing.hide(flag),)) for flag in some]


async def _long_up(turn: Turn, found: Coming, viewer: Viewer) -> Iterable[Piece]:
    return await flags_up.long_up(turn, found.team.id, found.today - LATELY) if viewer.leads else ()


# --- one occurrence ---------------------------------------------------------------------------------------------------
def said(meeting: Meeting, row: MeetingDay, team: Team, reader: str, now: datetime) -> Sentence:
    """Only who has agreed is named; who was asked reads so alone."""
    local = team.calendar.local(row.starts_at)
    day = Day(local.date(), team.calendar.day_of(now))
    name, who = Strong(Typed(meeting.name)), _who(row, reader)
    return _("{meeting}: {day} at {time}. {who}", meeting=name, day=day, time=local.time(), who=who)


def _who(row: MeetingDay, reader: str) -> Sentence:
    match State(row.state):
        case State.INVITED if row.wearer == reader:
            return _("I asked you to wear the cap.")
        case State.PLANNED | State.INVITED:
            return _("Who wears the cap isn't known yet.")
        case State.CHECKOUT:
            return _("You can look back on it now.")
        case State.NO_WEARER:
            return _("The cap is on the table.")
        case State.DONE | State.EXPIRED:
            return _("It is over.")
    if row.wearer is None:
        return _("The cap is still free.")
    if row.wearer == reader:
        return _("You wear the cap.")
    return _("{wearer} wears the cap.", wearer=Person(row.wearer))


# --- to change --------------------------------------------------------------------------------------------------------
async def own(turn: Turn, event: Event) -> Page:
    """Those that one registered; for a lead all."""
    team = team_of(event.about) or 0
    facts = (await teams.load(turn, [team]))[team]
    viewer = Viewer(event.person, await teams.leads_in(turn, event.person, facts))
    rows = (await store.of_teams(turn.session, [team])).values()
    mine = [row for row in rows if viewer.changes(row)]
    pieces = [Text(_told(row), pressing.to_change(row)) for row in mine]
    return Page(TITLE, (*(pieces or [Text(NONE_OF_YOURS)]), *_full(rows), Row((pressing.new(team),))))


def _told(row: Meeting) -> Sentence:
    name, clock, weekday = Strong(Typed(row.name)), row.clock, Day(row.first, row.first - 2 * DAY)
    match Repeats(row.repeats):
        case Repeats.ONCE:
            return _("{meeting}: {day} at {time}.", meeting=name, day=Day(row.first), time=clock)
        case Repeats.WEEKLY:
            return _("{meeting}: every {weekday} at {time}.", meeting=name, weekday=weekday, time=clock)
        case Repeats.FORTNIGHTLY:
            return _("{meeting}: every other {weekday} at {time}.", meeting=name, weekday=weekday, time=clock)
    return _(
        "{meeting}: every {nth} {weekday} of the month, at {time}.",
        meeting=name,
        nth=forms.NTH[nth_of_month(row.first)],
        weekday=weekday,
        time=clock,
    )


def _full(rows: Iterable[Meeting]) -> tuple[Small, ...]:
    return (Small(forms.FULL),) if len(list(rows)) >= rules.MEETINGS else ()
