"""Whoever told a story passes the baton: to whom it can go, and what is said to who can't have it."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.stage import Actor
from rituals.estafette import batons
from rituals.estafette.holding import hold
from storage.people import Absence
from tests.chat import Chat
from tests.rituals.estafette_stage import THIS, WEEK, change, leg, put, under_way
from tests.rituals.estafette_talk import ACCEPT, BOARD, DECLINE, PASS, legs, newest, offers, posts, press

TO, CHALLENGE, SECOND = "Aan wie?", "Wat daag je je collega uit om te ontdekken?", "Tweede keus"
DARE = "Vraag eens wat ze de buren over ons vertellen."
ALL = ("eva", "aisha", "daan", "ruben", "noor")
SENT = "Je stokje is onderweg naar Daan Mulder."


def names(actor: Actor, label: str = TO) -> list[str]:
    return [each.split()[0] for each in actor.form.options(label)]


async def gives(chat: Chat, actor: Actor, to: str = "", **fields: Any) -> str:
    """By the command; what the form says then."""
    await actor.types("/estafette geef", channel=BOARD)
    said = await actor.sends({TO: to, CHALLENGE: DARE, **fields})
    await chat.settle()
    return said


async def away(chat: Chat, *names: str, first: date = THIS + WEEK, last: date = THIS + 2 * WEEK) -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add_all(Absence(person=chat.stage.people[name].id, first=first, last=last) for name in names)


async def test_ac_est_02_pass(chat: Chat) -> None:
    """The channel reads nothing about Daan before he takes it; only he is asked, and a second choice is named."""
    await under_way(chat, ("eva", "SHARED", THIS))
    await chat.eva.types("/estafette geef", channel=BOARD)
    assert names(chat.eva) == ["Aisha", "Daan", "Ruben", "Noor"]
    await chat.eva.fills({TO: "Daan Mulder", CHALLENGE: "Te kort", SECOND: "Daan Mulder"})
    await chat.eva.submits()
    assert "Minstens 10 tekens" in str(chat.eva.form.state.errors)
    await chat.eva.fills({CHALLENGE: DARE})
    await chat.eva.submits()
    assert "Kies iemand anders als tweede keus." in str(chat.eva.form.state.errors)
    assert SENT in await chat.eva.sends({SECOND: "Noor Jansen"})
    await chat.settle()
    (offer,) = offers(chat.daan)
    assert offer.text == (
        f"Eva Hendriks geeft jou het stokje: “{DARE}” Spreek jij een klant in de week van maandag 23 november? "
        "Een half uur is genoeg."
    )
    assert posts(chat) == []
    assert not any(offers(chat.stage.people[name]) for name in ALL if name != "daan")
    assert DARE not in " ".join(chat.daan.notifications)
    await press(chat, chat.daan, ACCEPT)
    assert posts(chat) == [f"Eva Hendriks geeft het stokje aan Daan Mulder: “{DARE}”"]
    assert "Het stokje is van jou vanaf maandag 23 november" in newest(chat.daan).text


async def test_the_second_choice_is_asked_when_the_first_says_no(chat: Chat) -> None:
    await under_way(chat, ("eva", "SHARED", THIS))
    assert SENT in await gives(chat, chat.eva, "Daan Mulder", **{SECOND: "Noor Jansen"})
    await press(chat, chat.daan, DECLINE)
    (offer,) = offers(chat.noor)
    assert DARE in offer.text
    assert posts(chat) == []


async def test_ac_est_04_already_run(chat: Chat) -> None:
    """Typed in whatever way, who can't get it is named with who can, and nothing is offered."""
    await under_way(chat, ("eva", "PASSED", THIS - WEEK), ("daan", "SHARED", THIS))
    going = "Aisha El Idrissi, Ruben de Vries en Noor Jansen"
    for typed in (f"@{chat.eva.person.handle}", "Eva", "eva hendriks"):
        answer = await chat.daan.types(f"/estafette geef {typed}", channel=BOARD)
        assert answer is not None
        assert answer.text == f"Eva Hendriks liep deze ronde al. Nog aan de beurt: {going}"
    answer = await chat.daan.types(f"/relay pass @{chat.daan.person.handle}", channel=BOARD)
    assert answer is not None
    assert answer.text == f"Daan Mulder liep deze ronde al. Nog aan de beurt: {going}"
    for typed, name in ((f"@{chat.bram.person.handle}", "Bram Visser"), ("Sinterklaas", "Sinterklaas")):
        answer = await chat.daan.types(f"/estafette geef {typed}", channel=BOARD)
        assert answer is not None
        assert answer.text == f"{name} loopt niet mee in deze kring. Nog aan de beurt: {going}"
    await away(chat, "noor")
    answer = await chat.daan.types("/estafette geef Noor", channel=BOARD)
    assert answer is not None
    assert answer.text == "Noor Jansen is er dan niet. Wie wel kunnen: Aisha El Idrissi en Ruben de Vries"
    assert [each.state for each in await legs(chat)] == ["PASSED", "SHARED"]
    assert not any(offers(chat.stage.people[name]) for name in ALL)
    assert posts(chat) == []
    await chat.daan.types(f"/estafette geef @{chat.ruben.person.handle}", channel=BOARD)
    assert names(chat.daan) == ["Aisha", "Ruben"]
    assert "onderweg naar Ruben de Vries" in await chat.daan.sends({CHALLENGE: DARE})
    await chat.settle()
    assert [each.person for each in await legs(chat)][2:] == [chat.ruben.id]


async def test_who_stays_out_reads_as_anybody_who_cant(chat: Chat) -> None:
    """By whatever is typed or chosen nobody finds out that Aisha prefers not to run."""
    await under_way(chat, ("eva", "PASSED", THIS - WEEK), ("daan", "SHARED", THIS))
    await chat.aisha.person.opens_home()
    await chat.aisha.presses("Ik loop even niet mee", chat.aisha.person.home)
    answer = await chat.daan.types("/estafette geef Aisha", channel=BOARD)
    assert answer is not None
    assert answer.text == "Aisha El Idrissi is er dan niet. Wie wel kunnen: Ruben de Vries en Noor Jansen"


async def test_an_extra_turn_goes_to_its_second_choice_and_leaves_the_round_as_it_is(chat: Chat) -> None:
    """Noor, the last to go, stays out of it meanwhile: that completes the round once nobody runs any more."""
    weeks = [(name, "PASSED", THIS - n * WEEK) for n, name in enumerate(("daan", "aisha", "eva"), start=1)]
    await under_way(chat, *reversed(weeks), ("ruben", "SHARED", THIS))
    await away(chat, "noor")
    await chat.ruben.types("/estafette geef", channel=BOARD)
    await chat.ruben.fills({TO: "Daan Mulder", CHALLENGE: DARE, SECOND: "Eva Hendriks"})
    await chat.ruben.submits()
    await chat.ruben.submits()
    await chat.settle()
    await press(chat, chat.daan, DECLINE)
    (offer,) = offers(chat.eva)
    assert DARE in offer.text
    await press(chat, chat.eva, ACCEPT)
    await chat.noor.person.opens_home()
    await chat.noor.presses("Ik loop even niet mee", chat.noor.person.home)
    await chat.settle()
    assert not any("ronde is rond" in line for line in posts(chat))
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        assert (standing.legs[-1].person, standing.legs[-1].extra) == (chat.eva.id, True)
        await batons.shared(turn, standing, standing.legs[-1])
    await chat.settle()
    assert len([line for line in posts(chat) if "ronde is rond" in line]) == 1


async def test_ac_est_05_all_others_away(chat: Chat) -> None:
    """A yes is about the colleague who was asked about; and the extra leg completes nothing."""
    weeks = [(name, "PASSED", THIS - n * WEEK) for n, name in enumerate(("daan", "aisha", "eva"), start=1)]
    await under_way(chat, *reversed(weeks), ("ruben", "SHARED", THIS))
    await away(chat, "noor")
    await chat.ruben.types("/estafette geef", channel=BOARD)
    assert names(chat.ruben) == ["Eva", "Aisha", "Daan"]
    await chat.ruben.fills({TO: "Eva Hendriks", CHALLENGE: DARE})
    await chat.ruben.submits()
    question = "Wie nog aan de beurt is, is er even niet. Mag {} een extra keer lopen?"
    assert question.format("Eva Hendriks") in chat.ruben.form.text
    await chat.ruben.fills({TO: "Daan Mulder"})
    await chat.ruben.submits()
    assert question.format("Daan Mulder") in chat.ruben.form.text
    assert not offers(chat.daan)
    assert not offers(chat.eva)
    await chat.ruben.submits()
    assert SENT in chat.ruben.form.text
    await chat.settle()
    await press(chat, chat.daan, ACCEPT)
    extra = (await legs(chat))[-1]
    assert (extra.person, extra.extra, extra.state) == (chat.daan.id, True, "ACCEPTED")
    async with chat.house.turns.writing(chat.house.org) as turn:
        standing = await hold(turn)
        await batons.shared(turn, standing, standing.legs[-1])
        assert standing.relay.round == 1
    await chat.settle()
    assert not any("ronde is rond" in line for line in posts(chat))


async def test_ac_est_12_in_the_next_round_all_but_who_ran_last(chat: Chat) -> None:
    some = ("eva", "aisha", "daan", "noor")
    before = [(name, "PASSED", THIS - n * WEEK) for n, name in enumerate(some, start=1)]
    await under_way(chat, *reversed(before), ("ruben", "SHARED", THIS))
    assert [line for line in posts(chat) if "ronde is rond" in line] == [
        "De ronde is rond: alle bestuurders spraken een klant. De volgende ronde begint op maandag 23 november."
    ]
    await chat.ruben.types("/estafette geef", channel=BOARD)
    assert names(chat.ruben) == ["Eva", "Aisha", "Daan", "Noor"]
    await chat.ruben.sends({TO: "Eva Hendriks", CHALLENGE: DARE})
    await chat.settle()
    assert offers(chat.eva)
    assert len([line for line in posts(chat) if "ronde is rond" in line]) == 1


async def test_whoever_has_no_baton_to_pass_reads_why(chat: Chat) -> None:
    """Before sharing, without a baton, while it rests, after it has gone on: a sentence, and nothing happens."""
    await under_way(chat, ("eva", "ACCEPTED", THIS))

    async def told(actor: Actor) -> str:
        answer = await actor.types("/estafette geef", channel=BOARD)
        return answer.text if answer is not None else ""

    assert await told(chat.eva) == (
        "Deel eerst je verhaal, daarna geef je het stokje door. Met /estafette deel zijn drie korte antwoorden genoeg."
    )
    assert await told(chat.daan) == "Je hebt nu geen stokje om door te geven."
    assert await told(chat.bram) == "Dit kan alleen een bestuurder. Er is niets veranderd."
    await change(chat, state="PAUSED", paused_by="coordinator")
    assert await told(chat.eva) == "De estafette rust. Je kunt het stokje doorgeven zodra die verder gaat."
    await change(chat, state="STOPPED")
    assert await told(chat.eva) == "De estafette loopt nu niet."


async def test_a_form_that_comes_too_late_gives_the_text_back(chat: Chat) -> None:
    """It was open while the colleague went away; then when the time to pass was over, and another was asked."""
    await under_way(chat, ("eva", "SHARED", THIS))
    await chat.eva.types("/estafette geef", channel=BOARD)
    await chat.eva.fills({TO: "Daan Mulder", CHALLENGE: DARE})
    await away(chat, "daan")
    await chat.eva.submits()
    assert "Daan Mulder is er dan niet. Wie wel kunnen: Aisha" in str(chat.eva.form.state.errors)
    assert len(await legs(chat)) == 1
    await chat.eva.fills({TO: "Noor Jansen"})
    await chat.until("2026-11-23 17:00")
    before = len(await legs(chat))
    await chat.eva.submits()
    assert "Het stokje is al verder gegaan. Fijn dat je vertelde." in chat.eva.form.text
    assert DARE in chat.eva.form.text
    assert len(await legs(chat)) == before == 2


async def test_two_clicks_pass_it_once(chat: Chat) -> None:
    await under_way(chat, ("eva", "SHARED", THIS))
    await chat.eva.types("/estafette geef", channel=BOARD)
    await chat.eva.fills({TO: "Daan Mulder", CHALLENGE: DARE})
    await chat.eva.submits(times=2)
    await chat.settle()
    assert [each.state for each in await legs(chat)] == ["PASSED", "OFFERED"]
    assert len(offers(chat.daan)) == 1


async def test_who_was_asked_before_stands_in_no_other_place(chat: Chat) -> None:
    """Whoever passes can't see from the order who said no."""
    await under_way(chat, ("eva", "SHARED", THIS))
    await put(chat, leg(chat.aisha, "DECLINED", THIS - WEEK))
    await chat.eva.types("/estafette geef", channel=BOARD)
    assert names(chat.eva) == ["Aisha", "Daan", "Ruben", "Noor"]
    assert PASS in chat.eva.form.title
