"""Every table, imported once: for migrations, and for tests that look at all of them."""

from storage import dagstart, house, lead_lines, people

__all__ = ["dagstart", "house", "lead_lines", "people"]
