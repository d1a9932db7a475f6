"""The forms in which a member proposes other words for an agreement, or to let it go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals import teams
from rituals.alsdan import deciding, forms, messages
from rituals.alsdan.holding import hold, hold_one
from rituals.alsdan.naming import of_nobody
from rituals.alsdan.proposing import suggest
from rituals.alsdan.rules import RUNNING, Choice, State
from rituals.alsdan.sentences import ADVICE, MOST, Hint, hints, tidied
from rituals.alsdan.subjects import Words, id_of
from rituals.answers import OVER
from rituals.contract import Answer, Event, Refused, Turn, Wrong, keys_of, team_of
from rituals.shown import Field, Form, Kind, Option
from rituals.words import Sentence, _
from storage import alsdan as store
from storage.alsdan import Agreement

TITLES: Final[Mapping[Choice, Sentence]] = {
    Choice.WORDS: _("Other words"),
    Choice.SMALLER: _("Make it smaller"),
    Choice.CUE: _("Other moment"),
}


# --- other words ------------------------------------------------------------------------------------------------------
async def words_form(turn: Turn, event: Event) -> Form:
    row = (await store.get(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if row is None or row.team != team_of(event.about) or State(row.state) not in {*RUNNING, State.PROPOSED}:
        raise Refused(OVER)
    return Form(TITLES[_choice(event.about)], forms.parts(row.x, row.y), seen_by=forms.SEEN_TEAM, submit=_("Send"))


def _choice(subject: str) -> Choice:
    """For what reason; the last of the subject's keys says so under a question."""
    last = (keys_of(subject) or [""])[-1]
    return Choice(last) if last in (Choice.SMALLER, Choice.CUE) else Choice.WORDS


async def put_words(turn: Turn, event: Event) -> Answer:
    """Of a proposal its proposer decides about them; of what runs another member does."""
    words = tidied(event.values["x"], event.values["y"])
    row, held = await hold_one(turn, event)
    _changed(row, words)
    await _look(turn, event, row, words)
    if State(row.state) is State.PROPOSED:
        return await suggest(turn, row, event.person, words)
    return await deciding.put(turn, held, row, event.person, _choice(event.about), words)


def _changed(row: Agreement, words: Words) -> None:
    """Raises Wrong."""
    if (words.x, words.y) == (row.x, row.y):
        raise Wrong(y=_("These are the words as they are. What would you change?"))


async def _look(turn: Turn, event: Event, row: Agreement, words: Words) -> None:
    """Raises Wrong where somebody is named, else asks what may be worth another look."""
    await of_nobody(turn, event.person, row.team, {"x": words.x, "y": words.y})
    known = await teams.load(turn, [row.team])
    struck = hints(words, team=True, language=known[row.team].language)[:MOST]
    event.ask(forms.OK, **{f"{'x' if hint is Hint.VAGUE_CUE else 'y'}_{hint.value}": ADVICE[hint] for hint in struck})


# --- letting go -------------------------------------------------------------------------------------------------------
async def letgo_form(turn: Turn, event: Event) -> Form:
    """About one, or with a field that says which of the team's."""
    shown = forms.shown(event, await _to_let_go(turn, event))
    reason = Field("reason", _("Why?"), Kind.CHOICE, options=tuple(Option(v, k) for k, v in messages.LABELS.items()))
    fields = (*shown.which, reason)
    return Form(_("Let go"), fields, forms.SEEN_TEAM, submit=_("Send"), notes=shown.notes, kept=shown.kept)


async def _to_let_go(turn: Turn, event: Event) -> Sequence[Agreement]:
    """Raises Refused when there is none."""
    some = await deciding.possible(turn, team_of(event.about) or 0, Choice.LETGO)
    mine = [row for row in some if id_of(event.about) in (-1, row.id)]
    if not mine:
        raise Refused(OVER if id_of(event.about) >= 0 else deciding.NONE)
    return mine


async def let_go(turn: Turn, event: Event) -> Answer:
    chosen = forms.chosen(event, await _to_let_go(turn, event))
    held = await hold(turn, [chosen.id])
    return await deciding.put(
        turn, held, held.rows[chosen.id], event.person, Choice.LETGO, reason=event.values["reason"]
    )
