"""Dialogues about compliments in which something used to go wrong: who reads it, what is said twice or left over."""

from __future__ import annotations

from bot.stage import Actor
from rituals.compliment import lately
from rituals.compliment.rules import Choice
from rituals.contract import Event, about
from rituals.shown import Text
from sandbox import Seen
from tests.chat import NOORD, Chat
from tests.rituals.compliment_talk import (
    ALL,
    BACK,
    CUSTOMER,
    EDIT,
    HIDE,
    KIND,
    MEANT,
    NAMED_BTN,
    OMAR,
    PRIVATE_BTN,
    REMOVE_NAME,
    REPORT,
    SHARE,
    THANKS,
    TO,
    UNNAMED_BTN,
    WITHDRAW,
    asked,
    choose,
    give,
    on_page,
    page,
    posts,
    press,
)
from tests.rituals.test_compliment_kept import BRAM, LEAD, SANNE, held, shared
from tests.rituals.test_compliment_thanking import DONE, GIVE_BACK, THANK
from tests.test_own_data import read
from tests.test_statements import counting
from tests.world import ORG, World, peopled

ZUID = "zuid"
NAMELESS = "Zonder je naam voor je team."
LETTER = "Een klant bedankte ons voor de duidelijke brief"


async def monday(chat: Chat, clock: str = "14:00") -> None:
    await chat.noord()
    await chat.until(f"2026-11-23 {clock}")


async def mine(actor: Actor) -> str:
    """What somebody reads in their own list, which stays open."""
    await actor.leaves()
    await actor.types("/compliment mijn", channel=NOORD)
    return actor.form.text


# --- who would read it ------------------------------------------------------------------------------------------------
async def test_the_question_names_the_team_where_ones_own_would_not_say_which(chat: Chat) -> None:
    await chat.noord()
    chat.slack.channel(ZUID, members=[chat.mila.person, chat.omar.person, chat.fatima.person])
    await chat.start(chat.fatima, ZUID)
    await chat.jump("2026-11-23 14:00")
    await give(chat, chat.mila, BACK, chat.sanne, kind=CUSTOMER)
    assert "Mag je team dit lezen?" in asked(chat.sanne)[-1].text
    await chat.mila.types("/compliment Het pakket kwam dankzij Omar op tijd", channel=ZUID)
    await chat.mila.sends({KIND: CUSTOMER, TO: [chat.omar, chat.sanne]})
    await chat.settle()
    for actor in (chat.omar, chat.sanne):
        assert asked(actor)[-1].text.splitlines()[0].endswith("op tijd” Mag team zuid dit lezen?")
        assert "Mag team zuid dit lezen?" in await mine(actor)
        await actor.leaves()
        assert "Mag team zuid dit lezen?" in (await actor.person.opens_home()).text
    await choose(chat, chat.sanne, PRIVATE_BTN)
    assert "Deel je het, dan leest team zuid het." in asked(chat.sanne)[-1].text
    await choose(chat, chat.sanne, UNNAMED_BTN)
    await give(chat, chat.mila, "Omar hielp een klant van noord verder", chat.omar)
    assert "Mag team klantenservice-noord dit lezen?" in asked(chat.omar)[-1].text
    await chat.slack.leave(ZUID, chat.omar.person)
    await chat.settle()
    zuid, noord = asked(chat.omar)[-2:]
    assert ("Mag team zuid dit lezen?" in zuid.text, "Mag je team dit lezen?" in noord.text) == (True, True)


# --- said twice -------------------------------------------------------------------------------------------------------
async def test_what_was_answered_at_night_asks_nothing_in_the_morning(chat: Chat) -> None:
    await monday(chat, "21:00")
    await give(chat, chat.mila, OMAR, chat.omar)
    await chat.omar.presses(PRIVATE_BTN, await chat.omar.person.opens_home())
    await give(chat, chat.mila, "Sanne zocht de factuur helemaal uit", chat.sanne)
    await mine(chat.sanne)
    await chat.sanne.presses(THANKS)
    await chat.sanne.leaves()
    await chat.bram.types("/compliment voorkeur", channel=NOORD)
    await chat.bram.sends({"Mag een team je naam lezen?": "Hou het bij mij"})
    await give(chat, chat.mila, "Bram bracht het pakket zelf langs", chat.bram)
    before = len(chat.omar.notifications)
    await chat.until("2026-11-24 08:45")
    assert (asked(chat.omar), chat.omar.notifications[before:]) == ([], [])
    assert [seen.buttons for seen in asked(chat.sanne)] == [[NAMED_BTN, UNNAMED_BTN, PRIVATE_BTN]], "nothing decided"
    assert [seen.buttons for seen in asked(chat.bram)] == [[SHARE, THANKS]], "not read yet"
    assert SHARE in (await mine(chat.omar), chat.omar.form.buttons)[1]


# --- thanking the customer --------------------------------------------------------------------------------------------
async def reminded(chat: Chat) -> Seen:
    """Sanne reads in one message of both customers that she would thank."""
    await monday(chat)
    await give(chat, chat.mila, BACK, chat.omar, kind=CUSTOMER)
    await choose(chat, chat.omar, UNNAMED_BTN)
    await give(chat, chat.bram, f"{LETTER} van Omar", chat.omar, kind=CUSTOMER)
    await choose(chat, chat.omar, UNNAMED_BTN)
    for post in posts(chat):
        await press(chat, chat.sanne, THANK, post)
    await chat.jump("2026-11-30 12:00")
    await chat.jump("2026-11-30 15:30")
    found: Seen = next(seen for seen in chat.sanne.dm() if "Bedankte je" in seen.text)
    return found


def of_customers(message: Seen) -> list[str]:
    """The buttons of its lines, without the ways out."""
    return [label for label in message.buttons if label in (DONE, GIVE_BACK)]


async def test_each_reminder_says_about_what_and_loses_its_buttons_with_the_compliment(chat: Chat) -> None:
    reminder = await reminded(chat)
    assert f"Bedankte je de klant van maandag 23 november al?\n“{BACK}”" in reminder.text
    assert f"“{LETTER} van een collega”" in reminder.text
    assert not any(word in said for said in chat.sanne.notifications for word in ("pakket", "brief"))
    await on_page(chat, chat.anna, posts(chat)[0], HIDE)
    await chat.anna.leaves()
    assert BACK not in reminder.text
    assert "Dit compliment is nu even niet te lezen." in reminder.text
    assert of_customers(reminder) == [DONE, GIVE_BACK]
    told = next(seen for seen in chat.mila.dm() if "verborgen" in seen.text)
    await chat.mila.presses(EDIT, told)
    await chat.mila.sends({"Wat gebeurde er?": f"{BACK}, zei de klant"})
    await chat.settle()
    assert f"“{BACK}, zei de klant”" in reminder.text
    assert of_customers(reminder) == [DONE, GIVE_BACK] * 2
    await mine(chat.bram)
    await chat.bram.presses(WITHDRAW)
    await chat.settle()
    assert LETTER not in reminder.text
    assert of_customers(reminder) == [DONE, GIVE_BACK]


# --- the own name -----------------------------------------------------------------------------------------------------
async def test_who_took_the_own_name_away_sees_that_it_worked(chat: Chat) -> None:
    await monday(chat)
    await give(chat, chat.mila, OMAR, chat.omar)
    await choose(chat, chat.omar, NAMED_BTN)
    post = posts(chat)[-1]
    assert NAMELESS not in await page(chat.omar, post)
    await chat.omar.presses(ALL, post)
    await chat.omar.presses(REMOVE_NAME)
    assert NAMELESS in chat.omar.form.text
    await chat.omar.leaves()
    await chat.settle()
    assert "Je deelt het zonder je naam." in asked(chat.omar)[-1].text
    assert NAMELESS not in await page(chat.mila, post)
    await chat.omar.types("/compliment alles", channel=NOORD)
    assert NAMELESS in chat.omar.form.text


async def test_another_text_is_read_at_once_and_its_form_says_so(chat: Chat) -> None:
    await monday(chat)
    await chat.mila.types("/compliment", channel=NOORD)
    assert "Eerst ziet alleen je collega dit, daarna misschien je team." in chat.mila.form.text
    await chat.mila.leaves()
    await give(chat, chat.mila, BACK)
    await on_page(chat, chat.mila, posts(chat)[-1], EDIT)
    assert chat.mila.form.text.endswith("Zichtbaar voor je team.")


async def test_who_became_a_guest_still_decides_about_the_own_name(chat: Chat) -> None:
    await monday(chat)
    await give(chat, chat.mila, OMAR, chat.omar)
    await choose(chat, chat.omar, NAMED_BTN)
    await give(chat, chat.mila, "Omar bracht het pakket zelf langs", chat.omar, kind=CUSTOMER)
    await chat.slack.make_guest(chat.omar.person)
    await chat.settle()
    await choose(chat, chat.omar, UNNAMED_BTN)
    assert posts(chat)[-1].text.startswith("💛 Van een klant, over een collega: Een collega bracht")
    await press(chat, chat.omar, REMOVE_NAME, asked(chat.omar)[0])
    assert "Omar" not in posts(chat)[0].text


# --- all of a month ---------------------------------------------------------------------------------------------------
async def test_what_stands_can_be_found_again(chat: Chat) -> None:
    await monday(chat, "09:01")
    await give(chat, chat.mila, BACK, **{MEANT: "De klant kon op tijd op reis"})
    await chat.until("2026-11-27 15:01")
    week = next(seen for seen in chat.anna.sees(NOORD) if "Uit de week" in seen.text)
    assert week.buttons == [ALL]
    await give(chat, chat.bram, LETTER)
    await chat.sanne.presses(ALL, week)
    read = chat.sanne.form.text
    assert read.index(LETTER) < read.index(BACK) < read.index("De klant kon op tijd op reis")
    assert read.startswith("Van team klantenservice-noord, de afgelopen maand.\nEen bedankje kan nog naar twee klanten")
    assert list(chat.sanne.form.buttons) == [THANK, REPORT] * 2
    await chat.sanne.presses(THANK, near=LETTER)
    assert list(chat.sanne.form.buttons) == [DONE, GIVE_BACK] * 2 + [REPORT, THANK, REPORT]
    await chat.anna.types("/kudos all", channel=NOORD)
    await chat.anna.presses(HIDE, near=LETTER)
    assert (BACK in chat.anna.form.text, LETTER in chat.anna.form.text) == (True, False)


async def test_a_month_in_pages_in_as_many_statements_as_one(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        ask = Event("x", ORG, SANNE, lately.ALL, about(world.team))
        async with world.core.turns.reading(ORG) as turn:
            assert [b.does for b in held(await lately.page(turn, ask))] == ["compliment.new"]
        await shared(world, {BRAM: Choice.NAMED}, text=["nummer 0"], kind="customer")
        one = await statements(world, ask)
        for n in range(1, 25):
            await shared(world, {BRAM: Choice.NAMED, LEAD: Choice.UNNAMED}, text=[f"nummer {n}"], kind="customer")
        await shared(world, {}, text=["verborgen"], state="HIDDEN")
        assert await statements(world, ask) == one
        async with world.core.turns.reading(ORG) as turn:
            first = await lately.page(turn, ask)
            second = await lately.page(turn, Event("x", ORG, SANNE, lately.ALL, about(world.team, 9)))
    assert [(button.does, button.about) for button in held(first)][-1] == (lately.ALL, about(world.team, 1))
    numbers = [
        [word for word in read(piece.text).split() if word.isdigit()]
        for piece in first.pieces
        if isinstance(piece, Text)
    ]
    assert (numbers[0][0], len(numbers)) == ("24", 24)
    assert [(button.does, button.about) for button in held(second)][-1] == (lately.ALL, about(world.team, 0))


async def statements(world: World, ask: Event) -> int:
    async with world.core.turns.reading(ORG) as turn:
        with counting(world) as found:
            await lately.page(turn, ask)
    return found.total()


# --- small things -----------------------------------------------------------------------------------------------------
async def test_settings_say_why_it_is_another_day(chat: Chat) -> None:
    await monday(chat)
    said = []
    for day in ("Zaterdag", "Vrijdag"):
        await chat.anna.types("/compliment instellen", channel=NOORD)
        said.append(await chat.anna.sends({"Dag": day}))
    late = "Het geldt vanaf vrijdag 27 november"
    assert said == [f"Bewaard. {late}, want zaterdag 28 november is geen werkdag van je team.", f"Bewaard. {late}."]


async def test_what_the_bot_said_is_no_new_compliment(chat: Chat) -> None:
    await monday(chat)
    await give(chat, chat.mila, BACK)
    await chat.bram.chooses("Deel als compliment", posts(chat)[-1])
    assert chat.bram.view is None
    assert chat.bram.hears(NOORD) == "Dit bericht is van mij. Kies er een van een collega of een klant."
