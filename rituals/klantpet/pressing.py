"""What one person can press about a meeting and its cap, as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rituals.contract import about
from rituals.klantpet import messages
from rituals.klantpet.rules import AHEAD_OF, EDITS, State
from rituals.klantpet.subjects import flag_subject, subject
from rituals.klantpet.subjects import of_meeting as subject_of
from rituals.shown import Button
from rituals.words import Typed, _
from storage.klantpet import Flag, Meeting, MeetingDay

EDIT: Final = _("Edit meeting")
EDIT_LOOK: Final = _("Edit look-back")
STOP: Final = _("Leave the cap at home")
FILE: Final = _("Calendar file")
NEW: Final = _("New meeting")


@dataclass(frozen=True, slots=True)
class Viewer:
    """`leads`: with a lead's rights in the team today. `outside`: the meetings that this person doesn't attend."""

    person: str
    leads: bool = False
    outside: frozenset[int] = frozenset()

    def changes(self, row: Meeting) -> bool:
        return self.leads or row.owner == self.person


# --- an occurrence ----------------------------------------------------------------------------------------------------
def of(row: MeetingDay, meeting: Meeting, viewer: Viewer, now: datetime) -> tuple[Button, ...]:
    cancel = (_cancel(row, meeting),) if viewer.changes(meeting) and _can_be_off(row, now) else ()
    own = of_look(row, viewer.person, now)
    return (*of_wearer(row, viewer.person, now), *_open_to_all(row, viewer, now), *own, *cancel)


def of_wearer(row: MeetingDay, person: str, now: datetime) -> tuple[Button, ...]:
    """For whoever has the cap, or is asked to."""
    if row.wearer != person:
        return ()
    mine, state = subject(row), State(row.state)
    pass_on = Button(messages.PASS, "klantpet.pass", mine)
    look_back = Button(messages.LOOK_BACK, "klantpet.checkout", mine, main=True)
    match state:
        case State.INVITED:
            return (Button(messages.ACCEPT, "klantpet.accept", mine, main=True), pass_on)
        case State.ACCEPTED:
            return (pass_on,)
        case State.CHECKED_IN:
            return (pass_on,) if now < row.starts_at else (look_back,)
        case State.CHECKOUT:
            return (look_back,)
    return ()


def edits(row: MeetingDay, person: str | None, now: datetime) -> bool:
    """Whether this person looked back on it, a day ago at the most."""
    mine = State(row.state) is State.DONE and row.looked_by is not None and row.looked_by == person
    return mine and row.looked_at is not None and now < row.looked_at + EDITS


def of_look(row: MeetingDay, person: str | None, now: datetime) -> tuple[Button, ...]:
    """For whoever looked back on it."""
    if not person or row.looked_by != person:
        return ()
    edit = (Button(EDIT_LOOK, "klantpet.checkout", subject(row)),) if edits(row, person, now) else ()
    return (*edit, Button(_("Remove"), "klantpet.take_back", subject(row)))


def _open_to_all(row: MeetingDay, viewer: Viewer, now: datetime) -> tuple[Button, ...]:
    """Nobody has it: whoever presses first, of those who attend."""
    if row.wearer is not None:
        return ()
    if State(row.state) is State.CHECKOUT:
        return (Button(messages.LOOK_BACK, "klantpet.checkout", subject(row), main=True),)
    ends = row.starts_at + timedelta(minutes=row.minutes)
    if State(row.state) in messages.FREE and now < ends and row.meeting not in viewer.outside:
        return (Button(messages.TAKE, "klantpet.take", subject(row), main=True),)
    return ()


def _can_be_off(row: MeetingDay, now: datetime) -> bool:
    return State(row.state) in {*AHEAD_OF, State.CHECKED_IN} and now < row.starts_at


def _cancel(row: MeetingDay, meeting: Meeting) -> Button:
    sure = _("Is {meeting} off this time?", meeting=Typed(meeting.name))
    return Button(messages.IS_OFF, "klantpet.cancel", subject(row), confirm=sure)


def hide(flag: Flag) -> Button:
    return Button(_("Hide"), "klantpet.hide", flag_subject(flag))


def remove(flag: Flag) -> Button:
    """Of one that this person signed."""
    return Button(_("Remove"), "klantpet.withdraw", flag_subject(flag))


# --- a meeting --------------------------------------------------------------------------------------------------------
def of_meeting(row: Meeting, viewer: Viewer) -> tuple[Button, ...]:
    """Of what was held on the spot there is no series to change."""
    if row.ended_on is not None:
        return ()
    return (*((_edit(row),) if viewer.changes(row) else ()), _file(row))


def to_change(row: Meeting) -> tuple[Button, ...]:
    sure = _("Shall the cap stay away from {meeting} from now on?", meeting=Typed(row.name))
    return (_edit(row), _file(row), Button(STOP, "klantpet.stop", subject_of(row), confirm=sure))


def _edit(row: Meeting) -> Button:
    return Button(EDIT, "klantpet.meeting", subject_of(row))


def _file(row: Meeting) -> Button:
    return Button(FILE, "klantpet.calendar", subject_of(row))


def new(team: int) -> Button:
    return Button(NEW, "klantpet.meeting", about(team), main=True)


def below(team: int) -> tuple[Button, ...]:
    return (new(team), Button(messages.FLAG, "klantpet.flag", about(team)))
