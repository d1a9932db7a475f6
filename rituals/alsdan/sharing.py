"""What a team has made its own, offered to another: its lead may propose it there, by the same rules as anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals import teams
from rituals.alsdan import forms, messages, rules
from rituals.alsdan.holding import hold
from rituals.alsdan.proposing import propose
from rituals.alsdan.rules import KEPT, State
from rituals.alsdan.subjects import More, Words, id_of
from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, about, team_of
from rituals.facts import ForLeads, LeadLineChanged
from rituals.shown import Button, Field, Form, Kind, Text
from rituals.teams import Team
from rituals.words import Sentence, Typed, _
from storage import alsdan as store
from storage import lead_lines, people
from storage.alsdan import Agreement

KIND: Final = "alsdan.share"
NONE: Final = _("You share what your team has anchored. There is nothing of that kind yet.")
LEADS: Final = _("Visible to the leads of that team.")
WHERE: Final = _("This channel has no team that you can share with.")
OWN: Final = _("This is your own team.")
HAD: Final = _("That team has had this one from you already.")
DONE: Final = _("Shared. The lead there decides about it.")


# --- offering ---------------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    shown = forms.shown(event, await _anchored(turn, event))
    where = Field("channel", _("The channel of the other team"), Kind.CHANNEL)
    title, fields = _("Share an agreement"), (*shown.which, where)
    return Form(title, fields, LEADS, submit=_("Share"), notes=shown.notes, kept=shown.kept)


async def _anchored(turn: Turn, event: Event) -> Sequence[Agreement]:
    """Raises Refused when there is none."""
    rows = await store.of_teams(turn.session, [team_of(event.about) or 0], [State.ANCHORED])
    some = [row for row in rows.values() if id_of(event.about) in (-1, row.id)]
    if not some:
        raise Refused(NONE)
    return some


async def share(turn: Turn, event: Event) -> Answer:
    row = forms.chosen(event, await _anchored(turn, event))
    target = await _target(turn, str(event.values["channel"]), row.team)
    if await lead_lines.stands(turn.session, KIND, about(target, row.id)):
        raise Wrong(channel=HAD)
    await turn.tell(ForLeads(target, KIND, about(target, row.id)))
    return Note(DONE)


async def _target(turn: Turn, channel: str, own: int) -> int:
    """Raises Wrong."""
    team = await people.team_in(turn.session, channel)
    if team is not None and team.id == own:
        raise Wrong(channel=OWN)
    if team is None or not team.findable or team.state != "ACTIVE":
        raise Wrong(channel=WHERE)
    if (await people.sizes(turn.session, [team.id])).get(team.id, 0) < rules.LEAST:
        raise Wrong(channel=messages.TWO)
    return team.id


# --- what the lead reads ----------------------------------------------------------------------------------------------
async def lines(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Text]:
    """Four statements, however many."""
    rows = await store.get(turn.session, [id_of(each) for each in subjects])
    known = await teams.load(turn, {row.team for row in rows.values()})
    there = await store.of_teams(turn.session, [team_of(each) or 0 for each in subjects], {*KEPT, State.PROPOSED})
    return {each: _line(each, rows.get(id_of(each)), known, list(there.values())) for each in subjects}


def _line(about: str, row: Agreement | None, known: Mapping[int, Team], there: Sequence[Agreement]) -> Text:
    if row is None or State(row.state) is not State.ANCHORED:
        return Text(messages.GONE)
    text = _shared(row, known[row.team])
    open_ = not any(each.team == team_of(about) and _same(each, row) for each in there)
    return Text(text, (Button(_("Propose to our team"), "alsdan.post", about),) if open_ else ())


def _shared(row: Agreement, team: Team) -> Sentence:
    return _(
        "Team {team} anchored this. Would it suit you? {sentence}",
        team=Typed(team.name),
        sentence=messages.strong(row),
    )


def _same(one: Agreement, other: Agreement) -> bool:
    return rules.same(Words(one.x, one.y), Words(other.x, other.y))


# --- proposing it there -----------------------------------------------------------------------------------------------
async def post(turn: Turn, event: Event) -> Answer:
    """By a lead of the team that it was offered to. Raises Refused, also when it is there already."""
    team = team_of(event.about) or 0
    await hold(turn, [], also=[team])
    row = (await store.get(turn.session, [id_of(event.about)])).get(id_of(event.about))
    offered = await lead_lines.stands(turn.session, KIND, event.about)
    if row is None or State(row.state) is not State.ANCHORED or not offered:
        raise Refused(messages.GONE)
    there = await store.of_teams(turn.session, [team], {*KEPT, State.PROPOSED})
    if any(_same(each, row) for each in there.values()):
        raise Refused(OVER)
    more = More(row.old, row.often, row.aid, row.weekday, row.clock)
    answer = await propose(turn, team, event.person, Words(row.x, row.y), row.why, more)
    await turn.tell(LeadLineChanged(KIND, event.about))
    return answer
