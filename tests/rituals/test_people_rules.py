"""Who may appoint, and who hears a line for the leads when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rituals.calendar import Calendar, PersonCalendar
from rituals.people.rules import (
    CHANNELFAIL,
    DEPUTY,
    LEAD,
    NOLEAD,
    RESUME,
    WORDS,
    Actor,
    Audience,
    Candidate,
    Hearer,
    Line,
    Verdict,
    answering,
    bundle,
    giving,
    hearing,
    next_hearing,
    next_message,
    role_of,
    taking,
)

TEAM = Calendar()
QUIET = "dagstart.quiet"  # a ritual's own line: admins never hear it
ANYONE, A_LEAD, AN_ADMIN, BOTH = Actor(), Actor(lead=True), Actor(admin=True), Actor(lead=True, admin=True)
STANDS_IN, NADIA = Actor(stands_in=True), Candidate("nadia")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)


def person(name: str, *absences: tuple[str, str], works: str = "") -> Hearer:
    spans = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in absences)
    pattern = frozenset(map(int, works)) if works else None
    return Hearer(name, PersonCalendar(TEAM, pattern, spans))


# --- roles ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("teamleider", LEAD),
        ("Teamleider", LEAD),
        ("lead", LEAD),
        ("team  lead", LEAD),
        ("waarnemer", DEPUTY),
        ("DEPUTY", DEPUTY),
        ("coach", "coach"),
        ("cultuurcoach", "coach"),
        ("bestuurder", "exec"),
        ("Executive", "exec"),
        ("CEO", "ceo"),
        ("estafettecoördinator", "relay_coordinator"),
        ("relay coordinator", "relay_coordinator"),
        ("voorbereider", "preparer"),
        ("preparer", "preparer"),
        ("beheerder", None),
        ("", None),
    ],
)
def test_roles_are_known_in_both_languages(typed: str, role: str | None) -> None:
    assert role_of(typed) == role


@pytest.mark.parametrize("role", [LEAD, DEPUTY])
@pytest.mark.parametrize(
    ("actor", "verdict"),
    [
        (ANYONE, Verdict.NO_RIGHT),
        (A_LEAD, Verdict.FINE),
        (AN_ADMIN, Verdict.FINE),
        (BOTH, Verdict.FINE),
    ],
)
def test_a_lead_or_an_admin_gives_lead_and_deputy(actor: Actor, role: str, verdict: Verdict) -> None:
    assert giving(actor, role, NADIA, ["anna"]) is verdict


@pytest.mark.parametrize(
    ("role", "own", "gives", "takes"),
    [
        (LEAD, False, Verdict.FINE, Verdict.NO_RIGHT),
        (LEAD, True, Verdict.NO_RIGHT, Verdict.FINE),
        (DEPUTY, False, Verdict.FINE, Verdict.FINE),
        (DEPUTY, True, Verdict.FINE, Verdict.FINE),
    ],
)
def test_who_stands_in_for_a_lead_neither_becomes_one_nor_takes_their_place(
    role: str, own: bool, gives: Verdict, takes: Verdict
) -> None:
    assert giving(STANDS_IN, role, Candidate("nadia", own=own), ["anna"]) is gives
    assert taking(STANDS_IN, role, "nadia", ["nadia", "anna"], own=own) is takes


@pytest.mark.parametrize(
    ("role", "holders", "verdict"),
    [
        (LEAD, ["anna", "nadia"], Verdict.ALREADY),
        (LEAD, ["anna", "bram"], Verdict.FINE),
        (LEAD, ["anna", "bram", "mila"], Verdict.FULL),
        (LEAD, ["anna", "bram", "nadia"], Verdict.ALREADY),
        (DEPUTY, [], Verdict.FINE),
        (DEPUTY, ["bram"], Verdict.FINE),
        (DEPUTY, ["bram", "mila"], Verdict.FULL),
    ],
)
def test_a_role_is_given_as_often_as_it_may(role: str, holders: list[str], verdict: Verdict) -> None:
    assert giving(A_LEAD, role, NADIA, holders) is verdict


@pytest.mark.parametrize(
    ("member", "inside", "verdict"),
    [
        (True, True, Verdict.FINE),
        (True, False, Verdict.NOT_IN_TEAM),
        (False, True, Verdict.NOT_A_MEMBER),
        (False, False, Verdict.NOT_A_MEMBER),
    ],
)
def test_a_role_is_given_to_full_members_in_the_team(member: bool, inside: bool, verdict: Verdict) -> None:
    assert giving(A_LEAD, LEAD, Candidate("nadia", member=member, inside=inside), ["anna"]) is verdict


@pytest.mark.parametrize(
    ("actor", "role", "own", "holders", "verdict"),
    [
        (ANYONE, LEAD, False, ["nadia", "anna"], Verdict.NO_RIGHT),
        (ANYONE, DEPUTY, False, ["nadia"], Verdict.NO_RIGHT),
        (ANYONE, DEPUTY, True, ["nadia"], Verdict.FINE),
        (A_LEAD, LEAD, True, ["nadia", "anna"], Verdict.FINE),
        (A_LEAD, LEAD, False, ["nadia", "anna"], Verdict.FINE),
        (A_LEAD, DEPUTY, False, ["nadia"], Verdict.FINE),
        (AN_ADMIN, LEAD, False, ["nadia", "anna"], Verdict.FINE),
        (AN_ADMIN, DEPUTY, False, ["nadia"], Verdict.FINE),
        (A_LEAD, LEAD, True, ["nadia"], Verdict.LAST),
        (AN_ADMIN, LEAD, False, ["nadia"], Verdict.FINE),
        (BOTH, LEAD, True, ["nadia"], Verdict.FINE),
        (A_LEAD, DEPUTY, False, ["bram"], Verdict.ALREADY),
        (ANYONE, DEPUTY, True, ["bram"], Verdict.ALREADY),
    ],
)
def test_taking_a_role(actor: Actor, role: str, own: bool, holders: list[str], verdict: Verdict) -> None:
    assert taking(actor, role, "nadia", holders, own=own) is verdict


COORDINATOR = Actor(coordinator=True)


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (ANYONE, set()),
        (A_LEAD, {LEAD, DEPUTY}),
        (STANDS_IN, {LEAD, DEPUTY}),
        (COORDINATOR, {"exec", "ceo", "preparer"}),
        (AN_ADMIN, {LEAD, DEPUTY, "coach", "exec", "ceo", "relay_coordinator", "preparer"}),
    ],
)
def test_who_appoints_whom(actor: Actor, may: set[str]) -> None:
    assert {role for role in WORDS.values() if actor.appoints(role)} == may


@pytest.mark.parametrize(
    ("role", "most"),
    [(LEAD, 3), (DEPUTY, 2), ("exec", 30), ("ceo", 1), ("relay_coordinator", 2), ("preparer", 2), ("coach", 99)],
)
def test_how_many_there_may_be(role: str, most: int) -> None:
    some = [f"u{n}" for n in range(most)]
    last = Verdict.FINE if role == "coach" else Verdict.FULL
    assert giving(AN_ADMIN, role, NADIA, some[1:]) is Verdict.FINE
    assert giving(AN_ADMIN, role, NADIA, some) is last


def test_the_last_coordinator_is_taken_away_by_an_admin_only() -> None:
    assert taking(ANYONE, "relay_coordinator", "nadia", ["nadia"], own=True) is Verdict.LAST
    assert taking(AN_ADMIN, "relay_coordinator", "nadia", ["nadia"], own=False) is Verdict.FINE
    assert taking(ANYONE, "ceo", "nadia", ["nadia"], own=True) is Verdict.FINE


# --- who hears, and when ----------------------------------------------------------------------------------------------
ANNA, BRAM, MILA, ADMIN = (person(name) for name in ("anna", "bram", "mila", "admin"))
ON_LEAVE = ("2026-11-23", "2026-11-27")
MONDAY_TEN = at("2026-11-23 10:00")


def test_all_leads_at_work_hear_a_line_and_the_deputy_does_not() -> None:
    assert hearing(Audience((ANNA, MILA), (BRAM,)), QUIET, MONDAY_TEN) == ("anna", "mila")


def test_one_lead_away_leaves_it_to_the_other_lead() -> None:
    assert hearing(Audience((person("anna", ON_LEAVE), MILA), (BRAM,)), QUIET, MONDAY_TEN) == ("mila",)


def test_the_deputy_hears_it_when_every_lead_is_away() -> None:
    assert hearing(Audience((person("anna", ON_LEAVE),), (BRAM,)), QUIET, MONDAY_TEN) == ("bram",)


def test_a_lead_who_just_does_not_work_today_is_waited_for() -> None:
    part_time = Audience((person("anna", works="2345"),), (BRAM,))
    assert hearing(part_time, QUIET, MONDAY_TEN) == ()
    assert next_hearing(part_time, QUIET, MONDAY_TEN) == at("2026-11-24 08:30")


def test_without_a_deputy_it_waits_for_the_leads_first_working_day() -> None:
    alone = Audience((person("anna", ON_LEAVE),))
    assert hearing(alone, QUIET, MONDAY_TEN) == ()
    assert next_hearing(alone, QUIET, MONDAY_TEN) == at("2026-11-30 08:30")


def test_leads_and_deputy_all_away_is_held_for_whoever_is_back_first() -> None:
    audience = Audience((person("anna", ON_LEAVE),), (person("bram", ("2026-11-23", "2026-11-24")),))
    assert next_hearing(audience, QUIET, MONDAY_TEN) == at("2026-11-25 08:30")


def test_a_team_without_a_lead_has_its_deputy() -> None:
    assert hearing(Audience((), (BRAM,), (ADMIN,)), QUIET, MONDAY_TEN) == ("bram",)


@pytest.mark.parametrize(
    ("after", "heard"),
    [
        ("2026-11-23 07:00", "2026-11-23 08:30"),
        ("2026-11-23 08:30", "2026-11-23 08:30"),
        ("2026-11-23 11:15", "2026-11-23 11:15"),
        ("2026-11-23 17:30", "2026-11-23 17:30"),
        ("2026-11-23 17:31", "2026-11-24 08:30"),
        ("2026-11-27 18:00", "2026-11-30 08:30"),  # over the weekend
        ("2026-11-28 12:00", "2026-11-30 08:30"),
        ("2026-12-24 18:00", "2026-12-28 08:30"),  # over Christmas
        ("2027-04-26 20:00", "2027-04-28 08:30"),  # over King's Day
    ],
)
def test_lines_are_heard_within_the_window_of_a_working_day(after: str, heard: str) -> None:
    assert next_hearing(Audience((ANNA,)), QUIET, at(after)) == at(heard)


@pytest.mark.parametrize("moment", ["2026-11-23 08:29", "2026-11-23 17:31", "2026-11-22 10:00", "2026-12-25 10:00"])
def test_nobody_hears_outside_the_window(moment: str) -> None:
    assert hearing(Audience((ANNA,), (BRAM,), (ADMIN,)), QUIET, at(moment)) == ()


def test_nobody_left_and_nobody_for_months() -> None:
    assert next_hearing(Audience(), QUIET, MONDAY_TEN) is None
    assert next_hearing(Audience((), (), (ADMIN,)), QUIET, MONDAY_TEN) is None
    gone = person("anna", ("2026-11-01", "2027-06-01"))
    assert next_hearing(Audience((gone,)), QUIET, MONDAY_TEN) is None


# --- the house's own lines --------------------------------------------------------------------------------------------
def test_admins_hear_that_a_team_has_no_lead_whoever_else_there_is() -> None:
    assert hearing(Audience((), (BRAM,), (ADMIN,)), NOLEAD, MONDAY_TEN) == ("admin",)


@pytest.mark.parametrize("kind", [RESUME, CHANNELFAIL])
def test_admins_hear_the_houses_lines_only_where_no_lead_can(kind: str) -> None:
    away, part_time = person("anna", ON_LEAVE), person("anna", works="2345")
    assert hearing(Audience((ANNA,), (BRAM,), (ADMIN,)), kind, MONDAY_TEN) == ("anna",)
    assert hearing(Audience((part_time,), (BRAM,), (ADMIN,)), kind, MONDAY_TEN) == ()
    assert hearing(Audience((away,), (), (ADMIN,)), kind, MONDAY_TEN) == ("admin",)
    assert hearing(Audience((away,), (BRAM,), (ADMIN,)), kind, MONDAY_TEN) == ("bram", "admin")
    assert hearing(Audience((), (BRAM,), (ADMIN,)), kind, MONDAY_TEN) == ("bram", "admin")
    assert hearing(Audience((), (), (ADMIN,)), kind, MONDAY_TEN) == ("admin",)


def test_who_can_decide_today() -> None:
    away, day = person("anna", ON_LEAVE), date(2026, 11, 23)
    assert answering(Audience((ANNA,), (BRAM,), (ADMIN,)), day) == {"anna", "admin"}
    assert answering(Audience((away, MILA), (BRAM,)), day) == {"mila", "bram"}
    assert answering(Audience((), (BRAM,), (person("admin", ON_LEAVE),)), day) == {"bram"}
    assert answering(Audience((away,)), day) == set()


@pytest.mark.parametrize("kind", [NOLEAD, RESUME, CHANNELFAIL, QUIET])
@pytest.mark.parametrize("leads", [(), (ANNA,), (person("anna", ON_LEAVE),), (person("anna", ON_LEAVE), MILA)])
def test_whoever_hears_a_line_can_decide_about_it(kind: str, leads: tuple[Hearer, ...]) -> None:
    audience = Audience(leads, (BRAM,), (ADMIN,))
    assert {*hearing(audience, kind, MONDAY_TEN)} <= answering(audience, date(2026, 11, 23))


def test_an_admin_who_is_a_lead_as_well_hears_a_line_once() -> None:
    assert hearing(Audience((ANNA,), (), (ANNA,)), QUIET, MONDAY_TEN) == ("anna",)


# --- bundles ----------------------------------------------------------------------------------------------------------
def lines(*kinds: str) -> list[Line]:
    """The first is the oldest."""
    return [Line(number, kind, at(f"2026-11-20 1{number}:00")) for number, kind in enumerate(kinds)]


def test_three_lines_at_most_the_newest_first() -> None:
    assert bundle(lines(QUIET, QUIET, QUIET, QUIET), Audience((ANNA,)), MONDAY_TEN) == {"anna": [3, 2, 1]}


def test_the_houses_own_line_goes_before_newer_ones() -> None:
    held = lines(CHANNELFAIL, QUIET, QUIET, QUIET)
    assert bundle(held, Audience((ANNA,)), MONDAY_TEN) == {"anna": [0, 3, 2]}


def test_each_gets_what_is_theirs() -> None:
    held = lines(QUIET, NOLEAD)
    assert bundle(held, Audience((), (BRAM,), (ADMIN,)), MONDAY_TEN) == {"admin": [1], "bram": [0]}


def test_what_is_left_is_looked_at_when_the_first_of_it_can_be_heard() -> None:
    audience = Audience((person("anna", ON_LEAVE),), (), (ADMIN,))
    assert next_message(lines(QUIET), audience, MONDAY_TEN) == at("2026-11-30 08:30")
    assert next_message(lines(QUIET, NOLEAD), audience, at("2026-11-24 00:00")) == at("2026-11-24 08:30")
    assert next_message([], audience, MONDAY_TEN) is None
