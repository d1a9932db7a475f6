"""Dialogues about what is one's own: help, language, privacy, being away."""

from __future__ import annotations

from datetime import date

from storage.people import Absence
from tests.chat import NOORD, Chat
from tests.rituals.people_talk import answers, replies, rows


# --- help and language ------------------------------------------------------------------------------------------------
async def test_help_names_what_there_is(chat: Chat) -> None:
    await chat.noord()
    for typed in ("/klant", "/klant help", "/klant HELP"):
        told = await replies(chat, chat.sanne, typed)
        assert told.startswith(
            "Dit kan ik: /klant, /dagstart, /compliment, /alsdan, /klantpet en /estafette. "
            "Tik er help achter voor uitleg."
        )
        assert "/klant afwezig [24-12 t/m 02-01]: Die dagen laat ik je met rust." in told
    assert "/dagstart sla over [datum]" in await replies(chat, chat.sanne, "/dagstart help")


async def test_help_in_english_for_either_name_of_the_command(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.sanne, "/klant taal en")
    for typed in ("/klant help", "/customer"):
        told = await replies(chat, chat.sanne, typed)
        assert told.startswith(
            "I can do: /customer, /daystart, /kudos, /ifthen, /customerhat and /relay. Add help for an explanation."
        )
        assert "/customer away [24-12 to 02-01]: On those days I leave you in peace." in told


async def test_a_slip_of_the_pen_is_met_with_what_was_meant(chat: Chat) -> None:
    await chat.noord()
    assert (await replies(chat, chat.sanne, "/klant afwzig 24-12")).startswith(
        "Dat ken ik niet. Bedoel je /klant afwezig?"
    )
    assert "Bedoel je /klant rol geef?" in await replies(chat, chat.sanne, "/klant rol gef teamleider")
    assert (await replies(chat, chat.sanne, "/klant xyzzy-plugh")).startswith("Dat ken ik niet.\nDit kan ik:")
    assert (await replies(chat, chat.sanne, "/dagstart hepl")).startswith(
        "Dat ken ik niet. Bedoel je /dagstart help?\n/dagstart"
    )


async def test_help_behind_a_subcommand_is_about_that_one(chat: Chat) -> None:
    await chat.noord()
    told = "/klant stil [dagstart] [1 week|1 maand|uit]: Dan ben ik even stil, over één ritueel of over alles."
    assert await replies(chat, chat.sanne, "/klant stil help") == told
    told = "/klant afwezig [24-12 t/m 02-01]: Die dagen laat ik je met rust.\n/klant afwezig weg"
    assert (await replies(chat, chat.sanne, "/klant afwezig HULP")).startswith(told)
    assert (await replies(chat, chat.sanne, "/klant privacy ?")).startswith("/klant privacy: ")


async def test_language_is_ones_own(chat: Chat) -> None:
    await chat.noord()
    assert await replies(chat, chat.sanne, "/klant taal en") == "From now on I speak English with you."
    assert await replies(chat, chat.bram, "/klant taal nl") == "Vanaf nu spreek ik Nederlands met je."
    assert await replies(chat, chat.sanne, "/customer language Nederlands") == "Vanaf nu spreek ik Nederlands met je."


async def test_without_a_language_one_is_asked(chat: Chat) -> None:
    await chat.noord()
    assert await replies(chat, chat.sanne, "/klant taal") == "In welke taal zal ik met je praten?"
    await answers(chat, chat.sanne, "English")
    assert chat.sanne.hears(NOORD) == "From now on I speak English with you."


# --- being away -------------------------------------------------------------------------------------------------------
async def test_away_over_new_year(chat: Chat) -> None:
    await chat.noord()
    told = await replies(chat, chat.sanne, "/klant afwezig 24-12 t/m 02-01")
    assert told == "Genoteerd. Van donderdag 24 december tot en met zaterdag 2 januari 2027 laat ik je met rust."
    (absence,) = await rows(chat, Absence)
    assert (absence.person, absence.first, absence.last) == (chat.sanne.id, date(2026, 12, 24), date(2027, 1, 2))


async def test_the_same_absence_twice_is_noted_once(chat: Chat) -> None:
    await chat.noord()
    for _ in range(2):
        assert "Genoteerd." in await replies(chat, chat.sanne, "/klant afwezig morgen")
    assert len(await rows(chat, Absence)) == 1


async def test_a_date_that_is_none_or_has_passed_comes_back_with_the_text(chat: Chat) -> None:
    await chat.noord()
    told = await replies(chat, chat.sanne, "/klant afwezig ergens in mei")
    assert told.startswith("Deze datum begrijp ik niet. Probeer bijvoorbeeld 24-12-2026.")
    assert "ergens in mei" in told
    told = await replies(chat, chat.sanne, "/klant afwezig 01-11-2026 t/m 02-11-2026")
    assert told.startswith("Deze datum is al geweest.")
    await replies(chat, chat.sanne, "/klant taal en")
    told = await replies(chat, chat.sanne, "/customer away someday")
    assert told.startswith("I don't understand this date. Try for example 24-12-2026.")
    assert await rows(chat, Absence) == []


async def test_away_by_the_form(chat: Chat) -> None:
    await chat.noord()
    await chat.sanne.types("/klant afwezig", channel=NOORD)
    await chat.sanne.fills({"Eerste dag": date(2026, 12, 24), "Laatste dag": date(2026, 12, 23)})
    await chat.sanne.submits()
    assert list(chat.sanne.form.errors.values()) == ["De laatste dag ligt voor de eerste."]
    await chat.sanne.fills({"Eerste dag": date(2026, 11, 2), "Laatste dag": date(2026, 11, 3)})
    await chat.sanne.submits()
    assert list(chat.sanne.form.errors.values()) == ["Deze datum is al geweest."]
    await chat.sanne.fills({"Eerste dag": date(2026, 12, 24), "Laatste dag": date(2026, 12, 25)})
    await chat.sanne.submits()
    assert "laat ik je met rust" in chat.sanne.form.text
    assert len(await rows(chat, Absence)) == 1


async def test_away_is_taken_away(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.sanne, "/klant afwezig vandaag t/m 27-11")
    await replies(chat, chat.sanne, "/klant afwezig 24-12 t/m 02-01")
    assert "sta je niet als afwezig" in await replies(chat, chat.sanne, "/klant afwezig weg 10-12")
    back = "Welkom terug. Je afwezigheid is weggehaald."
    assert await replies(chat, chat.sanne, "/klant afwezig weg 26-12") == "Je afwezigheid is weggehaald."
    assert await replies(chat, chat.sanne, "/klant afwezig weg") == back
    assert "Vandaag sta je niet als afwezig" in await replies(chat, chat.sanne, "/klant afwezig weg")
    assert await rows(chat, Absence) == []


async def test_away_since_yesterday_is_this_year(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-24 12:00")
    told = await replies(chat, chat.sanne, "/klant afwezig 23-11 t/m vrijdag")
    assert told == "Genoteerd. Van maandag 23 november tot en met vrijdag 27 november laat ik je met rust."
    assert await replies(chat, chat.sanne, "/klant afwezig weg 23-11") == "Welkom terug. Je afwezigheid is weggehaald."
    told = await replies(chat, chat.sanne, "/klant afwezig weg 23-11")
    assert told == "Op maandag 23 november sta je niet als afwezig genoteerd."
    told = await replies(chat, chat.sanne, "/klant afwezig 23-11")
    assert told.startswith("Deze datum is al geweest.")
    told = await replies(chat, chat.sanne, "/klant afwezig 24-12-2027 t/m 20-12-2027")
    assert told.startswith("De laatste dag ligt voor de eerste.")
    told = await replies(chat, chat.sanne, "/klant afwezig 29-2")
    assert told == "Genoteerd. Op dinsdag 29 februari 2028 laat ik je met rust."


async def test_an_absence_is_forgotten_thirty_days_after_its_end(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.sanne, "/klant afwezig 23-11 t/m 24-11")
    await chat.jump("2026-12-24 12:00")
    assert len(await rows(chat, Absence)) == 1
    await chat.jump("2026-12-25 12:00")
    assert await rows(chat, Absence) == []
