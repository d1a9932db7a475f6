"""Compliments where things go otherwise: late, at night, without a board; with receivers away, silent or gone."""

from __future__ import annotations

from tests.chat import NOORD, Chat
from tests.rituals import dagstart_talk
from tests.rituals.compliment_talk import (
    BACK,
    CUSTOMER,
    GONE,
    LATER,
    NAMED,
    NAMED_BTN,
    OMAR,
    PRIVATE_BTN,
    SENT,
    SHARE,
    THANKS,
    UNNAMED_BTN,
    WITHDRAW,
    WITHOUT,
    asked,
    choose,
    give,
    posts,
    press,
    rows,
    states,
)

NOBODY = "Gasten, apps en oud-collega's kan ik niet kiezen."
HIDDEN = "De teamleider heeft je compliment even verborgen"
NEWER = "De tekst is daarna nog aangepast. In mijn nieuwste bericht lees je hem zoals hij nu is."


# --- where it appears -------------------------------------------------------------------------------------------------
async def test_late_on_the_board_then_in_the_channel_and_no_more_than_three(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-23 09:01")
    await chat.until("2026-11-23 09:30")
    assert await give(chat, chat.sanne, BACK) == SENT
    (summary,) = dagstart_talk.thread(chat.card())[1:]
    assert "één compliment" in summary
    await chat.until("2026-11-23 09:40")
    await give(chat, chat.joris, "De monteur legde alles rustig uit")
    first, second = (line[2:] for line in chat.card().text.splitlines() if "Van een klant" in line)
    assert first == f"💛 Van een klant: {BACK} (gedeeld door Sanne de Wit)"
    assert second == "💛 Van een klant: De monteur legde alles rustig uit (gedeeld door Joris Smit) (nagekomen)"
    await chat.jump("2026-11-23 11:20")
    told = [await give(chat, chat.anna, f"Klant nummer {n} belde speciaal op") for n in range(1, 5)]
    assert told == [SENT, SENT, SENT, LATER]
    assert [f"nummer {n}" in post.text for n, post in enumerate(posts(chat), start=1)] == [True] * 3
    await chat.jump("2026-11-24 09:00")
    assert "nummer 4 belde speciaal op (gedeeld door Anna de Boer) (van maandag 23 november)" in chat.card().text
    assert len(posts(chat)) == 3


async def test_at_night_and_in_the_weekend_it_waits_for_the_morning(chat: Chat) -> None:
    """Of the next working day, where no board comes."""
    await chat.noord()
    await chat.anna.types("/dagstart pauze 04-01-2027", channel=NOORD)
    await chat.jump("2026-11-20 20:00")
    assert await give(chat, chat.sanne, BACK) == LATER
    await chat.jump("2026-11-21 12:00")
    assert await give(chat, chat.joris, "De monteur legde alles rustig uit") == LATER
    await chat.jump("2026-11-23 08:29")
    assert posts(chat) == []
    await chat.until("2026-11-23 08:30")
    assert [BACK in post.text for post in posts(chat)] == [True, False]


async def test_without_its_board_it_is_read_in_the_channel(chat: Chat) -> None:
    """The lead skips the day; and the day after, the house is away for too long."""
    await chat.noord()
    await chat.jump("2026-11-23 08:40")
    assert await give(chat, chat.sanne, BACK) == SENT
    assert posts(chat) == []
    await chat.anna.types("/dagstart sla over", channel=NOORD)
    await chat.settle()
    assert [BACK in post.text for post in posts(chat)] == [True]
    await chat.jump("2026-11-24 08:40")
    assert await give(chat, chat.joris, "De monteur legde alles rustig uit") == SENT
    await chat.jump("2026-11-24 10:10")
    assert await dagstart_talk.state(chat, "2026-11-24") == "MISSED"
    assert ["rustig" in post.text for post in posts(chat)] == [False, True]


async def test_a_team_that_is_suspended_reads_it_when_it_is_back(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.mila, OMAR, chat.omar)
    await chat.slack.archive(NOORD)
    await chat.settle()
    await choose(chat, chat.omar, NAMED_BTN)
    assert [(row.state, row.place) for row in await rows(chat)] == [("PUBLISHED", "waiting")]
    await chat.slack.unarchive(NOORD)
    await chat.settle()
    assert posts(chat) == []
    await press(chat, chat.anna, "Ja, graag", chat.anna.dm()[-1])
    await chat.settle()
    assert ["Omar" in post.text for post in posts(chat)] == [True]


# --- asking -----------------------------------------------------------------------------------------------------------
async def test_what_waits_for_somebodys_own_morning_comes_as_one_message(chat: Chat) -> None:
    """Omar works on Monday, Tuesday and Thursday; what was taken back before he read it never reaches him."""
    await chat.noord()
    await chat.omar.types("/klant werkdagen ma di do", channel=NOORD)
    await chat.jump("2026-11-24 18:00")
    for giver, some in ((chat.mila, range(1, 5)), (chat.sanne, range(5, 9))):
        for n in some:
            await give(chat, giver, f"Omar hielp klant nummer {n} heel rustig", chat.omar)
    await chat.mila.types("/compliment mijn", channel=NOORD)
    await chat.mila.presses(WITHDRAW, chat.mila.form, near="nummer 3")
    await chat.mila.leaves()
    await chat.jump("2026-11-26 08:29")
    assert asked(chat.omar) == []
    await chat.until("2026-11-26 08:30")
    first, second = asked(chat.omar)
    assert [n for n in range(1, 9) if f"nummer {n}" in first.text] == [1, 2, 4, 5, 6]
    assert [n for n in range(1, 9) if f"nummer {n}" in second.text] == [7, 8]
    assert (first.fallback, second.fallback) == (
        "Er zijn vijf complimenten voor je.",
        "Er zijn twee complimenten voor je.",
    )
    assert GONE not in "".join(seen.text for seen in chat.omar.dm())
    await chat.omar.presses(NAMED_BTN, second, near="nummer 8")
    await chat.settle()
    assert [row.state for row in await rows(chat)].count("PUBLISHED") == 1
    assert "nummer 7 heel rustig” Mag je team dit lezen?" in second.text
    await chat.jump("2026-11-30 16:59")
    assert [row.state for row in await rows(chat)].count("AWAITING") == 6
    await chat.until("2026-11-30 17:00")
    assert [row.state for row in await rows(chat)].count("PRIVATE") == 6


async def test_who_is_away_has_more_time_and_a_colleagues_compliment_stays_private(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-23 12:00")
    await give(chat, chat.mila, OMAR, chat.omar)
    await give(chat, chat.sanne, "Samen zochten jullie de factuur uit", chat.omar, chat.bram)
    await choose(chat, chat.bram, NAMED_BTN)
    await chat.omar.types("/klant afwezig 24-11 t/m 27-11", channel=NOORD)
    await chat.jump("2026-12-01 11:59")
    assert await states(chat) == ["AWAITING", "AWAITING"]
    await chat.until("2026-12-01 12:00")
    assert await states(chat) == ["PRIVATE", "PUBLISHED"]
    assert [post.text.split(":")[0] for post in posts(chat)] == ["💛 Sanne de Wit aan Bram Visser en een collega"]
    first, second = asked(chat.omar)
    assert ("Het blijft bij jou." in first.text, first.buttons) == (True, [SHARE, THANKS])
    assert "Het is gedeeld zonder je naam." in second.text
    await chat.omar.presses(SHARE, first)
    await chat.settle()
    assert "Gedeeld, met je naam." in [seen.text for seen in chat.omar.dm()]
    assert f"💛 Mila Bakker aan Omar Haddad: “{OMAR}”" in [post.text for post in posts(chat)]


async def test_old_buttons_decide_nothing_any_more(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.mila, OMAR, chat.omar)
    await give(chat, chat.sanne, "Hij zocht de hele factuur uit", chat.omar)
    first, second = (seen.remembered() for seen in asked(chat.omar))
    await press(chat, chat.omar, UNNAMED_BTN, first)
    await press(chat, chat.omar, NAMED_BTN, first)
    assert chat.omar.dm()[-1].text == WITHOUT
    await press(chat, chat.omar, PRIVATE_BTN, second)
    await press(chat, chat.omar, UNNAMED_BTN, second)
    kept = chat.omar.dm()[-1]
    assert (kept.text, kept.buttons) == ("Het compliment is alleen van jou. Het team leest het niet.", [SHARE])
    assert await states(chat) == ["PUBLISHED", "PRIVATE"]
    await press(chat, chat.omar, THANKS, first)
    await press(chat, chat.omar, THANKS, first)
    assert [seen.text for seen in chat.mila.dm()].count("Omar Haddad zegt: dank je wel.") == 1
    assert THANKS not in asked(chat.omar)[0].buttons


async def test_a_receiver_who_leaves_before_answering(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.mila, OMAR, chat.omar)
    await give(chat, chat.sanne, "Omar stelde een klant gerust", chat.omar, kind=CUSTOMER)
    await chat.slack.deactivate(chat.omar.person)
    await chat.settle()
    assert await states(chat) == ["WITHDRAWN", "PUBLISHED"]
    assert (await rows(chat))[0].text is None
    told = "Je compliment kwam niet aan: je collega werkt hier niet meer. Ik heb het weggehaald."
    assert told in [seen.text for seen in chat.mila.dm()]
    told = "💛 Van een klant, over een collega: Een collega stelde een klant gerust (gedeeld door Sanne de Wit)"
    assert [post.text for post in posts(chat)] == [told]


async def test_what_people_prefer_is_their_answer(chat: Chat) -> None:
    await chat.noord()
    for actor, choice in ((chat.omar, "Altijd goed"), (chat.bram, "Hou het bij mij")):
        await actor.types("/compliment voorkeur", channel=NOORD)
        await actor.sends({"Mag een team je naam lezen?": choice})
    said = await give(chat, chat.mila, "Bram en Omar losten het samen op", chat.omar, chat.bram)
    assert said == "Onderweg. Omar Haddad en Bram Visser beslissen of het team het leest."
    told = "💛 Mila Bakker aan Omar Haddad en een collega: “Een collega en Omar losten het samen op”"
    assert [post.text for post in posts(chat)] == [told]
    assert "Mag je team dit lezen?" not in asked(chat.omar)[-1].text + asked(chat.bram)[-1].text
    await give(chat, chat.mila, "Bram bleef heel rustig bij die klant", chat.bram, **{NAMED: False})
    assert await states(chat) == ["PUBLISHED", "PRIVATE"]
    assert asked(chat.bram)[-1].text.startswith("Een collega heeft een compliment voor je: “Bram bleef")
