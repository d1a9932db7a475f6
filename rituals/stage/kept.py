"""What appearances on a stage keep of people, and how a person reads and deletes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from rituals.contract import Turn
from rituals.facts import Deactivated
from rituals.keeping import Erase, Kept, Mine, Own
from rituals.stage import rules
from rituals.stage.subjects import STORY, subject, to
from rituals.words import Day, Typed, _
from storage import stage_own as own_store


async def forget(turn: Turn, before: date) -> None:
    await own_store.forget(turn.session, before)


KEEPS: Final = (
    Kept(
        "appearances",
        _("Stages: on what occasion somebody speaks, when and how long, and which story they got for it"),
        _("who speaks, and who registered it"),
        _("those two, and who prepares for who speaks"),
        {"appearances": ("person", "by", "occasion", "day", "minutes", "at", "brought_on", "story")},
        _("counted from its day"),
        rules.KEPT.days,
        forget,
    ),
    Kept(
        "brought_stories",
        _("Stages: which customer stories somebody got already, so that none comes along twice"),
        _("who speaks"),
        _("nobody, only its effect"),
        {"brought_stories": ("person", "story")},
        _("until the story goes"),
    ),
)


BROUGHT: Final = _("a customer story that came along to a stage")


async def mine(turn: Turn, person: str) -> Sequence[Own]:
    rows = await own_store.of(turn.session, person)
    stages = [
        Own(
            _("the stage {occasion} on {day}", occasion=Typed(row.occasion), day=Day(row.day)),
            {
                "kind": "stage",
                "occasion": row.occasion,
                "on": row.day.isoformat(),
                "minutes": row.minutes,
                "speaks": row.person == person,
                "registered": row.by == person,
            },
            row.day,
        )
        for row in rows
    ]
    brought = await own_store.brought_to(turn.session, person)
    return [*stages, *(Own(BROUGHT, {"kind": "story brought for a stage", "story": story}) for story in brought)]


async def erase(turn: Turn, person: str, _how: Erase) -> None:
    await _leave(turn, person)


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    await _leave(turn, fact.person)


async def _leave(turn: Turn, person: str) -> None:
    """Their own go; one that they registered for somebody else stays with who speaks."""
    await own_store.forget_brought(turn.session, person)
    for row in await own_store.hold_of(turn.session, person):
        if row.person == person:
            turn.cancel(STORY, subject(row))
            turn.changed(STORY, to(row, person))
            await turn.session.delete(row)
        else:
            row.by = None


MINE: Final = {"stages": Mine(_("Stages"), mine, erase)}
