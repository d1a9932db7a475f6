"""A text behind a command: it comes into the form whole, whatever stands between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands import match
from bot.registry import make
from rituals.contract import Command, Sub
from rituals.words import _
from sandbox import Fault
from tests.chat import NOORD, Chat
from tests.praise import ALSO, MOST, PEOPLE, PRAISE, TEXT, further_teams, newest, praising

SAID = "Omar belde zelf terug"
LONG = "De klant 😀 belde. " * 150  # more than a button holds


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    async with praising(sqlite_url) as chat:
        await chat.noord()
        yield chat


# --- what is a text ---------------------------------------------------------------------------------------------------
(COMMAND,) = make((PRAISE,)).commands


@pytest.mark.parametrize(
    ("typed", "does", "rest"),
    [
        ("", "praise.new", ""),
        ("  \u200b ", "praise.new", ""),
        (SAID, "praise.new", SAID),
        ("Bedankt!", "praise.new", "Bedankt!"),
        ("mijn", "praise.mine", ""),
        ("MÍJN", "praise.mine", ""),
        ("me", "praise.mine", ""),
        ("mijn help", "praise.mine", "help"),
        ("mijn collega Omar hielp", "praise.new", "mijn collega Omar hielp"),
        ("help mij", "praise.new", "help mij"),
        ("mjin collega", "praise.new", "mjin collega"),
        ("mjin", None, "mjin"),
        ("hlep", None, "hlep"),
        ("help", None, "help"),
        ("?", None, "?"),
    ],
)
def test_a_text_is_what_is_no_subcommand(typed: str, does: str | None, rest: str) -> None:
    sub, left = match(COMMAND, typed)
    assert (sub.does if sub else None, left) == (does, rest)


def test_other_commands_take_no_text() -> None:
    plain = Command("a", "b", (Sub("", "", "a.menu", _("x")), Sub("mijn", "me", "a.mine", _("x"))))
    for typed in (SAID, "mijn collega", "Bedankt!"):
        assert match(plain, typed) == (None, typed)


# --- on its way -------------------------------------------------------------------------------------------------------
async def test_the_text_stands_in_the_form(chat: Chat) -> None:
    await chat.sanne.types(f"/pluim {SAID} & <zei> @omar", channel=NOORD)
    assert chat.sanne.form.values[TEXT] == f"{SAID} & <zei> Omar Haddad"
    await chat.sanne.leaves()
    await chat.sanne.types("/praise   ", channel=NOORD)
    assert "initial_value" not in str(chat.sanne.form.raw)


async def test_arguments_of_a_subcommand_are_no_text(chat: Chat) -> None:
    await chat.sanne.types("/pluim nog eens", channel=NOORD)
    assert "initial_value" not in str(chat.sanne.form.raw)
    assert chat.sanne.form.values[PEOPLE] == [chat.sanne.id]


async def test_a_slip_is_no_text(chat: Chat) -> None:
    said = await chat.sanne.types("/pluim mjin", channel=NOORD)
    assert said is not None
    assert "Bedoel je /pluim mijn?" in said.text
    assert chat.sanne.view is None


async def test_a_text_that_is_too_long_is_cut_with_a_line(chat: Chat) -> None:
    await chat.sanne.types("/pluim " + "a" * (MOST - 1) + "👩‍🦰" + "b" * 9, channel=NOORD)
    assert chat.sanne.form.values[TEXT] == "a" * (MOST - 1)
    assert f"Ik nam de eerste {MOST - 1} tekens over" in chat.sanne.form.text


@pytest.mark.parametrize("teams", [1, 7])
async def test_which_team_takes_the_text_along(chat: Chat, teams: int) -> None:
    """As buttons, also where there are so many teams that they would be a menu: its options hold too little."""
    await further_teams(chat, chat.sanne, teams)
    said = f"{SAID}, {'heel ' * 40}rustig & <vriendelijk>"
    chat.slack.channel("elders", members=[chat.sanne.person])
    asked = await chat.sanne.types(f"/pluim {said}", channel="elders")
    assert asked is not None
    assert asked.text == "Voor welk team?"
    assert len(asked.buttons) == teams + 1
    await chat.sanne.presses("Team 0", asked)
    assert said.startswith(chat.sanne.form.values[TEXT])
    assert "De tekst was langer" in chat.sanne.form.text


async def test_without_a_text_many_teams_are_a_menu(chat: Chat) -> None:
    await further_teams(chat, chat.sanne, 7)
    chat.slack.channel("elders", members=[chat.sanne.person])
    asked = await chat.sanne.types("/pluim kort", channel="elders")
    assert asked is not None
    await chat.sanne.selects("Kies een team", "Team 3", asked)
    assert chat.sanne.form.values[TEXT] == "kort"


async def test_what_no_button_holds_stands_beside_it(chat: Chat) -> None:
    await further_teams(chat, chat.sanne, 1)
    chat.slack.channel("elders", members=[chat.sanne.person])
    asked = await chat.sanne.types(f"/pluim {LONG}", channel="elders")
    assert asked is not None
    assert LONG.strip() in asked.text
    await chat.sanne.presses("Team 0", asked)
    assert chat.sanne.form.values[TEXT].startswith("De klant 😀 belde.")


async def test_a_form_that_came_too_late_opens_with_the_text(chat: Chat) -> None:
    chat.slack.faults.add(Fault("views.open", "ok_false", error="expired_trigger_id"))
    late = await chat.sanne.types(f"/pluim {SAID}", channel=NOORD)
    assert late is not None
    assert late.text == "Dat duurde te lang. Probeer het nog een keer."
    await chat.sanne.presses("Openen", late)
    assert chat.sanne.form.values[TEXT] == SAID


async def test_whoever_is_refused_keeps_the_text(chat: Chat) -> None:
    outside, guest = chat.person("Youssef El Amrani"), chat.person("Gast Gerrits", guest=True)
    chat.slack.channel("elders", members=[outside.person, guest.person])
    await outside.types(f"/pluim {SAID}", channel="elders")
    assert outside.hears("elders") == (
        f"Je hoort nog niet bij een team. Met /dagstart start begin je er een in jullie kanaal.\n{SAID}"
    )
    await chat.slack.join(NOORD, guest.person)
    for place in ("elders", NOORD):
        await guest.types(f"/pluim {SAID}", channel=place)
        assert guest.hears(place) == f"Fijn dat je meekijkt. Meedoen kan alleen voor teamleden.\n{SAID}"
    await outside.types("/pluim", channel="elders")
    assert SAID not in newest(outside, "elders").text


# --- the form ---------------------------------------------------------------------------------------------------------
async def test_a_field_comes_with_its_question(chat: Chat) -> None:
    await chat.sanne.types(f"/pluim {SAID}", channel=NOORD)
    assert ALSO not in chat.sanne.form.fields
    await chat.sanne.submits()
    assert "That looks like one of yesterday's." in chat.sanne.form.text
    assert chat.sanne.form.values[TEXT] == SAID
    await chat.sanne.fills({ALSO: True})
    await chat.sanne.submits()
    assert chat.sanne.form.text == f"again: {SAID}"


async def test_so_many_people_may_be_chosen(chat: Chat) -> None:
    six = [chat.people[name] for name in ("anna", "bram", "fatima", "joris", "mila", "nadia")]
    await chat.sanne.types(f"/pluim {SAID}", channel=NOORD)
    await chat.sanne.fills({PEOPLE: six[:5]})
    (element,) = [each["element"] for each in chat.sanne.form.raw["blocks"] if each.get("block_id") == "people"]
    assert element["max_selected_items"] == 5
    view = chat.sanne.form.state
    view.values["people"]["people"]["selected_users"] = [each.id for each in six]  # as an older client might send
    await chat.sanne.submits()
    assert chat.sanne.form.errors == {PEOPLE: "Kies hoogstens vijf collega's."}
