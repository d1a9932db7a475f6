"""What was decided differently because of the customer: read in the overview, and made an action from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rituals.answers import OVER
from rituals.contract import Answer, Event, Opens, Refused, Turn, about, team_of
from rituals.grammar import normal
from rituals.klantpet import attending, rules
from rituals.klantpet.attending import Reader
from rituals.klantpet.subjects import id_of, subject
from rituals.shown import Button, Items, Menu, Option, Piece, Row, Text
from rituals.words import Day, Sentence, Strong, Typed, _
from storage import klantpet as store
from storage import klantpet_own as own_store
from storage.klantpet import Meeting, MeetingDay

FORM: Final = "action.new"
ACT: Final = "klantpet.act"
ACTION: Final = _("Make it an action")
VOTE: Final = _("What we decided differently because of the customer")


# --- read -------------------------------------------------------------------------------------------------------------
def readable(row: MeetingDay, reader: Reader) -> bool:
    """In confidence: by whoever looked back, and by who attends now; of those chosen then, nobody may be left."""
    if not row.quiet or row.looked_by == reader.person or row.meeting in reader.inside:
        return True
    return not row.chosen and row.meeting not in reader.closed


def listed(rows: Iterable[MeetingDay], reader: Reader) -> Sequence[Piece]:
    """Of one meeting, newest first."""
    some = [row for row in rows if readable(row, reader)][: rules.DECISIONS]
    if not some:
        return []
    if len(some) == 1:
        return [Items(VOTE, (_line(some[0]),)), Row((button(some[0]),))]
    menu = Menu(ACTION, ACT, tuple(Option(_line(row), subject(row)) for row in some))
    return [Items(VOTE, tuple(_line(row) for row in some)), Row(menu=menu)]


def _line(row: MeetingDay) -> Sentence:
    return _("{day}: {text}", day=Day(row.day), text=Typed(row.decided or ""))


async def before(turn: Turn, team: int, person: str, shown: Iterable[int]) -> Sequence[Piece]:
    """Of meetings that have ended and aren't shown already; those of one name together. Two statements."""
    rows = [(meeting, row) for meeting, row in await own_store.decided_before(turn.session, team)]
    ended = {meeting.id: meeting for meeting, _row in rows if meeting.id not in shown}
    reader = await attending.reader(turn, person, ended.values())
    named: dict[str, tuple[Meeting, list[MeetingDay]]] = {}
    for meeting, row in rows:
        if meeting.id in ended and readable(row, reader):
            named.setdefault(normal(meeting.name), (meeting, []))[1].append(row)
    return [piece for meeting, some in named.values() for piece in (_called(meeting), *listed(some, reader))]


def _called(meeting: Meeting) -> Text:
    return Text(Sentence("{meeting}", {"meeting": Strong(Typed(meeting.name))}))


# --- an action --------------------------------------------------------------------------------------------------------
def button(row: MeetingDay) -> Button:
    return Button(ACTION, ACT, subject(row))


async def act(turn: Turn, event: Event) -> Answer:
    """The form with as much of it as it takes; whoever sends it decides who takes it up."""
    row = (await store.days(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.team != team_of(event.about) or not row.decided:
        raise Refused(OVER)
    meetings = await store.meetings(turn.session, [row.meeting])
    if not readable(row, await attending.reader(turn, event.person, meetings.values())):
        raise Refused(OVER)
    return Opens(FORM, about(row.team), {"what": " ".join(row.decided.split())})
