"""What the house keeps of people, how long, and how a person reads it and takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from rituals.contract import Turn
from rituals.keeping import Erase, Kept, Mine, Own
from rituals.people import lines, rules
from rituals.words import Day, Typed, _
from storage import audit, lead_lines, people, people_own


# --- preferences ------------------------------------------------------------------------------------------------------
async def preferences(turn: Turn, person: str) -> Sequence[Own]:
    row = (await people.people(turn.session, [person])).get(person)
    if row is None:
        return ()
    own = [Own(_("Name, as Slack tells it: {name}", name=Typed(row.name)), {"name": row.name, "id": row.key})]
    if row.language:
        own.append(Own(_("Language: {value}", value=Typed(row.language)), {"language": row.language}))
    if row.pattern or row.next_pattern:
        data = {"working_days": row.pattern, "working_days_next": row.next_pattern}
        own.append(Own(_("Own working days"), _filled(data)))
    if row.home_team or row.next_home:
        own.append(Own(_("A home team of your choice"), _filled({"home": row.home_team, "home_next": row.next_home})))
    if row.nudges_a_week is not None:
        own.append(Own(_("Messages a week: {n}", n=row.nudges_a_week), {"messages_a_week": row.nudges_a_week}))
    return own


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


async def erase_preferences(turn: Turn, person: str, how: Erase) -> None:
    await people_own.drop_preferences(turn.session, person)


# --- absence ----------------------------------------------------------------------------------------------------------
async def absences(turn: Turn, person: str) -> Sequence[Own]:
    return [
        Own(
            _("away from {first} up to and including {last}", first=Day(row.first), last=Day(row.last)),
            {"first": row.first.isoformat(), "last": row.last.isoformat()},
        )
        for row in await people_own.absences(turn.session, person)
    ]


async def erase_absences(turn: Turn, person: str, how: Erase) -> None:
    await people_own.drop_absences(turn.session, person)
    await lines.look_again(turn, [team.id for team in await people.teams_of(turn.session, person)])


# --- teams and roles --------------------------------------------------------------------------------------------------
async def teams(turn: Turn, person: str) -> Sequence[Own]:
    joined = [
        Own(_("member of {team}", team=Typed(name)), {"team": name}, on)
        for name, on in await people_own.memberships(turn.session, person)
    ]
    roles = [
        Own(_("{role} of {team}", role=Typed(role), team=Typed(name)), {"role": role, "team": name})
        for role, name in await people_own.team_roles(turn.session, person)
    ]
    offices = [
        Own(_("{role} in the organisation", role=Typed(role)), {"role": role})
        for role in await people_own.offices(turn.session, person)
    ]
    return [*joined, *roles, *offices]


# --- the log, and messages to leads -----------------------------------------------------------------------------------
async def changes(turn: Turn, person: str) -> Sequence[Own]:
    return [
        Own(_("{what}", what=Typed(what)), {"what": what, "at": at.isoformat()}, at.date())
        for what, at in await people_own.changes(turn.session, person)
    ]


async def lead_messages(turn: Turn, person: str) -> Sequence[Own]:
    days = await people_own.lead_messages(turn.session, person)
    return [Own(_("a message for you as a lead"), {"kind": "message"}, day) for day in days]


async def erase_lead_messages(turn: Turn, person: str, how: Erase) -> None:
    await people_own.drop_lead_messages(turn.session, person)


# --- how long ---------------------------------------------------------------------------------------------------------
async def forget_absences(turn: Turn, before: date) -> None:
    await people.forget_absences(turn.session, before)


async def forget_log(turn: Turn, before: date) -> None:
    await audit.forget(turn.session, turn.org, _midnight(before))


async def forget_lines(turn: Turn, before: date) -> None:
    await lead_lines.forget(turn.session, _midnight(before))


async def forget_closed(turn: Turn, before: date) -> None:
    await people_own.drop_closed(turn.session)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


SELF: Final = _("the person")
NOBODY: Final = _("nobody")
EVERYBODY: Final = _("everybody")

KEEPS: Final = (
    Kept(
        "people",
        _("Name, and whether somebody is a colleague, as Slack tells it; own language, working days and home team"),
        SELF,
        _("the name: colleagues; the rest: nobody"),
        {"people": ("key", "name", "kind", "language", "pattern", "next_pattern")},
        _("until the account is closed; gone within a day"),
        forget=forget_closed,
    ),
    Kept(
        "members",
        _("Who belongs to a team"),
        SELF,
        NOBODY,
        {"members": ("person",)},
        _("until they leave the channel"),
    ),
    Kept(
        "roles",
        _("Roles in a team and in the organisation"),
        SELF,
        EVERYBODY,
        {"roles": ("person", "role"), "org_roles": ("person", "role", "exec")},
        _("until the role is taken back, or they leave"),
    ),
    Kept(
        "absence",
        _("Absence: two dates, never a reason"),
        SELF,
        _("nobody; only its effect"),
        {"absences": ("person",)},
        _("counted from its end; then it goes"),
        rules.ABSENCES_KEPT.days,
        forget_absences,
    ),
    Kept(
        "lines",
        _("Messages to leads about their team, and who got them"),
        _("the lead or deputy"),
        _("that person"),
        {"lead_lines": ("about",), "lead_messages": ("person", "lines")},
        _("then they go"),
        rules.LOG_KEPT.days,
        forget_lines,
    ),
    Kept(
        "log",
        _("Changes of roles and settings, exports and deletions: who, what, when; no contents"),
        _("who did it, and whom a role was for"),
        _("the admin, and a lead of their own team"),
        {"audit": ("person", "what", "seal")},
        _("then the entry goes"),
        rules.LOG_KEPT.days,
        forget_log,
    ),
    Kept(
        "organisation",
        _("Settings of the organisation: its admins, whom to ask, what was recorded about figures"),
        _("the admin, and whom to ask"),
        EVERYBODY,
        {"organisations": ("admins", "contact", "gate_reference")},
        _("until an admin changes it"),
    ),
    Kept(
        "teams",
        _("The name of a team"),
        NOBODY,
        _("the team; others where it may be found"),
        {"teams": ("name",)},
        _("as long as there is the team"),
    ),
)
HOLDS_NOBODY: Final = frozenset(
    {
        *(f"organisations.{name}" for name in ("id", "name", "url", "timezone", "language", "holidays", "channel")),
        *(f"organisations.{name}" for name in ("gate", "gate_position", "retention")),
        *(f"teams.{name}" for name in ("channel", "timezone", "language", "workdays", "state")),
        "team_free_days",
        "lead_lines.kind",
        "audit_heads",
    }
)
MINE: Final = {
    "preferences": Mine(_("My details and preferences"), preferences, erase_preferences),
    "absence": Mine(_("My absence"), absences, erase_absences),
    "teams": Mine(_("My teams and roles"), teams, None),
    "lines": Mine(_("Messages to me as a lead"), lead_messages, erase_lead_messages),
    "log": Mine(_("My changes in the log"), changes, None),
}
