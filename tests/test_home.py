"""App Home as people see it: what it shows, what one can do in it, and that it comes to nobody unasked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.stage import Actor
from rituals import RITUALS
from rituals.contract import Ritual, Turn
from rituals.home import Panel, Shelf
from rituals.shown import Piece, Text, Title
from rituals.words import Typed, _
from sandbox import SeenView
from storage.people import Absence, PersonRow
from tests.chat import NOORD, Chat, chatting
from tests.rituals.dagstart_talk import OF_WHOM, POINT, TOLD, WHAT, ask_help, compliment, improve, invited, others, rows


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """What a Home reads is asked of both databases in the tests of its panels."""
    async with chatting(sqlite_url, anew=False) as chat:
        yield chat


async def home(actor: Actor) -> SeenView:
    """Opened, and all of it there."""
    seen = await actor.person.opens_home()
    await actor.stage.idle()
    return seen


def below(actor: Actor) -> SeenView:
    """The Home as it stands, without opening it."""
    seen = actor.person.home
    assert seen is not None
    return seen


def published(chat: Chat) -> dict[str, int]:
    """How often a Home was published, by person."""
    return dict(chat.slack.site.modals.published)


# --- what it shows ----------------------------------------------------------------------------------------------------
async def test_it_shows_what_comes_up_ones_teams_and_ones_preferences(chat: Chat) -> None:
    await chat.noord()
    seen = await home(chat.anna)
    assert "Wat eraan komt" in seen.text
    assert f"{NOORD}: de volgende dagstart is maandag 23 november om 09:00." in seen.text
    assert f"{NOORD}: je bent hier teamleider." in seen.text
    assert "Ik spreek Nederlands met je." in seen.text
    assert "Ben je binnenkort vrij? Dan laat ik je met rust." in seen.text
    assert seen.raw["type"] == "home"
    other = await home(chat.sanne)
    assert "teamleider" not in other.text


async def test_leads_have_the_settings_of_their_team(chat: Chat) -> None:
    await chat.noord()
    parts = [part for ritual in RITUALS for part in ritual.settings if part.who.name == "LEAD"]
    assert parts
    does = {part.does for part in parts}
    mine, others = (await home(chat.anna)).raw["blocks"], (await home(chat.sanne)).raw["blocks"]
    found = [
        {element["action_id"] for block in blocks for element in block.get("elements", ()) if "action_id" in element}
        for blocks in (mine, others)
    ]
    assert does <= found[0]
    assert not does & found[1]


async def test_of_no_team_it_says_how_to_begin(chat: Chat) -> None:
    await chat.noord()
    loes = chat.stage.person("Loes Kramer")
    seen = await home(loes)
    assert "Je hoort nog niet bij een team." in seen.text
    assert "Wat eraan komt" not in seen.text


async def test_a_guest_reads_one_friendly_sentence(chat: Chat) -> None:
    await chat.noord()
    guest = chat.stage.person("Gijs Gast", guest=True)
    seen = await home(guest)
    assert seen.text.startswith("Fijn dat je meekijkt. Meedoen kan alleen voor teamleden.")
    assert seen.buttons == ["Bekijk wat van mij is", "Privacy"]


async def test_it_speaks_the_language_of_its_person(chat: Chat) -> None:
    await chat.noord()
    await home(chat.sanne)
    await chat.sanne.presses("English", below(chat.sanne))
    seen = below(chat.sanne)
    assert seen.text.startswith("From now on I speak English with you.")
    assert f"{NOORD}: the next day start is Monday 23 November at 09:00." in seen.text
    assert "Nederlands" in seen.buttons
    assert [row.language for row in await rows(chat, PersonRow) if row.key == chat.sanne.id] == ["en"]


# --- what one does in it ----------------------------------------------------------------------------------------------
async def test_a_press_is_answered_on_top_and_shows_what_came_of_it(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, POINT)
    seen = await home(chat.sanne)
    assert POINT in seen.text
    await chat.sanne.presses("Weghalen", seen, near=POINT)
    seen = below(chat.sanne)
    assert seen.text.startswith("Weggehaald. Niemand krijgt daar bericht van.")
    assert POINT not in seen.text


async def test_a_form_opened_from_it_is_laid_over_it(chat: Chat) -> None:
    """An edit in a form: the Home beneath is up to date as soon as it is sent."""
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, POINT)
    await chat.sanne.presses("Aanpassen", await home(chat.sanne), near=POINT)
    assert chat.sanne.form.values["Wat merkte of vroeg een klant?"] == POINT
    await chat.sanne.sends({WHAT: "Het formulier vroeg drie keer om hetzelfde"})
    assert "drie keer om hetzelfde" in below(chat.sanne).text
    await chat.settle()
    assert "drie keer om hetzelfde" in chat.card().text


async def test_what_is_open_today_is_there(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    card = chat.card()
    await ask_help(chat.bram, chat.sanne, "wie kan er even meekijken?", card)
    await compliment(chat.sanne, "De klant kwam speciaal terug voor Joris", card)
    seen = await home(chat.sanne)
    assert f"De dagstart van {NOORD} is bezig." in seen.text
    assert "“wie kan er even meekijken?”" in seen.text
    assert "De klant kwam speciaal terug voor Joris" in seen.text
    assert "meekijken" not in (await home(chat.joris)).text
    await chat.sanne.presses("Compliment delen", seen)
    await chat.sanne.sends({**OF_WHOM, TOLD: "Een klant stuurde taart naar het hele team"})
    assert "taart naar het hele team" in below(chat.sanne).text
    await chat.sanne.presses("Ik help", below(chat.sanne))
    assert "“wie kan er even meekijken?”" not in below(chat.sanne).text


async def test_a_turn_to_host_can_be_taken_and_passed_on(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:45")
    host = invited(chat)
    seen = await home(host)
    assert "Morgen mag jij begeleiden. Vragen stellen is genoeg." in seen.text
    await host.presses("Komt goed", seen)
    seen = below(host)
    assert "Morgen begeleid jij." in seen.text
    await host.presses("Een andere keer", seen)
    assert "Morgen begeleid jij." not in below(host).text


async def test_a_colleague_asks_to_take_over_a_turn(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:45")
    host = invited(chat)
    await host.presses("Komt goed", await home(host))
    to, third = others(chat, host)[:2]
    await host.types(f"/dagstart begeleider @{to.person.user.handle}", channel=NOORD)
    await chat.settle()
    asked = f"{host.name} vraagt of jij"
    assert asked not in (await home(third)).text
    seen = await home(to)
    assert asked in seen.text
    await to.presses("Komt goed", seen)
    assert asked not in below(to).text
    assert "Morgen begeleid jij." in below(to).text


async def test_days_off_are_noted_and_taken_away(chat: Chat) -> None:
    await chat.noord()
    await chat.sanne.presses("Ik ben er niet", await home(chat.sanne))
    await chat.sanne.sends({"Eerste dag": date(2026, 12, 24), "Laatste dag": date(2027, 1, 2)})
    seen = below(chat.sanne)
    assert "Van donderdag 24 december tot en met zaterdag 2 januari laat ik je met rust." in seen.text
    await chat.sanne.presses("Weghalen", seen, near="24 december")
    assert below(chat.sanne).text.startswith("Je afwezigheid is weggehaald.")
    assert await rows(chat, Absence) == []


async def test_a_page_opened_from_it_keeps_it_up_to_date(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, POINT)
    await chat.sanne.presses("Alles bekijken", await home(chat.sanne))
    await chat.sanne.presses("Weghalen", near=POINT)
    assert chat.sanne.form.text.startswith("Weggehaald.")
    assert POINT not in below(chat.sanne).text


# --- to whom it comes -------------------------------------------------------------------------------------------------
async def test_it_is_published_for_whoever_opens_it_and_nobody_else(chat: Chat) -> None:
    await chat.noord()
    await home(chat.sanne)
    assert published(chat) == {chat.sanne.id: 1}
    await chat.until("2026-11-23 09:01")
    await improve(chat.bram, POINT)
    await improve(chat.sanne, "De bevestiging kwam pas na een dag")
    await chat.until("2026-11-24 18:00")
    assert published(chat) == {chat.sanne.id: 1}
    await home(chat.sanne)
    assert published(chat) == {chat.sanne.id: 2}


async def test_the_tab_with_the_messages_publishes_nothing(chat: Chat) -> None:
    await chat.noord()
    for tab in ("messages", "home"):
        opened = {"type": "app_home_opened", "user": chat.sanne.id, "channel": "D1", "tab": tab}
        await chat.slack.site.delivery.event(opened)
        await chat.idle()
        assert published(chat) == ({chat.sanne.id: 1} if tab == "home" else {})


# --- panels -----------------------------------------------------------------------------------------------------------
async def long(turn: Turn, person: str) -> Sequence[Piece]:
    return [piece for n in range(70) for piece in (Title(_("Friday")), Text(_("{text}", text=Typed(f"regel {n}"))))]


async def broken(turn: Turn, person: str) -> Sequence[Piece]:
    raise LookupError("a panel that fails")


def with_panels(*panels: Panel) -> tuple[Ritual, ...]:
    return (*RITUALS[:-1], replace(RITUALS[-1], home=(*RITUALS[-1].home, *panels)))


@pytest.fixture
async def odd(sqlite_url: str) -> AsyncIterator[Chat]:
    """A ritual with two more panels: one too long for any Home, and one that fails."""
    rituals = with_panels(Panel(Shelf.COMING, long), Panel(Shelf.STORED, broken))
    async with chatting(sqlite_url, rituals=rituals) as chat:
        yield chat


async def test_a_panel_that_is_too_long_goes_on_in_a_page_and_one_that_fails_costs_its_own_part(odd: Chat) -> None:
    await odd.noord()
    seen = await home(odd.sanne)
    assert len(seen.raw["blocks"]) <= 90
    assert "regel 20" in seen.text
    assert "regel 60" not in seen.text
    assert "Ik spreek Nederlands met je." in seen.text, "the others lose nothing"
    assert "Hier stond iets dat ik nu niet kan laten zien." in seen.text
    await odd.sanne.presses("Alles bekijken", seen, near="")
    first = odd.sanne.form
    assert len(first.raw["blocks"]) <= 90
    assert "regel 0" in first.text
    await odd.sanne.presses("Verder")
    assert "regel 69" in odd.sanne.form.text
    await odd.sanne.presses("Terug")
    assert "regel 0" in odd.sanne.form.text
