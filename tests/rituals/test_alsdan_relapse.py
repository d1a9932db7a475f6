"""Dialogues about a relapse: for oneself, shared without a name, or seen with somebody else."""

from __future__ import annotations

import hashlib
from itertools import product

from bot.stage import Actor
from storage.alsdan import Agreement, Learned, LookAnswer, LookBack, LookResult, PersonalAgreement
from storage.house import CardRow, Once, Outgoing, Timer
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import rows
from tests.rituals.look_talk import RELAPSE, SENTENCE, X, Y, agreed, looks, thread

WHICH, WHY, WITH_WHOM = (
    "Welke afspraak?",
    "Wat maakte het oude patroon even handig?",
    "Wat zal ik ermee doen?",
)
ME, SHARE, OTHER = "Alleen voor mij", "Deel zonder naam", "Ik zag het bij een ander"
NOTICED = f"Goed dat je het merkt, dat is al de helft. Volgende keer weer: als {X}, dan {Y}."
KINDLY = (
    f"Zeg het liefst zelf en onder vier ogen: “Zullen we onze afspraak nog eens proberen? Als {X}, dan {Y}.” "
    "Ik stuur niets en bewaar niets."
)
SHARED = (
    "Dank je wel. Je team leest het bij de volgende terugblik, zonder je naam. Komt die er niet, dan gooi ik het weg."
)
BUSY = "Het was druk aan de balie en de collega was al weg"
OF_TEAMS = (Agreement, Learned, LookAnswer, LookBack, LookResult, Outgoing, CardRow, Timer)


async def relapses(actor: Actor, choice: str, text: str = "") -> str:
    await actor.types("/alsdan terugval", channel=NOORD)
    return await actor.sends({WHY: text, WITH_WHOM: choice})


async def stored(chat: Chat) -> list[str]:
    """Every row of the team's agreements, and all that waits to be said."""
    return [
        str({name: value for name, value in vars(row).items() if not name.startswith("_")})
        for table in OF_TEAMS
        for row in await rows(chat, table)
    ]


async def test_ac_als_08_private_relapse(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    before, said = await stored(chat), chat.channel()
    await chat.fatima.types("/alsdan terugval", channel=NOORD)
    assert chat.fatima.form.title == "Terugval"
    assert NOTICED in await chat.fatima.sends({WHY: BUSY, WITH_WHOM: ME})
    await chat.settle()
    assert (await stored(chat), chat.channel()) == (before, said)
    assert all(BUSY not in str(row.answer) for row in await rows(chat, Once))


async def test_ac_als_09_somebody_elses_relapse(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    before, said = await stored(chat), {name: len(actor.dm()) for name, actor in chat.people.items()}
    await chat.joris.types("/alsdan terugval", channel=NOORD)
    assert [each for each in ("Wie?", "Collega", "Naam") if each in chat.joris.form.text] == []
    assert "Alleen jij ziet dit." in chat.joris.form.text
    assert KINDLY in await chat.joris.sends({WITH_WHOM: OTHER})
    await chat.settle()
    assert await stored(chat) == before
    assert {name: len(actor.dm()) for name, actor in chat.people.items()} == said


async def test_what_is_shared_stands_in_the_next_look_back_and_nobody_can_tell_whose_it_is(chat: Chat) -> None:
    await chat.noord()
    await agreed(chat, "2026-11-23")
    await agreed(chat, "2026-11-23", "we een brief versturen", "leest een collega hem eerst")
    await chat.jump("2026-11-26 15:00")
    (first,) = looks(chat)
    await chat.mila.presses(RELAPSE, first)
    await chat.mila.fills({WHICH: "Als een klant voor de tweede keer belt", WITH_WHOM: SHARE})
    await chat.mila.submits()
    assert "Schrijf in een paar woorden wat het handig maakte." in chat.mila.form.errors.values()
    assert SHARED in await chat.mila.sends({WHY: BUSY})
    assert [row.text for row in await rows(chat, Learned)] == [BUSY]
    await guessed(chat)
    await chat.jump("2026-11-27 12:00")
    assert [line for line in thread(first) if BUSY in line] == []
    await chat.jump("2026-12-03 15:00")
    second = looks(chat)[-1]
    assert thread(second) == [f"{SENTENCE}\nIemand deelt wat het oude patroon handig maakte: “{BUSY}”"]
    assert await rows(chat, Learned) == []
    await chat.jump("2026-12-10 15:00")
    assert thread(looks(chat)[-1]) == []


async def guessed(chat: Chat) -> None:
    """Whoever tries each colleague with the text that everybody reads finds none of the hashes that are kept."""
    kept = {row.key for row in await rows(chat, Once)}
    does, abouts = "alsdan.relapse", ("1", "1:1", "1:2", "")
    for actor, about in product(chat.people.values(), abouts):
        for whole in ([actor.id, does, about, BUSY], [does, about, actor.id, BUSY], [actor.id, BUSY]):
            assert "text:" + hashlib.sha256("\x1f".join(whole).encode()).hexdigest() not in kept


async def test_ones_own_agreement_is_noticed_for_oneself_alone(chat: Chat) -> None:
    await chat.noord()
    await chat.mila.types("/alsdan terugval", channel=NOORD)
    assert "Er loopt nu geen afspraak." in chat.mila.hears(NOORD)
    async with chat.house.turns.writing(chat.house.org) as turn:
        known = {"state": "ACTIVE", "aid": "look", "at": turn.now, "since": turn.now.date()}
        turn.session.add(PersonalAgreement(person=chat.mila.id, x="ik haast heb", y="lees ik het nog eens", **known))
    await chat.mila.types("/alsdan terugval", channel=NOORD)
    await chat.mila.fills({WHY: BUSY, WITH_WHOM: SHARE})
    await chat.mila.submits()
    assert "Deze afspraak is alleen van jou, dus er is niemand om het mee te delen." in chat.mila.form.errors.values()
    assert "als ik haast heb, dan lees ik het nog eens." in await chat.mila.sends({WITH_WHOM: ME})
    await agreed(chat, "2026-11-23")
    await chat.sanne.types("/alsdan terugval", channel=NOORD)
    assert chat.sanne.form.options(WHICH) == [SENTENCE.partition(",")[0]]
