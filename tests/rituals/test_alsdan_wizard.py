"""Dialogues about wording an agreement: two steps, hints beside the sentence, and nothing typed is ever lost."""

from __future__ import annotations

from datetime import date, time

from rituals.alsdan.rules import State
from storage.alsdan import Agreement
from tests.chat import NOORD, Chat
from tests.rituals.alsdan_talk import (
    AID,
    AT_DAGSTART,
    AT_FIXED,
    BACK,
    CALLS,
    DAY,
    LIMIT,
    ME,
    NEXT,
    OFTEN,
    OK,
    OLD,
    PROPOSE,
    RING_BACK,
    SENTENCE,
    TEAM,
    TIME,
    WHOM,
    WHY,
    X,
    Y,
    begin,
    own_rows,
    propose,
    rows,
)

INSTEAD = "Wat doen we in plaats daarvan?"
SEE_US = "Wat zie je ons dan doen? Kies één ding dat in een minuut kan."
ONE_STEP = "Eén stap werkt beter dan twee. Welke is de eerste?"
NO_NAMES = "Laat namen weg, dan gaat het over het werk."
RARE = "Iets wat vaker voorkomt wordt sneller gewoon."
VAGUE = "proberen we klanten niet te laten wachten en bellen we vaker"


async def running(chat: Chat, *sentences: tuple[str, str]) -> None:
    today = date(2026, 11, 20)
    base = {"why": "Rust", "aid": "look", "at": chat.clock.now(), "since": today, "activated_on": today}
    async with chat.house.turns.writing(chat.house.org) as turn:
        for x, y in sentences:
            turn.session.add(Agreement(team=1, state=State.ACTIVE.value, x=x, y=y, **base))


async def test_ac_als_03_sentence_check(chat: Chat) -> None:
    """Two hints beside the sentence, and it passes as it is; not with somebody's name in it."""
    await chat.noord()
    await begin(chat.mila, "@omar een klant doorverbindt", VAGUE)
    assert chat.mila.form.errors == {X: NO_NAMES}
    assert OK not in str(chat.mila.form.submit)
    await chat.mila.fills({X: "Omar Haddad een klant doorverbindt"})
    await chat.mila.submits()
    assert chat.mila.form.errors == {X: NO_NAMES}
    await chat.mila.fills({X: CALLS})
    await chat.mila.submits()
    text = chat.mila.form.text
    assert text.index(INSTEAD) < text.index(SEE_US) < text.index(Y)
    assert ONE_STEP not in text
    assert (chat.mila.form.submit, chat.mila.form.values[Y]) == (OK, VAGUE)
    await chat.mila.submits()
    assert chat.mila.form.submit == PROPOSE
    assert f"Als {CALLS}, dan {VAGUE}." in chat.mila.form.text
    assert await rows(chat) == []
    await chat.mila.sends({WHY: "Minder wachten", AID: AT_DAGSTART})
    (row,) = await rows(chat)
    assert (row.state, row.x, row.y, row.aid) == ("PROPOSED", CALLS, VAGUE, "dagstart")


async def test_another_sentence_is_looked_at_anew_but_no_hint_comes_twice(chat: Chat) -> None:
    await chat.noord()
    await begin(chat.mila, CALLS, VAGUE)
    await chat.mila.fills({Y: "zoeken we het niet op en bellen we terug"})
    await chat.mila.submits()
    assert INSTEAD not in chat.mila.form.text
    assert (ONE_STEP in chat.mila.form.text, chat.mila.form.submit) == (True, OK)
    await chat.mila.fills({Y: RING_BACK})
    await chat.mila.submits()
    await chat.mila.fills({WHY: "Minder wachten", AID: AT_DAGSTART, OFTEN: "minder dan eens per week"})
    await chat.mila.submits()
    assert (RARE in chat.mila.form.text, chat.mila.form.submit) == (True, OK)
    assert chat.mila.form.text.index(RARE) < chat.mila.form.text.index(OFTEN)
    assert "Je voorstel staat in het kanaal." in await chat.mila.sends({})
    (row,) = await rows(chat)
    assert (row.y, row.often) == (RING_BACK, "rare")


async def test_there_and_back_again_nothing_is_lost(chat: Chat) -> None:
    """Behind the command, to the second step, back, and on; a double click is one."""
    await chat.noord()
    await chat.sanne.types(f"/alsdan nieuw als {CALLS}, dan {RING_BACK}.", channel=NOORD)
    assert (chat.sanne.form.values[X], chat.sanne.form.values[Y]) == (CALLS, RING_BACK)
    assert "Als een klantproces onduidelijk is, dan vragen we de proceseigenaar om uitleg." in chat.sanne.form.text
    await chat.sanne.fills({WHOM: TEAM, OLD: "We wachten af"})
    await chat.sanne.submits(times=2)
    assert SENTENCE in chat.sanne.form.text
    await chat.sanne.fills({WHY: "Eén gesprek is “genoeg” 🙂", AID: AT_FIXED, TIME: time(9, 30)})
    await chat.sanne.presses(BACK, chat.sanne.form)
    assert chat.sanne.form.submit == NEXT
    assert [chat.sanne.form.values[name] for name in (OLD, WHOM, X, Y)] == ["We wachten af", TEAM, CALLS, RING_BACK]
    await chat.sanne.fills({Y: "zoeken we het op en bellen we terug"})
    await chat.sanne.submits()
    assert ONE_STEP in chat.sanne.form.text
    await chat.sanne.submits()
    await chat.sanne.presses(BACK, chat.sanne.form)
    await chat.sanne.fills({Y: "bellen we samen en schrijven we het op"})
    await chat.sanne.submits()
    assert chat.sanne.form.submit == PROPOSE
    await chat.sanne.presses(BACK, chat.sanne.form)
    await chat.sanne.fills({Y: "bellen we samen terug"})
    await chat.sanne.submits()
    assert chat.sanne.form.values[WHY] == "Eén gesprek is “genoeg” 🙂"
    await chat.sanne.submits()
    assert chat.sanne.form.errors == {DAY: "Vul dit nog in."}
    await chat.sanne.fills({DAY: "Zaterdag"})
    await chat.sanne.submits()
    assert chat.sanne.form.errors == {DAY: "Op die dag werkt je team niet. Kies een andere."}
    await chat.sanne.fills({DAY: "Dinsdag"})
    await chat.sanne.submits(times=2)
    await chat.sanne.person.closes()
    assert chat.sanne.view is None
    (row,) = await rows(chat)
    assert (row.old, row.y, row.weekday, row.clock) == ("We wachten af", "bellen we samen terug", 2, time(9, 30))
    assert row.why == "Eén gesprek is “genoeg” 🙂"


async def test_ac_als_04_limit(chat: Chat) -> None:
    await chat.noord()
    three = [("er een klacht komt", "bellen we dezelfde dag"), ("we mailen", "noemen we een naam"), (CALLS, RING_BACK)]
    await running(chat, *three[:2])
    before = chat.channel()
    await begin(chat.sanne, "we bellen", "noemen we onze naam")
    await running(chat, three[2])
    told = await chat.sanne.sends({WHY: "Dan weet je wie er belt", AID: AT_DAGSTART})
    assert told.startswith(LIMIT)
    assert ["we bellen\nnoemen we onze naam" in told, "Dan weet je wie er belt" in told] == [True, True]
    await begin(chat.mila, "we een brief versturen", "leest een collega hem eerst")
    told = chat.mila.form.text
    assert LIMIT in told
    assert [f"Als {x}, dan {y}." in told for x, y in three] == [True] * 3
    assert "leest een collega hem eerst" in told
    await chat.settle()
    assert (len(await rows(chat)), chat.channel()) == (3, before)
    await chat.mila.leaves()
    await begin(chat.mila, "we een brief versturen", "lees ik hem eerst", ME)
    assert SENTENCE not in chat.mila.form.text


async def test_a_third_of_ones_own_and_one_that_is_there(chat: Chat) -> None:
    await chat.noord()
    for n, x in enumerate(("de telefoon gaat", "een klant bedankt")):
        await begin(chat.mila, x, "schrijf ik het op", ME)
        assert await chat.mila.sends({AID: "alleen bij de terugblik"}) == (
            f"Afgesproken met jezelf: Als {x}, dan schrijf ik het op. Alleen jij ziet dit."
        )
        assert len(await own_rows(chat)) == n + 1
    await begin(chat.mila, "een collega vastloopt", "ga ik ernaast zitten", ME)
    assert LIMIT in chat.mila.form.text
    assert "ga ik ernaast zitten" in chat.mila.form.text
    await chat.mila.presses("Pauze", chat.mila.form, near="de telefoon gaat")
    assert [row.state for row in await own_rows(chat)] == ["PAUSED", "ACTIVE"]
    await chat.mila.leaves()
    await running(chat, (CALLS, RING_BACK))
    await begin(chat.mila, "een klant klaagt", "bieden we koffie aan")
    assert chat.mila.form.submit == PROPOSE
    await chat.mila.leaves()
    await begin(chat.mila, "een klant voor de tweede keer belt", "bellen we hem zelf terug")
    assert f"Lijkt op: {SENTENCE}" in chat.mila.form.text
    await chat.mila.submits()
    assert chat.mila.form.submit == PROPOSE


async def test_without_a_field_nothing_goes_on(chat: Chat) -> None:
    await chat.noord()
    await begin(chat.mila, "als een", "dan bellen we")
    assert list(chat.mila.form.errors) == [X]
    await chat.mila.fills({X: "als ze er"})
    await chat.mila.submits()
    assert list(chat.mila.form.errors) == [X]
    await chat.mila.leaves()
    assert "voorstel" in await propose(chat, chat.mila)


async def test_what_a_team_agreed_on_is_read_without_names(chat: Chat) -> None:
    """Its proposer sees what didn't begin; everybody the rest, with what they can do about it."""
    await chat.noord()
    today = date(2026, 11, 20)
    base = {"team": 1, "why": "Rust", "aid": "look", "at": chat.clock.now(), "since": today, "proposer": chat.mila.id}
    made = {"ACTIVE": date(2026, 9, 28), "PROPOSED": None, "PAUSED": today, "ANCHORED": today, "EXPIRED": None}
    async with chat.house.turns.writing(chat.house.org) as turn:
        for state, began in made.items():
            words = {"x": f"er iets {state.lower()} is", "y": "doen we dit samen"}
            turn.session.add(Agreement(**base, **words, state=state, activated_on=began))
    read: dict[str, tuple[str, list[str]]] = {}
    for actor in (chat.mila, chat.bram):
        await actor.types("/alsdan", channel=NOORD)
        read[actor.name] = (actor.form.text, actor.form.buttons)
        await actor.leaves()
    (mine, own_buttons), (text, buttons) = read[chat.mila.name], read[chat.bram.name]
    assert "Als er iets expired is, dan doen we dit samen.\nNiet gestart" in mine
    assert "Opnieuw voorstellen" in own_buttons
    assert "Voorstel intrekken" in own_buttons
    assert [word in text for word in ("expired", "Mila", "Bram")] == [False] * 3
    assert "Als er iets active is, dan doen we dit samen.\nWeek 8" in text
    here = text.index("Zo doen we dat hier")
    assert text.index("iets paused is") < here < text.index("🌱 Als er iets anchored is")
    assert buttons == [
        *("Terugval", "Andere woorden", "Verankeren", "Pauze", "Loslaten", "Hoe het ging"),
        *("Ik doe mee", "Andere woorden", "Verder", "Loslaten", "Hoe het ging"),
        *("Deel met ander team", "Loslaten", "Hoe het ging", "Nieuwe afspraak"),
    ]
    await chat.bram.person.opens_home()
    assert "Afgesproken in klantenservice-noord:" in str(chat.bram.person.home.text if chat.bram.person.home else "")
