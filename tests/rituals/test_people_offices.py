"""What follows from a role of the organisation that is given, taken or ends: whoever follows them hears of it once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rituals.facts import OfficesChosen
from rituals.words import Sentence
from storage.roles import OrgRole
from tests.chat import Chat
from tests.rituals.estafette_stage import THIS, WEEK, under_way
from tests.rituals.estafette_talk import BOARD, board, legs, newest, offers, press
from tests.rituals.people_talk import dms, replies, rows


async def offices(chat: Chat) -> set[tuple[str, ...]]:
    name = {actor.id: key for key, actor in chat.stage.people.items()}
    held = await rows(chat, OrgRole)
    return {(name[row.person], row.role, *([name[row.exec]] if row.exec else ())) for row in held}


async def chosen(chat: Chat, by: str, *executives: str, ceo: str = "eva", **prepares: Any) -> Mapping[str, Sentence]:
    """By whoever sets something up for which they are chosen; `prepares`: executive -> names, or `keep`."""
    key = {name: actor.id for name, actor in chat.stage.people.items()}
    preparers = {key[one]: tuple(key[each] for each in some) for one, some in prepares.items() if one != "keep"}
    given = None if "keep" in prepares else preparers
    async with chat.house.turns.writing(chat.house.org) as turn:
        fact = OfficesChosen(key[by], tuple(key[one] for one in executives), key.get(ceo, ceo), given)
        (wrong,) = await turn.tell(fact)
    await chat.settle()
    named = {actor.id: name for name, actor in chat.stage.people.items()}
    return {named.get(field, field): why for field, why in wrong.items()}


def said(wrong: Mapping[str, Sentence]) -> dict[str, str]:
    return {field: why.msgid for field, why in wrong.items()}


async def test_whoever_is_no_executive_any_more_gives_the_baton_back(chat: Chat) -> None:
    """By whatever way: taken away by command, an account that is closed, or one that became a guest's."""
    await under_way(chat, ("eva", "PASSED", THIS - WEEK), ("daan", "OFFERED", THIS + WEEK))
    await replies(chat, chat.petra, f"/klant rol neem bestuurder @{chat.daan.person.handle}", BOARD)
    assert not offers(chat.daan)
    asked = next(name for name in ("aisha", "ruben", "noor") if offers(chat.stage.people[name]))
    await chat.slack.deactivate(chat.stage.people[asked].person)
    await chat.settle()
    assert [each.state for each in await legs(chat)] == ["PASSED", "HANDED_BACK", "HANDED_BACK", "OFFERED"]
    left = next(name for name in ("aisha", "ruben", "noor") if name != asked and offers(chat.stage.people[name]))
    await chat.slack.make_guest(chat.stage.people[left].person)
    await chat.settle()
    assert (await legs(chat))[3].state == "HANDED_BACK"
    assert {one for one, role, *_rest in await offices(chat) if role == "exec"} == {"eva"} | {
        name for name in ("aisha", "ruben", "noor") if name not in (asked, left)
    }


async def test_who_leaves_in_the_same_form_is_not_asked_in_between(chat: Chat) -> None:
    await under_way(chat, ("eva", "PASSED", THIS - WEEK), ("daan", "OFFERED", THIS + WEEK))
    await replies(chat, chat.petra, "/klant rol", BOARD)
    await chat.petra.presses("Aanpassen", near="Bestuurder")
    await chat.petra.sends({"Bestuurder": [chat.eva, chat.noor, chat.bram]})
    await chat.settle()
    rows = await legs(chat)
    assert [each.state for each in rows] == ["PASSED", "HANDED_BACK", "OFFERED"]
    assert rows[2].person == chat.noor.id


async def test_a_new_coordinator_looks_after_the_relay(chat: Chat) -> None:
    await board(chat)
    await chat.slack.set_admin(chat.bram.person, True)
    await chat.settle()
    await replies(chat, chat.bram, f"/klant rol geef estafettecoördinator @{chat.bram.person.handle}", BOARD)
    answer = await chat.bram.types("/estafette start", channel=BOARD)
    assert answer is not None
    assert "Eva Hendriks" in answer.text
    await chat.settle()
    assert offers(chat.eva)


async def test_chosen_all_together(chat: Chat) -> None:
    """A new CEO reads one line; whoever stays reads nothing, and who prepared for who goes does so no more."""
    await board(chat)
    await replies(chat, chat.petra, _prepares(chat, "bram", "daan"), BOARD)
    before = {name: len(dms(actor)) for name, actor in chat.stage.people.items()}
    assert await chosen(chat, "petra", "eva", "aisha", "ruben", "bram", ceo="bram", ruben=["noor"]) == {}
    assert await offices(chat) == {
        ("petra", "relay_coordinator"),
        *((name, "exec") for name in ("eva", "aisha", "ruben", "bram")),
        ("bram", "ceo"),
        ("noor", "preparer", "ruben"),
    }
    assert len(dms(chat.bram)) == before["bram"] + 1
    assert newest(chat.bram).text.startswith("Je bent nu CEO.")
    assert newest(chat.noor).text.startswith("Je bent nu voorbereider van Ruben de Vries.")
    assert [len(dms(chat.stage.people[name])) for name in ("eva", "aisha", "ruben", "daan")] == [
        before[name] for name in ("eva", "aisha", "ruben", "daan")
    ]
    assert await chosen(chat, "petra", "eva", "aisha", "ruben", keep=True) == {}
    assert ("noor", "preparer", "ruben") in await offices(chat)
    assert ("bram", "ceo") not in await offices(chat)
    assert await chosen(chat, "petra", "eva", "aisha", "noor", keep=True) == {}
    assert not any(role == "preparer" for _person, role, *_exec in await offices(chat))


def _prepares(chat: Chat, who: str, whose: str) -> str:
    one, other = chat.stage.people[who].person.handle, chat.stage.people[whose].person.handle
    return f"/klant rol geef voorbereider @{one} voor @{other}"


async def test_of_what_is_chosen_all_holds_or_nothing(chat: Chat) -> None:
    await board(chat)
    gast = chat.stage.person("Gast Gastman", guest=True)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.flush()
    before = await offices(chat)
    wrong = await chosen(chat, "petra", "eva", "aisha", "daan", eva=["eva"], aisha=["bram"], daan=["bram"])
    assert set(wrong) == {"eva", "aisha", "daan"}
    assert set(await chosen(chat, "petra", "eva", "aisha", "daan", eva=["bram", "noor", "ruben"])) == {"eva"}
    assert set(await chosen(chat, "daan", "eva", "aisha", "bram")) == {"executives"}
    await replies(chat, chat.petra, f"/klant rol geef bestuurder @{gast.person.handle}", BOARD)
    assert set(await chosen(chat, "petra", "eva", "aisha", "gast")) == {"executives"}
    assert await offices(chat) == before


async def test_the_ceo_who_leaves_is_missed(chat: Chat) -> None:
    """Nobody begins the relay then; the coordinator reads why, and what to do."""
    await board(chat)
    await chat.slack.deactivate(chat.eva.person)
    await chat.settle()
    answer = await chat.petra.types("/estafette start", channel=BOARD)
    assert answer is not None
    assert "Kies eerst een CEO" in answer.text
    assert await chosen(chat, "petra", "aisha", "daan", "noor", ceo="aisha") == {}
    await chat.petra.types("/estafette start", channel=BOARD)
    await chat.settle()
    await press(chat, chat.aisha, "Ik neem het stokje")
