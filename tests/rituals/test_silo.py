"""Dialogues about aims that collide: a signal without a name, the coach's register, a talk, and what comes of it."""

from __future__ import annotations

import hashlib
import io
from itertools import product

import pytest
import structlog

from bot.stage import Actor
from rituals.contract import Event, Refused
from tests.chat import NOORD, Chat
from tests.rituals.silo_talk import (
    COMPLETE,
    EFFECT,
    FILLED,
    HIDDEN,
    NAMED,
    OURS,
    SPEED,
    TEAMS,
    THANKS,
    THEIRS,
    TWICE,
    UNKNOWN,
    ZUID,
    appoint,
    does,
    everything,
    gives,
    opens,
    signals,
    two_teams,
)

NO_PERSONS = "Beschrijf het doel, niet de persoon."
AGREED = "We sturen samen één brief, met één datum erin"
AGREE, TEXT = "Samen afgesproken", "Wat spreken jullie samen af?"
WHY, UNTIL = "Waarom wacht het even?", "Wanneer breng ik het weer ter sprake?"
VAGUE = "Elke klant krijgt dezelfde dag antwoord"
STAYS = ("SOLVED", None, AGREED)
ONE_EACH = [(True, False, False), (False, True, False), (False, False, True)]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is said here is the same on both; ten at once are on both."""
    return sqlite_url


def dms(actor: Actor, begins: str) -> list[str]:
    return [seen.text for seen in actor.dm() if begins in seen.text]


def invited(actor: Actor) -> list[str]:
    return dms(actor, "Jullie doelen lijken elkaar te raken.")


async def test_ac_sil_01_without_a_name_nothing_links_it_to_who_gave_it(debug: io.StringIO, chat: Chat) -> None:
    await two_teams(chat)
    before = await everything(chat)
    structlog.get_logger().debug("is heard")
    assert THANKS in await gives(chat, chat.fatima)
    after = await everything(chat)
    new = [row for table in after for row in after[table] - before[table]]
    assert any(TWICE in row for row in new)
    assert not [row for row in new if chat.fatima.id in row]
    about = [f"{team}" for team in (1, 2)]
    for person, team, parts in product((chat.fatima.id,), about, ((TWICE,), (SPEED, COMPLETE, TWICE))):
        tried = hashlib.sha256("\x1f".join([person, "silo.new", team, *parts]).encode()).hexdigest()
        assert not [row for row in new if tried in row]
    assert "is heard" in debug.getvalue()
    assert chat.fatima.id not in debug.getvalue().partition("is heard")[2]
    # With her name it is asked about, and hers to see and to take back.
    assert THANKS in await gives(chat, chat.fatima, {NAMED: True})
    assert [row.person for row in await signals(chat)] == [None, chat.fatima.id]
    await chat.fatima.types("/klant silo nieuw", channel=NOORD)
    assert "Dit stuurde je net ook" in await chat.fatima.sends(FILLED | {NAMED: True})


async def test_ac_sil_04_a_colleagues_name_is_refused_and_nothing_typed_is_lost(chat: Chat) -> None:
    await two_teams(chat)
    wrong: tuple[tuple[str, str], ...] = (
        (OURS, "Omar wil dat alles snel gaat"),
        (THEIRS, "De collega's van karim willen alles compleet"),
        (EFFECT, "Lotte Jansen belt de klant niet terug"),
    )
    await chat.bram.types("/klant silo nieuw", channel=NOORD)
    for field, text in wrong:
        await chat.bram.fills(FILLED | {field: text})
        await chat.bram.submits()
        assert chat.bram.form.errors == {field: NO_PERSONS}
        assert chat.bram.form.values[field] == text
    await chat.bram.fills(FILLED | {TEAMS: [ZUID, UNKNOWN]})
    await chat.bram.submits()
    assert chat.bram.form.errors == {TEAMS: "Kies teams, of kies ‘weet ik niet’."}
    assert THANKS in await chat.bram.sends(FILLED | {TEAMS: [UNKNOWN]})
    assert len(await signals(chat)) == 1


async def test_from_signal_to_what_two_teams_agree(chat: Chat) -> None:
    """Fatima gives her name, Bram doesn't. Anna leads the team it comes from, Karim the one that it names."""
    await two_teams(chat)
    await gives(chat, chat.fatima, {NAMED: True})
    await gives(chat, chat.bram, {OURS: VAGUE, TEAMS: [UNKNOWN]})
    assert "Er zijn signalen" not in "".join(dms(chat.nadia, ""))
    assert SPEED in await opens(chat.nadia, SPEED)
    assert "Gemeld door Fatima Yilmaz." in chat.nadia.form.text
    named = await opens(chat.karim, channel=ZUID)
    assert (SPEED in named, VAGUE in named) == (True, False)
    for outsider in (chat.anna, chat.omar, chat.bram):
        text = await opens(outsider)
        assert (SPEED in text, VAGUE in text, HIDDEN in text) == (False, False, True)
        await outsider.leaves()
    await chat.until("2026-11-23 09:00")
    (news,) = dms(chat.nadia, "Er zijn signalen over doelen die botsen.")
    assert (SPEED in news, VAGUE in news) == (True, True)
    assert "Uitgenodigd" in await does(chat, chat.nadia, "Nodig uit", SPEED, **{TEAMS: [ZUID]})
    (anna,), (karim,) = (invited(lead) for lead in (chat.anna, chat.karim))
    assert all(word in line for line in (anna, karim) for word in (TWICE, SPEED, COMPLETE, "half uur"))
    assert SPEED in await opens(chat.anna)
    await does(chat, chat.nadia, AGREE, SPEED, **{TEXT: AGREED})
    assert f"Samen afgesproken: {AGREED}" in "".join(dms(chat.karim, AGREED))
    assert not invited(chat.karim)
    await chat.karim.presses("Maak er een actie van", next(seen for seen in chat.karim.dm() if AGREED in seen.text))
    assert AGREED in chat.karim.form.values.values()
    await chat.karim.leaves()
    await opens(chat.anna, SPEED)
    await chat.anna.presses("Maak er een afspraak van", chat.anna.form)
    assert AGREED in chat.anna.form.values.values()
    await chat.anna.leaves()
    await does(chat, chat.nadia, "Opgelost", SPEED)
    told = dms(chat.fatima, "Er is beweging in een signaal van jou.")
    assert [("uitgenodigd" in one, AGREED in one, "opgelost" in one) for one in told] == ONE_EACH
    assert not dms(chat.bram, "signaal")


async def test_ac_sil_02_two_that_are_taken_together_move_together(chat: Chat) -> None:
    await two_teams(chat)
    await gives(chat, chat.fatima, {NAMED: True})
    await gives(chat, chat.lotte, {OURS: VAGUE, TEAMS: [NOORD], NAMED: True}, ZUID)
    await gives(chat, chat.omar, {OURS: "Niemand hoeft bij ons te wachten", TEAMS: [UNKNOWN]})
    await does(chat, chat.nadia, "Voeg samen", VAGUE, **{"Met welk signaal?": f"{SPEED} – {COMPLETE}"[:75]})
    assert [row.into for row in await signals(chat)] == [None, 1, None]
    await does(chat, chat.nadia, AGREE, SPEED, **{TEXT: AGREED})
    assert AGREED in dms(chat.fatima, "beweging")[-1]
    assert AGREED in dms(chat.lotte, "beweging")[-1]
    assert "Doelen: drie open, geen opgelost" in await opens(chat.mila)
    await does(chat, chat.nadia, "Opgelost", SPEED)
    assert "Doelen: één open, twee opgelost" in await opens(chat.mila)
    # Whoever gave the first takes it back: the other stays, and stays solved.
    await chat.fatima.types("/klant mijn", channel=NOORD)
    assert SPEED in chat.fatima.form.text
    await chat.fatima.presses("Weghalen", chat.fatima.form, near=SPEED)
    await chat.fatima.leaves()
    await chat.settle()
    assert [(row.state, row.into, row.agreed) for row in await signals(chat)] == [STAYS, ("OPEN", None, None)]
    assert not dms(chat.fatima, "beweging")


async def test_a_coach_lets_one_wait_and_a_forged_subject_reads_nothing(chat: Chat) -> None:
    await two_teams(chat)
    await gives(chat, chat.bram)
    await opens(chat.nadia, SPEED)
    await chat.nadia.presses("Even laten wachten", chat.nadia.form)
    late = {WHY: "Na de verhuizing", UNTIL: "2027-02-19"}
    await chat.nadia.fills(late)
    await chat.nadia.submits()
    assert "tot en met donderdag 18 februari" in chat.nadia.form.errors[UNTIL]
    await chat.nadia.sends({UNTIL: "2026-12-05"})
    await chat.nadia.leaves()
    assert "Na de verhuizing" in await opens(chat.nadia, SPEED)
    # What was made up, nobody reads.
    for person, about in product((chat.omar, chat.anna, chat.lotte), ("1:1", "2:1", ":1", "1:7")):
        asked = {"org": chat.house.org, "person": person.id, "about": about, "id": f"{person.id}{about}"}
        with pytest.raises(Refused):
            await chat.house.dispatcher.open(Event(does="silo.one", **asked))
        for does_ in ("silo.withdraw", "silo.move", "silo.onward"):
            with pytest.raises(Refused):
                await chat.house.dispatcher.act(Event(does=does_, **(asked | {"id": does_ + asked["id"]})))


async def test_without_a_coach_it_waits_and_admins_read_so_once(chat: Chat) -> None:
    await two_teams(chat, coach=False)
    said = await gives(chat, chat.fatima)
    assert THANKS in said
    assert "Er is nog geen cultuurcoach." in said
    await chat.until("2026-11-24 09:00")
    assert len(dms(chat.sanne, "De rol van cultuurcoach is vrij.")) == 1
    await appoint(chat)
    await chat.until("2026-11-25 09:00")
    assert len(dms(chat.nadia, "Er zijn signalen over doelen die botsen.")) == 1
    assert not dms(chat.sanne, "De rol van cultuurcoach is vrij.")
