"""Every table, imported once: for migrations, and for tests that look at all of them."""

from storage import (
    action,
    action_asked,
    alsdan,
    audit,
    compliment,
    dagstart,
    house,
    kpi,
    lead_lines,
    nudges,
    organisations,
    people,
    roles,
)

__all__ = [
    "action",
    "action_asked",
    "alsdan",
    "audit",
    "compliment",
    "dagstart",
    "house",
    "kpi",
    "lead_lines",
    "nudges",
    "organisations",
    "people",
    "roles",
]
