"""What a person reads of their own, in words, and what is left of them when they or their account have gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from bot.catalogs import Catalogs
from bot.i18n import Reader, plain
from rituals import RITUALS, logged
from rituals.contract import Event, Refused, Turn
from rituals.dagstart import own_data as dagstart
from rituals.dagstart import private
from rituals.facts import Deactivated
from rituals.keeping import Erase, Kept, Own, period
from rituals.nudges.own import KEEPS as NUDGES
from rituals.people import own_data as people
from rituals.privacy import logbook, messages, rules
from rituals.sheet import reference
from rituals.shown import Page, Text
from rituals.words import Part, _
from storage import organisations
from storage.audit import log
from storage.dagstart import DagstartDay, DagstartItem
from storage.dagstart_own import days_naming
from storage.people import Rota, hold_person
from tests.world import MONDAY, ORG, TEN, World, peopled

LEAD, BRAM, SANNE = TEN[:3]
NL = Reader(
    language="nl",
    names={LEAD: "Anna", BRAM: "Bram", SANNE: "Sanne"},
    links={},
    channels={},
    catalogs=Catalogs.load(),
)
KEPT = logged.kept_names(RITUALS)


def read(part: Part) -> str:
    return plain(part, NL)


def told(owns: Sequence[Own]) -> list[str]:
    return [read(own.text) for own in owns]


# --- hosting ----------------------------------------------------------------------------------------------------------
async def declined(turn: Turn) -> None:
    """Bram hosts a day to come, and chose another time for it and for one before."""
    rows = {"starts_at": turn.now + timedelta(days=60), "team": 1}
    for n, host in enumerate((SANNE, BRAM)):
        day = date(2027, 2, 1 + n)
        turn.session.add(DagstartDay(**rows, day=day, host=host, host_state="INVITED", asked=[BRAM, LEAD]))
    turn.session.add(Rota(team=1, role="host", person=BRAM, declines=2))
    await turn.session.flush()


async def test_one_reads_how_often_one_declined_and_for_which_days(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world, world.core.turns.writing(ORG) as turn:
        await declined(turn)
        found = await dagstart.hosting(turn, BRAM)
        assert told(found)[0] == "je koos twee keer achter elkaar voor een andere keer"
        assert told(found).count("je bent gevraagd om te begeleiden, en deed het niet") == 2
        assert {"kind": "other times in a row", "times": 2} in [own.data for own in found]


async def test_deleting_takes_the_name_off_days_to_come_and_leaves_the_turn(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world, world.core.turns.writing(ORG) as turn:
        await declined(turn)
        await dagstart.erase_hosting(turn, BRAM, Erase.WITHDRAW)
        await turn.session.flush()
        (day,) = await days_naming(turn.session, BRAM)
        assert (day.host, day.host_state, day.asked) == (BRAM, "INVITED", [LEAD])


async def test_a_closed_account_stands_on_no_day(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world, world.core.turns.writing(ORG) as turn:
        await declined(turn)
        await turn.tell(Deactivated(BRAM))
        await turn.session.flush()
        assert await days_naming(turn.session, BRAM) == []
        assert len(await days_naming(turn.session, LEAD)) == 2


# --- contributions ----------------------------------------------------------------------------------------------------
async def test_a_request_for_help_says_so_and_bears_the_name(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world, world.core.turns.writing(ORG) as turn:
        item = {"team": 1, "origin": MONDAY, "at": turn.now, "block": 3, "author": BRAM}
        turn.session.add(DagstartItem(**item, text="Wie kent de regels?", help="board"))
        await turn.session.flush()
        (own,) = await dagstart.contributions(turn, BRAM)
        assert read(own.text) == "Hulpvraag: Wie kent de regels?"
        assert own.data["with_name"] is True


def test_a_request_for_help_that_stays_keeps_its_text_and_buttons() -> None:
    stays = private.help_asked("1:item:2", None, "Wie kent de regels?", "asked")
    assert isinstance(stays.pieces[0], Text)
    assert read(stays.pieces[0].text) == "Een oud-collega kan je hulp gebruiken: “Wie kent de regels?”"
    assert len(stays.pieces) == 2
    gone = private.help_asked("1:item:2", None, None, "asked")
    assert gone.pieces == (Text(private.GONE),)


# --- preferences ------------------------------------------------------------------------------------------------------
async def test_preferences_are_read_in_words(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world, world.core.turns.writing(ORG) as turn:
        row = await hold_person(turn.session, BRAM)
        row.language, row.pattern, row.home_team = "nl", "124", 1
        row.next_pattern, row.changes_on = "", MONDAY
        found = told(await people.preferences(turn, BRAM))
        assert "Taal: Nederlands" in found
        assert "Eigen werkdagen: maandag, dinsdag en donderdag" in found
        assert "Werkdagen vanaf maandag 23 november: die van het team" in found
        assert "Thuisteam: noord" in found


# --- the log ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("what", "words"),
    [
        (f"role.give lead {BRAM}", "Bram werd teamleider"),
        (f"role.give preparer {BRAM} {SANNE}", "Bram werd voorbereider voor Sanne"),
        (f"role.end deputy {BRAM}", "Bram is geen waarnemer meer"),
        ("settings.team free_days", "gewijzigd voor het team: vrije dagen"),
        ("privacy.gate closed", "cijfers: uit"),
        ("privacy.delete mutes hosting", "eigen gegevens verwijderd"),
        ("privacy.retention absence 7", "Zeven dagen bewaard: Afwezigheid: twee datums, nooit een reden"),
        (
            "privacy.retention absence default",
            "zo lang bewaard als gewoonlijk: Afwezigheid: twee datums, nooit een reden",
        ),
        ("something.new x", "een wijziging"),
        ("", "een wijziging"),
    ],
)
def test_the_log_is_read_in_words(what: str, words: str) -> None:
    assert read(logged.in_words(what, KEPT)) == words


async def test_who_gave_me_a_role_is_mine_to_read(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world, world.core.turns.writing(ORG) as turn:
        await log(turn.session, ORG, LEAD, f"role.give deputy {BRAM}", turn.now, 1)
        await log(turn.session, ORG, LEAD, f"role.give deputy {BRAM}9", turn.now, 1)
        await turn.session.flush()
        assert told(await people.changes(turn, BRAM)) == ["Bram werd waarnemer, door Anna"]


async def page(world: World, person: str) -> list[str]:
    async with world.core.turns.reading(ORG) as turn:
        found: Page = await logbook.page(turn, Event("x", ORG, person, "privacy.log"))
    return [read(piece.text) for piece in found.pieces if isinstance(piece, Text)]


async def test_the_log_is_for_admins_and_for_leads_of_their_own_team(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        async with world.session() as session:
            now = world.clock.now()
            await log(session, ORG, SANNE, "privacy.delete mutes", now)
            row = await hold_person(session, SANNE)
            row.admin = True
        assert (await page(world, SANNE))[0] == "Vrijdag 20 november, Sanne: eigen gegevens verwijderd."
        assert await page(world, LEAD) == ["Vrijdag 20 november, noord, Anna: de dagstart is begonnen."]
        with pytest.raises(Refused):
            await page(world, BRAM)


def test_a_form_says_how_long_the_log_holds_it() -> None:
    kept = [each for ritual in RITUALS for each in ritual.keeps]
    assert read(logged.stays(kept, {})) == "De wijziging staat een jaar in het logboek."
    assert read(logged.stays(kept, {"log": 90})) == "De wijziging staat 90 dagen in het logboek."


# --- how long, and the sheet ------------------------------------------------------------------------------------------
def test_what_is_needed_for_a_week_is_kept_a_week_at_least() -> None:
    (kept,) = [each for each in NUDGES if each.name == "nudge_messages"]
    assert period(kept, {kept.name: 1}) == 7
    assert rules.out_of_range({kept.name: 6}, [kept]) == [kept.name]
    assert rules.out_of_range({kept.name: 7}, [kept]) == []
    assert read(messages.between(kept)) == "Kies 7 tot en met 60 dagen."
    (field,) = messages.retention_form([kept], {}, _("a")).fields
    assert (field.least, field.most) == (7, 60)
    free = Kept("x", _("a"), _("b"), _("c"), {}, _("d"), 30)
    assert messages.retention_form([free], {}, _("a")).fields[0].least == 1


def test_a_reference_ends_no_sentence_twice() -> None:
    org = organisations.unset("T1")
    org.gate_reference = "brief 7."
    assert read(reference(org)).endswith("brief 7")


def test_the_form_says_what_else_deleting_does() -> None:
    kinds = {name: mine for ritual in RITUALS for name, mine in ritual.mine.items() if mine.erase is not None}
    which, shared = messages.delete_form(kinds).fields
    assert which.hint is not None
    assert shared.hint is not None
    assert "Wat ik stil zette: dan hoor je weer van mij." in read(which.hint)
    assert "Begeleiden: dan vergeet ik ook dat je liever niet begeleidt" in read(which.hint)
    assert read(shared.hint).startswith("In een klein team weten collega's nog wie het schreef")
