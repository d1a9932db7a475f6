"""Stories as they are told again, to teams and on stages: nobody is named in them who does not want it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from rituals import colleagues, names, retelling
from rituals.called import Called
from rituals.colleagues import Colleagues
from rituals.contract import Turn, number_of
from rituals.estafette import story_retold
from rituals.estafette.story_holding import KEY, read
from rituals.estafette.story_lines import TEXTS, Tale, together
from rituals.estafette.story_rules import State
from rituals.facts import Heard, HeardNow, HeardOf, NamesGo, StoriesTold
from rituals.facts import Story as Shown
from rituals.names import Marked
from rituals.words import Sentence
from storage import estafette as store
from storage import estafette_stories as own_store

AT_MOST: Final = 100  # stories that are handed out at once: nobody looks through more


async def everybody_reads(turn: Turn) -> bool:
    """Whether the relay's channel is open to all."""
    relay = await store.relay(turn.session)
    return relay is not None and not relay.private


# --- in teams ---------------------------------------------------------------------------------------------------------
async def of_teams(turn: Turn, fact: HeardOf) -> Mapping[int, Sequence[Heard]]:
    """Each story in every team; of the days that are new enough there."""
    if not fact.teams or not await everybody_reads(turn):
        return {}
    since = await retelling.since(turn, fact)
    first = max(min(since.values(), default=turn.now), turn.now - retelling.TELLS)
    told = await own_store.told_since(turn.session, first)
    return {team: [Heard(f"{KEY}{key}", at) for key, at in told if at >= moment] for team, moment in since.items()}


async def now(turn: Turn, fact: HeardNow) -> Mapping[tuple[int, str], Sentence]:
    """What happened, in short and without anybody's name. Six statements, however many."""
    ids = {key: number_of(key.removeprefix(KEY)) for _team, key in fact.keys if key.startswith(KEY)}
    if not ids or not await everybody_reads(turn):
        return {}
    tales = await read(turn, [each for each in ids.values() if each is not None])
    some = {key: tale for key, number in ids.items() if (tale := tales.get(number or 0)) and _tells(tale, turn.now)}
    known = await colleagues.known(turn, ()) if some else Colleagues({}, {})
    told = {key: _in_short(tale, known) for key, tale in some.items()}
    return {(team, key): told[key] for team, key in fact.keys if key in told}


def _tells(tale: Tale, now: datetime) -> bool:
    at = tale.row.published_at
    return tale.state is State.PUBLISHED and at is not None and at >= now - retelling.TELLS and not tale.row.untold


def _in_short(tale: Tale, known: Colleagues) -> Sentence:
    parts = tale.marked("what")
    told = names.shortened(names.nameless(parts, _around(known, parts)), retelling.LIMIT)
    return Sentence("{text}", {"text": told})


def _around(known: Colleagues, parts: Marked) -> list[Called]:
    """Whom it could name: it may be read in the whole organisation, where a first name tells who is meant."""
    return [replace(one, near=True) for one in known.of((), names.typed(parts))]


# --- on a stage -------------------------------------------------------------------------------------------------------
async def stories(turn: Turn, fact: StoriesTold) -> Sequence[Shown]:
    """Newest first, in the words of a minute. Five statements, however many."""
    if not await everybody_reads(turn):
        return ()
    tales = await together(turn, await own_store.to_tell(turn.session, min(fact.most, AT_MOST)))
    known = await colleagues.known(turn, ()) if tales else Colleagues({}, {})
    return [_shown(tale, known) for tale in tales if tale.row.published_at is not None]


def _shown(tale: Tale, known: Colleagues) -> Shown:
    row = tale.row
    told = {name: story_retold.nameless(tale, name, _around(known, tale.marked(name))) for name in TEXTS}
    at = row.published_at or row.at
    opening, text = story_retold.opening(told["what"]), story_retold.minute(told)
    return Shown(f"{KEY}{row.id}", row.person, row.kind, at, opening, text)


# --- once a name is kept no more --------------------------------------------------------------------------------------
async def names_go(turn: Turn, fact: NamesGo) -> None:
    """What names one of these is told no more: afterwards nobody finds the name in it."""
    rows = await own_store.tellable(turn.session)
    if not rows:
        return
    going = await colleagues.going(turn, fact.people)
    texts = {row.id: [names.restored(part or ()) for part in (row.what, row.struck, row.change)] for row in rows}
    ids = [key for key, some in texts.items() if any(_names_one(parts, _around(going, parts)) for parts in some)]
    if ids:
        await own_store.keep_untold(turn.session, ids)


def _names_one(parts: Marked, people: Sequence[Called]) -> bool:
    return any(names.may_name(part, people) for part in parts if isinstance(part, str)) if people else False
