"""What holds for every command, whoever's it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from bot import commands
from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from bot.registry import make
from rituals import RITUALS, helping
from rituals.contract import Command, Sub
from tests.chat import NOORD, Chat
from tests.rituals.people_talk import replies

COMMANDS = make(RITUALS).commands
CATALOGS = Catalogs.load()


def phrases() -> Iterator[tuple[Command, Sub, str]]:
    yield from ((command, sub, phrase) for command in COMMANDS for sub in command.subs for phrase in (sub.nl, sub.en))


def in_both(command: Command, typed: str) -> tuple[str, str]:
    told = helping.answer(command, typed, COMMANDS).text
    nl, en = (plain(told, Reader(language, {}, {}, {}, CATALOGS)) for language in ("nl", "en"))
    return nl, en


def test_a_subcommand_is_known_in_both_languages_however_it_is_written() -> None:
    for command, sub, phrase in phrases():
        accented = unicodedata.normalize("NFC", "".join(f"{c}\u0301" if c in "aeiou" else c for c in phrase))
        for typed in (phrase, phrase.upper(), accented, f"  {phrase.replace(' ', '   ')} "):
            assert commands.match(command, typed)[0] is sub, typed


def test_a_slip_of_the_pen_is_met_with_what_may_have_been_meant() -> None:
    """In its own language where there are two; a slip may be nearer to another one."""
    known = {(f"/{command.nl} {sub.nl}", f"/{command.en} {sub.en}") for command, sub, _phrase in phrases()}
    for command, _sub, phrase in phrases():
        typed = f"{phrase[:1]}{phrase[2:]}"
        if len(phrase) < 4 or commands.match(command, typed)[0]:
            continue
        nl, en = in_both(command, typed)
        assert any(
            nl.startswith(f"Dat ken ik niet. Bedoel je {dutch}?")
            and en.startswith(f"I don't know that one. Did you mean {english}?")
            for dutch, english in known
        ), (typed, nl[:80])


def test_help_has_a_line_for_each_subcommand_in_either_language() -> None:
    for command in COMMANDS:
        nl, en = in_both(command, "help")
        for sub in command.subs:
            assert f"/{command.nl} {sub.nl}".strip() in nl
            assert f"/{command.en} {sub.en}".strip() in en
        assert len(nl.splitlines()) == len(en.splitlines()) >= len(command.subs)


@pytest.mark.parametrize("bare", ["help", "HELP", "Hulp", " ? ", "hélp"])
def test_help_however_it_is_asked_for(bare: str) -> None:
    for command in COMMANDS:
        assert in_both(command, bare) == in_both(command, "help")


async def test_dates_as_people_type_them(chat: Chat) -> None:
    """On Friday 20 November 2026."""
    await chat.noord()
    for typed, day in (
        ("/klant afwezig morgen", "zaterdag 21 november"),
        ("/customer away tomorrow", "zaterdag 21 november"),
        ("/klant AFWEZIG Dínsdag", "dinsdag 24 november"),
        ("/customer Away wed", "woensdag 25 november"),
        ("/klant afwezig 24-12", "donderdag 24 december"),
        ("/klant afwezig 24‑12‑2026", "donderdag 24 december"),
        ("/klant away 2026-12-24", "donderdag 24 december"),
    ):
        told = await replies(chat, chat.sanne, typed)
        assert told == f"Genoteerd. Op {day} laat ik je met rust.", typed


async def test_who_is_in_no_team_hears_how_to_begin_one(chat: Chat) -> None:
    await chat.noord()
    newcomer = chat.person("Zita Bos")
    chat.slack.channel("kantine", members=[newcomer.person])
    told = await replies(chat, newcomer, "/dagstart verbeterpunt", channel="kantine")
    assert told == "Je hoort nog niet bij een team. Met /dagstart start begin je er een in jullie kanaal."
    assert NOORD not in told
