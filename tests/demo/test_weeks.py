"""The rehearsal: the weeks of all teams."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.demo import captions as c
from bot.demo import cast, spoken
from bot.demo.agreements import HABIT, NEW, OPEN
from bot.demo.caps import ROSTER, SATURDAY
from bot.demo.improving import TRIED
from bot.demo.meetings import CALLS, LOOKED_BACK, REMINDERS
from bot.demo.relays import MAP, SHOES
from bot.demo.serving import playing
from bot.demo.tongue import Tongue
from bot.demo.turning import Turning
from bot.stage import ZONE, local
from rituals.calendar import KEYS
from storage.alsdan import LookAnswer
from tests.demo.weeks import BOARD, beginning, events, played, times


# --- whole weeks ------------------------------------------------------------------------------------------------------
async def test_two_weeks_have_passed_and_a_third_is_played() -> None:
    async with playing(Tongue("nl")) as turning:
        await _first_card(turning)
        said = await played(turning, cast.NOORD)
        assert len(said) == 71
        assert turning.now() == local("2026-11-27 15:00")
        lead, noord = turning.here.actor("Anna"), turning.here.channel(cast.NOORD)
        cards = [seen.text for seen in lead.sees(noord) if seen.text.startswith("☀️")][-5:]
        assert [len(card.split("\n")) > 2 for card in cards] == [True, True, False, True, True]  # Wednesday stays quiet
        assert times(said, "Vrijdag. De laatste dagstart van deze week.") == ["27-11 09:00"]
        _compliments(said, turning)
        _figures(said, cards)
        _actions(said, cards)
        await _agreements(said, cards, turning)
        _meetings(said, turning)
        _relay(said, turning)
        with pytest.raises(ValueError, match="not turned back"):
            await turning.forward(turning.now() - timedelta(minutes=1))
        assert await turning.next_morning() == local("2026-11-30 08:40")
        slack = turning.here.stage.slack
    assert not slack.refusals
    assert not slack.late_acks


async def _first_card(turning: Turning) -> None:
    """Twenty minutes before it: first comes the moment at which people are asked things."""
    anna, noord = turning.here.actor("Anna"), turning.here.channel(cast.NOORD)
    assert len([seen for seen in anna.sees(noord) if seen.text.startswith("☀️")]) == 10
    assert turning.now() == local("2026-11-23 08:40")
    assert await turning.next_morning() == local("2026-11-24 08:40")
    assert await turning.next_due() == local("2026-11-23 08:45")
    assert anna.sees(noord)[0].text.count("Anna de Boer")
    assert [seen for seen in anna.sees(noord) if seen.text.startswith("☀️ Dagstart maandag 9 november")]
    assert not turning.here.actor("Nadia").sees(turning.here.channel(cast.RETOUREN))


def _compliments(said: list[str], turning: Turning) -> None:
    """One is kept, the question comes, what answers it stands in the channel, one is named, and the week is read."""
    assert times(said, "houdt het bij zich. Anna hoort dat niet, en het team leest niets.") == ["23-11 09:00"]
    assert times(said, "Daarom komt er één vraag.") == ["26-11 14:00"]
    assert times(said, "Wie wil, bedankt de klant.") == ["26-11 14:00"]
    assert times(said, "Nu staat het op de kaart.") == ["27-11 09:00"]
    assert times(said, "wat klanten deze week blij maakte.") == ["27-11 15:00"]
    read = [seen.text for seen in turning.here.actor("Thijs").sees(turning.here.channel(cast.NOORD))]
    assert c.THANKS.nl in next(text for text in read[::-1] if text.startswith("💛"))
    assert read[-1].startswith("Uit de week")
    assert "aan Anna de Boer: “Anna legde" in read[-1]
    assert not [text for text in read if c.FOUND.nl.partition("{name}")[2] in text]


def _figures(said: list[str], cards: list[str]) -> None:
    """One was missing on Monday; on Tuesday it isn't, though who follows another is away. Nobody's name is there."""
    assert times(said, "volgt een cijfer en vult het in. De kaart zegt of het beter gaat.")[0] == "24-11 09:00"
    assert len(times(said, "vult ook een cijfer in.")) == 4
    assert "Bereikbaarheid telefoon: nog geen cijfer\n" in cards[0]
    assert "Doorlooptijd ruilingen zat drie keer naast het doel. Tijd voor een kleine verbeteractie?" in cards[0]
    assert "Wie volgt Terugkerende vragen? Eén minuut per dag is genoeg." in cards[0]
    assert "Bereikbaarheid telefoon: 95% (doel 90%) ▲ beter\n" in cards[1]
    assert "Doorlooptijd ruilingen: 3,3 dagen (doel 3,0) ▼ beter\n" in cards[1]


def _actions(said: list[str], cards: list[str]) -> None:
    """What was done on Friday is told on Monday; one is looked at in the live quarter, and another begins."""
    done, checked, begun = (tried.what.nl for tried in (TRIED[1], TRIED[0], TRIED[2]))
    assert f"Klaar: “{done}”. Klanten merken: {TRIED[1].effect.nl}\n" in cards[0]
    assert f"Even kijken: werkt “{checked}” voor de klant? (Fatima Yilmaz)\n" in cards[0]
    assert f"{begun} (Sanne de Wit, we kijken donderdag 3 december)\n" in cards[0]
    assert times(said, "De kaart zegt waar het team is, en tot hoe laat.") == ["26-11 09:00"]
    assert times(said, "parkeert het voor later.") == ["26-11 09:00"]
    assert times(said, "kiest ‘Werkt’ en dan ‘Zo blijven doen’.") == ["26-11 09:00"]
    assert c.IMPROVED.nl in cards[3].partition("Later bespreken\n")[2]
    assert f"Klaar: “{checked}”. Klanten merken: {TRIED[0].effect.nl}\n" in cards[4]
    assert times(said, "Nu pas staat het op de kaart.") == ["27-11 09:00"]
    assert f"{c.TRIED.nl} (" in cards[4]


async def _agreements(said: list[str], cards: list[str], turning: Turning) -> None:
    """A habit and a new one take turns on the card; a third begins; and of what was answered nothing is left."""
    assert f"Vandaag misschien: als {HABIT.x.nl}, dan {HABIT.y.nl}.\n" in cards[0]
    assert [NEW.x.nl in card or OPEN.x.nl in card for card in cards] == [False, True, False, True, True]
    assert times(said, "dus nu is het een afspraak. Niemand kan er een opleggen.") == ["24-11 09:00"]
    assert times(said, "Ieder leest alleen ‘Bewaard’.") == ["26-11 15:00"]
    assert times(said, "In het draadje staat hoe het ging.") == ["27-11 12:00"]
    assert times(said, "Vanaf nu komt er geen geheugensteun meer voor.") == ["27-11 12:00"]
    seen = turning.here.actor("Thijs").sees(turning.here.channel(cast.NOORD))
    looks = [each for each in seen if each.text.startswith("Even terugkijken.")]
    assert [text.text.count("\n") for look in looks for text in look.thread] == [3, 5]
    assert [each.text for each in seen if each.text.startswith(f"Verankerd 🌱 Als {HABIT.x.nl}")]
    house = turning.here.stage.house
    async with house.turns.reading(house.org) as turn:
        assert not (await turn.session.scalars(select(LookAnswer))).all()


def _meetings(said: list[str], turning: Turning) -> None:
    """Silence was a yes, a flag has nobody's name, and all read what was decided. A coach knows of two signals."""
    assert times(said, "dat is ook ja. Doorgeven mag altijd, zonder reden.") == ["24-11 13:28"]
    assert times(said, "Van wie hij is, staat nergens.") == ["24-11 13:42"]
    assert times(said, "bij wat eerder anders werd besloten.") == ["24-11 14:30"]
    seen = turning.here.actor("Thijs").sees(turning.here.channel(cast.NOORD))
    first, second, closed = [each for each in seen if each.text.startswith("🧢")]
    assert [each.text for each in first.thread] == [_thanks("Omar Haddad", LOOKED_BACK.decided.nl)]
    assert f"Van een klant: {c.LATECOMER.nl}\n" in second.text
    told = [f"🚩 Klantvlag: {ROSTER.nl}", _thanks("Anna de Boer", SATURDAY.nl)]
    assert [each.text for each in second.thread] == told
    assert "Van een klant" not in closed.text
    news = [each.text for each in turning.here.actor("Sanne").dm() if "doelen die botsen" in each.text]
    assert [signal.ours.nl in text for signal, text in zip((REMINDERS, CALLS), news, strict=True)] == [True, True]


def _relay(said: list[str], turning: Turning) -> None:
    """Everybody reads who has the baton and what was told; of an offer nothing before it is taken."""
    assert times(said, "wie deze week het stokje van de CX-estafette heeft: Hugo.") == ["23-11 15:30"]
    assert times(said, "Van wie dat is, staat nergens.") == ["26-11 11:15"]
    assert times(said, "Alleen Ingrid leest het. Nee zeggen mag, zonder uitleg.") == ["26-11 11:15"]
    assert times(said, "Nu pas leest iedereen in #klantverhalen van wie het komt.") == ["27-11 12:00"]
    assert times(said, "Alleen Samira krijgt die vraag, en drukt op ‘Gedaan’.") == ["27-11 12:00"]
    stories = turning.here.actor("Thijs").sees(turning.here.channel(cast.VERHALEN))
    begins = [each.text.partition("\n")[0].partition(":")[0] for each in stories[-4:]]
    assert begins == [
        "Karel Dekker geeft het stokje aan Hugo Brandt",
        "🏃 Deze week heeft Hugo Brandt het stokje. Vraag gerust welke klant het wordt.",
        "Klantverhaal van Hugo Brandt (klant gebeld).",
        "Hugo Brandt geeft het stokje aan Ingrid Postma",
    ]
    kept = f"Samira Bouzid deed het: {SHOES.change.nl}"
    assert [line.text for each in stories for line in each.thread] == [kept]
    assert "In dit verhaal: Nadia Amrani." in next(each.text for each in stories if MAP.what.nl in each.text)


def _thanks(wearer: str, decided: str) -> str:
    return f"Dank je wel, {wearer}. Anders besloten dankzij de klant: {decided}"


async def test_a_viewer_who_shares_gets_no_question() -> None:
    """Then somebody tells of a customer without it. What the page calls the next event has them too."""
    async with beginning("2026-11-25 14:00", "2026-11-24 10:00", seeds=BOARD) as turning:
        assert await events(turning, 5) == [
            "25-11 15:30",
            "26-11 09:15",
            "26-11 09:25",
            "26-11 11:30",
            "26-11 14:00",
        ]
        hands, marijke, board = turning.here.hands, turning.here.actor("Marijke"), turning.here.channel(cast.DIRECTIE)
        await hands.praises(marijke, board, "Een klant zwaaide vanaf de overkant van de straat.")
        await turning.forward(turning.now())
        assert await events(turning, 1) == ["27-11 15:00"]
        await turning.forward(local("2026-11-30 08:40"))
        await hands.gives(marijke, board, "Een klant stuurde een kaart met een zon erop.")
        said = await played(turning, cast.DIRECTIE)
    assert not times(said, "Daarom komt er één vraag.")
    assert times(said, "typt /compliment en vertelt wat een klant deed.") == ["03-12 14:00"]


async def test_from_wednesday_afternoon_two_weeks_of_the_board() -> None:
    """It meets on Mondays and Thursdays, and says the same words in the second week."""
    async with beginning("2026-11-25 14:00", "2026-11-24 10:00", "en", BOARD) as turning:
        assert [name for _, name in turning.teams()] == ["customer-service-north", "invoicing", "board"]
        first, second = await played(turning, cast.DIRECTIE), await played(turning, cast.DIRECTIE)
        assert turning.now() == local("2026-12-11 15:00")
        seen = turning.here.actor("Marijke").sees(turning.here.channel(cast.DIRECTIE))
        cards = [each.text for each in seen if each.text.startswith("☀️")][-4:]
    assert [c.IMPROVED.en in card for card in cards] == [True, False, True, False]
    assert [c.LATECOMER.en in card for card in cards] == [False, True, False, True]
    assert first[1] == "25-11 14:00 First we turn the clock to Monday."
    assert first[2] == "30-11 09:15 The card for Monday is up. It is quarter past nine."
    assert len(first) == len(second)
    for said, monday, wednesday, thursday in (
        (first, "30-11", "02-12", "03-12"),
        (second, "07-12", "09-12", "10-12"),
    ):
        assert times(said, "hears it at once.") == [f"{monday} 09:15"]
        assert times(said, "We turn the clock.") == [f"{monday} 11:30"]
        assert times(said, "The turns are swapped.") == [f"{wednesday} 15:30"]
        assert times(said, "as agreed.") == [f"{thursday} 09:15"]
        assert times(said, "wrapped up.") == [f"{monday} 11:30", f"{thursday} 11:30"]


async def test_the_week_of_christmas() -> None:
    async with beginning("2026-12-21 08:40", "2026-12-18 10:00") as turning:
        said = await played(turning, cast.FACTURATIE)
    assert times(said, "Vrijdag is het Eerste kerstdag. Er is geen dagstart.") == ["25-12 09:00"]
    assert said[-1].endswith("Dat was de week. De volgende dagstart is maandag, negen uur. Nu jij!")


async def test_the_week_of_easter() -> None:
    """Easter Monday is a day of the board's too: what it would have done then, it does on Thursday."""
    async with beginning("2027-03-29 08:40", "2027-03-26 10:00", seeds=BOARD) as turning:
        said = await played(turning, cast.DIRECTIE)
    assert said[1] == "29-03 09:15 Maandag is het Tweede paasdag. Er is geen dagstart."
    assert said[2].endswith("De volgende dagstart is donderdag. We zetten de klok vooruit.")
    assert said[3] == "01-04 09:15 De kaart van donderdag staat er. Het is kwart over negen."
    for caption in (
        "geeft Karel een compliment. Alleen Karel leest het.",
        "De naam staat er niet bij.",
        "hoort het meteen.",
    ):
        assert times(said, caption) == ["01-04 09:15"]


async def test_the_next_event_is_not_on_a_holiday() -> None:
    """Nobody sees anything of the day that does not take place."""
    async with beginning("2027-03-26 16:00", "2027-03-26 10:00", seeds=BOARD) as turning:
        assert await events(turning, 3) == ["31-03 15:30", "01-04 09:15", "01-04 09:25"]


# --- what is said -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("clock", "dutch", "english"),
    [
        ("09:00", "negen uur", "nine o'clock"),
        ("09:20", "tien voor half tien", "twenty past nine"),
        ("12:45", "kwart voor een", "quarter to one"),
        ("15:30", "half vier", "half past three"),
        ("09:13", "09:13", "09:13"),
    ],
)
def test_times_are_said_as_one_says_them(clock: str, dutch: str, english: str) -> None:
    moment = datetime.combine(date(2026, 11, 23), datetime.strptime(clock, "%H:%M").time(), ZONE)  # noqa: DTZ007
    assert (spoken.clock(Tongue("nl"), moment), spoken.clock(Tongue("en"), moment)) == (dutch, english)


def test_days_are_said_as_one_says_them() -> None:
    first, last = date(2026, 11, 26), date(2026, 11, 27)
    assert spoken.days(Tongue("nl"), first, last) == "donderdag en vrijdag"
    assert spoken.days(Tongue("en"), last, last) == "Friday"


def test_each_holiday_has_a_name() -> None:
    assert set(KEYS.values()) == set(spoken.HOLIDAYS)
