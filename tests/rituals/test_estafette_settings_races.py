"""Two who arrange the relay at once: neither undoes unseen what the other did."""

from __future__ import annotations

from storage.roles import OrgRole
from tests.chat import Chat
from tests.rituals.estafette_settings_talk import NOOR, SAVED, before, chosen, opens, roles, saves
from tests.rituals.estafette_talk import CIRCLE

ASKED = "Terwijl je dit invulde, zijn er rollen veranderd."


async def test_a_role_that_was_given_meanwhile_is_not_taken_away_unseen(chat: Chat) -> None:
    """She comes into the circle herself while she has the form open; she reads so, and decides."""
    await before(chat)
    assert SAVED in await saves(chat, chosen(chat), {NOOR: [chat.bram]})
    await opens(chat.petra)
    await chat.petra.submits()
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(OrgRole(person=chat.petra.id, role="exec", exec=""))
    await chat.petra.submits()
    assert ASKED in chat.petra.form.text
    assert ("petra", "exec") in await roles(chat)
    await chat.petra.submits()
    await chat.settle()
    assert SAVED in chat.petra.form.text
    assert {one[0] for one in await roles(chat) if one[1] == "exec"} == {name.split()[0].lower() for name in CIRCLE}


async def test_a_form_in_which_nothing_changed_meanwhile_asks_nothing(chat: Chat) -> None:
    await before(chat)
    assert SAVED in await saves(chat, chosen(chat), {NOOR: [chat.bram]})
    assert SAVED in await saves(chat, chosen(chat))
