"""Charts and tables in Slack's blocks: what was typed in them is text, and Slack takes them or is given the words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.catalogs import Catalogs
from bot.clock import SystemClock
from bot.i18n import Reader
from bot.manifest import manifest_for
from bot.slack.figures import chart_of, table_of
from bot.slack.pace import Pace
from bot.slack.render import render, render_note
from bot.slack.surface import SlackSurface
from bot.slack.views import Meta, above, home_view, note_view, page_view
from bot.surface import Sent, Target
from rituals import RITUALS
from rituals.contract import Note
from rituals.shown import Button, Chart, Message, Page, Series, Table, Text
from rituals.words import Sentence, Typed, _
from sandbox import Fault, Sandbox
from sandbox.rules import Surface, check_blocks, check_markup, check_message, plain_text

READER = Reader("nl", {}, {}, {}, Catalogs.load())
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "<!channel> *x*",
    ":tada:",
    "\u202egnp.exe",
    "a\nb",
    "",
    "é" * 99,
]
typed = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
TENTHS = st.integers(-1000, 10_000_000).map(lambda tenths: Decimal(tenths) / 10)


def says(text: str) -> Sentence:
    return Sentence("{text}", {"text": Typed(text)})


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    across = draw(st.lists(typed, min_size=1, max_size=20))
    points = st.lists(TENTHS, min_size=len(across), max_size=len(across)).map(tuple)
    series = draw(st.lists(st.tuples(typed, points), min_size=1, max_size=3))
    lines = tuple(Series(says(name), some) for name, some in series)
    return Chart(says(draw(typed)), tuple(map(says, across)), lines)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(typed, min_size=width, max_size=width), min_size=1, max_size=100))
    head, *others = [tuple(map(says, row)) for row in rows]
    return Table(head, tuple(others))


@given(charts(), tables())
def test_whatever_was_typed_slack_takes_it_as_text(chart: Chart, table: Table) -> None:
    drawn = render(Message((Text(_("Figures")), chart, table)), READER, to_person=False)
    assert check_blocks(drawn.blocks, Surface.MESSAGE) == []
    body = {"channel": "C1", "text": drawn.text, "blocks": drawn.blocks}
    assert (check_message(body), check_markup(body)) == (None, [])
    cells = [cell for row in drawn.blocks[2]["rows"] for cell in row]
    assert {cell["type"] for cell in cells} == {"raw_text"}


def test_a_formula_stays_the_text_that_it_is() -> None:
    table = table_of(Table((says("=1+1"), says("@x")), ((says("+1"), says("-1")),)), READER)
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [["=1+1", "@x"], ["+1", "-1"]]
    chart = chart_of(Chart(says("=cmd|x"), (says("=a"),), (Series(says("=b"), (Decimal("92.5"),)),)), READER)
    assert (chart["title"], chart["chart"]["series"][0]["name"]) == ("=cmd|x", "=b")
    assert chart["chart"]["series"][0]["data"] == [{"label": "=a", "value": 92.5}]


def test_what_reads_the_same_is_told_apart() -> None:
    chart = Chart(says("x"), (says("wk 1"), says("wk 1")), (line("a" * 30), line("a" * 31), line("a" * 20)))
    drawn = chart_of(chart, READER)["chart"]
    assert drawn["axis_config"]["categories"] == ["wk 1", "wk 1 2"]
    assert len({each["name"] for each in drawn["series"]}) == 3


def line(name: str, *points: int) -> Series:
    return Series(says(name), tuple(Decimal(point) for point in points or (1, 2)))


@pytest.mark.parametrize(
    "piece",
    [
        Chart(says("x"), (), (Series(says("y"), ()),)),
        Chart(says("x"), (says("1"),) * 21, (line("y", *range(21)),)),
        Chart(says("x"), (says("1"),), ()),
        Chart(says("x"), (says("1"),), (line("y", 1, 2),)),
        Table((says("a"),), ((says("1"), says("2")),)),
        Table((says("a"),), ((says("1"),),) * 100),
        Table((), ()),
    ],
)
def test_what_slack_would_refuse_is_never_sent(piece: Chart | Table) -> None:
    with pytest.raises(ValueError, match=r"."):
        render(Message((Text(_("Figures")), piece)), READER, to_person=False)


# --- where it can't be drawn ------------------------------------------------------------------------------------------
CHART = Chart(says("Bereikbaarheid"), (says("wk 47"), says("wk 48")), (line("Waarde", 91, 92),))
TABLE = Table((says("Week"), says("Waarde")), ((says("wk 47"), says("91%")), (says("wk 48"), says("92%"))))
PIECES = (CHART, Text(says("Nieuwste: 92%.")), TABLE)
NOTE = Note(says("Bereikbaarheid"), (Button(_("Close"), "a.b", "1"),), pieces=PIECES)
WORDS = "Bereikbaarheid\nNieuwste: 92%."


def kinds(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["type"] for block in blocks]


def test_a_note_says_the_same_in_words() -> None:
    drawn = render_note(NOTE, READER)
    assert kinds(drawn["blocks"]) == ["rich_text", "data_visualization", "rich_text", "table", "actions"]
    assert drawn["text"] == f"{WORDS}\nwk 47 · 91%\nwk 48 · 92%"


def test_a_view_and_the_home_hold_the_table_and_the_words() -> None:
    page = Page(says("Cijfers"), PIECES)
    wanted = ["rich_text", "table"]
    for view, kept, surface in (
        (page_view(page, Meta("page", "a.b"), READER), wanted, Surface.MODAL),
        (note_view(NOTE, READER, "Cijfers"), ["rich_text", *wanted, "actions"], Surface.MODAL),
        (home_view(page, READER), wanted, Surface.HOME),
        (home_view(above(NOTE, page), READER), ["rich_text", *wanted, "actions", *wanted], Surface.HOME),
    ):
        assert kinds(view["blocks"]) == kept
        assert check_blocks(view["blocks"], surface) == []


# --- a Slack that doesn't draw them yet -------------------------------------------------------------------------------
@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest_for(RITUALS, "both")) as slack:
        yield slack


@pytest.fixture
async def surface(slack: Sandbox) -> SlackSurface:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return SlackSurface(client, Pace(SystemClock().machine), slack.team_id)


@pytest.mark.parametrize("draws", [True, False])
async def test_posted_edited_and_told(slack: Sandbox, surface: SlackSurface, draws: bool) -> None:
    """Each goes in the end, with the chart where Slack draws it; a table that is refused is no reason to try again."""
    sanne = slack.user("Sanne")
    channel = slack.channel("noord", members=[sanne])
    for method in () if draws else ("chat.postMessage", "chat.update"):
        slack.faults.add(Fault(method, "no_charts", times=9))
    message = Message((Text(says("Bereikbaarheid")), *PIECES))
    sent = await surface.post(Target(channel=channel), message, READER)
    assert isinstance(sent, Sent)
    (seen,) = sanne.sees("noord")
    before = ["rich_text", *(["data_visualization"] if draws else []), "rich_text", "table"]
    assert kinds(seen.message.blocks) == before
    assert seen.fallback == f"{WORDS}\nwk 47 · 91%\nwk 48 · 92%"
    assert isinstance(await surface.edit(sent, message, READER, "c1.2"), Sent)
    assert kinds(sanne.sees("noord")[0].message.blocks) == before
    await surface.tell(sanne.id, NOTE, READER)
    assert kinds(sanne.dm()[-1].message.blocks) == [*before, "actions"]
    assert len(slack.calls) == (3 if draws else 6)


async def test_what_has_no_chart_is_tried_once(slack: Sandbox, surface: SlackSurface) -> None:
    channel = slack.channel("noord")
    slack.faults.add(Fault("chat.postMessage", "ok_false", error="invalid_blocks", times=9))
    outcome = await surface.post(Target(channel=channel), Message((Text(says("x")), TABLE)), READER)
    assert (getattr(outcome, "why", ""), len(slack.calls)) == ("invalid_blocks", 1)


def test_words_for_a_screen_reader() -> None:
    assert plain_text(render_note(NOTE, READER)["blocks"]).startswith(
        "Bereikbaarheid\nBereikbaarheid\nWaarde - wk 47: 91"
    )
