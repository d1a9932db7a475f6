"""Nowhere a number of compliments beside a person, nor people in an order of it; no name before its owner agreed."""

from __future__ import annotations

import json
import re

import pytest

from bot.registry import make
from bot.stage import Actor
from rituals import RITUALS
from tests.chat import NOORD, Chat, chatting
from tests.rituals.compliment_talk import ALL, NAMED_BTN, REMOVE_NAME, UNNAMED_BTN, choose, give, on_page
from tests.rituals.test_compliment_data import exported
from tests.rituals.test_compliment_week import always, selections

GIVEN = {"sanne": 3, "omar": 2, "bram": 1}  # most first, which is neither their order in the alphabet nor of joining
IN_TURN = ("bram", "sanne", "omar", "sanne", "omar", "sanne")
NAMES = ("Sanne", "Omar", "Bram")
NUMBER = re.compile(r"\b(3|drie|2|twee|1|één|6|zes)\b(?! (?:november|december|januari|uur|mensen))", re.IGNORECASE)
TEXTS = ("de bel", "een brief", "het pakket", "de factuur", "een storing", "de monteur")
WROTE = "Omar belde {day} terug en omár bleef rustig"
WITHOUT = "Een collega belde {day} terug en een collega bleef rustig"


async def views(actor: Actor) -> list[str]:
    """What this person reads after every command there is, in Home and in what *Alles bekijken* opens."""
    found: list[str] = []
    for typed in (f"/{command.nl} {sub.nl}" for command in make(RITUALS).commands for sub in command.subs):
        heard = await actor.types(typed, channel=NOORD)
        found += [f"{typed}\n{seen.text}" for seen in (heard, actor.view) if seen is not None]
        await actor.leaves()
    home = await actor.person.opens_home()
    return [*found, home.text]


def numbered(text: str) -> list[str]:
    """Lines with a person and a number; what somebody wrote, or a rule of the house, has none in these dialogues."""
    return [line for line in text.splitlines() if any(name in line for name in NAMES) and NUMBER.search(line)]


def ranked(text: str) -> bool:
    """Whether lines begin with these people, most compliments first."""
    first = [line.lstrip("•- ").split(" ")[0] for line in text.splitlines()]
    return list(dict.fromkeys(word for word in first if word in NAMES)) == list(NAMES)


@pytest.mark.parametrize("found", ["Sanne de Wit: 3 keer", "Omar kreeg twee complimenten", "drie voor Sanne"])
def test_a_number_beside_a_person_would_be_seen(found: str) -> None:
    assert numbered(found)
    assert ranked("Top:\nSanne de Wit\nOmar Haddad\nBram Visser")
    assert not ranked("Bram Visser\nOmar Haddad\nSanne de Wit")


async def test_ac_com_09_no_ranking_for_anybody(sqlite_url: str) -> None:
    """A lead and admin; a coach who coordinates; who received and gave most; a member who did neither."""
    async with chatting(sqlite_url, anew=False) as chat:
        await chat.noord()
        await chat.anna.types(f"/klant rol geef cultuurcoach @{chat.nadia.name}", channel=NOORD)
        await always(chat, *GIVEN)
        for text, to in zip(TEXTS, IN_TURN, strict=True):
            await give(
                chat, chat.mila if to == "sanne" else chat.anna, f"Dankzij jou werkte {text} weer", chat.people[to]
            )
        await chat.jump("2026-11-23 09:00")
        for actor in (chat.anna, chat.nadia, chat.sanne, chat.joris):
            for text in await views(actor):
                assert numbered(text) == [], text
                assert not ranked(text), text
        await chat.jump("2026-11-27 15:00")
        for text in (*chat.channel(), *(week.text for week in selections(chat))):
            assert not ranked(text), text


async def test_ac_com_13_in_card_fallback_and_exports_of_others(sqlite_url: str) -> None:
    async with chatting(sqlite_url, anew=False) as chat:
        await chat.noord()
        await chat.jump("2026-11-23 09:01")
        for button, told, day in ((UNNAMED_BTN, WITHOUT, "zelf"), (NAMED_BTN, WROTE, "meteen")):
            wrote, told = WROTE.format(day=day), told.format(day=day)
            await give(chat, chat.mila, wrote, chat.omar, chat.bram)
            await choose(chat, chat.bram, UNNAMED_BTN)
            await choose(chat, chat.omar, button)
            assert told in chat.card().text
            assert told in chat.card().fallback
            assert told in await texts(chat, chat.bram)
            assert wrote in await texts(chat, chat.mila)
        await on_page(chat, chat.omar, chat.card(), REMOVE_NAME)
        await chat.omar.leaves()
        assert set(await texts(chat, chat.bram)) == {WITHOUT.format(day=day) for day in ("zelf", "meteen")}
        for actor in (chat.bram, chat.sanne):
            assert "Omar" not in json.dumps(await exported(chat, actor))
            await actor.leaves()
            await actor.presses(ALL, chat.card())
            assert "mar belde" not in actor.form.text
            await actor.leaves()
        assert "mar belde" not in chat.card().text + chat.card().fallback


async def texts(chat: Chat, actor: Actor) -> list[object]:
    """Of compliments, in this person's export."""
    told = await exported(chat, actor)
    await actor.leaves()
    return [one["text"] for kind in ("compliments_given", "compliments_received") for one in told.get(kind, ())]
