"""The path of an agreement: its last weeks in words, and as a picture where figures may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rituals import anonymity, teams
from rituals.alsdan.fading import WEEK, monday, week_number
from rituals.alsdan.look_closing import result_of
from rituals.alsdan.look_rules import Line, Result
from rituals.alsdan.messages import STATES
from rituals.alsdan.rules import State
from rituals.alsdan.subjects import id_of, sentence, subject
from rituals.anonymity import Figure
from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, team_of
from rituals.gate import measuring
from rituals.shown import Button, Chart, Items, Message, Page, Piece, Place, Row, Series, Small, Table, Text
from rituals.words import Day, Sentence, Strong, _
from storage import alsdan as store
from storage import alsdan_look as look_store
from storage import organisations, people
from storage.alsdan import Agreement, AgreementVersion, LookResult

PICTURE: Final = "alsdan.picture"
WEEKS: Final = 20  # in the picture: as many as a chart has room for
TITLE: Final = _("The path of an agreement")


@dataclass(frozen=True, slots=True)
class Week:
    """`first` is its Monday. `share`: of the times that it occurred, in percent; None where too few can be counted."""

    first: date
    result: Result | None = None
    aids: int = 0
    share: Figure | None = None
    version: int | None = None  # the one that began in this week


async def page(turn: Turn, event: Event) -> Page:
    """A page has room for words alone: the picture comes as a message."""
    row, today, weeks = await _found(turn, event)
    told = (Text(sentence(row)), Small(_where(row, today)), *_in_words(weeks))
    if not _seen(weeks):
        return Page(TITLE, told)
    see = Row((Button(_("As a picture"), PICTURE, subject(row)),))
    return Page(TITLE, (*told, _table(weeks), see))


async def picture(turn: Turn, event: Event) -> Answer:
    """To this person alone, in their own conversation."""
    row, _today, weeks = await _found(turn, event)
    if not _seen(weeks):
        raise Refused(anonymity.HIDDEN)
    about = Text(Sentence("{sentence}", {"sentence": Strong(sentence(row))}))
    turn.say(Place(person=event.person), Message((Text(HERE), about, _chart(weeks), _table(weeks))))
    return Note(_("The picture is in our conversation."))


async def _found(turn: Turn, event: Event) -> tuple[Agreement, date, Sequence[Week]]:
    """Raises Refused where there is no such agreement, or it never began."""
    row = (await store.get(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.team != team_of(event.about) or row.activated_on is None:
        raise Refused(OVER)
    today = (await teams.load(turn, [row.team]))[row.team].calendar.day_of(turn.now)
    return row, today, await _weeks(turn, row, today)


async def _weeks(turn: Turn, row: Agreement, today: date) -> Sequence[Week]:
    """Five statements."""
    since = max(monday(today) - (WEEKS - 1) * WEEK, monday(row.activated_on or today))
    results = (await look_store.results(turn.session, [row.id], since)).get(row.id, ())
    kept = {date.fromisocalendar(one.year, one.week, 1): one for one in results}
    by_week = {first: result_of(one) for first, one in kept.items()}
    org = await organisations.of(turn.session, turn.org)
    members = (await people.sizes(turn.session, [row.team])).get(row.team, 0)
    k = org.k if org is not None and measuring(org) else None
    shares = {first: share(one, members, k) for first, one in kept.items()}
    aids = [monday(day) for day in await look_store.aids(turn.session, row.id, since)]
    new = _begun(await look_store.versions(turn.session, row.id))
    firsts = [since + n * WEEK for n in range((monday(today) - since) // WEEK + 1)]
    return [Week(each, by_week.get(each), aids.count(each), shares.get(each), new.get(each)) for each in firsts]


def _begun(versions: Sequence[AgreementVersion]) -> Mapping[date, int]:
    return {monday(one.first): one.version for one in versions if one.version > 1}


def share(one: LookResult, members: int, k: int | None) -> Figure | None:
    """By what was needed when it closed as well as by what is needed now. Without `k` nothing is measured."""
    if k is None or members < k or None in (one.did, one.old, one.members, one.k):
        return None
    did, old = one.did or 0, one.old or 0
    return anonymity.part(did, did + old, one.members or 0, max(k, one.k or k))


# --- in words ---------------------------------------------------------------------------------------------------------
def _where(row: Agreement, today: date) -> Sentence:
    state = STATES[State(row.state)]
    week = week_number(row.activated_on or today, today)
    return _("{state}, week {week}, version {version}", state=state, week=week, version=row.version)


def _in_words(weeks: Sequence[Week]) -> tuple[Piece, ...]:
    lines = [line for week in reversed(weeks) for line in _told(week)]
    if not lines:
        return (Text(_("There is little to tell yet. It grows with each look-back.")),)
    return (Items(_("Look-backs so far"), tuple(lines)),)


SHORT: Final = {
    Line.GOOD: _("it mostly worked"),
    Line.MIXED: _("sometimes yes, sometimes no"),
    Line.OLD: _("the old pattern was strong"),
    Line.NONE: _("the moment didn't come up"),
}


def _told(week: Week) -> Sequence[Sentence]:
    """What the thread read, in short; nothing of weeks in which too few answered."""
    what: list[Sentence] = []
    if week.version is not None:
        what.append(_("version {n} began", n=week.version))
    if week.result is not None and week.result.line is not Line.FEW:
        what.append(SHORT[week.result.line])
    return [_("Week of {day}: {line}", day=Day(week.first), line=each) for each in what]


# --- in a picture -----------------------------------------------------------------------------------------------------
HERE: Final = _("How it went with this agreement, week by week:")


def _seen(weeks: Sequence[Week]) -> Sequence[tuple[Week, Figure]]:
    return [(week, week.share) for week in weeks if week.share is not None]


def _chart(weeks: Sequence[Week]) -> Chart:
    seen = _seen(weeks)
    return Chart(
        _("How often it worked, of the times that it occurred"),
        tuple(_number(week.first) for week, _share in seen),
        (Series(_("Worked (%)"), tuple(figure.value for _week, figure in seen)),),
    )


def _table(weeks: Sequence[Week]) -> Table:
    return Table(HEAD, tuple(_row(week) for week in weeks))


HEAD: Final = (_("Week"), _("Reminders"), _("Worked"), _("Version"))
NONE: Final = Sentence("–")


def _number(first: date) -> Sentence:
    return _("wk {n}", n=first.isocalendar()[1])


def _row(week: Week) -> tuple[Sentence, ...]:
    version = NONE if week.version is None else Sentence("{n}", {"n": week.version})
    worked = NONE
    if week.share is not None:
        worked = anonymity.words(week.share, Sentence("{n}%", {"n": int(week.share.value)}))
    return (_number(week.first), Sentence("{n}", {"n": week.aids}), worked, version)
