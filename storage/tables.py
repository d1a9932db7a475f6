"""Every table, imported once: for migrations, and for tests that look at all of them."""

from storage import (
    action,
    action_asked,
    alsdan,
    audit,
    compliment,
    dagstart,
    former,
    house,
    klantpet,
    kpi,
    lead_lines,
    nudges,
    organisations,
    people,
    roles,
    silo,
)

__all__ = [
    "action",
    "action_asked",
    "alsdan",
    "audit",
    "compliment",
    "dagstart",
    "former",
    "house",
    "klantpet",
    "kpi",
    "lead_lines",
    "nudges",
    "organisations",
    "people",
    "roles",
    "silo",
]
