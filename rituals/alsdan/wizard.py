"""An agreement is worded in two steps. Until the second is sent nothing is stored: each form carries the other's."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rituals.alsdan import forms, personal, proposing
from rituals.alsdan.forms import FIRST, ME, OK, PART, SECOND, TEAM
from rituals.alsdan.life import running
from rituals.alsdan.naming import of_nobody
from rituals.alsdan.rules import KEPT, LEAST, RUN, State
from rituals.alsdan.sentences import ADVICE, MOST, Hint, Known, alike, hints, is_whole, split, tidied
from rituals.alsdan.subjects import RARE, More, Words, sentence
from rituals.contract import Answer, Event, Opens, Refused, Turn, Wrong, team_of
from rituals.shown import Form
from rituals.teams import load
from rituals.words import Sentence, Typed, _
from storage import alsdan as store
from storage import alsdan_own as own_store
from storage import people

MORE: Final = "alsdan.more"
ASKED: Final = "asked"  # the hints that were shown, by code
OUTSIDE: Final = "sentence"  # what another ritual opens the form with
ANEW: Final = "anew"  # the id of the proposal that this one comes instead of
CHECKED: Final = "checked"  # of which words
ALONG: Final = (ASKED, CHECKED, ANEW)
DIGEST: Final = 12  # hexadecimal digits: enough to tell one sentence from another
AT: Final[Mapping[Hint, str]] = {Hint.VAGUE_CUE: "x", Hint.RARE_CUE: "often"}  # the others stand at the step


# --- what came so far -------------------------------------------------------------------------------------------------
def _given(event: Event) -> dict[str, Any]:
    """From the form that was filled in before, and from this one."""
    before = {name: value.text if isinstance(value, Typed) else value for name, value in event.kept.items()}
    return before | dict(event.values)


def _words(given: Mapping[str, Any]) -> Words:
    return tidied(given.get("x") or "", given.get("y") or "")


# --- the sentence -----------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    """Behind the command may stand the sentence; from elsewhere may come one, or only what one does."""
    given = _given(event)
    if (text := event.text or given.get(OUTSIDE) or "") and not given.get("x"):
        words = split(text) if event.text or is_whole(text) else Words("", text)
        given |= {"x": words.x, "y": words.y or given.get("y")}
    return forms.first(given, forms.carried(_remembered(event, given), *SECOND, *ALONG))


def _remembered(event: Event, given: Mapping[str, Any]) -> dict[str, Any]:
    """With the hints that its reader has before them, and the words that these are about."""
    shown = {code for code in event.passed if code in CODES}
    if not shown:
        return dict(given)
    return {**given, ASKED: tuple(sorted(shown | set(given.get(ASKED, ())))), CHECKED: _digest(_words(given))}


def _code(hint: Hint) -> str:
    return f"{AT.get(hint, 'y')}_{hint.value}"


SIMILAR: Final = "x_similar"
CODES: Final = frozenset({SIMILAR, *(_code(hint) for hint in Hint)})


def _digest(words: Words) -> str:
    return hashlib.sha256(f"{words.x}\x1f{words.y}".encode()).hexdigest()[:DIGEST]


async def go_on(turn: Turn, event: Event) -> Answer:
    given = _given(event)
    words = _words(given)
    _long_enough(words)
    await _about_work(turn, event, given, words)
    team = team_of(event.about) or 0
    await _room(turn, event, team, given["whom"])
    questions = await _hints(turn, event, given, words)
    event.ask(OK, **questions, **await _similar(turn, event.person, team, given, words))
    kept = forms.carried(_remembered(event, given), *FIRST, *SECOND, *ALONG)
    return Opens(MORE, event.about, {name: v.text if isinstance(v, Typed) else v for name, v in kept.items()})


def _long_enough(words: Words) -> None:
    """Without the “als” and “dan” that were typed as well."""
    short = _("A few more words help your colleagues. At least {n} characters.", n=PART[0])
    errors = {name: short for name, text in (("x", words.x), ("y", words.y)) if len(text) < PART[0]}
    if errors:
        raise Wrong(**errors)


async def _about_work(turn: Turn, event: Event, given: Mapping[str, Any], words: Words) -> None:
    texts = {"old": given.get("old") or "", "x": words.x, "y": words.y}
    await of_nobody(turn, event.person, team_of(event.about) or 0, texts)


async def _room(turn: Turn, event: Event, team: int, whom: str) -> None:
    """Raises Refused, with those that run and what can be done about them."""
    if whom == ME:
        await personal.room(turn, event.person)
        return
    if (await people.sizes(turn.session, [team])).get(team, 0) < LEAST:
        raise Wrong(whom=_("A team agreement takes two people. Choose ‘only me’."))
    if len(some := await running(turn, team)) >= RUN:
        raise proposing.full(some)


async def _hints(turn: Turn, event: Event, given: Mapping[str, Any], words: Words) -> dict[str, Sentence]:
    """None for words that were left as they are, and none that was shown already."""
    if given.get(CHECKED) == _digest(words):
        return {}
    language = await _language(turn, team_of(event.about) or 0)
    found = hints(words, team=given["whom"] == TEAM, language=language)
    new = [hint for hint in found if _code(hint) not in {*given.get(ASKED, ()), *event.passed}]
    return {_code(hint): ADVICE[hint] for hint in new[:MOST]}


async def _language(turn: Turn, team: int) -> str:
    found = await load(turn, [team])
    return found[team].language if team in found else "nl"


async def _similar(turn: Turn, person: str, team: int, given: Mapping[str, Any], words: Words) -> dict[str, Sentence]:
    """Asked once of these words."""
    if given.get(CHECKED) == _digest(words):
        return {}
    rows = await _there(turn, person, team, alone=given["whom"] == ME)
    found = alike(words, [Known(n, Words(row.x, row.y)) for n, row in enumerate(rows)])
    if found is None:
        return {}
    return {SIMILAR: _("Similar to: {sentence}", sentence=sentence(found.words))}


async def _there(turn: Turn, person: str, team: int, *, alone: bool) -> Sequence[Any]:
    if alone:
        return await own_store.of(turn.session, [person], KEPT)
    return list((await store.of_teams(turn.session, [team], {*KEPT, State.PROPOSED})).values())


# --- what belongs to it -----------------------------------------------------------------------------------------------
async def more_form(turn: Turn, event: Event) -> Form:
    given = _given(event)
    words = _words(given)
    return forms.second(given, words, forms.carried({**given, "x": words.x, "y": words.y}, *FIRST, *ALONG))


async def save(turn: Turn, event: Event) -> Answer:
    given = _given(event)
    words = _words(given)
    if not words.x or not words.y:
        raise Refused(_("This form is from an earlier version. Nothing was saved."))
    team, more = team_of(event.about) or 0, _more(given)
    if given.get("whom") != ME:
        await _comes(turn, team, more)
    if more.often == RARE:
        event.ask(OK, **{_code(Hint.RARE_CUE): ADVICE[Hint.RARE_CUE]})
    if given.get("whom") == ME:
        return await personal.begin(turn, event, words, given.get("why") or None, more)
    anew = given.get(ANEW)
    return await proposing.propose(turn, team, event.person, words, given.get("why") or "", more, anew)


async def _comes(turn: Turn, team: int, more: More) -> None:
    """Raises Wrong for a day on which the team never works: no reminder would come."""
    found = await load(turn, [team])
    if more.weekday is not None and team in found and more.weekday not in found[team].calendar.workdays:
        raise Wrong(weekday=_("Your team doesn't work on that day. Choose another."))


def _more(given: Mapping[str, Any]) -> More:
    aid, weekday, clock = forms.chosen_aid(given)
    return More(given.get("old") or None, given.get("often"), aid, weekday, clock)
