"""Figures that go off where there is no channel to say so, and how a reference reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from rituals.contract import Event, Note, Wrong
from rituals.gate import CLOSED, OPEN
from rituals.privacy import messages
from rituals.sheet import AGREED, reference
from rituals.words import Sentence, Typed
from storage.organisations import Organisation
from storage.people import PersonRow
from tests.world import MONDAY, ORG, World, peopled

RECORDED = {"position": AGREED, "on": date(2026, 11, 12), "reference": "brief 7."}


async def admin(world: World, channel: str | None) -> None:
    """U0 is one, and the figures are on."""
    async with world.session() as session:
        (await session.scalars(select(PersonRow).where(PersonRow.key == "U0"))).one().admin = True
        org = (await session.scalars(select(Organisation))).one()
        org.gate, org.channel = OPEN, channel
        org.gate_position, org.gate_on, org.gate_reference = AGREED, MONDAY, "brief 7."


async def sent(world: World, **values: Any) -> object:
    values = {**RECORDED, **values}
    return await world.core.dispatcher.submit(Event(repr(values), ORG, "U0", "privacy.gate", values=values))


@pytest.mark.parametrize(("channel", "said"), [(None, messages.CLOSED_UNTOLD), ("C1", messages.SAVED)])
async def test_figures_go_off_and_who_did_it_knows_whether_it_was_told(
    channel: str | None, said: Sentence, sqlite_url: str
) -> None:
    async with peopled(sqlite_url) as world:
        await admin(world, channel)
        assert await sent(world, gate=CLOSED) == Note(said)
        async with world.session() as session:
            assert (await session.scalars(select(Organisation))).one().gate == CLOSED
        assert await sent(world, gate=CLOSED, reference="brief 8") == Note(messages.SAVED)
        if channel is None:
            with pytest.raises(Wrong):
                await sent(world, gate=OPEN)


@pytest.mark.parametrize("typed", ["brief 7", "brief 7.", "brief 7 . ", "brief 7..."])
def test_a_reference_ends_its_sentence_with_one_full_stop(typed: str) -> None:
    org = Organisation(id=ORG, gate=OPEN, gate_position=AGREED, gate_on=MONDAY, gate_reference=typed)
    assert reference(org).args["reference"] == Typed("brief 7")
