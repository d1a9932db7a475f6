"""Every table, imported once: for migrations, and for tests that look at all of them."""

from storage import audit, compliment, dagstart, house, lead_lines, nudges, organisations, people, roles

__all__ = ["audit", "compliment", "dagstart", "house", "lead_lines", "nudges", "organisations", "people", "roles"]
