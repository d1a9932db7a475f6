"""What the house keeps of people, and how long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

from rituals.contract import Turn
from rituals.keeping import Kept
from rituals.people import rules
from rituals.words import _
from storage import audit, former, lead_lines, people, people_own


async def forget_absences(turn: Turn, before: date) -> None:
    await people.forget_absences(turn.session, before)


async def forget_log(turn: Turn, before: date) -> None:
    await audit.forget(turn.session, turn.org, _midnight(before))


async def forget_lines(turn: Turn, before: date) -> None:
    await lead_lines.forget(turn.session, _midnight(before))


async def forget_former(turn: Turn, before: date) -> None:
    await former.forget(turn.session, before)


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
        _(
            "Name, and whether somebody is a colleague and an admin, as Slack tells it; own language, working days, "
            "home team and number of questions a week"
        ),
        SELF,
        _("the name: colleagues; the rest: nobody"),
        {
            "people": (
                *(
                    "key",
                    "name",
                    "full_name",
                    "handle",
                    "kind",
                    "admin",
                    "active",
                    "language",
                    "pattern",
                    "home_team",
                    "nudges_a_week",
                ),
                *("changes_on", "next_pattern", "next_home"),
            )
        },
        _("until the account is closed, or somebody becomes a guest (whose name stays); gone within a day"),
        forget=forget_closed,
    ),
    Kept(
        "members",
        _("Who belongs to a team, since when, and whether the team began with them"),
        SELF,
        NOBODY,
        {"members": ("person", "joined_on", "seasoned")},
        _("until they leave the channel"),
    ),
    Kept(
        "former_members",
        _("Who left a team, and on which day: so that what is told again of those days doesn't name them"),
        SELF,
        NOBODY,
        {"former_members": ("person", "left_on")},
        _("then it goes; at once with the account, or when they come back"),
        rules.LEFT_KEPT.days,
        forget_former,
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
        {"absences": ("person", "first", "last")},
        _("counted from its end; then it goes"),
        rules.ABSENCES_KEPT.days,
        forget_absences,
    ),
    Kept(
        "lines",
        _("Messages to leads about their team and to admins, and who got them"),
        _("the lead, deputy or admin"),
        _("that person"),
        {"lead_lines": ("about", "at", "day"), "lead_messages": ("person", "day", "lines")},
        _("then they go"),
        rules.LOG_KEPT.days,
        forget_lines,
    ),
    Kept(
        "log",
        _("Changes of roles and settings, exports and deletions: who, what, when; no contents"),
        _("who did it, and whom a role was for"),
        _("the admin, and a lead of their own team"),
        {"audit": ("person", "what", "at", "seal")},
        _("then the entry goes"),
        rules.LOG_KEPT.days,
        forget_log,
    ),
    Kept(
        "organisation",
        _("Settings of the organisation: its admins, whom to ask, what was recorded about figures"),
        _("the admin, and whom to ask"),
        EVERYBODY,
        {"organisations": ("admins", "contact", "gate_position", "gate_on", "gate_reference")},
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
        *(f"organisations.{name}" for name in ("gate", "history", "retention", "k", "nudges_a_day", "nudges_a_week")),
        *(f"organisations.{name}" for name in ("window_first", "window_last", "bundle_time")),
        *(f"teams.{name}" for name in ("channel", "timezone", "language", "workdays", "state", "findable")),
        *(f"teams.{name}" for name in ("started_on", "no_lead_since")),
        "team_free_days",
        "lead_lines.kind",
        "audit.number",
        "audit_heads",
    }
)
