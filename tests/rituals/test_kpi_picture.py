"""The figure as a picture: its points by pure rules, and the dialogues in which it is asked for and shared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median as exact

from hypothesis import given
from hypothesis import strategies as st

from rituals.calendar import week_of
from rituals.kpi import points
from rituals.kpi.points import LAST, WEEKS, Point, first_day, last, marks, median, on_target, weekly
from rituals.kpi.rules import Better
from sandbox import Fault, Seen
from tests.chat import NOORD, Chat
from tests.rituals.kpi_values import PHONE, figure, kinds, told

TODAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
TENTHS = st.integers(-1000, 10_000)


# --- the rules --------------------------------------------------------------------------------------------------------
@st.composite
def seen(draw: st.DrawFn) -> tuple[Mapping[date, int], date]:
    """Values of the window that is read, and the day on which it is."""
    today = draw(TODAYS)
    days = st.integers(0, (today - first_day(today)).days).map(lambda n: today - timedelta(days=n))
    return draw(st.dictionaries(days, TENTHS, max_size=40)), today


@given(seen())
def test_a_point_for_each_week_with_a_value_and_a_name_for_each_without(given: tuple[Mapping[date, int], date]) -> None:
    values, today = given
    found = weekly(values, today, min(values, default=None))
    weeks = [point.at for point in found.points]
    assert weeks == sorted({week_of(day) for day in values}), "each ISO week once, in order, over the year's end too"
    between = [week_of(today - timedelta(weeks=n)) for n in range(WEEKS)]
    assert {*weeks, *found.missing} <= {*between}
    assert not {*weeks} & {*found.missing}
    assert week_of(today) not in found.missing, "it isn't over"
    if values:
        since = week_of(min(values))
        assert {*found.missing} == {week for week in between if since < week < week_of(today)} - {*weeks}
    for point in found.points:
        assert abs(point.value - exact(v for day, v in values.items() if week_of(day) == point.at)) <= 0.5


@given(st.lists(TENTHS, min_size=1, max_size=9), st.randoms())
def test_the_median_is_no_matter_of_order(values: list[int], random: object) -> None:
    assert min(values) <= median(values) <= max(values)
    assert median(values) == median(sorted(values, reverse=True))


def test_the_half_goes_to_the_even_tenth() -> None:
    assert [median(each) for each in ([81, 82], [82, 83], [81, 84], [5], [1, 9, 2], [-3, -2])] == [82, 82, 82, 5, 2, -2]


def test_over_new_year_with_a_week_53() -> None:
    """28 December 2026 to 3 January 2027 is week 53, and 4 January begins week 1."""
    days = [date(2026, 12, 22), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 12)]
    found = weekly({day: 10 * n for n, day in enumerate(days, start=1)}, date(2027, 1, 21), days[0])
    assert found.points == [
        Point((2026, 52), 10),
        Point((2026, 53), 25),
        Point((2027, 1), 40),
        Point((2027, 2), 50),
    ]
    assert found.missing == []


def test_what_came_before_the_first_value_is_not_missing() -> None:
    values, today = {date(2026, 11, 11): 900}, date(2026, 11, 26)
    assert weekly(values, today, date(2026, 11, 11)).missing == [(2026, 47)]
    assert weekly(values, today, date(2026, 11, 2)).missing == [(2026, 45), (2026, 47)]
    assert weekly({}, today, None) == points.Points([], ())


@given(st.dictionaries(TODAYS, TENTHS, max_size=40))
def test_the_last_values_one_by_one(values: Mapping[date, int]) -> None:
    found = last(values).points
    assert [point.at for point in found] == sorted(values)[-LAST:]
    assert all(point.value == values[point.at] for point in found if isinstance(point.at, date))


@given(st.lists(st.builds(Point, TODAYS, TENTHS), min_size=1, max_size=20), TENTHS)
def test_what_stands_out(some: list[Point], target: int) -> None:
    found = marks(some)
    assert (found.newest, found.highest.value) == (some[-1], max(each.value for each in some))
    assert found.lowest.value == min(each.value for each in some)
    above, below = (on_target(some, target, better) for better in (Better.HIGHER, Better.LOWER))
    assert above + below == len(some) + sum(each.value == target for each in some), "at the target is on both sides"


# --- dialogues --------------------------------------------------------------------------------------------------------
AUTUMN = {"2026-10-27": 880, "2026-10-28": 900, "2026-11-10": 930, "2026-11-12": 940, "2026-11-17": 920}
TITLE = f"{PHONE}: de laatste twaalf weken"
WORDS = (
    "Nieuwste: 92% (week 47). Hoogste: 93,5% (week 46), laagste: 89% (week 44). "
    "Twee van de drie keer aan de goede kant van het doel. Geen cijfer in week 45."
)
TABLE = ["Week | Waarde | Doel", "week 44 | 89% | 90%", "week 46 | 93,5% | 90%", "week 47 | 92% | 90%"]
SHARE = "Deel met het team"


def pictures(chat: Chat) -> list[Seen]:
    return [seen for seen in chat.anna.sees(NOORD) if seen.text.startswith(PHONE) and not seen.ephemeral]


async def test_one_figure_is_a_picture_at_once_and_is_shared_once(chat: Chat) -> None:
    await chat.noord()
    await figure(chat, values=AUTUMN)
    await chat.jump("2026-11-23 10:00")
    await chat.sanne.types("/klant kpi", channel=NOORD)
    mine = told(chat)
    assert kinds(mine) == ["rich_text", "data_visualization", "rich_text", "table", "actions"]
    chart = mine.message.blocks[1]["chart"]
    assert [series["name"] for series in chart["series"]] == ["Waarde", "Doel"]
    assert chart["axis_config"]["categories"] == ["wk 44", "wk 46", "wk 47"]
    assert [point["value"] for point in chart["series"][0]["data"]] == [89, 93.5, 92]
    assert mine.text.split("\n") == [TITLE, PHONE, *chart_read(), WORDS, *TABLE]
    assert mine.fallback.replace("\u200b", "").split("\n")[:2] == [TITLE, WORDS]
    assert (mine.buttons, "Mila" in mine.text) == ([SHARE, "Cijfer invullen"], False)
    assert pictures(chat) == [], "it is private"
    for actor in (chat.sanne, chat.sanne):
        await actor.presses(SHARE, mine)
        await chat.settle()
    (shared,) = pictures(chat)
    assert shared.text == mine.text
    assert not shared.buttons
    assert not shared.rings.users
    assert "staat vandaag al in het kanaal" in told(chat).text
    assert told(chat).buttons == ["Naar de kaart"]
    await chat.joris.types("/klant kpi", channel=NOORD)
    await chat.joris.presses(SHARE, told(chat, "joris"))
    await chat.settle()
    assert len(pictures(chat)) == 1
    await chat.sanne.selects(mine.menus[0], "De laatste 20 cijfers", mine)
    assert told(chat).text.startswith(f"{PHONE}: de laatste vijf cijfers\n")
    assert told(chat).message.blocks[1]["chart"]["axis_config"]["categories"] == [
        "27-10",
        "28-10",
        "10-11",
        "12-11",
        "17-11",
    ]


def chart_read() -> list[str]:
    return ["Waarde - wk 44: 89, wk 46: 93.5, wk 47: 92", "Doel - wk 44: 90, wk 46: 90, wk 47: 90"]


async def test_where_slack_draws_no_charts_the_words_and_the_table_come(chat: Chat) -> None:
    """By the response_url of a command, and as a message in the channel."""
    await chat.noord()
    await figure(chat, values=AUTUMN)
    await chat.jump("2026-11-23 10:00")
    for method in ("response_url", "chat.postMessage"):
        chat.slack.faults.add(Fault(method, "no_charts", times=9))
    await chat.sanne.types("/klant kpi", channel=NOORD)
    mine = told(chat)
    assert kinds(mine) == ["rich_text", "rich_text", "table", "actions"]
    assert mine.text.split("\n") == [TITLE, WORDS, *TABLE]
    await chat.sanne.presses(SHARE, mine)
    await chat.settle()
    (shared,) = pictures(chat)
    assert shared.text.split("\n") == [TITLE, WORDS, *TABLE]


async def test_the_figures_of_a_team_on_a_row(chat: Chat) -> None:
    await chat.noord()
    await chat.sanne.types("/klant kpi", channel=NOORD)
    assert (told(chat).text, told(chat).buttons) == (NONE, [])
    await chat.anna.types("/klant kpi", channel=NOORD)
    assert told(chat, "anna").buttons == ["Cijfer instellen"]
    await figure(chat, values={"2026-11-19": 910, "2026-11-20": 920})
    await figure(chat, "=cmd|x <!here>", {}, unit="days", better="lower", target=None, owner=None, state="OWNERLESS")
    await chat.jump("2026-11-23 10:00")
    await chat.sanne.types("/klant kpi", channel=NOORD)
    mine = told(chat)
    assert mine.text.split("\n") == [
        "De cijfers van klantenservice-noord",
        f"{PHONE}: 92% (doel 90%) ▲ beter, van vrijdag 20 november",
        "=cmd|x <!here>: nog geen cijfer. Wie volgt =cmd|x <!here>? Eén minuut per dag is genoeg.",
    ]
    assert mine.buttons == ["Bekijken", "Bekijken", "Ik volg dit", "Cijfer invullen"]
    await chat.sanne.presses("Bekijken", mine, near=PHONE)
    assert told(chat).text.startswith(TITLE)
    await chat.sanne.presses("Bekijken", mine, near="=cmd")
    assert (told(chat).text, told(chat).buttons) == ("Er is nog geen cijfer voor =cmd|x <!here>.", ["Cijfer invullen"])
    await chat.anna.types("/klant kpi", channel=NOORD)
    assert told(chat, "anna").buttons[-3:] == ["Cijfer instellen", "Cijfers archiveren", "Cijfers inlezen"]
    assert "Aanpassen" in told(chat, "anna").buttons
    assert "Mila" not in told(chat, "anna").text


NONE = "Er zijn nog geen cijfers. Begin met één die klanten voelen."
