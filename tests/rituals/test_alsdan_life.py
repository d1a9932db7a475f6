"""Dialogues about a team's agreement: proposed, joined, worded otherwise, begun, or not."""

from __future__ import annotations

from bot.stage import Actor, local
from rituals.alsdan import life
from rituals.alsdan.holding import ends
from sandbox import Seen
from storage import alsdan as store
from storage.alsdan import AgreementProposal, Joiner
from tests.chat import NOORD, Chat
from tests.rituals.alsdan_talk import CALLS, LIMIT, RING_BACK, SENTENCE, X, Y, propose, rows
from tests.rituals.dagstart_talk import rows as of
from tests.rituals.look_talk import agreed

JOIN, WORDS, RELAPSE, WITHDRAW = "Ik doe mee", "Andere woorden", "Terugval", "Voorstel intrekken"
PROPOSED = "Je voorstel staat in het kanaal."
PROPOSAL = f"Voorstel voor ons team: {SENTENCE} Voor de klant: Eén gesprek is genoeg. Doe je mee?"
ACTIVE = f"Afgesproken: {SENTENCE} We beginnen klein en kijken er elke week even naar."
JOINED = "Fijn. Lees de zin één keer hardop en zie het moment voor je. Meer hoeft niet."
OWN = "Dit is jouw voorstel, dus je doet al mee. Nu nog een collega."
EXPIRED = "Dit voorstel start nu niet. Misschien past een kleinere stap beter."
CLOSED = "Dit is al afgerond. Er is niets veranderd."
ALREADY = "Deze had ik al van je. Alles staat goed."
REST = f"Even rust voor {SENTENCE} Zeg het als jullie verder willen."


def message(chat: Chat, begins: str, channel: str = NOORD) -> Seen:
    """The newest in the channel that begins so."""
    seen: list[Seen] = chat.anna.sees(channel)
    return [each for each in seen if each.text.startswith(begins) and not each.ephemeral][-1]


async def says(chat: Chat, actor: Actor, label: str, seen: Seen) -> str:
    """What this person alone reads after pressing."""
    await actor.presses(label, seen)
    await chat.settle()
    return actor.hears(NOORD)


async def states(chat: Chat) -> list[str]:
    return [row.state for row in await rows(chat)]


# --- joining ----------------------------------------------------------------------------------------------------------
async def test_ac_als_01_adoption(chat: Chat) -> None:
    """Two others and no more; who they are stands nowhere, and a guest only looks on."""
    await chat.noord()
    guest = chat.person("Gast Gastman", guest=True)
    await chat.slack.join(NOORD, guest.person)
    assert await propose(chat, chat.mila) == f"{PROPOSED} De afspraak begint zodra genoeg collega's meedoen."
    card = message(chat, "Voorstel")
    assert (card.text, card.buttons) == (PROPOSAL, [JOIN, WORDS])
    old = card.remembered()
    assert await says(chat, chat.mila, JOIN, old) == OWN
    assert await says(chat, guest, JOIN, old) == "Fijn dat je meekijkt. Meedoen kan alleen voor teamleden."
    assert await says(chat, chat.bram, JOIN, old) == JOINED
    assert await says(chat, chat.bram, JOIN, old) == ALREADY
    assert message(chat, "Voorstel").text.endswith("Eén collega doet mee.")
    assert await states(chat) == ["PROPOSED"]
    assert await says(chat, chat.joris, JOIN, old) == JOINED
    assert await says(chat, chat.sanne, JOIN, old) == "Deze is al afgesproken. Fijn dat je meedoet."
    (row,) = await rows(chat)
    assert (row.state, row.joined, row.activated_on, row.version) == ("ACTIVE", 2, row.since, 1)
    assert [text for text in chat.channel() if text.startswith("Afgesproken")] == [ACTIVE]
    assert message(chat, "Afgesproken").buttons == [RELAPSE, WORDS]
    assert message(chat, "Voorstel").buttons == []
    said = "\n".join(text for text in chat.channel() if text.startswith(("Voorstel", "Afgesproken")))
    assert not [actor.name for actor in chat.people.values() if actor.name.split()[0] in said]


async def test_ac_als_02_no_imposition(chat: Chat) -> None:
    """Not by its lead, not on an old card, not by any command, and not by asking again too soon."""
    await chat.noord()
    await propose(chat, chat.anna)
    old = message(chat, "Voorstel").remembered()
    assert await says(chat, chat.bram, JOIN, old) == JOINED
    await chat.jump("2026-11-25 09:59")
    assert await states(chat) == ["PROPOSED"]
    await chat.until("2026-11-25 10:00")
    assert await states(chat) == ["EXPIRED"]
    card = message(chat, "Dit voorstel")
    assert (card.text, card.buttons) == (EXPIRED, ["Kleiner maken"])
    assert await of(chat, Joiner) == []
    for actor in (chat.anna, chat.joris, chat.sanne):
        assert await says(chat, actor, JOIN, old) == CLOSED
        assert await says(chat, actor, WORDS, old) == CLOSED
        for command in ("pauze", "verder", "loslaten", "verankeren"):
            await actor.types(f"/alsdan {command}", channel=NOORD)
            await chat.settle()
    assert await states(chat) == ["EXPIRED"]
    assert not [text for text in chat.channel() if text.startswith("Afgesproken")]
    await chat.anna.presses("Kleiner maken", card)
    assert (chat.anna.form.values[X], chat.anna.form.values[Y]) == (CALLS, RING_BACK)
    await chat.anna.leaves()
    told = "Dit voorstel begon kort geleden nog niet. Vanaf woensdag 9 december kun je het opnieuw doen."
    assert told in await propose(chat, chat.anna)
    await chat.jump("2026-12-09 09:00")
    assert PROPOSED in await propose(chat, chat.anna)
    assert await states(chat) == ["EXPIRED", "PROPOSED"]


# --- other words for a proposal, and taking it back -------------------------------------------------------------------
async def test_other_words_are_the_proposers_to_adopt(chat: Chat) -> None:
    await chat.noord()
    await propose(chat, chat.mila)
    card = message(chat, "Voorstel")
    await says(chat, chat.joris, JOIN, card)
    await chat.mila.presses(WORDS, card)
    await chat.mila.fills({Y: "bellen we meteen terug"})
    await chat.mila.submits()
    assert "Dit is jouw voorstel. Trek het in en doe het opnieuw" in chat.mila.form.text
    await chat.mila.leaves()
    for y in ("bellen we binnen een uur terug", "bellen we dezelfde dag terug"):
        await chat.bram.presses(WORDS, card)
        assert (await chat.bram.sends({Y: y})).startswith("Het staat onder het voorstel.")
        await chat.settle()
    first, second = (f"Als {CALLS}, dan bellen we {when} terug." for when in ("binnen een uur", "dezelfde dag"))
    assert [line.text for line in message(chat, "Voorstel").thread] == [
        f"Andere woorden: {first}",
        f"Andere woorden: {second}",
    ]
    asked = [seen for seen in chat.mila.dm() if "Een collega stelt andere woorden voor" in seen.text]
    assert [seen.buttons for seen in asked] == [["Overnemen", "Zo laten"]] * 2
    assert chat.mila.notifications[-1] == "Een collega stelt andere woorden voor bij je voorstel."
    await chat.mila.presses("Zo laten", asked[0])
    await chat.mila.presses("Overnemen", asked[1])
    await chat.mila.presses("Overnemen", asked[1].remembered())
    await chat.settle()
    assert second in message(chat, "Voorstel").text
    assert "Eén collega doet mee." in message(chat, "Voorstel").text
    told = f"Het voorstel waar je aan meedoet, heeft andere woorden: {second} Je doet nog mee."
    assert [seen.text for seen in chat.joris.dm() if "andere woorden" in seen.text] == [told]
    assert [(one.state, one.by) for one in await of(chat, AgreementProposal)] == [("lapsed", None), ("agreed", None)]


async def test_withdrawn_by_its_proposer_alone_and_expired_when_they_leave(chat: Chat) -> None:
    await chat.noord()
    await propose(chat, chat.mila)
    await propose(chat, chat.bram, "we een brief versturen", "leest een collega hem eerst")
    told = await propose(chat, chat.joris, "we een klacht krijgen", "bellen we dezelfde dag")
    assert "Je team heeft al twee open voorstellen." in told
    await says(chat, chat.joris, JOIN, message(chat, "Voorstel"))
    await chat.mila.types("/alsdan", channel=NOORD)
    await chat.mila.presses(WITHDRAW, chat.mila.form)
    await chat.settle()
    assert (await states(chat), chat.channel().count("Dit voorstel is ingetrokken.")) == (["DRAFT", "PROPOSED"], 1)
    await chat.slack.leave(NOORD, chat.joris.person)
    await chat.settle()
    assert [row.joined for row in await rows(chat)] == [0, 0]
    await chat.slack.deactivate(chat.bram.person)
    await chat.settle()
    assert await states(chat) == ["DRAFT", "EXPIRED"]
    assert EXPIRED in chat.channel()
    assert [row.former_on is not None for row in await rows(chat)] == [False, True]


# --- settling in, fading, and resting ---------------------------------------------------------------------------------
async def test_ac_als_11_faded(chat: Chat) -> None:
    """With room it runs again, twice a week; without it stays, and what runs is shown."""
    await chat.noord()
    first = await agreed(chat, "2026-09-21", CALLS, RING_BACK)
    await _anchored(chat, first, quarter="2027-02-19 10:00")
    for x in ("we een klacht krijgen", "we een brief versturen"):
        await agreed(chat, "2026-11-02", x, "leest een collega mee")
    await sooner(chat, first, "2026-11-23 12:00")
    asked = message(chat, "Doen we dit nog")
    assert (asked.text, asked.buttons) == (f"Doen we dit nog: {SENTENCE[:-1]}?", ["Ja, dat doen we", "Is weggezakt"])
    for _ in range(2):
        assert "Nog één collega" in await says(chat, chat.bram, "Is weggezakt", asked.remembered())
    assert await says(chat, chat.sanne, "Is weggezakt", asked) == "Genoteerd. Daarmee is het besloten."
    assert f"We pakken hem weer op: {SENTENCE}" in chat.channel()
    (row, *_others) = await rows(chat)
    assert (row.state, str(row.activated_on), str(row.aids_from)) == ("ACTIVE", "2026-11-23", "2026-11-09")
    await _anchored(chat, first, quarter="2027-02-22 10:00")
    await agreed(chat, "2026-11-02", "een klant bedankt", "delen we het")
    await sooner(chat, first, "2026-11-24 12:00")
    asked = message(chat, "Doen we dit nog").remembered()
    for actor in (chat.mila, chat.joris):
        await says(chat, actor, "Is weggezakt", asked)
    assert (await states(chat))[0] == "ANCHORED"
    (told,) = [text for text in chat.channel() if text.startswith(LIMIT)]
    assert told.count("Als ") == 3
    assert chat.joris.hears(NOORD) == told
    assert await says(chat, chat.bram, "Ja, dat doen we", asked) == CLOSED


async def _anchored(chat: Chat, key: int, quarter: str) -> None:
    """By two of the team, at a talk; and when they are asked about it again."""
    mine = [row for row in await rows(chat) if row.id == key]
    async with chat.house.turns.writing(chat.house.org) as turn:
        await life.talk_anchor(turn, mine)
    await chat.settle()
    for actor in (chat.mila, chat.bram):
        await says(chat, actor, "Verankeren", message(chat, "Gaat Als"))
    assert chat.channel()[-1] == f"Verankerd 🌱 {SENTENCE} Zo doen we dat hier. Ik herinner jullie er niet meer aan."
    assert [row.until for row in await rows(chat) if row.id == key] == [local(quarter)]


async def sooner(chat: Chat, key: int, moment: str) -> None:
    """What ends by itself at some time ends then."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        row = (await store.hold(turn.session, [key]))[key]
        ends(turn, row, local(moment))
    await chat.jump(moment)


async def test_a_rest_ends_by_itself_unless_somebody_goes_on(chat: Chat) -> None:
    """It began when more than half of the team left within a week."""
    await chat.noord()
    key = await agreed(chat, "2026-11-02", CALLS, RING_BACK)
    for name in ("fatima", "joris", "nadia", "omar"):
        await chat.slack.leave(NOORD, chat.people[name].person)
    await chat.settle()
    assert await states(chat) == ["ACTIVE"]
    await chat.slack.leave(NOORD, chat.sanne.person)
    await chat.settle()
    assert [(row.state, row.until) for row in await rows(chat)] == [("PAUSED", local("2027-02-12 10:00"))]
    assert (message(chat, "Even rust").text, message(chat, "Even rust").buttons) == (REST, ["Verder"])
    before = chat.channel()
    await chat.jump("2026-11-27 12:00")
    assert [text for text in chat.channel() if text not in before and "Dagstart" not in text] == []
    await sooner(chat, key, "2026-11-27 13:00")
    asked = message(chat, "Deze rust al een tijdje")
    assert asked.buttons == ["Verder", "Loslaten"]
    assert message(chat, "Even rust").buttons == []
    await chat.jump("2026-12-04 13:00")
    assert await states(chat) == ["RETIRED"]
    assert f"Losgelaten: {SENTENCE} Dank je wel, we hebben ervan geleerd." in chat.channel()
