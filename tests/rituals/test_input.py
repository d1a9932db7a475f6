"""What people type: refused kindly where it must be, shown as typed where it may, and never lost."""

from __future__ import annotations

import pytest

from sandbox import ClientRefused
from tests.chat import NOORD, Chat

WHAT = "Wat merkte of vroeg een klant?"


async def morning(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:00")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Terugstorten op NL91 ABNA 0417 1643 00 graag, zei de klant.", "rekeningnummer"),
        ("De klant met nummer 111222333 belde over de factuur.", "burgerservicenummer"),
        ("Bel de klant terug op 06-12345678 over de factuur.", "telefoonnummer"),
        ("Mail naar jan.jansen@voorbeeld.nl over de factuur.", "e-mailadres"),
    ],
)
async def test_customer_data_is_blocked_and_the_text_stays_in_the_form(chat: Chat, text: str, kind: str) -> None:
    await morning(chat)
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.fills({WHAT: text})
    await chat.sanne.submits()

    assert f"Er lijkt een {kind} in je tekst te staan" in chat.sanne.form.errors[WHAT]
    assert chat.sanne.form.values[WHAT] == text
    await chat.settle()
    assert text not in chat.card().text

    await chat.sanne.fills({WHAT: "De klant vroeg twee keer om dezelfde gegevens."})
    await chat.sanne.submits()
    assert "Bewaard" in chat.sanne.form.text


async def test_a_text_that_may_point_at_a_customer_is_asked_about_once(chat: Chat) -> None:
    await morning(chat)
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.fills({WHAT: "Mevrouw De Wit moest drie keer bellen."})
    await chat.sanne.submits()

    assert "Kan iemand de klant hierin herkennen?" in chat.sanne.form.text
    assert chat.sanne.form.values[WHAT] == "Mevrouw De Wit moest drie keer bellen."
    await chat.sanne.submits()
    assert "Bewaard" in chat.sanne.form.text


async def test_the_same_text_twice_within_ten_minutes_is_asked_about(chat: Chat) -> None:
    await morning(chat)
    text = "De brief was onduidelijk voor een klant."
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.sends({WHAT: text})
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.fills({WHAT: text})
    await chat.sanne.submits()

    assert "Dit stuurde je net ook" in chat.sanne.form.text
    await chat.sanne.submits()
    await chat.sanne.leaves()
    await chat.settle()
    assert chat.card().text.count(text) == 2


async def test_a_text_of_3001_characters_is_stopped_by_slack_itself(chat: Chat) -> None:
    await morning(chat)
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.fills({WHAT: "a" * 3001})
    await chat.sanne.submits()

    assert chat.sanne.form.errors
    assert len(str(chat.sanne.form.values[WHAT])) == 3001


async def test_too_short_is_said_at_the_field(chat: Chat) -> None:
    await morning(chat)
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.fills({WHAT: "  kort  \n\n "})
    await chat.sanne.submits()

    assert chat.sanne.form.errors[WHAT] == "Iets meer woorden helpen je collega's. Minstens 10 tekens."


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> een klant wacht",
        "<@U000000001> een klant wacht",
        "een *klant* _wacht_ ~al~ `lang`",
        "een klant \u200fשלום\u200e wacht",
        "een klant & <b>wij</b> > zij",
        "https://voorbeeld.nl wacht :smile: @here",
    ],
)
async def test_what_is_typed_appears_as_typed_and_rings_nobody(chat: Chat, text: str) -> None:
    await morning(chat)
    await chat.omar.presses("Verbeterpunt")
    await chat.omar.sends({WHAT: text})
    await chat.settle()

    card = chat.card(person="bram")
    assert text in card.text
    assert not card.rings.broadcasts
    assert not card.rings.users


async def test_overriding_marks_are_taken_out(chat: Chat) -> None:
    await morning(chat)
    await chat.omar.presses("Verbeterpunt")
    await chat.omar.sends({WHAT: "een klant \u202ewacht\u202c al \x07lang"})
    await chat.settle()

    assert "een klant wacht al lang" in chat.card().text


async def test_an_unknown_subcommand_suggests_the_nearest(chat: Chat) -> None:
    await chat.noord()
    await chat.sanne.types("/dagstart gemits", channel=NOORD)
    assert "Bedoel je /dagstart gemist?" in chat.sanne.hears(NOORD)

    await chat.sanne.types("/klant pryvacy", channel=NOORD)
    assert "Bedoel je /klant privacy?" in chat.sanne.hears(NOORD)

    await chat.sanne.types("/klant help", channel=NOORD)
    assert "/dagstart" in chat.sanne.hears(NOORD)
    assert "/puls" not in chat.sanne.hears(NOORD), "help names only what exists"


async def test_a_guest_may_read_along_and_no_more(chat: Chat) -> None:
    await chat.noord()
    gast = chat.person("Gerda Gast", guest=True)
    await chat.slack.join(NOORD, gast.person)
    await chat.until("2026-11-23 09:00")

    assert chat.cards(person="gerda")
    await gast.presses("Verbeterpunt")
    assert gast.hears(NOORD) == "Fijn dat je meekijkt. Meedoen kan alleen voor teamleden."
    assert gast.view is None


async def test_a_colleague_from_elsewhere_may_read_along_and_no_more(chat: Chat) -> None:
    await morning(chat)
    kees = chat.person("Kees Elders")
    await kees.presses("Verbeterpunt", in_=NOORD)
    assert kees.hears(NOORD) == "Fijn dat je meekijkt. Meedoen kan alleen voor teamleden."


async def test_a_member_without_the_right_changes_nothing(chat: Chat) -> None:
    await chat.noord()
    await chat.bram.types("/dagstart instellen", channel=NOORD)

    assert chat.bram.view is None
    assert chat.bram.hears(NOORD) == "Dit kan alleen de teamleider of waarnemer. Er is niets veranderd."


async def test_a_command_in_a_conversation_between_two(chat: Chat) -> None:
    await chat.noord()
    talk = chat.slack.dm(chat.anna.person, chat.bram.person)
    await chat.anna.types("/dagstart start", channel=talk)

    assert chat.anna.view is None
    assert chat.anna.hears(talk) == "Dat kan alleen in een kanaal. Typ het in het kanaal van je team."


async def test_a_command_where_the_bot_is_not(chat: Chat) -> None:
    anna = chat.person("Anna de Boer")
    chat.slack.channel("verkoop", members=[anna.person], bot=False)
    await anna.types("/dagstart start", channel="verkoop")

    assert anna.view is None
    assert anna.hears("verkoop").startswith("Ik ben nog geen lid van dit kanaal. Typ hier /invite en mijn naam")


async def test_a_private_channel_where_the_bot_is_not(chat: Chat) -> None:
    anna = chat.person("Anna de Boer")
    chat.slack.channel("directie", members=[anna.person], bot=False, private=True)
    with chat.refused("channel_not_found"):
        await anna.types("/dagstart start", channel="directie")
    assert anna.hears("directie").startswith("Ik ben nog geen lid van dit kanaal.")


async def test_english_is_spoken_to_whoever_asks_for_it(chat: Chat) -> None:
    await morning(chat)
    await chat.omar.types("/customer language en", channel=NOORD)
    assert chat.omar.hears(NOORD) == "From now on I speak English with you."

    await chat.omar.types("/daystart missed", channel=NOORD)
    await chat.omar.leaves()
    await chat.omar.presses("Verbeterpunt")
    assert chat.omar.form.title == "Improvement point"
    said = await chat.omar.sends({"What did a customer notice or ask?": "A customer had to call three times."})
    assert said.startswith("Saved. Thank you.")
    await chat.settle()
    assert "A customer had to call three times." in chat.card().text
    assert chat.card().text.startswith("☀️ Dagstart"), "the channel still speaks Dutch"


async def test_what_the_client_does_not_offer_is_not_offered(chat: Chat) -> None:
    await chat.noord()
    with pytest.raises(ClientRefused):
        await chat.anna.types("/puls", channel=NOORD)


async def test_an_earlier_wording_can_come_back_without_a_question(chat: Chat) -> None:
    await morning(chat)
    twice, thrice = "Het formulier vroeg twee keer om hetzelfde", "Het formulier vroeg drie keer om hetzelfde"
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.sends({WHAT: twice})
    for text in (thrice, twice, thrice):
        await chat.sanne.leaves()
        await chat.sanne.presses("Alles bekijken", chat.card())
        await chat.sanne.presses("Aanpassen")
        await chat.sanne.fills({WHAT: text})
        await chat.sanne.submits()
        assert "Dit stuurde je net ook" not in chat.sanne.form.text
    await chat.settle()
    assert thrice in chat.card().text
