"""Where a compliment can be read, a name in it reads as far as its owner agreed: in every one of these places."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from bot import logs
from bot.stage import Actor
from tests.chat import NOORD, Chat
from tests.rituals.compliment_talk import (
    ALL,
    MEANT,
    NAMED_BTN,
    REMOVE_NAME,
    UNNAMED_BTN,
    choose,
    everything,
    give,
    posts,
    press,
)
from tests.rituals.test_privacy import files

ON_BOARD, IN_CHANNEL = "belde zelf terug en omár bleef rustig", "bracht het pakket zelf langs"
NAMED = re.compile(r"omár|Omar (belde|bracht)|(Dankzij|aan|over) Omar")


@contextmanager
def logged(level: str) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.configure(level, stream=stream)
    yield stream
    logs.configure("ERROR")


async def read(chat: Chat, actor: Actor) -> dict[str, str]:
    """Every place where this person can read compliments, by its name."""
    places = {"messages, threads and lock screen": "\n".join(everything(actor))}
    for typed in ("/dagstart gemist", "/compliment mijn", "/klant mijn"):
        heard = await actor.types(typed, channel=NOORD)
        places[typed] = actor.view.text if actor.view else heard.text if heard else ""
        if typed == "/klant mijn":
            await actor.presses("Exporteer")
            places["export"] = b"\n".join(files(chat, actor.dm()[-1]).values()).decode()
        await actor.leaves()
    for post in posts(chat, actor.name.split()[0].lower()):
        await actor.presses(ALL, post)
        places[f"page of {post.ts}"] = actor.form.text
        await actor.leaves()
    await actor.types("/dagstart", channel=NOORD)
    await actor.presses(ALL, [seen for seen in actor.sees(NOORD) if seen.ephemeral][-1])
    places["everything"] = actor.form.text
    await actor.leaves()
    places["home"] = (await actor.person.opens_home()).text
    return places


def naming(places: dict[str, str]) -> list[str]:
    return [name for name, text in places.items() if NAMED.search(text)]


def holding(places: dict[str, str], text: str) -> list[str]:
    return [name for name, each in places.items() if text in each]


def public(chat: Chat) -> Sequence[Actor]:
    return [chat.anna, chat.sanne]


async def test_a_name_is_read_nowhere_without_its_owner(chat: Chat) -> None:
    """On the board without, in the channel with the name; then that one is taken out as well."""
    with logged("DEBUG") as log:
        await chat.noord()
        await chat.jump("2026-11-23 09:01")
        meant = {MEANT: "Dankzij Omar is de klant gebleven"}
        await give(chat, chat.mila, f"Omar {ON_BOARD}", chat.omar, **meant)
        await choose(chat, chat.omar, UNNAMED_BTN)
        await chat.jump("2026-11-23 11:20")
        await give(chat, chat.mila, f"Omar {IN_CHANNEL}", chat.omar, **meant)
        assert [naming(await read(chat, actor)) for actor in public(chat)] == [[], []]
        await choose(chat, chat.omar, NAMED_BTN)
        (post,) = posts(chat)
        assert (NAMED.search(post.text) is None, NAMED.search(post.fallback) is None) == (False, False)
        places = await read(chat, chat.sanne)
        page = f"page of {post.ts}"
        assert naming(places) == ["messages, threads and lock screen", "/dagstart gemist", page, "everything"]
        await press(chat, chat.omar, REMOVE_NAME, chat.omar.dm()[-1])
        await chat.jump("2026-11-27 15:00")
        for actor in public(chat):
            places = await read(chat, actor)
            assert naming(places) == []
            assert "messages, threads and lock screen" in holding(places, f"Een collega {IN_CHANNEL}")
            assert "/dagstart gemist" in holding(places, "Een collega belde zelf terug en een collega bleef rustig")
        for actor in (chat.mila, chat.omar):
            assert "/compliment mijn" in naming(await read(chat, actor))
            assert not [text for text in actor.notifications if IN_CHANNEL in text or ON_BOARD in text]
        structlog.get_logger().debug("test.heard")
    assert "test.heard" in log.getvalue()
    assert not [text for text in ("omár", "Omar", "Mila", "rustig", "pakket", "Dankzij") if text in log.getvalue()]
