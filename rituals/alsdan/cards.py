"""The messages of agreements that change after they were sent, drawn for many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rituals import teams
from rituals.alsdan import life, messages
from rituals.alsdan.holding import JOINING, lapses, named
from rituals.alsdan.proposing import proposal_of
from rituals.alsdan.subjects import Words, id_of, words_of
from rituals.contract import Turn
from rituals.shown import Message
from storage import alsdan as store
from storage import alsdan_choices as choices
from storage import alsdan_own as own_store
from storage.alsdan import Agreement, AgreementProposal, AgreementVersion


async def draw_proposals(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    rows = await store.get(turn.session, [id_of(each) for each in subjects])
    known = await life.facts(turn, rows.values())
    return {
        each: messages.proposal(row, waits=known[row.id].waits) if (row := rows.get(id_of(each))) else None
        for each in subjects
    }


async def draw_active(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    rows = await store.get(turn.session, [id_of(each) for each in subjects])
    return {each: messages.active(rows[id_of(each)]) if id_of(each) in rows else None for each in subjects}


async def draw_confirms(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    rows = await store.get(turn.session, [id_of(each) for each in subjects])
    found = await choices.proposals(turn.session, [proposal_of(each) for each in subjects])
    known = await teams.load(turn, {row.team for row in rows.values()})
    versions = await own_store.versions(turn.session, list(rows))
    drawn: dict[str, Message | None] = dict.fromkeys(subjects)
    for each in subjects:
        row, one = rows.get(id_of(each)), found.get(proposal_of(each))
        if row is not None and one is not None and one.choice != JOINING:
            team = known[row.team]
            until = team.calendar.day_of(lapses(turn, team, row, one))
            words = _words_then(row, one, versions[row.id])
            drawn[each] = messages.confirm(words, one, named(row, one), until)
    return drawn


def _words_then(row: Agreement, one: AgreementProposal, versions: Sequence[AgreementVersion]) -> Words:
    """Those that it was about when it was decided; while it is open, those of now."""
    return next((Words(each.x, each.y) for each in versions if each.version == one.version), words_of(row))


async def draw_offered(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    rows = await store.get(turn.session, [id_of(each) for each in subjects])
    found = await choices.proposals(turn.session, [proposal_of(each) for each in subjects])
    drawn: dict[str, Message | None] = dict.fromkeys(subjects)
    for each in subjects:
        row, one = rows.get(id_of(each)), found.get(proposal_of(each))
        if row is not None and one is not None:
            drawn[each] = messages.offered(row, one, each)
    return drawn
