"""Dialogues about what one member proposes and another agrees with, and what a lead sets or is offered."""

from __future__ import annotations

from datetime import time

from bot.stage import Actor
from rituals.alsdan import life
from sandbox import Seen
from storage.alsdan import AgreementProposal, AgreementVersion, Voice
from storage.audit import Audit
from tests.chat import NOORD, Chat
from tests.rituals.alsdan_talk import CALLS, LIMIT, RING_BACK, SENTENCE, Y, propose, rows
from tests.rituals.dagstart_talk import rows as of
from tests.rituals.look_talk import agreed
from tests.rituals.test_alsdan_life import CLOSED, JOIN, REST, message, says, states

AGREE = "Akkoord"
PUT = "Je team ziet je voorstel. Is een collega het eens, dan geldt het."
DECIDED = "Genoteerd. Daarmee is het besloten."
YOURS = "Dit is jouw voorstel. Nu is een collega aan zet."
TWO = "Een teamafspraak maak je met minstens twee mensen."
BARE = SENTENCE[:-1]
SMALLER = "bellen we de eerste terug"


async def types(chat: Chat, actor: Actor, typed: str) -> str:
    await actor.types(typed, channel=NOORD)
    await chat.settle()
    return actor.hears(NOORD)


async def put(chat: Chat, actor: Actor, typed: str) -> Seen:
    """What the team reads of it."""
    assert await types(chat, actor, typed) == PUT
    return thread(chat)[-1]


def thread(chat: Chat) -> list[Seen]:
    """All lines in threads and the channel that ask who agrees, oldest first."""
    seen = [line for each in chat.anna.sees(NOORD) for line in (each, *each.thread)]
    return sorted((line for line in seen if "Wie is het eens?" in line.text), key=lambda line: line.ts)


async def begun(chat: Chat) -> None:
    """Of Mila, with Bram and Joris."""
    await propose(chat, chat.mila)
    for actor in (chat.bram, chat.joris):
        await says(chat, actor, JOIN, message(chat, "Voorstel voor").remembered())


# --- one proposes, another agrees -------------------------------------------------------------------------------------
async def test_a_pause_and_going_on_take_two(chat: Chat) -> None:
    await chat.noord()
    await begun(chat)
    line = await put(chat, chat.anna, "/alsdan pauze")
    assert [each.ts for each in message(chat, "Afgesproken").thread] == [line.ts]
    assert line.text == (
        f"Voorstel bij {BARE}: even pauze. Wie is het eens?\n"
        "Is niemand het eens, dan vervalt dit op vrijdag 4 december."
    )
    old = line.remembered()
    assert await types(chat, chat.anna, "/alsdan pauze") == "Deze had ik al van je. Alles staat goed."
    assert await says(chat, chat.anna, AGREE, old) == YOURS
    assert await states(chat) == ["ACTIVE"]
    assert await says(chat, chat.fatima, AGREE, old) == DECIDED
    assert await says(chat, chat.nadia, AGREE, old) == CLOSED
    assert (await states(chat), message(chat, "Even rust").text) == (["PAUSED"], REST)
    assert (message(chat, "Afgesproken").text.splitlines()[-1], message(chat, "Afgesproken").buttons) == ("Pauze", [])
    await chat.mila.presses("Verder", message(chat, "Even rust"))
    await chat.settle()
    assert await types(chat, chat.bram, "/alsdan verder") == DECIDED
    assert (await states(chat), chat.channel()[-1]) == (["ACTIVE"], f"We gaan verder: {SENTENCE}")
    assert [(one.choice, one.state, one.by) for one in await of(chat, AgreementProposal)] == [
        ("pause", "agreed", None),
        ("resume", "agreed", None),
    ]


async def test_what_nobody_agrees_with_lapses_and_letting_go_has_a_reason(chat: Chat) -> None:
    await chat.noord()
    await begun(chat)
    await put(chat, chat.mila, "/alsdan pauze")
    await chat.jump("2026-12-04 10:00")
    assert await states(chat) == ["ACTIVE"]
    (lapsed,) = message(chat, "Afgesproken").thread
    assert (lapsed.text.splitlines()[-1], lapsed.buttons) == ("Dit voorstel is verlopen.", [])
    await chat.bram.types("/alsdan loslaten", channel=NOORD)
    assert SENTENCE in chat.bram.form.text
    assert await chat.bram.sends({"Waarom?": "Geldt niet meer"}) == PUT
    await chat.settle()
    assert f"Voorstel bij {BARE}: loslaten, want hij geldt niet meer." in thread(chat)[-1].text
    await says(chat, chat.mila, AGREE, thread(chat)[-1])
    assert f"Losgelaten: {SENTENCE} Dank je wel, we hebben ervan geleerd." in chat.channel()
    assert [(row.state, row.reason) for row in await rows(chat)] == [("RETIRED", "over")]
    assert await types(chat, chat.mila, "/alsdan pauze") == "Je team heeft nu geen afspraak waarbij dat kan."


async def test_reshaping_a_new_version_for_what_slipped(chat: Chat) -> None:
    await chat.noord()
    await begun(chat)
    (row,) = await rows(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await life.relapsed(turn, [row])
    await chat.settle()
    asked = message(chat, "We vallen een paar weken terug.")
    assert asked.buttons == ["Kleiner maken", "Ander moment", "Zo houden"]
    assert asked.text.splitlines()[-1] == SENTENCE
    old = asked.remembered()
    assert "Nog één collega" in await says(chat, chat.bram, "Zo houden", old)
    await chat.mila.presses("Kleiner maken", asked)
    await chat.mila.submits()
    assert chat.mila.form.errors == {Y: "Dit zijn de woorden van nu. Wat wil je anders?"}
    await chat.mila.fills({Y: "proberen we vaker terug te bellen"})
    await chat.mila.submits()
    assert "Wat zie je ons dan doen?" in chat.mila.form.text
    await chat.mila.fills({Y: SMALLER})
    assert await chat.mila.sends({}) == PUT
    await chat.settle()
    (line,) = message(chat, "We vallen").thread
    assert line.text.startswith(f"Voorstel bij {BARE}: kleiner maken: Als {CALLS}, dan {SMALLER}. Wie is het eens?")
    await says(chat, chat.joris, AGREE, line)
    (row,) = await rows(chat)
    assert (row.state, row.y, row.version) == ("ACTIVE", SMALLER, 2)
    assert [(one.version, one.y) for one in await of(chat, AgreementVersion)] == [(1, RING_BACK), (2, SMALLER)]
    assert chat.channel()[-1] == f"Vanaf nu zeggen we: Als {CALLS}, dan {SMALLER}."
    assert await of(chat, Voice) == []
    assert await says(chat, chat.sanne, "Zo houden", old) == CLOSED


async def test_nobody_chooses_and_it_rests_whoever_left_meanwhile(chat: Chat) -> None:
    await chat.noord()
    await begun(chat)
    (row,) = await rows(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await life.relapsed(turn, [row])
    await chat.settle()
    asked = message(chat, "We vallen").remembered()
    await says(chat, chat.sanne, "Zo houden", asked)
    old = (await put(chat, chat.nadia, "/alsdan pauze")).remembered()
    for actor in (chat.sanne, chat.nadia):
        await chat.slack.leave(NOORD, actor.person)
    await chat.settle()
    assert await of(chat, Voice) == []
    assert await says(chat, chat.mila, AGREE, old) == CLOSED
    assert "Nog één collega" in await says(chat, chat.omar, "Zo houden", asked)
    await chat.jump("2026-12-04 10:00")
    assert (await states(chat), message(chat, "Even rust").text) == (["PAUSED"], REST)
    assert message(chat, "We vallen").buttons == []


async def test_which_one_of_several_and_no_more_than_three(chat: Chat) -> None:
    await chat.noord()
    for x in (CALLS, "we een brief versturen", "we een klacht krijgen"):
        await agreed(chat, "2026-11-16", x, RING_BACK)
    assert await types(chat, chat.mila, "/alsdan pauze") == "Welke mag even rusten?"
    await chat.mila.selects("Welke mag even rusten?", "Als we een brief versturen")
    await chat.settle()
    line = thread(chat)[-1]
    assert "Als we een brief versturen" in line.text
    await says(chat, chat.bram, AGREE, line)
    assert await states(chat) == ["ACTIVE", "PAUSED", "ACTIVE"]
    await agreed(chat, "2026-11-20", "een klant bedankt", "delen we het")
    await put(chat, chat.mila, "/alsdan verder")
    told = await says(chat, chat.bram, AGREE, thread(chat)[-1])
    assert told.startswith(LIMIT)
    assert (await states(chat)).count("ACTIVE") == 3
    await chat.bram.selects("Kies", f"Pauze: {CALLS}")
    await chat.settle()
    assert await says(chat, chat.sanne, AGREE, thread(chat)[-1]) == DECIDED
    assert await states(chat) == ["PAUSED", "PAUSED", "ACTIVE", "ACTIVE"]


# --- the last check, and silence --------------------------------------------------------------------------------------
async def test_after_the_last_check_a_bit_longer_once(chat: Chat) -> None:
    await chat.noord()
    key = await agreed(chat, "2026-03-16", CALLS, RING_BACK)
    assert await _last(chat, key) == ["Nog even door", "Kleiner maken", "Loslaten"]
    await chat.mila.types("/alsdan", channel=NOORD)
    await chat.mila.presses("Andere woorden", chat.mila.form)
    await chat.mila.sends({Y: SMALLER})
    await chat.settle()
    await says(chat, chat.bram, AGREE, thread(chat)[-1])
    asked = message(chat, "We oefenen al een tijd")
    assert (SMALLER in asked.text, "Nog even door" in asked.buttons) == (True, True)
    await chat.mila.presses("Nog even door", message(chat, "We oefenen al een tijd"))
    await chat.settle()
    await says(chat, chat.bram, AGREE, thread(chat)[-1])
    assert [(row.checks, row.asked) for row in await rows(chat)] == [("longer", "")]
    await chat.jump("2026-11-23 10:00")
    assert await _last(chat, key) == ["Kleiner maken", "Loslaten"]
    await chat.jump("2026-12-07 10:00")
    (row,) = await rows(chat)
    assert (row.state, row.checks, row.asked) == ("ACTIVE", "off", "")
    assert row.until is not None
    async with chat.house.turns.writing(chat.house.org) as turn:
        await life.silent(turn, [row])
        await life.silent(turn, [row])
    await chat.settle()
    quiet = message(chat, "Het is stil rond")
    assert quiet.buttons == ["Zo houden", "Pauze", "Loslaten"]
    assert await says(chat, chat.sanne, "Zo houden", quiet) == DECIDED
    assert [text for text in chat.channel() if text.startswith("Het is stil rond")] == [
        f"Het is stil rond Als {CALLS}, dan {SMALLER}. Houden we hem?"
    ]


async def _last(chat: Chat, key: int) -> list[str]:
    """What the team can choose from."""
    mine = [row for row in await rows(chat) if row.id == key]
    async with chat.house.turns.writing(chat.house.org) as turn:
        await life.week36(turn, mine)
    await chat.settle()
    return message(chat, "We oefenen al een tijd").buttons


# --- leads ------------------------------------------------------------------------------------------------------------
async def test_what_one_team_anchored_is_proposed_in_another(chat: Chat) -> None:
    await chat.noord()
    lead = chat.person("Zus Zuid")
    chat.slack.channel("zuid", members=[lead.person, chat.omar.person, chat.person("Ravi Zuid").person])
    await chat.start(lead, "zuid")
    alone = chat.person("Solo Alleen")
    chat.slack.channel("solo", members=[alone.person])
    await chat.start(alone, "solo")
    await chat.mila.types("/alsdan deel", channel=NOORD)
    await chat.settle()
    assert chat.mila.hears(NOORD) == "Je deelt wat je team heeft verankerd. Dat is er nu nog niet."
    await agreed(chat, "2026-01-05", CALLS, RING_BACK, state="ANCHORED")
    await chat.mila.types("/alsdan deel", channel=NOORD)
    for where, told in ((NOORD, "Dit is je eigen team."), ("solo", TWO)):
        await chat.mila.fills({"Het kanaal van het andere team": where})
        await chat.mila.submits()
        assert chat.mila.form.errors == {"Het kanaal van het andere team": told}
    assert (
        await chat.mila.sends({"Het kanaal van het andere team": "zuid"})
        == "Gedeeld. De teamleider daar beslist erover."
    )
    await chat.jump("2026-11-23 12:00")
    told = f"Team {NOORD} verankerde dit. Past het bij jullie? {SENTENCE}"
    (offer,) = [seen for seen in lead.dm() if told in seen.text]
    old = offer.remembered()
    for _ in range(2):
        await lead.presses("Voorstellen aan ons team", old)
        await chat.settle()
    (card,) = [seen for seen in lead.sees("zuid") if seen.text.startswith("Voorstel voor ons team")]
    assert SENTENCE in card.text
    assert [(row.team, row.state) for row in await rows(chat)] == [(1, "ANCHORED"), (2, "PROPOSED")]
    assert [seen.buttons for seen in lead.dm() if told in seen.text] == [[]]
    await chat.mila.types("/alsdan deel", channel=NOORD)
    await chat.mila.fills({"Het kanaal van het andere team": "zuid"})
    await chat.mila.submits()
    assert list(chat.mila.form.errors.values()) == ["Dat team heeft deze al van jullie gekregen."]


async def test_a_lead_sets_when_the_team_looks_back(chat: Chat) -> None:
    await chat.noord()
    assert "Dit kan alleen" in await types(chat, chat.bram, "/alsdan instellen")
    await chat.anna.types("/alsdan instellen", channel=NOORD)
    await chat.anna.fills({"Dag": "Dinsdag", "Tijd": time(21, 0)})
    await chat.anna.submits()
    assert list(chat.anna.form.errors) == ["Tijd"]
    assert await chat.anna.sends({"Tijd": time(9, 30)}) == "Bewaard. Het geldt vanaf dinsdag 24 november."
    assert [row.what for row in await of(chat, Audit)][-1] == "alsdan.settings"
