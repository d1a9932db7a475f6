"""How a person reads what stories keep of them, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from rituals import helping
from rituals.contract import Turn
from rituals.estafette import archive, story_lines
from rituals.estafette.drafting import SHARE
from rituals.estafette.story_editing import take_away
from rituals.estafette.story_holding import changed, hold, read
from rituals.estafette.story_lines import TEXTS, Tale, told, typed, without
from rituals.estafette.story_panel import WRITE
from rituals.estafette.story_rules import READ, Choice, State
from rituals.estafette.story_subjects import GLAD, PROMISE
from rituals.estafette.subjects import of_story
from rituals.facts import NudgesChanged
from rituals.keeping import Erase, Mine, Own
from rituals.shown import Button
from rituals.words import Person, Sentence, _
from storage import estafette_stories as own_store
from storage.estafette import FORMER


# --- told -------------------------------------------------------------------------------------------------------------
async def tells(turn: Turn, person: str) -> Sequence[Own]:
    tales = await read(turn, await own_store.own(turn.session, person))
    return [_tells(turn, tale, person) for tale in _newest(tales.values()) if tale.state in READ]


def _newest(tales: Iterable[Tale]) -> Sequence[Tale]:
    return sorted(tales, key=lambda tale: -tale.row.id)


def _tells(turn: Turn, tale: Tale, person: str) -> Own:
    said = helping.lines(story_lines.lines(tale, person))
    data = {
        **_plain(tale),
        **{name: typed(tale, name) for name in TEXTS},
        "names": sorted(tale.choices),
        "asks": tale.row.asks,
        "state": "hidden" if tale.state is State.HIDDEN else "published",
    }
    return Own(said, _filled(data), _day(tale), archive.buttons(turn, tale, person))


def _plain(tale: Tale) -> dict[str, Any]:
    row = tale.row
    return {"kind": row.kind, "met_on": row.on.isoformat() if row.on else None, "link": row.link}


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, [], "")}


def _day(tale: Tale) -> date:
    return (tale.row.published_at or tale.row.at).date()


async def erase_told(turn: Turn, person: str, how: Erase) -> None:
    """Unsigned, a story stays, from a former colleague; nothing of it comes back to anybody."""
    tales = await hold(turn, await own_store.own(turn.session, person, gone=True))
    some = [tale for tale in tales.values() if tale.state is not State.DRAFT]
    brought = tuple((person, of_story(tale.row)) for tale in some if tale.row.brought)
    if how is Erase.WITHDRAW:
        await take_away(turn, [tale for tale in some if tale.state in READ])
    for tale in some:
        unsign(turn, tale)
    await changed(turn, some)
    if brought:
        await turn.tell(NudgesChanged(PROMISE, brought))


def unsign(turn: Turn, tale: Tale) -> None:
    tale.row.person, tale.row.former_on, tale.row.promise_at = FORMER, None, None
    turn.cancel(GLAD, of_story(tale.row))
    turn.cancel(PROMISE, of_story(tale.row))


# --- named ------------------------------------------------------------------------------------------------------------
async def named(turn: Turn, person: str) -> Sequence[Own]:
    tales = await read(turn, await own_store.naming(turn.session, person))
    return [_named(turn, tale, person) for tale in _newest(tales.values())]


def _named(turn: Turn, tale: Tale, person: str) -> Own:
    said = helping.lines(story_lines.lines(tale, person))
    data = {
        **_plain(tale),
        **{name: told(tale, name, person) for name in TEXTS},
        "from": tale.row.person,
        "choice": tale.choices[person].value.lower(),
    }
    return Own(said, _filled(data), _day(tale), archive.buttons(turn, tale, person))


async def erase_named(turn: Turn, person: str, _how: Erase) -> None:
    """The name goes wherever it stands, and with it the message that asked."""
    tales = await hold(turn, await own_store.naming(turn.session, person, gone=True))
    some = list(tales.values())
    await changed(turn, some)
    for tale in some:
        forget_colleague(tale, person)
    await turn.session.flush()


def forget_colleague(tale: Tale, person: str) -> None:
    """Of a held story that is drawn again: afterwards nothing in its rows tells who this was."""
    mine = tale.of(person)
    if mine is None:
        return
    mine.choice = Choice.UNNAMED.value
    mine.person, mine.asked, mine.former_on = None, 0, None
    for name in TEXTS:
        setattr(tale.row, name, without(getattr(tale.row, name), person))


# --- drafts -----------------------------------------------------------------------------------------------------------
async def drafts(turn: Turn, person: str) -> Sequence[Own]:
    """One's own, and those in which one wrote last for somebody else."""
    mine = await own_store.drafts(turn.session, [person])
    others = await own_store.prepared_by(turn.session, person)
    tales = await read(turn, [row.id for row in (*mine, *others)])
    return [_draft(tale, person) for tale in _newest(tales.values())]


def _draft(tale: Tale, person: str) -> Own:
    button = Button(WRITE, SHARE, of_story(tale.row))
    if tale.row.person != person:
        text = _("a draft that you prepared for {name}", name=Person(tale.row.person))
        return Own(text, {"prepared_for": tale.row.person}, tale.row.at.date(), (button,))
    lines = [Sentence("{text}", {"text": told(tale, name, person)}) for name in TEXTS if getattr(tale.row, name)]
    said = helping.lines([_("a draft of your customer story"), *lines])
    data = {**_plain(tale), **{name: typed(tale, name) for name in TEXTS}, "names": sorted(tale.choices)}
    return Own(said, _filled(data), tale.row.at.date(), (button,))


async def erase_drafts(turn: Turn, person: str, _how: Erase) -> None:
    """One's own go; in those of others nothing says any more who wrote."""
    await own_store.drop(turn.session, [row.id for row in await own_store.drafts(turn.session, [person])])
    await own_store.stop_preparing(turn.session, person)


STORY_MINE: Final = {
    "stories_told": Mine(_("Customer stories I told"), tells, erase_told, shared=True),
    "stories_named": Mine(
        _("Customer stories that name me"),
        named,
        erase_named,
        shared=True,
        also=_("they stay, without your name, whatever you choose below."),
    ),
    "story_drafts": Mine(_("Drafts of customer stories"), drafts, erase_drafts),
}
