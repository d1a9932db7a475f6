"""What dialogues keep of people, and how a person reads and deletes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from rituals.contract import Turn
from rituals.dialogue import following, hearing, rules
from rituals.dialogue.rules import AHEAD_OF, State
from rituals.dialogue.subjects import NOTICE, to
from rituals.keeping import Erase, Kept, Mine, Own
from rituals.words import Day, Typed, _
from storage import dialogue_own as own_store


async def forget(turn: Turn, before: date) -> None:
    await own_store.forget(turn.session, before)


KEEPS: Final = (
    Kept(
        "dialogues",
        _("Dialogues of executives with customers: what they are called, when, where, and what was noted beforehand"),
        _("who goes, or went before another was chosen, and who planned it"),
        _("those two, and who prepares for who goes"),
        {
            "dialogues": (
                *("person", "organiser", "former", "title", "kind", "day", "clock", "starts_at", "minutes"),
                *("before", "after", "place", "note", "state", "told", "at"),
            )
        },
        _("counted from its day"),
        rules.KEPT.days,
        forget,
    ),
)
HOLDS_NOBODY: Final = frozenset({"dialogues.sequence", "dialogues.had_before", "dialogues.had_after"})


async def mine(turn: Turn, person: str) -> Sequence[Own]:
    rows = await own_store.of(turn.session, person)
    return [
        Own(
            _("the dialogue {title} on {day}", title=Typed(row.title), day=Day(row.day)),
            {
                "kind": "dialogue with customers",
                "title": row.title,
                "on": row.day.isoformat(),
                "place": row.place,
                "note": row.note,
                "goes": row.person == person,
                "planned": row.organiser == person,
            },
            row.day,
        )
        for row in rows
    ]


async def erase(turn: Turn, person: str, _how: Erase) -> None:
    """What one goes to is called off where it lies ahead; what one planned for others goes on without them.

    What nobody else has anything to do with goes.
    """
    for row in await own_store.hold_of(turn.session, person):
        turn.changed(NOTICE, to(row, person))
        if row.person == person and State(row.state) in AHEAD_OF and row.starts_at > turn.now:
            await following.call_off(turn, row, person)
        hearing.forget_key(row, person)
        if row.person is None and row.organiser is None:
            await turn.session.delete(row)


MINE: Final = {
    "dialogues": Mine(
        _("Dialogues with customers"),
        mine,
        erase,
        shared=True,
        also=_("what you go to is called off, what you planned for others goes on."),
    )
}
