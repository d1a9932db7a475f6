"""Values read in: 500 malformed sheets by pure rules, and the form and what it says as dialogues."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from bot.importing import Unusable, decoded, meant, written
from bot.stage import local
from rituals.calendar import Calendar
from rituals.contract import Event, Note, Refused
from rituals.kpi import rules
from rituals.kpi.importing import SHOWN, _slips
from rituals.kpi.lines import Known, Lines, read
from rituals.kpi.rules import Unit
from rituals.texts import tidy
from storage.kpi import KpiValue
from storage.organisations import Organisation
from storage.people import Team
from tests.chat import NOORD, Chat
from tests.rituals.kpi_values import PHONE, figure, stored, told
from tests.running import Ended, environment, forked
from tests.scenes_kpi_picture import figure as a_figure
from tests.world import ORG, World, peopled

READER = Reader("nl", {}, {}, {}, Catalogs.load())
TODAY: Final = date(2026, 11, 25)
CALENDAR: Final = Calendar()
KNOWN: Final = (
    Known(1, "Bereikbaarheid", Unit.PERCENT, 1),
    Known(2, "Doorlooptijd (dagen)", Unit.DAYS, 0),
    Known(3, "=cmd|' /C calc'!A0", Unit.NUMBER, 0),
    Known(4, "NPS; na, contact", Unit.NPS, 0),
)
WORKDAYS: Final = [day for n in range(729) if CALENDAR.is_workday(day := TODAY - timedelta(days=n + 1))]


def sheet(text: str) -> Lines:
    return read(text, KNOWN, CALENDAR.is_workday, TODAY)


def why(text: str) -> Sequence[tuple[int, str]]:
    """What is wrong, as it is read."""
    return [(slip.line, plain(slip.why, READER)) for slip in sheet(text).slips]


def one(text: str) -> tuple[int, str, int, str | None]:
    found = sheet(text)
    assert not found.slips, why(text)
    (entry,) = found.entries
    return (entry.kpi, entry.day.isoformat(), entry.value, entry.remark)


# --- what is taken ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("23-11-2026;Bereikbaarheid;92,5", (1, "2026-11-23", 925, None)),
        ("\ufeffdatum;kpi;waarde\r\n23-11-2026;bereikbaarheid;92.5;;;\r\n\r\n", (1, "2026-11-23", 925, None)),
        ("Date\tKPI\tValue\n2026-11-23\tBEREIKBAARHEID\t92,5 %\tdruk", (1, "2026-11-23", 925, "druk")),
        ('"23/11/2026","Bereikbaarheid","92,5","met ""dank"""', (1, "2026-11-23", 925, 'met "dank"')),
        ("23-11-2026,Bereikbaarheid,92", (1, "2026-11-23", 920, None)),
        ("sep=;\n23.11.2026;Bereikbaarheid;8", (1, "2026-11-23", 80, None)),
        ("23 nov 2026;Doorlooptijd (Dagen);3", (2, "2026-11-23", 30, None)),
        ("23 november 2026 ; Doorlooptijd (dagen) ; 3 ; 5", (2, "2026-11-23", 30, "5")),
        ("2026-11-23 00:00:00;=cmd|' /C calc'!A0;1.250", (3, "2026-11-23", 12_500, None)),
        (
            '23-11-2026;"NPS; na, contact";-12;"een ; in, de opmerking"',
            (4, "2026-11-23", -120, "een ; in, de opmerking"),
        ),
        ('23-11-2026;"NPS; na, contact";1\n', (4, "2026-11-23", 10, None)),
        ('"24-11-2026","NPS; na, contact","0","twee; drie"', (4, "2026-11-24", 0, "twee; drie")),
        ("24-11-2026;Bereikbaarheid;0", (1, "2026-11-24", 0, None)),
        ("25-11-2024;Bereikbaarheid;100", (1, "2024-11-25", 1000, None)),
        ('23-11-2026;Bereikbaarheid;92;"open', (1, "2026-11-23", 920, "open")),
    ],
)
def test_what_a_spreadsheet_pastes_is_taken(text: str, wanted: tuple[int, str, int, str | None]) -> None:
    assert one(text) == wanted


@st.composite
def good(draw: st.DrawFn) -> tuple[str, list[tuple[int, date, int, str | None]]]:
    """A sheet as a spreadsheet writes it, and what is in it."""
    some = draw(
        st.lists(st.tuples(st.sampled_from(KNOWN), st.sampled_from(WORKDAYS)), unique=True, max_size=12, min_size=1)
    )
    part, form = draw(st.sampled_from(";\t,")), draw(st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"]))
    out = io.StringIO()
    end, bare = draw(st.sampled_from(["\n", "\r\n", "\r"])), part != "," and draw(st.booleans())
    plainly = csv.writer(out, delimiter=part, lineterminator=end)
    writer = plainly if bare else csv.writer(out, delimiter=part, lineterminator=end, quoting=csv.QUOTE_ALL)
    wanted = []
    for known, day in some:
        least, most = rules.RANGES[known.unit]
        whole = draw(st.integers(least, min(most, 999)))
        remark = draw(st.none() | st.sampled_from(["=1+1", "+31", "-x", "@a", "twee; drie", "met 'n quote", "druk"]))
        writer.writerow([day.strftime(form), known.name, str(whole), *([remark] if remark else [])])
        wanted.append((known.id, day, whole * 10, remark))
    return out.getvalue(), wanted


@given(good())
@settings(max_examples=60)
def test_what_is_written_is_read(made: tuple[str, list[tuple[int, date, int, str | None]]]) -> None:
    text, wanted = made
    found = sheet(text)
    assert not found.slips, why(text)
    assert [(e.kpi, e.day, e.value, e.remark) for e in found.entries] == wanted


# --- what isn't -------------------------------------------------------------------------------------------------------
COLUMNS = "Ik verwacht een datum, een cijfer en een waarde, met puntkomma's ertussen."
NO_DATE = "Deze datum begrijp ik niet. Probeer bijvoorbeeld 24-12-2026."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("23-11-2026;Bereikbaarheid", COLUMNS),
        ("23-11-2026 Bereikbaarheid 92", COLUMNS),
        ('"23-11-2026;Bereikbaarheid;92', COLUMNS),
        ("31-02-2026;Bereikbaarheid;92", NO_DATE),
        ("23-11-26;Bereikbaarheid;92", NO_DATE),
        ("23-11;Bereikbaarheid;92", NO_DATE),
        ("gisteren;Bereikbaarheid;92", NO_DATE),
        (";Bereikbaarheid;92", NO_DATE),
        ("26-11-2026;Bereikbaarheid;92", "Deze dag moet nog komen."),
        ("25-11-2026;Bereikbaarheid;92", "Deze dag is nog niet voorbij. Vul het cijfer morgen in."),
        ("22-11-2024;Bereikbaarheid;92", "Deze dag is langer dan twee jaar geleden."),
        ("22-11-2026;Bereikbaarheid;92", "Op zondag 22 november werkte je team niet."),
        ("27-04-2026;Bereikbaarheid;92", "Op maandag 27 april werkte je team niet."),
        ("23-11-2026;Bereik\u202ebaar\x07;92", "Je team heeft geen cijfer “Bereikbaar”."),
        ("23-11-2026;;92", "Je team heeft geen cijfer “?”."),
        ("23-11-2026;Bereikbaarheid;105", "Vul een getal in tussen 0 en 100."),
        ("23-11-2026;Bereikbaarheid;=1+1", "Dit is geen getal. Schrijf bijvoorbeeld 92,5."),
        ("23-11-2026;Bereikbaarheid;;druk", "Dit is geen getal. Schrijf bijvoorbeeld 92,5."),
        ("23-11-2026;Bereikbaarheid;92,55", "Vul hoogstens één decimaal in."),
        ("23-11-2026;Doorlooptijd (dagen);1,5", "Vul een heel getal in."),
        ("23-11-2026;Bereikbaarheid;92;" + "x" * 141, "Kort werkt beter. Maximaal 140 tekens."),
        (
            "23-11-2026;Bereikbaarheid;92;bel 06 1234 5678",
            "In de opmerking lijken gegevens van een klant te staan. Haal die weg.",
        ),
        ("23-11-2026;Bereikbaarheid;92;druk;5", "Hier staan meer kolommen dan datum, cijfer, waarde en opmerking."),
        ("23-11-2026;Bereikbaarheid;92;" + "x" * 1000, "Deze regel is te lang."),
    ],
)
def test_each_wrong_line_has_its_sentence(line: str, said: str) -> None:
    assert why(f"datum;kpi;waarde\n24-11-2026;Bereikbaarheid;90\n\n{line}\n") == [(4, said)]


def test_a_number_with_a_comma_between_commas_is_no_remark() -> None:
    said = "Zet puntkomma's tussen de kolommen, of aanhalingstekens om een getal met een komma."
    assert why("23-11-2026,Bereikbaarheid,92,5\n24-11-2026,Bereikbaarheid,90") == [(1, said)]


def test_the_same_figure_of_the_same_day_twice_is_refused_whatever_it_says() -> None:
    text = "23-11-2026;Bereikbaarheid;92\n2026-11-23;BEREIKBAARHEID;92"
    assert why(text) == [(2, "Dit staat ook al op regel 1.")]


def test_what_is_no_list_at_all_is_seen_at_once() -> None:
    assert [line for line, _why in why("x\n" * 5_001)] == [5_001]
    assert sheet("datum;kpi;waarde\n\n") == Lines([], [])


def test_ten_lines_are_named_and_the_others_counted() -> None:
    told = plain(_slips(sheet("x\n" * 14).slips), READER).split("\n")
    assert told[0] == "14 regels kloppen nog niet. Er is niets bewaard."
    assert told[1] == f"Regel 1: {COLUMNS}"
    assert (len(told), told[-1]) == (SHOWN + 2, "En nog vier regels.")


MESS = st.text(alphabet=";\t,\"'\r\n\x00\x07\u202e\ufeff-/.:=+@ 0123456789abnov%é٣", max_size=40) | st.text(max_size=20)
CELLS = MESS | st.sampled_from(
    ["23-11-2026", "24-11-2026", "Bereikbaarheid", "92", "-5", "=1+1", "@SUM(A1)", "datum", ""]
)
ROWS = st.lists(CELLS, min_size=1, max_size=5).flatmap(
    lambda row: st.sampled_from(";\t,").map(lambda part: part.join(row))
)
SHEETS = st.lists(ROWS, max_size=6).flatmap(
    lambda rows: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(rows))
)


@given(SHEETS)
@settings(max_examples=500)
def test_five_hundred_malformed_sheets(text: str) -> None:
    """Nothing breaks; each line that holds something is taken or told of, and what is told reads on one line."""
    found = sheet(text)
    lines = [entry.line for entry in found.entries] + [slip.line for slip in found.slips]
    assert len(set(lines)) == len(lines)
    assert all(1 <= line <= len(text) + 1 for line in lines)
    for slip in found.slips:
        said = plain(slip.why, READER)
        assert (said[-1], "\n" in said, tidy(said)) == (".", False, said)
    for entry in found.entries:
        least, most = rules.RANGES[next(known.unit for known in KNOWN if known.id == entry.kpi)]
        assert least <= Decimal(entry.value) / 10 <= most
        remark = entry.remark or ""
        assert ("\n" in remark, tidy(remark), len(remark) <= 140) == (False, remark, True)


# --- the form ---------------------------------------------------------------------------------------------------------
FIELD = "Datum, cijfer en waarde, elk op een regel"


async def test_pasted_mended_and_read_in(chat: Chat) -> None:
    """Nothing is stored before all of it is right, and what was pasted stays in the form."""
    await chat.noord()
    kpi = await figure(chat, values={"2026-11-19": 880})
    await chat.jump("2026-11-23 10:00")
    await chat.sanne.types("/klant kpi import", channel=NOORD)
    assert "Dit kan alleen de teamleider of waarnemer." in told(chat).text
    await chat.anna.types("/klant kpi import", channel=NOORD)
    assert f"Dit zijn jullie cijfers: {PHONE}." in chat.anna.form.text
    assert "Hier passen ongeveer 80 regels in." in chat.anna.form.text
    wrong = f"datum\tkpi\twaarde\n\n19-11-2026\t{PHONE}\t91\t=1+1\n20-11-2026\t{PHONE}\t105"
    await chat.anna.fills({FIELD: wrong})
    await chat.anna.submits()
    assert "Eén regel klopt nog niet. Er is niets bewaard.\nRegel 4: Vul een getal in" in chat.anna.form.text
    assert chat.anna.form.values[FIELD] == wrong
    await chat.anna.submits()
    assert "Regel 4:" in chat.anna.form.text, "it is no question that one can pass"
    mended = wrong.replace("105", "92")
    await chat.anna.fills({FIELD: mended})
    await chat.anna.submits()
    assert "Eén cijfer staat er al. Dat vervang ik." in chat.anna.form.text
    assert [row[2] for row in await stored(chat)] == [880]
    assert await chat.anna.sends({}) == "Eén cijfer is nieuw.\nEén cijfer is vervangen."
    assert await stored(chat) == [(kpi, "2026-11-19", 910, "=1+1", True), (kpi, "2026-11-20", 920, None, False)]
    await chat.settle()
    assert f"{PHONE}: 92% (doel 90%) ▲ beter" in chat.card().text
    await chat.anna.types("/klant kpi import", channel=NOORD)
    assert await chat.anna.sends({FIELD: mended}) == "Twee cijfers stonden er al."


async def test_each_figure_that_is_read_in_has_its_own_advice(chat: Chat) -> None:
    """Two missed their target three times in one sheet, and one of them reached it last."""
    await chat.noord()
    for name in ("Vriendelijkheid", "Terugkerende vragen", PHONE):
        await figure(chat, name)
    await chat.until("2026-11-23 09:01")
    days = ("18-11-2026", "19-11-2026", "20-11-2026")
    missed = [f"{day};{name};80" for day in days for name in ("Vriendelijkheid", PHONE)]
    reached = [f"{day};Terugkerende vragen;{value}" for day, value in zip(days, (80, 80, 95), strict=True)]
    await chat.anna.types("/klant kpi import", channel=NOORD)
    await chat.anna.sends({FIELD: "\n".join(missed + reached)})
    await chat.settle()
    said = [line for line in chat.card().text.splitlines() if "zat drie keer naast het doel" in line]
    assert [line.strip("• ").split(" zat ")[0] for line in said] == ["Vriendelijkheid", PHONE]


async def test_formulas_and_control_characters_stay_text(chat: Chat) -> None:
    """In what is stored, on the card, in the picture of a figure that is called so, and where values are listed."""
    await chat.noord()
    name = "=cmd|' /C calc'!A0"
    await figure(chat, name, unit="number", target=None)
    await chat.jump("2026-11-23 10:00")
    remarks = ["=HYPERLINK(1)", "+1+1", "-2", "@SUM(A1)\u202e\x07", "<!channel> *x*"]
    days = ["16-11-2026", "17-11-2026", "18-11-2026", "19-11-2026", "20-11-2026"]
    text = "\n".join(f"{day};{name};{n};{remark}" for n, (day, remark) in enumerate(zip(days, remarks, strict=True)))
    await chat.anna.types("/klant kpi import", channel=NOORD)
    assert await chat.anna.sends({FIELD: text}) == "Vijf cijfers zijn nieuw."
    await chat.settle()
    wanted = ["=HYPERLINK(1)", "+1+1", "-2", "@SUM(A1)", "<!channel> *x*"]
    assert [row[3] for row in await stored(chat)] == wanted
    assert f"{name}: 4 ▲ beter" in chat.card().text
    await chat.anna.types("/klant kpi", channel=NOORD)
    mine = told(chat, "anna")
    picture = next(block for block in mine.message.blocks if block["type"] == "data_visualization")
    assert picture["title"] == name
    table = next(block for block in mine.message.blocks if block["type"] == "table")
    assert {cell["type"] for row in table["rows"] for cell in row} == {"raw_text"}
    assert mine.rings.broadcasts == set()


# --- the command line -------------------------------------------------------------------------------------------------
LATELY = Calendar().previous_workday(datetime.now(UTC).date() - timedelta(days=1))  # a process has the clock as it is
MALFORMED = (
    "",
    "\n\n;;;\n",
    "x",
    "datum;kpi;waarde",
    "{day};Niets;1",
    "{good}\n{day};Bereikbaarheid;101",
    "{good}\n{good}",
)


async def values_in(world: World) -> list[int | None]:
    async with world.core.sessions(info={"org": ORG}) as session:
        return list(await session.scalars(select(KpiValue.value).order_by(KpiValue.day)))


async def test_nothing_is_stored_of_what_is_malformed(database_url: str) -> None:
    """And what is right replaces what stood there."""
    async with peopled(database_url) as world:
        await a_figure(world)
        world.clock.turn_to(local("2026-11-23 08:00"))
        good = "20-11-2026;Bereikbaarheid;91"
        for n, text in enumerate(MALFORMED):
            values = {"text": text.format(day="20-11-2026", good=good), "dry": False}
            with pytest.raises(Refused):
                await world.core.dispatcher.act(Event(str(n), ORG, "", "kpi.read_in", "1", values=values), edge=True)
        assert await values_in(world) == [900]
        for dry, new, replaced in (
            (True, "Eén cijfer is nieuw.", "Eén cijfer wordt vervangen."),
            (False, "Eén cijfer is nieuw.", "Eén cijfer is vervangen."),
        ):
            values = {"text": f"{good};mevrouw De Wit belde\n19-11-2026;Bereikbaarheid;89", "dry": dry}
            event = Event(f"good {dry}", ORG, "", "kpi.read_in", "1", values=values)
            answer = await world.core.dispatcher.act(event, edge=True)
            assert isinstance(answer, Note)
            said = plain(answer.text, READER).split("\n")
            assert said[:3] == [new, replaced, "Is de klant te herkennen in deze opmerking? Regel 1."]
            assert await values_in(world) == ([900] if dry else [890, 910])


async def test_a_file_is_read_in_by_the_command_line(tmp_path: Path, sqlite_url: str) -> None:
    """Beside a running bot: today's board, if it is up, is marked to be drawn. Twice is once."""
    async with peopled(sqlite_url) as world:
        await a_figure(world)
        file = tmp_path / "cijfers.csv"

        async def ask(*arguments: str) -> Ended:
            command = ("kpi", "import", str(file), "--team", "#NOORD", *arguments)
            return await forked(*command, env=environment(None, sqlite_url), folder=tmp_path)

        file.write_bytes(
            f"datum;kpi;waarde;opmerking\r\n{LATELY:%d-%m-%Y};Bereikbaarheid;92;é=1+1\r\n".encode("cp1252")
        )
        tried = await ask("--dry-run")
        assert (tried.code, tried.out) == (0, "Eén cijfer is nieuw.\nEr is niets bewaard: dit was een proef.\n"), tried
        assert await values_in(world) == [900]
        done = await ask()
        assert (done.code, done.out, done.err) == (0, "Eén cijfer is nieuw.\n", "")
        assert 920 in await values_in(world)
        assert (await ask("--language", "en")).out == "One value was there already.\n"
        file.write_bytes(f"{LATELY:%d-%m-%Y};Bereik\u202ebaar\x1b[31m;=cmd\n".encode())
        wrong = await ask()
        assert wrong.code == 1
        assert wrong.out.split("\n")[:2] == [
            "Eén regel klopt nog niet. Er is niets bewaard.",
            "Regel 1: Je team heeft geen cijfer “Bereikbaar[31m”.",
        ]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbf1;2\n", "1;2\n"),
        ("é;€".encode("cp1252"), "é;€"),
        ("é;2".encode("utf-16"), "é;2"),
        (b"PK\x03\x04\x00", None),
        (b"\x81\x8d", None),
    ],
)
def test_what_spreadsheets_save_is_read(data: bytes, text: str | None) -> None:
    assert decoded(data) == text


def test_what_is_no_list_of_figures_is_refused(tmp_path: Path) -> None:
    large, sheet = tmp_path / "groot.csv", tmp_path / "blad.xlsx"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    sheet.write_bytes(b"PK\x03\x04\x00")
    for path, said in (
        (tmp_path, "geen bestand dat ik kan lezen."),
        (tmp_path / "niets.csv", "niets.csv is geen bestand dat ik kan lezen."),
        (large, "groot.csv is groter dan 5 MB. Dat kan geen lijst met cijfers zijn."),
        (sheet, "blad.xlsx is geen tekst. Bewaar het rekenblad eerst als CSV."),
    ):
        with pytest.raises(Unusable) as refused:
            written(path)
        assert plain(refused.value.why, READER).endswith(said)


def test_which_team_is_meant() -> None:
    org = Organisation(id="T1", name="Proef", language="nl")
    some = [(org, Team(id=n, channel=f"C{n}", name=name)) for n, name in enumerate(("Noord", "Zuid", "zuid"))]
    assert [meant(some, wanted)[1].id for wanted in ("noord", "#Noord", "C2")] == [0, 0, 2]
    for wanted, said in (
        ("zuid", "Meer teams heten zuid. Kies er één met het kanaal: C1, C2."),
        ("west", "Er is geen team west. Deze zijn er: Noord, Zuid, zuid."),
    ):
        with pytest.raises(Unusable) as refused:
            meant(some, wanted)
        assert plain(refused.value.why, READER) == said
